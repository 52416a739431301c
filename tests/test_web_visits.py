"""Visits: what changed since somebody looked, in words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from dateline.web.index import Replaced
from dateline.web.since import since
from dateline.web.summaries import Summary, summarise
from dateline.web.visits import KEPT, Visits
from tests.shelving import Told


def at(day: int, hour: int = 10, minute: int = 0) -> str:
    return f"2021-06-{day:02}T{hour:02}:{minute:02}:00+00:00"


def made(told: Told) -> Summary:
    return summarise(told.account(), "")


def become(visits: Visits, before: Iterable[Told | None], now: Iterable[Told | None]) -> None:
    pairs = [(a and made(a), b and made(b)) for a, b in zip(before, now, strict=True)]
    visits.note(Replaced((a or b).story, a, b) for a, b in pairs)  # type: ignore[union-attr]


ONE, TWO, THREE = (Told(f"s-{n}") for n in (1, 2, 3))


@pytest.fixture
def visits(tmp_path: Path) -> Visits:
    found = Visits(tmp_path / "visits")
    become(found, [None, None], [ONE, TWO])
    return found


def test_the_first_visit_has_nothing_to_compare_with(visits: Visits) -> None:
    become(visits, [ONE], [ONE._replace(killed=3.0)])
    first = visits.look("ann", at(1))
    assert (first.since, first.changed) == (None, {})
    become(visits, [TWO], [TWO._replace(killed=3.0)])
    assert visits.look("ann", at(1, 10, 5)).changed == {"s-2": made(TWO)}, "but with how it was when it began"
    assert visits.look("ann", at(2)).changed == {}, "which was seen"


def test_what_changed_between_two_visits_is_told_until_the_story_is_opened(visits: Visits) -> None:
    visits.look("ann", at(1))
    visits.look("ann", at(1, 10, 20))
    become(visits, [ONE, None], [ONE._replace(killed=3.0), THREE])
    second = visits.look("ann", at(2))
    assert second.since == at(1, 10, 20)
    assert second.changed == {"s-1": made(ONE), "s-3": None}
    assert visits.look("bob", at(2)).changed == {}
    visits.open("ann", "s-1", at(2, 10, 1))
    third = visits.look("ann", at(2, 10, 2))
    assert set(third.changed) == {"s-3"}
    assert third.mark != second.mark
    become(visits, [ONE._replace(killed=3.0)], [ONE._replace(killed=4.0)])
    assert visits.look("ann", at(2, 10, 3)).changed["s-1"] == made(ONE._replace(killed=3.0))


def test_a_story_opened_long_ago_is_held_against_what_it_was_then(visits: Visits) -> None:
    visits.look("ann", at(1))
    visits.open("ann", "s-1", at(1))
    become(visits, [ONE], [ONE._replace(killed=3.0)])
    visits.look("ann", at(2))
    become(visits, [ONE._replace(killed=3.0)], [ONE._replace(killed=4.0)])
    assert visits.look("ann", at(3)).changed == {"s-1": made(ONE)}


def test_what_was_opened_is_known_to_the_next_process(visits: Visits, tmp_path: Path) -> None:
    visits.look("ann", at(1))
    become(visits, [ONE, TWO], [ONE._replace(killed=3.0), TWO._replace(killed=3.0)])
    assert visits.open("ann", "s-1", at(1, 11), wait=True)
    assert visits.open("ann", "s-1", at(1, 12), wait=False), "it is known already"
    assert not visits.open("ben", "s-1", at(1, 12), wait=False), "what he opened before must be read first"
    visits.close()
    after = Visits(tmp_path / "visits")
    assert set(after.look("ann", at(1, 12)).changed) == {"s-2"}


def test_what_is_gone_is_not_told(visits: Visits) -> None:
    visits.look("ann", at(1))
    become(visits, [ONE], [None])
    assert visits.look("ann", at(2)).changed == {}


def test_visits_outlast_the_process_and_many_changes(visits: Visits, tmp_path: Path) -> None:
    visits.look("ann", at(1))
    for n in range(KEPT + 20):
        become(visits, [TWO._replace(killed=float(n))], [TWO._replace(killed=n + 1.0)])
    visits.close()
    again = Visits(tmp_path / "visits")
    was = again.look("ann", at(5)).changed["s-2"]
    assert was is not None
    assert was.totals[0].best == 20.0, "the oldest state that is still known"


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (None, ONE, ("new",)),
        (ONE, ONE._replace(killed=12.0), ("killed 2 → 12",)),
        (ONE, ONE._replace(killed=None), ("killed 2 withdrawn",)),
        (ONE._replace(killed=None), ONE, ("killed 2: first figure",)),
        (ONE, ONE._replace(also_killed=5.0, standing="disputed"), ("killed 2 → 2 or 5", "killed now disputed")),
        (ONE._replace(standing="disputed"), ONE, ("killed no longer disputed",)),
        (ONE, ONE._replace(standing="corroborated"), ("killed now corroborated",)),
        (
            ONE._replace(killed=None),
            ONE._replace(killed=None, standing="disputed"),
            ("now disputed",),
        ),
        (ONE, ONE._replace(texts=("a", "b", "c"), origins=2), ("2 more reports", "1 more independent origin")),
        (ONE._replace(texts=("a", "b")), ONE._replace(texts=("a",)), ("1 report fewer",)),
        (ONE, ONE._replace(earliest="2021-05-02", latest="2021-05-02"), ("date 2021-05-03 Mon → 2021-05-02 Sun",)),
        (ONE, ONE._replace(place="Nadi"), ("place Leeds → Nadi",)),
        (ONE, ONE._replace(place=None), ("place Leeds → –",)),
        (ONE, ONE._replace(judged=True), ("1 more judgement",)),
        (ONE, ONE._replace(headline="Fire in a mill"), ("details revised",)),
    ],
)
def test_changes_in_words(before: Told | None, now: Told, told: tuple[str, ...]) -> None:
    assert since(before and made(before), made(now)) == told


def test_a_change_within_the_same_number_shows_the_range() -> None:
    before = made(ONE)
    wider = msgspec.structs.replace(before.totals[0], high=9.0)
    assert since(before, msgspec.structs.replace(before, totals=(wider,))) == ("killed 2 → 2 to 9",)


def test_a_rejected_figure_is_told_as_rejected_not_as_a_number_that_changed() -> None:
    before = made(ONE._replace(killed=284.0))
    (gone,) = before.totals
    other = msgspec.structs.replace(gone, id="n-other", low=4.0, best=4.0, high=4.0)
    after = msgspec.structs.replace(before, digest="1", totals=(other,), rejected=(gone.id,))
    assert since(before, after) == ("killed 284 rejected", "killed 4 first now")
    assert since(after, before) == ("killed 284 no longer rejected",)
    assert since(before, msgspec.structs.replace(after, totals=())) == ("killed 284 rejected",)
