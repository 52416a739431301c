"""Amounts: whether two quantities count the same thing, and whether they can be one number."""

from __future__ import annotations

from dateline.reading.hedges import hedge
from dateline.records import Quantity

MEASURED = frozenset({"duration", "distance", "cost", "destroyed", "damaged"})
"""Measures whose number tells a happening from others of its kind; ages and counts of anything do not."""


def same_count(p: Quantity, q: Quantity) -> bool:
    """Tell whether two quantities count the same thing and can be the same number."""
    if p.measure != q.measure or p.unit != q.unit or p.status != q.status:
        return False
    if p.measure in ("other", "age") and not (_heads(p.whom) & _heads(q.whom)):
        return False
    return compatible(p, q) and p.number is not None and q.number is not None


def same_measure(p: Quantity, q: Quantity) -> bool:
    """Tell whether two quantities measure how long, how far or how much, and give the same number of the same unit."""
    if p.measure not in MEASURED or p.number is None:
        return False
    return (p.measure, p.unit, p.number, p.status) == (q.measure, q.unit, q.number, q.status)


def compatible(p: Quantity, q: Quantity) -> bool:
    """Tell whether two counts can be one number: "over 650" and 655 can, 5 and 6 cannot, vague words always can."""
    low_p, high_p = bounds(p)
    low_q, high_q = bounds(q)
    return low_p <= high_q and low_q <= high_p


def bounds(q: Quantity) -> tuple[float, float]:
    """Return the least and greatest number a quantity allows; a rounded one allows a tenth either way.

    An open end ("over 650") reaches to half as much again: 655 can be that figure, 3,000 cannot.
    """
    if q.low is None and q.best is None and q.high is None:
        return (0.0, float("inf"))
    low = q.low if q.low is not None else 0.0
    if q.high is not None:
        high = q.high
    elif q.number is None:
        high = float("inf")
    else:
        high = max(low, q.number) * 1.5
    if q.number is not None:
        said = hedge(q.qualifier)
        if said == "near":
            low = max(low, q.number * (1 - STATED))
        elif said == "about":
            low, high = min(low, q.number * (1 - STATED)), max(high, q.number * (1 + STATED))
    return low, high


STATED = 0.1
"""Share by which a rounded number may be off and still state the figure ("about 50" states 48)."""


def states(q: Quantity, number: float | None) -> bool:
    """Tell whether a quantity gives a number itself, exactly or rounded, rather than leaving room for it.

    "Dozens" and "scores" give no number, so that they bear none out; "at least 60" does not say 80.
    """
    if q.number is None or number is None:
        return q.number is number
    if q.number == number or (q.low is not None and q.low == q.high == number):
        return True
    low, high = bounds(q)
    return hedge(q.qualifier) != "plain" and low <= number <= high and near(q.number, number)


def near(one: float, other: float) -> bool:
    """Tell whether two numbers are so near that one can be the other, rounded."""
    return abs(one - other) <= STATED * max(one, other)


def other_count(p: Quantity, q: Quantity) -> bool:
    """Tell whether two quantities count one kind of thing and cannot be one number."""
    if p.measure != q.measure or p.unit != q.unit or p.measure in ("other", "age", "duration", "distance"):
        return False
    if p.scope != q.scope or p.number is None or q.number is None:
        return False
    return not compatible(p, q)


def _heads(whom: str | None) -> set[str]:
    return {word.casefold().rstrip("s") for word in (whom or "").split()[-1:]}
