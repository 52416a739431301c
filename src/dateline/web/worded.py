"""An account as the page of a story says it: every value in words, every statement with links to its quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from dateline.records import Account, Difference, Fact, Figure, Judged, Record
from dateline.telling import judged, shown
from dateline.telling.changed import QUIET
from dateline.web.pages import path_part, web_address
from dateline.web.resting import Cited, Link, items_of, label_of
from dateline.web.since import ANYBODY

PARTS = 12
"""Figures that are parts or superseded, and others of a kind, shown before the rest is folded."""
FACTS = 60
"""Facts shown before the rest is folded."""
CHANGES = 12
"""Differences shown before the rest is folded."""
TELLINGS = 6
"""Tellings shown of what agrees loosely."""
VOICES = 100
"""Voices listed."""
TOTALS = 4
"""Figures told at the head of the page."""
QUOTATIONS = 600
"""Quotations listed on paper."""


class Row(Record, frozen=True, kw_only=True):
    """A figure or fact: what it says, of whom, by whom, where it stands, and how it goes with others.

    `machine` tells of a number that a person set what the machine reads instead: voices and links are of that.
    """

    id: str
    text: str
    standing: str
    status: str
    date: str
    voices: str
    notes: tuple[str, ...]
    judged: tuple[str, ...]
    related: tuple[tuple[str, tuple[Link, ...]], ...]
    links: tuple[Link, ...]
    low: str = ""
    best: str = ""
    high: str = ""
    machine: str = ""


class Headed(Record, frozen=True):
    """A figure as the head of a page tells it: how many, of what and whom, where it stands."""

    number: str
    spread: str
    measure: str
    whom: str
    standing: str
    href: str


class Told(Record, frozen=True, kw_only=True):
    """One side of a difference: its name ("now", "was"), the quotation, who says so, the item it belongs to.

    `number` is what a figure says, "" of a fact.
    """

    name: str
    quote: str
    number: str
    voices: str
    standing: str
    item: str
    links: tuple[Link, ...]


def head(account: Account, cited: Cited) -> dict[str, Any]:
    """Return what stands above an account."""
    return {
        "story": account.story,
        "linked": account.story == account.group,
        "title": shown.clean(account.headline.quote) if account.headline else account.group,
        "title_mark": shown.headline_mark(account),
        "totals": totals(account),
        "title_links": cited.to([account.headline] if account.headline else []),
        "where": shown.where(account.where),
        "where_by": judged.placed_by(account),
        "where_links": cited.to(shown.one_a_report(account.where.evidence)),
        "when": shown.when(account.when),
        "when_by": judged.dated_by(account),
        "signed": judged.signed(account),
        "when_links": cited.to(shown.one_a_report(account.when.evidence)),
        "reports": len(account.sources),
        "independent": account.independent_origins,
        "reviewed": reviewed(account),
        "state": state(account),
    }


def state(account: Account) -> str:
    """Return of when an account is, as paper tells it: its last report and the last judgement that lies over it."""
    days = [source.published[:10] for source in account.sources if source.published]
    made = [f"last report {max(days)}" if days else "reports undated"]
    if account.judgements:
        last = max(account.judgements, key=lambda row: row.number)
        made.append(f"last judgement {last.number}, {last.at[:10]}")
    return "; ".join(made)


def reviewed(account: Account) -> tuple[int, int]:
    """Return how many figures and facts somebody judged, and how many there are; those rejected count among both."""
    rejected = [row for row in account.judgements if row.applies and row.verdict == "reject"]
    gone = sum(bool(row.machine_figures or row.machine_facts) for row in rejected)
    items = items_of(account).values()
    return sum(bool(item.judged) for item in items) + gone, len(items) + gone


def figures(account: Account, cited: Cited) -> dict[str, list[Row]]:
    """Return the figures: totals, parts and others, superseded."""
    names = _names(account)
    made: dict[str, list[Row]] = {"current": [], "parts": [], "replaced": []}
    for figure in sorted(account.figures, key=shown.figure_order):
        by_hand = judged.set_by(figure, account)
        read = figure if by_hand is None else by_hand.machine
        notes = (
            shown.quoted(read.qualifier) if read.qualifier else "",
            shown.derivation(read),
            f"as of {figure.as_of[:10]}" if figure.as_of else "",
            _gone(figure),
        )
        where = "replaced" if figure.standing == "superseded" else "current" if figure.scope == "total" else "parts"
        low, high = shown.bounds(figure)
        marks = judged.marks(figure, account)
        row = Row(
            id=figure.id, text=shown.label(figure), standing=judged.standing(figure, account), status=_status(figure),
            date="", voices=shown.voices(figure.attribution), notes=tuple(filter(None, notes)),
            judged=tuple(marks) if by_hand is None else tuple(m.partition("; the machine says")[0] for m in marks),
            related=_related(figure, account, names), links=cited.to(figure.evidence), low=low,
            best=shown.stated(figure), high=high,
            machine="" if by_hand is None else f"the machine reads {judged.read_as(read, figure)}, {read.standing}",
        )  # fmt: skip
        made[where].append(row)
    return made


def _gone(figure: Figure) -> str:
    """Return why a figure does not stand any more, "" of one that does."""
    if figure.standing != "superseded":
        return ""
    told = [r for r in figure.reasons if "independent origin" not in r and r != shown.derivation(figure)]
    return shown.clean(told[-1]) if told else ""


def totals(account: Account) -> list[Headed]:
    """Return the figures that the head of the page tells: totals of people and things, those looked for first."""
    made = []
    for figure in sorted(account.figures, key=shown.figure_order):
        if figure.scope == "total" and figure.standing != "superseded" and figure.measure not in QUIET:
            low, high = shown.bounds(figure)
            whom = shown.counted(figure.measure, figure.whom, figure.unit)
            spread = f"{low} to {high}" if low else ""
            made.append(
                Headed(
                    number=shown.stated(figure),
                    spread=spread,
                    measure=figure.measure,
                    whom="" if whom.casefold() in ANYBODY else whom,
                    standing=judged.standing(figure, account),
                    href=f"#{path_part(figure.id)}",
                )
            )
    return made[:TOTALS]


def facts(account: Account, cited: Cited) -> list[Row]:
    """Return all that is reported."""
    names = _names(account)
    return [
        Row(
            id=fact.id, text=shown.told(fact), standing=fact.standing, status=_status(fact),
            date=shown.stretch(fact.earliest, fact.latest) if fact.earliest else "",
            voices=shown.voices(fact.attribution), notes=("background",) if fact.background else (),
            judged=tuple(judged.marks(fact, account)), related=_related(fact, account, names),
            links=cited.to(fact.evidence),
        )
        for fact in account.facts
    ]  # fmt: skip


def is_fragment(fact: Row) -> bool:
    """Tell whether a fact is one word, which alone says little: it is told behind the others."""
    return not fact.judged and len(fact.text.split()) == 1


def _status(item: Figure | Fact) -> str:
    return "" if item.status == "completed" else item.status


def _names(account: Account) -> dict[str, str]:
    return {key: label_of(item) for key, item in items_of(account).items()}


def _related(
    item: Figure | Fact, account: Account, names: Mapping[str, str]
) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return the items that one differs from, replaces, is replaced by."""
    if not (item.against or item.supersedes or item.standing == "superseded"):
        return ()
    alike: Sequence[Figure | Fact] = account.figures if isinstance(item, Figure) else account.facts
    later = [other.id for other in alike if item.id in other.supersedes] if item.standing == "superseded" else []
    made = []
    for word, ids in (("differs from", item.against), ("replaces", item.supersedes), ("replaced by", later)):
        links = tuple(Link(names[i], f"#{path_part(i)}") for i in ids if i in names)
        if links:
            made.append((word, links))
    return tuple(made)


