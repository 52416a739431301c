"""Times: what a text says of when, resolved only as far as it can be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.calendar import stretch_of
from dateline.reading.language import parse
from dateline.reading.times import read_times
from dateline.records import Time
from tests.reading import report_of

FRIDAY = "2021-03-12"


def times_of(text: str, published: str | None = FRIDAY) -> list[Time]:
    report = report_of(text, published)
    return list(read_times(next(parse([report])), report))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The dam burst on Tuesday.", "2021-03-09"),
        ("The dam burst on Friday.", "2021-03-12"),
        ("The council will vote on Tuesday.", "2021-03-16"),
        ("Neighbours are holding a vigil on Thursday.", "2021-03-18"),
        ("Divers found the wreck yesterday.", "2021-03-11"),
        ("The bridge fell on March 3.", "2021-03-03"),
        ("The bridge fell on 3 March 2019.", "2019-03-03"),
        ("The bridge fell on Nov. 20.", "2020-11-20"),
        ("It was signed on 2018-05-07.", "2018-05-07"),
        ("The road opened last year.", "2020"),
        ("The mine closed in October.", "2020-10"),
        ("They left two weeks ago.", "2021-W08"),
        ("The tower was built in the 1990s.", "199"),
        ("The strike lasted four months.", "P4M"),
        ("After a four-month siege the town fell.", "P4M"),
        ("Prayers are held every Friday.", "XXXX-WXX-5"),
    ],
)
def test_value(text: str, value: str) -> None:
    assert [t.value for t in times_of(text)] == [value]


def test_early_june_is_its_first_ten_days() -> None:
    (time,) = times_of("The offensive began in early June.", "2017-10-20")
    assert (time.earliest, time.latest, time.date_prec, time.mod) == ("2017-06-01", "2017-06-10", 3, "START")


def test_a_weekday_without_a_date_to_lean_on_stays_open() -> None:
    (time,) = times_of("The dam burst on Tuesday.", None)
    assert (time.value, time.earliest, time.basis) == ("XXXX-WXX-2", None, "unresolved")


def test_two_days_later_follows_the_day_told_last() -> None:
    first, second = times_of("The ship sank on 4 May 2020. Two days later the search ended.")
    assert (first.value, second.value) == ("2020-05-04", "2020-05-06")


@pytest.mark.parametrize(
    "text",
    [
        "A 58-year-old baker opened the door.",
        "Police went to 1424 Elm Street.",
        "Some 2000 people marched.",
        "He may go.",
    ],
)
def test_ages_addresses_counts_and_modals_are_no_times(text: str) -> None:
    assert times_of(text) == []


def test_an_old_year_in_the_news_does_not_move_the_days_beside_it() -> None:
    found = times_of("A suspect in a 2013 killing was held after the March 9 attack.")
    assert [t.value for t in found] == ["2013", "2021-03-09"]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.sampled_from([None, "2020-02-29", "1999-12-31"]))
def test_any_text_gives_ordered_times_inside_it(text: str, published: str | None) -> None:
    found = times_of(text, published)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all((t.earliest or "") <= (t.latest or "9") for t in found)


@given(st.dates())
def test_a_day_is_a_stretch_of_itself(day: object) -> None:
    stretch = stretch_of(str(day))
    assert stretch is not None
    assert stretch.earliest == stretch.latest == day
