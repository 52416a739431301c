"""Parts of reconciling that can be told without a whole story: names, dates, opposites, bounds."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reconciling.amounts import bounds, compatible
from dateline.reconciling.dating import date_through_story
from dateline.reconciling.names import fold_name, gather_names
from dateline.reconciling.outcomes import oppositions
from dateline.reconciling.timeline import as_precise
from dateline.records import Actor, Link, Quantity, Reading, Report, Span, Time


def reading(rid: str, *, actors: tuple[Actor, ...] = (), times: tuple[Time, ...] = ()) -> Reading:
    return Reading(
        id=rid,
        body_start=0,
        sentences=(),
        times=times,
        places=(),
        actors=actors,
        quantities=(),
        attributions=(),
        events=(),
        statements=(),
    )


def person(name: str, *aliases: str) -> Actor:
    return Actor(name=name, kind="person", mentions=(Span(0, 1),), aliases=aliases)


def test_a_surname_in_one_report_is_the_full_name_in_another() -> None:
    names = gather_names(
        {
            "a": reading("a", actors=(person("Marta Oyelaran", "Oyelaran"),)),
            "b": reading("b", actors=(person("Oyelaran"),)),
        }
    )
    assert names.by_actor["a", 0] == names.by_actor["b", 0] == names.of_link("b", Link(name="Oyelaran", actor=0))


def test_two_people_with_one_surname_stay_two() -> None:
    names = gather_names(
        {
            "a": reading("a", actors=(person("Marta Oyelaran", "Oyelaran"),)),
            "b": reading("b", actors=(person("Tunde Oyelaran", "Oyelaran"),)),
        }
    )
    assert names.by_actor["a", 0] != names.by_actor["b", 0]


@given(st.text())
def test_folding_a_name_twice_changes_nothing_more(name: str) -> None:
    once = fold_name(name)
    assert fold_name(once).split() == fold_name(fold_name(once)).split()


@pytest.mark.parametrize(
    ("earliest", "latest", "shown"),
    [
        ("2014-01-01", "2014-01-31", "2014-01"),
        ("2016-02-01", "2016-02-29", "2016-02"),
        ("2015-01-01", "2015-12-31", "2015"),
        ("2017-06-01", "2017-06-10", "2017-06-01"),
        ("2017-10-20", "2017-10-20", "2017-10-20"),
    ],
)
def test_dates_are_shown_as_precise_as_known(earliest: str, latest: str, shown: str) -> None:
    assert as_precise(earliest, latest, earliest) == shown


def test_each_opposition_tells_its_examples_apart() -> None:
    rows = tomllib.loads(files("dateline.data").joinpath("opposites.toml").read_text(encoding="utf-8"))["pair"]
    for row, opposition in zip(rows, oppositions(), strict=True):
        for own, other, key in (
            (opposition.one, opposition.other, "example_one"),
            (opposition.other, opposition.one, "example_other"),
        ):
            assert own.search(row[key]), row["about"]
            assert not other.search(own.sub("", row[key])), row["about"]


def count(
    number: float, qualifier: str | None = None, *, low: float | None = None, high: float | None = None
) -> Quantity:
    return Quantity(
        start=0,
        end=1,
        number=number,
        low=low if low is not None else number,
        best=number,
        high=high,
        qualifier=qualifier,
    )


def test_an_open_count_agrees_with_the_exact_one_just_above_it_and_with_no_other() -> None:
    over = count(650, "over", low=650)
    assert compatible(over, count(655, high=655))
    assert not compatible(over, count(640, high=640))
    assert not compatible(over, count(3000, high=3000))


@given(st.floats(1, 1e9), st.sampled_from([None, "about", "nearly", "over"]))
def test_bounds_hold_the_number_itself(number: float, qualifier: str | None) -> None:
    low, high = bounds(count(number, qualifier))
    assert low <= number <= high


def test_an_undated_report_is_dated_by_the_weekday_it_shares() -> None:
    dated = Report(id="d", text="x" * 50, raw_sha256="", published="2021-03-12", published_basis="field")
    undated = Report(id="u", text="x" * 50, raw_sha256="")
    tuesday = Time(
        start=1,
        end=8,
        type="DATE",
        value="2021-03-09",
        earliest="2021-03-09",
        latest="2021-03-09",
        date_prec=1,
        basis="relative",
    )
    open_day = Time(start=1, end=8, type="DATE", value="XXXX-WXX-2")
    found = date_through_story(
        [undated, dated], {"d": reading("d", times=(tuesday,)), "u": reading("u", times=(open_day,))}
    )
    assert (found["u"].published, found["u"].published_basis) == ("2021-03-09", "other-report")


def test_without_a_shared_day_an_undated_report_stays_undated() -> None:
    dated = Report(id="d", text="x" * 50, raw_sha256="", published="2021-03-12", published_basis="field")
    undated = Report(id="u", text="x" * 50, raw_sha256="")
    open_day = Time(start=1, end=8, type="DATE", value="XXXX-WXX-2")
    assert date_through_story([undated, dated], {"d": reading("d"), "u": reading("u", times=(open_day,))}) == {}
