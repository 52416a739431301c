"""Facilities: hospitals, stations, squares and the like, each within its town, without coordinates of its own."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.language import tokens_of
from dateline.records import Place

if TYPE_CHECKING:
    from spacy.tokens import Doc


@cache
def _nouns() -> frozenset[str]:
    table = tomllib.loads(files("dateline.data").joinpath("places.toml").read_text(encoding="utf-8"))
    return frozenset(table["facilities"])


def find_facilities(doc: Doc, text: str, places: Sequence[Place]) -> list[Place]:
    """Find facilities; each lies in the town named nearest before it, without coordinates of its own."""
    taken = bytearray(len(text) + 1)
    for p in places:
        taken[p.start : p.end] = b"\x01" * (p.end - p.start)
    towns = [p for p in places if p.kind == "city" and p.use == "literal"]
    starts = [p.start for p in towns]
    found = []
    for token in tokens_of(doc, "NOUN", "PROPN"):
        if token.lower_ not in _nouns() or token.dep_ == "compound":
            continue
        first = token
        for child in token.lefts:
            if child.dep_ in ("det", "amod", "compound", "poss", "nmod", "nummod") and child.left_edge.i < first.i:
                first = child.left_edge
        start, end = first.idx, token.idx + len(token)
        if any(taken[start:end]):
            start = token.idx
        if token.pos_ == "PROPN" and (start == token.idx or token.ent_type_ == "PERSON"):
            continue  # a piece of a longer name, or somebody's
        if "\n" in text[start:end] or any(taken[start:end]):
            continue
        at = bisect_right(starts, start) - 1
        town = towns[at] if at >= 0 else towns[0] if towns else None
        facility = Place(start=start, end=end, name=text[start:end], kind="facility", where_prec=1)
        if town is not None:
            facility = msgspec.structs.replace(facility, within=(town.name, *town.within))
        found.append(facility)
        taken[start:end] = b"\x01" * (end - start)
    return found
