"""Doubts: counts that their own sentence takes back, leaves unconfirmed, or gives for another time than the news.

"An earlier count of 62 was wrong" denies 62; "at least 70, which the agency could not confirm" alleges 70; "since 2014
eleven were killed there" counts other days; "35 were still in hospital" counts some of the injured.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from dateline.reading.abbreviations import before_names
from dateline.records import Quantity

OUTCOMES = frozenset(
    {"killed", "casualties", "injured", "missing", "detained", "kidnapped", "displaced", "evacuated", "destroyed"}
)
"""Measures of what happened; only their counts are doubted."""

REACH = 400
"""Characters to either side of a count in which its sentence is looked for."""

FORMER_REACH = 110
"""Characters before a number in which the words are looked for that make it an earlier count."""

_WITHDRAWN = re.compile(
    r"\b(?:was|were|is|are|had been|been|proved|as)\s+(?:\w+ly\s+)?(?:wrong|incorrect|mistaken|inaccurate|false"
    r"|erroneous|exaggerated|an error|propaganda|counted twice|double-counted|withdrawn|retracted)\b"
    r"|\breject(?:s|ed|ing)?\s+(?:that|the|this|those|these|such)\s+(?:\w+\s+)?"
    r"(?:figures?|numbers?|tolls?|counts?|claims?)\b",
    re.IGNORECASE,
)
"""Words that take a count of their sentence back."""

_REVISED = re.compile(r"\b(?:lower|revis|cut|reduc|correct|rais)\w{0,60}\b[^.;]{0,300}\bto\s{0,20}$", re.IGNORECASE)
"""Words that put a count in the place of one that was wrong ("lowered it to 12, saying two were counted twice")."""

_UNCONFIRMED = re.compile(
    r"\b(?:could|can|had|has|have|was|were|is|are)\s?n(?:o|')t\s{1,20}(?:\w{1,60}ly\s{1,20})?(?:been\s{1,20}|be\s{1,20})?(?:\w{1,60}ly\s{1,20})?(?:confirm|verif)"
    r"|\bunconfirmed\b|\bunverified\b",
    re.IGNORECASE,
)
"""Words that leave a count of their sentence open."""

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_SPELL = r"(?:months|years?|decades?)"
_WITHIN = r"(?:in|over|during|within|for)\s+"
_OTHER_DAYS = re.compile(
    r"\b(?:(?:so far )?this year(?: alone)?|this decade|on that occasion|in (?:all )?history|throughout (?:the|its) war"
    rf"|since\s{{1,20}}(?:\w{{1,60}}\s{{1,20}})?(?:\d{{1,2}},?\s{{1,20}})?(?:19|20)\d\d|between\s{{1,20}}{_MONTHS}\s{{1,20}}and\s{{1,20}}{_MONTHS}(?=[\s,.;])"
    rf"|{_WITHIN}(?:(?:the|these|only|just|less than)\s+)?(?:past|last|previous|recent)\s+"
    rf"(?:[\w-]{{1,60}}\s+){{0,3}}{_SPELL}"
    rf"|{_WITHIN}(?:the|its|their|only|just|under|some|about)\s{{1,20}}(?:first\s{{1,20}})?[\w-]{{1,60}}(?:\s{{1,20}}and\s{{1,20}}a\s{{1,20}}half)?[\s-]{_SPELL}"
    r"|(?:[\w-]{1,60}[\s-]years?|decades?)(?:[\s-](?:old|long))?\s{1,20}(?:\w{1,60}\s{1,20})?"
    r"(?:war|conflict|insurgency|rebellion|occupation|dictatorship)"
    r"|(?:war|conflict|insurgency|rebellion)\s{1,20}(?:that|which)\s{1,20}has\s{1,20}(?:lasted|raged)"
    r"|[\w-]{1,60}\s{1,20}(?:years?|decades?)\s{1,20}(?:ago|earlier)"
    r"|in\s{1,20}an?(?:other)?\s{1,20}(?:similar|previous|earlier|prior|separate|unrelated)\s\w{1,60}"
    r"|(?:separate|unrelated)\s{1,20}(?:[\w-]{1,60}\s{1,20}){0,2}(?:shootings|attacks|crashes|incidents|fires|accidents|blasts|stabbings)"
    r"|in\s{1,20}(?:January|February|March|April|May|June|July|August|September|October|November|December)\s{1,20}alone"
    r"|in\s{1,20}[\w-]{1,60}(?:\s{1,20}and\s{1,20}a\s{1,20}half)?[\s-]years)\b|^(?:back\s{1,20})?in\s{1,20}(?:[A-Z]\w{1,60}\s{1,20})?(?:19|20)\d\d,",
    re.IGNORECASE,
)
"""Words of a stretch of time that is longer than a happening, or of another happening or year."""

_RECORD = re.compile(r"\b(?:worst|first|most|only|\w{3,}est)\b[^.;,]{0,80}$", re.IGNORECASE)
"""What makes such words a comparison ("the deadliest attack in the past five years killed 12")."""

_YEAR = re.compile(
    rf"\b(?:(?P<month>{_MONTHS}\s+)?(?P<year>(?:19|20)\d\d)|{_MONTHS}\s+(?P<short>\d\d))\b(?![,.]\d)", re.IGNORECASE
)
_IN_YEAR = re.compile(
    rf"\b(?:in|of|since|during)\s+(?:the\s+)?(?:{_MONTHS}\s+)?(?:of\s+)?((?:19|20)\d\d)\b"
    rf"|\bon\s+(?:\d{{1,2}}\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}},)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""A year told of, and a full date, which may be that of what the report is about though a year has gone by since."""

