"""Quotations whose place tells who speaks them, and what around a quotation is not said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.quotations import find_quotations
from tests.reading import quotes, reading_of


def spoken(text: str) -> dict[str, list[str]]:
    """Return who says what: contents by the words of their source."""
    found: dict[str, list[str]] = {}
    for a in reading_of(text).attributions:
        found.setdefault(" ".join(quotes(a.source, text)), []).extend(quotes(a.content, text))
    return found


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ('"Where is the boat?" a sailor on the quay wondered.', "a sailor on the quay", '"Where is the boat?"'),
        ('"My goodness," a young nurse exclaimed when she saw the ward.', "a young nurse", '"My goodness,"'),
        ('"Out! Out! Out!" some farmers chanted, an hour after the vote.', "some farmers", '"Out! Out! Out!"'),
        (
            "“The valve was never tested. Nobody asked,” the email read. It named two managers.",
            "the email",
            "“The valve was never tested. Nobody asked,”",
        ),
        (
            "''Please keep off the tracks until the train has passed,'' begins a scripted message that opens all tours.",
            "a scripted message",
            "''Please keep off the tracks until the train has passed,''",
        ),
        (
            "“Nobody wants to move away from the harbour,” the owners state in a letter to the council.",
            "the owners",
            "“Nobody wants to move away from the harbour,”",
        ),
        (
            '"If I ran that port, would I have closed the gate? Of course," Dana Ruiz, an engineer from Mersa and a former '
            "adviser to the harbour board on storms, said of Haddad.",
            "Dana Ruiz, an engineer from Mersa and a former adviser to the harbour board on storms",
            '"If I ran that port, would I have closed the gate? Of course,"',
        ),
    ],
)
def test_who_stands_right_behind_a_quotation_speaks_it(text: str, source: str, content: str) -> None:
    assert content in spoken(text)[source]


@pytest.mark.parametrize(
    "text",
    [
        "The clinic is, in Haddad's words, “the only door that is still open in this town.”",
        "The clinic is, in the words of Haddad, “the only door that is still open in this town.”",
    ],
)
def test_in_somebodys_words(text: str) -> None:
    found = spoken(text)
    assert any(who.startswith("Haddad") for who in found)
    assert ["“the only door that is still open in this town.”"] in found.values()


def test_the_title_of_a_book_is_no_speech() -> None:
    text = '"The Last Boat From Mersa," a novel by Dana Ruiz, opens on a quay at night.'
    assert not any("The Last Boat" in said for contents in spoken(text).values() for said in contents)


def test_the_sentence_behind_a_quotation_is_the_report_s_own() -> None:
    text = '"Nobody told us!" The owners closed the gate on Monday.'
    assert "The owners" not in spoken(text)


def test_what_only_leads_to_a_quotation_is_not_said() -> None:
    text = (
        'The mayor had not seen the report, and when asked whether he would resign, he said, "Not today, my friends."'
    )
    assert spoken(text)["he"] == ['"Not today, my friends."']


def test_half_a_sentence_before_its_cue_is_said_with_the_quoted_half() -> None:
    text = 'The old gate, the miller said, "was never closed that night."'
    assert spoken(text)["the miller"] == ["The old gate", '"was never closed that night."']


def test_what_the_report_adds_behind_a_quotation_is_not_said() -> None:
    text = "Haddad said work “will be done by the autumn,” referring to the bridge at Mersa, where two men drowned."
    assert spoken(text)["Haddad"][0] == "work “will be done by the autumn,”"


def test_who_a_speaker_is_is_no_part_of_what_he_says() -> None:
    text = '"Nobody told us," Haddad, who runs the mill with her brother, said on Monday.'
    assert spoken(text)["Haddad"] == ['"Nobody told us,"']


@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_a_quotation_goes_on_with_the_sentence_before_it(gap: str) -> None:
    text = f'Haddad blamed the council for the flood.{gap}"The siren was broken and nobody mended it."\n\nRain fell.'
    assert spoken(text)["Haddad"] == ["the council for the flood", '"The siren was broken and nobody mended it."']


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The captain: We lost the boat", "The captain", "We lost the boat"),
        ("Police: Two men were killed in Mersa.", "Police", "Two men were killed in Mersa"),
        ("REPORTER: Did you see it?\n\nCAPTAIN: We saw nothing at all.", "CAPTAIN", "We saw nothing at all"),
    ],
)
def test_who_heads_a_line_with_a_colon_speaks_it(text: str, source: str, content: str) -> None:
    assert content in [said.rstrip(".") for said in spoken(text)[source]]


@pytest.mark.parametrize(
    "text",
    ["Location: The boat was lost near Mersa.", "Syria: Two men were killed."],
)
def test_a_heading_with_a_colon_speaks_nothing(text: str) -> None:
    assert not spoken(text)


def test_what_is_reported_to_the_police_has_no_source() -> None:
    text = "It was reported to the police that the boat had been stolen."
    assert spoken(text) == {"": ["that the boat had been stolen"]}


def test_an_opening_mark_behind_a_stop_closes() -> None:
    text = "“It is unusual,“ said Dana Ruiz. “It is hard to do.”"
    assert quotes(tuple(find_quotations(text)), text) == ["“It is unusual,“", "“It is hard to do.”"]


@given(st.text(alphabet="ab .,?!\"“”'‘’\n:", max_size=60))
@settings(max_examples=60, deadline=None)
def test_quotations_are_in_order_and_apart(text: str) -> None:
    found = find_quotations(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
