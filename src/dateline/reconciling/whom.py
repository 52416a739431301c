"""Whom a count counts: armed forces, rebels, civilians, or anyone; counts of two of these are never one figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dateline.reading.measures import words
from dateline.wording import WORD

Camp = Literal["forces", "rebels", "fighters", "civilians", "anyone"]

CAMPS: tuple[Camp, ...] = ("fighters", "rebels", "forces", "civilians")
"""The word lists of data/quantity_words.toml that a description is looked up in, in this order."""


def camp(whom: str | None) -> Camp:
    """Return the camp that a description of people counts.

    >>> camp("local and international fighters"), camp("her son"), camp("nine policemen"), camp("people")
    ('fighters', 'civilians', 'forces', 'anyone')
    """
    said = {match.group().casefold() for match in WORD.finditer(whom or "")}
    return next((name for name in CAMPS if said & words("camps", name)), "anyone")


def one_camp(one: Camp, other: Camp) -> bool:
    """Tell whether two counts may be of the same people: "fighters" can be of either armed side."""
    if "anyone" in (one, other) or one == other:
        return True
    return "fighters" in (one, other) and "civilians" not in (one, other)


def camp_of(whoms: Sequence[str | None]) -> Camp:
    """Return the camp of a toll made of several counts: theirs where all are of one, else anyone's."""
    found = {camp(whom) for whom in whoms}
    return found.pop() if len(found) == 1 else "anyone"
