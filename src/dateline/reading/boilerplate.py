"""Boilerplate: sentences of the page around the news, which report nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _furniture() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns, each with a word that stands in whatever it finds."""
    table = tomllib.loads(files("dateline.data").joinpath("boilerplate.toml").read_text(encoding="utf-8"))
    return tuple((row["word"], re.compile(row["pattern"], re.IGNORECASE)) for row in table["furniture"])


def is_boilerplate(sentence: str) -> bool:
    """Tell whether a sentence belongs to the page and not to the report.

    >>> is_boilerplate("Follow us on all networks."), is_boilerplate("Police followed the lorry.")
    (True, False)
    """
    low = sentence.lower()
    found = [pattern for word, pattern in _furniture() if word in low]  # no generator: every line of a text is asked
    return any(pattern.search(sentence) is not None for pattern in found)
