"""Attributions: who says it, by which words, and exactly what."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.linear import weights
from dateline.records import Attribution
from tests.reading import quotes, reading_of

TABLE = tomllib.loads(files("dateline.data").joinpath("cues.toml").read_text(encoding="utf-8"))
EXAMPLES = [
    (row["example"], row["source"], row["content"], row["stance"]) for row in TABLE.values() if "example" in row
]


def said(text: str, content: str) -> Attribution:
    return next(a for a in reading_of(text).attributions if any(content in q for q in quotes(a.content, text)))


@pytest.mark.parametrize(("example", "source", "content", "stance"), EXAMPLES)
def test_each_group_of_cues_reads_its_example(example: str, source: str, content: str, stance: str) -> None:
    found = said(example, content)
    assert quotes(found.source, example) == [source] or quotes(found.source, example) == [source + "'s"]
    assert found.stance == stance


def test_a_direct_quotation_keeps_its_marks_and_its_speaker() -> None:
    text = "“The water rose within minutes,” said Layla Haddad, a baker."
    found = said(text, "The water rose")
    assert quotes(found.content, text) == ["“The water rose within minutes,”"]
    assert (found.kind, found.chain[0].name) == ("direct", "Layla Haddad")


def test_according_to_speaks_for_the_whole_sentence() -> None:
    text = "According to aid workers, the mill burned down and some 40 families lost their homes."
    found = said(text, "the mill burned down")
    assert quotes(found.content, text) == ["the mill burned down and some 40 families lost their homes"]


def test_a_pronoun_is_resolved_to_the_one_named_before() -> None:
    text = "Commander Ana Ruiz opened the inquiry. She said the pilot had been warned."
    found = said(text, "the pilot had been warned")
    assert quotes(found.source, text) == ["She"]
    assert found.chain[0].name == "Ana Ruiz"


def test_what_is_told_to_an_agency_is_carried_by_it() -> None:
    found = said("Joao Pinto told Reuters the harbour was closed.", "the harbour was closed")
    assert [link.name for link in found.chain] == ["Joao Pinto", "Reuters"]


def test_an_agencys_witness_belongs_to_the_agency() -> None:
    found = said("A Reuters witness said crowds gathered at the gate.", "crowds gathered")
    assert [link.name for link in found.chain] == ["A Reuters witness", "Reuters"]


def test_a_caption_credit_names_maker_and_carrier() -> None:
    text = "Smoke rises over the old harbour after the explosion on Monday morning. (Delta TV, via AP)"
    credit = next(a for a in reading_of(text).attributions if a.kind == "credit")
    assert [link.name for link in credit.chain] == ["Delta TV", "AP"]


def test_hearsay_has_no_source() -> None:
    found = said("The driver was reportedly asleep at the wheel.", "asleep")
    assert (found.source, found.stance) == ((), "hedged")


def test_what_is_said_may_stand_on_both_sides_of_its_cue() -> None:
    text = "The dam, a spokeswoman said, was inspected in March."
    found = said(text, "was inspected")
    assert quotes(found.content, text) == ["The dam", "was inspected in March"]
    assert quotes(found.source, text) == ["a spokeswoman"]


def test_a_quotation_goes_on_behind_its_cue() -> None:
    text = '"The bridge is closed," Anna Koval said. "Nobody knows when it will open again."'
    found = said(text, "The bridge is closed")
    assert quotes(found.content, text) == [
        '"The bridge is closed,"',
        '"Nobody knows when it will open again."',
    ]


def test_a_source_has_its_apposition_but_no_relative_clause() -> None:
    text = "Anna Koval, a nurse at the hospital, said the ward was full. Doctors who work there said it was not."
    assert quotes(said(text, "the ward was full").source, text) == ["Anna Koval, a nurse at the hospital"]
    assert quotes(said(text, "it was not").source, text) == ["Doctors"]


def test_a_relative_pronoun_speaks_for_what_it_stands_for() -> None:
    text = "The driver, who said the brakes had failed, went home."
    found = said(text, "the brakes had failed")
    assert quotes(found.source, text) == ["who"]
    assert [link.name for link in found.chain] == ["The driver"]


def test_a_colon_is_a_cue() -> None:
    text = 'Anna Koval: "We have nothing left to sell."'
    found = said(text, "We have nothing")
    assert (quotes(found.source, text), quotes(found.cue, text)) == (["Anna Koval"], [":"])


def test_a_dash_and_a_name_sign_a_quotation() -> None:
    text = "Readers wrote to us.\n\n“The night trains are gone for good.” — Anna Koval\n\nThe trains ran until May."
    found = said(text, "The night trains")
    assert (quotes(found.source, text), quotes(found.cue, text)) == (["Anna Koval"], ["—"])
    assert found.kind == "direct"


def test_a_quotation_runs_over_paragraphs() -> None:
    text = (
        "“We waited for the boats until noon,” Anna Koval said. “Then the wind turned and we had to walk.\n\n"
        "“Nobody came to look for us.”\n\nThe harbour office was closed."
    )
    found = said(text, "We waited for the boats")
    assert quotes(found.content, text)[-1] == "“Nobody came to look for us.”"


def test_a_quotation_is_not_cut() -> None:
    text = "“The pumps failed. I think the water rose to the roof,” Anna Koval said."
    found = said(text, "the water rose")
    assert quotes(found.content, text) == ["“The pumps failed. I think the water rose to the roof,”"]


def test_two_single_marks_are_a_double_one() -> None:
    text = "''The pumps failed at night,'' Anna Koval said."
    assert quotes(said(text, "The pumps failed").content, text) == ["''The pumps failed at night,''"]


def test_a_poll_speaks() -> None:
    text = "A poll by the university found that most voters opposed the tunnel."
    found = said(text, "most voters opposed the tunnel")
    assert quotes(found.source, text) == ["A poll by the university"]


def test_declaring_war_reports_no_words() -> None:
    found = reading_of("The northern army declared victory over the rebels on Monday.").attributions
    assert found == ()


def test_weights_are_few_and_finite() -> None:
    file = files("dateline.data").joinpath("attribution_weights.json")
    assert len(file.read_bytes()) <= 5_000_000
    for model in ("cue", "source", "behind", "before"):
        assert all(abs(weight) < 20 for weight in weights(model).values())


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="abc “”\"'‘’.,!\n(Xsaid)", max_size=200))
def test_any_quotation_marks_give_spans_inside_the_text(text: str) -> None:
    for found in reading_of(text).attributions:
        assert all(s.end <= len(text) for s in (*found.source, *found.cue, *found.content))


def test_who_speaks_to_an_agency_is_carried_by_it_for_the_passage() -> None:
    text = (
        "Villagers shared their stories with Reuters after the flood.\n\nAnna Koval said the dyke had broken at night."
    )
    found = said(text, "the dyke had broken")
    assert [link.name for link in found.chain] == ["Anna Koval", "Reuters"]


def test_what_a_witness_paragraph_goes_on_to_tell_is_the_witness_s() -> None:
    text = (
        "A Reuters witness said crowds danced in Harbour Square. Soldiers fired into the air and handed out flags.\n\n"
        "The port had been closed for a month."
    )
    reading = reading_of(text)
    held = [a for a in reading.attributions if any("handed out flags" in s.of(text) for s in a.content)]
    assert held
    assert all("witness" in a.source[0].of(text) for a in held)
    assert not [a for a in reading.attributions if any("port had been" in s.of(text) for s in a.content)]
