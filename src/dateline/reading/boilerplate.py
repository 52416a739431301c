"""Boilerplate: sentences of the page around the news, which report nothing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _pattern() -> re.Pattern[str]:
    table = tomllib.loads(files("dateline.data").joinpath("boilerplate.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?:{pattern})" for pattern in table["patterns"]), re.IGNORECASE)


def is_boilerplate(sentence: str) -> bool:
    """Tell whether a sentence belongs to the page and not to the report.

    >>> is_boilerplate("Follow us on all networks."), is_boilerplate("Police followed the lorry.")
    (True, False)
    """
    return _pattern().search(sentence) is not None
