"""Values of times that lean on another: "the following year", "early next month", "two days later", quarters."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.reading import calendar as cal
from dateline.reading.timecontext import OPEN, Context, Told, Value, moved, year_value
from dateline.reading.timedates import UNTIL, mod_of, year_from
from dateline.reading.timewords import count_of, duration_value, unit_of, words

LEANING = frozenset({"previous", "preceding", "prior", "following", "same", "that", "ensuing", "subsequent"})
"""Words that lean on the time told last rather than on publication."""
_LASTING = re.compile(r"\b(?:for|over|during|within|in|throughout)\s+$", re.IGNORECASE)
_THEN = re.compile(
    r"\s{0,20}(?:[,.;:!?)\"']|and\b|but\b|when\b|$)|\s{1,20}(?:[A-Z]|in\b|on\b|at\b|to\b|by\b|he\b|she\b|they\b|it\b|the\b)"
)
_STOP = re.compile(r"\s{0,20}(?:[,.;:!?)\"]|and\b|but\b|$)")


def rel_unit(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "last year", "later that month", "the following week", "this weekend"."""
    rel, word = match.group("rel").casefold(), match.group("unit").casefold()
    unit, step = unit_of(word), words().step[rel]
    the = bool(match.group("the"))
    if the and (rel == "past" or (rel in ("next", "last") and _lasts(context, word))):
        return Value("DURATION", duration_value("1", unit), tells=False)
    leaning = rel in LEANING or (the and rel == "next")
    base = context.last if leaning else context.spoken
    mod = mod_of(match)
    if rel == "current" and context.tale:
        base = context.last
    if word == "weekend":
        return _weekend(base, step)
    if unit == "Q":
        return _quarter_moved(context, step)
    value = moved(base, unit, step)
    found = Value("DATE", value, mod, no_days=value in OPEN.values() or value == "XXXX")
    part = (match.group("part") or "").casefold()
    if part in ("earlier", "later") and rel == "this" and context.published is not None:
        return found._replace(stretch=_passed(value, part, context.published), mod=None if part == "later" else mod)
    return found._replace(mod=None) if part == "later" and rel == "that" else found


def _lasts(context: Context, word: str) -> bool:
    if word == "day":
        return False
    before = context.text[max(0, context.at - 12) : context.at]
    return bool(_LASTING.search(before)) and not re.search(r"\bin\s+$", before, re.IGNORECASE)


def _passed(value: str, part: str, published: date) -> cal.Stretch | None:
    """Cut "earlier this year" to what of it has passed by publication, "later" to what has not."""
    stretch = cal.stretch_of(value)
    if stretch is None:
        return None
    if part == "earlier":
        return stretch._replace(latest=max(stretch.earliest, published))
    return stretch._replace(earliest=min(stretch.latest, published))


def _weekend(base: Told | None, step: int) -> Value:
    if base is None or base.day is None:
        return Value("DATE", "XXXX-WXX-WE", no_days=True)
    monday = base.day - timedelta(days=base.day.weekday())
    if step < 0 or (step == 0 and base.day.weekday() < 3):
        monday -= timedelta(weeks=1)
    elif step > 0:
        monday += timedelta(weeks=1)
    return Value("DATE", cal.week_value(monday) + "-WE")


