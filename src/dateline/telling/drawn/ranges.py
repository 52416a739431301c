"""Figures that replace or dispute each other as ranges low–best–high, by the day first reported, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log10

from msgspec.structs import replace

from dateline.records import Account, Evidence, Figure, Record, Standing
from dateline.telling import shown
from dateline.telling.drawn.scales import steps, tens

ROWS = 16
"""Figures drawn of one count."""
LETTER, PLOT = 6.4, 130.0
"""Width of a letter of the scale, and of the scale on the narrowest page, in pixels."""
WIDE = 200.0
"""Highest bound over lowest, both over 0, from which the scale goes by powers of ten."""


Days = Mapping[str, tuple[bool, str]]
"""When each report was published, and before it whether only another report tells so."""


class Tick(Record, frozen=True, kw_only=True):
    """A round number and its place on a scale, 0 to 100; without room for it the label is ""."""

    x: float
    label: str


class Range(Record, frozen=True, kw_only=True):
    """One figure on the scale, 0 to 100; `low`, `best`, `high` are None where the figure has none.

    `told` is all of it in words: its `number` (without the unit), and `between` which bounds it lies, "" without.

    A range with one bound is open to the other side. `day` is the first day on which a report told it, ISO 8601, None
    where undated; `as_of` the day that it is of where that is another. `qualifier` is the word that the report has with
    the number, as "more than". `letters` are its reports, each with its first quotation. `revises` are the rows (from
    0) of other days that it replaces itself, not through another; `against` are those that it stands against.
    `of` is what it counts where the drawing is of several, "" where that is said above it.
    """

    item: str
    day: str | None
    low: float | None
    best: float | None
    high: float | None
    told: str
    number: str
    between: str
    said: str
    as_of: str
    qualifier: str
    standing: Standing
    status: str
    letters: tuple[tuple[str, Evidence], ...]
    of: str = ""
    revises: tuple[int, ...] = ()
    against: tuple[int, ...] = ()


class Ranges(Record, frozen=True, kw_only=True):
    """Figures that replace or dispute each other, the earliest first and the undated last; `more` are not drawn."""

    label: str
    unit: str
    powers: bool
    ticks: tuple[Tick, ...]
    rows: tuple[Range, ...]
    more: int

    @property
    def course(self) -> bool:
        """Whether it shows a course in time: a number of one day that replaces one of another."""
        return any(row.revises for row in self.rows)


def ranges(account: Account) -> tuple[Ranges, ...]:
    """Return a drawing for each count with revisions, disputes or a real range; most rows first."""
    published = {
        s.report: (s.published_basis == "other-report", s.published[:10]) for s in account.sources if s.published
    }
    ordered = sorted(account.figures, key=shown.figure_order)
    drawn = [_drawn(group, account, published) for group in _groups(ordered) if _telling(group)]
    return tuple(sorted(drawn, key=lambda r: (-len(r.rows) - r.more, r.label)))


def _groups(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Figures of one unit with those that they replace or stand against.

    What neither replaces nor disputes another, though of one measure, may count something else.
    """
    home = {f.id: f.id for f in figures}

    def root(key: str) -> str:
        while home[key] != key:
            key = home[key]
        return key

    units = {f.id: f.unit for f in figures}
    for figure in figures:
        for other in (*figure.supersedes, *figure.against):
            if units.get(other) == figure.unit:
                home[max(root(other), root(figure.id))] = min(root(other), root(figure.id))
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(root(figure.id), []).append(figure)
    return list(groups.values())


def _telling(group: Sequence[Figure]) -> bool:
    """Tell whether there is more to show than one number."""
    if all(f.low is None and f.best is None and f.high is None for f in group):
        return False
    return len(group) > 1 or any(f.low is not None and f.high is not None and f.low < f.high for f in group)


