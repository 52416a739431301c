"""Values of days and their parts: weekdays, "yesterday", "this morning", "at night", times of the clock."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.reading import calendar as cal
from dateline.reading.timecontext import Context, Told, Value
from dateline.reading.timedates import UNTIL, day_of, mod_of
from dateline.reading.timewords import count_of, words
from dateline.records import TimeType


def _part(word: str | None) -> str:
    return f"T{words().part_of_day[word.casefold()]}" if word else ""


def weekday(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "Friday", "last Friday night", "on the night of Friday"; in a tale after the day told last."""
    day = words().weekday[match.group("weekday").casefold()]
    rel = (match.group("rel") or "").casefold()
    part = match.group("daypart2") or match.group("daypart")
    tail = _part(part)
    if match.group("plural") or (part and part.casefold().endswith("s")):
        return Value("SET", f"XXXX-WXX-{day + 1}{tail}", tells=False)
    kind: TimeType = "TIME" if tail else "DATE"
    mod = {"early": "START", "late": "END"}.get(rel)
    told = context.told.day if context.told is not None else None
    dated = context.tale and context.published is not None
    if dated and context.near(context.told) is None:
        told = None
    anchor = told if rel.startswith("the ") or rel == "that" or dated else context.published
    if anchor is None:
        return Value(kind, f"XXXX-WXX-{day + 1}{tail}", mod)
    there = _weekday_from(anchor, day, rel, context)
    return Value(kind, there.isoformat() + tail, mod, stretch=cal.Stretch(there, there, 1))


def _weekday_from(anchor: date, day: int, rel: str, context: Context) -> date:
    if rel in ("next", "the following"):
        return cal.weekday_after(anchor + timedelta(days=1), day)
    if rel in ("last", "past", "the previous"):
        return cal.weekday_before(anchor - timedelta(days=1), day)
    until = not context.past and UNTIL.search(context.text, max(0, context.at - 24), context.at)
    if rel == "this" or context.tale or context.future or until:
        return cal.weekday_after(anchor, day)
    return cal.weekday_before(anchor, day)


def deictic(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "yesterday", "tomorrow night"; in a tale "today" is when it was written and names no day."""
    word = match.group("word").casefold()
    tail = _part(match.group("daypart")) or ("TNI" if word == "tonight" else "")
    kind: TimeType = "TIME" if tail else "DATE"
    if context.published is None or context.tale:
        value = "PRESENT_REF" if word == "today" and not tail else "XXXX-XX-XX" + tail
        return Value(kind, value, no_days=True, tells=False)
    step = {"yesterday": -1, "tomorrow": 1}.get(word.split()[-1], 0) * (2 if "day " in word else 1)
    there = context.published + timedelta(days=step)
    return Value(kind, there.isoformat() + tail, mod_of(match))


def this_part(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "this morning", "last night", "that afternoon", "the next evening"."""
    rel, part = match.group("rel").casefold(), match.group("daypart")
    tail = _part(part)
    the = re.match(r"(?:\w{1,60}\s{1,20})?the\b", match.group(), re.IGNORECASE)
    dated = context.tale and context.published is not None
    leaning = dated or rel in ("that", "same", "following", "previous", "preceding") or (the and rel == "next")
    told = context.told.day if context.told is not None else None
    anchor = told if leaning else context.published
    if anchor is None:
        return Value("TIME", "XXXX-XX-XX" + tail, no_days=True)
    return Value("TIME", (anchor + timedelta(days=words().step[rel])).isoformat() + tail)


def the_part(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the morning", "overnight", "at night": of the day told last, if it is close by."""
    word = match.group("daypart") or match.group("over") or match.group("mid")
    if word is None:
        word = match.group("at").split()[-1]
        return Value("TIME", "XXXX-XX-XX" + _part(word), no_days=True, tells=False)
    near = context.deed
    if near is None or near.day is None:
        return Value("TIME", "XXXX-XX-XX" + _part(word), no_days=True, tells=False)
    return Value("TIME", near.day.isoformat() + _part(word))


def day_told(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "and the 7th" behind another day of that month; nothing where no month was just told."""
    near = context.near(context.told)
    if near is None or near.day is None or context.at - near.at > 40:
        return None
    day = day_of(match.group("day"))
    if day <= near.day.day or not re.search(r"\b(?:and|to|until|on the|or)\s+$", context.text[: context.at][-12:]):
        return None
    try:
        return Value("DATE", near.day.replace(day=day).isoformat())
    except ValueError:
        return None


_DAY_NEXT = re.compile(r"[\s,(]{0,20}(?:(?:on|local time|that day)\s{1,20})?$", re.IGNORECASE)
"""What may stand between a time of the clock and the day right behind it."""
_BREAK = re.compile(r"[.;!?]\s+[A-Z]|\n")
"""What parts a time of the clock from a day further on."""


def clock(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "8:15 p.m. EST", "0830 GMT", "noon": of the day told close by."""
    at = _clock_time(match)
    if at is None:
        return None
    near = context.deed
    day = near.day if near is not None else None
    if day is None:
        return Value("TIME", f"XXXX-XX-XX{at}", no_days=True, tells=False)
    return Value("TIME", f"{day.isoformat()}{at}")


def with_day(clock_value: Value, between: str, day: Value) -> Value | None:
    """Return a time of the clock moved to the day that stands right behind it ("at 8:15 on Friday")."""
    told = Told(day.value, 0).day
    if told is None or "T" not in clock_value.value:
        return None
    if not _DAY_NEXT.match(between) and (not clock_value.value.startswith("XXXX") or _BREAK.search(between)):
        return None
    return clock_value._replace(value=f"{told.isoformat()}T{clock_value.value.split('T', 1)[1]}", no_days=False)


def _clock_time(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if groups["word"]:
        return "T12:00" if groups["word"].casefold() == "noon" else "T24:00"
    if groups["army"]:
        return f"T{groups['army'][:2]}:{groups['army'][2:]}" if int(groups["army"][:2]) <= 24 else None
    text = groups["hour"] or groups["hour24"] or groups["oclock"]
    hour = count_of(text)
    half = (
        groups["half"] or {"m": "am", "a": "pm", "e": "pm"}.get((groups["half2"] or " ")[0].casefold(), "")
    ).casefold()
    if hour is None or hour > 24 or (half and hour > 12):
        return None
    hour = hour % 12 + 12 if half.startswith("p") else hour % 12 if half.startswith("a") else hour
    minute = groups["minute"] or groups["minute24"]
    return f"T{hour:02d}:{minute}" if minute else f"T{hour:02d}"
