"""Which matches of the time grammar only look like times: names, counts, addresses, modals, ages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

COUNTED = re.compile(
    r"\s{1,20}(?:people|troops|soldiers|families|houses|homes|households|men|women|children|dollars|miles|km|meters|metres|feet"
    r"|tons|tonnes|pounds|percent|votes|points|shares|workers|jobs|acres|hectares|delegates|cubic|square|civilians|prisoners"
    r"|members|students|copies|ships|aircraft|tanks|guns|horses|kilometers|kilometres|yards|inches|rpm|volts|megawatts)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"[\s-]{1,20}(?:block\b|(?:[NSEW]\.?\s{1,20})?(?:[A-Z0-9][\w.'-]{0,60}\s{1,20}){0,3}(?:St|Street|Ave|Avenue|Road|Rd|Blvd|Boulevard|Drive|Dr|Lane|Ln|Way"
    r"|Court|Ct|Place|Pl|Highway|Hwy|Parkway|Circle|Terrace)\b)"
)
"""What follows a house number, which is no year."""
NUMBERED = re.compile(
    r"(?:\b(?:No|Nos|Route|Highway|Flight|Room|Suite|Box|Apollo|Boeing|Section|Article|Resolution|page|pp?)\.?\s+|\d\s)$"
)
"""What stands before a number that is no year."""

PLAUSIBLE = (1500, 2100)
"""Years that a report names as such; before them only behind a word that leads to a date."""

AMBIGUOUS = frozenset(
    {"may", "march", "mar", "sun", "sat", "second", "fall", "spring", "mon", "wed", "dec", "jan", "august"}
)
"""Names that are words of their own; they need a capital and a neighbour that makes them dates."""
BEFORE_DATE = re.compile(
    r"\b(?:in|on|since|until|till|by|from|of|last|next|this|early|late|mid|during|between|to|before|after|through|for|around|about|around)"
    r"[\s-]+(?:the\s+)?$",
    re.IGNORECASE,
)
AND_DATE = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+(?:and|or|to|through)\s+$",
    re.IGNORECASE,
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTH_NEXT = re.compile(
    rf"\s{{0,20}}(?:[-\u2013\u2014]|to\b|and\b|or\b|through\b)\s{{0,20}}(?:early |mid-?|late )?(?:{_MONTHS})\b"
)
SEASON_NEXT = re.compile(
    r"\s{1,20}(?:campaign|offensive|semester|season|elections?|fighting|term|break|harvest|session"
    r"|and winter|and summer)\b"
)
BEFORE_SEASON = re.compile(
    r"\b(?:in|since|until|till|by|last|next|this|that|early|late|mid|during|before|throughout|of|each|every|previous|following|same|all|over)"
    r"[\s-]+(?:the\s+)?$",
    re.IGNORECASE,
)
LEADS_TO_DATE = re.compile(
    r"\b(?:in|on|since|until|till|by|from|last|next|this|early|late|mid|during|between|to|before|after|through)[\s-]+(?:the\s+)?$",
    re.IGNORECASE,
)
"""What stands before a month even where a name seems to follow."""
AT_NAME = re.compile(r"\b(?:at|outside|inside|near|sa(?:id|ys)|named|M(?:r|rs|s)\.?)\s{1,4}$", re.IGNORECASE)
NAME_GOES_ON = re.compile(r"\s{1,4}[A-Z][a-z]")
"""What stands before and behind a month that is a word of a name: nothing happens "at" a month, and none speaks."""
NAMED = frozenset({"PERSON", "ORG", "FAC"})
"""Kinds of names that may begin with a word that is a month, too."""
AGED = re.compile(r"\b(?:aged?|age of|ages)\s+$", re.IGNORECASE)
AGED_SOME = re.compile(r"\b(?:aged?|age of|ages)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
AGE_AFTER = re.compile(r"\s{0,20}(?:-old|old\b|of age\b|,? when (?:he|she) (?:died|was)\b)", re.IGNORECASE)


def plausible(name: str, match: re.Match[str], text: str) -> bool:
    """Refuse words that only look like times."""
    check = CHECKS.get(name)
    return check is None or check(match, text)


def in_name(doc: Doc, starts: Sequence[int], match: re.Match[str], text: str) -> bool:
    """Tell whether a bare month begins a name ("June Ruiz", "June Ruiz School"): nothing before it leads to a date."""
    if AT_NAME.search(text, max(0, match.start() - 12), match.start()) and NAME_GOES_ON.match(text, match.end()):
        return True
    first = doc[max(0, bisect_right(starts, match.start()) - 1)]
    if first.ent_type_ not in NAMED or first.i + 1 >= len(doc) or LEADS_TO_DATE.search(text, 0, match.start()):
        return False
    return bool(doc[first.i + 1].ent_type_ == first.ent_type_ and doc[first.i + 1].text[:1].isupper())


def _month(match: re.Match[str], text: str) -> bool:
    raw = match.group("month")
    if not raw[0].isupper():
        return False
    groups = match.groupdict()
    if groups.get("year") or groups.get("yrel") or groups.get("part"):
        return True
    if (groups.get("rel") or "").casefold() not in ("", "that"):
        return True
    word = raw.rstrip(".").casefold()
    if MONTH_NEXT.match(text, match.end()):
        return True
    if len(word) <= 4 or word in AMBIGUOUS:
        at = match.start("month")
        before = BEFORE_DATE.search(text, max(0, at - 14), at) or AND_DATE.search(text, max(0, at - 20), at)
        if before and word not in ("may", "june", "july", "march", "august") and not raw.endswith("."):
            return not text[match.end() : match.end() + 2].lstrip()[:1].isupper()
        if re.search(r"(?:\b(?:the|its|their|a|his|her)|'s)\s+$", text[max(0, at - 8) : at], re.IGNORECASE):
            return bool(re.match(r"\s{1,20}[a-z]", text[match.end() : match.end() + 3]))
        if word == "march" and re.search(r"(?<!\w)[a-z]+\s$", text[max(0, at - 16) : at]):
            return True
        return bool(before) or word in ("june", "july", "august")
    return True


def _season(match: re.Match[str], text: str) -> bool:
    groups, word = match.groupdict(), match.group("season").casefold()
    if groups.get("year") or groups.get("yrel") or groups.get("part"):
        return True
    rel = (groups.get("rel") or "").casefold()
    if word not in ("fall", "spring"):
        return True
    if (rel and rel != "the") or SEASON_NEXT.match(text, match.end()):
        return True
    if re.match(r" of [A-Z]", text[match.end() : match.end() + 5]):
        return False
    after = text[match.end() : match.end() + 4].casefold()
    before = text[max(0, match.start("season") - 16) : match.start("season")]
    if word == "spring":
        return bool(rel or BEFORE_SEASON.search(before)) and not after.startswith(("s", "-"))
    return bool(BEFORE_SEASON.search(before)) and not after.startswith((" of", " in", " fr", " to"))


def _day(match: re.Match[str], text: str) -> bool:
    return bool(match.group("month")[0].isupper() and text[match.end() : match.end() + 1] != "%")


def _days(match: re.Match[str], text: str) -> bool:
    return _day(match, text) and not COUNTED.match(text, match.end())


def _year(match: re.Match[str], text: str) -> bool:
    value = int(match.group("year"))
    if value > PLAUSIBLE[1] or ADDRESS.match(text, match.end()) or COUNTED.match(text, match.end()):
        return False
    at = match.start("year")
    if value < PLAUSIBLE[0] and not BEFORE_DATE.search(text, max(0, at - 14), at):
        return False
    return not NUMBERED.search(text[max(0, at - 14) : at])


def _weekday(match: re.Match[str], text: str) -> bool:
    return match.group("weekday")[0].isupper() or text[match.start() : match.end()].islower()


def _lasting(match: re.Match[str], text: str) -> bool:
    if match.group("unit") in ("Minutes", "Hours", "Seconds", "Minute", "Second", "Hour"):
        return False  # a programme, a place on a team
    return not AGED.search(text[max(0, match.start() - 9) : match.start()]) and not AGE_AFTER.match(text, match.end())


def _plural(match: re.Match[str], text: str) -> bool:
    return not AGE_AFTER.match(text, match.end()) and not AGED_SOME.search(
        text[max(0, match.start() - 24) : match.start()]
    )


def _holiday(match: re.Match[str], text: str) -> bool:
    return match.group("holiday")[0].isupper() or match.group("holiday")[0].isdigit()


def _spelled(match: re.Match[str], text: str) -> bool:
    return not COUNTED.match(text, match.end())


def _set(match: re.Match[str], text: str) -> bool:
    """Refuse "daily" as a paper: "the party daily Granma"."""
    after = text[match.end() : match.end() + 2]
    return not (match.group()[0].islower() and after[:1] == " " and after[1:2].isupper())


CHECKS = {
    "set": _set,
    "month": _month,
    "season": _season,
    "month_day": _day,
    "day_month": _day,
    "month_days": _days,
    "days_month": _days,
    "year": _year,
    "weekday": _weekday,
    "duration": _lasting,
    "plural": _plural,
    "holiday": _holiday,
    "spelled": _spelled,
}
