"""Judging and comparing on the command line, on a case kept in a file."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dateline import __version__
from dateline.cli import main
from dateline.codec import dump_indented, to_json
from dateline.config import Config
from dateline.pipeline import make_accounts, read_paths
from dateline.store import open_case
from tests.conftest import Dateline
from tests.judging import REPORTS, write

BY = ("--user", "ana", "--at", "2021-06-01T12:00:00+02:00", "--reason")


@pytest.fixture
def dateline(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Dateline:
    """Run the command line in this process, where the language pipeline is loaded once."""

    def run(*args: str | Path, **env: str) -> subprocess.CompletedProcess[bytes]:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.argv", ["dateline", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        return subprocess.CompletedProcess(args, int(ended.value.code or 0), out, err)

    return run


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case file with accounts, not to be changed."""
    folder = tmp_path_factory.mktemp("made")
    case = folder / "made.case"
    with open_case(case, f"{__version__} {Config().pipeline}") as kept:
        found = make_accounts(read_paths([write(folder)], Config(), kept), Config(), None, kept)
    (folder / "made.json").write_bytes(dump_indented([to_json(a) for a in found.accounts]))
    return case


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "a.case"))


def accounts(dateline: Dateline, case: Path) -> list[dict[str, Any]]:
    done = dateline("account", "--case", case, "--json", "-")
    assert (done.returncode, done.stderr) == (0, b"")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def fire(found: list[dict[str, Any]]) -> dict[str, Any]:
    return next(a for a in found if any(s["report"] == "post-1" for s in a["sources"]))


def killed(account: dict[str, Any]) -> dict[str, Any]:
    (found,) = (
        f
        for f in account["figures"]
        if (f["measure"], f["scope"]) == ("killed", "total") and f["standing"] != "superseded"
    )
    figure: dict[str, Any] = found
    return figure


def test_a_correction_is_shown_survives_a_rerun_and_is_taken_back(dateline: Dateline, case: Path, made: Path) -> None:
    before = made.with_name("made.json").read_bytes()
    was = killed(fire(json.loads(before)))
    done = dateline("review", case, "correct", was["id"], "--value", "5", *BY, "one was counted twice")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "one was counted twice" in done.stdout.decode()
    now = fire(accounts(dateline, case))
    assert (killed(now)["best"], killed(now)["judged"]) == (5, [1])
    (row,) = now["judgements"]
    assert (row["user"], row["at"], row["reason"]) == ("ana", "2021-06-01T10:00:00Z", "one was counted twice")
    assert row["machine_figures"][0]["best"] == was["best"]
    shown = " ".join(dateline("account", "--case", case, COLUMNS="100").stdout.decode().split())
    assert "corrected by ana (judgement 1); the machine reads 6, corroborated, said by prosecutors" in shown
    page = dateline("account", "--case", case, "--html", "-").stdout.decode()
    assert "one was counted twice" in page
    assert "the machine reads 6" in page
    traced = dateline("trace", case, "--id", was["id"]).stdout.decode()
    assert "corrected by ana (judgement 1)" in traced
    assert dateline("review", case, "revoke", "1", *BY, "it was not").returncode == 0
    assert dateline("account", "--case", case, "--json", "-").stdout == before
    listed = dateline("review", case, "list").stdout.decode()
    assert "taken back by judgement 2" in " ".join(listed.split())


def test_a_place_is_looked_up_set_and_taken_back(dateline: Dateline, case: Path, made: Path) -> None:
    before = made.with_name("made.json").read_bytes()
    story = fire(json.loads(before))["story"]

    def correct(*place: str) -> subprocess.CompletedProcess[bytes]:
        return dateline("review", case, "correct", story, *place, *BY, "another town")

    for place, said in (
        ("Goma", "216281 is Goma, Nord-Kivu"),
        ("1\udcff\x1b[31m", "no place of this name"),
        ("7", "no place"),
    ):
        refused = correct("--place", place)
        assert refused.returncode == 2
        assert said in refused.stderr.decode()
        assert refused.stderr.count(b"\n") == 1
    assert correct("--place", "216281", "--coordinates", "91,0").returncode == 2
    assert dateline("account", "--case", case, "--json", "-").stdout == before
    done = correct("--place", "216281", "--where-prec", "4")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "→ Nord-Kivu, CD (where_prec 4)" in " ".join(done.stdout.decode().split())
    now = fire(accounts(dateline, case))
    assert (now["where"]["name"], now["judgements"][0]["machine_where"]["name"]) == ("Nord-Kivu", "Leeds")
    assert dateline("check", case).returncode == 0
    assert dateline("review", case, "revoke", "1", *BY, "it was not").returncode == 0
    assert dateline("account", "--case", case, "--json", "-").stdout == before


