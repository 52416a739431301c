from __future__ import annotations

import re

import pytest

from dateline import __version__
from dateline.cli import app
from tests.conftest import ROOT, Dateline

README = (ROOT / "README.md").read_text(encoding="utf-8")
VERBS = {command.callback.__name__ for command in app.registered_commands if command.callback is not None}
SHOWN = re.compile(r"```console\n\$ (?P<command>dateline [^\n]*)\n(?P<output>.*?)```", re.DOTALL)


def test_the_changelog_begins_with_this_version() -> None:
    found = re.search(r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    assert found[1] == __version__


def test_the_readme_names_every_verb_and_no_other() -> None:
    assert set(re.findall(r"\bdateline ([a-z]+) [\w…\[.-]", README)) & (VERBS | {"unknown"}) == VERBS
    assert {m["command"].split()[1] for m in SHOWN.finditer(README)} <= VERBS


@pytest.mark.parametrize("shown", list(SHOWN.finditer(README)), ids=lambda m: str(m["command"]))
def test_output_shown_in_the_readme_is_true(dateline: Dateline, shown: re.Match[str]) -> None:
    done = dateline(*shown["command"].split()[1:], COLUMNS="100", NO_COLOR="1")
    assert [line.rstrip() for line in done.stdout.decode().splitlines()] == shown["output"].splitlines()


def test_ci_runs_the_documented_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_locked_requirements_name_no_place() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"://|--(?:index|extra|find|trusted)|^/|\.whl", text, re.MULTILINE), path.name
        assert len(re.findall("==", text)) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) + len(
            re.findall(r"; .*==", text)
        )
