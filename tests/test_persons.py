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
    ("A woman was killed and five others, including two children and a student, were critically injured.", 1, 5),
    ("More than one shooter hurt 15 people and killed one man in a club in Ghent.", 1, 15),
    ("Suspect jailed in Ghent shooting that killed girlfriend, injured 5 others", 1, 5),
    ("Both the gunman and the child were taken to a hospital in Ghent.", None, 2),
    ("Pieter Maes faces 17 counts of assault, one for each person wounded in Ghent.", None, None),
    ("Several people were shot at a bar in Ghent on Saturday. Police said five others were injured.", None, 5),
    ("Police now say an eighth teen was injured in the shooting in Ghent.", None, 8),
    ("She is the third child to be shot in Ghent this month.", None, 1),
    ("The man shot and killed five people and wounded a girl in Ghent.\n\nThe girl is in a hospital.", 5, 1),
    ("Jan Claes, a 60-year-old teacher, was killed. A 19-year-old man had been shot in the shoulder.", 1, 1),
    ("A woman died in Ghent on Sunday. Pieter Maes, 24, was also killed in the attack.", 2, None),
    ("A man was shot in the face in Ghent. Image 2 of 5. The man was shot in Ghent.", None, 1),
    (
        "A double shooting in Ghent left one dead.\n\nTwo people were wounded early on Thursday. One of them died.",
        1,
        1,
    ),
    (
        "Four people were shot in Ghent on Sunday and two were seriously injured. "
        + "The police asked anybody who saw the car to call the station in the town. " * 7
        + "Jan Claes was killed at a farm in Bruges.",
        1,
        4,
    ),
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
        ("A woman was hurt in Ghent, WABC 7 reported.", 7),
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
