"""Matters: things that reports of one happening tell in many words (data/matters.toml).

"Warplanes pounded the town", "supported by air strikes" and "bombs dropped by the alliance" all tell of air strikes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from dateline.records import Record

ELSEWHERE = re.compile(
    r"\b(?:(?:in|from|of)\s+other\s+(?:\w+\s+)?(?:cities|towns|places|areas|countries|cases|incidents|attacks)|elsewhere|"
    r"in\s+the\s+past|years\s+ago|in\s+previous|similar)\b",
    re.IGNORECASE,
)
"""Words of another place or time than that of the happening."""


class Matter(Record, frozen=True, kw_only=True):
    """One row of the table, compiled.

    `told` finds the matter, `never` what only looks like it. `days`: two tellings are of one only where both are dated,
    to times that meet and are no longer than that (0: dates do not matter). `open`: what is still to be done counts as
    told. `whole`: a story has one such thing as a rule. `keys` are pieces of words of which one stands in each telling.
    """

    about: str
    days: int
    open: bool
    whole: bool
    keys: tuple[str, ...]
    told: tuple[re.Pattern[str], ...]
    never: re.Pattern[str] | None


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("dateline.data").joinpath("matters.toml").read_text(encoding="utf-8"))


@cache
def matters() -> tuple[Matter, ...]:
    """Return the table, compiled once."""
    return tuple(
        Matter(
            about=row["about"],
            days=row.get("days", 0),
            open=row.get("open", False),
            whole=row.get("whole", False),
            keys=tuple(row["keys"]),
            told=tuple(re.compile(rf"\b(?:{p})", re.IGNORECASE) for p in row["told"]),
            never=re.compile(rf"\b(?:{row['never']})", re.IGNORECASE) if "never" in row else None,
        )
        for row in _table()["matter"]
    )


@lru_cache(maxsize=16384)
def matters_in(text: str) -> tuple[Matter, ...]:
    """Return the matters that some words tell, in the order of the table.

    >>> [m.about for m in matters_in("Jets bombed the depot twice.")]
    ['air strikes']
    """
    if ELSEWHERE.search(text):
        return ()
    low = text.casefold()
    return tuple(
        m
        for m in matters()
        if any(key in low for key in m.keys)
        and any(p.search(text) for p in m.told)
        and (m.never is None or not m.never.search(text))
    )


def examples() -> Sequence[Mapping[str, str]]:
    """Return each row's two tellings of the matter, and words that do not tell it, for a test."""
    return [{key: row[key] for key in ("about", "example", "another", "other")} for row in _table()["matter"]]
