"""What rests on which characters: the quotations of an account numbered, and for each what was made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dateline.records import Account, Evidence, Fact, Figure, Record
from dateline.telling import judged, shown
from dateline.web.pages import path_part

LABEL = 72
"""Characters of a statement where it is only named."""


class Link(Record, frozen=True):
    """A link: what it says and where it leads."""

    label: str
    href: str


class Use(Record, frozen=True):
    """Something that rests on a quotation: what it is, what it says, its standing, its place in the account."""

    kind: str
    text: str
    standing: str
    anchor: str


def uses(account: Account) -> Iterator[tuple[Evidence, Use]]:
    """Yield every quotation that an account rests on, in the order of its page, each with what rests on it."""
    if account.headline is not None:
        yield account.headline, Use("headline", shown.clean(account.headline.quote), "", account.story)
    yield from _each(account.when.evidence, Use("date of the story", _when(account), "", account.story))
    yield from _each(account.where.evidence, Use("place of the story", _where(account), "", account.story))
    yield from _each(account.brief, Use("brief", "one of its lines", "", "part-brief"))
    for figure in sorted(account.figures, key=shown.figure_order):
        read = judged.as_read(figure, account)
        told = figure_told(read) if read is figure else f"{figure_told(read)}, corrected to {shown.stated(figure)}"
        yield from _each(figure.evidence, Use("figure", told, judged.standing(figure, account), figure.id))
    for entry in account.timeline:
        days = shown.stretch(entry.earliest, entry.latest)
        yield from _each(entry.evidence, Use("timeline", days, entry.standing, "part-timeline"))
    for place in account.places:
        yield from _each(place.evidence, Use("place", shown.where(place), "", "part-map"))
    for n, difference in enumerate(account.differences, 1):
        kind = "superseded" if difference.relation == "supersedes" else "differs"
        yield from _each(difference.evidence, Use(kind, short(difference.reason), "", f"part-differs-{n}"))
    for n, accord in enumerate(account.accords, 1):
        yield from _each(accord.evidence, Use("agrees loosely", short(accord.reason), "", f"part-agrees-{n}"))
    for origin in account.origins:
        yield from _each(origin.evidence, Use("who says so", short(origin.name), "", "part-voices"))
    for fact in account.facts:
        rests = fact.evidence if fact.subject is None else (*fact.evidence, fact.subject)
        yield from _each(rests, Use("fact", short(shown.told(fact)), fact.standing, fact.id))


def _when(account: Account) -> str:
    """Return the day of a story as it is read, and as it was corrected."""
    now, row = shown.when(account.when), judged.redating(account)
    return now if row is None or row.machine_when is None else f"{shown.when(row.machine_when)}, corrected to {now}"


def _where(account: Account) -> str:
    """Return the place of a story as it is read, and as it was corrected."""
    now, row = shown.where(account.where), judged.relocating(account)
    return now if row is None or row.machine_where is None else f"{shown.where(row.machine_where)}, corrected to {now}"


def _each(evidence: Iterable[Evidence], use: Use) -> Iterator[tuple[Evidence, Use]]:
    for e in evidence:
        yield e, use


def figure_told(figure: Figure) -> str:
    """Return what a figure counts and how many."""
    return f"{shown.label(figure)}: {shown.stated(figure)}"


def short(text: str) -> str:
    """Return a text on one line, cut at a word where it is long."""
    line = shown.clean(text)
    return line if len(line) <= LABEL else f"{line[:LABEL].rsplit(' ', 1)[0]} …"


def items_of(account: Account) -> dict[str, Figure | Fact]:
    """Return the figures and facts of an account by id."""
    listed: list[Figure | Fact] = [*account.figures, *account.facts]
    return {item.id: item for item in listed}


def label_of(item: Figure | Fact) -> str:
    """Return a figure or fact as it is named elsewhere."""
    if isinstance(item, Figure):
        return f"{short(shown.label(item))}: {shown.stated(item)}"
    return short(shown.told(item))


class Cited:
    """The quotations of an account by number, and links to them; `listed` is in the order of the page."""

    def __init__(self, account: Account) -> None:
        self._numbers = shown.Numbers(account)
        self._base = f"/story/{path_part(account.story)}/source/"
        self.listed: dict[Evidence, str] = {}
        for evidence, _ in uses(account):
            self.listed.setdefault(evidence, self._numbers.of(evidence))

    def label(self, evidence: Evidence) -> str:
        """Return "A3": the letter of the source, the number of the quotation."""
        return self._numbers.of(evidence)

    def href(self, report: str, start: int, end: int) -> str:
        """Return where characters of a report are shown."""
        return f"{self._base}{path_part(report)}?at={start}-{end}#mark"

    def source(self, report: str) -> str:
        """Return where a report is shown."""
        return self._base + path_part(report)

    def to(self, evidence: Sequence[Evidence]) -> tuple[Link, ...]:
        """Return links to quotations."""
        return tuple(Link(self.label(e), self.href(e.report, e.start, e.end)) for e in evidence)
