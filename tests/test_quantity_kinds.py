"""Kinds of numbers an analyst tells apart: parts and wholes, older counts, other times, things, money."""

import pytest

from dateline.reading.doubts import of_other_days
from dateline.reading.numbers import find_numbers
from tests.reading import reading_of
from tests.test_quantities import read, told, toll


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,20,000 people", 120_000),
        ("12 lakhs people", 1_200_000),
        ("2 crore voters", 20_000_000),
        ("Rs 200 cr", 2e9),
        ("1 200 homes", 1200),
        ("1.5m people", 1.5e6),
    ],
)
def test_groupings_and_scales(text: str, number: float) -> None:
    assert [n.number for n in find_numbers(text)] == [number]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two of the 12 hostages were killed.", [(2, "people", "killed"), (12, "people", "other")]),
        (
            "More than 70 per cent of the 5,000 homes were destroyed.",
            [(70, "percent", "destroyed"), (5000, "houses", "other")],
        ),
        ("Two of the 12 wounded died.", [(2, "people", "killed"), (12, "people", "injured")]),
        ("Of the 12 dead, three were children.", [(12, "people", "killed"), (3, "people", "killed")]),
        ("Of those injured, eight were nurses.", [(8, "people", "injured")]),
        ("The dead included seven women and a boy.", [(7, "people", "killed"), (1, "people", "killed")]),
        (
            "Storms wrecked 900 buildings, including 600 homes.",
            [(900, "other", "destroyed"), (600, "houses", "destroyed")],
        ),
        (
            "The flood hit 5,000 families, of which 1,200 have been displaced.",
            [(5000, "households", "other"), (1200, "households", "displaced")],
        ),
        ("Fire destroyed 20 houses and damaged 45 others.", [(20, "houses", "destroyed"), (45, "houses", "damaged")]),
        ("The slide buried 22 houses and killed six.", [(22, "houses", "destroyed"), (6, "people", "killed")]),
        ("The war has left 300 displaced and 20 dead.", [(300, "people", "displaced"), (20, "people", "killed")]),
    ],
)
def test_parts_and_wholes(text: str, expected: list[tuple[float, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "now", "before"),
    [
        ("Seven people are missing, down from 26 on Saturday.", 7, 26),
        ("The toll was revised down to 58 from 59.", 58, 59),
        ("The death toll rose from 12 to 15.", 15, 12),
        ("The number of displaced people rose to 45,000 from 30,000 last week.", 45_000, 30_000),
    ],
)
def test_an_older_count_is_read_and_told_from_the_one_of_today(text: str, now: float, before: float) -> None:
    read_ = read(text)
    assert {q.number: of_other_days(text, q) for q in read_} == {now: False, before: True}
    assert len({(q.measure, q.unit) for q in read_}) == 1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The war, which began in 1980, has cost much. Over the past six years 900 people were killed.", True),
        ("A ten-year war has left 70,000 people dead.", True),
        ("In a similar attack four guards were killed.", True),
        ("The worst attack in the past five years killed 12 people.", False),
        ("Twelve people were killed on 3 May 2016. The trial opened in 2017.", False),
        ("The quake of 1985 killed 200 people. This one, in June 1999, hurt no one.", True),
    ],
)
def test_counts_of_other_times(text: str, other: bool) -> None:
    counts = [q for q in read(text) if q.measure == "killed"]
    assert [of_other_days(text, q) for q in counts] == [other]


def test_the_toll_of_a_report_is_that_of_today() -> None:
    assert toll("The death toll rose from 12 to 15.", "killed") == 15


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("He called for the assassination of Ana Ruiz.", "planned"),
        ("Police foiled a plot to kill two judges.", "planned"),
        ("They urged the crowd to kill two judges.", "planned"),
        ("Nine residents were unable to return home.", "denied"),
    ],
)
def test_what_is_meant_or_asked_for_is_not_done(text: str, status: str) -> None:
    assert [q.status for q in read(text)] == [status]


def test_neither_of_two_was_hurt() -> None:
    assert [q.number for q in read("Neither Ana Ruiz nor her driver was hurt.") if q.number] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two trains injured in the collision were towed.", (2, "other", "other")),
        ("A quadruple shooting shook the town.", (4, "people", "casualties")),
        ("At least 600 people were killed or wounded.", (600, "people", "casualties")),
        ("The army suffered 40 casualties.", (40, "people", "casualties")),
        ("The rebels freed 20 hostages.", (20, "people", "released")),
        ("Twelve houses were fully damaged.", (12, "houses", "destroyed")),
        ("Nine hundred people took refuge in relief camps.", (900, "people", "sheltered")),
        ("Displaced persons (estimated): 3,000", (3000, "people", "displaced")),
        ("Crews evacuated around 70 from the campsite.", (70, "people", "evacuated")),
        ("900 - the number of people who were forced out of their homes.", (900, "people", "displaced")),
        ("4,000 flee homes as volcano erupts", (4000, "people", "displaced")),
        ("Fire Kills 12 At Bellmoor Mill", (12, "people", "killed")),
        ("Deadly Blast Rocks Bellmoor; 40 Feared Dead", (40, "people", "killed")),
        ("The storm caused damage to 300 homes.", (300, "houses", "damaged")),
        ("Four miners remained missing.", (4, "people", "missing")),
    ],
)
def test_kinds_of_counts(text: str, expected: tuple[float, str, str]) -> None:
    assert told(text) == [expected]


