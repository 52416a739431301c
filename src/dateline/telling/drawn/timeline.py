"""The timeline as stretches on one axis: a day is a point, a month a bar; long empty times are cut short."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from dateline.records import Account, Evidence, Record, Standing, TimelineEntry
from dateline.telling import shown
from dateline.telling.drawn.scales import first_day, last_day

CUTS = 3
"""Empty times cut short at most."""
EMPTY = 0.4
"""Part of what is left of the axis from which an empty time is cut short."""
GAP = 5.0
"""Width of a time cut short, of 100."""
LEAST = 12.0
"""Least width of a stretch between two cuts, of 100."""
LISTED = 40
"""Entries listed at once."""
EARLIER = 3
"""Background entries listed at once."""
SIGN = 1.0
"""Half the width of the sign of a cut, of 100."""
LETTERS = 1.9
"""Width of a letter of the axis, of 100, on the narrowest page."""


class Cut(Record, frozen=True, kw_only=True):
    """An empty time of `days` days after the day `after`, drawn short: where it begins, how wide it is, of 100."""

    x: float
    width: float
    days: int
    after: str


class Label(Record, frozen=True, kw_only=True):
    """A date on the axis at the beginning of a stretch, of 100, or at the `end` of the last."""

    x: float
    text: str
    end: bool = False


class Mark(Record, frozen=True, kw_only=True):
    """One entry: where it begins and how wide it is, of 100. A `point` is one day, a bar longer.

    `precision` tells the date's in words, `folded` marks what a long list shows last, `earlier` what it keeps folded
    before all: background that is not the latest. `signs` are where the sign of each cut stands beside the bar, of 100,
    each with whether it lies on the bar.
    """

    fact: str
    date: str
    precision: str
    x: float
    width: float
    point: bool
    text: str
    standing: Standing
    status: str
    basis: str
    background: bool
    folded: bool
    earlier: bool
    signs: tuple[tuple[float, bool], ...]
    evidence: tuple[Evidence, ...]


class Timeline(Record, frozen=True, kw_only=True):
    """All entries in the account's order, on one axis from 0 to 100."""

    marks: tuple[Mark, ...]
    cuts: tuple[Cut, ...]
    labels: tuple[Label, ...]


def timeline(account: Account) -> Timeline:
    """Return the timeline of an account; without entries it has no marks and no labels."""
    entries = account.timeline
    if not entries:
        return Timeline(marks=(), cuts=(), labels=())
    spans = [(first_day(e.earliest), max(first_day(e.earliest), last_day(e.latest))) for e in entries]
    axis = _Axis(spans, [e.background for e in entries])
    weighty = set(sorted(range(len(entries)), key=lambda n: _weight(entries[n], n))[:LISTED])
    past = [n for n, e in enumerate(entries) if e.background]
    earlier = set(past[:-EARLIER])
    cuts = tuple(
        Cut(x=axis.x(end), width=round(axis.x(start) - axis.x(end), 2), days=start - end, after=_iso(end - 1))
        for (_, end), (start, _) in pairwise(axis.parts)
    )
    return Timeline(
        marks=tuple(
            replace(
                _mark(e, axis.x(first), axis.x(last + 1), first == last, cuts),
                folded=n not in weighty and n not in earlier,
                earlier=n in earlier,
            )
            for n, (e, (first, last)) in enumerate(zip(entries, spans, strict=True))
        ),
        cuts=cuts,
        labels=axis.labels(),
    )


def _weight(entry: TimelineEntry, n: int) -> tuple[bool, int, int, int]:
    return (entry.background, -len({e.report for e in entry.evidence}), entry.date_prec, n)


def _mark(entry: TimelineEntry, start: float, end: float, point: bool, cuts: Sequence[Cut]) -> Mark:
    return Mark(
        fact=entry.fact,
        date=shown.stretch(entry.earliest, entry.latest),
        precision=shown.DAY_PRECISION.get(entry.date_prec, ""),
        x=round((start + end) / 2, 2) if point else start,
        width=0.0 if point else round(end - start, 2),
        point=point,
        text=shown.told(entry),
        standing=entry.standing,
        status="" if entry.status == "completed" else entry.status,
        basis="dated through another report" if entry.basis == "other-report" else "",
        background=entry.background,
        folded=False,
        earlier=False,
        signs=tuple(_sign(cut, start, end) for cut in cuts) if not point else tuple(_sign(cut, 0, 0) for cut in cuts),
        evidence=entry.evidence,
    )


