"""Abbreviations: behind which stops a sentence goes on, and behind which it ends."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from dateline.reading.abbreviations import goes_on
from tests.reading import quotes, reading_of

TABLE = tomllib.loads(files("dateline.data").joinpath("abbreviations.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_the_example_of_each_kind_is_one_sentence(row: dict[str, str]) -> None:
    assert quotes(reading_of(row["example"]).sentences, row["example"]) == [row["example"]]
    assert any(word in row["example"].split() for word in row["words"])


@pytest.mark.parametrize("word", TABLE["title"]["words"])
def test_no_title_is_left_without_its_name(word: str) -> None:
    text = f"Nine people drowned off the pier, {word} Ana Ruiz said on Monday."
    assert quotes(reading_of(text).sentences, text) == [text]


def test_a_sentence_ends_behind_the_hour() -> None:
    text = "The ferry sank at 5 p.m. Nine people drowned."
    assert quotes(reading_of(text).sentences, text) == ["The ferry sank at 5 p.m.", "Nine people drowned."]
    assert not goes_on("Sgt.", ["and"])
    assert not goes_on("Hwy.", ["Nine"])


def test_what_an_officer_says_is_his_with_rank_and_name() -> None:
    text = '"The lorry was empty when it burned," said Det. Ana Ruiz of the harbour police.'
    (found,) = reading_of(text).attributions
    assert found.chain[0].name == "Ana Ruiz"
    assert quotes(found.content, text) == ['"The lorry was empty when it burned,"']
