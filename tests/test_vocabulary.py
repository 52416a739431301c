"""Tests of how linking counts terms, finds marks and furniture, and leaves the collector alone."""

import gc
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collecting import uncollected
from dateline.linking import furniture, marks, rarity
from dateline.linking.fingerprints import words_of
from dateline.linking.terms import HEAD_WORDS, terms_of
from dateline.linking.vocabulary import Vocabulary, plain
from dateline.records import Report, Span
from dateline.wording import stem

WORDS = ("ferry", "ferries", "the", "bridge's", "closed", "12", "1998", "harbour", "a", "café", "it")
SAID = ("Friday", "may 3", "Mar. 12, 2019", "Dec 31 12:00", "sunday", "declared", "maybe 4", "Mill St", "Fifth Ave.")
TOLD = ("23-year-old", "a year old", "6 month-old", " trial", "sentenced", "pleasant", "Oak Street,", "42nd St", "old")


def report_of(text: str, title: int = 0) -> Report:
    return Report(id="r", text=text, raw_sha256="", title=Span(0, title) if title else None, lead_start=title)


@given(st.lists(st.sampled_from(WORDS), max_size=2 * HEAD_WORDS))
def test_terms_are_counted_once_a_word_and_twice_at_the_head(words: list[str]) -> None:
    vocabulary = Vocabulary()
    told = terms_of(report_of(" ".join(words)), vocabulary)
    counted = Counter(stem(bare) for n, word in enumerate(words) for bare in (plain(word),) * (1 + (n < HEAD_WORDS)))
    del counted[""]
    terms = [vocabulary.terms[number] for number in told.numbers.tolist()]
    assert dict(zip(terms, told.times.tolist(), strict=True)) == dict(counted)
    assert told.numbers.tolist() == sorted(set(told.numbers.tolist()))


def test_a_word_told_hundreds_of_times_is_counted_in_full() -> None:
    vocabulary = Vocabulary()
    told = terms_of(report_of("ferry " * 400), vocabulary)
    assert told.times.tolist() == [400 + HEAD_WORDS]


def test_names_and_words_are_terms_of_their_own() -> None:
    vocabulary = Vocabulary()
    told = terms_of(report_of("They met Rose Hill, and a rose grew."), vocabulary)
    assert {"=rose", "=hill", "rose"} <= {vocabulary.terms[number] for number in told.numbers.tolist()}
    assert told.names == {"rose hill"}


def test_terms_kept_of_a_vocabulary_have_the_slots_they_had() -> None:
    vocabulary = Vocabulary()
    numbers = np.array([vocabulary.number[term] for term in ("ferry", "=rose", "harbour")], dtype=np.int32)
    slots, names = vocabulary.hashed(numbers)
    vocabulary.keep(numbers[1:].astype(np.intp))
    assert vocabulary.terms == ["", "=rose", "harbour"]
    again = np.array([vocabulary.number[term] for term in ("=rose", "harbour", "bridge")], dtype=np.int32)
    assert again.tolist() == [1, 2, 3]
    assert vocabulary.hashed(again)[0][:2].tolist() == slots[1:].tolist()
    assert names.tolist() == [False, True, False]


def test_terms_that_fade_are_forgotten_and_as_rare_as_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rarity, "FADING", 4)
    counted = rarity.Rarity()
    number = counted.vocabulary.number
    for term in ("zorbing", "quayside", "zorbing", "zorbing"):
        counted.see(np.array([number[term]]), [])
    before = counted.of(np.array([number["zorbing"]]))
    counted.tidy()
    assert "quayside" not in counted.vocabulary.terms
    assert counted.of(np.array([number["zorbing"]])) == before
    assert counted.of(np.array([number["quayside"]])) == counted.of(np.array([number["unheard"]])) > before


@given(st.lists(st.sampled_from(SAID + TOLD), max_size=12), st.sampled_from((" ", ", ", "\n", "")))
def test_marks_are_those_that_a_search_of_the_whole_text_finds(said: list[str], between: str) -> None:
    text = between.join(said)
    low = text.lower()
    for pattern, searched, words, back in (
        (marks._DAY, low, (*marks.WEEKDAYS, *marks.MONTHS), 0),
        (marks._STREET, text, marks._STREETS, 0),
        (marks._OLD, low, marks._UNITS, 1),
        (marks.LATER, low, marks._LATER, 0),
    ):
        found = sorted(match.span() for match in marks._found(pattern, searched, words, back))
        assert found == [match.span() for match in pattern.finditer(searched)]


def test_what_is_told_of_a_line_is_the_same_for_every_text_and_publisher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(furniture, "ASKED", 2)
    lines = [
        "The ferry ran aground at noon on Friday.",
        "Top stories",
        "Readers of the Harbour Post newspaper can write to us.",
        "The ferry ran aground at noon on Friday.",
    ]
    text = "\n".join(lines)
    words = words_of(text, 0)
    own = [furniture.furniture(text, words, "Harbour Post").tolist() for _ in range(3)]
    other = furniture.furniture(text, words, "Hill Echo").tolist()
    assert own[0] == own[1] == own[2]
    assert sum(own[0]) == 2 + 10
    assert sum(other) == 2
    assert furniture.furniture(text, words, "Harbour Post").tolist() == own[0]
    for n in range(6):
        line = f"Number {n} sank at noon."
        furniture.furniture(line, words_of(line, 0))
    assert len(furniture._asked) <= 3


@uncollected()
def tear() -> None:
    assert not gc.isenabled()
    raise ValueError("torn")


@pytest.mark.parametrize("was", [True, False])
def test_the_collector_is_left_as_it_was_after_an_error_too(was: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was else gc.disable)()
        with pytest.raises(ValueError, match="torn"):
            tear()
        assert gc.isenabled() == was
    finally:
        (gc.enable if before else gc.disable)()
