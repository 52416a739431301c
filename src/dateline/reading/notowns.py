"""No towns: names that the gazetteer knows as a town's and that the words beside them show to be something else.

A surname before "administration", an organisation written with stops, a shop by its owner's name, a river. None is
better than a town far away.
"""

from __future__ import annotations

import re

from dateline.gazetteer import Entry
from dateline.reading.geowords import geowords

LARGE = 500_000
"""People from which a town may have an administration that reports name it for."""

_RULED = re.compile(r"\s{1,20}(?:administration|presidency|White\s{1,20}House|family|brothers|sisters|estate)\b")
"""What stands behind the surname of a president or of a family."""

_STOPS = re.compile(r"(?:[A-Z]\.){1,5}[A-Z]?\.?")
"""Letters with stops, which stand for an organisation ("the U.N.")."""

_ARTICLE = re.compile(r"\b(?:the|an?|local|nearby)\s+$", re.IGNORECASE)
_OWNERS = re.compile(r"['’]s\b")
"""What makes a name behind an article that of a shop ("the McDonald's")."""

_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_LANDFORM = re.compile(r"\b(?:River|Creek|Lake|Mountains?|Canyon|Bridge|Dam|Ridge|Reservoir|Canal)$")
_ON = re.compile(
    r"\W{0,20}$|\s{0,20}[.,;:!?)\n]|\s{1,20}(?:in|on|at|and|near|after|before|to|from|by|where|which|when|that|is|was|were|has|had|for|of|with)\b"
)
"""What stands behind a river or a bridge itself, and not behind its name before another noun."""


def is_no_place(text: str, start: int, end: int, entry: Entry) -> bool:
    """Tell whether a name taken for a town names somebody or something else."""
    if entry.kind != "city":
        return False
    surface = text[start:end]
    if _STOPS.fullmatch(surface + "." * text.startswith(".", end)):
        return surface.replace(".", "") not in geowords().short | {"DC"}
    if _ARTICLE.search(text, max(0, start - 10), start) is None:
        return False
    ruled = _RULED.match(text, end) is not None and (entry.population or 0) < LARGE
    return ruled or _OWNERS.match(text, end) is not None


def is_landform(text: str, start: int, end: int, entry: Entry) -> bool:
    """Tell whether a name taken for a town is that of the river or bridge it is called after ("the Green River")."""
    return (
        entry.kind == "city"
        and _LANDFORM.search(text, start, end) is not None
        and _THE.search(text, max(0, start - 6), start) is not None
        and _ON.match(text, end) is not None
    )
