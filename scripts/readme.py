"""Bring the output shown in README.md up to date: run each command shown and put its output below it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHOWN = re.compile(r"(?P<head>```console\n\$ dateline (?P<args>[^\n]*)\n)(?P<output>.*?)```", re.DOTALL)


def main() -> None:
    """Rewrite README.md."""
    readme = ROOT / "README.md"
    readme.write_text(SHOWN.sub(_run, readme.read_text(encoding="utf-8")), encoding="utf-8")


def _run(shown: re.Match[str]) -> str:
    command = [sys.executable, "-m", "dateline", *shown["args"].split()]
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, env=environment)  # noqa: S603 - ours
    lines = [line.rstrip() + "\n" for line in done.stdout.decode("utf-8").splitlines()]
    return shown["head"] + "".join(lines) + "```"


if __name__ == "__main__":
    main()
