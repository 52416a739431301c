from __future__ import annotations

import io
import itertools
import json
import string
import sys
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.intake import Batch, merge, take_in, tell_apart
from dateline.intake.dates import from_url
from dateline.intake.foreign import language_of
from dateline.intake.given import Given
from dateline.intake.header import read_header
from dateline.intake.plain import read_plain
from dateline.intake.table import is_table, read_table
from dateline.records import Rejection, Report
from tests.conftest import report

LEAD = "The mayor said on Friday that the bridge would open in spring, two years later than the city had planned."


def as_given(data: bytes, path: str = "a") -> Given:
    return Given(path, io.BytesIO(data))


def parts(text: str) -> dict[str, str | None]:
    header = read_header(text)
    spans = {name: getattr(header, name) for name in ("title", "byline", "dateline", "credit")}
    found = {name: span.of(text) for name, span in spans.items() if span is not None}
    if header.published:
        found["published"] = header.published
    return {**found, "prose": text[header.lead_start :][:9]}


def lines(tmp_path: Path, *records: object) -> Path:
    path = tmp_path / "reports.jsonl"
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records), encoding="utf-8")
    return path


def only(batch: Batch) -> Report:
    assert batch.rejections == ()
    (found,) = batch.reports
    return found


# ------------------------------------------------------------------ header


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("", {}),
        ("RAQQA, Syria (Reuters) — ", {"dateline": "RAQQA, Syria", "credit": "Reuters"}),
        ("BEIJING -- ", {"dateline": "BEIJING"}),
        ("LONDON, Oct 17 (AP) - ", {"dateline": "LONDON, Oct 17", "credit": "AP"}),
        ("Manila, Philippines (AFP) – ", {"dateline": "Manila, Philippines", "credit": "AFP"}),
        ("WASHINGTON/BEIRUT (Reuters) - ", {"dateline": "WASHINGTON/BEIRUT", "credit": "Reuters"}),
        ("DEIR AL-ZOR: ", {"dateline": "DEIR AL-ZOR"}),
        ("(CNN) -- ", {"credit": "CNN"}),
        ("PARIS, 4 FEB 90 (AFP) -- ", {"dateline": "PARIS, 4 FEB 90", "credit": "AFP", "published": "1990-02-04"}),
        ("New bridge, old trouble\n\n", {"title": "New bridge, old trouble"}),
        ("New bridge\n\nBy Jane Roe\n\n", {"title": "New bridge", "byline": "By Jane Roe"}),
        ("New bridge\n\nBy JANE ROE, Associated Press\n\n", {"byline": "By JANE ROE, Associated Press"}),
        (" date 2017-10-20 ", {"published": "2017-10-20"}),
        ("Published: 17 October 2017\n", {"published": "2017-10-17"}),
        ("Xinhua | Updated: 2017-09-15 17:52\nBEIJING -- ", {"published": "2017-09-15", "credit": "Xinhua"}),
        ("Published: 17 October 2017\nUpdated: 18 October 2017 09:30 GMT\n\n", {"published": "2017-10-17"}),
        ("INDIANAPOLIS (December 13, 2015) – ", {"dateline": "INDIANAPOLIS", "published": "2015-12-13"}),
        ("Thu Sep 5 2013 ", {"published": "2013-09-05"}),
        ("\r\nNew bridge\r\n\r\nLIMA, Peru (AP) _\r\n\r\n", {"title": "New bridge", "dateline": "LIMA, Peru"}),
    ],
)  # fmt: skip
def test_header_is_told_from_prose(before: str, found: dict[str, str]) -> None:
    got = parts(before + LEAD)
    assert got["prose"] == "The mayor"
    assert {name: got.get(name) for name in found} == found
    assert before or set(got) == {"prose"}


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE: The road is open again.",
        "FILE - In this May 18, 2017 file photo, a worker walks over the bridge.",
        "By Tuesday night the army had left.\nNobody saw it go.",
        "The group (ISIL) - which lost the town - has fled.",
        "THE MAYOR - A LAWYER - SAID NO.",
        "Updated rules apply from Monday.",
        "Five died.",
    ],
)
def test_prose_is_not_taken_for_a_header(text: str) -> None:
    header = read_header(text)
    assert (header.lead_start, header.dateline, header.byline, header.published) == (0, None, None, None)


