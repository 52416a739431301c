"""Values of stated dates: days, months, years, decades, centuries, seasons and holidays."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from dateline.reading import calendar as cal
from dateline.reading.timecontext import Context, Told, Value, year_value
from dateline.reading.timewords import spelled_year, words

_M = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_AHEAD = re.compile(
    rf"\s{{0,20}}(?:[-\u2013\u2014]{{1,3}}|to|and|or|through|until|till|,)\s{{0,20}}(?:(?:on|in|from|the)\s{{1,20}})?(?:(?:early|late|mid)[\s-]{{1,20}})?"
    rf"(?:{_M}(?:\s{{1,20}}\d{{1,2}}(?:st|nd|rd|th)?)?|\d{{1,2}}(?:st|nd|rd|th)?\s{{1,20}}(?P<m2>{_M}))(?:\s{{0,20}},?\s{{1,20}}|\s{{1,20}}of\s{{1,20}})(?P<year>(?:1[0-9]|20)\d\d)\b",
    re.IGNORECASE,
)
"""The rest of a span whose year stands at its end: "May" in "May to August 1950"."""
_FIRST_MONTH = re.compile(_M, re.IGNORECASE)

UNTIL = re.compile(r"\b(?:by|until|till|next|due)\s+(?:the\s+|early\s+|late\s+|mid-)*$", re.IGNORECASE)
"""Words before a date that put it after publication, unless the verb is in the past."""

SOON = 3
"""Months from publication to which a bare month may lie ahead where the verb is not in the past ("the May vote")."""
NEAR_YEARS = 60
"""Years from the time told last within which a bare number can be a year of antiquity."""
NEWS = 7
"""Days before publication in which a day named without its year is of the news."""
FORWARD = 45
"""Days from publication to which a bare day may lie ahead although the verb is in the past ("was told to leave by")."""


def mod_of(match: re.Match[str]) -> str | None:
    """Return the TIMEX3 mod of "early", "the end of" and the like."""
    groups = match.groupdict()
    part = groups.get("part") or groups.get("part2")
    return words().part.get(part.casefold()) if part else None


def month_of(match: re.Match[str]) -> int:
    """Return the number of a match's month."""
    return words().month[match.group("month").rstrip(".").casefold()]


def day_of(text: str) -> int:
    """Return the number in "3", "03" and "3rd"."""
    return int(re.sub(r"\D", "", text))


def real_day(year: int, month: int, day: int) -> str | None:
    """Return a day's value, None where the calendar has no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def iso(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "2018-05-07"."""
    return Value("DATE", match.group("iso"), relative=False) if cal.stretch_of(match.group("iso")) else None


