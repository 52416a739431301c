"""Boilerplate: sentences of the page around the news, which report nothing; captions; asides on the reporting."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TypeAlias

Signs: TypeAlias = tuple[tuple[str, re.Pattern[str]], ...]
"""Patterns of boilerplate, each with a word that stands in whatever it finds."""


@cache
def _rows(table: str) -> Signs:
    """Return the patterns of a table, each with a word that stands in whatever it finds."""
    read = tomllib.loads(files("dateline.data").joinpath("boilerplate.toml").read_text(encoding="utf-8"))
    return tuple((row["word"], re.compile(row["pattern"], re.IGNORECASE)) for row in read[table])


def is_boilerplate(sentence: str, of: Signs | None = None) -> bool:
    """Tell whether a sentence belongs to the page and not to the report; `of` are the signs of the text around it.

    >>> is_boilerplate("Follow us on all networks."), is_boilerplate("Police followed the lorry.")
    (True, False)
    """
    return _finds("furniture", sentence, of)


def is_shown(sentence: str) -> bool:
    """Tell whether a sentence goes with a picture, a film or a post set into the page: its day is not the news'.

    >>> is_shown("FILE - In this May 2, 2019, file photo, a ferry leaves Larne."), is_shown("The ferry left Larne.")
    (True, False)
    """
    return _finds("shown", sentence)


def is_aside(sentence: str) -> bool:
    """Tell whether a sentence is of the reporting or the inquiry rather than of what happened.

    >>> is_aside("The owner declined to comment."), is_aside("The owner locked the doors.")
    (True, False)
    """
    return _finds("aside", sentence)


def _finds(table: str, sentence: str, of: Signs | None = None) -> bool:
    low = sentence.lower()
    found = [pattern for word, pattern in (_rows(table) if of is None else of) if word in low]
    return bool(found) and any(pattern.search(sentence) is not None for pattern in found)


def signs() -> Signs:
    """Return the patterns of furniture, each with a word that stands in whatever it finds."""
    return _rows("furniture")
