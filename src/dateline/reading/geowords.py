"""The words by which places are told from other things, from places, countries, homes and ordinary words in data/."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from dateline.gazetteer import fold_place


class Geowords(NamedTuple):
    """The tables, ready for use: patterns that end where a name begins, and look-ups by surface or folded name.

    Capitals, and the cities that stand alone, are (country, folded name); bearings are words that tell a side.
    """

    near: re.Pattern[str]
    directions: re.Pattern[str]
    leading: re.Pattern[str]
    states: Mapping[str, str]
    short: frozenset[str]
    demonyms: Mapping[str, str]
    demonym: re.Pattern[str]
    quarters: frozenset[str]
    bodies: frozenset[str]
    publishers: Mapping[str, str]
    area_codes: Mapping[str, str]
    ordinary: frozenset[str]
    capitals: frozenset[tuple[str, str]]
    alone: frozenset[tuple[str, str]]
    bearings: frozenset[str]
    foreign: re.Pattern[str]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("dateline.data").joinpath(name).read_text(encoding="utf-8"))


def _longest_first(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


@cache
def geowords() -> Geowords:
    """Return the tables, read once."""
    table, countries, homes = _table("places.toml"), _table("countries.toml"), _table("homes.toml")
    near = "|".join(re.escape(w) for w in table["near"])
    directions = _longest_first(table["directions"])
    demonyms: dict[str, str] = countries["demonyms"]
    people = {f"{d}s": code for d, code in demonyms.items() if d.endswith(("an", "i", "b", "k", "ot", "n"))}
    everyone = {**people, **demonyms}
    return Geowords(
        re.compile(
            rf"\b(?:{near})\s+(?:areas?\s+(?:of|around)\s+)?(?:the\s+(?:city|town|village)\s+of\s+)?$", re.IGNORECASE
        ),
        re.compile(rf"\b(?:{directions})\s+$", re.IGNORECASE),
        re.compile(rf"(?:(?:the|{directions}|metro|greater|downtown|nearby|mid)[- ]+)+(?=[A-Z])", re.IGNORECASE),
        table["states"],
        frozenset(table["short"]),
        everyone,
        re.compile(rf"(?<![\w-])(?:{_longest_first(list(everyone))})(?![\w])"),
        frozenset(fold_place(name) for name in table["quarters"]),
        frozenset(fold_place(name) for name in table["bodies"]),
        homes["publishers"],
        {str(code): fold_place(name) for name, codes in homes["area_codes"].items() for code in codes},
        frozenset(files("dateline.data").joinpath("ordinary_words.txt").read_text(encoding="ascii").split()),
        frozenset((code, fold_place(name)) for code, name in countries["capitals"].items()),
        frozenset((code, fold_place(name)) for code, names in table["alone"].items() for name in names),
        frozenset([*table["directions"], *table["bearings"]]),
        re.compile(rf"\b(?:{_longest_first(table['foreign'])})\b", re.IGNORECASE),
    )
