"""What nobody reports is told only where an analyst would look for it: where people came to harm."""

from __future__ import annotations

import pytest

from dateline.reconciling.missing import not_reported
from dateline.reconciling.names import gather_names
from tests.conftest import account
from tests.test_align import said_in

NOBODY = gather_names({})


@pytest.mark.parametrize(
    "text",
    [
        "The Harwick Rovers beat the Larne Reds 3-1 on Saturday. Their striker attacked well.",
        "A pensioner was billed 4 million euros for her electricity in May. The company said sorry.",
        "The rebels released 12 sailors in Harwick on Friday.",
    ],
)
def test_of_a_game_a_bill_or_a_release_no_dead_are_looked_for(text: str) -> None:
    assert not_reported((), frozenset(), NOBODY, said_in(text)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "A gunman shot at a bus in Harwick on Friday.",
        "A train crashed near Larne on Monday.",
        "An earthquake struck Harwick at dawn on Tuesday.",
    ],
)
def test_of_violence_accident_or_disaster_they_are(text: str) -> None:
    assert not_reported((), frozenset(), NOBODY, said_in(text)) == ("killed", "injured")


def test_a_toll_given_makes_it_a_story_of_harm() -> None:
    assert not_reported(account().figures, frozenset(), NOBODY, ()) == ("injured",)


@pytest.mark.parametrize(
    "text",
    [
        "A gunman shot at a bus in Harwick on Friday. A girl was pronounced dead there.",
        "A warrant names suspects in the murder of Jo Vale, who was shot in Harwick in May.",
    ],
)
def test_a_death_that_is_told_is_reported_though_no_figure_tells_it(text: str) -> None:
    assert "killed" not in not_reported((), frozenset(), NOBODY, said_in(text))
