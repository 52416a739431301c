"""A part and its whole, by the words beside a number: "two of the 12", "of the 12 dead, three", "30 of them"."""

from __future__ import annotations

import re

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
