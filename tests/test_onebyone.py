"""How many are hurt where a report tells of them one by one, beside a number, or by what they came to hospital with."""

from __future__ import annotations

import pytest

from dateline.reading.tolls import report_toll
from tests.reading import reading_of

HURT = (
    # one after the other
    ("A man shot his girlfriend, then wounded a police officer who came to the house.", None, 2),
    ("A 19-year-old man was shot in the leg. A 22-year-old woman was grazed by a bullet.", None, 2),
    ("A 34-year-old man was hit in the arm. Another man, 20, was struck in the chest.", None, 2),
    ("Four victims had been struck by gunfire. A fifth man who was struck by gunfire was found later.", None, 5),
    # one told of again
    ("A girl was shot in the chest in Ghent. The 18-year-old woman was taken to a hospital.", None, 1),
    ("Officers came when a boy shot him. The suspect was taken to a hospital. He was injured.", None, 1),
    ("Her son managed to find a gun and shot her other child. The child was taken to a hospital.", None, 1),
    ("A boy was shot in Mill Road. In a separate shooting, a woman was wounded in Ghent.", None, 1),
    ("A man was shot in the 1200 block of Mill Road. A woman was hurt in the 3400 block of Elm Road.", None, 1),
    # beside a number, at the head of a line
    ("3-year-old and four adults shot in Ghent", None, 5),
    ("2-year-old, 3 others shot on the east side", None, 4),
    ("Mother, two children shot in Ghent", None, 3),
    ("Boy, 9, and two women injured in shooting", None, 3),
    ("10 women, 7 men wounded in playground shooting", None, 17),
    ("After killing a man, two others were wounded.", 1, 2),
    # with wounds, in hospital
    ("Three gunshot victims arrived at a hospital on Monday night.", None, 3),
    ("Police say two people showed up at a hospital with gunshot wounds.", None, 2),
    ("Officers found two men with gunshot wounds outside the bar.", None, 2),
    ("A man walked into a hospital with a gunshot wound.", None, 1),
    ("Two teenagers were hit when someone fired into a crowd.", None, 2),
    ("Two people are recovering after they were shot in a parking lot.", None, 2),
    ("A shooting left three people in the hospital.", None, 3),
    ("A man is dead and a woman is in the hospital after a shooting.", 1, 1),
    ("Nine-year-old struck by gunshots in Ghent", None, 1),
    # the dead are none of the hurt
    ("Four men leaving a wake were shot, one fatally, when a car drove past.", 1, 3),
    ("Officers found Pieter Maes suffering from a fatal gunshot wound.", 1, None),
    ("Two dead in hotel. The two were taken to a hospital where they were pronounced dead.", 2, None),
    ("Pieter Maes was found with gunshot wounds. Pieter was taken to a clinic where he died.", 1, None),
    ("Six people were shot in Ghent; two died and a woman was wounded.", 2, 4),
    ("The gunman shot himself and his two daughters. One of his daughters died.", 1, 2),
    ("Peeters and Maes were found with gunshot wounds. Both were pronounced dead. "
     "Two other gunshot victims arrived at the hospital.", 2, 2),
)  # fmt: skip


@pytest.mark.parametrize(("text", "killed", "injured"), HURT)
def test_the_hurt_are_counted(text: str, killed: int | None, injured: int | None) -> None:
    reading = reading_of(text)
    for measure, expected in (("killed", killed), ("injured", injured)):
        toll = report_toll(text, reading.quantities, measure)
        assert (toll.number if toll is not None else None) == expected, measure


def test_those_still_in_hospital_are_some_of_the_hurt() -> None:
    reading = reading_of("Still in the hospital are three victims who were wounded.")
    assert [q.scope for q in reading.quantities if q.measure == "injured"] == ["subset"]
