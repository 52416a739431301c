"""The timeline: one strip of all entries above the list of its days; a day is a point, a month a bar.

The axis is that of the story's own days. What lies well before or behind them has a part of its own with a scale of its
own, set off by a break, so that nothing far away presses the days of the story into one spot.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise

from msgspec.structs import replace

from dateline.records import Account, Evidence, Record, Standing, TimelineEntry, When
from dateline.telling import shown
from dateline.telling.drawn.scales import first_day, last_day

EXACT = 31
"""Days up to which an entry is exact enough to tell which days are the story's own."""
APART = 31
"""Days without an entry that end the story's own days."""
GAP = 6.0
"""Width of a break, of 100."""
LEAST, MOST = 16.0, 34.0
"""Least and greatest width of a part before or behind the story's own days, of 100."""
DAYS = 14
"""Days of a part up to which each has its tick."""
LISTED = 40
"""Entries listed at once."""
EARLIER = 3
"""Background entries listed at once."""
LANES = 5
"""Bars drawn below one another; what more there would be is in the list alone."""
LETTERS = 1.9
"""Width of a letter of the axis, of 100, on the narrowest page."""


class Part(Record, frozen=True, kw_only=True):
    """A stretch of the axis with one scale: where it begins and ends, of 100, and its days in words."""

    x: float
    end: float
    told: str


class Label(Record, frozen=True, kw_only=True):
    """A tick of the axis, of 100; `text` is "" where there is no room, `end` one that ends at the tick."""

    x: float
    text: str
    end: bool = False


class Mark(Record, frozen=True, kw_only=True):
    """One entry. `folded` marks what a long list shows last, `earlier` what it keeps folded before all."""

    fact: str
    text: str
    standing: Standing
    status: str
    basis: str
    background: bool
    folded: bool
    earlier: bool
    evidence: tuple[Evidence, ...]


class Day(Record, frozen=True, kw_only=True):
    """Entries of one day or stretch: where it begins and how wide it is on the axis, of 100. A `point` is one day.

    `precision` tells the date's in words; `before` says how many days a day of the story itself lies before the story's
    date, "" where it does not: it may be an earlier step, or a date that another report has otherwise.
    `background` is what nothing but background is told of. `lane` counts bars from the axis, None of what is not
    drawn; `number` says that there is room for the number of entries.
    """

    date: str
    precision: str
    before: str
    x: float
    width: float
    point: bool
    background: bool
    marks: tuple[Mark, ...]
    lane: int | None = None
    number: bool = False


