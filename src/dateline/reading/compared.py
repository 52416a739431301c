"""Times that a clause only compares itself with: "claims fell from the previous week" is not of the previous week."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.records import Reading, Report

_AMOUNT = r"(?:[\w.,$%-]*\d[\w.,%-]*|million|billion|percent|cent|per|about|just|nearly|the|an?|in|during|on|for)\s+"
AGAINST = re.compile(
    rf"\b(?:(?:from|over|against|versus)\s+(?:{_AMOUNT}){{0,5}}|(?:than|compared\s+(?:with|to))\s+(?:[\w.,$%’'-]+\s+){{0,5}})$",
    re.IGNORECASE,
)
"""What leads to the time that something is compared with."""

AGAINST_REACH = 80
"""Characters before a time in which that stands."""

BEFORE_IT = re.compile(
    r"^(?:the\s+)?(?:same|previous|prior|preceding|year-ago|corresponding|comparable)\b|\b(?:earlier|before|ago)$",
    re.IGNORECASE,
)
"""Times that are told by what came after them."""


def own_times(times: Sequence[int], report: Report, reading: Reading) -> tuple[int, ...]:
    """Return the times that are not of what the clause is only compared with ("up from the previous week")."""
    found = []
    for i in times:
        span = reading.times[i].span
        compared = AGAINST.search(report.text, max(0, span.start - AGAINST_REACH), span.start) is not None
        if not (compared and BEFORE_IT.search(span.of(report.text))):
            found.append(i)
    return tuple(found)
