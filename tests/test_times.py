"""Times: what a text says of when, resolved only as far as it can be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.calendar import easter, holiday_value, stretch_of
from dateline.reading.language import parse
from dateline.reading.timecontext import Told, moved
from dateline.reading.timematch import matches
from dateline.reading.times import read_times
from dateline.records import Time
from tests.reading import reading_of, report_of

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
        ("The term begins on Monday.", "2021-03-15"),
        ("The term begins Monday night.", "2021-03-15TNI"),
        ("The dark sky starts with a full moon on Monday that rises late.", "2021-03-15"),
        ("The school opens its gates after Monday's fire.", "2021-03-08"),
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


@pytest.mark.parametrize(
    ("text", "values"),
    [
        # ranges give their two ends, and a year at the end is the year of both
        ("The fair runs from June 3-5 this time.", ["2021-06-03", "2021-06-05"]),
        ("He reigned 1714-27.", ["1714", "1727"]),
        ("Floods came from May to August 1950.", ["1950-05", "1950-08"]),
        ("It ran from November to January 1946.", ["1945-11", "1946-01"]),
        ("The siege went on from June 24 to July 17, 1954.", ["1954-06-24", "1954-07-17"]),
        ("The city stood from 264 to 241 BC.", ["BC0264", "BC0241"]),
        # eras, centuries, decades
        ("The wall is of AD 128.", ["0128"]),
        ("A harbour of the 9th century BC was found.", ["BC08"]),
        ("Mills rose in the late nineteenth century.", ["18"]),
        ("The canal was dug in the early 1930s.", ["193"]),
        # days and parts of days
        ("The roof fell on the night of 3 March 1998.", ["1998-03-03TNI"]),
        ("Sirens sounded late Thursday night.", ["2021-03-11TNI"]),
        ("Flights leave at 5 p.m. EST, Nov. 6, 2019.", ["2019-11-06T17"]),
        ("The ferry sank at 8:15 p.m. on Tuesday.", ["2021-03-09T20:15", "2021-03-09"]),
        ("Power failed again the day before yesterday.", ["2021-03-10"]),
        ("Shops shut on New Year's Eve 2019.", ["2019-12-31"]),
        ("They marched on Thanksgiving 2012.", ["2012-11-22"]),
        ("Crowds came on Good Friday 2000.", ["2000-04-21"]),
        # weeks, quarters and years that lean on publication
        ("Rain is due early next week.", ["2021-W11"]),
        ("Sales fell in the fourth quarter.", ["2020-Q4"]),
        ("Prices rose in the second half of 2008.", ["2008-H2"]),
        ("The levy ends at the end of next year.", ["2022"]),
        ("It was the third quarter of last year.", ["2020-Q3"]),
        ("The vote was postponed until Tuesday.", ["2021-03-16"]),
        ("The plant is expected to open in December.", ["2021-12"]),
        ("The plant opened in December.", ["2020-12"]),
        # durations and sets
        ("The strike went on for two and a half years.", ["P2Y6M"]),
        ("It rained for a month and a half.", ["P1M15D"]),
        ("Half an hour passed.", ["PT30M"]),
        ("Drought came after a decade-long boom.", ["P1DE"]),
        ("The last three consecutive quarters were bad.", ["P3Q"]),
        ("Years of neglect and two more weeks of rain did it.", ["PXY", "P2W"]),
        ("Trains run every two hours and each morning.", ["PT2H", "XXXX-XX-XXTMO"]),
        ("He writes four letters a week.", ["P1W"]),
        ("The ferry runs on weekends and took two weekends to mend.", ["XXXX-WXX-WE", "P2WE"]),
        # references that name no day
        ("The gate is currently shut, and was recently mended.", ["PRESENT_REF", "PAST_REF"]),
        ("In the past, herds crossed here.", ["PAST_REF"]),
    ],
)
def test_values(text: str, values: list[str]) -> None:
    assert [t.value for t in times_of(text)] == values


def test_a_day_and_a_time_of_the_clock_side_by_side_are_one() -> None:
    text = "It closes at noon Friday."
    (time,) = times_of(text)
    assert (text[time.start : time.end], time.value, time.type) == ("noon Friday", "2021-03-12T12:00", "TIME")


TALE = (
    "The war of 1812 was long. It began in 1810, and by 1811 both sides had armed. "
    "A treaty of 1813 failed, and one of 1814 held. "
)
"""A text on the past: many years, none of them its own, and no weekday."""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("In June 1815 a fleet came. In August it left.", ["1815-06", "1815-08"]),
        ("On 18 June 1815 he lost. The following day he fled.", ["1815-06-18", "1815-06-19"]),
        ("In November 1815 it froze. In January it thawed.", ["1815-11", "1816-01"]),
        ("In May 1816 they met. Later that year they parted.", ["1816-05", "1816"]),
        ("On 4 May 1816 he rode out, and six days later he was home.", ["1816-05-04", "1816-05-10"]),
        ("In May 1816 his former tutor died.", ["1816-05", "PAST_REF"]),
        ("In May 1816 they met on a hill that today is a park.", ["1816-05", "PRESENT_REF"]),
        ("In May 1816 they met, as a law of 1703 had it. In June they signed.", ["1816-05", "1703", "1816-06"]),
    ],
)
def test_a_tale_leans_on_the_time_told_last(text: str, values: list[str]) -> None:
    assert [t.value for t in times_of(TALE + text)][-len(values) :] == values


def test_years_before_christ_go_on_without_their_era() -> None:
    found = times_of(
        "The wars of 499 BC, 498 BC, 497 BC, 496 BC and 495 BC were many. In the spring of 490 BC a fleet sailed. "
        "In August it sank. By 480, they were back. Two years later, a group of 300 left."
    )
    assert [t.value for t in found][5:] == ["BC0490-SP", "BC0490-08", "BC0480", "BC0478"]
    assert all(t.earliest is None for t in found)


def test_a_year_ago_in_a_report_of_figures_is_the_quarter_of_that_year() -> None:
    found = times_of("Net income in the fourth quarter was $3 million, against $2 million a year earlier.")
    assert [t.value for t in found] == ["2020-Q4", "2019-Q4"]


@pytest.mark.parametrize(
    "text",
    [
        "The dam burst on Tuesday, last month, and again this morning.",
        "Last year was dry. Next week may be wet. Over the weekend it froze.",
        "They met two days ago, and at 8:15 p.m. they left.",
        "It opened at Christmas, in the third quarter, at year-end.",
        "On 4 May 2010 a law passed. On Tuesday police came; this week they left.",
    ],
)
def test_without_publication_no_days_are_invented(text: str) -> None:
    assert [t.value for t in times_of(text, None) if t.earliest is not None and t.basis != "stated"] == []


@pytest.mark.parametrize(
    "text",
    [
        "A second attempt failed.",
        "Three quarters of the roof is gone.",
        "Jan Kowalski spoke for the miners.",
        "The fall of the tower shook the town.",
        "A ten-day-old calf and a boy aged 9 years were found.",
        "He watched 60 Minutes at home.",
        "They paid for 1,900 shares.",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert times_of(text) == []


@pytest.mark.parametrize(
    "piece", ["111,", "a ", "one hundred and ", "early ", "1914-", "May 3 and ", "the \n", "3" + " " * 400]
)
def test_long_runs_of_words_of_time_are_read_at_once(piece: str) -> None:
    assert len(matches(piece * 20_000)) <= 20_000


PHRASES = [
    *("the", "of", "may", "March", "early", "late", "mid-", "3", "31", "1914", "2020", "year", "years", "week", "last"),
    *("next", "two", "hundred", "and", "a", "half", "to", "-", ",", ".", "'s", "Monday", "night", "ago", "before"),
    *("after", "century", "first", "third", "quarter", "Christmas", "at", "in", "on", "BC", "later", "that", "same"),
    *("Feb.", "29", "12:30", "p.m.", "GMT", "decade", "every", "31 Feb 490 AD", "9999", "the following", "weekend"),
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(PHRASES), max_size=60).map(" ".join),
    st.sampled_from([None, "2020-02-29", "0001-01-01", "9999-12-31", "soon"]),
)
def test_any_words_of_time_give_ordered_times(text: str, published: str | None) -> None:
    found = times_of(text, published)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[t.start : t.end].strip() == text[t.start : t.end] != "" for t in found)
    assert all((t.earliest or "") <= (t.latest or "9") for t in found)


@given(st.dates(date(1600, 1, 1), date(2400, 1, 1)), st.sampled_from("DWMQY"), st.integers(-50, 50))
def test_there_and_back_again(day: date, unit: str, count: int) -> None:
    away = Told(moved(Told(day.isoformat(), 0), unit, count), 0)
    assert moved(away, unit, -count) == moved(Told(day.isoformat(), 0), unit, 0)


@given(st.integers(1600, 4000))
def test_holidays_keep_their_weekday(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
    thanksgiving = date.fromisoformat(holiday_value([11, 3, 4], year) or "")
    assert thanksgiving.weekday() == 3
    assert 22 <= thanksgiving.day <= 28


def test_a_first_name_is_no_month() -> None:
    text = "The singer June Harlan spoke to reporters. In June Harlan had left the band."
    found = [(text[t.start : t.end], t.value) for t in reading_of(text, published="2019-08-06").times]
    assert found == [("June", "2019-06")]
    assert text.index("June") not in [t.start for t in reading_of(text, published="2019-08-06").times]


def test_the_number_of_a_block_is_no_year() -> None:
    assert reading_of("Police went to a house in the 1900-block of Oak Street.", published="2019-08-06").times == ()


def test_the_last_days_before_publication_are_news_even_in_a_tale() -> None:
    text = (
        "The pact was signed in 2011, broken in 2013, renewed in 2015, and lapsed in 2017 and again in 2019. "
        "A report released March 10 tells why. In 2021 nobody remembers it."
    )
    values = {t.span.of(text): t.value for t in times_of(text)}
    assert values["March 10"] == "2021-03-10"
