"""Growth: a toll that rises as reports are written, the highest of which stands though most reports do not know it yet.

A report brought up to date tells the old toll at its head and the new one further down; and what more origins tell,
higher, is the toll that the others did not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from dateline.reconciling.amounts import states
from dateline.reconciling.counts import Count
from dateline.reconciling.origins import independent
from dateline.reconciling.tolls import Toll, is_open

LED_WITH = frozenset({"killed", "injured"})
"""Measures that a report of a happening gives at its head, if there is anything to give."""

ONE_DAY = 1
"""Days by which what is told first may be behind and still be of the same hours: reports are dated by their zone."""


def last_day(value: Sequence[Toll]) -> str:
    """Return the last day, "" where none is known, on which a value is told."""
    return max((t.published or "" for t in value), default="")[:10]


def size_of(value: Sequence[Toll]) -> float:
    """Return the greatest number of a value."""
    return max(t.size for t in value)


def best_of(value: Sequence[Toll]) -> Toll:
    """Return the toll that states a value: the most exact, the latest, the greatest ("at least 84", not 60)."""
    return max(value, key=lambda t: (t.exact, (t.published or "")[:10], t.size, t.published or "", t.report))


def brought_up_to_date(measure: str, tolls: Sequence[Toll]) -> list[Toll]:
    """Give a report as its toll the higher one it tells further down, where another report's toll is that number."""
    if measure not in LED_WITH:
        return list(tolls)
    return [_highest(toll, [t for t in tolls if t is not toll]) for toll in tolls]


def _highest(toll: Toll, others: Sequence[Toll]) -> Toll:
    told = {t.best for t in others if not t.several}
    known = [c for c in toll.higher if c.quantity.number in told and not is_open(c)]
    if not known or toll.derived is not None:
        return toll
    best = max(known, key=lambda c: c.quantity.number or 0.0)
    q = best.quantity
    more = tuple(c for c in toll.higher if c is not best and states(c.quantity, q.number))
    return msgspec.structs.replace(
        toll, low=q.low, best=q.best, high=q.high, counts=(best,), repeats=more, headed=True, outgrown=toll
    )


def grown(measure: str, values: Sequence[Sequence[Toll]], place: int) -> int:
    """Return the place of the value that dead or injured have grown to since the one at `place` was told.

    Where a toll rises for weeks, no early report tells it still: what two origins tell later, and higher, stands. So
    does, of the same hours, what more origins tell than the lower one.
    """
    if measure not in LED_WITH:
        return place
    told, size = last_day(values[place]), size_of(values[place])
    behind = len(_origins(values[place]))
    more = []
    for n, value in enumerate(values):
        first = min((t.published or "")[:10] for t in value)
        origins = len(_origins(value))
        later = first > told or (origins > behind and _within_a_day(last_day(value), told))
        if later and origins > 1 and min(t.range[0] for t in _telling(value)) > size:
            more.append(n)
    return max(more, key=lambda n: (last_day(values[n]), size_of(values[n])), default=place)


def _telling(value: Sequence[Toll]) -> list[Toll]:
    """Return the tolls of a value that state its number, without those that only leave room for it."""
    best = best_of(value).best
    return [t for t in value if t.states(best)]


def _origins(value: Sequence[Toll]) -> tuple[str, ...]:
    return independent(_first(t).said for t in _telling(value))


def _first(toll: Toll) -> Count:
    return toll.counts[0]


def _within_a_day(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= ONE_DAY