def slashed(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "3/12/2021": the month first, unless there is no such month."""
    month, day, year = int(match.group("m")), int(match.group("d")), match.group("y")
    if month > 12:
        month, day = day, month
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 50 else 1900)
    value = real_day(full, month, day)
    return Value("DATE", value, relative=False) if value else None


def day_of_month(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "May 6", "6 May 1954", "on the morning of 29 April"."""
    found = _day(match, context, day_of(match.group("day")))
    part = match.groupdict().get("daypart")
    if found is not None and match.groupdict().get("week"):
        day = Told(found.value, 0).day
        return found._replace(value=cal.week_value(day)) if day else None
    if found is None or part is None:
        return found
    return found._replace(type="TIME", value=f"{found.value}T{words().part_of_day[part.casefold()]}")


def days_of_month(match: re.Match[str], context: Context) -> list[Value] | None:
    """Resolve "June 3-5" and "May 6 and 7th" into their first and last day."""
    first, last = day_of(match.group("day")), day_of(match.group("day2"))
    if last <= first or ("and" in match.group("mid") and last - first > 3):
        return None
    found = [_day(match, context, day) for day in (first, last)]
    if found[0] is None or found[1] is None:
        return None
    return [found[0]._replace(end=match.start("mid")), found[1]._replace(start=match.start("day2"))]


def _day(match: re.Match[str], context: Context, day: int) -> Value | None:
    month, year = month_of(match), match.group("year")
    if year is None and match.groupdict().get("yrel"):
        told = year_from(match.group("yrel"), context)
        value = real_day(int(told), month, day) if told and told.isdecimal() else None
        return Value("DATE", value or f"XXXX-{month:02d}-{day:02d}", mod_of(match))
    if year is None:
        ahead = _year_ahead(match, context, month)
        year = str(ahead) if ahead else None
    if year:
        value = real_day(int(year), month, day)
        return Value("DATE", value, mod_of(match), relative=False) if value else None
    if not 1 <= day <= (29 if month == 2 else monthrange(2001, month)[1]):
        return None
    base = context.base
    named = match.groupdict().get("wday")
    if named and context.published is not None and not context.tale:
        weekday = words().weekday.get(named.rstrip(".").casefold())
        fits = _year_by_weekday(context.published, month, day, weekday)
        if fits is not None:
            return Value("DATE", f"{fits:04d}-{month:02d}-{day:02d}", mod_of(match))
    tale = context.tale and not _just_before(context, month, day)
    chosen = _told_year(base, month) if tale else _nearest_year(context, month, day)
    if chosen is None:
        return Value("DATE", f"XXXX-{month:02d}-{day:02d}", mod_of(match))
    if chosen < 0:
        return Value("DATE", f"{year_value(chosen)}-{month:02d}-{day:02d}", mod_of(match))
    value = real_day(chosen, month, day)
    return Value("DATE", value, mod_of(match)) if value else None


def _year_by_weekday(published: date, month: int, day: int, weekday: int | None) -> int | None:
    """Return the year next to publication in which a day falls on the weekday named beside it."""
    for year in (published.year, published.year - 1, published.year + 1):
        value = real_day(year, month, day)
        if value and date.fromisoformat(value).weekday() == weekday:
            return year
    return None


def _just_before(context: Context, month: int, day: int) -> bool:
    """Tell whether a day is one of the last before publication, in a tale that comes down to the year of that."""
    published = context.published
    value = real_day(published.year, month, day) if published is not None else None
    if published is None or value is None or not 0 <= (published - date.fromisoformat(value)).days <= NEWS:
        return False
    return re.search(rf"\b{published.year}\b", context.text) is not None


def _year_ahead(match: re.Match[str], context: Context, month: int) -> int | None:
    """Return the year at the end of the span that a match begins."""
    ahead = _AHEAD.match(context.text, match.end())
    if ahead is None:
        return None
    second = _FIRST_MONTH.search(ahead.group())
    later = words().month.get(second.group().rstrip(".").casefold(), month) if second else month
    return int(ahead.group("year")) - (later < month)


def _told_year(base: Told | None, month: int) -> int | None:
    """Choose the year in a tale: that told last, or the next where the tale passes from autumn to the new year."""
    if base is None or base.year is None:
        return None
    turned = base.month is not None and base.month >= 11 and month <= 2
    return base.year + turned


def _nearest_year(context: Context, month: int, day: int) -> int | None:
    """Choose the year of a day in the news: the nearest, and not far ahead where the clause is in the past."""
    base = context.published
    if base is None:
        return context.told.year if context.told else None
    choices = []
    for year in (base.year - 1, base.year, base.year + 1):
        value = real_day(year, month, day)
        if value is None:
            continue
        ahead = (date.fromisoformat(value) - base).days
        late = ahead > FORWARD and context.past
        choices.append((abs(ahead) + (400 if late else 0) + (120 if ahead < 0 and context.future else 0), year))
    return min(choices)[1] if choices else None


def month(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "October", "mid-June 1917", "next May", "April of that year"."""
    number, rel = month_of(match), (match.group("rel") or "").casefold()
    year = match.group("year")
    if year:
        return Value("DATE", f"{year}-{number:02d}", mod_of(match), relative=False)
    if match.group("yrel"):
        told = year_from(match.group("yrel"), context)
        return Value("DATE", f"{told}-{number:02d}" if told else f"XXXX-{number:02d}", mod_of(match))
    ahead = _year_ahead(match, context, number)
    if ahead:
        return Value("DATE", f"{ahead:04d}-{number:02d}", mod_of(match), relative=False)
    chosen = _month_year(context, number, rel)
    return Value("DATE", f"{year_value(chosen) if chosen else 'XXXX'}-{number:02d}", mod_of(match))


def _month_year(context: Context, number: int, rel: str) -> int | None:
    base = context.spoken if rel in ("last", "next", "this", "past") else context.base
    if base is None or base.year is None:
        return None
    now = base.month
    if rel == "next" or "following" in rel:
        return base.year + (now is not None and number <= now)
    if rel in ("last", "past") or "previous" in rel:
        return base.year - (now is None or number >= now)
    if context.tale:
        return _told_year(base, number)
    assert now is not None  # noqa: S101 - publication has a month
    if context.future or (UNTIL.search(context.text, max(0, context.at - 24), context.at) and not context.past):
        return base.year + (number < now)
    ahead = number - now
    return base.year - (ahead > (0 if context.past else SOON))


def year_from(rel: str, context: Context) -> str | None:
    """Return the year that "last year", "the same year" or "the following year" means."""
    low = rel.casefold().removeprefix("the").strip()
    step = words().step.get(low, 0)
    base = context.spoken if low in ("last", "this", "next") else context.last
    return year_value(base.year + step) if base is not None and base.year is not None else None


def years(match: re.Match[str], context: Context) -> list[Value] | None:
    """Resolve "1914-18" and "2006-2007" into their first and last year."""
    first, tail = int(match.group("year")), match.group("year2")
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if not first < last <= first + 150:
        return None
    one = Value("DATE", f"{first:04d}", mod_of(match), relative=False, end=match.start("mid"))
    return [one, Value("DATE", f"{last:04d}", relative=False, start=match.start("year2"))]


def year(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "1917", "the end of 1917": what is planned for a year does not take the tale there."""
    return Value(
        "DATE", match.group("year"), mod_of(match), relative=False, tells=not (context.tale and context.future)
    )


def era(match: re.Match[str], context: Context) -> list[Value] | Value | None:
    """Resolve "264 BC", "AD 476" and "264 to 241 BC"."""
    if match.group("ad"):
        return Value("DATE", f"{int(match.group('ad')):04d}", relative=False)
    sign = -1 if match.group("era").casefold().startswith("b") else 1
    numbers = [int(match.group(name)) * sign for name in ("y1", "y2") if match.group(name)]
    if not all(numbers):
        return None
    first = Value("DATE", year_value(numbers[0]) + _within_year(match), mod_of(match), relative=False)
    if len(numbers) == 1:
        return first
    last = Value("DATE", year_value(numbers[1]), relative=False, start=match.start("y2"))
    return [first._replace(end=match.start("mid")), last]


def _within_year(match: re.Match[str]) -> str:
    """Return what stands before a year of an era: "-08" in "August 480 BC", "-SP" in "the spring of 480 BC"."""
    if match.group("season"):
        return f"-{words().season[match.group('season').casefold()]}"
    if not match.group("month"):
        return ""
    day = match.group("eday") or match.group("eday2")
    return f"-{month_of(match):02d}" + (f"-{int(day):02d}" if day and int(day) <= 31 else "")


def bare(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "in 480" where the text is at years as old."""
    told, year = context.told, int(match.group("bare"))
    if not context.tale or told is None or told.year is None or abs(told.year) >= 1000:
        return None
    year = -year if told.year < 0 else year
    return Value("DATE", year_value(year), relative=False) if abs(told.year - year) <= NEAR_YEARS else None


def spelled(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "nineteen ninety-six"."""
    found = spelled_year(match.group("head"), match.group("tail"))
    return Value("DATE", f"{found:04d}", relative=False) if found and 1500 <= found <= 2100 else None


def decade(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the 1990s", "the early '60s"."""
    digits = match.group("decade")
    return Value("DATE", digits[:3] if digits else f"19{match.group('short')[0]}", mod_of(match), relative=False)


def decade_word(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the sixties": of the twentieth century."""
    digit = {"tw": 2, "th": 3, "fo": 4, "fi": 5, "si": 6, "se": 7, "ei": 8, "ni": 9}[match.group("word")[:2].casefold()]
    return Value("DATE", f"19{digit}", mod_of(match), relative=False)


def century(match: re.Match[str], context: Context) -> list[Value] | Value | None:
    """Resolve "the 9th century BC", "the late nineteenth century", "the 16th and 17th centuries"."""

    def value_of(text: str) -> str | None:
        number = words().ordinal.get(text.casefold()) or (day_of(text) if text[0].isdigit() else 0)
        before = (match.group("era") or "").casefold().startswith("b")
        return f"BC{number - 1:02d}" if before and number else f"{number - 1:02d}" if 1 <= number <= 30 else None

    first, other = value_of(match.group("ord")), match.group("ord2")
    if first is None:
        return None
    one = Value("DATE", first, mod_of(match), relative=False, tells=False)
    last = value_of(other) if other else None
    if last is None:
        return one
    return [
        one._replace(end=match.end("ord")),
        Value("DATE", last, relative=False, start=match.start("ord2"), tells=False),
    ]


def season(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the spring of 1862", "last winter", "summer": in the news the last or the next, by tense."""
    code = words().season[match.group("season").casefold()]
    rel = (match.group("rel") or "").casefold()
    if match.group("year"):
        return Value("DATE", f"{match.group('year')}-{code}", mod_of(match), relative=False)
    if match.group("yrel"):
        told = year_from(match.group("yrel"), context)
        return Value("DATE", f"{told or 'XXXX'}-{code}", mod_of(match))
    base = context.last if rel in ("that", "same", "following", "previous") else context.base
    if rel in ("last", "this", "next"):
        base = context.spoken
    if base is None or base.year is None:
        return Value("DATE", f"XXXX-{code}", mod_of(match))
    first = cal.SEASON_START[code]
    now = base.month or 0
    shift = 0
    if rel in ("last", "previous"):
        shift = 0 if now >= first + 3 else -1
    elif rel == "next" or (rel == "following" and now >= first):
        shift = 1 if now >= first else 0
    elif not context.tale and rel not in ("this", "that", "same"):
        ahead = context.future or bool(UNTIL.search(context.text, max(0, context.at - 24), context.at))
        shift = (1 if now >= first + 3 else 0) if ahead else (-1 if now < first else 0)
    return Value("DATE", f"{year_value(base.year + shift)}-{code}", mod_of(match))


def holiday(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "Christmas", "Thanksgiving 1999", "the day after Easter"; no days where another calendar sets it."""
    value = _holiday_itself(match, context)
    shift = match.group("shift")
    if value is None or shift is None or "X" in value.value:
        return value
    day = date.fromisoformat(value.value) + timedelta(days=1 if shift.casefold() == "after" else -1)
    return value._replace(value=day.isoformat())


def _holiday_itself(match: re.Match[str], context: Context) -> Value | None:
    """Return the holiday that a match names: of the year as bare days are."""
    rule = words().holiday[" ".join(match.group("holiday").casefold().split())]
    if rule == "":
        return Value("DATE", match.group("year") or "XXXX", no_days=True, tells=False)
    if match.group("year"):
        value = cal.holiday_value(rule, int(match.group("year")))
        return Value("DATE", value, relative=False) if value else None
    base = context.base
    if base is None or base.year is None or base.year < 0:
        return Value("DATE", f"XXXX-{rule}" if isinstance(rule, str) else "XXXX-XX-XX", no_days=True)
    choices = [value for step in (-1, 0, 1) if (value := cal.holiday_value(rule, base.year + step))]
    if context.tale or not choices:
        value = cal.holiday_value(rule, base.year)
        return Value("DATE", value) if value else None
    anchor = base.day or date(base.year, 1, 1)
    lean = timedelta(days=60 if context.future else -30 if context.past else 0)
    nearest = min(choices, key=lambda v: abs((date.fromisoformat(v) - anchor - lean).days))
    return Value("DATE", nearest)