_FORMER = re.compile(
    r"\b(?:down|up|rose|risen|rising|rise|fell|fallen|falling|fall|climb\w*|increas\w*|jump\w*|drop\w*|decreas\w*|declin\w*"
    r"|revis\w*|lower\w*|rais\w*|cut|grew|grown|went|upgraded|updated)\b[^.;]{0,60}\bfrom\s+(?:(?:about|some|around|at\s+least"
    r"|more\s+than|over|nearly|an?|earlier|previous|initial|toll|count|figure|estimate|of)\s+)*$",
    re.IGNORECASE,
)
"""What stands before the count of an earlier day: "58, down from"."""

_STILL = re.compile(
    r"[^.;]{0,40}\b(?:still\s+(?:being\s+treated|in\s+(?:the\s+)?hospital|hospitali[sz]ed|receiving\s+treatment)"
    r"|remain(?:s|ed)?\s+(?:in\s+(?:the\s+)?hospital|hospitali[sz]ed))",
    re.IGNORECASE,
)
"""What says behind a count that it is of those not yet well."""

_STILL_AHEAD = re.compile(
    r"\b(?:still|remain\w*)\s+(?:in\s+(?:the\s+)?hospital|hospitali[sz]ed)\s+(?:is|are|was|were)\s+$", re.IGNORECASE
)


_AMONG = re.compile(r"[^.;]{0,40}\b(?:was|were|is|are)\s+(?:also\s+)?among\s+(?:the|those|them)\b", re.IGNORECASE)
"""What says behind a count that it is of some of the dead or hurt."""