def differences(account: Account, cited: Cited) -> list[dict[str, Any]]:
    """Return what differs or changed: the reason, and both sides."""
    items = items_of(account)
    return [
        {
            "id": f"part-differs-{n}",
            "kind": "superseded" if d.relation == "supersedes" else "differs",
            "reason": shown.clean(d.reason),
            "item": d.id,
            "judged": judged.marks(d, account),
            "sides": _sides(d, items, account, cited),
        }
        for n, d in enumerate(account.differences, 1)
    ]


def _sides(difference: Difference, items: Mapping[str, Figure | Fact], account: Account, cited: Cited) -> list[Told]:
    names = ("now", "was") if difference.relation == "supersedes" else ("one", "other")
    made = []
    for n, e in enumerate(difference.evidence):
        item = items.get(difference.other if n else difference.one)
        corrected = isinstance(item, Figure) and judged.set_by(item, account) is not None
        side = Told(
            name=names[min(n, 1)], quote=shown.quoted(e.quote),
            number=label_of(judged.as_read(item, account)) if isinstance(item, Figure) else "",
            voices=shown.voices(item.attribution) if item is not None else "",
            standing="" if item is None else judged.CORRECTED if corrected else item.standing,
            item=item.id if item is not None else "", links=cited.to([e]),
        )  # fmt: skip
        made.append(side)
    return made


