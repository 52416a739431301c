"""Coreference: whom pronouns, offices and descriptions mean, in reports and in what they count."""

from __future__ import annotations

import pytest

from dateline.reading import read
from dateline.reading.actors import read_actors
from dateline.reading.coreference import Coreference, coreference, is_named
from dateline.reading.language import parse
from dateline.records import Reading, Report
from tests.reading import reading_of


def voices(text: str) -> dict[str, str]:
    """Return the name at the head of each attribution's chain, with its role, by the words of its source."""
    found = {}
    for a in reading_of(text).attributions:
        if a.source:
            link = a.chain[0] if a.chain else None
            found[a.source[0].of(text)] = "" if link is None else link.name
    return found


def counted(text: str) -> list[str]:
    """Return whom each casualty count of people is linked to, a dash for nobody."""
    reading = reading_of(text)
    return [
        reading.actors[q.actor].name if q.actor is not None and is_named(reading.actors[q.actor]) else "-"
        for q in reading.quantities
        if q.measure in ("killed", "injured") and q.unit == "people"
    ]


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("Mayor Ana Ruiz met Ivan Petrov on Monday. She said the dam would hold.", "She", "Ana Ruiz"),
        ("Mr. Petrov and Mrs. Ruiz met on Monday. She said the dam would hold.", "She", "Ruiz"),
        (
            "Mayor Ana Ruiz, the mother of two, called Ivan Petrov on Monday. She said the dam would hold.",
            "She",
            "Ana Ruiz",
        ),
        (
            'Ivan Petrov opened the dam. "I met Marco Silva there," Petrov said. "It will hold," he added.',
            "he",
            "Ivan Petrov",
        ),
        ("Mayor Ana Ruiz opened the dam. Crowds came. The mayor said it would hold.", "The mayor", "Ana Ruiz"),
        (
            "The minister said the dam would hold. Ivan Petrov, the minister, had opened it.",
            "The minister",
            "Ivan Petrov",
        ),
        ("Ana Ruiz, 34, saw the fire. The 34-year-old said she ran.", "The 34-year-old", "Ana Ruiz"),
        (
            "The Northern Relief Council sent trucks on Monday. The council said it needed fuel.",
            "The council",
            "Northern Relief Council",
        ),
    ],
)
def test_who_speaks_is_whom_the_text_tells(text: str, source: str, name: str) -> None:
    assert voices(text)[source] == name


def test_of_two_who_fit_as_well_nobody_is_meant() -> None:
    text = (
        "Officer Ana Ruiz and Officer Ivan Petrov came. Two days passed. It rained. The officer said the road was wet."
    )
    assert voices(text)["The officer"] == "The officer"


def test_a_former_president_is_not_the_president() -> None:
    text = "Former President Ivan Petrov met President Ana Ruiz. The president said the talks were good."
    assert voices(text)["The president"] == "Ana Ruiz"


def test_the_dead_do_not_speak() -> None:
    text = "Ivan Petrov stood by the road. Marco Silva was killed in the fire. He said the road was wet."
    assert voices(text)["He"] != "Marco Silva"


def test_who_is_quoted_does_not_call_himself_he() -> None:
    text = 'Marco Silva led the crew. "He said the road was wet," Ivan Petrov said.'
    assert voices(text).get("He") != "Ivan Petrov"


def test_we_in_a_quotation_is_whoever_says_it() -> None:
    text = '"Yesterday we said that the bridge was closed to traffic," Ana Ruiz said.'
    assert voices(text).get("we", "Ana Ruiz") == "Ana Ruiz"


def test_a_speaker_is_for_whom_he_belongs_to() -> None:
    chains = [a.chain[0] for a in reading_of("Senator Ana Ruiz left. Her lawyer said she was ill.").attributions]
    assert [(link.name, link.role) for link in chains] == [("Her lawyer", "for Ana Ruiz")]


def test_a_spokesman_taken_up_again_is_for_the_same_body() -> None:
    text = "A spokesman for the port said the gates held. Ships waited. The spokesman said the tide was high."
    roles = {a.chain[0].role for a in reading_of(text).attributions}
    assert roles == {"for the port"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A 22-year-old man was shot on Monday. Police identified the man as Joao Pinto.", ["Joao Pinto"]),
        ("Joao Pinto, 22, was walking home. The 22-year-old was killed at once.", ["Joao Pinto"]),
        ("Joao Pinto walked home on Monday. He was killed by a falling tree.", ["Joao Pinto"]),
        ("Twelve Hezbollah fighters were killed on Monday.", ["Hezbollah"]),
        ("Eleven people were killed when a bridge fell. Mayor Ana Ruiz came.", ["-"]),
        (
            "A woman was wounded in a fire. Last year Joao Pinto was killed there. The victim was in hospital.",
            ["-", "Joao Pinto"],
        ),
    ],
)
def test_counts_are_of_whom_the_report_names(text: str, names: list[str]) -> None:
    assert counted(text)[: len(names)] == names


def test_a_daughter_keeps_her_name_from_her_father() -> None:
    text = (
        "Marco Oliver ran a shop. Oliver was shot on Monday. His daughter, Stella Oliver, wept. "
        "Oliver died in the evening."
    )
    reading = reading_of(text)
    names = {a.name: a.mentions for a in reading.actors if a.kind == "person"}
    assert len(names["Marco Oliver"]) == 3
    assert len(names["Stella Oliver"]) == 1


def _meant(text: str) -> tuple[Coreference, Reading]:
    report = Report(id="r", text=text, raw_sha256="")
    doc = next(parse([report]))
    return coreference(doc, report, read_actors(doc, report, ())), read(report)


def test_nobody_is_meant_in_a_text_without_anybody() -> None:
    meant, reading = _meant("It rained. He said nothing of her.")
    assert meant.pronouns == {}
    assert all(not a.chain for a in reading.attributions)
    assert _meant("")[0].pronouns == {}
