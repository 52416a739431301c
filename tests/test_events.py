"""Events: each row of the table finds its example, and status says whether it happened."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from dateline.records import Event
from tests.reading import reading_of

ROWS: list[dict[str, Any]] = tomllib.loads(files("dateline.data").joinpath("events.toml").read_text(encoding="utf-8"))[
    "event"
]


def event(text: str, trigger: str) -> Event:
    return next(e for e in reading_of(text).events if text[e.start : e.end] == trigger)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["example"])
def test_each_row_finds_its_example(row: dict[str, Any]) -> None:
    found = event(row["example"], row["trigger"])
    assert (found.root, found.mode) == (row.get("root"), row.get("mode"))


@pytest.mark.parametrize(
    ("text", "trigger", "status", "negated"),
    [
        ("Rebels seized the fort.", "seized", "completed", False),
        ("Rebels will seize the fort.", "seize", "planned", False),
        ("Rebels could seize the fort.", "seize", "conditional", False),
        ("Soldiers are clearing the road.", "clearing", "ongoing", False),
        ("Rebels did not seize the fort.", "seize", "completed", True),
        ("The road will open once the snow melts.", "open", "conditional", False),
    ],
)
def test_status(text: str, trigger: str, status: str, negated: bool) -> None:
    found = event(text, trigger)
    assert (found.status, found.negated) == (status, negated)


def test_the_passive_turns_doer_and_done_to() -> None:
    reading = reading_of("The captain was arrested by the police.")
    found = next(e for e in reading.events if e.root == "COERCE")
    assert found.actor is not None
    assert reading.actors[found.actor].name == "the police"
