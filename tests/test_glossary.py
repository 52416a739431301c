"""The help: every word and sign that a page can show stands there, and every page's way to it leads somewhere."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import get_args

import pytest

from dateline.records import Relation, Standing, Status
from dateline.telling import amounts, judged
from dateline.telling.drawn import WORDS
from dateline.web.glossary import groups

TEMPLATES = [
    text.read_text(encoding="utf-8")
    for text in files("dateline.web").joinpath("templates").iterdir()
    if text.name.endswith(".html")
]
TERMS = {term.word: term for group in groups() for term in group.terms}
SHOWN = {
    "standings": {*get_args(Standing), judged.CORRECTED, "rejected", "not reported"},
    "statuses": set(get_args(Status)) | {"background"},
    "signs": {sign for sign in amounts.SIGNS.values() if sign} | {"–", "→", "✎"},
    "relations": {"differs", "superseded", *WORDS.values(), "silent"},
    "voices": {"a party", "carried by", "carries the text of", "the report itself", "directly"},
    "figures": {"low", "best", "high", "as of", "total", "part", "other", "counted from", "first reported"},
    "map": {"extent assumed", "extent not known", "the place named", "its name stands across it"},
}


@pytest.mark.parametrize("kind", SHOWN)
def test_every_word_that_pages_show_is_in_the_help(kind: str) -> None:
    assert SHOWN[kind] - set(TERMS) == set()
    assert len(get_args(Relation)) == 2


def test_words_written_into_templates_as_labels_are_in_the_help() -> None:
    labels = {word for text in TEMPLATES for word in re.findall(r"""tag\("([^"]+)"\)""", text)}
    assert labels
    assert labels <= set(TERMS)


def test_every_way_to_the_help_leads_to_a_word_or_a_group() -> None:
    text = "\n".join(TEMPLATES)
    asked = {anchor.replace(" ", "-") for anchor in re.findall(r"""\bwhat\("([^"]+)""", text)}
    asked |= set(re.findall(r"/help#([\w-]+)", text))
    known = {term.anchor for term in TERMS.values()} | {group.anchor for group in groups()} | {"keys"}
    assert len(asked) >= 10
    assert asked <= known


def test_words_stand_once_and_by_the_alphabet() -> None:
    anchors = [term.anchor for group in groups() for term in group.terms] + [group.anchor for group in groups()]
    assert len(set(anchors)) == len(anchors)
    assert not set(anchors) & {"keys", "reading", "to-judge", "main", "help-title", "find"}
    for group in groups():
        words = [term.word for term in group.terms]
        assert group.anchor == "signs" or words == sorted(words, key=str.casefold)
        assert all(term.means.endswith(".") for term in group.terms)
