from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dateline.errors import StoreError
from dateline.records import Reading, Report
from dateline.store import is_case, open_case
from tests.conftest import account, report


def reading(of: Report) -> Reading:
    return Reading(
        id=of.id, body_start=0, sentences=(), times=(), places=(), actors=(), quantities=(), attributions=(), events=(),
        statements=(),
    )  # fmt: skip


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    one, two = report(id="a"), report("Three died.", id="b", published="2017-10-20")
    with open_case(path, "1") as case:
        case.add([one, two])
        case.keep([(one, reading(one))])
        case.replace_accounts([account(group="x"), account(group="y")])
    assert is_case(path)
    with open_case(path, "1") as case:
        assert case.reports() == [one, two]
        assert case.readings([one, two]) == {"a": reading(one)}
        assert [a.group for a in case.accounts()] == ["x", "y"]


def test_keeping_again_changes_nothing(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.case", "1") as case:
        for _ in range(3):
            assert case.add([report(id="a"), report(id="a")]) == [report(id="a")]
            case.keep([(report(id="a"), reading(report(id="a")))])
        assert len(case.reports()) == 1


def test_filing_again_adds_the_group_and_keeps_the_reading(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.case", "1") as case:
        first = report(id="a", path="x/a.txt", fields=(("event", "x"),))
        case.add([first])
        case.keep([(first, reading(first))])
        (both,) = case.add([report(id="a", path="y/a.txt", fields=(("event", "y"),))])
        assert (both.fields, both.path) == ((("event", "x"), ("event", "y")), "x/a.txt")
        assert case.readings([both]) == {"a": reading(both)}


def test_another_version_or_another_date_is_read_anew(tmp_path: Path) -> None:
    one = report(id="a")
    with open_case(tmp_path / "a.case", "1") as case:
        case.keep([(one, reading(one))])
        assert case.readings([report(id="a", published="2017-10-20")]) == {}
    with open_case(tmp_path / "a.case", "2") as case:
        assert case.readings([one]) == {}


def test_what_is_no_case_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    prose = tmp_path / "prose.txt"
    prose.write_text("Two people died in the accident on Monday. " * 20)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("create table mine (x)")
    connection.close()
    before = prose.read_bytes()
    for path in (prose, other, tmp_path / "nowhere" / "a.case"):
        with pytest.raises(StoreError, match="case"), open_case(path, "1"):
            pass
    assert prose.read_bytes() == before
    with pytest.raises(StoreError, match="no such file"), open_case(tmp_path / "none.case", "1", create=False):
        pass


def test_a_case_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    with open_case(path, "1"):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("update about set value = 'dateline/0'")
    connection.close()
    with pytest.raises(StoreError, match="dateline/0"), open_case(path, "1"):
        pass


def test_what_a_watch_remembers_comes_back(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.case", "1") as case:
        case.keep_feeds({"https://b.example/": b"1", "": b"2"})
        case.keep_feeds({"https://b.example/": b"3"})
        case.keep_feeds({})
    with open_case(tmp_path / "a.case", "2") as case:
        assert case.feeds() == {"": b"2", "https://b.example/": b"3"}


def test_reports_are_found_by_the_id_they_were_given(tmp_path: Path) -> None:
    one, two = report(id="a"), report("Three died.", id="a")
    with open_case(tmp_path / "a.case", "1") as case:
        case.add([one, two, report(id="b")])
        assert {found.text for found in case.reports_of(["a", "a", "none"])} == {one.text, two.text}
        assert len(case.reports_of([*map(str, range(1200)), "b"])) == 1
