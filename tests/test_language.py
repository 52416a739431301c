"""The language pipeline: offsets are those of the text, and cheaper word forms are the same word forms."""

from __future__ import annotations

from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.config import Config
from dateline.reading.language import parse, pipeline
from tests.reading import report_of

WORDS = [
    "ain't", "gonna", "gotta", "let's", "y'all", "c'mon", "There", "is", "are", "'s", "was", "been", "has", "had", "having",
    "do", "did", "done", "wo", "n't", "nothin'", "better", "best", "worse", "men", "houses", "fled", "lying", "shot",
    "is", "Raqqa", "the", "that", "to", "her", "his", "one", "12", ",", ".", "\n\n", "  ", "(", "\"", "U.S.", "soldiers'",
]  # fmt: skip


@cache
def stock() -> spacy.language.Language:
    nlp = spacy.load(Config().pipeline)
    pipeline(Config().pipeline)  # registers what a paragraph's start is
    nlp.add_pipe("paragraph_starts", first=True)
    return nlp


def forms(doc: spacy.tokens.Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.tag_, t.pos_, t.lemma_, str(t.morph), t.dep_, str(t.is_sent_start)) for t in doc]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_word_forms_are_those_of_the_components_they_stand_for(words: list[str]) -> None:
    text = " ".join(words)
    assert forms(pipeline(Config().pipeline)(text)) == forms(stock()(text))


@pytest.mark.parametrize("text", ["", "\n", "one\u00a0“two”\n\nthree ", "a" * 30_000])
def test_tokens_point_at_the_text(text: str) -> None:
    doc = next(parse([report_of(text)]))
    assert all(text[t.idx] == t.text[0] or not t.text[0].isalnum() for t in doc if t.text)
    assert doc.text == "" or len(doc.text) >= len(text.rstrip())
