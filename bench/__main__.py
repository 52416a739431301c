"""The benchmark: `python -m bench [TASK ...] [--part held|dev|all] [--sample N] [--errors] [--items FILE] [--save]`.

Without a task, every one. One line per figure: score, bar, best published figure, change since bench/baseline.json.
`--save` writes the figures of this run into that file.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from bench.tasks import Choice, Result, Score, Task

TASKS = (
    "seeds", "reconciling", "figures", "times", "places", "attribution", "quantities", "actors", "events", "coreference",
    "coref", "stories", "origins", "linking", "speed", "growth", "intake", "store", "redos", "fuzz", "desk",
)  # fmt: skip
BASELINE = Path(__file__).with_name("baseline.json")


def task(name: str) -> Task:
    found: Task = importlib.import_module(f"bench.{name}").TASK
    return found


def line(name: str, score: Score, before: float | None) -> str:
    bar = (
        "" if score.bar is None else f"{'<=' if score.most else '>='} {score.bar:.2f} {'' if score.met() else 'MISSED'}"
    )
    change = "" if before is None else f"{score.value - before:+.3f}"
    published = "" if score.published is None else f"{score.published:.2f}"
    return (
        f"{name:12} {score.metric:36} {score.value:7.3f}  {bar:15} {published:>5}  {change:>7}  {score.counts}".rstrip()
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=f"of {', '.join(TASKS)}")
    parser.add_argument("--part", choices=("held", "dev", "all"), default="held")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--errors", action="store_true", help="print the wrong items in context")
    parser.add_argument("--items", type=Path, help="write every item scored, for bench.compare")
    parser.add_argument("--save", action="store_true", help="write the figures into the baseline")
    options = parser.parse_args()
    unknown = [name for name in options.tasks if name not in TASKS]
    if unknown:
        parser.error(f"no task {unknown[0]!r}; there are {', '.join(TASKS)}")
    baseline: dict[str, float] = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    key_part = f"{options.part}{options.sample or ''}"
    written: list[dict[str, object]] = []
    print(f"{'task':12} {'measure':36} {'score':>7}  {'bar':15} {'best':>5}  {'change':>7}")
    for name in options.tasks or TASKS:
        chosen_task = task(name)
        result: Result = chosen_task.run(Choice(options.part, options.sample))
        for score in result.scores:
            key = f"{name} / {score.metric} / {key_part}"
            print(line(name, score, baseline.get(key)), flush=True)
            if not chosen_task.timed:
                baseline[key] = round(score.value, 4)
        if options.errors:
            for item in result.items:
                if not item.right:
                    print(f"  {item.id}: {item.shown}")
        written += [{"task": name, "id": item.id, "right": item.right, "shown": item.shown} for item in result.items]
    if options.items:
        options.items.write_text("".join(json.dumps(w) + "\n" for w in written), encoding="utf-8")
    if options.save:
        BASELINE.write_text(json.dumps(baseline, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
