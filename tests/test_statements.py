"""Statements: one clause's worth each, cut to what is reported."""

from __future__ import annotations

from dateline.reading.clauses import clauses
from dateline.reading.language import parse
from dateline.records import Report, Span


def cut(text: str, cues: tuple[str, ...] = ()) -> list[str]:
    report = Report(id="r", text=text, raw_sha256="")
    doc = next(parse([report]))
    spans = [Span(text.index(cue), text.index(cue) + len(cue)) for cue in cues]
    return [clause.span.of(text) for clause in clauses(doc, spans)]


def test_two_joined_clauses_are_two_pieces_without_their_joint() -> None:
    assert cut("The bridge collapsed on Monday, and rescuers pulled nine people from the river.") == [
        "The bridge collapsed on Monday",
        "rescuers pulled nine people from the river",
    ]


def test_a_condition_stays_with_what_depends_on_it() -> None:
    text = "The road will be opened once the snow has been cleared from the pass."
    assert cut(text) == [text.rstrip(".")]


def test_what_a_cue_introduces_is_a_piece_of_its_own() -> None:
    pieces = cut("The mayor said the dam had burst before dawn.", ("said",))
    assert "the dam had burst before dawn" in pieces


def test_restrictive_relative_clauses_stay_inside() -> None:
    text = "Soldiers who had guarded the depot fled to the hills."
    assert cut(text) == [text.rstrip(".")]


def test_a_participle_after_a_comma_is_cut_off() -> None:
    assert cut("A landslide buried the village on Friday, leaving dozens of families without shelter.") == [
        "A landslide buried the village on Friday",
        "leaving dozens of families without shelter",
    ]
