"""Themselves: people counted with no word of what befell them who are those that were struck.

"The victims, three men and a woman", "all four victims were alive", "hitting two others": whoever reads such counts
beside "four people were shot" as a figure of its own sees eight people where there were four.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dateline.reading.measures import words
from dateline.reading.wholes import is_whole
from dateline.records import Quantity

UNTOLD = frozenset({"other", "remaining", "affected"})
"""Measures under which people are counted of whom nothing is told, or that they are still there."""

REACH = 120
"""Characters before and after a count that are looked at."""

_STRUCK = re.compile(
    r"\b(?:victims?|survivors?|casualt(?:y|ies)|dead|deceased|wounded|injured|slain|bodies)\b", re.IGNORECASE
)
"""Words for those who were struck."""

_LISTED = re.compile(
    r"\b(?:(?:victims|survivors|casualties|dead|deceased|wounded|injured|slain)\b|they(?=\sinclude))"
    r"(?:\s?[,:(–—-]{1,2}\s?(?:who\s(?:were|are|included?)\s)?|\s(?:were|are|include[ds]?|being|comprise[ds]?|as)\s(?:identified\sas\s)?)"
    r"(?:(?:the|all|at\sleast|about|only)\s)?(?:[^.;:()]{0,60}?(?:,\s|,?\sand\s))?$",
    re.IGNORECASE,
)
"""What stands between those who were struck and the list of who they are ("the victims were two women and")."""

_HITTING = re.compile(
    r"\b(?:hit|hits|hitting|struck|strikes?|striking|shot|shoots?|shooting|gunned\sdown|stabbed|stabbing|injur(?:ed|es|ing)"
    r"|wound(?:ed|s|ing)|kill(?:ed|s|ing))\s(?:(?:the|all|at\sleast|about|another|some)\s){0,2}"
    r"(?:[^.;:,()]{0,40}?\sand\s)?$",
    re.IGNORECASE,
)
"""A word of harm whose object is counted ("hitting four teenagers and two adults")."""

_THEN_STRUCK = re.compile(
    r"(?:\s(?:people|persons|others))?(?:,[^.;:]{0,60},)?\s(?:who\s)?(?:(?:was|were|are|had\sbeen|have\sbeen|being|got|all)\s){0,2}"
    r"(?:fatally\s|critically\s|seriously\s)?(?:shot|killed|wounded|injured|hurt|stabbed|slain|dead|hospitali[sz]ed"
    r"|(?:transported|taken|rushed|airlifted|flown)\b[^.;:]{0,40}\b(?:hospitals?|condition|cent(?:er|re)))\b",
    re.IGNORECASE,
)
"""What says behind a count that they were struck, or brought to hospital."""


def of_the_struck(q: Quantity, text: str, totals: Mapping[str, float]) -> bool:
    """Tell whether a count of people is of some or all of the dead and hurt whom `totals` count by measure.

    Where a word of harm stands beside it, it is of people struck somewhere in any case, and no count of others.
    """
    struck = totals.get("killed", 0.0) + totals.get("injured", 0.0)
    size = q.number if q.number is not None else q.low
    if q.measure not in UNTOLD or q.unit != "people" or not size:
        return False
    whom = q.whom or ""
    if {*whom.lower().split()} & words("sides", "sought"):
        return False
    before, after = text[max(0, q.start - REACH) : q.start], text[max(q.end, _end(q)) :][:REACH]
    if _HITTING.search(before) or _THEN_STRUCK.match(after):
        return True
    known = bool(_STRUCK.search(whom) or _LISTED.search(before)) or is_whole(text, q.start)
    return known and size <= struck


FEW = 3
"""People from whom a number told again of people who may be the same is of the same."""


def told_again(q: Quantity, totals: Iterable[tuple[float, str | None]]) -> bool:
    """Tell whether a count without a word of what happened gives again how many a total counts, and of like people.

    `totals` are numbers with whom they count: "the 21 girls" beside "21 schoolgirls were freed".
    """
    size = q.number if q.number is not None else q.low
    if q.measure not in UNTOLD or q.unit != "people" or size is None or size < FEW:
        return False
    return any(size == number and _alike(q.whom or "", whom or "") for number, whom in totals)


def _alike(one: str, other: str) -> bool:
    """Tell whether two descriptions end in one noun, or in one that is a kind of the other ("girls", "schoolgirls")."""
    last, noun = (re.sub(r"\W{1,20}$", "", said.lower()).rpartition(" ")[2] for said in (one, other))
    return bool(last and noun) and (last.endswith(noun) or noun.endswith(last))


def _end(q: Quantity) -> int:
    return q.counted.end if q.counted is not None else q.end