class Timeline(Record, frozen=True, kw_only=True):
    """All entries in the account's order, gathered by day, on one axis from 0 to 100.

    Without `parts` the entries have one date, and there is nothing to draw. `most` counts those of the fullest day,
    `lanes` the bars that lie below one another.
    """

    days: tuple[Day, ...]
    parts: tuple[Part, ...]
    labels: tuple[Label, ...]
    most: int
    lanes: int

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All entries."""
        return tuple(mark for day in self.days for mark in day.marks)

    @property
    def breaks(self) -> tuple[float, ...]:
        """Where the signs of breaks stand, of 100."""
        return tuple(round((one.end + other.x) / 2, 2) for one, other in pairwise(self.parts))

    def listed(self, kind: str) -> tuple[tuple[Day, tuple[Mark, ...]], ...]:
        """Return the days with those of their entries that are "earlier", "folded", or ("") listed at once."""
        of = [(day, tuple(m for m in day.marks if _listed(m) == kind)) for day in self.days]
        return tuple((day, marks) for day, marks in of if marks)


def timeline(account: Account) -> Timeline:
    """Return the timeline of an account; without entries it has no days."""
    entries = account.timeline
    if not entries:
        return Timeline(days=(), parts=(), labels=(), most=0, lanes=0)
    spans = [(first_day(e.earliest), max(first_day(e.earliest), last_day(e.latest))) for e in entries]
    axis = _Axis(spans, [e.background for e in entries])
    weighty = set(sorted(range(len(entries)), key=lambda n: _weight(entries[n], n))[:LISTED])
    earlier = set([n for n, e in enumerate(entries) if e.background][:-EARLIER])
    days: list[Day] = []
    lanes: list[float] = []
    for span, numbers in groupby(range(len(entries)), key=lambda n: spans[n]):
        held = list(numbers)
        marks = tuple(_mark(entries[n], n not in weighty and n not in earlier, n in earlier) for n in held)
        days.append(_day(entries[held[0]], span, axis, marks, account.when, lanes))
    return Timeline(
        days=tuple(_numbered(days)),
        parts=axis.parts if len(days) > 1 else (),
        labels=axis.labels if len(days) > 1 else (),
        most=max((len(day.marks) for day in days if day.point), default=0),
        lanes=len(lanes),
    )


def _listed(mark: Mark) -> str:
    return "earlier" if mark.earlier else "folded" if mark.folded else ""


def _weight(entry: TimelineEntry, n: int) -> tuple[bool, int, int, int]:
    return (entry.background, -len({e.report for e in entry.evidence}), entry.date_prec, n)


def _mark(entry: TimelineEntry, folded: bool, earlier: bool) -> Mark:
    return Mark(
        fact=entry.fact,
        text=shown.told(entry),
        standing=entry.standing,
        status="" if entry.status == "completed" else entry.status,
        basis="dated through another report" if entry.basis == "other-report" else "",
        background=entry.background,
        folded=folded,
        earlier=earlier,
        evidence=entry.evidence,
    )


def _day(
    entry: TimelineEntry, span: tuple[int, int], axis: _Axis, marks: tuple[Mark, ...], when: When, lanes: list[float]
) -> Day:
    """Return the day of entries; a bar takes the first lane that is free, of which `lanes` hold where each ends."""
    start, end, point = axis.x(span[0]), axis.x(span[1] + 1), span[0] == span[1]
    lane = None
    if not point:
        lane = next((n for n, at in enumerate(lanes) if at < start), len(lanes) if len(lanes) < LANES else None)
        if lane is not None:
            lanes[lane : lane + 1] = [max(end, start + 1.0)]
    background = all(mark.background for mark in marks)
    ahead = first_day(when.earliest) - span[1] if when.earliest and point and not background else 0
    return Day(
        date=shown.stretch(entry.earliest, entry.latest),
        precision=shown.day_precision(entry.earliest, entry.latest, entry.date_prec),
        before=f"{ahead} day{'s' if ahead != 1 else ''} before the story's date" if ahead > 0 else "",
        x=round((start + end) / 2, 2) if point else start,
        width=0.0 if point else round(end - start, 2),
        point=point,
        background=background,
        marks=marks,
        lane=lane,
    )


def _numbered(days: Sequence[Day]) -> list[Day]:
    """Return days, those of several entries marked to bear their number where no other number is in its way."""
    made, free = [], -1.0
    for day in days:
        half = LETTERS * len(str(len(day.marks))) / 2 + 0.4
        fits = day.point and len(day.marks) > 1 and day.x - half > free
        free = day.x + half if fits else free
        made.append(replace(day, number=fits))
    return made


class _Axis:
    """Days to widths: the story's own days, and before and behind them parts of their own, each linear.

    A part is there for what lies in it; a bar that only begins or ends there runs to the edge of the axis.
    """

    def __init__(self, spans: Sequence[tuple[int, int]], background: Sequence[bool]) -> None:
        start, end = _own(spans, background)
        first = min([start, *(a for a, b in spans if b < start)])
        last = max([end, *(b + 1 for a, b in spans if a >= end)])
        stretches = [(a, b) for a, b in ((first, start), (start, end), (end, last)) if a < b]
        aside = [
            LEAST + (MOST - LEAST) * sum(a <= m < b for m, _ in spans) / len(spans)
            for a, b in stretches
            if (a, b) != (start, end)
        ]
        own = 100.0 - sum(aside) - GAP * len(aside)
        self._knots: list[tuple[int, int, float, float]] = []
        at = 0.0
        for a, b in stretches:
            wide = own if (a, b) == (start, end) else aside.pop(0)
            self._knots.append((a, b, at, at + wide))
            at += wide + GAP
        self._own = (start, end)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts in order of time."""
        return tuple(Part(x=round(x, 2), end=round(y, 2), told=_length(b - a)) for a, b, x, y in self._knots)

    def x(self, day: int) -> float:
        """Return the place of the beginning of a day."""
        for a, b, x, y in self._knots:
            if day < b or (a, b) == self._knots[-1][:2]:
                return round(x + (y - x) * min(1.0, max(0, day - a) / (b - a)), 2)
        return 100.0

    @property
    def labels(self) -> tuple[Label, ...]:
        """Return the ticks of all parts: both ends, and days, months or years between, named where there is room."""
        made: list[Label] = []
        for n, (a, b, x, y) in enumerate(self._knots):
            final = n == len(self._knots) - 1
            limit = 100.0 if final else self._knots[n + 1][2]
            made += self._ticks(a, b, x, y, limit, final)
        return tuple(made)

    def _ticks(self, a: int, b: int, x: float, y: float, limit: float, final: bool) -> list[Label]:
        letters = 10 if b - a <= 120 else 7 if b - a <= 1100 else 4
        room = (limit - x) / LETTERS
        first = next((_iso(a)[:n] for n in (letters, 7, 4) if n <= letters and n + 1 <= room), "")
        last = _iso(b - 1)[: len(first)] if first else ""
        ends = final or (a, b) == self._own
        if not ends or last == first or len(first) + len(last) + 2 > (y - x) / LETTERS:
            last = ""
        made = [Label(x=round(x, 2), text=first)]
        free, stop = x + LETTERS * (len(first) + 1), y - LETTERS * (len(last) + 1)
        for day in _between(a, b):
            at = x + (y - x) * (day - a) / (b - a)
            text = _iso(day)[5:] if b - a <= DAYS else ""
            if text and not (free < at and at + LETTERS * len(text) < stop):
                text = ""
            free = at + LETTERS * (len(text) + 1) if text else free
            made.append(Label(x=round(at, 2), text=text))
        return [*made, Label(x=round(y, 2), text=last, end=True)]


