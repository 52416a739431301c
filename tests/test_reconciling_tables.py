"""The tables of reconciling: every example of the tables of endings is a test, and so are the camps."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from dateline.reading.onebyone import ORDINALS
from dateline.reconciling.origins import independent
from dateline.reconciling.resolved import endings, ends
from dateline.reconciling.whom import CAMPS, camp, camp_of, one_camp

ENDINGS = tomllib.loads(files("dateline.data").joinpath("endings.toml").read_text("utf-8"))["ending"]


@pytest.mark.parametrize("row", ENDINGS, ids=lambda row: row["measure"])
def test_an_ending_is_told_of_all_of_them_or_not_at_all(row: dict[str, Any]) -> None:
    assert ends(row["measure"], row["example"])
    assert not ends(row["measure"], row["no_example"])


def test_every_ending_has_a_measure_of_its_own() -> None:
    assert len({e.measure for e in endings()}) == len(ENDINGS)


def test_nobody_left_in_a_state_ends_it() -> None:
    assert ends("missing", "No one is still missing, the coast guard said.")
    assert not ends("killed", "All of them were found.")


@pytest.mark.parametrize(
    ("whom", "found"),
    [
        ("nine policemen", "forces"),
        ("suspected militants", "rebels"),
        ("foreign fighters", "fighters"),
        ("villagers", "civilians"),
        ("passengers", "anyone"),
        (None, "anyone"),
    ],
)
def test_a_description_is_of_one_camp(whom: str | None, found: str) -> None:
    assert camp(whom) == found


def test_fighters_may_be_of_either_armed_side_and_never_civilians() -> None:
    assert one_camp("fighters", "rebels")
    assert one_camp("forces", "fighters")
    assert not one_camp("civilians", "fighters")
    assert not one_camp("forces", "rebels")
    assert all(one_camp("anyone", other) for other in CAMPS)


def test_a_toll_of_several_camps_counts_anyone() -> None:
    assert camp_of(["two soldiers", "a villager"]) == "anyone"


def test_ordinals_count_from_the_second() -> None:
    assert sorted(set(ORDINALS.values())) == list(range(2, 11))


def test_nobody_is_an_origin_of_nothing() -> None:
    assert independent([]) == ()
