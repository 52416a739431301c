"""Counts that stand in a list or in brackets and share what is said of the count before them.

"1,200 in Karo, 900 in Dairi" lists one measure by place; "310 families (1,240 people) displaced" says one thing twice,
in two units; "78 houses badly damaged, 154 slightly" goes on with another degree; under "Houses:" houses are counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.measured import base
from dateline.reading.measures import PEOPLE_MEASURES, units
from dateline.records import Quantity

if TYPE_CHECKING:
    from dateline.reading.numbers import Number

_BY_PLACE = re.compile(r"\s(in|at|from|to)\s(?:the\s)?[A-Z]")
_TO_THE_NEXT = re.compile(
    r"(?:\s[\w-]+){0,3}?\s(in|at|from|to)\s(?:the\s)?[A-Z][^.;:\d()\n]{0,60}?(?:[,;]|,?\s(?:and|plus|while))\s",
    re.ASCII,
)
_DEGREE = re.compile(
    r"\s(?:(completely|totally|fully|entirely)|badly|severely|heavily|seriously|moderately|partially|partly|slightly|lightly)"
    r"(?=\s?[.,;)]|\s(?:and|or)\b|\s?$)",
    re.IGNORECASE,
)
_DEGREES = re.compile(r"\b(fully|totally|completely|destroyed|partially|partly)\s?:\s?$", re.IGNORECASE)
_RESTATED = re.compile(
    r"\s?(?:\(|/|\[|[–—-]|,?\sor(?:\s(?:about|around|some))?|,\s(?:comprising|representing|i\.?e\.?,?)|\s(?:comprising|representing))\s?"
    r"(?:approx(?:imately|\.)?\s|about\s|around\s|some\s|nearly\s|an\sestimated\s|over\s|or\s|~)?",
    re.IGNORECASE,
)
_HEADED = re.compile(r"\b([A-Za-z]+)\s?:\s?$")
_STRUCK = frozenset({"destroyed", "damaged"})
_OF_MANY = frozenset({"displaced", "evacuated", "homeless", "sheltered", "affected", "stranded", "returned", "missing"})
_FOLKS = frozenset({"people", "households"})

REACH = 40
"""Characters before a number in which the heading it is entered under is looked for."""


def listed(number: Number, last: Quantity | None, text: str) -> Quantity | None:
    """Read a number with neither noun nor trigger as the next entry of the list that `last` began; None elsewhere."""
    if last is None or number.start - last.end > 100:
        return None
    between = text[last.end : number.start]
    if last.measure in _STRUCK and (degree := _DEGREE.match(text, number.end)) and "." not in between:
        measure = "destroyed" if degree[1] else "damaged"
        return _like(last, number, measure)
    if last.measure not in _OF_MANY | _STRUCK or last.unit == "percent":
        return None
    place, before = _BY_PLACE.match(text, number.end), _TO_THE_NEXT.fullmatch(between)
    return _like(last, number, last.measure) if place and before and place[1] == before[1] else None


def _like(last: Quantity, number: Number, measure: str) -> Quantity:
    return msgspec.structs.replace(
        base(number), unit=last.unit, measure=measure, trigger=last.trigger, status=last.status, scope="subset"
    )


def shared(found: tuple[Quantity, ...], text: str) -> tuple[Quantity, ...]:
    """Give counts in brackets what is said of the count beside them, and counts under "Houses:" their unit."""
    kept = list(found)
    for i, one in enumerate(kept):
        degree = _DEGREES.search(text, max(0, one.start - REACH), one.start) if one.measure in _STRUCK else None
        if degree is not None:
            kept[i] = msgspec.structs.replace(one, measure="damaged" if degree[1][:1] in "pP" else "destroyed")
        elif one.measure in _STRUCK and one.unit == "other" and one.whom is None:
            heading = _HEADED.search(text, max(0, one.start - REACH), one.start)
            if heading and units().get(heading[1].lower()) == "houses":
                kept[i] = msgspec.structs.replace(one, unit="houses")
        elif i and {one.unit, kept[i - 1].unit} == _FOLKS:
            kept[i - 1 : i + 1] = _restated(kept[i - 1], one, text)
    return tuple(kept)


def _restated(first: Quantity, second: Quantity, text: str) -> tuple[Quantity, Quantity]:
    """Tell families and their people given side by side: what befell the one befell the other."""
    end = first.counted.end if first.counted else first.end
    said, bare = (first, second) if second.measure == "other" else (second, first)
    if bare.measure != "other" or said.measure not in _OF_MANY or said.measure not in PEOPLE_MEASURES:
        return first, second
    if not _RESTATED.fullmatch(text, min(end, second.start), second.start):
        return first, second
    told = msgspec.structs.replace(bare, measure=said.measure, trigger=said.trigger, status=said.status)
    return (first, told) if bare is second else (told, second)