def _drawn(group: list[Figure], account: Account, published: Days) -> Ranges:
    days = {f.id: _day(f, published) for f in group}
    kept = sorted(group[:ROWS], key=lambda f: (days[f.id] is None, days[f.id] or "", f.standing != "superseded", f.id))
    at = {f.id: n for n, f in enumerate(kept)}
    bounds = [n for f in kept for n in (f.low, f.best, f.high) if n is not None]
    over = [n for n in bounds if n > 0]
    powers = bool(over) and min(bounds) > 0 and max(over) / min(over) >= WIDE
    room = 1.15 if any(f.high is None and f.low is not None for f in kept) else 1.0  # for what is open to the right
    marks = tens(min(over), max(over)) if powers else steps(max([0.0, *bounds]) * room)
    letters = shown.letters(account)
    before = _replaced(kept, at, days)
    names = {f.id: shown.label(f) for f in kept}
    several = len(set(names.values())) > 1

    def x(value: float | None) -> float | None:
        if value is None:
            return None
        share = log10(value / marks[0]) / log10(marks[-1] / marks[0]) if powers else value / marks[-1]
        return round(100 * min(1.0, max(0.0, share)), 2)

    return Ranges(
        label=group[0].measure if several else names[group[0].id],
        unit=group[0].unit,
        powers=powers,
        ticks=_ticks([(x(n) or 0.0, shown.number(n)) for n in marks]),
        rows=tuple(
            Range(
                item=f.id,
                day=days[f.id],
                low=x(f.low),
                best=x(f.best),
                high=x(f.high),
                told=told(f),
                number=_parts(f)[0],
                between=_parts(f)[1],
                said=shown.voices(f.attribution),
                as_of=f.as_of[:10] if f.as_of and days[f.id] not in (None, f.as_of[:10]) else "",
                qualifier=shown.clean(f.qualifier or ""),
                standing=f.standing,
                status="" if f.status == "completed" else f.status,
                letters=tuple((letters.get(e.report, "?"), e) for e in shown.one_a_report(f.evidence)),
                of=shown.counted(f.measure, f.whom, f.unit) if several else "",
                revises=before[f.id],
                against=_rows(f.against, at),
            )
            for f in kept
        ),
        more=len(group) - len(kept),
    )


def _ticks(marks: Sequence[tuple[float, str]]) -> tuple[Tick, ...]:
    """Return ticks, named from the last back, and the first, where there is room on the narrowest page."""
    half = [LETTER * len(label) / 2 / PLOT * 100 + 2 for _, label in marks]
    named, free = {0}, marks[-1][0] + 2 * half[-1]
    for n in range(len(marks) - 1, 0, -1):
        x = marks[n][0]
        if x + half[n] <= free and (x - half[n] >= marks[0][0] + half[0] or n == len(marks) - 1):
            named.add(n)
            free = x - half[n]
    return tuple(Tick(x=x, label=label if n in named else "") for n, (x, label) in enumerate(marks))


def _rows(ids: Iterable[str], at: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(sorted(at[i] for i in ids if i in at))


def _replaced(
    kept: Sequence[Figure], at: Mapping[str, int], days: Mapping[str, str | None]
) -> dict[str, tuple[int, ...]]:
    """Return for each figure the rows of what it replaces itself and not through another, of other days than its own.

    Numbers of one day are no course in time, whichever of them stands.
    """
    replaced = {f.id: {i for i in f.supersedes if i in at} for f in kept}
    found = {}
    for key, ids in replaced.items():
        through = {i for other in ids for i in replaced[other]}
        found[key] = _rows((i for i in ids - through - {key} if days[i] != days[key] or days[i] is None), at)
    return found


def _day(figure: Figure, published: Days) -> str | None:
    """Return the first day on which a report told a figure, by its own date if one has that; else the day it is of."""
    told = [published[e.report] for e in figure.evidence if e.report in published]
    return min(told)[1] if told else figure.as_of[:10] if figure.as_of else None


def told(figure: Figure) -> str:
    """Return a figure's number with its sign and unit, and its bounds where they say more."""
    value, between = _parts(figure, figure.unit)
    return f"{value} ({between})" if between else value


def _parts(figure: Figure, unit: str = "other") -> tuple[str, str]:
    """Return a figure's number with its sign, and its bounds where they say more."""
    counted = replace(figure, unit=unit)
    low, high = shown.bounds(counted)
    value = "" if (figure.low, figure.best, figure.high) == (None, None, None) else shown.stated(counted)
    return value, f"{low}–{high}" if low else ""
