"""What makes two statements speak against each other, told by the parts that decide it."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reconciling.attributes import examples, values_in
from dateline.reconciling.frames import Frame, one_deed, phrase_of, same_phrase
from dateline.reconciling.nouns import head_of, same_noun
from dateline.reconciling.outcomes import sides
from dateline.reconciling.spellings import edits, one_name
from dateline.reconciling.told import jobs


@pytest.mark.parametrize("row", examples(), ids=lambda row: row["about"])
def test_each_attribute_is_read_from_its_examples(row: dict[str, str]) -> None:
    one, other, same = (
        next(v for v in values_in(row[key]) if v.about == row["about"]) for key in ("example", "other", "same")
    )
    assert one.excludes(other)
    assert other.excludes(one)
    assert not one.excludes(same)


def test_sums_of_two_currencies_are_not_set_against_each_other() -> None:
    dollars, euros = (next(values_in(f"The owners paid a ransom of {sum_}.")) for sum_ in ("$3 million", "€2 million"))
    assert not dollars.excludes(euros)


def test_an_occupation_stands_in_one_line_of_its_table() -> None:
    rows = tomllib.loads(files("dateline.data").joinpath("jobs.toml").read_text(encoding="utf-8"))["jobs"]
    assert len(jobs()) == sum(len(row.split()) for row in rows)


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("The 15-year-old girl from Butte who was struck", "girl"),
        ("On Friday, the old bridge at Lyon", "bridge"),
        ("some of the group's fighters", "fighters"),
        ("after a group of smugglers", "smugglers"),
        ("The blaze was caused by an", "blaze"),
        ("he", ""),
    ],
)
def test_the_head_of_the_first_noun_phrase(phrase: str, head: str) -> None:
    assert head_of(phrase) == head


def frame(lemma: str, doer: str | None, done_to: str | None) -> Frame:
    return Frame(
        lemma=lemma,
        doer=phrase_of(doer) if doer is not None else None,
        done_to=phrase_of(done_to) if done_to is not None else None,
    )


def test_one_deed_needs_one_verb_and_the_same_things() -> None:
    plan = frame("release", None, "The names of the crew")
    assert not one_deed(plan, frame("release", "The judge", "the stoker"))
    assert not one_deed(plan, frame("publish", "The company", "the names"))
    assert one_deed(plan, frame("release", "The company", "the names"))
    assert not one_deed(frame("sink", "The barge", None), frame("sink", "The tug", None))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The second victim", "The third victim", False),
        ("The 9-year-old boy", "A nine-year-old child", True),
        ("The 9-year-old boy", "The 12-year-old boy", False),
        ("One man", "A man", False),
        ("The gunman", "The shooter", True),
        ("The man", "A man", None),
        ("The driver of the bus", "The driver", True),
    ],
)
def test_two_phrases_name_one_thing(one: str, other: str, same: bool | None) -> None:
    assert same_phrase(phrase_of(one), phrase_of(other)) is same


@pytest.mark.parametrize("said", ["He could have died.", "No one was arrested.", "It is unclear whether he survived."])
def test_what_is_not_told_as_so_takes_no_side(said: str) -> None:
    assert sides(said) == {}


@given(st.text(st.characters(categories=["Ll"]), max_size=8), st.text(st.characters(categories=["Ll"]), max_size=8))
def test_edits_are_a_distance(a: str, b: str) -> None:
    assert edits(a, b) == edits(b, a) <= max(len(a), len(b))
    assert (edits(a, b) == 0) == (a == b)


def test_a_name_is_one_persons_only_at_one_age() -> None:
    assert one_name("34 Jaime Salas", "34 Jamie Salas")
    assert not one_name("34 Jaime Salas", "9 Jamie Salas")
    assert not one_name("34 Jaime Salas", "34 Diego Salas")


def test_nouns_of_one_thing() -> None:
    assert same_noun("jet", "plane")
    assert not same_noun("bridge", "tunnel")
