"""The patterns of the time grammar, made once from data/times.toml; each match names its rule and its parts."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Words(NamedTuple):
    """The tables of data/times.toml, ready for look-up by lower-case word."""

    month: dict[str, int]
    weekday: dict[str, int]
    number: dict[str, int]
    ordinal: dict[str, int]
    unit: dict[str, str]
    season: dict[str, str]
    part_of_day: dict[str, str]
    part: dict[str, str]


@cache
def words() -> Words:
    """Return the words of the grammar."""
    table: dict[str, Any] = tomllib.loads(files("dateline.data").joinpath("times.toml").read_text(encoding="utf-8"))
    month = {name: n for names in (table["months"], table["month_abbreviations"]) for n, name in enumerate(names, 1)}
    weekday = {name: n for names in (table["weekdays"], table["weekday_abbreviations"]) for n, name in enumerate(names)}
    month["sept"] = 9
    weekday |= {"tues": 1, "thur": 3, "thurs": 3}
    return Words(
        month=month,
        weekday=weekday,
        number=table["numbers"],
        ordinal=table["ordinals"],
        unit={name: row[0] for name, row in table["units"].items()},
        season={name: row[0] for name, row in table["seasons"].items()},
        part_of_day=table["parts_of_day"],
        part=table["parts"],
    )


def _alt(names: Any) -> str:
    return "|".join(sorted((re.escape(n) for n in names), key=lambda n: (-len(n), n)))


@cache
def rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (rule name, pattern) pairs; of overlapping matches the longest holds, then the earlier rule."""
    w = words()
    abbreviated = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "tues", "thur", "thurs"}
    month = rf"(?P<month>(?:{_alt(w.month)})\b\.?)"
    weekday_full = rf"(?:{_alt(set(w.weekday) - abbreviated)})\b"
    weekday = rf"(?P<weekday>{weekday_full})"
    weekday_any = rf"(?:{_alt(w.weekday)})\b\.?"
    small = rf"(?:{_alt(w.number)})"
    number = rf"(?P<number>\d{{1,3}}(?:\.\d)?|{small}(?:[ -]{small})?|several|a few|few|many|some|couple of|a couple of|dozens of)"
    unit = rf"(?P<unit>{_alt(w.unit)})s?\b"
    long_unit = r"(?P<unit>day|week|month|quarter|year|decade|century|weekend|night|fortnight)s?\b"
    season = rf"(?P<season>{_alt(w.season)})\b"
    part = r"(?P<part>early|late|mid|middle|beginning|start|end)"
    lead = rf"(?:(?:the\s+)?{part}(?:\s*-\s*|\s+(?:of\s+|in\s+)?(?:the\s+)?))?"
    year = r"(?P<year>(?:1[0-9]|20)\d\d)\b(?![-/]\d|,\d{3}|\.\d|%)"
    day = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b(?![/:.]\d)"
    daypart = rf"(?P<daypart>{_alt(w.part_of_day)})\b"
    clock = r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap]\.?\s?m\b\.?)|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?!\d)|noon\b|midnight\b)"
    table = (
        ("iso", r"(?P<iso>\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?\b"),
        ("slashed", r"(?<![\d/])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})\b"),
        ("month_day", rf"(?:{weekday_any},?\s+)?{lead}{month}\s+(?:the\s+)?{day}(?:\s*,?\s+{year})?"),
        ("day_month", rf"(?:{weekday_any},?\s+)?(?:the\s+)?{day}\s+(?:of\s+)?{month}(?:\s*,?\s+{year})?"),
        ("month", rf"(?:(?P<rel>last|next|this|past)\s+)?{lead}{month}(?:,?\s+(?:of\s+)?{year})?"),
        (
            "weekday",
            rf"(?:(?P<rel>last|next|this|past|early|late|the following|the previous)\s+)?{weekday}(?P<plural>s\b)?(?:\s+{daypart})?",
        ),
        ("deictic", rf"(?P<word>yesterday|today|tonight|tomorrow)\b(?:\s+{daypart})?"),
        ("now", r"(?P<word>now|currently|at present|recently|at the moment|nowadays)\b"),
        ("this_part", rf"(?P<rel>this|last)\s+{daypart}"),
        ("part_unit", rf"(?P<shift>earlier|later|late|early)\s+(?:in\s+)?(?P<rel>this|last|next|that)\s+{long_unit}"),
        ("rel_unit", rf"(?:the\s+)?(?P<rel>last|next|this|past|previous|coming|following|same|that)\s+{long_unit}"),
        (
            "part_rel",
            rf"(?:the\s+)?(?P<part>beginning|start|middle|end|early|late)\s+(?:of\s+)?(?:the\s+)?(?P<rel>last|next|this)?\s*{long_unit}",
        ),
        ("over_weekend", r"(?:over|during|at)\s+(?P<whole>the\s+weekend)\b"),
        ("span", rf"(?:the\s+)?(?P<rel>past|last|next|coming|first|final|previous)\s+{number}\s+{unit}"),
        (
            "ago",
            rf"(?:(?P<about>about|around|nearly|almost|more than|over|some|at least)\s+)?{number}\s+{unit}\s+(?P<dir>ago|earlier|later|before|after|afterwards|from now|prior)\b",
        ),
        ("hyphened", rf"(?P<number>\d{{1,3}}|{small})-(?P<unit>{_alt(w.unit)})s?(?:[- ]long)?\b(?!-old|\s+old)"),
        (
            "duration",
            rf"(?:(?P<about>about|around|nearly|almost|more than|over|less than|at least|up to)\s+)?{number}\s+{unit}(?:\s+long)?\b(?!-old|\s+old|\s+of\s+age)",
        ),
        (
            "vague",
            r"(?:(?<=for\s)|(?<=after\s)|(?<=of\s)|(?<=took\s)|(?<=within\s)|(?<=in\s))(?P<unit>second|minute|hour|day|week|month|year|decade)s\b(?!\s+(?:ago|earlier|later|before|after))",
        ),
        ("vague_ago", r"(?P<unit>hour|day|week|month|year|decade)s\s+(?P<dir>ago|earlier|later)\b"),
        ("every", rf"(?:every|each)\s+(?:(?P<weekday>{weekday_full})|(?:{number}\s+)?(?P<unit>{_alt(w.unit)})s?\b)"),
        ("set", r"(?P<word>daily|weekly|monthly|annually|yearly)\b"),
        ("decade", rf"(?:the\s+)?{lead}(?P<decade>(?:1[5-9]|20)\d0s|'\d0s)\b"),
        ("century", r"(?:the\s+)?(?:(?P<part>early|late|mid)[- ])?(?P<century>\d{1,2})(?:st|nd|rd|th)[- ]century\b"),
        (
            "season",
            rf"(?:(?P<rel>last|next|this|the)\s+)?{lead}{season}(?:\s+(?:of\s+)?(?P<year>(?:1[5-9]|20)\d\d)\b)?",
        ),
        (
            "quarter",
            rf"(?:the\s+)?(?P<rel>first|second|third|fourth|last|next|this)[- ]+(?P<what>quarter|half)(?:\s+of\s+{year})?",
        ),
        (
            "clock",
            rf"(?:(?:about|around|just before|just after|shortly before|shortly after|before|after)\s+)?{clock}(?:\s+(?:on\s+)?(?P<weekday>{weekday_full}|yesterday|today))?",
        ),
        ("year", rf"(?<![\d$€£#.,/:-]){lead}{year}(?!s\b)"),
    )
    return tuple((name, re.compile(rf"(?<![\w$])(?:{pattern})", re.IGNORECASE)) for name, pattern in table)


def duration_value(number: str, unit: str) -> str:
    """Return the TIMEX3 value of a duration: P4M, PT2H, PXW where the number is open."""
    count = count_of(number, words())
    shown = "X" if count is None else f"{count}"
    if unit.startswith("T"):
        return f"PT{shown}{unit[1]}"
    if unit == "Q" and count is not None:
        return f"P{3 * count}M"
    return f"P{shown}{unit}"


def count_of(number: str, w: Words) -> int | None:
    """Return the whole number that digits or words stand for, None for "several"."""
    low = number.casefold().strip()
    if low.isdigit():
        return int(low)
    if low in ("couple of", "a couple of"):
        return 2
    parts = re.split(r"[ -]", low)
    if not all(p in w.number for p in parts):
        return None
    first = w.number[parts[0]]
    if len(parts) == 1:
        return first
    second = w.number[parts[1]]
    return first * second if second == 100 else first + second
