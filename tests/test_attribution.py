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


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Rescue workers put the number of missing at around 60.",
            "Rescue workers",
            ["the number of missing at around 60"],
        ),
        (
            "The toll was put at 40 by the health ministry, the second rise in a day.",
            "the health ministry",
            ["The toll", "at 40"],
        ),
        ("The death toll stands at 21, according to the governor.", "the governor", ["The death toll stands at 21"]),
        (
            "Twelve people were pulled dead from the rubble, bringing the toll to 38, the fire service said.",
            "the fire service",
            ["Twelve people were pulled dead from the rubble, bringing the toll to 38"],
        ),
    ],
)
def test_a_toll_is_somebodys(text: str, source: str, content: list[str]) -> None:
    found = said(text, content[0])
    assert (quotes(found.source, text), quotes(found.content, text)) == ([source], content)


def test_putting_a_cup_at_its_place_reports_nothing() -> None:
    assert reading_of("The child put the cup on the table at noon.").attributions == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("General Omar Haddad denied reports in the New York Times that his troops had fired.", "his troops had fired"),
        ("The company denied a report by Reuters that it planned to close the plant.", "it planned to close"),
    ],
)
def test_who_denies_what_a_medium_wrote_is_not_carried_by_it(text: str, content: str) -> None:
    found = next(a for a in reading_of(text).attributions if a.stance == "denied")
    assert any(content in s.of(text) for s in found.content)
    assert [link.kind for link in found.chain].count("media") == 0


def test_a_denial_in_a_statement_to_a_medium_is_carried_by_it() -> None:
    text = "The minister denied the allegations in a statement to Reuters."
    assert [link.name for link in said(text, "the allegations").chain] == ["The minister", "Reuters"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2014 reported the agency a rise in thefts.",
        "Monday said police found the weapon.",
        "Callers told 911 that a man had been shot.",
        "function(){ return window.location } said the road was closed.",
        "var x = 3; href said that the gate was open.",
    ],
)
def test_days_numbers_and_markup_say_nothing(text: str) -> None:
    for found in reading_of(text).attributions:
        words = {w for s in found.source for w in s.of(text).split()} | {
            w for link in found.chain for w in link.name.split()
        }
        assert not words & {"2014", "Monday", "911", "function(){", "window.location", "href", "var"}


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("A gunman opened fire at the market. They say he was caught an hour later.", None),
        ("Mayor Ivan Petrov visited the camp. People say the mayor knew of the leak.", "People"),
        ("Residents were angry. They said nobody had come for a week.", "Residents"),
    ],
)
def test_they_are_not_one_man(text: str, origin: str | None) -> None:
    found = next(a for a in reading_of(text).attributions if quotes(a.source, text)[0] in ("They", "People"))
    assert [link.name for link in found.chain] == ([] if origin is None else [origin])


@pytest.mark.parametrize(
    "text",
    [
        "Karim Saleh was shot dead outside the bank on Friday. “He was a good man,” he said.",
        "Anna Koval died in the crash on Friday. She said the bus had been late.",
    ],
)
def test_the_dead_do_not_speak(text: str) -> None:
    assert [a.chain for a in reading_of(text).attributions if a.source] == [()]


def test_words_of_the_living_are_not_given_to_the_dead() -> None:
    text = "Deputy Tom Brandt lives nearby. Karim Saleh was killed in the blast. He said the bomb had been in a van."
    assert [link.name for link in said(text, "the bomb had been").chain] == ["Tom Brandt"]


@pytest.mark.parametrize(
    ("text", "content", "chain"),
    [
        (
            "Reuters reported, citing a spokesman for the interior ministry, that five soldiers were killed.",
            "five soldiers were killed",
            ["a spokesman for the interior ministry", "Reuters"],
        ),
        (
            "The agency said, citing two officials, that the talks had failed.",
            "the talks had",
            ["two officials", "The agency"],
        ),
        (
            "According to Reuters, citing a hospital source, nine people died.",
            "nine people",
            ["a hospital source", "Reuters"],
        ),
        (
            "The mayor was quoted by Reuters as saying that the bridge was unsafe.",
            "that the bridge was unsafe",
            ["The mayor", "Reuters"],
        ),
    ],
)
def test_a_chain_runs_from_its_origin_to_who_carries_it(text: str, content: str, chain: list[str]) -> None:
    found = [a for a in reading_of(text).attributions if any(content in s.of(text) for s in a.content)]
    assert chain in [[link.name for link in a.chain] for a in found]


def test_a_reason_that_is_cited_is_no_source() -> None:
    text = "The bank said it would close 40 branches, citing weak demand."
    assert [link.name for link in said(text, "it would close").chain] == ["The bank"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Police have not confirmed that the fire was arson.", "hedged"),
        ("No group has claimed responsibility for the bombing.", "hedged"),
        ("The general does not believe that the truce will hold.", "denied"),
        ("The army denied that it had shelled the market.", "denied"),
        ("It is alleged that the officers took bribes.", "alleged"),
        ("The union said the pit was closed.", "asserted"),
    ],
)
def test_stance(text: str, stance: str) -> None:
    assert [a.stance for a in reading_of(text).attributions] == [stance]


def test_the_accused_is_not_the_source_of_an_allegation() -> None:
    for found in reading_of("The suspect allegedly fired three shots.").attributions:
        assert (found.source, found.stance) == ((), "alleged")


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("« Nous sommes perdus », said the captain.", "« Nous sommes perdus »"),
        ("„We lost everything“, said the farmer.", "„We lost everything“"),
        ("'We will not leave,' said Petra Novak, who has lived there for 40 years.", "'We will not leave,'"),
        ("``We lost everything,'' said the farmer.", "``We lost everything,''"),
        ('"The road is closed," and "Turn back," read the signs, the farmer said.', "The road is closed"),
    ],
)
def test_quotation_marks_of_other_kinds(text: str, quotation: str) -> None:
    found = said(text, quotation)
    assert found.kind in ("direct", "mixed")
    assert found.source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("State radio said the curfew would be lifted at dawn.", "State radio"),
        ("A document seen by the Gazette shows the dam was never inspected.", "A document"),
        ("Most voters oppose the tunnel, a survey by the institute found.", "a survey by the institute"),
        ("Some 60 percent of voters said they would back the plan.", "Some 60 percent of voters"),
        ("Sources close to the inquiry said the pilot had been drinking.", "Sources close to the inquiry"),
    ],
)
def test_papers_broadcasts_polls_and_the_unnamed_are_sources(text: str, source: str) -> None:
    assert source in [q for a in reading_of(text).attributions for q in quotes(a.source, text)]


def test_long_texts_and_single_lines_are_read() -> None:
    assert reading_of("He said").attributions == ()
    assert len(reading_of("“We must go,” the captain said. " * 400).attributions) == 400


def test_a_quotation_typed_without_a_space_is_read() -> None:
    text = 'Rescuers came late. The captain said,"We lost the boat near the reef." He was brought ashore at noon.'
    found = reading_of(text).attributions
    assert [(quotes(a.source, text), a.kind) for a in found] == [(["The captain"], "direct")]
    assert "We lost the boat near the reef" in quotes(found[0].content, text)[0]
