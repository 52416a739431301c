from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.records import Report

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"

Dateline = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def dateline() -> Dateline:
    """Run the command line in a process of its own, from the root of the repository."""

    def run(*args: str | Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "dateline", *map(str, args)]
        return subprocess.run(  # noqa: S603 - our own program
            command, cwd=ROOT, input=stdin, capture_output=True, check=False, env={**os.environ, **env}, timeout=300
        )

    return run


def report(text: str = "Two people died.", **fields: object) -> Report:
    """Return a report with nothing but a text, unless told."""
    values: dict[str, object] = {"id": "r-1", "raw_sha256": "0" * 64, **fields}
    return Report(text=text, **values)  # type: ignore[arg-type]
