"""A part and its whole, by the words beside a number: "two of the 12", "of the 12 dead, three", "30 of them".

Of the dead, also whether a toll is a whole to which nobody adds the killer.
"""

from __future__ import annotations

import re

from dateline.reading.onebyone import ordinal_before
from dateline.records import Quantity

OF_THEM = re.compile(r"\s(?:\w+\s)?of\s(?:them|whom|those)\b", re.IGNORECASE)
"""What makes a number before it a part."""

OF_THESE = re.compile(
    r"\b(?:of\s(?:these|them|whom|which),?\s|of\s(?:the|those|these)\b(?:\s[\w-]+){0,5},\s)"
    r"(?:(?:only|just|about|some|nearly|almost)\s)?$",
    re.IGNORECASE,
)
"""What makes a number behind it a part: "of the 12 dead, three"."""

_WHOLE = re.compile(
    r"(?:[\d%]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|half|most|some|none|neither"
    r"|either|many|few|several|hundreds|thousands|per\s?cent|thirds?|quarters?))\s(?:\w+\s)?of\s"
    r"(?:the|its|their|those|these|his|her|our|(?:the\s)?[\w-]+['’]s?)\s"
    r"(?:(?:about|some|around|estimated|more\sthan|over|nearly|first|last|other)\s){0,2}$",
    re.IGNORECASE,
)
"""What makes a number behind it a whole of which a part is told."""

REACH = 60
"""Characters before a number in which the part is looked for."""


def is_whole(text: str, at: int) -> bool:
    """Tell the whole of which a part is counted: in "two of the 12 hostages were killed" nothing befell the twelve."""
    return _WHOLE.search(text, max(0, at - REACH), at) is not None


MANY = 10
"""Dead from which a toll is of the victims, and their killer no part of it unless the report counts him with them."""


def known_by_number(q: Quantity) -> bool:
    """Tell whether a toll is known by its number, to which nobody adds the attacker told of elsewhere.

    It is where it is told as suffered ("28 people were killed") or is of many.
    """
    if q.scope != "total" or q.trigger is None or (q.number or 0) < 2:
        return False
    return q.start < q.trigger.start or (q.number or 0) >= MANY


def is_the_one(text: str, attacker: Quantity) -> bool:
    """Tell whether a count is of the only attacker there is, and not of "a fourth attacker" or of several."""
    return attacker.number == 1 and ordinal_before(text, attacker.start) is None
