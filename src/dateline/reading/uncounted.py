"""Numbers that count nothing: years, clock times, addresses, names, codes and list numbers."""

from __future__ import annotations

import re

from dateline.reading.counted import counted_noun, unit_of
from dateline.reading.governing import Context
from dateline.reading.measures import senses, words
from dateline.reading.numbers import Number

_MONTH = r"(?:(?i:jan|feb|mar|apr|ju[nl]|aug|sept?|oct|nov|dec)[A-Za-z]*|May|MAY)\.?"
_STREET = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Lane|Ln|Court|Ct|Place|Pl|Way|Highway|Hwy|Parkway|Pkwy"
    r"|Terrace|Circle)"
)
NOT_COUNTED_AFTER = re.compile(
    rf"\s?(?:[ap]\.?m\b|o'clock|hours?\sGMT|GMT)|\s{_MONTH}(?![a-z])|(?:th|st|nd|rd)?[-\s](?:hundred\s)?block\b"
    rf"|\s(?:[NSEW]\.?\s|North\s|South\s|East\s|West\s)?(?:[A-Z][\w.'-]*\s){{1,3}}{_STREET}\b"
    r"|-(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)\b"
    r"|-?\s?(?:mm|caliber|calibre|cal|gauge)\b|-\d|\.\d|\)",
)
NOT_COUNTED_BEFORE = re.compile(
    rf"(?:\b{_MONTH}\s|\b(?:Highway|Hwy|Route|Rt|Road|Rd\.?|Interstate|I-|Room|Suite|Apt\.?|Apartment|Flight|(?:News\s?)?Channel|No\.|Number"
    r"|Section|Article|Chapter|Page|Unit|Box|Exit|Level|Phase|Grade|District|Precinct|Ward|Resolution|Boeing|Airbus|Fox"
    r"|News|CBS|ABC|NBC|Class|Title|Figure|Table|Area|Zone|Line|Pier|Gate|Gen|Version|Part|Volume|Season|Episode|Week|Day"
    r"|Type|Group|Camp|Formula|World War|on|since|until|till|in the year|year)\s|\n\s{0,3}|^\s{0,3})$",
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_BEFORE_YEAR = re.compile(
    r"\b(?:in|of|the|by|from|during|early|late|mid|since|spring|summer|fall|autumn|winter|'s)[\s-]$", re.IGNORECASE
)


_APPOSED = re.compile(r"\w,\s$")
_CLOSED = re.compile(r",|\s{0,20}$|\s{0,20}\n")
"""An age beside a name or description ("the victim, 18, died")."""

_NEXT_AGE = r"(?:,?\s+(?:and|to|or)\s+|,\s*)"
_AGES = re.compile(rf"\b(?:ages?|aged)\s+\d{{1,3}}(?:{_NEXT_AGE}\d{{1,3}})*{_NEXT_AGE}$", re.IGNORECASE)
"""Ages before the next of them ("ages 25, 26 and 33")."""

_ONE_OF_THE_MOST = re.compile(
    r"\s{1,20}of\s+(?:the|my|our|his|her|their|its)\s+(?:most|least|\w{1,60}est)\b", re.IGNORECASE
)
"""A ranking, not a count ("one of the worst days")."""

_BRAND = re.compile(r"\d{1,9}-[A-Z][a-z]{1,60}")
"""A number within a name ("a 7-Eleven")."""

_OF_A_SERIES = re.compile(r"\b(?:image|photo|picture|page|slide)\s(?:(\d+)\s(?:of|/)\s(?:/\s)?)?$", re.IGNORECASE)
"""The number of a picture or page, and of how many ("Image 2 of 5")."""

_INTO = re.compile(
    r"\s{1,20}(?:\w{1,60}\s{1,20})?(?:years?|months?|weeks?|days?|hours?|minutes?)\s{1,20}into\b", re.IGNORECASE
)
"""A time that says when, not how long ("six years into his reign")."""

_POSTCODE = re.compile(r"\d{5}(?:-\d{4})?$")
_STATE = re.compile(r"\b[A-Z]{2}\.?\s$")
"""What makes five digits a postal code ("Alpine, TX 79830")."""

_CHANNEL = re.compile(
    r"\b(?:Channel|CBS|ABC|NBC|Fox|FOX|News|Route|Highway|Interstate|Flight|Precinct|Pct\.|[Cc]onstable|Station|Engine"
    r"|Ladder|Troop|Bus|Train|Gate|Terminal|Platform)\s$"
)
_NUMBERED = re.compile(
    r"\b(?:Channel|CBS|ABC|NBC|PBS|CTV|Fox|FOX|Route|Rte\.?|Rt\.?|Highway|Hwy\.?|Interstate|Freeway|Motorway|Flight|Precinct|Pct\."
    r"|Station|Engine|Ladder|Battalion|Troop|Unit|Apartment|Apt\.?|Suite|Room|Bus|Terminal|Platform|Pier|Runway|Tower|Sector"
    r"|Zone|Reactor|Section|Article|Chapter|Boeing|Airbus|Galaxy|iPhone)\s$"
)
"""What is told apart by its number, whatever stands behind it ("Engine 7 firefighters", "Flight 12 passengers")."""

_STRUCK_BEHIND = re.compile(
    r"\s(?:people\s|persons\s|others\s)?(?:dead|die[sd]?|killed|injured|hurt|wounded|missing|feared)\b", re.IGNORECASE
)
"""A headline without commas ("Blast at Bus Station 12 dead")."""

_COMPOUND = re.compile(r"-(?:block|alarm|store?y|page|lane|bedroom|part|way|figure|digit|y)\b", re.IGNORECASE)
"""What makes of a number one word with the next, which tells what something is like ("a several-block radius"),
and of a headline that is cut off ("6-y")."""

_CALL_SIGN = re.compile(r"\b[WK][A-Z]{2,3}(?:-TV)?\s$")
"""The call sign of a station before the number of its channel ("WABC 7")."""

_ANOTHER_PHRASE = re.compile(r"\s(?:an?|the|his|her|their|its|this|that)\s")
"""A number behind such a name counts no noun that has a determiner of its own ("told Channel 7 a neighbour called")."""

_THAN_AGE = re.compile(r"\b(?:younger|older)\sthan\s$|\b(?:over|under)\sthe\sage\sof\s$", re.IGNORECASE)
"""What makes a number an age ("the victims are younger than 18")."""

_NAMED = re.compile(r"\b(?:[A-Z][a-z'’-]{1,60}\s{1,20}[A-Z][a-z'’-]{1,60}|[A-Z]{2,}[\w-]{0,60})\s$")
_NAME_GOES_ON = re.compile(r"\s[A-Z][a-z]+\s[A-Z]")
"""A number within or behind a proper name ("Delta 41 Harbour News", "Ana Ruiz 24, was")."""


def is_code(number: Number, text: str, before: str, after: str, context: Context) -> bool:
    """Tell years, clock times, addresses, names and list numbers from counts."""
    if number.currency:
        return False
    written = text[slice(*number.core)]
    digits = written[0].isdigit()
    if digits and (
        (NOT_COUNTED_AFTER.match(after) and not after.startswith((").", ") ")))
        or (re.match(r"[.)]\s", after) and _starts_line(before))
    ):
        return True
    if written.casefold() == "both":
        return _names_two(number, context)
    if _is_label(written, before, after) or _is_named(written, before, after):
        return True
    if digits and number.qualifier is None and _YEAR.match(written):
        noun = counted_noun(context.doc, *context.tokens(*number.core))
        return (
            noun is None
            or unit_of(noun) is None
            or noun.lower_ in words("happenings")
            or bool(_BEFORE_YEAR.search(before))
        )
    if digits and number.qualifier is None and _APPOSED.search(before) and _CLOSED.match(after):
        return True
    if digits and len(written) <= 3 and _AGES.search(before):
        return True
    if (
        digits
        and number.qualifier is None
        and _NAMED.search(before)
        and before.rsplit(maxsplit=1)[-1].lower() not in senses()
        and (after[:1] == "," or _NAME_GOES_ON.match(after))
    ):
        return True
    if digits and not _starts_line(before) and number.qualifier is None and NOT_COUNTED_BEFORE.search(before):
        noun = counted_noun(context.doc, *context.tokens(*number.core))
        return noun is None or unit_of(noun) is None
    return digits and number.kind == "range" and re.fullmatch(r"\d{3}-\d{4}", written) is not None


def _is_label(written: str, before: str, after: str) -> bool:
    """Tell the numbers of posts, phones, channels and roads, ages that a limit is set at, and times that say when."""
    if _INTO.match(after):
        return True
    if written == "911" or (before.endswith("(") and re.match(r"\)\s?\d{3}", after)):
        return True
    if _POSTCODE.match(written) and _STATE.search(before):
        return True
    if _THAN_AGE.search(before) and not re.match(r"\s\w", after):
        return True
    if _COMPOUND.match(after):
        return True
    if not written.isdigit() or _STRUCK_BEHIND.match(after):
        return False
    return bool(_NUMBERED.search(before) or (_CHANNEL.search(before) and _ANOTHER_PHRASE.match(after)))


def _is_named(written: str, before: str, after: str) -> bool:
    """Tell the number of a shop's name, of a station's channel, of a picture among others, and of a ranking."""
    if written.casefold() == "one":
        return _ONE_OF_THE_MOST.match(after) is not None
    if _BRAND.fullmatch(written) or _CALL_SIGN.search(before):
        return True
    series = _OF_A_SERIES.search(before) if written[0].isdigit() else None
    return series is not None and (series[1] is not None or after.startswith((" of ", " /")))


def _names_two(number: Number, context: Context) -> bool:
    """Tell "both" before two who are named apart, and count themselves: "both the driver and her son"."""
    noun = counted_noun(context.doc, *context.tokens(*number.core))
    return noun is not None and noun.tag_ in ("NN", "NNP") and any(c.dep_ == "conj" for c in noun.children)


def _starts_line(before: str) -> bool:
    return not before.strip() or bool(re.search(r"\n\s{0,20}$", before))
