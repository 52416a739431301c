"""Times: TIMEX3 expressions, found by a grammar and resolved against publication, tense and the times told before.

Method: pattern matching and normalisation in the manner of HeidelTime (Strötgen & Gertz 2010); values follow TIMEX3
(TimeML 1.2.1), precision codes UCDP GED. What has no anchor keeps an underspecified value ("XXXX-WXX-2") and no days.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from dateline.intake.stamps import told_on
from dateline.reading import calendar as cal
from dateline.reading.language import fold, offsets
from dateline.reading.timecontext import NEAR, Context, Told, Value
from dateline.reading.timedays import with_day
from dateline.reading.timefilter import in_name
from dateline.reading.timematch import Found, matches
from dateline.reading.timetense import tense
from dateline.reading.timevalues import HANDLERS
from dateline.records import Report, Time, TimeBasis

if TYPE_CHECKING:
    from spacy.tokens import Doc

FEW_YEARS = 5
"""Years a text must name before it is taken for a tale of the past."""
DEICTIC = frozenset({"weekday", "deictic", "this_part"})
"""Rules whose words speak from the day of publication."""
LEAP = 8
"""Years from the time told last from which a lone year is an aside, unless the next one stands by it."""
ANTIQUITY = 1000
"""The year before which a tale may leap as it likes."""
PASSING = re.compile(
    r"\b(?:(?:sa(?:id|ys)|announced|confirmed|published|posted|updated|modified|told\s(?:[\w.’'-]{1,20}\s){1,4}?"
    r"|(?:in|at)\san?\s(?:written\s|news\s|press\s|media\s)?(?:statement|release|conference|briefing))"
    r"[,:]?\s{1,4})(?:(?:on|late|early|earlier|last)\s){0,2}$",
    re.IGNORECASE,
)
"""What stands before a day on which something was only said, or put on a page."""
PASSED = 60
"""Characters before a day in which that stands."""
RECENT = 14
"""Days before publication from which a report still tells its news."""
AROUND = 1500
"""Characters within which the only day told is still that of a time of day."""
SENTENCE = re.compile(r"[.!?][”\"’)]?\s+[“\"‘(]?[A-Z]|\n")
"""What parts two sentences."""
BESIDE = 60
"""Characters within which a day gives its date to a time of the clock before it."""


class Teller:
    """The times told so far, and what the next one leans on."""

    def __init__(self, report: Report, published: date | None, found: list[Found]) -> None:
        self.published = published
        self.text = fold(report.text)
        self.tale = is_tale(found, published)
        self.told: Told | None = None
        self.aside: Told | None = None
        self.quarter: Told | None = None
        self.dateline = report.dateline
        self.deed: Told | None = None
        self.days: set[date] = set()

    def context(self, match: re.Match[str], future: bool, past: bool) -> Context:
        """Return what a match is resolved against."""
        deed = self._of_deed(match.start())
        return Context(self.text, match.start(), self.published, self.told, self.quarter, future, past, self.tale, deed)

    def tell(self, value: Value, at: int) -> None:
        """Remember a time that later ones may lean on."""
        if not value.tells or value.type not in ("DATE", "TIME") or "X" in value.value or "REF" in value.value:
            return
        told = Told(value.value, at)
        if "-Q" in value.value:
            self.quarter = told
        if self.tale and self._is_aside(told):
            self.aside = told
            return
        self.told, self.aside = told, None
        self._tell_day(told)

    def _tell_day(self, told: Told) -> None:
        """Remember a day on which something was done, rather than said or put up."""
        day, line = told.day, self.dateline
        at_head = line is not None and line.start <= told.at < line.end
        if day is None or at_head or PASSING.search(self.text, max(0, told.at - PASSED), told.at) is not None:
            return
        self.deed = told
        self.days.add(day)

    def _of_deed(self, at: int) -> Told | None:
        """Return the day a bare time of day at `at` is of: that told close by, or the only one told so far.

        A report of a later day tells what is said and how things stand on its own day, and then again of the deed; and
        what is still to come has its hours beside it.
        """
        deed, today = self.deed, self.published
        if deed is None or deed.day is None or today is None or self.tale:
            return deed if deed is not None and at - deed.at <= NEAR else None
        if SENTENCE.search(self.text, deed.at, at) is None:
            return deed if at - deed.at <= NEAR else None
        news = {day for day in self.days if 0 <= (today - day).days <= RECENT}
        if deed.day > today or (deed.day == today and len(news) > 1):
            return None
        return deed if at - deed.at <= (NEAR if len(self.days) > 1 else AROUND) else None

    def _is_aside(self, told: Told) -> bool:
        """Tell whether a lone year leaps away from what the tale is at: "a law of 1898" amid the events of 1965."""
        if told.year is None:
            return True
        if told.year < ANTIQUITY:
            return False
        if self.told is None or self.told.year is None or len(told.value) > 7 or "-" in told.value:
            return False
        if self.aside is not None and self.aside.year is not None and abs(self.aside.year - told.year) <= LEAP:
            return False
        return abs(told.year - self.told.year) > LEAP


def read_times(doc: Doc, report: Report) -> tuple[Time, ...]:
    """Find and resolve the times of a report, in text order, none overlapping."""
    text = fold(report.text)
    published = _published(report)
    starts = offsets(doc)
    listed = matches(text)
    teller = Teller(report, published, listed)
    found: list[Value] = []
    clocks: list[int] = []
    for name, match in listed:
        if name == "month" and in_name(doc, starts, match, text):
            continue
        future, past = tense(doc, starts, match.start()) if name in TENSED else (False, False)
        for value in _values(name, match, teller.context(match, future, past)):
            start, end = _ends(value, match, text)
            kept = value._replace(start=start, end=end)
            if name in STATED:
                for index in clocks:
                    _date_clock(found, index, kept, text)
                clocks = []
            if name in TIMED:
                clocks.append(len(found))
            found.append(kept)
            teller.tell(kept, start)
    return tuple(_time(value, report, published) for value in _joined(found, text))


TIMED = frozenset({"clock", "the_part"})
"""Rules that name a time of day, which the day behind it dates."""
TENSED = frozenset(
    {"month_day", "day_month", "month_days", "days_month", "month", "weekday", "season", "holiday", "quarter"}
    | {"the_unit", "year"}
)
"""Rules whose value depends on the tense."""
STATED = frozenset({"iso", "slashed", "month_day", "day_month", "weekday", "deictic", "the_day"})
"""Rules that name a day."""


def _values(name: str, match: re.Match[str], context: Context) -> list[Value]:
    try:
        value = HANDLERS[name](match, context)
    except (ValueError, OverflowError):
        return []  # a date beyond the calendar
    return value if isinstance(value, list) else [value] if value is not None else []


def _ends(value: Value, match: re.Match[str], text: str) -> tuple[int, int]:
    """Return where a value stands, without white space around it."""
    start = value.start if value.start is not None else match.start()
    end = value.end if value.end is not None else match.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _date_clock(found: list[Value], index: int, day: Value, text: str) -> None:
    """Give a time of the clock the day that stands right behind it."""
    clock = found[index]
    if day.start is None or clock.end is None or not 0 <= day.start - clock.end <= BESIDE:
        return
    dated = with_day(clock, text[clock.end : day.start], day)
    if dated is not None:
        found[index] = dated


def _joined(found: list[Value], text: str) -> list[Value]:
    """Make one of a day and a time of the clock that stand side by side: "5 p.m. EST, Nov. 6"."""
    kept: list[Value] = []
    for value in found:
        last = kept[-1] if kept else None
        if last is not None and _GAP.fullmatch(text, last.end or 0, value.start or 0):
            if "T" in last.value and _same_day(last, value) and "T" not in value.value:
                kept[-1] = last._replace(end=value.end)
                continue
            if "T" in value.value and _same_day(value, last) and "T" not in last.value:
                kept[-1] = value._replace(start=last.start)
                continue
        kept.append(value)
    return kept


_GAP = re.compile(r",?[ \t]+")


def _same_day(timed: Value, day: Value) -> bool:
    return timed.type == "TIME" and day.type == "DATE" and timed.value.split("T", 1)[0] == day.value


def is_tale(found: list[Found], published: date | None) -> bool:
    """Tell whether a text tells the past: it names many years, few of them its own, and hardly a day by its weekday."""
    if published is None:
        return True
    years = [int(y) for _, m in found if (y := m.groupdict().get("year"))] + [0 for name, _ in found if name == "era"]
    spoken = sum(1 for name, match in found if name in DEICTIC or _from_today(name, match))
    old = sum(1 for year in years if year < published.year)
    return len(years) >= FEW_YEARS and old > 0.7 * len(years) and 3 * spoken < len(years)


def _from_today(name: str, match: re.Match[str]) -> bool:
    return name == "rel_unit" and not match.group("the") and match.group("rel").casefold() in ("last", "this", "next")


def _published(report: Report) -> date | None:
    """Return the day from which the text tells: that of publication, or of an update within days of it."""
    try:
        told = told_on(report.text, report.published)
        return date.fromisoformat(told[:10]) if told else None
    except ValueError:
        return None


def _time(value: Value, report: Report, published: date | None) -> Time:
    start, end = value.start or 0, value.end or 0
    stretch = value.stretch or (
        cal.stretch_of(value.value, value.mod) if value.type in ("DATE", "TIME") and not value.no_days else None
    )
    basis: TimeBasis = "unresolved"
    if stretch is not None:
        basis = "relative" if value.relative else "stated"
        if value.relative and published is not None and report.published_basis == "other-report":
            basis = "other-report"
        if report.dateline is not None and report.dateline.start <= start and end <= report.dateline.end:
            basis = "dateline"
    return Time(
        start=start,
        end=end,
        type=value.type,
        value=value.value,
        mod=value.mod,
        earliest=stretch.earliest.isoformat() if stretch else None,
        latest=stretch.latest.isoformat() if stretch else None,
        date_prec=stretch.date_prec if stretch else None,
        basis=basis,
    )
