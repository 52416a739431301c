"""Dates are read as people write them, and as the program's own pages show them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.review.asking import days
from dateline.review.written import MONTHS
from dateline.telling import shown
from dateline.web.prefilled import between

DAYS = st.dates(min_value=date(1000, 1, 1))


@given(DAYS)
def test_a_day_is_read_in_every_usual_form(day: date) -> None:
    month = MONTHS[day.month - 1]
    for text in (
        f"{day.day} {month} {day.year}", f"{month.title()} {day.day}, {day.year}", f"{day.day:02} {month[:3]}. {day.year}",
        shown.day(day.isoformat()), day.isoformat(),
    ):  # fmt: skip
        assert days(text) == (day.isoformat(), day.isoformat())


@given(DAYS, DAYS)
def test_a_stretch_is_read_as_pages_show_it_and_forms_begin_with_it(one: date, other: date) -> None:
    first, last = sorted((one.isoformat(), other.isoformat()))
    for text in (shown.stretch(first, last), f"{first}..{last}", f"{first} to {last}", between(first, last)):
        assert days(text) == (first, last)
    if first[:7] == last[:7]:
        assert days(shown.span_of_days(first, last)) == (first, last)


@given(DAYS)
def test_a_month_is_read_by_its_name(day: date) -> None:
    whole = (f"{day.isoformat()[:7]}-01", f"{day.isoformat()[:7]}-{monthrange(day.year, day.month)[1]:02}")
    assert days(f"{MONTHS[day.month - 1]} {day.year}") == days(between(*whole)) == whole


@pytest.mark.parametrize("text", ["", "soon", "31 February 2017", "ma 2017", "13 13 2017", "2017-06-30…10", "to"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        days(text)