@given(st.text(alphabet=st.sampled_from("AbC .,-—:()|\n\r\t'By17/"), max_size=200))
def test_header_lies_inside_the_text(text: str) -> None:
    header = read_header(text)
    assert 0 <= header.lead_start <= len(text)
    for span in (header.title, header.byline, header.dateline, header.credit):
        assert span is None or span.of(text).strip() == span.of(text) != ""


def test_header_of_a_very_long_line_costs_little() -> None:
    for piece in ("A", "A ", "A-", "By Ab ", "AB, Cd ", "(A ", "| ", "\n"):
        read_header(piece * 60_000)


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("fields", "published", "basis"),
    [
        ({"published": "2017-10-20"}, "2017-10-20", "field"),
        ({"published": "2017-10-20T23:59:00-08:00"}, "2017-10-20", "field"),
        ({"published": "yesterday"}, None, "unresolved"),
        ({"published": "2917-10-20"}, None, "unresolved"),
        ({"published": "2017-02-30", "url": "https://news.example/2017/3/1/thaw"}, "2017-03-01", "url"),
        ({"published": 1508457600}, None, "unresolved"),
        ({"url": "https://news.example/story-20171020.html"}, None, "unresolved"),
    ],
)
def test_day_of_publication(tmp_path: Path, fields: dict[str, object], published: str | None, basis: str) -> None:
    found = only(take_in([lines(tmp_path, {"id": "a", "text": LEAD, **fields})]))
    assert (found.published, found.published_basis) == (published, basis)


def test_the_day_an_archive_copied_a_page_is_not_its_day() -> None:
    assert from_url("https://web.archive.org/web/20180304050607/https://news.example/2017/10/20/x") == "2017-10-20"
    assert from_url("https://web.archive.org/web/20180304050607/https://news.example/x") is None


def test_day_in_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "2017-10-20 bridge.txt").write_text(LEAD)
    found = only(take_in([tmp_path]))
    assert (found.published, found.published_basis) == ("2017-10-20", "file")


# ------------------------------------------------------------------ text


@given(st.text(min_size=1).filter(lambda t: any(c.isalnum() for c in t) and not t.startswith("\ufeff")))
def test_any_text_is_stored_as_it_is(text: str) -> None:
    record = json.dumps({"text": text}).encode()
    (found,) = read_table(as_given(record, "a"))
    assert isinstance(found, Rejection) if _broken(text) else isinstance(found, Report) and found.text == text
    again = list(read_table(as_given(record, "b")))
    assert isinstance(found, Rejection) or (isinstance(again[0], Report) and again[0].id == found.id)


def _broken(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


@given(
    st.text(alphabet=string.printable + "éß“”—", min_size=1).filter(lambda t: t.strip() and t.strip()[0] not in "{[<")
)
def test_plain_text_survives_in_each_encoding(text: str) -> None:
    if any(ord(c) < 32 and c not in "\t\n\r" for c in text):
        return
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (found,) = read_plain(as_given(text.encode(encoding), "a.txt"))
        assert isinstance(found, Report)
        assert found.text == text


def test_windows_bytes_keep_their_quotes(tmp_path: Path) -> None:
    text = "“We’re safe,” the café’s owner said – " * 5
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252"))
    assert only(take_in([tmp_path])).text == text


def test_line_ends_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"A title\r\n\r\nOne line.\r\nAnother.\r\n")
    assert only(take_in([tmp_path])).text == "A title\r\n\r\nOne line.\r\nAnother.\r\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"<!DOCTYPE html><title>Home</title>", "no text of an article"),
        (b"\xef\xbb\xbf\n", "no text"),
        (b"SQLite format 3\x00...", "--case"),
    ],
)
def test_what_is_no_text_is_named_and_the_rest_goes_on(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "bad").write_bytes(data)
    (tmp_path / "good.txt").write_text(LEAD)
    batch = take_in([tmp_path])
    assert [r.text for r in batch.reports] == [LEAD]
    (rejection,) = batch.rejections
    assert reason in rejection.reason
    assert rejection.path.endswith("bad")
    assert "\n" not in rejection.reason


# ------------------------------------------------------------------ tables


