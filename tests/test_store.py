"""The store: what is kept comes back, on SQLite and PostgreSQL alike; older cases, and what is no case."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import msgspec
import pytest
import sqlalchemy as sa
from bench.store import schema
from hypothesis import given
from hypothesis import strategies as st

from dateline.codec import encode, fingerprint
from dateline.errors import StoreError
from dateline.intake import merge
from dateline.records import Judgement, Original, Reading, Report, Taken
from dateline.review.checking import inspect
from dateline.store import Case, is_case, open_case
from dateline.store.database import Database
from dateline.store.rows import Row, Rows
from dateline.store.tables import ABOUT, ACCOUNTS, SEALED
from tests.conftest import Dateline, account, report, server


def reading(of: Report) -> Reading:
    return Reading(
        id=of.id, body_start=0, sentences=(), times=(), places=(), actors=(), quantities=(), attributions=(), events=(),
        statements=(),
    )  # fmt: skip


def judgement(reason: str) -> Judgement:
    return Judgement(
        verdict="accept", user="A", at="2021-03-05T10:00:00Z", reason=reason, anchors=(), number=0, previous=""
    )


def filled(place: str) -> None:
    with open_case(place, "1") as case:
        case.add([report(id="a"), report(id="b")], [Original.of("<p>x</p>")])
        case.keep([(report(id="a"), reading(report(id="a")))])
        case.replace_accounts([account(group="x"), account(group="y")], "desk")
        case.append(judgement("one"))
        case.append(judgement("two"))


def change(place: str, *statements: str) -> None:
    """Change a case behind the back of the store."""
    with closing(Database(place)) as database, database.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


# ---------------------------------------------------------------- what is kept


def test_what_is_kept_comes_back(place: str) -> None:
    one, two = report(id="a"), report("Three died.", id="b", published="2017-10-20")
    page = Original.of("<p>Three died.</p>")
    with open_case(place, "1") as case:
        assert case.add([two, one], [page, page]) == merge([one, two])
        case.keep([(one, reading(one))])
        case.replace_accounts([account(group="z")])
        case.replace_accounts([account(group="x"), account(group="y")], "desk")
    assert is_case(place)
    with open_case(place, "1", create=False) as case:
        assert case.reports() == [one, two]
        assert case.readings([one, two]) == {"a": reading(one)}
        assert [a.group for a in case.accounts()] == ["x", "y"]
        assert (case.group_by(), case.size()) == ("desk", (2, 1))
        assert (case.original(page.sha256), case.original("0" * 64)) == (page, None)


def test_keeping_again_changes_nothing(place: str) -> None:
    with open_case(place, "1") as case:
        for _ in range(3):
            assert case.add([report(id="a"), report(id="a")]) == [report(id="a")]
            case.keep([(report(id="a"), reading(report(id="a")))])
        assert case.add([]) == []
        assert len(case.reports()) == 1
        assert inspect(case).wrong == []


def test_filing_again_adds_the_group_and_keeps_the_reading(place: str) -> None:
    with open_case(place, "1") as case:
        first = report(id="a", path="x/a.txt", fields=(("event", "x"),))
        case.add([first])
        case.keep([(first, reading(first))])
        (both,) = case.add([report(id="a", path="y/a.txt", fields=(("event", "y"),))])
        assert (both.fields, both.path) == ((("event", "x"), ("event", "y")), "x/a.txt")
        assert case.reports() == [both]
        assert case.readings([both]) == {"a": reading(both)}
        assert inspect(case).wrong == []


def test_any_text_and_id_can_be_kept(place: str) -> None:
    odd = [report("\x00\u2028  𐍈 \u200b'\";--", id="\x00'\"%?:x 𐍈"), report("x" * 200_000, id=""), report("", id="%s")]
    with open_case(place, "1") as case:
        case.add(odd)
        case.replace_accounts([account(group="\x00")])
        assert case.reports() == sorted(odd, key=lambda r: r.id)
        assert [a.group for a in case.accounts()] == ["\x00"]


def test_another_version_or_another_date_is_read_anew(place: str) -> None:
    one = report(id="a")
    how_far = Taken(path="a.txt", size=3, sha256="0" * 64, whole=True)
    with open_case(place, "1") as case:
        case.keep([(one, reading(one))])
        case.add([], (), [how_far])
        assert case.readings([report(id="a", published="2017-10-20")]) == {}
        assert (case.taken("a.txt"), case.taken("b.txt")) == (how_far, None)
    with open_case(place, "2") as case:
        assert case.readings([one]) == {}
        assert case.taken("a.txt") is None


REPORTS = st.builds(
    lambda rid, text, day, path, desk: report(text, id=rid, published=day, path=path, fields=(("desk", desk),)),
    st.sampled_from("ab"), st.sampled_from(["x", "y"]), st.sampled_from([None, "2017-10-20", "2017-10-21"]),
    st.sampled_from([None, "p", "q"]), st.sampled_from("uv"),
)  # fmt: skip


@given(st.lists(st.lists(REPORTS, max_size=3), max_size=5))
def test_reports_are_the_same_however_they_come(batches: list[list[Report]]) -> None:
    path = Path(os.environ.get("TMPDIR", "/tmp"), f"dateline-any-{os.getpid()}.case")  # noqa: S108 - gone at the end
    try:
        with open_case(path, "1") as case:
            for batch in batches:
                case.add(batch)
            together = [one for batch in batches for one in batch]
            assert sorted(case.reports(), key=str) == sorted(merge(together), key=str)
            assert inspect(case).wrong == []
    finally:
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def test_what_a_watch_remembers_comes_back(place: str) -> None:
    with open_case(place, "1") as case:
        case.keep_feeds({"https://b.example/": b"1", "": b"2"})
        case.keep_feeds({"https://b.example/": b"3"})
        case.keep_feeds({})
    with open_case(place, "2") as case:
        assert case.feeds() == {"": b"2", "https://b.example/": b"3"}
        assert case.damage() == []


def test_reports_are_found_by_the_id_they_were_given(place: str) -> None:
    one, two = report(id="a"), report("Three died.", id="a")
    with open_case(place, "1") as case:
        case.add([one, two, report(id="b"), report(id="\x00"), report(id="\ufffd")])
        assert case.reports_of(["a", "a", "none"]) == sorted([one, two], key=lambda r: r.text)
        assert case.reports_of(["\x00"]) == [report(id="\x00")]
        assert len(case.reports_of([*map(str, range(1200)), "b"])) == 1


# ---------------------------------------------------------------- several at once


@contextmanager
def another_writes(place: str, busy: Callable[[], object]) -> Iterator[Thread]:
    """Have another thread hold the case for writing while it is busy."""
    began = Event()

    def write() -> None:
        with closing(Database(place)) as database, database.writing():
            began.set()
            busy()

    writer = Thread(target=write)
    writer.start()
    assert began.wait(30)
    try:
        yield writer
    finally:
        writer.join()


def test_readers_wait_for_no_writer(place: str) -> None:
    filled(place)
    end = Event()
    with another_writes(place, lambda: end.wait(30)) as writer:
        start = time.monotonic()
        with open_case(place, "1", create=False) as case:
            assert (len(case.reports()), len(case.accounts()), len(case.judgements())) == (2, 2, 2)
        assert time.monotonic() - start < 20
        assert writer.is_alive()
        end.set()


def test_a_writer_waits_for_the_one_before(place: str) -> None:
    filled(place)
    with another_writes(place, lambda: time.sleep(1)), open_case(place, "1") as case:
        case.add([report(id="c")])
        assert len(case.reports()) == 3


def test_one_who_waits_too_long_is_told_in_words(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(place)
    monkeypatch.setattr("dateline.store.database.WAIT", 1)
    with (
        closing(Database(place)) as other,
        other.writing(),
        open_case(place, "1") as case,
        pytest.raises(StoreError, match="another process has been writing"),
    ):
        case.add([report(id="c")])


def test_a_case_made_by_many_at_once_is_one(place: str) -> None:
    failed: list[BaseException] = []

    def begin(name: str) -> None:
        try:
            with open_case(place, "1") as case:
                case.add([report(id=name)])
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=begin, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with open_case(place, "1") as case:
        assert [r.id for r in case.reports()] == list("abcdef")


# ---------------------------------------------------------------- damage

DAMAGE = {
    "a text": ("update reports set body = seal where id = 'a'", "report a does not have the hash"),
    "an id": ("update reports set id = 'c' where id = 'a'", "report c does not have the hash"),
    "a seal": ("update accounts set seal = body where id = 's-1'", "account s-1 does not have the hash"),
    "a key": (
        "update accounts set key = '00000000' where key = (select min(key) from accounts)",
        "account s-1 does not have the hash",
    ),
    "a row gone": ("delete from reports where id = 'a'", "1 reports are there, 2 were kept"),
    "all accounts gone": ("delete from accounts", "0 accounts are there, 2 were kept"),
    "a row twice": ("insert into reports select key || 'x', id, body, seal from reports where id = 'a'", "hash"),
    "the contents": ("update about set value = value || ' ' where key = 'contents'", "list of contents is damaged"),
    "no contents": ("delete from about where key = 'contents'", "list of contents is damaged or gone"),
    "a table gone": ("drop table accounts", "its accounts are gone"),
}


@pytest.mark.parametrize(("statement", "found"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_an_error_that_names_it(place: str, statement: str, found: str) -> None:
    filled(place)
    change(place, statement)
    with pytest.raises(StoreError, match=found), open_case(place, "1", create=False) as case:
        everything(case)
    try:
        with open_case(place, "1", create=False) as case:
            wrong = inspect(case).wrong
    except StoreError as error:
        wrong = [str(error)]
    assert any(found in line for line in wrong)


def everything(case: Case) -> None:
    case.reports()
    case.accounts()


def test_a_damaged_reading_or_page_is_an_error(place: str) -> None:
    filled(place)
    change(place, "update readings set body = seal", "update originals set body = seal")
    with open_case(place, "1") as case:
        with pytest.raises(StoreError, match="reading of a does not have the hash"):
            case.readings([report(id="a")])
        with pytest.raises(StoreError, match=r"page .* does not have the hash"):
            case.original(Original.of("<p>x</p>").sha256)


def test_judgements_refuse_to_change(place: str) -> None:
    filled(place)
    for statement in ("update judgements set sha256 = 'x'", "delete from judgements where number = 2"):
        with pytest.raises(StoreError, match="never changed"):
            change(place, statement)
    with open_case(place, "1") as case:
        assert len(case.judgements()) == 2


def test_the_check_of_a_damaged_case_says_so(dateline: Dateline, place: str) -> None:
    with open_case(place, "1") as case:
        case.add([report(id="a"), report(id="b")])
    whole = dateline("check", place)
    assert (whole.returncode, whole.stderr) == (0, b"")
    change(place, "delete from reports where id = 'b'")
    done = dateline("check", place)
    assert done.returncode == 2
    assert "1 reports are there, 2 were kept" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


# ---------------------------------------------------------------- formats


def first_form(path: Path, *, judged: bool = True) -> None:
    """Write a case as the first form had it, without judgements and pages before there were any."""
    one, two = report(id="a", path="x.txt"), report("Three died.", id="b\x00c")
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "create table about (key text not null primary key, value text not null);"
            "create table reports (id text not null, sha256 text not null, body blob not null, primary key (id, sha256));"
            "create table readings (fingerprint text not null, version text not null, report text not null, "
            "body blob not null, primary key (fingerprint, version));"
            'create table accounts (number integer not null primary key, "group" text not null, story text not null, '
            "body blob not null);"
            "insert into about values ('format', 'dateline/1')"
        )
        for each in (one, two):
            connection.execute("insert into reports values (?, ?, ?)", (each.id, "", encode(each)))
        for of, body in ((one, encode(reading(one))), (two, b'{"id":"b","gone":1}')):
            connection.execute("insert into readings values (?, '1', ?, ?)", (fingerprint(of), of.id, body))
        for n, group in ((2, "y"), (1, "x")):
            connection.execute("insert into accounts values (?, ?, 's', ?)", (n, group, encode(account(group=group))))
        if judged:
            connection.executescript(
                "create table originals (sha256 text not null primary key, body blob not null);"
                "create table judgements (number integer not null primary key, sha256 text not null, body blob not null);"
                "insert into about values ('group_by', 'desk')"
            )
            page = Original.of("<p>x</p>")
            connection.execute("insert into originals values (?, ?)", (page.sha256, page.packed))
    connection.close()


@pytest.mark.parametrize("judged", [True, False])
def test_a_case_of_the_first_form_is_brought_up(tmp_path: Path, judged: bool) -> None:
    path = tmp_path / "a.case"
    first_form(path, judged=judged)
    for _ in range(2):
        with open_case(path, "1", create=False) as case:
            assert [r.id for r in case.reports()] == ["a", "b\x00c"]
            assert case.readings(case.reports()) == {"a": reading(report(id="a"))}
            assert [a.group for a in case.accounts()] == ["x", "y"]
            assert case.group_by() == ("desk" if judged else None)
            assert (case.original(Original.of("<p>x</p>").sha256) is not None) == judged
            assert case.damage() == []
    with open_case(path, "1") as case:
        case.append(judgement("one"))
        assert len(case.judgements()) == 1
    with sqlite3.connect(path) as connection:
        tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    connection.close()
    assert tables == {"about", "judgements", *(table.name for table in SEALED)}


def second_form(place: str) -> None:
    """Make a case as the second form had it: accounts by their place, no stories."""
    filled(place)
    with closing(Database(place)) as database, database.writing() as connection:
        rows = Rows(connection, database.wrong)
        rows.clear(ACCOUNTS)
        rows.put(ACCOUNTS, (Row(f"{n}", "s-1", encode(account(group=g))) for n, g in ((2, "y"), (1, "x"))))
        state = msgspec.json.decode(encode(rows.state))
        del state["tallies"]["stories"], state["judged"], state["teller"]
        text = msgspec.json.encode(state).decode()
        value = f"{hashlib.sha256(text.encode()).hexdigest()} {text}"
        connection.execute(sa.update(ABOUT).where(ABOUT.c.key == "contents").values(value=value))
        connection.execute(sa.update(ABOUT).where(ABOUT.c.key == "format").values(value="case/2"))
        connection.exec_driver_sql("drop table stories")
        connection.exec_driver_sql("drop index ix_accounts_id")


def test_a_case_of_the_second_form_is_brought_up(place: str) -> None:
    second_form(place)
    for _ in range(2):
        with open_case(place, "1", create=False) as case:
            assert [a.group for a in case.accounts()] == ["x", "y"]
            assert (case.stories(), case.is_told(), case.group_by()) == ([], False, "desk")
            assert case.judged() == case.head() == case.judgements()[-1].sha256
            assert case.damage() == []


def test_a_case_that_cannot_be_brought_up_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    first_form(path)
    with sqlite3.connect(path) as connection:
        connection.execute("update reports set body = x'7b7d' where id = 'a'")
        before = "\n".join(connection.iterdump())
    connection.close()
    with pytest.raises(StoreError, match="cannot be brought to"), open_case(path, "1"):
        pass
    with sqlite3.connect(path) as connection:
        assert "\n".join(connection.iterdump()) == before
    connection.close()


@pytest.mark.parametrize(
    ("found", "message"),
    [("case/4", "newer dateline"), ("case/20", "newer dateline"), ("dateline/0", "format dateline/0 is not known"), ("", "format")],
)  # fmt: skip
def test_a_case_of_another_format_is_refused_in_one_line(
    dateline: Dateline, place: str, found: str, message: str
) -> None:
    filled(place)
    change(place, f"update about set value = '{found}' where key = 'format'")  # noqa: S608 - our own values
    with pytest.raises(StoreError, match=message), open_case(place, "1"):
        pass
    done = dateline("check", place)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


# ---------------------------------------------------------------- no case


def test_what_is_no_case_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    prose = tmp_path / "prose.txt"
    prose.write_text("Two people died in the accident on Monday. " * 20)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("create table mine (x)")
    connection.close()
    before = prose.read_bytes(), other.read_bytes()
    for path in (prose, other, tmp_path / "nowhere" / "a.case"):
        with pytest.raises(StoreError, match="case"), open_case(path, "1"):
            pass
    assert (prose.read_bytes(), other.read_bytes()) == before
    with pytest.raises(StoreError, match="no such file"), open_case(tmp_path / "none.case", "1", create=False):
        pass
    (tmp_path / "empty.case").touch()
    with pytest.raises(StoreError, match="nothing in it"), open_case(tmp_path / "empty.case", "1", create=False):
        pass


def test_a_database_of_others_is_refused_and_left_alone() -> None:
    address = server()
    others = schema(address, f"others_{os.getpid()}")
    change(others, "create table mine (x integer)")
    with pytest.raises(StoreError, match="not a case"), open_case(others, "1"):
        pass
    change(others, "drop table mine")
    with pytest.raises(StoreError, match="case"), open_case(f"{address}&options=-csearch_path%3Dnowhere", "1"):
        pass


def test_no_password_is_told() -> None:
    for address in ("postgresql://me:secret@127.0.0.1:1/x", "postgresql://me:secret@127.0.0.1:x/x"):
        pytest.importorskip("psycopg")
        with pytest.raises(StoreError) as found, open_case(address, "1"):
            pass
        assert "secret" not in str(found.value)
        assert "\n" not in str(found.value)


def test_a_case_on_a_server_tells_what_a_file_tells(dateline: Dateline, place: str, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    fresh = dateline("account", "examples/ferry", "--json", "-")
    for paths in (["examples/ferry"], []):
        done = dateline("account", *paths, "--case", place, "--json", out)
        assert (done.returncode, done.stderr) == (0, b"")
        assert out.read_bytes() == fresh.stdout
    assert dateline("check", place).returncode == 0


def test_every_row_is_sealed(place: str) -> None:
    filled(place)
    with closing(Database(place)) as database, database.reading() as connection:
        for table in SEALED:
            for (seal,) in connection.execute(sa.select(table.c.seal)):
                assert len(seal) == 32
    with open_case(place, "1") as case:
        assert isinstance(case, Case)
