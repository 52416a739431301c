"""Sums and their parts among the quantities of one report."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from dateline.reading.doubts import is_former
from dateline.reading.measures import PEOPLE_MEASURES
from dateline.records import Quantity, Span

_NAMING_PARTS = re.compile(
    r"\b(?:including|among (?:them|those|the \w+)|of (?:whom|which|them|those))\b", re.IGNORECASE
)

_MORE = re.compile(r"\s(?:more|others)\b")
_STRUCK = frozenset({"destroyed", "damaged"})
_OF_HOMES = frozenset({"displaced", "evacuated", "homeless", "sheltered", "affected"})

NEAR = 12
"""Quantities back from "others" among which what they are added to is looked for."""


def linked_parts(found: tuple[Quantity, ...], text: str) -> list[Quantity]:
    """Tell sums from their parts.

    Counts that share one trigger are parts of a sum nobody wrote ("two men and a woman were killed"), unless one
    names the others as its own ("twelve people, including the gunman, were killed"). A part without a predicate
    of its own has that of the sum before it ("12 killed, including four children").
    """
    linked: list[Quantity] = []
    sums: dict[tuple[str, str, Span], list[int]] = {}
    for one in found:
        between = text[linked[-1].end : one.start] if linked else "\n"
        named = "\n" not in between and bool(_NAMING_PARTS.search(between[:80]))
        named = named or (one.trigger is None and one.whom is None and one.scope == "subset")
        quantity = _of_households(_with_its_sum(one, linked, named), linked, named or bool(_MORE.match(text, one.end)))
        named = named or (bool(linked) and _breaks_down(quantity, linked[-1], between))
        if named and quantity.trigger and quantity.scope == "total":
            quantity = msgspec.structs.replace(quantity, scope="subset")
        alone = not named and not is_former(text, quantity.start)
        if alone and quantity.trigger and quantity.measure in PEOPLE_MEASURES:
            sums.setdefault((quantity.measure, quantity.unit, quantity.trigger), []).append(len(linked))
        linked.append(quantity)
    for members in sums.values():
        if len(members) > 1:
            for i in members:
                linked[i] = msgspec.structs.replace(linked[i], scope="subset")
    return linked


_JOINED = re.compile(r",\s(?:and\s)?(?:an?\s)?")


def begun(found: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """Give a count that begins a line what is said of the next, joined by a comma: "4 women, man shot"."""
    made = list(found)
    for n, (one, after) in enumerate(pairwise(found)):
        end = one.counted.end if one.counted is not None else one.end
        told = (
            after.trigger is not None and after.unit == "people" and after.measure in ("killed", "injured", "missing")
        )
        bare = one.measure == "other" and one.unit == "people" and one.trigger is None and one.number is not None
        if (
            bare
            and told
            and (one.start == 0 or text[one.start - 1] == "\n")
            and _JOINED.fullmatch(text, end, after.start)
        ):
            made[n] = msgspec.structs.replace(one, measure=after.measure, trigger=after.trigger, status=after.status)
    return tuple(made)


def _breaks_down(quantity: Quantity, before: Quantity, between: str) -> bool:
    """Tell "21 were hurt, three badly": a smaller number without a noun after a comma is part of the one before."""
    alike = quantity.measure == before.measure and quantity.unit == before.unit and quantity.whom is None
    smaller = (quantity.number or 0) < (before.number or 0)
    return alike and smaller and between.endswith(", ") and not re.search(r"[.;:\n]|\b(?:and|while|but)\b", between)


def _of_households(quantity: Quantity, linked: list[Quantity], more: bool) -> Quantity:
    """Give a count without a noun the unit of the homes before it: "of which 1,200 were displaced", "200 more"."""
    if not more or quantity.whom not in (None, "others") or quantity.unit != "people" or not linked:
        return quantity
    homes = linked[-1].unit in ("houses", "households") and quantity.measure in _OF_HOMES
    return msgspec.structs.replace(quantity, unit="households") if homes else quantity


def _with_its_sum(quantity: Quantity, linked: list[Quantity], named: bool) -> Quantity:
    """Give a part what it shares with the sum before it; a part of nothing is a sum itself ("wounded 30 others")."""
    struck = bool(linked) and linked[-1].measure in _STRUCK
    home = quantity.unit == "houses" or (struck and quantity.whom is None and linked[-1].unit == "houses")
    if named and quantity.measure == "other" and struck and home:
        last = linked[-1]
        return msgspec.structs.replace(
            quantity, unit="houses", measure=last.measure, trigger=last.trigger, status=last.status
        )
    if named and quantity.measure == "other" and quantity.unit == "people":
        whole = next((q for q in reversed(linked) if q.measure in PEOPLE_MEASURES), None)
        if whole and quantity.start - whole.end < 120:
            return msgspec.structs.replace(quantity, measure=whole.measure, trigger=whole.trigger, status=whole.status)
    if quantity.measure in _STRUCK and (quantity.whom is None or quantity.whom.lower() in ("others", "other")):
        whole = next((q for q in reversed(linked) if q.measure in _STRUCK or q.unit == "houses"), None)
        if whole and quantity.unit != "percent" and quantity.start - whole.end < 60:
            quantity = msgspec.structs.replace(quantity, unit=whole.unit)
    adds = quantity.scope == "subset" and quantity.trigger and not named and quantity.number != 1
    if adds and not any(q.measure == quantity.measure and q.unit == quantity.unit for q in linked[-NEAR:]):
        return msgspec.structs.replace(quantity, scope="total")
    return quantity


def apart(found: list[Quantity]) -> tuple[Quantity, ...]:
    """Sort by place and drop whatever overlaps an earlier, longer one."""
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.start, -q.end, q.measure == "age", q.measure)):
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return tuple(kept)