def test_fields_and_title(tmp_path: Path) -> None:
    record = {
        "id": 7,
        "title": "New bridge",
        "text": LEAD,
        "source": "Post",
        "event": "b",
        "tags": ["x", "y"],
        "n": 2,
        "no": None,
    }
    found = only(take_in([lines(tmp_path, record)]))
    assert (found.id, found.publisher, found.body_start) == ("7", "Post", len("New bridge\n\n"))
    assert found.text == "New bridge\n\n" + LEAD
    assert found.text[found.body_start :] == LEAD
    assert found.title is not None
    assert found.title.of(found.text) == "New bridge"
    assert found.fields == (("event", "b"), ("n", "2"), ("tags", "x"), ("tags", "y"))


@pytest.mark.parametrize("joint", ["\n\n", ". ", ""])
def test_a_title_the_text_begins_with_is_not_repeated(tmp_path: Path, joint: str) -> None:
    found = only(take_in([lines(tmp_path, {"title": "New bridge", "text": "New bridge" + joint + LEAD})]))
    assert found.body_start == 0
    assert found.text[found.lead_start :] == LEAD


def test_bad_lines_are_named_with_their_number(tmp_path: Path) -> None:
    path = lines(tmp_path, '{"text": "broken', {"text": LEAD}, {"title": "no text"}, {"text": 5}, {"text": " "}, [1])
    batch = take_in([path])
    assert len(batch.reports) == 1
    assert [r.path.rpartition(":")[2] for r in batch.rejections] == ["1", "3", "4", "5", "6"]


def test_a_list_of_objects_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"id": "a", "text": LEAD}, {"id": "b", "text": LEAD}], indent=1))
    assert [r.id for r in take_in([tmp_path]).reports] == ["a", "b"]


def test_brackets_do_not_make_a_table() -> None:
    assert not is_table(as_given(b"[Editor's note] The bridge is closed."))
    assert not is_table(as_given(b"{sic} The bridge is closed."))


# ------------------------------------------------------------------ sameness, paths, languages


def test_one_text_filed_twice_is_one_report_of_both_groups(tmp_path: Path) -> None:
    one, two = ({"id": "a", "text": LEAD, "event": event} for event in "xy")
    assert only(take_in([lines(tmp_path, one, two)])).fields == (("event", "x"), ("event", "y"))


def test_one_id_with_two_texts_is_two_reports_in_any_order() -> None:
    same = [
        report("One died."),
        report("Two died.", published="2017-10-20"),
        report("Three died."),
        report("One died."),
    ]
    found = {tell_apart(merge(order)) for order in itertools.permutations(same)}
    (reports,) = found
    assert [r.text for r in reports if r.id == "r-1"] == ["Two died."]
    assert len({r.id for r in reports}) == 3


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.sampled_from("pqr")), min_size=2, max_size=6)
)
def test_taking_in_by_parts_is_taking_in_at_once(items: list[tuple[str, str, str]]) -> None:
    reports = [
        report(text, id=name, path=path, publisher=path * 2, fields=(("f", path),)) for name, text, path in items
    ]
    for cut in range(1, len(reports)):
        assert merge([*merge(reports[:cut]), *reports[cut:]]) == merge(reports)


def test_folders_globs_and_repeats(tmp_path: Path) -> None:
    for name in ("b/two.txt", "b/deep/three.txt", "one.txt", ".hidden/four.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Report {name}. {LEAD}")
    everything = take_in([tmp_path])
    assert len(everything.reports) == 3
    assert take_in([tmp_path / "one.txt", f"{tmp_path}/b/**/*.txt", tmp_path / "one.txt"]) == everything


def test_missing_paths_are_errors(tmp_path: Path) -> None:
    for missing in ("nowhere.txt", "*.nothing"):
        with pytest.raises(InputError, match="no such file"):
            take_in([tmp_path / missing])


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LEAD.encode())))
    assert only(take_in(["-"])).path == "-"


def test_languages_are_told_by_their_examples() -> None:
    table = tomllib.loads(resources.files("dateline").joinpath("data/languages.toml").read_text(encoding="utf-8"))
    assert {entry["code"]: language_of(entry["example"]) for entry in table["language"]} == {
        entry["code"]: entry["code"] for entry in table["language"]
    }


@pytest.mark.parametrize(
    "text",
    [
        "BLAST KILLS FOUR",
        "4",
        "Marikana, Rustenburg, Polokwane, Gqeberha",
        LEAD.upper(),
        LEAD.replace(" the ", " teh "),
    ],
)
def test_what_may_be_english_counts_as_english(text: str) -> None:
    assert language_of(text) == "en"