def accords(account: Account, cited: Cited) -> list[dict[str, Any]]:
    """Return what agrees loosely: the reason, a telling of each report."""
    return [
        {
            "id": f"part-agrees-{n}",
            "reason": shown.clean(accord.reason),
            "item": accord.id,
            "judged": judged.marks(accord, account),
            "sides": [(shown.quoted(e.quote), cited.to([e])) for e in shown.one_a_report(accord.evidence)],
        }
        for n, accord in enumerate(account.accords, 1)
    ]


def origins(account: Account, cited: Cited) -> list[dict[str, Any]]:
    """Return the voices at the heads of chains."""
    letters = shown.letters(account)
    return [
        {
            "name": shown.called(o),
            "role": shown.clean(o.role) if o.role and o.role.casefold() not in o.name.casefold() else "",
            "party": o.party,
            "carriers": ", ".join(shown.clean(c) for c in o.carriers),
            "facts": o.facts,
            "reports": [Link(letters[r], cited.source(r)) for r in o.reports if r in letters],
            "links": cited.to(o.evidence[:1]),
        }
        for o in account.origins
    ]


def places(account: Account, cited: Cited) -> list[tuple[str, tuple[Link, ...]]]:
    """Return the places named."""
    return [(shown.where(place), cited.to(shown.one_a_report(place.evidence))) for place in account.places]


def judgements(account: Account) -> list[dict[str, Any]]:
    """Return the judgements that lie over an account, newest first, with what they left and what they took out."""
    here = items_of(account)
    made = []
    taken: set[str] = set()
    for j in reversed(account.judgements):
        gone = {f.id for f in j.machine_figures} | {f.id for f in j.machine_facts}
        gone -= here.keys() | taken
        taken |= gone
        left = [Link(label_of(here[i]), f"#{path_part(i)}") for i in j.targets if i in here]
        made.append({**row(j), "targets": left, "gone": sorted(gone)})
    return made


def rejected(account: Account) -> dict[str, list[Link]]:
    """Return the figures and the facts that were rejected, each with a link to what became of it."""
    found: dict[str, list[Link]] = {"figures": [], "facts": []}
    for item in judged.rejected(account).values():
        to = f"/story/{path_part(account.story)}/item/{path_part(item.id)}"
        found["figures" if isinstance(item, Figure) else "facts"].append(Link(label_of(item), to))
    return found


def row(j: Judged) -> dict[str, str]:
    """Return a judgement as it is shown."""
    return {
        "number": str(j.number),
        "verdict": judged.verb_of(j),
        "about": shown.clean(j.about),
        "by": shown.clean(j.user),
        "at": j.at,
        "reason": shown.clean(j.reason),
        "machine": judged.machine(j),
        "note": judged.standing_of(j),
    }


def sources(account: Account, cited: Cited) -> list[dict[str, Any]]:
    """Return the reports of an account."""
    letters = shown.letters(account)
    counts: dict[str, int] = {}
    for e in cited.listed:
        counts[e.report] = counts.get(e.report, 0) + 1
    return [
        {
            "letter": letters[s.report],
            "title": shown.titled(s),
            "dated": shown.dated(s),
            "url": web_address(s.url),
            "host": shown.clean(urlsplit(web_address(s.url) or "").netloc).removeprefix("www."),
            "copy_of": letters.get(s.copy_of or "", shown.clean(s.copy_of or "")),
            "href": cited.source(s.report),
            "quotations": counts.get(s.report, 0),
        }
        for s in account.sources
    ]


def quotations(cited: Cited) -> list[tuple[str, str]]:
    """Return the quotations as paper lists them: number and words."""
    return [(label, shown.quoted(e.quote)) for e, label in list(cited.listed.items())[:QUOTATIONS]]
