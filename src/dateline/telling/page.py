"""The account as one page: beside its sources, every statement linked to its characters, without network or script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dateline.records import Account, Evidence, Fact, Figure, Judged, Report, Span
from dateline.telling import drawn, judged, shown
from dateline.telling.annotate import cut

if TYPE_CHECKING:
    from jinja2 import Environment

SIDES = 4
"""Tellings shown of what agrees loosely."""


@cache
def _pages() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("dateline.telling"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html_page(accounts: Sequence[Account], reports: Mapping[str, Report]) -> str:
    """Return one self-contained HTML page for all accounts of a run; only the style that it holds is let in by it."""
    from markupsafe import Markup

    css = files("dateline.telling").joinpath("templates/page.css").read_text(encoding="utf-8") + drawn.stylesheet()
    return (
        _pages()
        .get_template("page.html")
        .render(
            accounts=[_account(n, a, reports) for n, a in enumerate(accounts, 1)],
            css=Markup(css),  # noqa: S704 - the package's own style
            css_sha256=b64encode(sha256(css.encode("utf-8")).digest()).decode("ascii"),
        )
    )


class _Links:
    """Numbers of evidence and the places on the page that rest on each."""

    def __init__(self, prefix: str, account: Account) -> None:
        self.prefix = prefix
        self._numbers = shown.Numbers(account)
        self.back: dict[tuple[str, int, int], str] = {}
        self.anchors: dict[tuple[str, int, int], str] = {}

    def to(self, evidence: Sequence[Evidence], home: str, most: int = 8) -> list[dict[str, str]]:
        """Return links to evidence; `home` is the element that rests on it."""
        return [{"label": self.label(e), "href": self.at((e.report, e.start, e.end), home)} for e in evidence[:most]]

    def label(self, evidence: Evidence) -> str:
        """Return what a link to a quotation says."""
        return self._numbers.of(evidence)

    def at(self, key: tuple[str, int, int], home: str) -> str:
        """Return the address of a quotation; `home` is the element that rests on it."""
        self.anchors.setdefault(key, f"{self.prefix}-e{self._numbers.at(*key)}")
        self.back.setdefault(key, home)
        return f"#{self.anchors[key]}"


class _Drawings:
    """The drawings of an account as parts of the page; each quotation in them links to its source, and back."""

    def __init__(self, account: Account, prefix: str, links: _Links) -> None:
        self._macros: Any = _pages().get_template("drawn.html").module
        self._account, self._prefix, self._links = account, prefix, links
        self._letters = shown.letters(account)
        items: list[Figure | Fact] = [*account.figures, *account.facts]
        self._items = {x.id for x in items}
        self._homes = {(e.report, e.start, e.end): f"{prefix}-{x.id}" for x in reversed(items) for e in x.evidence}

    def _item(self, item: str) -> str:
        return f"#{self._prefix}-{item}" if item in self._items else ""

    def _quote(self, report: str, start: int, end: int) -> str:
        key = (report, start, end)
        return self._links.at(key, self._homes.get(key, self._prefix)) if report in self._letters else ""

    def _source(self, report: str) -> str:
        return f"#{self._prefix}-s{self._letters[report]}" if report in self._letters else ""

    def _drawn(self, macro: str, *given: object) -> str:
        made: str = getattr(self._macros, macro)(*given)
        return made

    def map(self) -> str:
        """Draw where it happened."""
        return self._drawn("map", drawn.place_map(self._account), self._quote, self._links.label)

    def ranges(self) -> list[str]:
        """Draw the figures that have more to show than a number."""
        return [self._drawn("ranges", group, self._item, self._quote) for group in drawn.ranges(self._account)]

    def timeline(self) -> str:
        """Draw the timeline."""
        return self._drawn("timeline", drawn.timeline(self._account), self._item, self._quote, self._links.label)

    def matrix(self) -> str:
        """Draw who says what."""
        return self._drawn("matrix", drawn.matrix(self._account), self._item, self._quote)

    def chains(self) -> str:
        """Draw how it came to the reports."""
        return self._drawn("chains", drawn.chains(self._account), self._quote, self._source)


def _account(number: int, account: Account, reports: Mapping[str, Report]) -> dict[str, Any]:
    prefix = f"a{number}"
    links = _Links(prefix, account)
    pictures = _Drawings(account, prefix, links)
    ordered = sorted(account.figures, key=shown.figure_order)
    return {
        "id": prefix,
        "group": account.group,
        "title": shown.clean(account.headline.quote) if account.headline else account.group,
        "where": judged.placed(account),
        "when": "; ".join(filter(None, (shown.when(account.when), judged.dated_by(account)))),
        "signed": judged.signed(account),
        "reports": len(account.sources),
        "independent": account.independent_origins,
        "mark": shown.headline_mark(account),
        "when_links": links.to(account.when.evidence[:2], prefix),
        "where_links": links.to(account.where.evidence[:1], prefix),
        "brief": [
            {"text": shown.quoted(e.quote), "mark": mark, "links": links.to([e], f"{prefix}-brief")}
            for e, mark in shown.brief(account)
        ],
        "figures": [_figure(f, account, prefix, links) for f in ordered],
        "ranges": pictures.ranges(),
        "timeline": pictures.timeline(),
        "map": pictures.map(),
        "missing": list(account.not_reported),
        "differences": [
            {
                "kind": "superseded" if d.relation == "supersedes" else "differs",
                "reason": d.reason,
                "judged": judged.marks(d, account),
                "sides": [
                    {"text": shown.quoted(e.quote), "links": links.to([e], f"{prefix}-d{n}")} for e in d.evidence
                ],
                "id": f"{prefix}-d{n}",
            }
            for n, d in enumerate(account.differences)
        ],
        "accords": [
            {
                "reason": shown.clean(x.reason),
                "judged": judged.marks(x, account),
                "sides": [
                    {"text": shown.quoted(e.quote), "links": links.to([e], f"{prefix}-x{n}")}
                    for e in x.evidence[:SIDES]
                ],
                "id": f"{prefix}-x{n}",
            }
            for n, x in enumerate(account.accords)
        ],
        "facts": [_fact(f, account, prefix, links) for f in account.facts],
        "judgements": [_judgement(row) for row in account.judgements],
        "matrix": pictures.matrix(),
        "chains": pictures.chains(),
        "origins": _origins(account),
        "sources": _sources(account, reports, links),
    }


def _figure(figure: Figure, account: Account, prefix: str, links: _Links) -> dict[str, Any]:
    low, high = shown.bounds(figure)
    home = f"{prefix}-{figure.id}"
    return {
        "id": home,
        "label": shown.label(figure),
        "scope": figure.scope,
        "low": low,
        "shown": shown.stated(figure),
        "high": high,
        "bar": _bar(figure),
        "standing": judged.standing(figure, account),
        "status": "" if figure.status == "completed" else figure.status,
        "notes": " · ".join(judged.notes(figure, account)),
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
            "name": shown.called(o),
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
