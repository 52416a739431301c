"""Bounds of linking: what a stream keeps in memory depends on its window, however long it has been running."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from dateline.config import Config
from dateline.linking import Linker, archive, candidates, rarity
from dateline.linking.candidates import FEW, HELD, Index
from dateline.linking.rows import TITLED, Rows
from dateline.linking.sketch import OpenStory, note, sketch
from dateline.records import Report, Span
from dateline.wording import stem
from tests.reading import report_of

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va".split()  # noqa: SIM905


def word(story: int, place: int) -> str:
    """Return a word that few other stories hold."""
    n = (story * 40503 + place * 7919) % 65536
    return "".join(SYLLABLES[n >> shift & 15] for shift in (0, 4, 8, 12))


def told(n: int, day: int) -> Report:
    """Return the n-th report of a stream: new things and people every day, each story told twice."""
    story, second = n - n % 2, n % 2
    things = [word(story, place) for place in range(12)]
    who = f"{word(story, 20).title()} {word(story, 21).title()}"
    body = ". ".join(
        f"{a} {b} {who} {c}".capitalize() for a, b, c in zip(things[:4], things[4:8], things[8:], strict=True)
    )
    text = f"{'Again' if second else 'Today'} {who} met {things[second]}. {body}. {word(n, 30)} {word(n, 31)} {word(n, 32)}."
    published = (date(2020, 1, 1) + timedelta(day)).isoformat()
    return report_of(text, published, id=f"r{n:05}", publisher=f"Paper {n % 5}")


def census(days: int, daily: int = 4) -> list[dict[str, int]]:
    """Return what is kept at the end of each day of a stream."""
    linker, found = Linker(Config()), []
    for day in range(days):
        linker.take([told(day * daily + n, day) for n in range(daily)])
        found.append(linker.kept())
    return found


def test_a_stream_keeps_no_more_after_a_year_than_once_its_window_and_its_archive_are_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "ARCHIVED", 60)
    monkeypatch.setattr(rarity, "FADING", 150)
    monkeypatch.setattr(candidates, "SWEEP", 64)
    days = census(360)
    full, late = days[90:180], days[270:360]
    for what in full[0]:
        most = max(day[what] for day in full)
        assert max(day[what] for day in late) <= 1.1 * most + 2, what
    window = (Config().window_days + 1) * 4
    assert 0 < late[-1]["reports"] <= window
    assert 0 < late[-1]["reports placed"] <= window
    assert late[-1]["closed stories"] == 60


def test_a_closed_story_that_is_taken_up_again_leaves_no_names_behind() -> None:
    counted, closed = rarity.Rarity(), archive.Archive()
    closed.put(OpenStory(0, "s", sketch(note(told(0, 0), counted.vocabulary), counted, Rows())), counted)
    assert closed.names() > 0
    closed.take(0)
    assert closed.names() == 0


def test_a_report_that_comes_late_leaves_the_window_with_those_of_its_day() -> None:
    linker = Linker(Config())
    linker.take([told(2, 20)])
    linker.take([told(0, 0)])
    linker.take([told(4, 35)])
    assert linker.kept()["reports"] == 2


def test_candidates_are_the_latest_stories_of_a_term_and_closed_ones_are_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "SWEEP", 2 * HELD + 1)
    index, slots, weights = Index(), np.array([5], dtype=np.int32), np.ones(1, dtype=np.float32)
    for story in range(2 * HELD):
        index.open(story)
        index.add(slots, story)
    assert index.look_up(slots, weights, 1000) == list(range(2 * HELD - 1, HELD - 1, -1))
    for story in range(HELD, 2 * HELD - FEW):
        index.close(story)
    assert len(index.look_up(slots, weights, 1000)) == HELD
    index.add(slots, 2 * HELD - 1)
    index.close(2 * HELD - FEW - 1)
    assert index.look_up(slots, weights, 1000) == list(range(2 * HELD - 1, 2 * HELD - FEW - 1, -1))


def test_long_rows_of_closed_stories_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "SWEEP", 50)
    index, held = Index(), []
    for story in range(3000):
        index.open(story)
        index.add(np.array([story // 20, 7], dtype=np.int32), story)
        if story >= 40:
            index.close(story - 40)
        held.append(len(index))
    assert max(held[2000:]) <= max(held[:1000]) < 20


def test_a_row_of_terms_is_used_again_once_its_sketch_is_gone() -> None:
    counted, rows = rarity.Rarity(), Rows()
    first, second = (sketch(note(told(n, 0), counted.vocabulary), counted, rows) for n in (0, 2))
    kept = second.spots.tolist(), second.weights.tolist(), second.title.tolist(), second.title_weight
    row = first.row
    del first
    assert len(rows) == 1
    more = [sketch(note(told(n, 0), counted.vocabulary), counted, rows) for n in range(4, 700, 2)]
    assert more[0].row == row
    assert len(rows) == 1 + len(more)
    assert (second.spots.tolist(), second.weights.tolist(), second.title.tolist(), second.title_weight) == kept
    assert len({one.row for one in more}) == len(more)


def test_of_a_title_without_end_the_rarest_words_are_kept() -> None:
    words = [word(n, 3) for n in range(TITLED + 20)]
    title = " ".join(words)
    counted, text = rarity.Rarity(), f"{title}\n\nA bridge was closed."
    common = np.array([counted.vocabulary.number[stem(one)] for one in words[:20]], dtype=np.int32)
    for one in common:
        counted.see(np.array([one]), [])
    report = report_of(text, "2020-01-01", id="r", title=Span(0, len(title)), lead_start=len(title) + 2)
    found = sketch(note(report, counted.vocabulary), counted, Rows())
    assert len(found.title) == TITLED
    assert found.title_rarity.min() > counted.of(common)[0]
