"""Doubts: counts that their own sentence takes back, leaves unconfirmed, or gives for another time than the news.

"An earlier count of 62 was wrong" denies 62; "at least 70, which the agency could not confirm" alleges 70; "since 2014
eleven were killed there" counts other days; "35 were still in hospital" counts some of the injured.
"""

from __future__ import annotations

import re

import msgspec

from dateline.records import Quantity

OUTCOMES = frozenset({"killed", "injured", "missing", "detained", "kidnapped", "displaced", "evacuated", "destroyed"})
"""Measures of what happened; only their counts are doubted."""

REACH = 400
"""Characters to either side of a count in which its sentence is looked for."""

_WITHDRAWN = re.compile(
    r"\b(?:was|were|is|are|had been|been|proved|as)\s+(?:\w+ly\s+)?(?:wrong|incorrect|mistaken|inaccurate|false"
    r"|erroneous|exaggerated|an error|propaganda|counted twice|double-counted|withdrawn|retracted)\b"
    r"|\breject(?:s|ed|ing)?\s+(?:that|the|this|those|these|such)\s+(?:\w+\s+)?"
    r"(?:figures?|numbers?|tolls?|counts?|claims?)\b",
    re.IGNORECASE,
)
"""Words that take a count of their sentence back."""

_REVISED = re.compile(r"\b(?:lower|revis|cut|reduc|correct|rais)\w*\b[^.;]*\bto\s*$", re.IGNORECASE)
"""Words that put a count in the place of one that was wrong ("lowered it to 12, saying two were counted twice")."""

_UNCONFIRMED = re.compile(
    r"\b(?:could|can|had|has|have|was|were|is|are)\s?n(?:o|')t\s+(?:\w+ly\s+)?(?:been\s+|be\s+)?(?:\w+ly\s+)?(?:confirm|verif)"
    r"|\bunconfirmed\b|\bunverified\b",
    re.IGNORECASE,
)
"""Words that leave a count of their sentence open."""

_OTHER_DAYS = re.compile(
    r"\b(?:so far this year|this year alone|since\s+(?:\w+\s+)?(?:\d{1,2},?\s+)?(?:19|20)\d\d"
    r"|(?:in|over|during|within)\s+(?:the\s+)?(?:past|last|previous|recent)\s+(?:[\w-]+\s+){0,3}(?:months|years?|decades?)"
    r"|in\s+(?:the\s+)?[\w-]+(?:\s+and\s+a\s+half)?[\s-]years"
    r"|(?:separate|unrelated)\s+(?:[\w-]+\s+){0,2}(?:shootings|attacks|crashes|incidents|fires|accidents|blasts|stabbings)"
    r"|in\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+alone)\b|^(?:back\s+)?in\s+(?:[A-Z]\w+\s+)?(?:19|20)\d\d,",
    re.IGNORECASE,
)
"""Words of a stretch of time longer than a happening, of a year told of apart, or of several happenings."""

_STILL = re.compile(
    r"[^.;]{0,40}\b(?:still\s+(?:being\s+treated|in\s+(?:the\s+)?hospital|hospitali[sz]ed|receiving\s+treatment)"
    r"|remain(?:s|ed)?\s+(?:in\s+(?:the\s+)?hospital|hospitali[sz]ed))",
    re.IGNORECASE,
)
"""What says behind a count that it is of those not yet well."""


_AMONG = re.compile(r"[^.;]{0,40}\b(?:was|were|is|are)\s+(?:also\s+)?among\s+(?:the|those|them)\b", re.IGNORECASE)
"""What says behind a count that it is of some of the dead or hurt."""


def doubted(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Return quantities with the status and scope that their sentences leave them."""
    return [_doubted(text, q) if q.measure in OUTCOMES else q for q in quantities]


def _doubted(text: str, q: Quantity) -> Quantity:
    start, end = sentence_around(text, q)
    part = _AMONG.match(text, q.end) or (q.measure == "injured" and _STILL.match(text, q.end))
    if q.scope == "total" and part:
        q = msgspec.structs.replace(q, scope="subset")
    if q.status != "completed":
        return q
    if _WITHDRAWN.search(text, q.end, end) and not _REVISED.search(text[start : q.start]):
        return msgspec.structs.replace(q, status="denied")
    if _UNCONFIRMED.search(text, start, end):
        return msgspec.structs.replace(q, status="alleged")
    return q


def of_other_days(text: str, q: Quantity) -> bool:
    """Tell whether a count's sentence gives it for a long stretch of time, or for a year told of apart."""
    start, end = sentence_around(text, q)
    return _OTHER_DAYS.search(text[start:end]) is not None


def sentence_around(text: str, q: Quantity) -> tuple[int, int]:
    """Return the bounds of the sentence a quantity stands in, as far as full stops and line ends tell."""
    before = text[max(0, q.start - REACH) : q.start]
    cut = max((m.end() for m in _END.finditer(before)), default=0)
    after = _END.search(text, q.end, q.end + REACH)
    return q.start - len(before) + cut, after.start() + 1 if after else min(len(text), q.end + REACH)


_END = re.compile(r"(?<!\b[A-Z])(?<!Mr)(?<!St)(?<!Dr)(?<!Gen)(?<!Lt)[.!?][\"')\]”’]*\s+(?=[\"“‘(]?[A-Z0-9])|\n\s*\n")
