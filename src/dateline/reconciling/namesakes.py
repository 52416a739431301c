"""Namesakes: towns that are only spelt like somebody of the story ("the Obama administration", not Obama in Fukui)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline.gazetteer import fold_place
from dateline.records import Place, Reading

_LEADS = re.compile(r"\b(?:in|at|near|to|outside|around|toward|towards)\s+(?:the\s+)?$", re.IGNORECASE)
"""Words that lead to a place and hardly to a person."""

_CONTAINER = re.compile(r",\s+[A-Z]")


def surnames_of(readings: Iterable[Reading]) -> frozenset[str]:
    """Return the folded last names of people whom any report of the story names in full."""
    people = (actor.name.split() for r in readings for actor in r.actors if actor.kind == "person")
    return frozenset(fold_place(words[-1]) for words in people if len(words) > 1)


def is_namesake(place: Place, text: str, surnames: frozenset[str]) -> bool:
    """Tell whether a place's name is somebody's last name in the story, and no word leads to it as to a place."""
    if fold_place(place.span.of(text)) not in surnames:
        return False
    led = _LEADS.search(text, max(0, place.start - 16), place.start) is not None
    return not led and _CONTAINER.match(text, place.end) is None
