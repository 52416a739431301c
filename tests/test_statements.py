"""Statements: one clause's worth each, cut to what is reported."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from dateline.reading.boilerplate import is_aside, is_boilerplate, is_shown
from dateline.reading.clauses import clauses
from dateline.reading.language import parse
from dateline.records import Report, Span
from tests.reading import quotes, reading_of


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
    for name, finds in (("furniture", is_boilerplate), ("shown", is_shown), ("aside", is_aside)):
        for row in table[name]:
            assert row["word"] in row["example"].lower()
            assert re.search(row["pattern"], row["example"], re.IGNORECASE)
            assert finds(row["example"])
        assert not any(map(finds, table["news"]))


@pytest.mark.parametrize(
    "label",
    [
        "Scroll down for video",
        "Advertisement",
        "Advertisement Continue reading the main story",
        "Story continues below",
        "Share this story",
    ],
)
def test_a_label_of_the_page_is_no_part_of_the_sentence_it_runs_into(label: str) -> None:
    text = f"{label} The ferry sank off Larne on Monday, the coast guard said."
    reading = reading_of(text, "2020-06-09")
    assert quotes(reading.sentences, text) == ["The ferry sank off Larne on Monday, the coast guard said."]
    assert [s.span.of(text) for s in reading.statements] == ["The ferry sank off Larne on Monday"]


def test_a_word_of_a_label_in_a_sentence_of_its_own_stays() -> None:
    text = "Advertisement revenue fell last year. Loading Bay workers died in the blast."
    assert len(reading_of(text, "2020-06-09").statements) == 2


def test_words_set_beside_a_picture_or_a_post_are_captions() -> None:
    text = (
        "FILE - In this May 2, 2019, file photo, a ferry leaves Larne for the islands.\n\n"
        "The ferry sank on Monday with nine people aboard.\n\n"
        "It went down in minutes https://t.co/Ab12 — Jo Vale (@jovale) June 8, 2020"
    )
    sections = [(s.section, s.span.of(text)[:9]) for s in reading_of(text, "2020-06-09").statements]
    assert sections == [("caption", "FILE - In"), ("body", "The ferry"), ("caption", "It went d")]


@pytest.mark.parametrize(
    ("text", "clause", "subject"),
    [
        ("The ferry struck a pier at noon and was towed back to port.", "was towed back to port", "The ferry"),
        (
            "Divers searched the crew cabins, which had filled with water.",
            "which had filled with water",
            "the crew cabins",
        ),
        ("The quay, built by convicts in 1831, gave way on Sunday.", "built by convicts in 1831", "The quay"),
        ("Two men fled on foot and they were caught near the mill.", "they were caught near the mill", None),
        ("It sank near the lighthouse and was raised a week later.", "was raised a week later", None),
    ],
)
def test_a_clause_without_a_subject_points_at_the_words_it_shares(text: str, clause: str, subject: str | None) -> None:
    found = {text[s.start : s.end]: s.subject and s.subject.of(text) for s in reading_of(text).statements}
    assert found[clause] == subject


def test_an_announcement_is_told_with_what_it_announces() -> None:
    text = "The mayor announced on Tuesday that the bridge had reopened."
    told = [s.span.of(text) for s in reading_of(text, "2021-03-12").statements]
    assert "The mayor announced on Tuesday that the bridge had reopened" in told


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("The count fell by nine from the previous week.", False),
        ("The rate came down to 14.5% from 17.1% the previous week.", False),
        ("Fewer claims came in than were filed the previous week.", False),
        ("The ferry sank the previous week.", True),
        ("Divers came from Larne the day before.", True),
    ],
)
def test_a_clause_is_not_of_the_time_that_it_compares_itself_with(text: str, dated: bool) -> None:
    reading = reading_of(f"The ferry sank on May 2, 2022. {text}", "2022-05-10")
    assert (reading.statements[-1].time is not None) is dated


def test_a_clause_is_of_the_time_of_its_verb_and_not_of_what_it_names() -> None:
    text = "The president on Thursday ordered the unveiling of papers related to the 1963 assassination of the mayor."
    reading = reading_of(text, "2017-10-27")
    (statement,) = reading.statements
    assert statement.time is not None
    assert reading.times[statement.time].earliest == "2017-10-26"


@pytest.mark.parametrize(
    "stub", ["LARNE — ", "LARNE, N.I. (AP) – ", "(WXYZ)- ", "PORT SABLE (Harbour Post/AP) -- ", "— "]
)
def test_a_dateline_behind_a_byline_is_no_part_of_the_sentence(stub: str) -> None:
    text = f"By JO VALE\n\njvale@example.org\n\n{stub}The ferry sank on Monday with nine people aboard."
    reading = reading_of(text, "2020-06-09")
    assert reading.sentences[-1].of(text) == "The ferry sank on Monday with nine people aboard."
    assert [s.span.of(text) for s in reading.statements][-1] == "The ferry sank on Monday with nine people aboard"


def test_words_in_capitals_are_no_dateline_without_its_dash() -> None:
    text = "NATO and UNICEF - both of them - sent help. IRAN-made rockets fell. UNITED NATIONS staff left."
    assert reading_of(text).sentences[0].of(text).startswith("NATO and UNICEF")
