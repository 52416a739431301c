"""Values of times: one function a rule of the grammar, from a match to a TIMEX3 value and its days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from dateline.reading import calendar as cal
from dateline.reading.timewords import Words, count_of, duration_value
from dateline.records import TimeType


class Value(NamedTuple):
    """What a match means, before its days are worked out."""

    type: TimeType
    value: str
    mod: str | None = None
    relative: bool = True
    stretch: cal.Stretch | None = None
    start: int | None = None
    no_days: bool = False


class Context(NamedTuple):
    """What a match is resolved against: publication, the day told last, the tense, and whether the text is history."""

    published: date | None
    told: date | None
    future: bool
    past: bool
    history: bool

    @property
    def anchor(self) -> date | None:
        """The day that bare months and days lean on: the time told last where the text is history, else publication."""
        if self.told is not None and self.history:
            return self.told
        return self.published


def _mod(match: re.Match[str], w: Words) -> str | None:
    part = match.groupdict().get("part")
    return w.part[part.casefold()] if part else None


def _iso(match: re.Match[str], context: Context, w: Words) -> Value | None:
    return Value("DATE", match.group("iso"), relative=False) if cal.stretch_of(match.group("iso")) else None


def _slashed(match: re.Match[str], context: Context, w: Words) -> Value | None:
    month, day, year = int(match.group("m")), int(match.group("d")), match.group("y")
    if month > 12:
        month, day = day, month
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 50 else 1900)
    value = f"{full:04d}-{month:02d}-{day:02d}"
    return Value("DATE", value, relative=False) if cal.stretch_of(value) else None


def _day_of_month(match: re.Match[str], context: Context, w: Words) -> Value | None:
    month, day = w.month[match.group("month").rstrip(".").casefold()], int(match.group("day"))
    year = match.group("year")
    if year:
        value = f"{year}-{month:02d}-{day:02d}"
        return Value("DATE", value, _mod(match, w), relative=False) if cal.stretch_of(value) else None
    anchor = context.anchor
    if anchor is None:
        return Value("DATE", f"XXXX-{month:02d}-{day:02d}", _mod(match, w))
    best = _nearest_year(anchor, month, day, context)
    return Value("DATE", f"{best:04d}-{month:02d}-{day:02d}", _mod(match, w)) if best else None


def _nearest_year(anchor: date, month: int, day: int, context: Context) -> int | None:
    """Choose the year of a day without one: the nearest, and not after publication where the clause is in the past."""
    choices = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            there = date(year, month, min(day, 28) if month == 2 else day)
        except ValueError:
            continue
        away = abs((there - anchor).days)
        if context.past and context.anchor is context.published and there > anchor + timedelta(days=3):
            away += 400
        choices.append((away, year))
    return min(choices)[1] if choices else None


def _month(match: re.Match[str], context: Context, w: Words) -> Value | None:
    month = w.month[match.group("month").rstrip(".").casefold()]
    year, rel = match.group("year"), (match.group("rel") or "").casefold()
    if year:
        return Value("DATE", f"{year}-{month:02d}", _mod(match, w), relative=False)
    anchor = context.published if rel else context.anchor
    if anchor is None:
        return Value("DATE", f"XXXX-{month:02d}", _mod(match, w))
    if rel == "next" or (context.future and not rel):
        chosen = anchor.year + (month < anchor.month or (rel == "next" and month == anchor.month))
    elif rel in ("last", "past"):
        chosen = anchor.year - (month >= anchor.month)
    elif anchor is context.published:
        chosen = anchor.year - (month > anchor.month)
    else:
        chosen = anchor.year
    return Value("DATE", f"{chosen:04d}-{month:02d}", _mod(match, w))


def _weekday(match: re.Match[str], context: Context, w: Words) -> Value | None:
    day = w.weekday[match.group("weekday").rstrip(".").casefold()]
    rel, daypart = (match.group("rel") or "").casefold(), match.group("daypart")
    if match.group("plural"):
        return Value("SET", f"XXXX-WXX-{day + 1}")
    anchor = context.published
    tail = f"T{w.part_of_day[daypart.casefold()]}" if daypart else ""
    kind: TimeType = "TIME" if tail else "DATE"
    mod = {"early": "START", "late": "END"}.get(rel)
    if rel in ("the following", "the previous"):
        anchor = context.told
    if anchor is None:
        return Value(kind, f"XXXX-WXX-{day + 1}{tail}", mod)
    if rel in ("next", "the following"):
        there = cal.weekday_after(anchor + timedelta(days=1), day)
    elif rel in ("last", "past", "the previous"):
        there = cal.weekday_before(anchor - timedelta(days=1), day)
    elif rel == "this" or context.future:
        there = cal.weekday_after(anchor, day)
    else:
        there = cal.weekday_before(anchor, day)
    stretch = cal.Stretch(there, there, 1)
    return Value(kind, there.isoformat() + tail, mod, stretch=stretch)


def _deictic(match: re.Match[str], context: Context, w: Words) -> Value | None:
    word, daypart = match.group("word").casefold(), match.group("daypart")
    tail = f"T{w.part_of_day[daypart.casefold()]}" if daypart else "TNI" if word == "tonight" else ""
    kind: TimeType = "TIME" if tail else "DATE"
    if context.published is None:
        return Value(kind, "PRESENT_REF" if word in ("today", "tonight") else "XXXX-XX-XX" + tail, no_days=True)
    there = context.published + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
    return Value(kind, there.isoformat() + tail)


def _now(match: re.Match[str], context: Context, w: Words) -> Value | None:
    return Value("DATE", "PAST_REF" if match.group("word").casefold() == "recently" else "PRESENT_REF", no_days=True)


def _this_part(match: re.Match[str], context: Context, w: Words) -> Value | None:
    tail = "T" + w.part_of_day[match.group("daypart").casefold()]
    if context.published is None:
        return Value("TIME", "XXXX-XX-XX" + tail, no_days=True)
    there = context.published - timedelta(days=match.group("rel").casefold() == "last")
    return Value("TIME", there.isoformat() + tail)


def _rel_unit(match: re.Match[str], context: Context, w: Words) -> Value | None:
    rel, word = match.group("rel").casefold(), match.group("unit").casefold()
    unit = w.unit[word]
    anchor = context.told if rel in ("same", "that", "following", "previous") else context.published
    if rel in ("following", "previous", "that") and anchor is None:
        anchor = context.published
    if rel == "past":
        return Value("DURATION", duration_value("1", unit))
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(rel, 0)
    if anchor is None:
        return Value("DATE", cal.open_value(unit), no_days=True)
    if word == "night":
        return Value("TIME", (anchor + timedelta(days=step)).isoformat() + "TNI")
    if word == "weekend":
        return _weekend(anchor, step)
    return Value("DATE", cal.shifted(anchor, unit, step))


def _weekend(anchor: date, step: int) -> Value:
    monday = anchor - timedelta(days=anchor.weekday())
    if step < 0 or (step == 0 and anchor.weekday() < 3):
        monday -= timedelta(weeks=1)
    elif step > 0:
        monday += timedelta(weeks=1)
    return Value("DATE", cal.week_value(monday) + "-WE")


def _over_weekend(match: re.Match[str], context: Context, w: Words) -> Value | None:
    if context.published is None:
        return Value("DATE", "XXXX-WXX-WE", start=match.start("whole"), no_days=True)
    value = _weekend(context.published, 1 if context.future else 0)
    return value._replace(start=match.start("whole"))


def _part_unit(match: re.Match[str], context: Context, w: Words) -> Value | None:
    """Resolve "earlier this year": what of the stretch has passed by publication ("later": what has not)."""
    rel, unit = match.group("rel").casefold(), w.unit[match.group("unit").casefold()]
    shift = match.group("shift").casefold()
    anchor = context.told if rel == "that" else context.published
    mod = {"early": "START", "late": "END"}.get(shift)
    if anchor is None:
        return Value("DATE", cal.open_value(unit), mod, no_days=True)
    value = cal.shifted(anchor, unit, {"last": -1, "next": 1}.get(rel, 0))
    stretch = cal.stretch_of(value, mod)
    if stretch is not None and rel == "this" and shift == "earlier":
        stretch = stretch._replace(latest=max(stretch.earliest, anchor))
    elif stretch is not None and rel == "this" and shift == "later":
        stretch = stretch._replace(earliest=min(stretch.latest, anchor))
    return Value("DATE", value, mod, stretch=stretch)


def _part_rel(match: re.Match[str], context: Context, w: Words) -> Value | None:
    rel = (match.group("rel") or "").casefold()
    anchor = context.published if rel else context.told or context.published
    if anchor is None or (not rel and match.group("part").casefold() not in ("end", "beginning", "start", "middle")):
        return None
    unit = w.unit[match.group("unit").casefold()]
    if unit in ("DE", "CE"):
        return None
    return Value("DATE", cal.shifted(anchor, unit, {"last": -1, "next": 1}.get(rel, 0)), _mod(match, w))


def _span(match: re.Match[str], context: Context, w: Words) -> Value | None:
    return Value("DURATION", duration_value(match.group("number"), w.unit[match.group("unit").casefold()]))


def _ago(match: re.Match[str], context: Context, w: Words) -> Value | None:
    unit, direction = w.unit[match.group("unit").casefold()], match.group("dir").casefold()
    count = count_of(match.groupdict().get("number") or "", w)
    if direction in ("before", "after", "prior"):
        return Value("DURATION", duration_value(match.group("number"), unit))
    anchor = context.published if direction in ("ago", "from now") else context.told or context.published
    mod = "APPROX" if (match.groupdict().get("about") or "").casefold() in ("about", "around", "some") else None
    if anchor is None or count is None or unit.startswith("T"):
        if unit.startswith("T") and anchor is not None and direction == "ago":
            return Value("TIME", anchor.isoformat(), mod)
        past = direction in ("ago", "earlier")
        return Value("DATE", "PAST_REF" if past else "FUTURE_REF", mod, no_days=True)
    sign = -1 if direction in ("ago", "earlier") else 1
    try:
        if unit == "W":
            there = anchor + timedelta(weeks=sign * count)
            return Value(
                "DATE", there.isoformat() if count <= 1 else cal.week_value(there), mod, stretch=cal.about(there, 3)
            )
        return Value("DATE", cal.shifted(anchor, unit, sign * count), mod)
    except (ValueError, OverflowError):
        return None


def _vague_ago(match: re.Match[str], context: Context, w: Words) -> Value | None:
    return Value("DATE", "FUTURE_REF" if match.group("dir").casefold() == "later" else "PAST_REF", no_days=True)


def _lasting(match: re.Match[str], context: Context, w: Words) -> Value | None:
    mod = {
        "about": "APPROX",
        "around": "APPROX",
        "more than": "MORE_THAN",
        "over": "MORE_THAN",
        "less than": "LESS_THAN",
        "at least": "EQUAL_OR_MORE",
        "up to": "EQUAL_OR_LESS",
        "nearly": "LESS_THAN",
        "almost": "LESS_THAN",
    }.get((match.groupdict().get("about") or "").casefold())
    return Value("DURATION", duration_value(match.group("number"), w.unit[match.group("unit").casefold()]), mod)


def _vague(match: re.Match[str], context: Context, w: Words) -> Value | None:
    return Value("DURATION", duration_value("X", w.unit[match.group("unit").casefold()]))


def _every(match: re.Match[str], context: Context, w: Words) -> Value | None:
    if match.group("weekday"):
        return Value("SET", f"XXXX-WXX-{w.weekday[match.group('weekday').casefold()] + 1}")
    return Value("SET", duration_value(match.group("number") or "1", w.unit[match.group("unit").casefold()]))


def _set(match: re.Match[str], context: Context, w: Words) -> Value | None:
    return Value("SET", {"daily": "P1D", "weekly": "P1W", "monthly": "P1M"}.get(match.group("word").casefold(), "P1Y"))


def _decade(match: re.Match[str], context: Context, w: Words) -> Value | None:
    digits = match.group("decade").strip("'s")
    return Value("DATE", digits[:3] if len(digits) == 4 else f"19{digits[0]}", _mod(match, w), relative=False)


def _century(match: re.Match[str], context: Context, w: Words) -> Value | None:
    return Value("DATE", f"{int(match.group('century')) - 1:02d}", _mod(match, w), relative=False)


def _season(match: re.Match[str], context: Context, w: Words) -> Value | None:
    code, year, rel = (
        w.season[match.group("season").casefold()],
        match.group("year"),
        (match.group("rel") or "").casefold(),
    )
    if year:
        return Value("DATE", f"{year}-{code}", _mod(match, w), relative=False)
    anchor = context.published if rel in ("last", "next", "this") else context.anchor
    if anchor is None:
        return Value("DATE", f"XXXX-{code}", _mod(match, w))
    passed = anchor.month >= cal.SEASON_START[code]
    shift = {
        "last": 0 if passed and anchor.month >= cal.SEASON_START[code] + 3 else -1,
        "next": 0 if not passed else 1,
    }.get(rel, 0)
    return Value("DATE", f"{anchor.year + shift:04d}-{code}", _mod(match, w))


def _quarter(match: re.Match[str], context: Context, w: Words) -> Value | None:
    rel, letter = match.group("rel").casefold(), "Q" if match.group("what").casefold() == "quarter" else "H"
    year = match.group("year")
    anchor = context.anchor
    number = w.ordinal.get(rel)
    if number is None:
        if anchor is None or letter == "H":
            return None
        return Value("DATE", cal.shifted(anchor, "Q", {"last": -1, "next": 1}.get(rel, 0)))
    if letter == "H" and number > 2:
        return None
    if year is None and anchor is None:
        return Value("DATE", f"XXXX-{letter}{number}")
    return Value("DATE", f"{year or f'{anchor.year:04d}' if anchor else year}-{letter}{number}", relative=year is None)


def _clock(match: re.Match[str], context: Context, w: Words) -> Value | None:
    hour, minute = match.group("hour") or match.group("hour24"), match.group("minute") or match.group("minute24")
    if hour is None:
        at = "T12:00" if "noon" in match.group().casefold() else "T24:00"
    else:
        number = int(hour)
        half = (match.group("half") or "").casefold()
        if number > 24 or (half and number > 12):
            return None
        number = number % 12 + 12 if half.startswith("p") else number % 12 if half.startswith("a") else number
        at = f"T{number:02d}:{minute}" if minute else f"T{number:02d}"
    day = match.group("weekday")
    there = _clock_day(day, context, w)
    if there is None:
        return Value(
            "TIME",
            ("XXXX-XX-XX" if day is None else f"XXXX-WXX-{w.weekday.get(day.casefold(), 0) + 1}") + at,
            no_days=True,
        )
    return Value("TIME", there.isoformat() + at)


def _clock_day(day: str | None, context: Context, w: Words) -> date | None:
    if day is None:
        return (
            context.told
            if context.told is not None
            and context.published is not None
            and 0 <= (context.published - context.told).days <= 7
            else None
        )
    if context.published is None:
        return None
    word = day.casefold()
    if word in ("yesterday", "today"):
        return context.published - timedelta(days=word == "yesterday")
    find = cal.weekday_after if context.future else cal.weekday_before
    return find(context.published, w.weekday[word])


def _year(match: re.Match[str], context: Context, w: Words) -> Value | None:
    return Value("DATE", match.group("year"), _mod(match, w), relative=False)


HANDLERS: dict[str, Callable[[re.Match[str], Context, Words], Value | None]] = {
    "iso": _iso,
    "slashed": _slashed,
    "month_day": _day_of_month,
    "day_month": _day_of_month,
    "month": _month,
    "weekday": _weekday,
    "deictic": _deictic,
    "now": _now,
    "this_part": _this_part,
    "part_unit": _part_unit,
    "rel_unit": _rel_unit,
    "part_rel": _part_rel,
    "over_weekend": _over_weekend,
    "span": _span,
    "ago": _ago,
    "hyphened": _lasting,
    "duration": _lasting,
    "vague": _vague,
    "vague_ago": _vague_ago,
    "every": _every,
    "set": _set,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "quarter": _quarter,
    "clock": _clock,
    "year": _year,
}
"""One function for each rule of reading.timewords."""