def part_rel(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the end of the year", "late in the week", "early next month"."""
    rel = (match.group("rel") or "").casefold()
    word = match.group("unit").casefold()
    unit = unit_of(word)
    if word == "weekend" or (word == "day" and not rel):
        return None
    base = context.last if rel in LEANING or (not rel and context.tale) else context.spoken
    value = moved(base, unit, words().step.get(rel, 0))
    return Value("DATE", value, mod_of(match), no_days="X" in value)


def year_end(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "year-end": 31 December, next to come or just past."""
    word = "-".join(match.group("word").casefold().split())
    base = context.base
    if match.group("year"):
        year: int | None = int(match.group("year"))
    else:
        year = base.year if base is not None else None
    if year is None:
        return Value("DATE", "XXXX-12-31" if word.startswith(("year", "end")) else "XXXX", "END", no_days=True)
    if word in ("mid-year", "midyear"):
        return Value("DATE", year_value(year), "MID")
    if word.startswith(("month", "week")) or "week" in word:
        unit = "M" if word.startswith("month") else "W"
        return Value("DATE", moved(base, unit, 0), "MID" if word.startswith("mid") else "END")
    if word != "year-end":
        return Value("DATE", year_value(year), "END")
    if re.search(r"\bsince\s+$", context.text[max(0, context.at - 8) : context.at]) and not match.group("year"):
        year -= 1
    return Value("DATE", f"{year:04d}-12-31") if year > 0 else None


def the_unit(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the quarter", "the weekend", "the year": that told close by, else that of publication."""
    unit, word = unit_of(match.group("unit")), match.group("unit").casefold()
    if match.group("ended") and unit != "Q":
        return Value("DURATION", duration_value("1", unit), end=match.end("unit"), tells=False)
    end = match.end("unit")
    if word == "weekend":
        return _weekend(context.spoken, 1 if context.future else 0)._replace(end=end)
    if unit == "Q":
        return _the_quarter(context, 0)._replace(end=end)
    near = context.told if context.tale else None
    value = moved(near or context.spoken, unit, 0)
    return Value("DATE", value, end=end, no_days="X" in value, tells=False)


def the_day(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the day before", "the year after": next to the time told last, open before a clause."""
    word = (match.group("before") or match.group("eve")).casefold()
    step = -1 if (match.group("dir") or match.group("dir2")).casefold() == "before" else 1
    night = word in words().part_of_day
    unit = "D" if night else unit_of(word)
    near = context.near(context.told)
    if (
        night
        and near is not None
        and near.day is not None
        and not context.tale
        and _STOP.match(context.text, match.end())
    ):
        return Value("TIME", f"{moved(near, unit, step)}T{words().part_of_day[word]}")
    if night or not _STOP.match(context.text, match.end()) or context.told is None:
        value = OPEN.get(unit, "XXXX") if not context.tale else moved(context.told, unit, step)
    else:
        value = moved(context.told, unit, step)
    return Value("DATE", value, no_days="X" in value)


def ago(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "two years ago", "six days later", "three weeks before": from publication, or from the time told last."""
    unit, direction = unit_of(match.group("unit")), " ".join(match.group("dir").casefold().split())
    count = count_of(match.group("number"))
    back = direction in ("ago", "earlier", "previously", "before", "prior", "beforehand")
    about = match.group("about")
    mod = words().mod[" ".join(about.casefold().split())] if about else None
    if direction in ("before", "after", "prior") and not _STOP.match(context.text, match.end()):
        return Value("DURATION", duration_value(match.group("number"), unit), mod, end=match.end("unit"), tells=False)
    if direction in ("ago", "earlier", "before") and unit == "Y" and count == 1 and not context.tale:
        return _year_ago(context, direction, mod)
    if count is None:
        return Value("DATE", "PAST_REF" if back else "FUTURE_REF", mod, no_days=True, tells=False)
    published = Told(context.published.isoformat(), 0) if context.published else None
    base = published if direction in ("ago", "hence", "from now") else context.told
    return _shifted(match, context, base, (unit, -count if back else count), mod)


def _shifted(
    match: re.Match[str], context: Context, base: Told | None, step: tuple[str, int], mod: str | None
) -> Value:
    unit, count = step
    if unit.startswith("T"):
        return _hours(match, base, count, mod)
    if base is None or (base.day is None and unit in ("D", "W") and not base.value):
        return Value("DATE", "PAST_REF" if count < 0 else "FUTURE_REF", mod, no_days=True, tells=False)
    value = moved(base, unit, count)
    tells = unit in ("D", "W", "M") or (context.tale and count > 0)
    if unit == "W" and base.day is not None:
        there = base.day + timedelta(weeks=count)
        if abs(count) == 1 and base is context.told:
            return Value("DATE", there.isoformat(), mod, stretch=cal.about(there, 3))
        return Value("DATE", value, mod, stretch=cal.about(there, 3))
    return Value("DATE", value, mod, no_days="X" in value, tells=tells)


def _hours(match: re.Match[str], base: Told | None, count: int, mod: str | None) -> Value:
    number, unit = match.group("number"), unit_of(match.group("unit"))
    if base is None or base.day is None or abs(count) > 48 or unit != "TH":
        return Value("DURATION", duration_value(number, unit), mod, end=match.end("unit"), tells=False)
    if match.group("dir").casefold() != "ago":
        return Value("DURATION", duration_value(number, unit), mod, end=match.end("unit"), tells=False)
    return Value("TIME", base.day.isoformat(), mod, stretch=cal.about(base.day, 1), tells=False)


def _year_ago(context: Context, direction: str, mod: str | None) -> Value:
    """Resolve "a year ago" in the news: of figures for a quarter, that quarter of the year before."""
    quarter = context.near(context.quarter)
    if quarter is not None:
        return Value("DATE", moved(quarter, "Q", -4), mod, tells=False)
    base = context.spoken
    if direction != "ago" and context.near(context.told) is not None:
        base = context.told
    value = moved(base, "Y", -1)
    return Value("DATE", value, mod, no_days="X" in value, tells=False)


def vague_ago(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "weeks earlier", "years later"."""
    back = match.group("dir").casefold() in ("ago", "earlier", "previously")
    return Value("DATE", "PAST_REF" if back else "FUTURE_REF", no_days=True, tells=False)


PLAY = re.compile(
    r"\b(?:touchdowns?|quarterbacks?|field goals?|halftime|\d+-yard(?:er)?|yards? passing|rebounds?|free throws?|"
    r"three-pointers?|layups?|kickoff|interceptions?|fumbles?|turnovers|cornerbacks?|linebackers?|playoffs?|"
    r"(?:in|of|left|won|lost) the game|end zones?|first downs?|punt(?:s|ed)?|overtime|scoreless|goal line|NFL|NBA)\b",
    re.IGNORECASE,
)
"""Words of a game, whose quarters are not those of a year."""

PLAYED_NEAR = 250
"""Characters around a quarter in which the game is told."""


def quarter(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "third-quarter", "the first half of 1989", "this year's fourth quarter"."""
    letter = "Q" if match.group("what").casefold() == "quarter" else "H"
    word = match.group("ord").casefold()
    number = (4 if letter == "Q" else 2) if word == "final" else words().ordinal.get(word) or int(word[0])
    year = match.group("year") or match.group("year2")
    rel = match.group("yrel") or match.group("yrel2")
    if letter == "H" and (number > 2 or not (year or rel or match.group("whole"))):
        return None
    if letter == "Q" and match.group().casefold().endswith("half"):
        return None
    if year is None and rel:
        year = year_from(rel, context)
    if year:
        return Value("DATE", f"{year}-{letter}{number}", relative=rel is not None)
    if PLAY.search(context.text, max(0, context.at - PLAYED_NEAR), context.at + PLAYED_NEAR) is not None:
        return None
    base = context.base
    if base is None or base.year is None or base.year < 0:
        return Value("DATE", f"XXXX-{letter}{number}", no_days=True)
    if match.group("whole"):
        return Value("DATE", f"{base.year:04d}-{letter}{number}")
    now = ((base.month or 12) - 1) // (3 if letter == "Q" else 6) + 1
    ahead = context.future or UNTIL.search(context.text, max(0, context.at - 24), context.at)
    shift = (number < now - 1) if ahead and "-" not in match.group() else -(number > now)
    if match.group("back"):
        return Value("DATE", f"{base.year + shift - 1:04d}-{letter}{number}", tells=False)
    return Value("DATE", f"{base.year + shift:04d}-{letter}{number}")


def half_of(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the latter half of 2008", "the first half of the 1980s", "the second part of May"."""
    first = match.group("ord").casefold() == "first"
    if match.group("decade"):
        return Value("DATE", match.group("decade")[:3], "START" if first else "END", relative=False)
    if match.group("month"):
        number = words().month[match.group("month").rstrip(".").casefold()]
        year = match.group("my") or (year_value(context.base.year) if context.base and context.base.year else "XXXX")
        return Value("DATE", f"{year}-{number:02d}", "START" if first else "END")
    if match.group("what").casefold() == "half":
        return Value("DATE", f"{match.group('year')}-H{1 if first else 2}", relative=False)
    return Value("DATE", match.group("year"), "START" if first else "END", relative=False)


def quarter_rel(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "the latest quarter", "the year-ago period", "the corresponding period last year"."""
    rel = match.group("rel").casefold()
    back = match.group("back") or "year-" in match.group().casefold()
    plain = "period" in match.group().casefold()
    if rel in ("comparable", "corresponding") or back:
        return _the_quarter(context, -4)
    if plain:
        return _quarter_moved(context, -1) if rel == "latest" and not context.tale else None
    if rel == "same":
        return _the_quarter(context, 0)
    if rel == "latest":
        return _quarter_moved(context, -1)
    return _quarter_moved(context, words().step.get(rel, 0))


def quarter_ago(match: re.Match[str], context: Context) -> Value | None:
    """Resolve "year-ago", "last year's quarter" and "the 1988 quarter"."""
    if match.group("year"):
        told = context.quarter.value[-2:] if context.quarter is not None else "QX"
        return Value("DATE", f"{match.group('year')}-{told}", no_days=told == "QX", tells=False)
    return _the_quarter(context, -4)


def _the_quarter(context: Context, count: int) -> Value:
    """Return the quarter the text speaks of, or that many later: told close by, else the last one that has ended."""
    if context.quarter is not None and context.at - context.quarter.at <= 5 * 400:
        value = moved(context.quarter, "Q", count)
    elif context.base is not None and count == 0:
        value = moved(context.base, "Q", -1)
    else:
        value = moved(context.base, "Y", -1)
    return Value("DATE", value, no_days="X" in value, tells=count == 0)


def _quarter_moved(context: Context, step: int) -> Value:
    value = moved(context.spoken, "Q", step)
    return Value("DATE", value, no_days="X" in value)
