"""Forms of words: who searches for one finds the others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.web.forms import forms
from dateline.web.queries import words
from dateline.web.snippets import snippet


@pytest.mark.parametrize(
    ("one", "other"),
    [("ferry", "ferries"), ("house", "houses"), ("church", "churches"), ("bomb", "bombing"), ("stop", "stopped"),
     ("rescue", "rescued"), ("kill", "killed"), ("explode", "exploding"), ("ship", "ships"), ("carry", "carried")],
)  # fmt: skip
def test_each_of_two_forms_is_one_of_the_other(one: str, other: str) -> None:
    assert other in forms(one)
    assert one in forms(other)


@given(st.text())
def test_what_is_no_plain_word_has_no_forms(text: str) -> None:
    found = forms(text)
    assert text not in found
    assert found == () or re.fullmatch(r"[A-Za-z]{4,}", text)
    assert list(found) == sorted(set(found))


def test_a_form_that_was_found_is_marked() -> None:
    text = "Two ferries met. A ferry sank, its ferryman said."
    found = snippet(text, [("r", 0)], words("ferries met"))
    assert found is not None
    assert [found.text[start:end] for start, end in found.marks] == ["ferries", "met", "ferry"]


def test_a_phrase_is_searched_for_as_it_stands() -> None:
    (phrase,) = words('"two ferries"')
    assert phrase.forms == ()
