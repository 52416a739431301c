"""The benchmark's own arithmetic: halves, F1, and what two revisions changed."""

from __future__ import annotations

import pytest
from bench.__main__ import TASKS, line, task
from bench.compare import changes
from bench.tasks import Choice, Score, around, chosen, f1
from hypothesis import given
from hypothesis import strategies as st


@given(st.sets(st.text(max_size=8), max_size=30))
def test_the_halves_share_nothing_and_lose_nothing(ids: set[str]) -> None:
    rows = [{"id": one} for one in sorted(ids)]
    dev, held = chosen(rows, Choice("dev")), chosen(rows, Choice("held"))
    assert sorted(row["id"] for row in [*dev, *held]) == sorted(ids)


def test_a_sample_is_the_same_whatever_the_order_of_the_file() -> None:
    rows = [{"id": str(n)} for n in range(50)]
    assert chosen(rows, Choice("all", 7)) == chosen(rows[::-1], Choice("all", 7))


def test_f1_of_nothing_is_nothing() -> None:
    assert f1(0, 0, 0) == (0.0, 0.0, 0.0)
    assert f1(1, 2, 4) == pytest.approx((0.5, 0.25, 1 / 3))


def test_a_new_false_find_is_lost_and_one_that_is_gone_is_gained() -> None:
    old = {"a": (True, ""), "b": (False, ""), "false find": (False, "")}
    new = {"a": (False, ""), "b": (True, ""), "other false find": (False, "")}
    assert changes(old, new) == (["b", "false find"], ["a", "other false find"])


def test_a_missed_bar_says_so_and_a_change_has_its_sign() -> None:
    assert "MISSED" in line("places", Score("end to end", 0.5, 0.55), None)
    shown = line("places", Score("end to end", 0.6, 0.55), 0.58)
    assert "MISSED" not in shown
    assert "+0.020" in shown


def test_context_shows_the_span_on_one_line() -> None:
    assert around("one\ntwo three", 4, 7) == "one [two] three"


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_there_by_its_name(name: str) -> None:
    assert task(name).name == name
