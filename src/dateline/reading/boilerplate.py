"""Boilerplate: sentences of the page around the news, which report nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TypeAlias

Signs: TypeAlias = tuple[tuple[str, re.Pattern[str]], ...]
"""Patterns of boilerplate, each with a word that stands in whatever it finds."""


@cache
def _furniture() -> Signs:
    table = tomllib.loads(files("dateline.data").joinpath("boilerplate.toml").read_text(encoding="utf-8"))
    return tuple((row["word"], re.compile(row["pattern"], re.IGNORECASE)) for row in table["furniture"])


def is_boilerplate(sentence: str, of: Signs | None = None) -> bool:
    """Tell whether a sentence belongs to the page and not to the report; `of` are the signs of the text around it.

    >>> is_boilerplate("Follow us on all networks."), is_boilerplate("Police followed the lorry.")
    (True, False)
    """
    low = sentence.lower()
    found = [pattern for word, pattern in (_furniture() if of is None else of) if word in low]
    return bool(found) and any(pattern.search(sentence) is not None for pattern in found)


def signs(low: str) -> Signs:
    """Return the patterns that may find something in a text, given in small letters: of each a word stands in it."""
    held = {word for word in _words() if word in low}
    return tuple([sign for sign in _furniture() if sign[0] in held]) if held else ()


@cache
def _words() -> frozenset[str]:
    return frozenset(word for word, _ in _furniture())
