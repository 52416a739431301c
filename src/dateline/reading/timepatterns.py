"""The patterns of the time grammar; each match names its rule and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dateline.reading.timewords import words

DASH = r"(?:\s*[-\u2013\u2014]{1,2}\s*)"
YEAR = r"(?:1[0-9]|20)\d\d"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b(?![/:.,]\d|%)"
ERA = r"(?:B\.?\s?C\.?(?:\s?E\b\.?)?|A\.?D\.?|C\.?E\.?)(?![A-Za-z])"


def _alt(names: Iterable[str]) -> str:
    """Return a choice of words, the longest first, that may be apart by any white space."""
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in ordered)


def _pieces() -> dict[str, str]:
    """Return the parts that patterns are made of, by name."""
    w = words()
    short = {name for name in w.weekday if len(name) <= 5 and not name.endswith("day")}
    whole = {name for name in w.month if len(name) > 4 or name in ("may", "june", "july")}
    months = rf"(?:{_alt(whole)})\b|(?:{_alt(set(w.month) - whole)})\b\.?"
    weekdays, units = _alt(set(w.weekday) - short), _alt(w.unit)
    digits = r"\d{1,3}(?:,\d{3}){0,3}(?:\.\d{1,2})?(?:[\s-]+(?:and[\s-]+a[\s-]+half|1/2)|½)?"
    counts = _alt(set(w.number) - {"a", "an"})
    spelled = rf"(?:an?(?=\s+hundred)\s+|)(?:{counts})(?:[\s-]+(?:and\s+)?(?:{counts})){{0,4}}(?:[\s-]+and[\s-]+a[\s-]+half)?|an?\b"
    spared = rf"(?:(?:a|one|two|three|four)\s+dozen|(?:a\s+)?couple(?:\s+of)?|half(?:[\s-]+an?)?|{_alt(w.open_number)})"
    parts = _alt(w.part)
    pieces = {
        "M": rf"(?P<month>{months})",
        "OFYEAR": r"\s+(?:of\s+|in\s+)?(?P<yrel>last|this|next|the\s+same|that|the\s+following|the\s+previous)\s+year\b",
        "W": rf"(?P<weekday>(?:{weekdays})\b)",
        "WANY": rf"(?P<wday>(?:{_alt(w.weekday)})\b\.?)",
        "N": rf"(?P<number>{spared}|{digits}|{spelled})",
        "ABOUT": rf"(?:(?:just\s+|only\s+)?(?P<about>{_alt(w.mod)})\s+)?",
        "BETWEEN": rf"(?:(?:{_alt(w.between)})\s+){{0,2}}",
        "U1": rf"(?P<unit>{units})\b",
        "U": rf"(?P<unit>centuries|millennia|(?:{units})s?)\b",
        "UP": r"(?P<unit>days|nights|weeks|weekends|months|years|decades|centuries)\b",
        "LONGU": r"(?P<unit>day|week|month|quarter|year|decade|century|millennium|weekend|fortnight)\b",
        "SEASON": rf"(?P<season>{_alt(w.season)})\b",
        "LEAD": rf"(?:(?:the\s+)?(?:very\s+)?(?P<part>{parts})(?:\s*-\s*(?:to-(?:mid|late)-)?|\s+(?:(?:part|half|days|weeks|months|years)\s+)?(?:of\s+|in\s+|on\s+)?(?:the\s+)?(?:year\s+)?))?",
        "Y": rf"(?P<year>{YEAR})\b(?![-\u2013/]\d|,\d{{3}}|\.\d|%)",
        "D": rf"(?P<day>{DAY})",
        "PART": rf"(?P<daypart>{_alt(w.part_of_day)})\b",
        "ON": r"(?:(?:(?:early|late)\s+(?:on|in)\s+)?(?:the\s+)?(?:(?:early|late)\s+)?(?P<daypart>morning|afternoon|evening|night)\s+(?:hours\s+)?of\s+)?",
        "ZONE": rf"(?:\s*\(?(?P<zone>{_alt(w.zone)})\b\)?|\s+(?:[A-Z][a-z]+\s+|local\s+|eastern\s+|standard\s+|daylight\s+|pacific\s+|central\s+){{1,3}}time\b)?",
        "STEP": r"(?P<rel>latest|last|next|this|past|previous|preceding|prior|coming|upcoming|current|following|subsequent|same|that|ensuing)",
        "ORD": rf"(?P<ord>{_alt(w.ordinal)}|\d{{1,2}}(?:st|nd|rd|th))",
        "HOLIDAY": rf"(?P<holiday>{_alt(w.holiday)})\b",
    }
    return {name: f"(?:{piece})" for name, piece in pieces.items()}


TABLE = (
    # a day, stated in full or in part: "2018-05-07", "3/12/2021", "May 6, 1954", "early on the morning of 29 April"
    ("iso", r"(?P<iso>\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?\b"),
    ("slashed", r"(?<![\d/])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})\b(?!/)"),
    ("month_day", r"(?P<week>the\s+week\s+(?:of|ending|ended)\s+)?<ON>(?:<WANY>,?\s+)?<LEAD><M>\s+(?:the\s+)?<D>(?:(?:\s*,\s*|\s+(?:of\s+)?|,?\s+in\s+)<Y>|,?<OFYEAR>)?"),
    ("day_month", r"<ON>(?:<WANY>,?\s+)?(?:the\s+)?<D>[\s-]+(?:of\s+)?<M>(?:[\s,-]+(?:of\s+)?<Y>|,?<OFYEAR>)?"),
    ("month_days", r"<M>\s+<D>(?P<mid><DASH>|\s+(?:and|to|through|until|or)\s+)(?P<day2><DAY>)(?:\s*,?\s+<Y>)?"),
    ("days_month", r"<D>(?P<mid><DASH>|\s+(?:and|to|through|until|or)\s+)(?P<day2><DAY>)\s+(?:of\s+)?<M>(?:\s*,?\s+<Y>)?"),
    ("day_told", r"(?:the\s+)?(?P<day>(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th))\b(?=\s+of\s+(?:the|that|this)\s+(?:same\s+)?month|[,.;)])"),
    # months, years, decades, centuries: "mid-June 1917", "1914-18", "264 BC", "the late 1930s", "the 9th century BC"
    ("month", r"(?:(?:the\s+)?(?P<rel>last|next|this|past|that|the\s+following|the\s+previous)\s+)?<LEAD><M>(?:(?:,?\s+(?:of\s+|in\s+)?|-)<Y>|,?<OFYEAR>)?"),
    ("years", rf"(?<![\d$€£#.,/:-])<LEAD>(?:the\s+years\s+)?(?P<year>{YEAR})(?P<mid>[-/\u2013\u2014]|\s[-\u2013\u2014]\s)(?P<year2>{YEAR}|\d\d)\b(?![-\u2013/]\d|,\d{{3}}|\.\d|%)"),
    ("year", r"(?<![\d$€£#.,/:-])<LEAD>(?:fiscal\s+(?:year\s+)?|the\s+year\s+|post-|pre-)?<Y>(?!s\b)"),
    ("era", rf"(?<![\d.,])(?:(?:c\.|ca\.|circa)\s*)?(?:<LEAD>(?:(?:(?P<eday>\d{{1,2}})\s+)?<M>\s+(?:(?P<eday2>\d{{1,2}}),?\s+)?(?:of\s+)?|<SEASON>\s+(?:of\s+)?)?(?P<y1>\d{{1,4}})(?:(?P<mid><DASH>|\s+(?:to|and|until|or|through)\s+)(?P<y2>\d{{1,4}}))?\s*(?P<era>{ERA})|AD\s+(?P<ad>\d{{1,4}})\b)"),
    ("bare", r"(?:(?<=in\s)|(?<=by\s)|(?<=from\s)|(?<=since\s)|(?<=until\s)|(?<=of\s)|(?<=after\s)|(?<=before\s))(?P<bare>[1-9]\d{1,2})(?=\s*[,.;:)]|\s+(?:when|the|a|an|he|they|it|and|with|after|by|to|as|but|his|under)\b)"),
    ("spelled", r"(?P<head>sixteen|seventeen|eighteen|nineteen|twenty)[\s-]+(?P<tail>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|oh[\s-](?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)\b(?!\s+(?:percent|people|years|days))"),
    ("decade", r"(?:the\s+)?<LEAD>(?:(?P<decade>(?:1[0-9]|20)\d0)'?s|'(?P<short>\d0)'?s)\b"),
    ("decade_word", r"the\s+(?:(?P<part>early|late|mid)[\s-]+)?(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b"),
    ("century", rf"(?:the\s+)?(?:(?P<part>early|late|mid|middle|beginning|start|end|turn)(?:-|\s+(?:of\s+the\s+)?))?<ORD>(?:(?:\s+(?:and|to|or)\s+(?:the\s+)?|<DASH>)(?P<ord2>\d{{1,2}}(?:st|nd|rd|th)|[a-z]+(?:teen|n|f|x)th))?[\s-]+(?:century|centuries)\b(?:\s*(?P<era>{ERA}))?"),
    ("season", r"(?:(?:the\s+)?(?P<rel>last|next|this|that|same|the|following|previous)\s+)?<LEAD><SEASON>(?:,?\s+(?:of\s+)?(?P<year>(?:1[0-9]|20)\d\d)(?:[-/\u2013]\d\d(?:\d\d)?)?\b|\s+of\s+(?P<yrel>last|this|next|the\s+same|that|the\s+following|the\s+previous)\s+year\b)?"),
    ("holiday", r"(?:(?:the[\s-]+)?day[\s-]+(?P<shift>after|before)[\s-]+)?<HOLIDAY>(?:(?:,?\s+(?:of\s+|in\s+)?|\s*,\s+)(?P<year>(?:1[0-9]|20)\d\d)\b)?"),
    ("quarter", r"(?:the\s+)?(?:<Y>(?:'s)?\s+)?(?:(?P<yrel>last|this|next)\s+year's\s+)?(?:(?P<back>year-ago|year-earlier)\s+)?(?:fiscal[\s-]+)?(?P<ord>first|second|third|fourth|final|1st|2nd|3rd|4th)[\s-]+(?:fiscal[\s-]+)?(?P<what>quarter|half)s?\b(?:(?:\s+of|\s*,)?\s+(?:the\s+)?(?:fiscal\s+)?(?:(?P<year2>(?:1[0-9]|20)\d\d)\b|(?P<yrel2>last|this|next|previous|that|same)\s+(?:fiscal\s+)?year\b|(?P<whole>(?:fiscal\s+|calendar\s+)?year)\b))?"),
    ("half_of", r"the\s+(?P<ord>first|second|latter|last|final)\s+(?P<what>half|part|third)\s+of\s+(?:the\s+)?(?:<Y>|(?P<decade>(?:1[0-9]|20)\d0)s\b|<M>(?:,?\s+(?P<my>(?:1[0-9]|20)\d\d))?)"),
    ("quarter_rel", r"(?:the\s+)?(?P<rel>last|next|this|latest|current|previous|same|year-ago|year-earlier|comparable|corresponding)\s+(?:year-ago\s+|year-earlier\s+)?(?:fiscal\s+)?(?:quarter|period)\b(?:\s+(?P<back>last\s+year|a\s+year\s+(?:ago|earlier|before)|of\s+last\s+year))?"),
    ("quarter_ago", r"(?:the\s+quarter\s+a\s+year\s+(?:ago|earlier)|last\s+year's\s+(?:quarter|period)|the\s+(?P<year>(?:19|20)\d\d)\s+(?:quarter|period)|(?:a\s+)?year-(?:ago|earlier))\b"),
    # days and parts of days: "Friday night", "yesterday", "this morning", "at night", "8:15 p.m. EST"
    ("weekday", r"<ON>(?:(?P<rel>last|next|this|past|early|late|the\s+following|the\s+previous|the\s+same|that)\s+)?<W>(?:(?P<plural>s\b)|(?:'s)?\s+(?:(?:early|late)[\s-]+)?<PART2>)?"),
    ("deictic", r"(?:(?P<part>late|early|earlier|later)\s+)?(?P<word>(?:the\s+)?day\s+before\s+yesterday|(?:the\s+)?day\s+after\s+tomorrow|yesterday|today|tonight|tomorrow)\b(?:(?:'s)?\s+(?:(?:early|late)\s+)?<PART>)?"),
    ("this_part", r"(?:(?:early|late|later|earlier)\s+)?(?:the\s+)?<STEP>\s+(?:(?:early|late)\s+)?<PART>"),
    ("the_part", r"(?:(?:early|late)\s+)?(?:in\s+)?the\s+(?:(?:early|late|next)\s+)?(?P<daypart>morning|afternoon|evening|night)\b(?!\s+of)(?:\s+hours)?|(?P<at>at\s+(?:night|dawn|dusk|sunset|sunrise|daybreak|nightfall|midday|lunchtime))\b|(?P<over>overnight|midday)\b|mid[\s-](?P<mid>morning|afternoon)"),
    ("clock", r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?::[0-5]\d)?\s*(?P<half>[ap]\.?\s?m\b\.?)<ZONE>|(?<![\d:.])(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:])<ZONE2>|(?<!\d)(?P<army>[0-2]\d[0-5]\d)\s*(?P<azone>GMT|UTC|hours|hrs|local\s+time)\b|(?P<word>noon|midnight)\b|(?P<oclock>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+o'?\s?clock\b(?:\s+in\s+the\s+(?P<half2>morning|afternoon|evening))?"),
    # leaning on another day: "the following year", "early next month", "two days later", "the day before"
    ("rel_unit", r"(?:(?P<part>earlier|later|early|late)\s+(?:on\s+|in\s+)?)?(?:the\s+very\s+|(?P<the>the|its|their|(?:that|this)(?=\s+same))\s+)?<STEP>\s+(?:fiscal\s+|calendar\s+|very\s+)?<LONGU>"),
    ("part_rel", r"(?:(?:the\s+)?(?:very\s+)?(?P<part>beginning|start|middle|end|close)\s+of\s+|(?P<part2>early|late|later|earlier|mid)\s+(?:on\s+)?(?:in\s+)?)(?:the\s+)?(?:<STEP>\s+)?<LONGU>"),
    ("year_end", r"(?:the\s+)?(?:<Y>\s+)?(?P<word>year[\s-]end|year's\s+end|end\s+of\s+year|month-end|month's\s+end|week's\s+end|mid-?year|mid-?week)\b"),
    ("the_unit", r"(?:the|its)\s+(?:fiscal\s+)?(?P<unit>year|quarter|month|week|weekend)\b(?!-)(?P<ended>\s+(?:ended|ending|to|through)\b)?"),
    ("the_day", r"(?:the\s+)(?P<before>day|night|week|month|year)\s+(?P<dir>before|after|following)\b|the\s+(?P<eve>morning|evening|night)\s+(?P<dir2>before|after)\b"),
    ("ago", r"<ABOUT><N>[\s-]+<BETWEEN><U>\s+(?P<dir>ago|earlier|later|previously|hence|from\s+now|before|after|afterwards?|prior|beforehand|thereafter|from\s+then)\b"),
    ("vague_ago", r"(?:(?:just|only)\s+)?(?P<unit>minute|hour|day|week|month|year|decade|centurie)s\s+(?P<dir>ago|earlier|later|previously|afterwards?)\b"),
    # durations: "four-month-long", "two and a half years", "the past nine months", "weeks"
    ("span", r"(?:the\s+)?(?P<rel>past|last|next|coming|first|final|previous|following|preceding|subsequent|latest|same|intervening)\s+<ABOUT><N>[\s-]+<BETWEEN><U>"),
    ("span_n", r"(?:the\s+)<N>\s+(?:previous|past|following|preceding|subsequent|intervening)\s+<U>"),
    ("hyphened", r"(?:a\s+|the\s+)?(?P<number><NUM>)(?P<half>-and-a-half)?-<U1>(?:s\b)?(?:[-\s]long\b)?(?!-old|\s+old|-\w)"),
    ("long", r"(?:a\s+|the\s+)?(?P<unit>decade|century|year|month|week|day|hour)(?P<plural>s)?(?:-|(?<!s))long\b"),
    ("duration", r"<ABOUT><N>\s+<BETWEEN><U>(?:\s+and\s+a\s+(?P<half>half))?(?:[\s-]long\b)?(?!-old|\s+old|\s+of\s+age|\s+(?:her|his|my)\s+(?:junior|senior))"),
    ("open_span", r"(?:(?:the|his|her|their|its)\s+)?(?P<rel>past|last|next|coming|following|first|final|previous|intervening|early|later|subsequent|preceding|ensuing|early|closing|opening|waning|recent)\s+<UPQ>(?:\s+(?:and|or)\s+(?:days|weeks|months|years|decades)\b)?"),
    ("plural", r"(?<![-\w'])<UP>(?!\s+old|-old|\s+of\s+age|-)(?:\s+(?:and|or)\s+(?:days|weeks|months|years|decades|centuries)\b)?"),
    ("few_hours", r"(?:(?<=for\s)|(?<=within\s)|(?<=after\s)|(?<=in\s)|(?<=took\s)|(?<=lasted\s)|(?<=just\s))(?P<unit>hours|minutes|seconds)\b|(?P<unit2>hours|minutes)\s+(?:after|before)\b"),
    ("a_while", r"(?:(?:a|some)\s+(?:little\s+)?while|some\s+time|a\s+(?:very\s+)?(?:little|long|short|brief|considerable)\s+time)\b"),
    # sets: "every Friday", "each year", "five times a day", "annually"
    ("every", r"(?:every|each)\s+(?:(?:single|passing|other)\s+)?(?:<W>|<N>\s+<U>|<UNIT2>|(?P<daypart>morning|afternoon|evening|night)\b|<SEASON>|<M>)(?:\s+(?P<dayparts>morning|afternoon|evening|night)\b)?"),
    ("per", r"(?:\bper\s+|(?<=\d)/)(?P<unit>second|minute|hour|day|night|week|month|quarter|year|decade)\b"),
    ("set", r"(?P<word><SETS>)\b"),
    ("ref", r"(?P<word><REFS>)(?![\w-])"),
)  # fmt: skip
"""Rules in order of preference; of overlapping matches the longest holds, then the earlier rule."""


@cache
def rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (rule name, pattern) pairs."""
    w, pieces = words(), _pieces()
    counts = _alt(set(w.number) - {"a", "an"})
    pieces |= {
        "PART2": pieces["PART"].replace("<daypart>", "<daypart2>"),
        "UPQ": pieces["UP"].replace("days|", "days|quarters|"),
        "UNIT2": pieces["U1"].replace("<unit>", "<unit2>"),
        "ZONE2": pieces["ZONE"].replace("<zone>", "<zone2>"),
        "SETS": _alt(w.set),
        "REFS": _alt(w.ref | w.tale_ref),
        "NUM": rf"\d{{1,3}}(?:\.\d)?|(?:{counts})(?:-(?:{counts}))?|several|half-a|half",
        "DASH": DASH,
        "DAY": DAY,
    }
    made = []
    for name, pattern in TABLE:
        full = re.sub(r"<([A-Z][A-Z0-9]*)>", lambda found: pieces[found.group(1)], pattern)
        full = full.replace(r"\s+", r"\s{1,4}").replace(r"\s*", r"\s{0,4}")  # long gaps are tables, and slow
        made.append((name, re.compile(rf"(?<![\w$])(?:{full})", re.IGNORECASE)))
    return tuple(made)