def _sign(cut: Cut, start: float, end: float) -> tuple[float, bool]:
    """Return where the sign of a cut stands beside a bar: in its middle, or in what the bar leaves free, or on it."""
    left, right = cut.x, cut.x + cut.width
    middle = (left + right) / 2
    if end <= middle - SIGN or start >= middle + SIGN:
        return round(middle, 2), False
    before, after = start - left, right - end
    if max(before, after) < SIGN:
        return round(middle, 2), True
    return round((left + start) / 2 if before >= after else (end + right) / 2, 2), False


class _Axis:
    """Days to widths: linear within each part, a part as wide as much lies in it, what is between parts cut short."""

    def __init__(self, spans: Sequence[tuple[int, int]], background: Sequence[bool]) -> None:
        self.parts = _parts(spans)
        lying = [
            sum(
                (1.0 if past else 3.0) for (a, b), past in zip(spans, background, strict=True) if a < end and b >= start
            )
            for start, end in self.parts
        ]
        room = 100.0 - GAP * (len(self.parts) - 1) - LEAST * len(self.parts)
        widths = [LEAST + room * share / (sum(lying) or 1.0) for share in lying]
        self.knots: list[tuple[int, float]] = []
        at = 0.0
        for (start, end), width in zip(self.parts, widths, strict=True):
            self.knots += [(start, at), (end, at + width)]
            at += width + GAP

    def x(self, day: int) -> float:
        """Return the place of the beginning of a day."""
        for (d1, x1), (d2, x2) in pairwise(self.knots):
            if day <= d2:
                return round(x1 + (x2 - x1) * (max(day, d1) - d1) / max(1, d2 - d1), 2)
        return 100.0

    def labels(self) -> tuple[Label, ...]:
        """Return the first day of each part, as exact as there is room for it, and the last day of the last."""
        made = []
        for n, (start, end) in enumerate(self.parts):
            x = self.x(start)
            room = (self.knots[2 * n + 1][1] - x + GAP) / LETTERS
            iso = _iso(start) if end - start < 400 else _iso(start)[:7]
            text = next((t for t in (iso, iso[:7], iso[:4]) if len(t) + 1 <= room), "")
            made += [Label(x=x, text=text)] if text else []
            last = _iso(end - 1)[: len(iso)]
            if n == len(self.parts) - 1 and last != text and len(text) + len(last) + 3 <= room:
                made.append(Label(x=100.0, text=last, end=True))
        return tuple(made)


def _iso(number: int) -> str:
    from datetime import date

    return date.fromordinal(number).isoformat()


def _parts(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches of the axis, half-open, between the long empty times of it.

    What is longer than a month fills no time: it is drawn across, and empty time under it is cut short all the same.
    """
    first, last = min(a for a, _ in spans), max(b for _, b in spans) + 1
    exact = [(a, b) for a, b in spans if b - a <= 31] or list(spans)
    held: list[tuple[int, int]] = []
    for a, b in sorted(exact):
        if held and a <= held[-1][1]:
            held[-1] = (held[-1][0], max(held[-1][1], b + 1))
        else:
            held.append((a, b + 1))
    if first < held[0][0]:
        held.insert(0, (first, first + 1))
    if last > held[-1][1]:
        held.append((last - 1, last))
    gaps = sorted(((b[0] - a[1], n) for n, (a, b) in enumerate(pairwise(held))), reverse=True)
    left, cut = last - first, set()
    for size, n in gaps[:CUTS]:
        if size > EMPTY * left and size > 2:
            cut.add(n)
            left -= size
    parts, start = [], held[0][0]
    for n, (_, end) in enumerate(held):
        if n in cut or n == len(held) - 1:
            parts.append((start, end))
            start = held[n + 1][0] if n + 1 < len(held) else end
    return parts