def test_a_count_has_no_noun_of_an_age_and_no_word_of_a_headline() -> None:
    assert [q.whom for q in read("A 12-year-old girl was killed.") if q.measure == "killed"] == ["girl"]
    assert [q.whom for q in read("Deadly Blast Rocks Bellmoor; 40 Feared Dead")] == [None]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Ruiz, Carlos Vega and two guards were shot dead.", ["Ana Ruiz", "Carlos Vega", "guards"]),
        ("A man, his wife and their three daughters were killed.", ["man", "wife", "daughters"]),
    ],
)
def test_lists_of_persons_are_counted_to_their_end(text: str, names: list[str]) -> None:
    found = read(text)
    assert [q.whom for q in found] == names
    assert {q.measure for q in found} == {"killed"}


@pytest.mark.parametrize(
    ("text", "unit", "number", "scope"),
    [
        ("The state will pay Rs 5 lakh to each family.", "INR", 500_000, "subset"),
        ("Pakistan set aside 2 crore rupees.", "PKR", 2e7, "total"),
        ("The families will get $10,000 each.", "USD", 10_000, "subset"),
        ("It cost 20,000 Canadian dollars.", "CAD", 20_000, "total"),
        ("It cost millions of dollars.", "USD", None, "total"),
        ("It cost 300 pesos.", "other", 300, "total"),
    ],
)
def test_money(text: str, unit: str, number: float | None, scope: str) -> None:
    assert [(q.measure, q.unit, q.number, q.scope) for q in read(text)] == [("cost", unit, number, scope)]


@pytest.mark.parametrize(
    "text",
    [
        "Three other men, ages 25, 26, and 33, were injured.",
        "Three men aged 25, 26 and 33 were injured on Friday.",
        "Three men, ages 25 to 33, were injured.",
    ],
)
def test_no_age_of_a_list_is_a_count(text: str) -> None:
    assert [(q.number, q.measure) for q in reading_of(text).quantities if q.measure != "age"] == [(3.0, "injured")]


@pytest.mark.parametrize("text", ["A girl of seven was wounded.", "The quake injured a young man of 19, police said."])
def test_somebody_of_an_age_is_one(text: str) -> None:
    counts = [(q.number, q.measure) for q in reading_of(text).quantities]
    assert (1.0, "injured") in counts
    assert {measure for number, measure in counts if number != 1} == {"age"}


@pytest.mark.parametrize(
    ("headline", "number"),
    [("Car bomb kills 17 at market", 17), ("Bus crash kills 9 in the hills", 9), ("Truck bomb kills 12", 12)],
)
def test_what_a_car_bomb_kills_are_people(headline: str, number: float) -> None:
    quantities = reading_of(f"{headline}\n\nHARWICK - People were hurt on Monday, police said.").quantities
    assert (quantities[0].number, quantities[0].unit, quantities[0].measure) == (number, "people", "killed")


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Three gunmen fled after shooting the man in the arm.", "other"),
        ("At least 15 riders fled the scene after the shooting.", "other"),
        ("Several others fled on foot.", "other"),
        ("Two men fled in a white car.", "other"),
        ("Nine inmates fled the prison at night.", "other"),
        ("Some 300 people fled their village after the attack.", "displaced"),
        ("About 4,000 people fled to the hills.", "displaced"),
        ("Hundreds of people fled the fighting.", "displaced"),
    ],
)
def test_who_gets_away_is_not_displaced(text: str, measure: str) -> None:
    assert reading_of(text).quantities[0].measure == measure


@pytest.mark.parametrize(
    "text",
    [
        "Engine 7 firefighters were there first.",
        "CBS 58 crews filmed the fire.",
        "Flight 370 passengers came home.",
        "Unit 12 residents were moved out after the fire.",
        "Another view outside Fire Station 18 in Harwick.",
        "Interstate 95 motorists were stranded.",
    ],
)
def test_what_is_told_apart_by_its_number_is_not_counted_by_it(text: str) -> None:
    assert reading_of(text).quantities == ()


def test_a_headline_without_commas_still_counts_its_dead() -> None:
    (found,) = reading_of("Blast at Harwick Bus Station 12 dead").quantities
    assert (found.number, found.measure) == (12, "killed")


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("The boy said he found a gun in his grandfather's room and he shot himself in the leg.", "boy"),
        ("Police held four people over the killing, including Ana Ruiz, 24, and Tom Weber, 26.", None),
        ("Rosa Diaz spoke of Free Dawn. She was held hostage by Free Dawn.", None),
    ],
)
def test_who_owns_a_room_is_arrested_or_did_it_is_not_struck(text: str, whom: str | None) -> None:
    struck = {q.whom for q in reading_of(text).quantities if q.measure in ("killed", "injured", "kidnapped")}
    assert struck <= ({whom} if whom else {"Rosa Diaz"})
