"""Days and hours of what is told: the day of the deed and not of the telling; which rows a timeline has, in what order."""

from __future__ import annotations

import pytest

from dateline.reading import read
from dateline.reconciling import reconcile
from dateline.records import Account, Story
from tests.reading import reading_of, report_of
from tests.test_times import times_of

FRIDAY = "2021-03-12"


def told(*texts: str, published: str = FRIDAY) -> Account:
    reports = {f"t{n}": report_of(text, published, id=f"t{n}") for n, text in enumerate(texts)}
    readings = {rid: read(report) for rid, report in reports.items()}
    return reconcile(Story(id="s", reports=tuple(sorted(reports)), links=(), copies=()), reports, readings, "s")


def rows_of(*texts: str) -> list[str]:
    return [entry.text for entry in told(*texts).timeline]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A clerk was shot Thursday.\n\nThe incident occurred around 5 p.m. in a shop.", "2021-03-11T17"),
        ("A clerk was shot Thursday, police said Friday.\n\nIt occurred around 5 p.m. in a shop.", "2021-03-11T17"),
        ("Police said Friday a clerk was shot. It occurred around 5 p.m. in a shop.", "XXXX-XX-XXT17"),
        ("A clerk was shot Thursday. He was in hospital Friday. It occurred around 5 p.m.", "XXXX-XX-XXT17"),
        ("A clerk was shot. (Published Friday, March 12, 2021) It occurred around 5 p.m.", "XXXX-XX-XXT17"),
        ("A clerk was shot Friday. It occurred around 5 p.m. in a shop.", "2021-03-12T17"),
        ("Schools open again on Monday, March 15. The scene was safe by 5 p.m.", "XXXX-XX-XXT17"),
    ],
)
def test_a_bare_hour_is_of_the_day_of_the_deed_or_of_no_day(text: str, value: str) -> None:
    assert [t.value for t in times_of(text) if "T17" in t.value] == [value]


def test_an_hour_of_the_night_before_a_day_told_is_of_that_night() -> None:
    text = "Ann Roe died Thursday. She had been hit at around 8:30 p.m. the night before, deputies said."
    assert [t.value for t in times_of(text)] == ["2021-03-11", "2021-03-10T20:30", "2021-03-10TNI"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The roof fell in on the day after Thanksgiving.", "2020-11-27"),
        ("He was hurt in the day-after-Christmas crash.", "2020-12-26"),
        ("The roof fell in on the day before Christmas.", "2020-12-24"),
        ("Teachers at June Ruiz School saw the roof fall in.", None),
        ("Shots outside June Ruiz School hit nobody, said June Ruiz Principal Ann Roe.", None),
        ("Aldo limped and left the game in the third quarter.", None),
    ],
)
def test_days_beside_holidays_and_words_that_are_no_times(text: str, value: str | None) -> None:
    assert [t.value for t in times_of(text)] == ([] if value is None else [value])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Six people have been killed in crashes there since 2010.", None),
        ("A clerk who had been in hospital since a Feb. 27 shooting at his shop has died.", None),
        ("Between January 2010 and August 2013, seven people were killed on the road.", None),
        ("Rosa Bell has been missing since Thursday.", "2021-03-11"),
        ("Moran had been the subject of a warrant for murder in the Nov. 11 shooting of a clerk.", None),
        ("Moran was charged in the death of a clerk outside a shop earlier this month.", None),
        ("Moran was arrested on a murder charge on Tuesday.", "2021-03-09"),
        ("Moran is accused of shooting a clerk on March 3.", None),
        ("Moran was charged Monday with shooting a clerk on March 3.", "2021-03-08"),
        ("A clerk who was hit by a car on Tuesday has died.", None),
        ("Two men were killed in the March 3 shooting.", "2021-03-03"),
    ],
)
def test_a_clause_is_of_the_day_on_which_what_it_tells_was_done(text: str, value: str | None) -> None:
    reading = reading_of(text, FRIDAY)
    time = reading.statements[0].time
    assert (reading.times[time].value if time is not None else None) == value


def test_rows_of_a_day_stand_in_the_order_of_their_hours() -> None:
    rows = rows_of(
        "Ferry sinks off Larne\n\nDivers raised the wreck at 9 p.m. Thursday, the coast guard said. The ferry Aran Star sank off "
        "Larne early Thursday with nine people aboard. Boats towed a raft to Larne on Thursday afternoon."
    )
    assert [next(word for word in ("sank", "towed", "raised") if word in row) for row in rows] == [
        "sank",
        "towed",
        "raised",
    ]


def test_one_harm_of_one_day_is_one_row() -> None:
    rows = rows_of(
        "Four shot outside hall in Toledo\n\nFour people were shot outside a hall in Toledo on Thursday night, police said.",
        "Shooting outside hall in Toledo wounds four\n\nFour people were injured in a shooting at a hall in Toledo on Thursday "
        "night. More than 20 shots were fired on Thursday, police said.",
    )
    assert len(rows) == 1


def test_remarks_states_and_words_cut_off_are_no_rows() -> None:
    rows = rows_of(
        "Ferry sinks off Larne\n\nThe ferry Aran Star sank off Larne on Thursday with nine people aboard. The captain was in stable "
        "condition on Friday. The dock is still considered unsafe on Friday. “Thursday was a sad day for this harbour,” said Jo Vale. "
        "On Friday I thanked the crews of the boats. The owner put out a leaflet on Friday claiming"
    )
    assert rows == ["The ferry Aran Star sank off Larne on Thursday with nine people aboard"]


def test_the_day_of_an_arrest_is_not_when_it_happened() -> None:
    found = told(
        "Two arrested in hall shooting\n\nOfficers on Thursday arrested two men in the March 3 shooting at a hall in Toledo that "
        "killed a woman. The two were arrested at a farm.",
        "Men arrested after woman killed\n\nTwo men were arrested Thursday in Toledo, where a woman was shot dead on March 3.",
    )
    assert (found.when.earliest, found.when.latest, found.when.date_prec) == ("2021-03-03", "2021-03-03", 1)


def test_a_day_of_the_weekend_is_more_precise_than_the_weekend() -> None:
    found = told(
        "Boy dies in fire\n\nA boy was killed in a fire in Toledo over the weekend. The fire began around 5:30 p.m. Saturday in a "
        "shed, and killed the boy.",
        published="2021-03-08",
    )
    assert (found.when.earliest, found.when.latest) == ("2021-03-06", "2021-03-06")
