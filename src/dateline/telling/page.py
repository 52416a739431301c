"""The account as one page: beside its sources, every statement linked to its characters, without network or script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from dateline.records import Account, Evidence, Fact, Figure, Judged, Report, Span, TimelineEntry
from dateline.telling import judged, shown
from dateline.telling.annotate import cut

if TYPE_CHECKING:
    from jinja2 import Template

SIDES = 4
"""Tellings shown of what agrees loosely."""


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("dateline.telling"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


def html_page(accounts: Sequence[Account], reports: Mapping[str, Report]) -> str:
    """Return one self-contained HTML page for all accounts of a run."""
    return _template().render(accounts=[_account(n, a, reports) for n, a in enumerate(accounts, 1)])


class _Links:
    """Numbers of evidence and the places on the page that rest on each."""

    def __init__(self, prefix: str, account: Account) -> None:
        self.prefix = prefix
        self._numbers = shown.Numbers(account)
        self.back: dict[tuple[str, int, int], str] = {}
        self.anchors: dict[tuple[str, int, int], str] = {}

    def to(self, evidence: Sequence[Evidence], home: str, most: int = 8) -> list[dict[str, str]]:
        """Return links to evidence; `home` is the element that rests on it."""
        made = []
        for e in evidence[:most]:
            key = (e.report, e.start, e.end)
            label = self._numbers.of(e)
            self.anchors.setdefault(key, f"{self.prefix}-e{label}")
            self.back.setdefault(key, home)
            made.append({"label": label, "href": f"#{self.anchors[key]}"})
        return made


def _account(number: int, account: Account, reports: Mapping[str, Report]) -> dict[str, Any]:
    prefix = f"a{number}"
    links = _Links(prefix, account)
    ordered = sorted(account.figures, key=shown.figure_order)
    return {
        "id": prefix,
        "group": account.group,
        "title": shown.clean(account.headline.quote) if account.headline else account.group,
        "where": shown.where(account.where),
        "when": "; ".join(filter(None, (shown.when(account.when), judged.dated_by(account)))),
        "reports": len(account.sources),
        "independent": account.independent_origins,
        "head_links": links.to([*account.when.evidence[:2], *account.where.evidence[:1]], prefix),
        "brief": [{"text": e.quote, "links": links.to([e], f"{prefix}-brief")} for e in account.brief],
        "figures": [_figure(f, account, prefix, links) for f in ordered],
        "missing": list(account.not_reported),
        "timeline": _timeline(account.timeline, prefix, links),
        "differences": [
            {
                "kind": "superseded" if d.relation == "supersedes" else "differs",
                "reason": d.reason,
                "sides": [{"text": e.quote, "links": links.to([e], f"{prefix}-d{n}")} for e in d.evidence],
                "id": f"{prefix}-d{n}",
            }
            for n, d in enumerate(account.differences)
        ],
        "accords": [
            {
                "reason": shown.clean(x.reason),
                "sides": [{"text": e.quote, "links": links.to([e], f"{prefix}-x{n}")} for e in x.evidence[:SIDES]],
                "id": f"{prefix}-x{n}",
            }
            for n, x in enumerate(account.accords)
        ],
        "facts": [_fact(f, account, prefix, links) for f in account.facts],
        "judgements": [_judgement(row) for row in account.judgements],
        "origins": _origins(account),
        "sources": _sources(account, reports, links),
    }


def _figure(figure: Figure, account: Account, prefix: str, links: _Links) -> dict[str, Any]:
    low, best, high = shown.range_of(figure)
    home = f"{prefix}-{figure.id}"
    return {
        "id": home,
        "label": shown.label(figure),
        "scope": figure.scope,
        "low": low,
        "best": best,
        "shown": best if figure.best is not None or figure.low is None else f"≥ {low}",
        "high": high,
        "bar": _bar(figure),
        "standing": figure.standing,
        "status": "" if figure.status == "completed" else figure.status,
        "qualifier": figure.qualifier or "",
        "as_of": shown.day(figure.as_of[:10]) if figure.as_of else "",
        "voices": "; ".join((*judged.marks(figure, account), shown.voices(figure.attribution))),
        "derived": shown.derivation(figure),
        "links": links.to(figure.evidence, home),
    }


def _bar(figure: Figure) -> dict[str, float] | None:
    """Return a range as parts of a bar 100 wide; None where there is no range to draw."""
    if figure.low is None or figure.high is None or figure.low >= figure.high:
        return None
    best = figure.best if figure.best is not None else figure.low
    scale = 100.0 / (figure.high * 1.1 or 1.0)
    return {
        "x": round(figure.low * scale, 1),
        "w": round((figure.high - figure.low) * scale, 1),
        "best": round(best * scale, 1),
    }


def _timeline(entries: Sequence[TimelineEntry], prefix: str, links: _Links) -> list[dict[str, Any]]:
    days = [(_first(e.earliest), _last(e.latest)) for e in entries]
    if not days:
        return []
    start = min(first for first, _ in days)
    whole = max(1, max(last for _, last in days) - start + 1)
    return [
        {
            "id": f"{prefix}-t{n}",
            "date": shown.stretch(e.earliest, e.latest),
            "text": shown.told(e),
            "standing": e.standing,
            "status": ", ".join(["background"] * e.background + ([] if e.status == "completed" else [e.status])),
            "basis": "dated through another report" if e.basis == "other-report" else "",
            "x": round(96 * (first - start) / whole, 2),
            "w": round(max(1.2, 96 * (last - first + 1) / whole), 2),
            "point": first == last,
            "links": links.to(e.evidence, f"{prefix}-t{n}"),
        }
        for n, (e, (first, last)) in enumerate(zip(entries, days, strict=True))
    ]


def _first(iso: str) -> int:
    return date.fromisoformat(iso + "-01-01"[len(iso) - 4 :] if len(iso) < 10 else iso).toordinal()


def _last(iso: str) -> int:
    return date.fromisoformat(iso + "-12-28"[len(iso) - 4 :] if len(iso) < 10 else iso).toordinal()


def _fact(fact: Fact, account: Account, prefix: str, links: _Links) -> dict[str, Any]:
    home = f"{prefix}-{fact.id}"
    return {
        "id": home,
        "text": shown.told(fact),
        "standing": fact.standing,
        "status": "" if fact.status == "completed" else fact.status,
        "key": fact.id,
        "date": shown.stretch(fact.earliest, fact.latest) if fact.earliest else "",
        "voices": "; ".join((*judged.marks(fact, account), shown.voices(fact.attribution))),
        "links": links.to(fact.evidence, home),
    }


def _judgement(row: Judged) -> dict[str, str]:
    return {
        "number": str(row.number),
        "verdict": judged.VERBS[row.verdict],
        "about": shown.clean(row.about),
        "by": shown.clean(row.user),
        "at": row.at[:10],
        "reason": shown.clean(row.reason),
        "machine": judged.machine(row),
        "note": judged.standing_of(row),
    }


def _origins(account: Account) -> list[dict[str, Any]]:
    letters = shown.letters(account)
    return [
        {
            "name": shown.clean(o.name),
            "role": shown.clean(o.role or ""),
            "party": o.party,
            "facts": o.facts,
            "carriers": ", ".join(shown.clean(c) for c in o.carriers),
            "reports": " ".join(letters[r] for r in o.reports if r in letters),
        }
        for o in account.origins
    ]


def _sources(account: Account, reports: Mapping[str, Report], links: _Links) -> list[dict[str, Any]]:
    letters = shown.letters(account)
    made = []
    for source in account.sources:
        marks = [(Span(key[1], key[2]), anchor) for key, anchor in links.anchors.items() if key[0] == source.report]
        homes = {anchor: links.back[key] for key, anchor in links.anchors.items()}
        pieces = cut(reports[source.report].text, marks)
        made.append(
            {
                "letter": letters[source.report],
                "title": shown.titled(source),
                "dated": shown.dated(source),
                "copy_of": letters.get(source.copy_of or "", ""),
                "pieces": [
                    {"text": p.text, "opens": p.opens, "home": homes[p.marks[-1]] if p.marks else ""} for p in pieces
                ],
            }
        )
    return made