def doubted(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Return quantities with the status and scope that their sentences leave them."""
    return [_doubted(text, q) if q.measure in OUTCOMES else q for q in quantities]


def _doubted(text: str, q: Quantity) -> Quantity:
    start, end = sentence_around(text, q)
    still = _STILL.match(text, q.end) or _STILL_AHEAD.search(text, start, q.start)
    part = _AMONG.match(text, q.end) or (q.measure == "injured" and still)
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
    """Tell whether a count is of another time: of an earlier day, a long stretch of time, or a year told of apart."""
    start, end = sentence_around(text, q)
    sentence = text[start:end]
    if is_former(text, q.start):
        return True
    if any(not _RECORD.search(sentence[: match.start()]) for match in _OTHER_DAYS.finditer(sentence)):
        return True
    latest = _latest_year(text)
    return any(int(m[1] or m[2]) < latest - (m[2] is not None) for m in _IN_YEAR.finditer(sentence))


_SHOOTINGS = (
    r"(?:shootings|stabbings|attacks|crashes|incidents|bombings|killings|homicides|murders|fires|accidents|blasts|storms"
    r"|raids|clashes)"
)
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SEVERAL = re.compile(
    r"\b(?:(?:two|three|four|five|six|seven|eight|nine|ten|several|multiple|many|dozens\s+of|[2-9]|[1-9]\d)\s+(?:[\w-]+\s+){0,2}"
    rf"|(?:separate|different|unrelated|weekend|overnight)\s+(?:[\w-]+\s+){{0,2}}){_SHOOTINGS}\b"
    rf"|\b{_SHOOTINGS}\s+(?:across|around|throughout)\s+(?:the\s+)?[A-Z]?\w+"
    r"|\bin\s+(?:[\w-]+\s+){0,2}(?:shootings|stabbings|homicides|murders|crashes|accidents)\b"
    rf"|\bfrom\s+(?:\w+\s+)?{_DAYS}(?:\s+\w+)?\s+(?:to|through|until)\s+(?:\w+\s+)?{_DAYS}\b"
    r"|\b(?:violent|deadly|bloody)\s+(?:[\w-]+\s+)?(?:weekend|night)\b",
    re.IGNORECASE,
)
"""Words that make a count one of several happenings at once ("in two shootings", "in shootings across the city")."""


def of_several(text: str, q: Quantity) -> bool:
    """Tell whether a count is of several happenings together."""
    start, end = sentence_around(text, q)
    return _SEVERAL.search(text, start, end) is not None


def is_former(text: str, at: int) -> bool:
    """Tell the earlier of two counts, which something fell or rose from, by the words before the number at `at`."""
    return _FORMER.search(text, max(0, at - FORMER_REACH), at) is not None


@lru_cache(maxsize=4)
def _latest_year(text: str) -> int:
    """Return the latest year that a text names, 0 where it names none."""
    years = (match["year"] or "19" + match["short"] for match in _YEAR.finditer(text))
    return max(map(int, years), default=0)


def with_former(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Give a count of an earlier day the unit and measure of the count that came in its place.

    "Seven are missing, down from 26 on Saturday": both count the missing, and `of_other_days` tells the older one.
    """
    found = list(quantities)
    for i, q in enumerate(found):
        if q.trigger is not None or q.measure != "other" or not is_former(text, q.start):
            continue
        near = [*reversed(found[max(0, i - 2) : i]), *found[i + 1 : i + 2]]
        same = (o for o in near if o.trigger and "." not in text[min(o.end, q.end) : max(o.start, q.start)])
        now = next((o for o in same if q.whom is None or o.unit == q.unit), None)
        if now is not None:
            found[i] = msgspec.structs.replace(
                q, measure=now.measure, unit=now.unit, trigger=now.trigger, status=now.status, scope="total"
            )
    return found


def sentence_around(text: str, q: Quantity) -> tuple[int, int]:
    """Return the bounds of the sentence a quantity stands in, as far as full stops and line ends tell."""
    before = text[max(0, q.start - REACH) : q.start]
    cut = max((m.end() for m in _end().finditer(before)), default=0)
    after = _end().search(text, q.end, q.end + REACH)
    return q.start - len(before) + cut, after.start() + 1 if after else min(len(text), q.end + REACH)


@cache
def _end() -> re.Pattern[str]:
    """Return what a sentence ends with, which the stop of an abbreviation is not."""
    words = ("Mr.", "Mrs.", "Ms.", "St.", "Dr.", "No.", *sorted(before_names()))
    short = "".join(rf"(?<!\b{word[:-1]})" for word in words)
    return re.compile(rf"(?<!\b[A-Z]){short}[.!?][\"')\]”’]*\s+(?=[\"“‘(]?[A-Z0-9])|\n\s*\n")
