"""The number grammar: what is written, what it allows, and that nothing makes it fail."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.numbers import find_numbers, value

Bounds = tuple[float | None, float | None, float | None, float | None]


@pytest.mark.parametrize(
    ("text", "mention", "bounds"),
    [
        ("over 650 fell", "over 650", (650, 650, 650, None)),
        ("some 270,000 people", "some 270,000", (270000, 270000, 270000, 270000)),
        ("at least nine miners", "at least nine", (9, 9, 9, None)),
        ("fewer than 40 remain", "fewer than 40", (40, None, 40, 40)),
        ("as many as a dozen boats", "as many as a dozen", (12, None, 12, 12)),
        ("nearly 70,000 left", "nearly 70,000", (70000, None, 70000, 70000)),
        ("between 30 and 40 shops", "between 30 and 40", (None, 30, None, 40)),
        ("2-3 people", "2-3", (None, 2, None, 3)),
        ("5 to 10 million", "5 to 10 million", (None, 5e6, None, 1e7)),
        ("half a million", "half a million", (500000, 500000, 500000, 500000)),
        ("1.5 million", "1.5 million", (1.5e6, 1.5e6, 1.5e6, 1.5e6)),
        ("9 300 households", "9 300", (9300, 9300, 9300, 9300)),
        ("1.200 people", "1.200", (1200, 1200, 1200, 1200)),
        ("two hundred and six", "two hundred and six", (206, 206, 206, 206)),
        ("at least twenty-one", "at least twenty-one", (21, 21, 21, None)),
        ("dozens of homes", "dozens", (None, 24, None, None)),
        ("tens of thousands", "tens of thousands", (None, 20000, None, None)),
        ("several hundred", "several hundred", (None, 200, None, None)),
        ("a handful of men", "a handful", (None, None, None, None)),
        ("a couple of men", "a couple", (2, 2, 2, 2)),
        ("50 or more", "50 or more", (50, 50, 50, None)),
        ("a double homicide", "double", (2, 2, 2, 2)),
        ("nobody", "nobody", (0, 0, 0, 0)),
        ("a hundred and fifty", "a hundred and fifty", (150, 150, 150, 150)),
        ("two and a half million", "two and a half million", (2.5e6, 2.5e6, 2.5e6, 2.5e6)),
        ("a quarter of a million", "a quarter of a million", (250000, 250000, 250000, 250000)),
        ("two to three dozen", "two to three dozen", (None, 24, None, 36)),
        ("fifty to a hundred", "fifty to a hundred", (None, 50, None, 100)),
        ("twenty-odd boats", "twenty-odd", (20, 20, 20, 20)),
        (">100 people", ">100", (100, 100, 100, None)),
        ("~40 people", "~40", (40, 40, 40, 40)),
        ("twelve (12) men", "twelve (12)", (12, 12, 12, 12)),
        ("one in five houses", "one in five", (20, 20, 20, 20)),
    ],
)
def test_what_is_written_and_what_it_allows(text: str, mention: str, bounds: Bounds) -> None:
    (found,) = find_numbers(text)
    assert text[found.start : found.end] == mention
    assert (found.number, found.low, found.best, found.high) == bounds


def test_qualifier_is_kept_as_written() -> None:
    assert [n.qualifier for n in find_numbers("More than 12, and a handful, and 3.")] == [
        "More than",
        "a handful",
        None,
    ]


def test_currency_and_scale() -> None:
    (found,) = find_numbers("about $145.5 million in aid")
    assert (found.number, found.currency) == (145_500_000, "USD")


@pytest.mark.parametrize("text", ["at 5:45", "an AK-47", "on 12/13", "the 3rd", "call 555-0136-22"])
def test_clock_times_codes_and_ordinals_are_no_numbers(text: str) -> None:
    assert not find_numbers(text)


def test_words_that_make_no_single_number_are_split() -> None:
    assert [n.number for n in find_numbers("one five-year-old boy")] == [1, 5]


@given(st.integers(1, 999_999))
def test_digits_with_and_without_separators_agree(n: int) -> None:
    assert value(str(n)) == value(f"{n:,}") == n


@settings(max_examples=200)
@given(
    st.text(alphabet=st.sampled_from("0123456789.,- $€½onetwhudrdfiva\u00a0\n%+/:"), max_size=60) | st.text(max_size=60)
)
def test_any_text_gives_ordered_mentions_inside_it(text: str) -> None:
    found = find_numbers(text)
    assert all(0 <= n.start <= n.core[0] < n.core[1] <= n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_long_runs_take_linear_time() -> None:
    started = time.process_time()
    for run in ("one ", "1,", "hundred ", "12-", "9" * 50, "more than "):
        find_numbers(run * 4000)
    assert time.process_time() - started < 5
