"""The command line from end to end, on the example reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline import __version__
from dateline.codec import from_json
from dateline.intake import take_in
from dateline.records import Report
from tests.conftest import EXAMPLES, Dateline

FILES = sorted(str(path.relative_to(EXAMPLES.parent)) for path in EXAMPLES.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {report.id: report for report in take_in([EXAMPLES]).reports}


@pytest.fixture(scope="module")
def written(dateline: Dateline) -> bytes:
    done = dateline("account", *FILES, "--json", "-")
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@pytest.fixture(scope="module")
def accounts(written: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written)
    return found


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from objects(item)


def test_every_quotation_stands_where_it_says(accounts: list[dict[str, Any]], reports: dict[str, Report]) -> None:
    quoted = [item for item in objects(accounts) if "quote" in item]
    assert quoted
    for item in quoted:
        assert reports[item["report"]].text[item["start"] : item["end"]] == item["quote"]


def test_every_figure_and_fact_has_evidence(accounts: list[dict[str, Any]]) -> None:
    stated = [item for account in accounts for item in (*account["figures"], *account["facts"], *account["timeline"])]
    assert stated
    assert all(item["evidence"] for item in stated)


def test_accounts_can_be_read_back(accounts: list[dict[str, Any]]) -> None:
    for plain in accounts:
        from_json(plain)


def test_one_total_stands_for_each_measure_and_what_disputes_it_names_it(accounts: list[dict[str, Any]]) -> None:
    for account in accounts:
        for measure in {figure["measure"] for figure in account["figures"]}:
            totals = [
                figure
                for figure in account["figures"]
                if (figure["measure"], figure["scope"]) == (measure, "total") and figure["standing"] != "superseded"
            ]
            assert all(totals[0]["id"] in other["against"] for other in totals[1:]), measure


def test_every_report_is_a_source_of_one_account(accounts: list[dict[str, Any]], reports: dict[str, Report]) -> None:
    sources = [source["report"] for account in accounts for source in account["sources"]]
    assert sorted(sources) == sorted(reports)


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (FILES[::-1], {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
        ([*FILES[2:], "--workers", "2", *FILES[:2]], {"PYTHONHASHSEED": "8", "TZ": "America/Lima"}),
    ],
)
def test_nothing_but_the_reports_decides(
    written: bytes, dateline: Dateline, args: list[str], env: dict[str, str]
) -> None:
    assert dateline("account", *args, "--json", "-", **env).stdout == written


def test_a_case_grows_to_what_a_fresh_run_gives(written: bytes, dateline: Dateline, tmp_path: Path) -> None:
    case = tmp_path / "a.case"
    out = tmp_path / "a.json"
    assert dateline("account", *FILES[:4], "--case", case, "--json", out).returncode == 0
    assert out.read_bytes() != written
    assert dateline("account", *FILES[4:], "--case", case, "--json", out).returncode == 0
    assert out.read_bytes() == written
    (figure, *_) = [f for account in json.loads(written) for f in account["figures"]]
    traced = dateline("trace", case, "--id", figure["id"])
    assert traced.returncode == 0
    assert figure["evidence"][0]["quote"] in " ".join(traced.stdout.decode().split())
    assert dateline("trace", "--case", case, "--id", "nonsense").returncode == 2


def test_grouping_makes_one_account_of_each_value(dateline: Dateline) -> None:
    done = dateline("account", "examples/feeds.jsonl", "--group-by", "desk", "--json", "-")
    found = {account["group"]: [s["report"] for s in account["sources"]] for account in json.loads(done.stdout)}
    assert found == {"Asia": ["courier-1", "courier-2"], "Middle East": ["gulf-7"]}


def test_reading_and_linking_write_a_line_for_each_report(dateline: Dateline, reports: dict[str, Report]) -> None:
    read = [json.loads(line) for line in dateline("read", "examples", "--jsonl", "-").stdout.splitlines()]
    assert [line["id"] for line in read] == list(reports)
    for line in read:
        size = len(reports[line["id"]].text)
        assert all(0 <= item["start"] < item["end"] <= size for item in objects(line) if "start" in item)
    linked = [json.loads(line) for line in dateline("link", "examples", "--jsonl", "-").stdout.splitlines()]
    assert [line["report"] for line in linked] == list(reports)
    copied = {line["report"]: line for line in linked if line["copy_of"] is not None}
    assert set(copied) == {"courier-1"}
    (line,) = copied.values()
    assert line["copy"]["kind"] == "whole"
    assert (line["story_reports"], line["story_origins"], line["ties"]) == (6, 4, [])
    for passage in line["copy"]["passages"]:
        texts = (reports[line["report"]].text, reports[line["copy_of"]].text)
        spans = (passage["here"], passage["there"])
        here, there = (text[span["start"] : span["end"]] for text, span in zip(texts, spans, strict=True))
        assert here == there


def test_an_explanation_tells_the_story_the_text_and_what_each_feature_was(dateline: Dateline) -> None:
    done = dateline("link", "examples", "--explain", "courier-1")
    told = done.stdout.decode()
    assert done.returncode == 0
    assert "6 reports, 4 independent texts" in told
    assert "carries the text of r-4e230d9e54ba" in told
    assert "71-822 is 126-877 there" in told
    assert "both credit Reuters" in told
    assert "likelihood 1.00, joined" in told
    assert "34 in both" in told


def test_an_explanation_takes_the_beginning_of_an_id_and_says_what_it_cannot_name(
    dateline: Dateline, tmp_path: Path
) -> None:
    lines = [
        {"id": "dam-1", "text": "A dam broke above Harrow Vale on Monday and killed 14 people.", "published": "2023-03-06"},
        {"id": "dam-2", "text": "The bakers of Port Sable ran out of flour on Thursday.", "published": "2023-03-09"},
        {"id": "fr", "text": "Le barrage a cédé.", "language": "fr"},
        {"id": "none", "text": " "},
    ]  # fmt: skip
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    for key, told in (
        ("dam", "2 ids begin with 'dam': dam-1, dam-2; name one"),
        ("fr", "'fr' is in no story: kept, but not read: language 'fr'"),
        ("none", "no report has the id 'none'; dateline link lists them (2 inputs were left out)"),
        ("", "no report has the id ''"),
    ):
        done = dateline("link", str(path), "--explain", key)
        assert done.returncode == 2
        assert done.stdout == b""
        assert done.stderr.decode().startswith(f"dateline: {told}")
        assert done.stderr.count(b"\n") == 1
    done = dateline("link", str(path), "--explain", "dam-2")
    assert done.returncode == 1
    assert "1 report, 1 independent text" in done.stdout.decode()


def test_terminal_and_page(dateline: Dateline, tmp_path: Path) -> None:
    done = dateline("account", "examples/ferry")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Amihan Star" in done.stdout.decode()
    page = tmp_path / "a.html"
    assert dateline("account", "examples/ferry", "--html", page).returncode == 0
    assert "Amihan Star" in page.read_text(encoding="utf-8")


def test_what_cannot_be_taken_in_is_named_and_the_rest_is_done(dateline: Dateline, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Two people died when a bus crashed in Lima on Monday, police said.")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "fremd.txt").write_text(
        "Der Bus ist nach Angaben der Polizei in der Nacht auf der Brücke mit dem Zug " * 4
    )
    done = dateline("account", tmp_path, "--json", "-")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)) == 1
    bad, fremd = done.stderr.decode().splitlines()
    assert "bad.pdf" in bad
    assert "'de'" in fremd


def test_standard_input_is_read(dateline: Dateline) -> None:
    done = dateline("read", "-", stdin=b"Two people died in Lima on Monday.")
    assert done.returncode == 0
    assert json.loads(done.stdout)["body_start"] == 0


@pytest.mark.parametrize(
    "args",
    [
        ["account"],
        ["account", "nowhere.txt"],
        ["account", "examples", "--json", "/nowhere/a.json"],
        ["account", "examples", "--json", "-", "--html", "-"],
        ["account", "examples", "--config", "nowhere.toml"],
        ["account", "examples", "--case", "README.md"],
        ["account", "examples", "--workers", "0"],
        ["read", "examples/feeds.jsonl", "--unknown"],
        ["trace", "examples/market"],
    ],
)
def test_unusable_arguments_are_an_error_in_words(dateline: Dateline, args: list[str]) -> None:
    done = dateline(*args)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_a_field_no_report_has_is_an_error(dateline: Dateline) -> None:
    done = dateline("account", "examples/feeds.jsonl", "--group-by", "event")
    assert done.returncode == 2
    assert b"desk" in done.stderr


def test_version(dateline: Dateline) -> None:
    assert dateline("--version").stdout.decode() == f"dateline {__version__}\n"
