"""Values of durations, sets and references without a day: "two and a half years", "every Friday", "recently"."""

from __future__ import annotations

import re

from dateline.reading.timecontext import Context, Value
from dateline.reading.timewords import count_of, duration_value, unit_of, words

_RATE = re.compile(r"(?:\d|[a-z]s|\b(?:times|once|twice|people|percent|million|billion))\s+$", re.IGNORECASE)
"""What before "a day" makes it a rate: "four flights a week", "twice a day", "$1 billion a year"."""


def lasting(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "about three years", "a year and a half", "18-month", "the past nine months"."""
    groups = match.groupdict()
    about, number, unit = groups.get("about"), match.group("number"), unit_of(match.group("unit"))
    mod = words().mod[" ".join(about.casefold().split())] if about else None
    low = match.group("unit").casefold()
    single = number.casefold() in ("a", "an", "one")
    if groups.get("half"):
        number = f"{number} and a half"
    if low == "second" and single:
        return None
    if low in ("quarter", "quarters"):
        return _quarters(match, number, mod)
    value = duration_value(number, unit) + ("E" if low.startswith("weekend") else "")
    if single and not about and number.casefold() != "one" and _is_rate(match, context):
        return Value("SET", value, tells=False)
    return Value("DURATION", value, mod, tells=False)


def _quarters(match: re.Match[str], number: str, mod: str | None) -> Value | None:
    """Quarters are durations where they are counted in a row; "three quarters of" is a share."""
    low = match.group().casefold()
    if match.group("unit").casefold() != "quarters" or (
        "rel" not in match.groupdict() and not re.search(r"consecutive|straight|successive|fiscal|more|full", low)
    ):
        return None
    return Value("DURATION", duration_value(number, "Q"), mod, tells=False)


def _is_rate(match: re.Match[str], context: Context) -> bool:
    return bool(_RATE.search(context.text, max(0, match.start() - 12), match.start()))


def hyphened(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "60-day", "four-month-long", "two-and-a-half-year", "half-hour"."""
    number, unit = match.group("number"), unit_of(match.group("unit"))
    if match.group("half"):
        number = f"{number} and a half"
    if match.group("unit").casefold() in ("quarter", "second") and not number.casefold().isdigit():
        return None
    return Value("DURATION", duration_value(number, unit), tells=False)


def long(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "year-long", "decades-long"."""
    number = "X" if match.group("plural") else "1"
    return Value("DURATION", duration_value(number, unit_of(match.group("unit"))), tells=False)


def open_span(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "recent weeks", "in past years", "the coming years", "the following days"."""
    rel = match.group("rel").casefold()
    if rel == "recent" or (rel == "past" and match.group().casefold().startswith("past")):
        return Value("DATE", "PAST_REF", no_days=True, tells=False)
    return Value("DURATION", duration_value("X", unit_of(match.group("unit"))), tells=False)


def plural(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "weeks", "for hours"."""
    word = match.group("unit") or match.group("unit2")
    if word.casefold() == "weekends":
        return Value("SET", "XXXX-WXX-WE", tells=False)
    return Value("DURATION", duration_value("X", unit_of(word)), tells=False)


def a_while(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "a while", "some time"."""
    return Value("DURATION", "PXX", tells=False)


def every(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "every Friday", "each year", "every two weeks", "every morning"."""
    groups = match.groupdict()
    part = groups["daypart"] or groups["dayparts"]
    tail = f"T{words().part_of_day[part.casefold()]}" if part else ""
    value = None
    if groups["weekday"]:
        value = f"XXXX-WXX-{words().weekday[groups['weekday'].casefold()] + 1}{tail}"
    elif groups["season"]:
        value = f"XXXX-{words().season[groups['season'].casefold()]}"
    elif groups["month"]:
        value = f"XXXX-{words().month[groups['month'].rstrip('.').casefold()]:02d}"
    elif groups["daypart"]:
        value = f"XXXX-XX-XX{tail}"
    else:
        value = duration_value(groups["number"] or "1", unit_of(groups["unit"] or groups["unit2"]))
    return Value("SET", value, tells=False)


def per(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "per day"."""
    return Value("SET", duration_value("1", unit_of(match.group("unit"))), tells=False)


def regular(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "daily", "annually"."""
    return Value("SET", words().set[match.group("word").casefold()], tells=False)


_AFTER_PAST = re.compile(r"\s{1,20}(?:president|tense|performance|participle|experience|[a-z]{1,60}s\b)")


def reference(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "currently", "in the past"; some words only where the text tells the past."""
    word = " ".join(match.group("word").casefold().split())
    told = words().ref.get(word)
    if told is None:
        if not context.tale or not _tale_word(word, context, match):
            return None
        told = words().tale_ref[word]
    if word == "previously" and not match.group()[0].isupper():
        return None  # "a previously announced plan" leans on nothing
    if word == "the past" and re.match(r"\s{1,20}[a-z]", context.text[match.end() : match.end() + 3]):
        before = context.text[max(0, context.at - 5) : context.at].casefold()
        if not before.endswith("in ") or _AFTER_PAST.match(context.text, match.end()):
            return None
    return Value("DATE", told, no_days=True, tells=False)


def _tale_word(word: str, context: Context, match: re.Match[str]) -> bool:
    """Tell whether "this time" speaks of when: behind a preposition, and "the time" not before a clause."""
    if not word.endswith(("time", "point")):
        return True
    before = context.text[max(0, context.at - 8) : context.at].casefold()
    return before.endswith(("at ", "during ", "around ", "by ", "about ", "until "))


def counted(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the four previous weeks"."""
    if count_of(match.group("number")) in (None, 1) and match.group("number").casefold() in ("a", "an", "one"):
        return None
    return Value("DURATION", duration_value(match.group("number"), unit_of(match.group("unit"))), tells=False)
