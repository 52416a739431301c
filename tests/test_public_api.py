from __future__ import annotations

import subprocess
import sys

import pytest

import dateline

BUDGET = 0.15
"""Seconds of CPU that `import dateline` may take."""


def test_public_names_are_sorted_and_exist() -> None:
    assert dateline.__all__ == sorted(dateline.__all__)
    for name in dateline.__all__:
        assert getattr(dateline, name).__doc__, name
    assert set(dateline.__all__) <= set(dir(dateline))


def test_public_names_are_these() -> None:
    assert dateline.__all__ == [
        "Account", "Config", "DatelineError", "Reading", "Report", "Story", "link", "load_config", "make_accounts",
        "read", "read_paths", "reconcile", "show", "take_in", "to_json", "what_changed",
    ]  # fmt: skip


def test_other_names_are_errors() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = dateline.nonsense


def test_import_costs_little() -> None:
    code = (
        "import sys, time; start = time.process_time(); import dateline; cost = time.process_time() - start;"
        "assert not {'spacy', 'numpy', 'sqlalchemy', 'typer', 'rich'} & set(sys.modules), 'heavy import'; print(cost)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) < BUDGET
