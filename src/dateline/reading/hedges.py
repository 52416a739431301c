"""Hedges: what words around a number let it mean ("about 50", "nearly 80", "nine at least"); data/numbers.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

Bounds = tuple[float | None, float | None, float | None]
"""Low, best and high, None where the words leave an end open."""

MARKS = {">": "gt", "<": "lt", "~": "about", "≈": "about", "≤": "le", "≥": "ge"}
"""Signs before a number, as the operations of the table."""


@cache
def hedges(group: str) -> dict[str, str]:
    """Return the hedges `before` a number, `after` it, or `behind` the noun it counts, and what each does to it."""
    raw = tomllib.loads(files("dateline.data").joinpath("numbers.toml").read_text(encoding="utf-8"))
    table: dict[str, str] = raw[group]
    return table


def choice(words: Iterable[str]) -> str:
    """Return an alternation of phrases, longest first, any white space between their words."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[\s-]{1,3}") for word in ordered) + ")"


def plain_words(text: str | None) -> str:
    """Return words with single spaces between them."""
    return " ".join((text or "").split())


def split_hedges(words: str) -> list[str]:
    """Return the one or two hedges that words before a number are, in lower case; none where they are no hedges."""
    known = hedges("before")
    if words in known or not words:
        return [words] if words else []
    parts = words.split()
    for cut in range(len(parts) - 1, 0, -1):
        one, two = " ".join(parts[:cut]), " ".join(parts[cut:])
        if one in known and two in known:
            return [one, two]
    return []


def bounds_of(operation: str, amount: float) -> Bounds:
    """Return what `amount` allows: (low, best, high), None where the words leave it open.

    "Over 650" is given as 650 and open above, as an analyst notes it: 651 would be a figure that nobody gave.
    """
    return {
        "gt": (amount, amount, None),
        "ge": (amount, amount, None),
        "lt": (None, amount, amount),
        "le": (None, amount, amount),
        "near": (None, amount, amount),
    }.get(operation, (amount, amount, amount))


@cache
def hedge(qualifier: str | None) -> str:
    """Return what the qualifier of a number lets it mean, as `data/numbers.toml` names it; "plain" where nothing.

    >>> hedge("At least"), hedge("About"), hedge("nearly"), hedge("or so"), hedge("only"), hedge("some, or more")
    ('ge', 'about', 'near', 'about', 'plain', 'ge')
    """
    said: list[str] = []
    ends = {**hedges("behind"), **hedges("after"), **MARKS, "+": "ge"}
    for part in plain_words(qualifier).lower().split(", "):
        before = split_hedges(part)
        said += [hedges("before")[word] for word in before] if before else [ends.get(part, "plain")]
    open_ended = [op for op in said if op not in ("plain", "about")]
    return next(iter(open_ended or [op for op in said if op != "plain"]), "plain")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf",?\s({choice(hedges('behind'))})\b", re.IGNORECASE)


def hedged_behind(amount: float, after: str) -> tuple[str, Bounds] | None:
    """Return the hedge at the start of what stands behind a counted noun, and what it lets the amount be.

    >>> hedged_behind(9, " at least were hurt"), hedged_behind(9, " were hurt")
    (('at least', (9, 9, None)), None)
    """
    match = _behind().match(after)
    if match is None:
        return None
    said = plain_words(match[1])
    return said, bounds_of(hedges("behind")[said.lower().replace("-", " ")], amount)