def test_what_replaces_another_is_rejected_by_its_id(dateline: Dateline, case: Path, made: Path) -> None:
    before = made.with_name("made.json").read_bytes()
    (difference,) = fire(json.loads(before))["differences"]
    assert f"({difference['id']})" in " ".join(dateline("account", "--case", case).stdout.decode().split())
    done = dateline("review", case, "reject", difference["id"], *BY, "of two days")
    assert "one replaces the other: killed: 4 revised to 6" in " ".join(done.stdout.decode().split())
    now = fire(accounts(dateline, case))
    assert now["differences"] == []
    assert {f["best"]: f["standing"] for f in now["figures"] if f["measure"] == "killed"}[4] == "corroborated"
    assert dateline("review", case, "correct", difference["id"], "--value", "5", *BY, "no").returncode != 0
    assert dateline("review", case, "revoke", "1", *BY, "it was not").returncode == 0
    assert dateline("account", "--case", case, "--json", "-").stdout == before


def test_a_report_that_comes_later_leaves_judgements_where_they_are(dateline: Dateline, tmp_path: Path) -> None:
    case = tmp_path / "a.case"
    early = [r for r in REPORTS if r["published"] < "2021-05-05"]
    late = [r for r in REPORTS if r["published"] >= "2021-05-05"]
    assert dateline("account", write(tmp_path, early), "--case", case, "--json", tmp_path / "a.json").returncode == 0
    was = killed(fire(json.loads((tmp_path / "a.json").read_bytes())))
    assert dateline("review", case, "accept", was["id"], *BY, "seen").returncode == 0
    done = dateline("account", write(tmp_path, late, "late.jsonl"), "--case", case, "--json", "-")
    account = fire(json.loads(done.stdout))
    (row,) = account["judgements"]
    assert row["applies"]
    (kept,) = (f for f in account["figures"] if f["judged"])
    assert (kept["best"], kept["standing"]) == (was["best"], "superseded")


def test_what_changed_as_text_and_as_json(dateline: Dateline, case: Path) -> None:
    shown = dateline("diff", case, "--since", "2021-05-05", COLUMNS="100")
    assert (shown.returncode, shown.stderr) == (0, b"")
    text = shown.stdout.decode()
    assert re.search(r"killed: 4( people)? → 6( people)?\n", text)
    assert "post-2" not in text
    assert "Aire Post" in text
    found = json.loads(dateline("diff", case, "--since", "2021-05-05", "--json", "-").stdout)
    assert (found["since"], found["undated"]) == ("2021-05-05", [])
    changes = [change for account in found["accounts"] for change in account["changes"]]
    assert {"revised", "new on the timeline"} <= {change["kind"] for change in changes}
    texts = {r["id"]: f"{r['title']}\n\n{r['text']}" for r in REPORTS}
    for change in changes:
        for side in (change["before"], change["after"]):
            for e in side["evidence"] if side else []:
                assert texts[e["report"]][e["start"] : e["end"]] == e["quote"]
    assert "nothing changed" in dateline("diff", case, "--since", "2021-05-07").stdout.decode()
    assert dateline("diff", case, "--since", "last week").returncode == 2
    assert dateline("diff", case.with_name("none.case"), "--since", "2021-05-05").returncode == 2


def test_a_case_that_is_whole_and_one_that_was_tampered_with(dateline: Dateline, case: Path) -> None:
    was = killed(fire(json.loads(dateline("account", "--case", case, "--json", "-").stdout)))
    for reason in ("one", "two", "three"):
        assert dateline("review", case, "accept", was["id"], *BY, reason).returncode == 0
    done = dateline("check", case)
    assert (done.returncode, done.stderr) == (0, b"")
    head = done.stdout.decode().split()[-1]
    assert dateline("check", case, "--head", head).returncode == 0
    assert dateline("check", case, "--head", "f" * 64).returncode == 2
    with sqlite3.connect(case) as connection:
        connection.executescript(
            "drop trigger judgements_update;"
            "update judgements set body = cast(replace(cast(body as text), 'two', 'twp') as blob) where number = 2"
        )
    connection.close()
    for args in (
        ("check", case),
        ("account", "--case", case),
        ("review", case, "list"),
        ("diff", case, "--since", "2021"),
    ):
        found = dateline(*args)
        assert found.returncode == 2
        assert "judgement 2 was changed" in found.stderr.decode()


def test_a_text_changed_in_the_file_is_found(dateline: Dateline, case: Path) -> None:
    with sqlite3.connect(case) as connection:
        connection.execute(
            "update reports set body = replace(body, 'Seven others', 'Eight others') where id = 'post-1'"
        )
    connection.close()
    found = dateline("check", case)
    assert found.returncode == 2
    assert "report post-1 does not have the hash" in found.stderr.decode()


@pytest.mark.parametrize(
    "args",
    [
        ("accept", "n-nonsense", *BY, "x"),
        ("accept", "n-nonsense"),
        ("praise", "n-nonsense", *BY, "x"),
        ("revoke", "1", *BY, "x"),
        ("correct", "n-nonsense", "--value", "many", *BY, "x"),
    ],
)
def test_what_cannot_be_judged_is_refused_in_one_line_and_nothing_is_kept(
    dateline: Dateline, case: Path, args: tuple[str, ...]
) -> None:
    done = dateline("review", case, *args)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert dateline("review", case, "list").stdout == b"no judgements\n"
