"""Items gained and lost between two revisions: `python -m bench.compare OLD NEW TASK [--part P] [--sample N]`.

OLD and NEW are revisions of this repository, or `.` for the files as they stand. Each is scored by the benchmark of
the files as they stand, so that only the product differs; rows tell what became right and what became wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]

Items = dict[str, tuple[bool, str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("task")
    parser.add_argument("--part", choices=("held", "dev", "all"), default="dev")
    parser.add_argument("--sample", type=int)
    options = parser.parse_args()
    rest = ["--part", options.part] + (["--sample", str(options.sample)] if options.sample else [])
    old, new = (scored(revision, options.task, rest) for revision in (options.old, options.new))
    gained, lost = changes(old, new)
    for sign, keys in (("+", gained), ("-", lost)):
        for key in keys:
            print(f"{sign} {key}: {(new if key in new else old)[key][1]}")
    right = [sum(held for held, _ in items.values()) for items in (old, new)]
    print(f"{len(gained)} gained, {len(lost)} lost; right {right[0]} of {len(old)}, then {right[1]} of {len(new)}")
    return 0


def changes(old: Items, new: Items) -> tuple[list[str], list[str]]:
    """Return the ids that became right and those that became wrong; an item of one side only counts by what it was.

    A wrong item that is gone (something invented no more) is gained, and one that is new is lost.
    """
    gained = [k for k in sorted({*old, *new}) if not old.get(k, (True, ""))[0] and new.get(k, (True, ""))[0]]
    lost = [k for k in sorted({*old, *new}) if old.get(k, (True, ""))[0] and not new.get(k, (True, ""))[0]]
    return gained, lost


def scored(revision: str, task: str, rest: list[str]) -> Items:
    """Return the items of a task as the product of a revision has them.

    Raises:
        SystemExit: there is no such revision, or its benchmark fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = ROOT
        if revision != ".":
            source = Path(folder) / "tree"
            made = subprocess.run(
                ["git", "-C", str(ROOT), "worktree", "add", "--detach", str(source), revision],
                capture_output=True,
                text=True,
                check=False,
            )
            if made.returncode:
                raise SystemExit(f"no revision {revision!r}: {made.stderr.strip().splitlines()[-1]}")
        items = Path(folder) / "items.jsonl"
        try:
            done = subprocess.run(
                [sys.executable, "-m", "bench", task, "--items", str(items), *rest],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(source / "src")},
                stdout=subprocess.DEVNULL,
                check=False,
            )
            if done.returncode:
                raise SystemExit(f"the benchmark of revision {revision!r} ended with exit status {done.returncode}")
            rows = [json.loads(line) for line in items.read_text(encoding="utf-8").splitlines()]
            return {row["id"]: (row["right"], row["shown"]) for row in rows}
        finally:
            if source != ROOT:
                subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(source)], check=False)


if __name__ == "__main__":
    sys.exit(main())
