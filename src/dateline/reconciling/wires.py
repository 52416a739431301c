"""Wires: which agency's text a report is, by its signature, its copyright line or the path of its address."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from dateline.linking.direction import credited_by, named
from dateline.records import Report

TAIL = 400
"""Characters at the end of a report in which a copyright line is looked for."""

_COPYRIGHT = re.compile(r"(?:copyright|\(c\)|©)[\s\d,–-]{0,20}(?:by\s)?(?P<who>[^\n.]{2,60})", re.IGNORECASE)
_BY = re.compile(r"^by[\s:]+", re.IGNORECASE)
_UNDER = frozenset({"wire", "wires", "feed", "feeds", "agency", "agencies", "newswire"})
"""Parts of an address under which the name of an agency says whose text stands there."""


@cache
def _agencies() -> frozenset[str]:
    read = tomllib.loads(files("dateline.data").joinpath("headers.toml").read_text(encoding="utf-8"))
    outlets = {named(name) for name in read["outlets"]}
    return frozenset(named(name) for name in read["agencies"]) - outlets


def wire_of(report: Report) -> str | None:
    """Return the agency whose text a report is as a whole; None where none, or more than one, is told.

    "Harwick (AP) -" is the agency's text, "(AFP, dpa)" at the end an editor's own from two.
    """
    signed = set(credited_by(report))
    signed |= {named(_BY.sub("", span.of(report.text))) for span in (report.credit, report.byline) if span is not None}
    told = {name for one in signed if (name := _agency(one)) is not None}
    if len(told) == 1:
        return told.pop()
    if told:
        return None
    match = _COPYRIGHT.search(report.text, max(report.lead_start, len(report.text) - TAIL))
    if match is not None and (said := _agency(match["who"])) is not None:
        return said
    return None if report.url is None else _in_address(report.url)


def _agency(name: str) -> str | None:
    """Return the agency that a signature names first ("The Associated Press. All rights reserved")."""
    folded = named(name)
    return next((a for a in sorted(_agencies(), key=len, reverse=True) if f"{folded} ".startswith(f"{a} ")), None)


@lru_cache(maxsize=4096)
def _in_address(url: str) -> str | None:
    """Return the agency that an address names as a section of its site.

    >>> _in_address("https://news.example/aponline/2021/03/a.html"), _in_address("https://news.example/wires/afp/a-1")
    ('associated press', 'agence france-presse')
    >>> _in_address("https://news.example/world/ap-calculus")
    """
    parts = [part.casefold() for part in urlsplit(url).path.split("/") if part]
    for n, part in enumerate(parts[:-1]):
        name = named(part.removesuffix("online"))
        marked = part.endswith("online") or n == 0 or parts[n - 1] in _UNDER
        if marked and name in _agencies():
            return name
    return None
