"""Stamps: lines of a saved page that say when its text was posted or updated ("Updated 3:15 p.m. Friday, May 3, 2019").

Read where the header gives no day. A line must be labelled and whole, so that a day in the news is never one.
"""

from __future__ import annotations

import re
from datetime import date

from dateline.intake.dates import DATE, TIME, WEEKDAY, from_words

REACH = 3000
"""Characters from the beginning in which a page stamps its text; what stands lower is of other stories."""

UPDATED_WITHIN = 6
"""Days after it was posted within which an updated text tells the days of its update: each weekday came once."""

_LABELS = ("posted", "published", "updated", "modified", "created")
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})? ?(?:[ap]\.?m\.?)?(?: ?(?:[A-Z]{2,4}T|GMT|UTC|ET|CT|MT|PT))?"
_STAMP = re.compile(
    r"^[ \t]*+(?:[\w .,'’-]{0,40}[|·•][ \t]*+)?"
    rf"(?P<label>(?:first |originally |last )?(?:{'|'.join(_LABELS)}))\b"
    r"[ \t]*+(?:on|at)?[ \t]*+[:|-]?[ \t]*+"
    rf"(?:{_CLOCK}[, ]{{1,3}}(?:on )?)?(?:{WEEKDAY}[ ,]{{1,3}})?(?P<date>{DATE}){TIME}?[ \t]*+(?:$|[|·•/;,(])",
    re.IGNORECASE | re.MULTILINE,
)


def stamped(text: str) -> str | None:
    """Return the day (ISO 8601) that a text was posted by its own stamps, else updated; None where it has none.

    >>> stamped("Bus overturns\\nPosted: Mar 4, 2019 9:12 PM EST\\nUpdated: 3:15 p.m. Wednesday, March 6, 2019")
    '2019-03-04'
    """
    posted, updated = _stamps(text)
    return posted or updated


def told_on(text: str, published: str | None) -> str | None:
    """Return the day (ISO 8601) from which a text tells its weekdays: that of an update within days of publication.

    >>> told_on("Updated: March 6, 2019\\nA bus overturned on Monday.", "2019-03-04")
    '2019-03-06'
    >>> told_on("Updated: March 6, 2021\\nA bus overturned on Monday.", "2019-03-04")
    '2019-03-04'
    """
    if published is None or "pdated" not in text[:REACH]:
        return published
    _, updated = _stamps(text)
    if updated is None:
        return published
    apart = (date.fromisoformat(updated) - date.fromisoformat(published[:10])).days
    return updated if 0 < apart <= UPDATED_WITHIN else published


def _stamps(text: str) -> tuple[str | None, str | None]:
    days: dict[str, str] = {}
    head = text[:REACH].casefold()
    if not any(label in head for label in _LABELS):
        return None, None
    for match in _STAMP.finditer(text, 0, REACH):
        key = "updated" if re.search("updated|modified", match["label"], re.IGNORECASE) else "posted"
        if day := from_words(match["date"]):
            days.setdefault(key, day)
    return days.get("posted"), days.get("updated")
