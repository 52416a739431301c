"""Statements: one clause's worth each, cut to what is reported."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from dateline.reading.boilerplate import is_boilerplate
from dateline.reading.clauses import clauses
from dateline.reading.language import parse
from dateline.records import Report, Span
from tests.reading import reading_of


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


def test_the_page_around_the_news_is_told_from_the_news() -> None:
    table = tomllib.loads(files("dateline.data").joinpath("boilerplate.toml").read_text(encoding="utf-8"))
    for row in table["furniture"]:
        assert row["word"] in row["example"].lower()
        assert re.search(row["pattern"], row["example"], re.IGNORECASE)
        assert is_boilerplate(row["example"])
    assert not any(map(is_boilerplate, table["news"]))


def test_an_announcement_is_told_with_what_it_announces() -> None:
    text = "The mayor announced on Tuesday that the bridge had reopened."
    told = [s.span.of(text) for s in reading_of(text, "2021-03-12").statements]
    assert "The mayor announced on Tuesday that the bridge had reopened" in told
