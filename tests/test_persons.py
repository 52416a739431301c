"""Who is hurt beside the dead, and which numbers count nobody."""

from __future__ import annotations

import pytest

from dateline.reading.tolls import report_toll
from dateline.reconciling.resolved import ends
from tests.reading import reading_of

TOLLS = (
    ("A teen was killed and a child was injured in a shooting in Ghent.", 1, 1),
    ("One man was shot dead. Another man was taken to a hospital.", 1, 1),
    ("Pieter Maes was shot on Saturday. Maes was taken to a hospital, where he was pronounced dead.", 1, None),
    ("Police found one deceased male and a second male suffering a gunshot wound.", 1, 1),
    ("Police search for the shooter who wounded a girl in Ghent.", None, 1),
    ("A man was nearly killed in a shooting in Ghent.", None, None),
    ("The bodies of five victims - three adults, a boy and an infant - were found in a house.", 5, None),
    ("Three people were injured in Ghent, including a girl who died at a hospital.", 1, 2),
    ("Five people were shot in Ghent, one fatally, and two were seriously injured.", 1, 4),
)


@pytest.mark.parametrize(("text", "killed", "injured"), TOLLS)
def test_the_dead_and_the_hurt_are_told_apart(text: str, killed: int | None, injured: int | None) -> None:
    reading = reading_of(text)
    for measure, expected in (("killed", killed), ("injured", injured)):
        toll = report_toll(text, reading.quantities, measure)
        assert (toll.number if toll is not None else None) == expected, measure


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The school is at 704 Ross Avenue, Alpine, TX 79830 and two people died there.", 79830),
        ("An armed suspect died after a shooting at a 7-Eleven.", 7),
        ("In a call to Channel 7 a neighbour said that a girl was shot.", 7),
        ("Both victims are younger than 18.", 18),
    ],
)
def test_labels_count_nobody(text: str, number: int) -> None:
    reading = reading_of(text)
    assert not [q for q in reading.quantities if q.number == number and q.measure != "age"]


def test_returning_fire_is_no_return() -> None:
    reading = reading_of("One of the officers returned fire.")
    assert not [q for q in reading.quantities if q.measure == "returned"]


@pytest.mark.parametrize(
    ("sentence", "over"),
    [
        ("Rescuers found all nine missing hikers.", True),
        ("The marches will go on until all those detained are released.", False),
        ("The freed girls, kidnapped in April, were all very tired.", False),
    ],
)
def test_over_for_all_is_told_of_all(sentence: str, over: bool) -> None:
    assert any(ends(measure, sentence) for measure in ("missing", "detained", "kidnapped")) is over
