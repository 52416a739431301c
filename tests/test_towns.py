"""Towns of one name in a story: what the other reports name tells which is meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reconciling.bodies import of_bodies
from dateline.reconciling.towns import agree_on_towns
from dateline.records import Place, Reading, Report, Where
from tests.reading import reading_of, report_of

LOCAL = "NASHVILLE, Tenn. (WXYZ) - A boy was shot in Bordeaux on Monday. He lived in Nashville, police said."
BARE = "A boy was found shot dead in Bordeaux on Monday. He was on his way home from school."
TEXAN = "PARIS, Texas (KXYZ) - A store burned in Paris on Monday. Crews came from Bonham and Sulphur Springs, Texas."
SHORT = "A store burned down in Paris on Monday. Nobody was hurt when the roof fell in."


def story(*texts: str) -> tuple[dict[str, Reading], dict[str, Report]]:
    reports = {f"r{n}": report_of(text, id=f"r{n}") for n, text in enumerate(texts)}
    return {rid: reading_of(r.text, id=rid) for rid, r in reports.items()}, reports


def places(readings: dict[str, Reading], reports: dict[str, Report], name: str) -> list[Place]:
    found = agree_on_towns(readings, reports)
    return [p for rid in sorted(found) for p in found[rid].places if p.name.casefold() == name]


def test_a_quarter_that_one_report_takes_for_a_town_far_away_is_left_unresolved() -> None:
    readings, reports = story(LOCAL, BARE)
    assert any(p.lat is not None for p in readings["r1"].places if p.name == "Bordeaux")
    assert [p.lat for p in places(readings, reports, "bordeaux")] == [None, None]


def test_a_bare_name_is_the_town_that_another_report_names_with_its_state() -> None:
    readings, reports = story(TEXAN, SHORT)
    assert {p.within for p in places(readings, reports, "paris")} == {("Texas", "US")}


def test_a_town_abroad_stays_where_a_report_tells_its_country() -> None:
    readings, reports = story(LOCAL, "A boy was found shot dead in Bordeaux, France, on Monday. He was French.")
    assert {p.within[-1] for p in places(readings, reports, "bordeaux") if p.lat is not None} == {"FR"}


def test_a_city_known_everywhere_stays() -> None:
    readings, reports = story(LOCAL, "The boy was to fly to Tokyo on Monday. His aunt lives in Tokyo.")
    assert {p.within[-1] for p in places(readings, reports, "tokyo")} == {"JP"}


def test_a_story_of_one_report_is_left_as_it_was_read() -> None:
    readings, reports = story(BARE)
    assert agree_on_towns(readings, reports) == readings


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from([LOCAL, BARE, TEXAN, SHORT]), min_size=1, max_size=4))
def test_reading_anew_moves_no_place_and_changes_nothing_the_second_time(texts: list[str]) -> None:
    readings, reports = story(*texts)
    once = agree_on_towns(readings, reports)
    assert all([p.span for p in once[r].places] == [p.span for p in readings[r].places] for r in readings)
    assert agree_on_towns(once, reports) == once


@pytest.mark.parametrize(
    ("texts", "name", "precision"),
    [
        (["Oakland police are looking for two men who shot seven people on Saturday."], "Oakland", 2),
        (["Two were shot. Chicago police have no suspects.", "Chicago Police said two were shot."], "Chicago", 2),
        (["The Chicago Tribune says that two men were shot."], None, None),
    ],
)
def test_the_town_of_the_police_stands_in(texts: list[str], name: str | None, precision: int | None) -> None:
    readings, reports = story(*texts)
    found: Where = of_bodies(reports, readings)
    assert (found.name, found.where_prec) == (name, precision)
    assert len(found.evidence) == (len(texts) if name else 0)