def _between(start: int, end: int) -> list[int]:
    """Return where ticks stand within a stretch: its days, the firsts of its months or years, or of tens of years."""
    if end - start <= DAYS:
        return list(range(start + 1, end))
    days = [date.fromordinal(n) for n in (start, end - 1)]
    months = range(days[0].year * 12 + days[0].month, days[1].year * 12 + days[1].month)
    years = [n for n in months if n % 12 == 0]
    kept = months if len(months) <= DAYS else years if len(years) <= DAYS else [n for n in years if n // 12 % 10 == 9]
    firsts = [date(n // 12, n % 12 + 1, 1).toordinal() for n in kept]
    return [n for n in firsts if start < n < end]


def _own(spans: Sequence[tuple[int, int]], background: Sequence[bool]) -> tuple[int, int]:
    """Return the story's own days, half-open: of the exact entries that are no background the run that holds most.

    Runs lie more than a month apart. Without such entries they are all days.
    """
    exact = [(a, b) for (a, b), past in zip(spans, background, strict=True) if not past and b - a < EXACT]
    if not exact:
        return min(a for a, _ in spans), max(b for _, b in spans) + 1
    runs: list[tuple[int, int, int]] = []
    for a, b in sorted(exact):
        if runs and a - runs[-1][1] <= APART:
            runs[-1] = (runs[-1][0], max(runs[-1][1], b + 1), runs[-1][2] + 1)
        else:
            runs.append((a, b + 1, 1))
    start, end, _ = max(runs, key=lambda run: (run[2], run[0]))
    return start, end


def _length(days: int) -> str:
    """Return a number of days in words, in years from two on.

    >>> _length(1), _length(16), _length(420), _length(40536)
    ('1 day', '16 days', '420 days', '111 years')
    """
    if days >= 731:
        return f"{round(days / 365.25):,} years"
    return f"{days} day{'s' if days != 1 else ''}"


def _iso(number: int) -> str:
    return date.fromordinal(number).isoformat()
