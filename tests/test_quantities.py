"""How many of whom, and what happened to them; and the one toll a report gives."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.language import parse
from dateline.reading.measures import Example, measures
from dateline.reading.quantities import read_quantities
from dateline.reading.tolls import report_toll
from dateline.records import Actor, Quantity, Report, Span, Time
from tests.reading import reading_of


def read(text: str, times: tuple[Time, ...] = (), actors: tuple[Actor, ...] = ()) -> tuple[Quantity, ...]:
    report = Report(id="r", text=text, raw_sha256="")
    return read_quantities(next(parse([report])), report, times, actors)


def told(text: str) -> list[tuple[float | None, str, str]]:
    """Number, unit and measure of each quantity read."""
    return [(q.number, q.unit, q.measure) for q in read(text)]


def toll(text: str, measure: str) -> float | None:
    found = report_toll(text, read(text), measure)
    return found.number if found else None


@pytest.mark.parametrize(
    ("name", "example"),
    [(m.name, e) for m in measures() for e in m.examples],
    ids=lambda x: x if isinstance(x, str) else x.text[:30],
)
def test_examples_of_the_vocabulary(name: str, example: Example) -> None:
    fitting = [q for q in read(example.text) if q.measure == name and q.unit == example.unit]
    assert fitting, read(example.text)
    (found,) = fitting
    assert example.number in (None, found.number)
    assert example.low in (None, found.low)
    assert example.whom in (None, found.whom)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 dead, 2 hurt in mill fire", [(3, "people", "killed"), (2, "people", "injured")]),
        ("The blast left 12 dead and 30 injured.", [(12, "people", "killed"), (30, "people", "injured")]),
        ("A shell killed 12 villagers and wounded 30.", [(12, "people", "killed"), (30, "people", "injured")]),
        ("Two men and a woman were shot dead.", [(2, "people", "killed"), (1, "people", "killed")]),
        ("No one was hurt.", [(0, "people", "injured")]),
        ("The number of displaced families is put at 349.", [(349, "households", "displaced")]),
        ("The death toll rose from 9 to 12.", [(9, "people", "killed"), (12, "people", "killed")]),
        ("Sixty people died, 40 of them women.", [(60, "people", "killed"), (40, "people", "killed")]),
        ("Houses destroyed: 146", [(146, "houses", "destroyed")]),
        ("31 houses were destroyed and 80 damaged.", [(31, "houses", "destroyed"), (80, "houses", "damaged")]),
        ("Half of the town was destroyed.", [(50, "percent", "destroyed")]),
        ("A 12-member crew died.", [(12, "people", "killed")]),
        ("The crash claimed the lives of a boy and his mother.", [(1, "people", "killed"), (1, "people", "killed")]),
    ],
)
def test_measures_come_from_the_predicate(text: str, expected: list[tuple[float, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Displaced persons as of December 2015: 1,204", (1204, "people", "displaced")),
        ("Evacuated families\n3,000", (3000, "households", "evacuated")),
        ("321\nhouses destroyed", (321, "houses", "destroyed")),
        ("Homeless families: 600", (600, "households", "homeless")),
        ("Evacuated: 1,763 persons", (1763, "people", "evacuated")),
        ("250 HH are homeless.", (250, "households", "homeless")),
        ("1,345 displaced households were found.", (1345, "households", "displaced")),
        ("343 residential buildings were destroyed.", (343, "houses", "destroyed")),
        ("15 families' homes were destroyed.", (15, "households", "destroyed")),
        ("The storm partially destroyed 77 houses.", (77, "houses", "damaged")),
        ("The bushfire claimed 150 homes.", (150, "houses", "destroyed")),
        ("The clashes drove more than 3,000 people from their homes.", (3000, "people", "displaced")),
        ("The slide killed two and 400 people were evacuated.", (400, "people", "evacuated")),
        ("This brings the displaced population to 98,000.", (98000, "people", "displaced")),
        ("Some 1,150 newly arrived IDP families were registered.", (1150, "households", "displaced")),
        ("Winds tore the roofs off 60 houses.", (60, "houses", "damaged")),
        ("Flooded out: 12 dogs were killed.", (12, "other", "killed")),
    ],
)
def test_homes_and_those_who_live_there(text: str, expected: tuple[float, str, str]) -> None:
    assert expected in told(text)


@pytest.mark.parametrize(
    ("text", "unit", "measure"),
    [
        ("The club lost two players to a rival.", "people", "other"),
        ("The company moved 40 machines to another site.", "other", "other"),
        ("Some 150 electoral cards were burned.", "other", "damaged"),
        ("Seven bank branches were seriously damaged.", "other", "damaged"),
    ],
)
def test_verbs_of_many_uses_strike_only_what_fits(text: str, unit: str, measure: str) -> None:
    assert [(q.unit, q.measure) for q in read(text)] == [(unit, measure)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("THE ARMY DENOUNCED THE MURDER OF MAYOR ANA RUIZ AND HER DRIVER.", ["ANA RUIZ", "DRIVER"]),
        ("The injured were Ana Ruiz and a guard.", ["Ana Ruiz", "guard"]),
        ("They mourn the murder in Bellmoor of Ana Ruiz.", ["Ana Ruiz"]),
        ("They were held for killing six priests, a cook, and her daughter.", ["priests", "cook", "daughter"]),
    ],
)
def test_those_told_of_one_by_one(text: str, names: list[str]) -> None:
    assert [q.whom for q in read(text)] == names


def test_who_dies_of_injuries_is_not_hurt() -> None:
    assert [q.measure for q in read("Ana Ruiz succumbed to her injuries.")] == ["killed"]


def test_the_toll_of_another_day_is_not_this_one() -> None:
    text = "Fourteen people died in the blast, the deadliest since the fire at Bellmoor, where 26 people died."
    assert toll(text, "killed") == 14


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The rebels handed over 21 pupils on Monday.", ("other", 21, 21)),
        ("The rebels took over 21 pupils on Monday.", ("other", 21, None)),
        ("Two children were left alone in the car.", ("other", 2, 2)),
        ("The ports host 4,000 dock workers.", ("other", 4000, 4000)),
        ("The ports host 4,000 refugees.", ("sheltered", 4000, 4000)),
    ],
)
def test_words_that_only_look_like_a_measure(text: str, counted: tuple[str, float, float | None]) -> None:
    assert [(q.measure, q.low, q.high) for q in read(text)] == [counted]


def test_those_taken_who_are_free_in_the_end_count_as_free() -> None:
    found = read("14 Pupils Kidnapped From Bellmoor School Released by Rebels, Army Says")
    assert [(q.measure, q.number) for q in found] == [("released", 14)]


def test_those_left_injured_are_not_who_left_them_so() -> None:
    found = read("The driver ploughed into the crowd, killing 84 people and leaving around 202 injured.")
    assert [(q.measure, q.number) for q in found] == [("killed", 84), ("injured", 202)]


def test_whoever_is_missed_is_not_missing() -> None:
    assert read("We are all missing Jo Vale at the mill.") == ()


def test_how_far_into_something_is_no_duration() -> None:
    assert read("Less than six years into his reign, the king fell ill.") == ()


def test_whom_a_clause_is_about_that_follows_a_verb_at_once() -> None:
    text = "The father flagged down an officer explaining the child was shot by accident."
    assert [(q.whom, q.measure) for q in read(text)] == [("child", "injured")]


def test_counted_phrase_is_verbatim_and_of_the_right_side() -> None:
    text = "She said 655 local and international fighters lost their lives fighting the “Grey Band” over four months."
    killed = next(q for q in read(text) if q.measure == "killed")
    assert killed.whom == "local and international fighters"
    assert killed.counted is not None
    assert killed.counted.of(text) == killed.whom
    assert killed.trigger is not None
    assert killed.trigger.of(text) == "lost their lives"


def test_actor_of_the_count() -> None:
    text = "At least 40 Harbour Guard fighters were killed."
    at = text.index("Harbour")
    actor = Actor(name="Harbour Guard fighters", kind="armed group", mentions=(Span(at, at + 22),))
    assert [q.actor for q in read(text, actors=(actor,))] == [0]


def test_parts_are_subsets_of_the_sum_before_them() -> None:
    found = read("Twelve people, including four children, were killed.")
    assert [(q.number, q.measure, q.scope) for q in found] == [(12, "killed", "total"), (4, "killed", "subset")]


def test_others_are_a_sum_where_nothing_was_counted_before() -> None:
    found = read("The quake killed 12 people and injured 30 others.")
    assert [(q.measure, q.scope) for q in found] == [("killed", "total"), ("injured", "total")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The storm killed six sailors.", "completed"),
        ("The bomb could have killed hundreds of people.", "conditional"),
        ("The army will deploy 600 soldiers.", "planned"),
        ("He denied killing 20 villagers.", "denied"),
        ("She is accused of killing two guards.", "alleged"),
    ],
)
def test_status_is_that_of_the_predicate(text: str, status: str) -> None:
    assert [q.status for q in read(text) if q.measure in ("killed", "deployed")] == [status]


def test_attacker_in_the_count() -> None:
    assert read("Five people, including the gunman, were killed.")[0].counts_attacker is True
    assert [q.counts_attacker for q in read("Four people died, not including the gunman.")] == [False]
    assert [(q.whom, q.counts_attacker) for q in read("The gunman killed himself.")] == [("gunman", True)]


def test_single_persons_count_one_each() -> None:
    found = [q for q in read("Ana Ruiz, 24, was killed. A man was wounded.") if q.measure != "age"]
    assert [(q.number, q.measure, q.whom, q.scope) for q in found] == [
        (1, "killed", "Ana Ruiz", "subset"),
        (1, "injured", "man", "subset"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They met at 8 p.m. on the 400 block of West 89th Street.",
        "Take Highway 12 to Room 4.",
        "It began in 2014 and went on.",
        "Call 209-555-0136.",
        "He is one of the best.",
        "1. Introduction",
        "He was charged on 12 May.",
    ],
)
def test_what_counts_nothing_is_left_out(text: str) -> None:
    assert told(text) == []


def test_dates_given_are_not_counted() -> None:
    text = "Back in 1990 houses stood here; 1990 people fled."
    years = tuple(Time(start=at, end=at + 4, type="DATE", value="1990") for at in (8, 32))
    assert [(q.start, q.measure) for q in read(text, times=years)] == [(32, "displaced")]


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Two killed in mill fire\n\nTwo workers were killed and five hurt. Among the dead was Ana Ruiz, 40.", 2, 5),
        ("A man was shot in the harbour on Friday. He died at a hospital.", 1, None),
        ("Four people were shot, two of them fatally, police said.", 2, 2),
        ("A guard shot three clerks dead before killing himself.", 4, None),
        ("An officer was shot in the arm. The suspect was shot dead.", 1, 1),
        ("A boy was in critical condition on Friday. The shooting also injured two others.", None, 3),
        ("No one was killed. Three people were injured.", 0, 3),
        ("The town was calm.", None, None),
    ],
)
def test_toll_of_a_report(text: str, killed: float | None, injured: float | None) -> None:
    assert (toll(text, "killed"), toll(text, "injured")) == (killed, injured)


ODD = st.text(
    alphabet=st.sampled_from("0123456789 \n\t.,-'’“”%$£killed two wounded a dozen MEN\u00ad\u200b\u2028é💥"),
    max_size=80,
)


@settings(max_examples=40, deadline=None)
@given(ODD)
def test_any_text_is_read_the_same_twice_with_spans_inside(text: str) -> None:
    found = read(text)
    assert found == read(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for q in found:
        assert q.end <= len(text)
        assert (q.whom is None) == (q.counted is None)
        assert q.counted is None or q.counted.of(text) == q.whom


@pytest.mark.parametrize("text", ["", " ", "\n\n", "12", "KILLED", "no", "“”", "of of of", "a" * 5000])
def test_bare_and_odd_texts(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mill shooting victim, 18, dies",
        "Robert Amato 21, was found shot to death by the canal.",
        "Teenager held in fatal shooting of a guard - WXYZ 41 Harbour News",
    ],
)
def test_ages_and_channels_beside_names_count_nobody(text: str) -> None:
    assert all(q.number == 1 for q in reading_of(text).quantities if q.unit == "people")


def test_a_share_without_a_number_is_a_part_and_no_figure() -> None:
    found = read("Much of the harbour was destroyed. Some of the sailors were rescued.")
    assert [(q.qualifier, q.number, q.low, q.scope) for q in found] == [
        ("much", None, None, "subset"),
        ("some", None, None, "subset"),
    ]


@pytest.mark.parametrize(
    ("text", "measure", "number", "status", "scope"),
    [
        ("An earlier count of 62 dead was wrong.", "killed", 62, "denied", "total"),
        (
            "Village heads said 70 people had died, but the agency could not confirm that.",
            "killed",
            70,
            "alleged",
            "total",
        ),
        ("Doctors said 35 people were injured and still being treated.", "injured", 35, "completed", "subset"),
        ("Officials said 12 people were killed.", "killed", 12, "completed", "total"),
    ],
)
def test_a_count_has_the_standing_its_sentence_leaves_it(
    text: str, measure: str, number: float, status: str, scope: str
) -> None:
    found = [q for q in read(text) if q.number == number and q.measure == measure]
    assert [(q.status, q.scope) for q in found] == [(status, scope)]


def test_a_body_that_is_no_corpse_is_no_death() -> None:
    assert not [q for q in read("The lens brought an unseen celestial body into view.") if q.measure == "killed"]
    assert [q.number for q in read("Divers found two bodies in the river.") if q.measure == "killed"] == [2]


def test_a_part_is_not_added_to_the_whole_it_is_counted_in() -> None:
    text = "A boy was one of two victims hurt when a swing broke in Lugano on Monday."
    toll = report_toll(text, reading_of(text).quantities, "injured")
    assert toll is not None
    assert toll.best == 2
