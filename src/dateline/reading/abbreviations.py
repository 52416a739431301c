"""Abbreviations: behind whose stop a sentence goes on ("said Det. Ana Ruiz", "10:05 p.m. local time")."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class _Table(NamedTuple):
    """Abbreviations before a name, before a number, of hours; words of the zones that hours are of."""

    title: frozenset[str]
    numbered: frozenset[str]
    zoned: frozenset[str]
    zones: frozenset[str]


@cache
def _table() -> _Table:
    table = tomllib.loads(files("dateline.data").joinpath("abbreviations.toml").read_text(encoding="utf-8"))
    zoned = table["zoned"]
    return _Table(
        title=frozenset(table["title"]["words"]),
        numbered=frozenset(table["numbered"]["words"]),
        zoned=frozenset(zoned["words"]),
        zones=frozenset(zoned["zones"]),
    )


def written_with_stop() -> tuple[str, ...]:
    """Return the abbreviations that are one word with their stop."""
    return tuple(sorted(_table().title | _table().numbered))


def before_names() -> frozenset[str]:
    """Return the abbreviated ranks and offices that stand before names."""
    return _table().title


def goes_on(word: str, behind: Sequence[str]) -> bool:
    """Tell whether the sentence of a word with a stop goes on with the words behind it.

    >>> goes_on("Det.", ["Ana"]), goes_on("p.m.", ["Larne", "time"]), goes_on("p.m.", ["Larne", "burned"])
    (True, True, False)
    """
    table, first = _table(), behind[0] if behind else ""
    if word in table.title:
        return first[:1].isupper()
    if word in table.numbered:
        return first[:1].isdigit()
    return word in table.zoned and (first[:1].islower() or first in table.zones or "time" in behind[1:])
