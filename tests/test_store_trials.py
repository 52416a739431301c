"""The attacks of `python -m bench store`, fewer of each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bench.store import STAGES, crowd, fill, flip, inputs, kill_runs, schema

from tests.conftest import server


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    if request.param == "SQLite":
        yield lambda name: str(tmp_path / f"{name}.case")
        return
    address = server()
    prefix = Path(tempfile.mkdtemp(dir=tmp_path)).name.replace("-", "_").lower()
    yield lambda name: schema(address, f"{prefix}_{name}")


def test_a_killed_run_loses_nothing_and_goes_on_to_the_same_result(
    places: Callable[[str], str], tmp_path: Path
) -> None:
    found = kill_runs(inputs(tmp_path / "in", 6), places, 6)
    assert found.wrong == []
    assert set(found.counts.values()) == {0}
    assert sum(found.stages[stage] for stage in STAGES) >= 3


def test_many_writers_and_readers_keep_every_report_once(places: Callable[[str], str]) -> None:
    found = crowd(places("crowd"), writers=8, readers=4, each=30)
    assert (found.kept, found.failed) == (240, 0)
    assert found.reads >= 4


@pytest.mark.parametrize("room", [0, 30_000, 200_000])
def test_a_full_disk_keeps_what_was_kept(tmp_path: Path, room: int) -> None:
    found = fill(str(tmp_path / "a.case"), room)
    assert (found.lost, found.typed) == (0, True)


def test_a_flipped_byte_is_found_or_does_no_harm(tmp_path: Path) -> None:
    counts, wrong = flip(tmp_path, inputs(tmp_path / "in", 4), 60)
    assert wrong == []
    assert counts["detected"] > 20
