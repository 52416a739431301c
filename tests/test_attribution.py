"""Attributions: who says it, by which words, and exactly what."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
