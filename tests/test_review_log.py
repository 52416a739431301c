"""The log of judgements: chained, append-only, whole whoever writes, and found out when somebody tampers."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Thread

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import StoreError
from dateline.records import Anchor, Judgement, ReportKey
from dateline.review import Row, check, entries, in_force, seal
from dateline.review.chain import FIRST, canonical
from dateline.store import open_case

ANCHOR = Anchor(kind="story", reports=(ReportKey("r-1", "0" * 64),))


def judgement(reason: str = "because", revokes: str | None = None) -> Judgement:
    return Judgement(
        number=0, previous=FIRST, at="2021-06-01T10:00:00Z", user="ana", reason=reason,
        verdict="accept" if revokes is None else "revoke", anchors=(ANCHOR,) if revokes is None else (), revokes=revokes,
    )  # fmt: skip


def chain(reasons: list[str]) -> list[Row]:
    rows: list[Row] = []
    for reason in reasons:
        rows.append(seal(judgement(reason), rows[-1] if rows else None))
    return rows


REASONS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), min_size=1, max_size=6)


@given(REASONS)
def test_a_log_as_it_was_written_is_whole(reasons: list[str]) -> None:
    rows = chain(reasons)
    assert check(rows) == []
    assert check(rows, rows[-1].sha256) == []
    assert [e.judgement.reason for e in entries(rows)] == reasons
    assert [canonical(e.judgement) for e in entries(rows)] == [row.body for row in rows]


@given(REASONS, st.data())
def test_a_changed_byte_is_found(reasons: list[str], data: st.DataObject) -> None:
    rows = chain(reasons)
    n = data.draw(st.integers(0, len(rows) - 1))
    at = data.draw(st.integers(0, len(rows[n].body) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != rows[n].body[at]))
    rows[n] = rows[n]._replace(body=rows[n].body[:at] + bytes([byte]) + rows[n].body[at + 1 :])
    assert any(f"judgement {n + 1} " in line for line in check(rows))


@given(REASONS, st.data())
def test_a_row_sealed_anew_is_found_by_the_next(reasons: list[str], data: st.DataObject) -> None:
    rows = chain([*reasons, "last"])
    n = data.draw(st.integers(0, len(rows) - 2))
    rows[n] = seal(judgement("forged"), rows[n - 1] if n else None)
    if rows[n].sha256 != chain([*reasons, "last"])[n].sha256:
        assert check(rows)


@given(st.lists(st.text("ab", max_size=3), min_size=3, max_size=6), st.data())
def test_rows_removed_or_swapped_are_found(reasons: list[str], data: st.DataObject) -> None:
    rows = chain(reasons)
    n = data.draw(st.integers(0, len(rows) - 2))
    assert check(rows[:n] + rows[n + 1 :])
    swapped = list(rows)
    swapped[n], swapped[n + 1] = swapped[n + 1], swapped[n]
    assert check(swapped)
    renumbered = [row._replace(number=place) for place, row in enumerate(swapped, start=1)]
    assert check(renumbered)
    assert check(rows[:-1], rows[-1].sha256)


def test_taking_back_and_taking_that_back() -> None:
    rows = chain(["one", "two"])
    rows.append(seal(judgement("undo", rows[0].sha256), rows[-1]))
    assert [e.judgement.reason for e in in_force(entries(rows))] == ["two"]
    rows.append(seal(judgement("redo", rows[2].sha256), rows[-1]))
    assert [e.judgement.reason for e in in_force(entries(rows))] == ["one", "two"]


# ---------------------------------------------------------------- in a case file


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "a.case"
    with open_case(path, "1") as kept:
        for reason in ("one", "two", "three"):
            kept.append(judgement(reason))
    return path


def test_judgements_are_kept_in_order_whatever_the_version(case: Path) -> None:
    with open_case(case, "2") as kept:
        assert [(e.judgement.number, e.judgement.reason) for e in kept.judgements()] == [
            (1, "one"), (2, "two"), (3, "three"),
        ]  # fmt: skip


@pytest.mark.parametrize("change", ["update judgements set body = 'x'", "delete from judgements where number = 2"])
def test_the_file_refuses_to_change_a_row(case: Path, change: str) -> None:
    with sqlite3.connect(case) as connection, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute(change)
    connection.close()


TAMPERING = {
    "a byte": "update judgements set body = cast(replace(cast(body as text), 'two', 'twp') as blob) where number = 2",
    "a row in the middle": "delete from judgements where number = 2",
    "the last row": "delete from judgements where number = 3",
    "every row": "delete from judgements",
    "a number": "update judgements set number = 9 where number = 3",
    "a swap": "update judgements set number = case number when 1 then -2 when 2 then -1 else number end; "
    "update judgements set number = -number where number < 0",
    "a row by text": "update judgements set body = 'x' where number = 3",
    "a hash": "update judgements set sha256 = replace(sha256, substr(sha256, 1, 1), 'x') where number = 1",
}


@pytest.mark.parametrize("sql", TAMPERING.values(), ids=TAMPERING)
def test_tampering_is_found_and_nothing_is_built_on_it(case: Path, sql: str) -> None:
    with sqlite3.connect(case) as connection:
        connection.executescript("drop trigger judgements_update; drop trigger judgements_delete; " + sql)
    connection.close()
    with open_case(case, "1") as kept, pytest.raises(StoreError, match="judgement"):
        kept.judgements()
    with open_case(case, "1") as kept, pytest.raises(StoreError, match="judgement"):
        kept.append(judgement("four"))


def test_writers_at_once_lose_nothing(case: Path) -> None:
    def write(name: str) -> None:
        with open_case(case, "1") as kept:
            for n in range(8):
                kept.append(judgement(f"{name}{n}"))

    writers = [Thread(target=write, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_case(case, "1") as kept:
        log = kept.judgements()
    assert [e.judgement.number for e in log] == list(range(1, 28))
    for name in "abc":
        assert [e.judgement.reason for e in log if e.judgement.reason[0] == name and len(e.judgement.reason) == 2] == [
            f"{name}{n}" for n in range(8)
        ]


def test_a_row_is_canonical_json() -> None:
    body = seal(judgement("”ä"), None).body
    plain = msgspec.json.decode(body)
    assert list(plain) == sorted(plain)
    assert "”ä".encode() in body
    assert b" " not in body
