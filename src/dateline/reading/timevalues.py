"""Which function gives the value of which rule of reading.timepatterns."""

from __future__ import annotations

import re
from collections.abc import Callable

from dateline.reading import timedates, timedays, timeshifts, timespans
from dateline.reading.timecontext import Context, Value

HANDLERS: dict[str, Callable[[re.Match[str], Context], Value | list[Value] | None]] = {
    "iso": timedates.iso,
    "slashed": timedates.slashed,
    "month_day": timedates.day_of_month,
    "day_month": timedates.day_of_month,
    "month_days": timedates.days_of_month,
    "days_month": timedates.days_of_month,
    "month": timedates.month,
    "years": timedates.years,
    "year": timedates.year,
    "era": timedates.era,
    "spelled": timedates.spelled,
    "bare": timedates.bare,
    "decade": timedates.decade,
    "decade_word": timedates.decade_word,
    "century": timedates.century,
    "season": timedates.season,
    "holiday": timedates.holiday,
    "day_told": timedays.day_told,
    "weekday": timedays.weekday,
    "deictic": timedays.deictic,
    "this_part": timedays.this_part,
    "the_part": timedays.the_part,
    "clock": timedays.clock,
    "rel_unit": timeshifts.rel_unit,
    "part_rel": timeshifts.part_rel,
    "year_end": timeshifts.year_end,
    "the_unit": timeshifts.the_unit,
    "the_day": timeshifts.the_day,
    "ago": timeshifts.ago,
    "vague_ago": timeshifts.vague_ago,
    "quarter": timeshifts.quarter,
    "half_of": timeshifts.half_of,
    "quarter_rel": timeshifts.quarter_rel,
    "quarter_ago": timeshifts.quarter_ago,
    "span": timespans.lasting,
    "span_n": timespans.counted,
    "hyphened": timespans.hyphened,
    "long": timespans.long,
    "duration": timespans.lasting,
    "open_span": timespans.open_span,
    "plural": timespans.plural,
    "few_hours": timespans.plural,
    "a_while": timespans.a_while,
    "every": timespans.every,
    "per": timespans.per,
    "set": timespans.regular,
    "ref": timespans.reference,
}
"""One function for each rule; None where the match is no time after all."""
