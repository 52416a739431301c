"""Hostile inputs: bombs, names that lead elsewhere, documents that would fetch things, and bytes of any kind."""

from __future__ import annotations

import gzip
import io
import os
import random
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import brotli
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.config import Config
from dateline.intake import Batch, take_in
from dateline.intake.given import shown
from dateline.intake.guarded import CHILD, Guarded, guarded
from dateline.intake.offsets import from_utf8, from_utf16, to_utf8, to_utf16
from dateline.intake.selecting import refuse
from dateline.intake.streaming import DEFECT
from dateline.pipeline import LONGEST, take_paths
from dateline.records import Report, Span
from dateline.store import open_case
from tests import samples
from tests.samples import zipped

LEAD = samples.LEAD


def taken(folder: Path, data: bytes, name: str = "input") -> Batch:
    (folder / name).write_bytes(data)
    return take_in([folder / name])


def member(name: str, kind: bytes = tarfile.REGTYPE, **fields: Any) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type = kind
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def tarred(members: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for info, data in members:
            info.size = info.size or len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


# ------------------------------------------------------------------ bombs


def test_archives_in_archives_have_one_allowance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.intake.given.WHOLE", 20_000_000)
    packed = b" " * 2_000_000
    for fan in (30, 30):
        packed = zipped({f"{n}.zip": packed for n in range(fan)})
    batch = taken(tmp_path, packed)
    assert batch.reports == ()
    assert len(batch.rejections) <= 31 * 30
    assert any("in all" in r.reason for r in batch.rejections)


def test_a_header_of_a_member_is_no_bomb(tmp_path: Path) -> None:
    name = member("././@LongLink", tarfile.GNUTYPE_LONGNAME)
    packed = gzip.compress(tarred([(name, b"a" * 30_000_000), (member("one.txt"), LEAD.encode())]))
    assert "damaged archive" in taken(tmp_path, packed).rejections[0].reason


def test_a_file_with_holes_is_refused(tmp_path: Path) -> None:
    holes = tarfile.TarInfo("holes")
    holes.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.map": "0,1"}
    holes.pax_headers["GNU.sparse.size"] = str(2**40)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        holes.size = 1
        archive.addfile(holes, io.BytesIO(b"a"))
        archive.addfile(member("one.txt", size=len(LEAD)), io.BytesIO(LEAD.encode()))
    batch = taken(tmp_path, out.getvalue())
    assert [r.text for r in batch.reports] == [LEAD]
    assert [r.reason for r in batch.rejections] == ["a file with holes; pack it whole"]


@pytest.mark.parametrize(
    ("coding", "pack"), [("br", brotli.compress), ("gzip", lambda data: gzip.compress(data, mtime=0))], ids=["br", "gz"]
)
def test_an_answer_packed_a_thousand_times_is_refused(
    tmp_path: Path, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    bomb = samples.record(pack(b"<p>" + b"a " * 15_000_000), "https://n.example/bomb", coding=coding)
    good = samples.record(pack(samples.PAGE), "https://n.example/good", coding=coding)
    batch = taken(tmp_path, bomb + good)
    assert [r.url for r in batch.reports] == ["https://n.example/good"]
    assert [r.path.rpartition("/")[2] for r in batch.rejections] == ["bomb"]


def nested_entities() -> bytes:
    entities = '<!ENTITY a0 "boom">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss version="2.0"><channel><item><title>&a11;</title></item></channel></rss>'.encode()


def repeated_entity() -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{"b" * 100_000}">]>'.encode()
        + b"<rss version='2.0'><channel><item><title>t</title><description>"
        + b"&a;" * 100_000
        + b"</description></item></channel></rss>"
    )


@pytest.mark.parametrize(
    "data",
    [
        nested_entities(),
        repeated_entity(),
        b"<rss><channel><item>" + b"<b>" * 10_000,
        b"<html><body>" + b"<div>" * 100_000 + LEAD.encode(),
    ],
    ids=["nested entities", "a repeated entity", "a nested feed", "a nested page"],
)
def test_a_bomb_of_markup_is_read_or_listed(tmp_path: Path, data: bytes) -> None:
    batch = taken(tmp_path, data)
    assert batch.reports or batch.rejections
    assert all(len(report.text) <= 20 * len(data) for report in batch.reports)


def test_a_paragraph_of_twenty_megabytes_is_kept_and_listed_as_unread(tmp_path: Path) -> None:
    text = (LEAD + " ") * (20_000_000 // len(LEAD))
    (tmp_path / "long.txt").write_text(text)
    (tmp_path / "long.html").write_text(f"<html><body><p>{text[:2_000_000]}</p></body></html>")
    (tmp_path / "short.txt").write_text(LEAD)
    with open_case(tmp_path / "a.case", "x") as case:
        found = take_paths([tmp_path / "long.txt", tmp_path / "long.html", tmp_path / "short.txt"], Config(), case)
        assert len(case.reports()) == 3
    assert [r.text for r in found.reports] == [LEAD]
    assert all(f"up to {LONGEST:,} are read" in r.reason and r.reason.startswith("kept") for r in found.rejections)
    assert len(found.rejections) == 2


# ------------------------------------------------------------------ names that lead elsewhere

NAMES = (
    "../../up.txt", "/var/dateline-absolute.txt", "..\\..\\up.txt", "C:\\Windows\\up.txt", "a/../../b.txt", "nul", "AUX.txt",
    "\u202etxt.exe", "a\nb.txt", "\x1b[2J.txt", "~/.profile", "file:///etc/passwd", "a" * 3000, "INPUT", "input/", "con:.txt",
)  # fmt: skip


def everything(folder: Path) -> set[str]:
    return {path.as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize("kind", ["zip", "tar", "warc", "mail"])
def test_no_name_of_a_member_leads_anywhere(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    texts = [f"{LEAD} It was report {n}." for n in range(len(NAMES))]
    if kind == "zip":
        data = zipped({name: text.encode() for name, text in zip(NAMES, texts, strict=True)})
    elif kind == "tar":
        links = [
            (member("up.txt", tarfile.SYMTYPE, linkname="/etc/passwd"), b""),
            (member("up2.txt", tarfile.LNKTYPE, linkname="../../../etc/passwd"), b""),
            (member("device", tarfile.CHRTYPE, devmajor=1, devminor=5), b""),
            (member("pipe", tarfile.FIFOTYPE), b""),
        ]
        data = tarred([*links, *((member(name), text.encode()) for name, text in zip(NAMES, texts, strict=True))])
    elif kind == "warc":
        data = b"".join(
            samples.record(text.encode(), name.replace("\n", " "), kind="text/plain")
            for name, text in zip(NAMES, texts, strict=True)
        )
    else:
        data = samples.mail_with({name.replace("\n", " "): text for name, text in zip(NAMES, texts, strict=True)})
    before = everything(tmp_path)
    batch = taken(inside, data)
    assert everything(tmp_path) - before == {(inside / "input").as_posix()}
    assert not Path("/var/dateline-absolute.txt").exists()
    assert {text for text in texts if not text.endswith("report 14.") or kind != "zip"} <= {
        report.text.strip() for report in batch.reports
    }
    for path in (*(r.path or "" for r in batch.reports), *(r.path for r in batch.rejections)):
        assert path == shown(path)
        assert not set(path) & set("\n\x1b\u202e")
    assert not any("root:" in report.text for report in batch.reports)


def test_a_file_whose_name_is_no_text_is_taken_in_and_kept(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(LEAD)
    batch = take_in([tmp_path])
    with open_case(tmp_path / "a.case", "x") as case:
        case.add(batch.reports, batch.originals)
        assert [r.text for r in case.reports()] == [LEAD]


# ------------------------------------------------------------------ documents that would fetch things

SEEN: list[tuple[str, str]] | None = None


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if SEEN is not None and (event.startswith(("socket.", "urllib.", "ftplib.")) or event == "open"):
        SEEN.append((event, str(args[0] if args else "")))


@contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Yield the list of what is opened and connected to in this process while the block runs."""
    global SEEN  # noqa: PLW0603 - a hook cannot be taken away again
    sys.addaudithook(_watch)
    SEEN = []
    try:
        yield SEEN
    finally:
        SEEN = None


@pytest.mark.parametrize("name", sorted(samples.FETCHING))
def test_nothing_is_fetched(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret words that no input may show")
    data = samples.FETCHING[name].replace("SECRET", secret.as_uri()).encode()
    (tmp_path / "input").write_bytes(data)
    with watched() as seen:
        batch = take_in([tmp_path / "input"])
    assert batch.reports or batch.rejections
    assert not any("top secret" in report.text for report in batch.reports)
    assert [event for event in seen if event[0] != "open" or "secret" in event[1]] == []


@pytest.mark.parametrize(
    ("event", "args"),
    [
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("socket.getaddrinfo", ("news.example", 80)),
        ("subprocess.Popen", ("sh",)),
        ("open", ("/etc/passwd", "r", os.O_RDONLY)),
        ("open", (os.__file__, "w", os.O_WRONLY)),
        ("urllib.Request", ("http://news.example/",)),
    ],
)
def test_the_process_that_parses_may_neither_fetch_nor_write(event: str, args: tuple[Any, ...]) -> None:
    with pytest.raises(PermissionError):
        refuse(event, args)
    refuse("open", (os.__file__, "r", os.O_RDONLY))
    refuse("import", ("json",))


# ------------------------------------------------------------------ tables and feeds in the capped process


def test_the_days_of_a_parquet_file_are_days(tmp_path: Path) -> None:
    out = io.BytesIO()
    days = pa.array([1552521600, None], pa.timestamp("s"))
    pq.write_table(pa.table({"text": [LEAD, LEAD + " More."], "published": days}), out)
    assert [r.published for r in taken(tmp_path, out.getvalue()).reports] == ["2019-03-14", None]


def test_a_parquet_file_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": [f"{n}" + "a" * 100_000 for n in range(1000)]}), out, compression="zstd")
    assert len(out.getvalue()) < 100_000
    monkeypatch.setattr("dateline.intake.given.WHOLE", 10_000_000)
    batch = taken(tmp_path, out.getvalue())
    assert ["in all" in r.reason for r in batch.rejections] == [True]


def test_a_child_that_dies_is_replaced() -> None:
    child = Guarded()
    try:
        assert child.document(b"%PDF-1.4")["pages"] == []
        assert child._child is not None
        child._child.kill()
        child._child.wait()
        assert child.document(b"%PDF-1.4")["error"]
    finally:
        child.stop()


WAITS = """
import runpy, sys, time
known = runpy.run_path({child!r})
quick = known["quick"]
known["PARSERS"][b"b"] = lambda data: time.sleep(3600) if b"Waiting" in data else quick(data)
{before}
known["main"]()
"""


@pytest.fixture
def waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Have pages parsed by a process that waits for ever at the word "Waiting", or before anything."""

    def parsed_by(before: str) -> None:
        (tmp_path / "child.py").write_text(WAITS.format(child=str(CHILD), before=before))
        monkeypatch.setattr("dateline.intake.guarded.CHILD", tmp_path / "child.py")
        monkeypatch.setattr("dateline.intake.guarded.DEADLINE", 2.0)
        guarded().stop()

    yield parsed_by
    guarded().stop()


def test_a_parser_that_waits_for_ever_loses_its_page_alone(tmp_path: Path, waiting: Callable[[str], None]) -> None:
    waiting("")
    pages = [samples.PAGE.replace(b"Depot", name) for name in (b"First", b"Waiting", b"Last")]
    packed = b"".join(samples.record(page, f"https://n.example/{n}") for n, page in enumerate(pages))
    batch = taken(tmp_path, packed, "pages.warc")
    assert [r.url for r in batch.reports] == ["https://n.example/0", "https://n.example/2"]
    assert [(r.path.rpartition("/")[2], r.reason) for r in batch.rejections] == [
        ("1", "its parser gave no answer in 2 seconds; save its text")
    ]


def test_a_parser_that_does_not_listen_ends_too(tmp_path: Path, waiting: Callable[[str], None]) -> None:
    waiting("time.sleep(3600)")
    (tmp_path / "page.html").write_bytes(samples.PAGE + b"<!-- -->" * 300_000)
    (tmp_path / "text.txt").write_text(LEAD)
    batch = take_in([tmp_path / "page.html", tmp_path / "text.txt"])
    assert [r.text for r in batch.reports] == [LEAD]
    assert ["no answer" in r.reason for r in batch.rejections] == [True]


# ------------------------------------------------------------------ bytes of any kind


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated")


@pytest.mark.parametrize("kind", sorted(samples.SAMPLES))
def test_a_mutated_input_is_read_or_listed(folder: Path, kind: str) -> None:
    data = samples.SAMPLES[kind]
    assert taken(folder, data).reports
    chosen = random.Random(kind)  # noqa: S311 - no secret
    for _ in range(6):
        batch = taken(folder, samples.mutated(data, chosen))
        assert batch.reports or batch.rejections
        assert not any(DEFECT in rejection.reason for rejection in batch.rejections)
        for report in batch.reports:
            report.text.encode()


def test_a_letter_whose_hour_is_out_of_all_range_has_no_day(tmp_path: Path) -> None:
    mail = samples.mail_with({}).replace(b"-0500", b"-99999999999999999999")
    assert [report.published for report in taken(tmp_path, mail).reports] == [None]


def test_an_input_that_breaks_a_reader_does_not_lose_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_value: str) -> str:
        raise ZeroDivisionError("no such\nthing")

    monkeypatch.setattr("dateline.intake.mail._day", broken)
    (tmp_path / "one.txt").write_text(LEAD)
    (tmp_path / "two.eml").write_bytes(samples.mail_with({}))
    batch = take_in([tmp_path])
    assert [report.text for report in batch.reports] == [LEAD]
    assert [r.reason for r in batch.rejections] == [f"could not be read (ZeroDivisionError: no such thing); {DEFECT}"]


@given(st.binary(max_size=600), st.sampled_from(sorted(samples.BEGINNINGS)))
@settings(max_examples=60)
def test_bytes_of_any_kind_are_read_or_listed(folder: Path, data: bytes, beginning: bytes) -> None:
    batch = taken(folder, beginning + data)
    assert batch.reports or batch.rejections
    assert all("\n" not in r.reason and DEFECT not in r.reason for r in batch.rejections)


@pytest.mark.parametrize(
    "data",
    [b"id,text\n", zipped({}), zipped({"a/": b""}), tarred([(member("a", tarfile.DIRTYPE), b"")]), gzip.compress(b"")],
    ids=["table", "zip", "folders", "tar", "gzip"],
)
def test_what_holds_nothing_is_listed(tmp_path: Path, data: bytes) -> None:
    batch = taken(tmp_path, data)
    assert (batch.reports, len(batch.rejections)) == ((), 1)


# ------------------------------------------------------------------ languages


@pytest.mark.parametrize("code", sorted(samples.LANGUAGES))
def test_a_report_in_another_language_is_kept_and_not_read(tmp_path: Path, code: str) -> None:
    text = samples.LANGUAGES[code]
    (tmp_path / "plain.txt").write_text(text)
    (tmp_path / "page.html").write_text(f"<html><body><p>{text}</p><p>{text} 2</p></body></html>")
    (tmp_path / "english.txt").write_text(f"{LEAD} \u201c{text[:40]}\u201d, a witness said. {samples.MORE}")
    found = take_paths([tmp_path], Config())
    assert [(r.path or "").rpartition("/")[2] for r in found.reports] == ["english.txt"]
    assert [r.reason for r in found.rejections] == [
        f"kept, but not read: language {code!r}, only English is read" for _ in range(2)
    ]


def test_a_page_of_two_languages_is_of_the_one_it_is_mostly_in(tmp_path: Path) -> None:
    for name, text in (("ru", samples.LANGUAGES["ru"]), ("es", samples.LANGUAGES["es"])):
        (tmp_path / f"{name}.html").write_text(
            f"<html><body><p>{text}</p><p>{text} {text}</p><p>{LEAD}</p></body></html>"
        )
        (tmp_path / "en.html").write_text(
            f"<html><body><p>{text}</p><p>{LEAD} {LEAD}</p><p>{samples.MORE} {LEAD}</p></body></html>"
        )
        assert {Path(r.path or "").stem: r.language for r in take_in([tmp_path]).reports}[name] == name
        assert {Path(r.path or "").stem: r.language for r in take_in([tmp_path]).reports}["en"] == "en"


# ------------------------------------------------------------------ offsets

ODD = st.text(
    alphabet=st.sampled_from("aé\u0301\u200b\u200d\u202e\u2066\ufeff\u00ad\r\n &<\U0001f600\U0001f1fa中א"),
    min_size=1,
    max_size=40,
)


@given(ODD, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.data())
@settings(max_examples=60)
def test_characters_of_a_file_are_counted_alike_everywhere(
    folder: Path, odd: str, encoding: str, data: st.DataObject
) -> None:
    text = f"A\u0301 {odd} z"
    (found,) = taken(folder, text.encode(encoding)).reports
    assert found.text == text
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    for there, back, coding, unit in ((to_utf8, from_utf8, "utf-8", 1), (to_utf16, from_utf16, "utf-16-le", 2)):
        moved = there(text, span)
        assert text.encode(coding)[moved.start * unit : moved.end * unit].decode(coding) == span.of(text)
        assert back(text, moved) == span


def test_half_a_character_is_no_place() -> None:
    for convert in (from_utf8, from_utf16):
        with pytest.raises(UnicodeDecodeError):
            convert("\U0001f600", Span(1, 2))


def test_halves_of_surrogate_pairs_are_replaced() -> None:
    from dateline.intake.build import Raw, build

    found = build(Raw(text="a \ud83d b", title="t\udc00", sha256="0" * 64, fields=(("x", "\udfff"),)))
    assert isinstance(found, Report)
    assert found.text == "t\ufffd\n\na \ufffd b"
    assert found.fields == (("x", "\ufffd"),)
