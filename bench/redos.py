"""Patterns on hostile texts: whether the time of every regular expression of the package grows with the length alone.

`python -m bench redos [--errors]`. Every pattern that importing the package and a run over `examples/` compile, tables
included, is run over 1,000, 10,000 and 100,000 characters of hostile texts of several forms: repeated letters, digits,
spaces, marks and lines, and, made from the pattern itself, what each of its repeats repeats and what its alternatives
say. Ten times the length may take twelve times the time; below a thousandth of a second clocks cannot tell.
Then reports of 100,000 and of a million characters are taken in and read, and the growth of the time is told.
"""

from __future__ import annotations

import importlib
import multiprocessing
import pkgutil
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from bench.tasks import Choice, Item, Result, Score, Task

SIZES = (1_000, 10_000, 100_000)
GROWTH = 12.0
"""Most times the time of a tenth of the length that a text may take."""
FLOOR = 0.001
"""Seconds below which times are not told apart."""
LIMIT = 5.0
"""Seconds after which a text counts as never done."""
EXAMPLES = Path(__file__).parents[1] / "examples"
PIECES = (
    "a", "A", "1", " ", "\n", "\t", ".", ",", "-", "'", '"', "(", "<", "&", "/", "_", "\u2019", "\u00e9", "\u200b",
    "a ", "A ", "Ab ", "1 ", "1,", "1.", "a, ", "A, ", "a-", "a.", "A. ", "a\n", " \n", "\r\n", "of ", "the ", "a's ",
    "1 a ", "and ", "a@", "http://", "\u201c", ". \u201c",
)  # fmt: skip
"""What the common hostile texts repeat."""


class Slow(NamedTuple):
    """A pattern and a text on which its time grows more than it may, or None where it does not."""

    where: str
    pattern: str
    piece: str
    growth: float


def collect() -> dict[tuple[str, int], str]:
    """Return every pattern that the package compiles, by pattern and flags, and where; run it in a fresh process."""
    found: dict[tuple[str, int], str] = {}
    compiled: Callable[..., re.Pattern[Any]] = re._compile  # type: ignore[attr-defined]

    def watched(pattern: Any, flags: int) -> re.Pattern[Any]:
        made = compiled(pattern, flags)
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_globals.get("__name__") == "re":
            frame = frame.f_back
        name = str(frame.f_globals.get("__name__"))
        if name.startswith("dateline") and isinstance(made.pattern, str):
            found.setdefault((made.pattern, made.flags), f"{name}:{frame.f_lineno}")
        return made

    re._compile = watched  # type: ignore[attr-defined]
    import dateline

    for module in pkgutil.walk_packages(dateline.__path__, "dateline."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from dateline.config import Config
    from dateline.pipeline import make_accounts, read_paths

    make_accounts(read_paths([EXAMPLES], Config()), Config())
    re._compile = compiled  # type: ignore[attr-defined]
    return found


def pieces(pattern: str, flags: int) -> list[tuple[str, str]]:
    """Return hostile texts for a pattern, each as a beginning and what is repeated after it."""
    import re._parser as parser  # type: ignore[import-not-found]

    tree = parser.parse(pattern, flags & ~re.DEBUG)
    found: dict[tuple[str, str], None] = {("", piece): None for piece in PIECES}
    for before, repeated in _repeats(tree, ""):
        found[before, repeated] = None
        found["", before + repeated] = None
    found["", _said(tree)] = None
    return [(before, piece) for before, piece in found if piece]


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Yield, for each repeat in a parsed pattern, a text that leads to it and one that it repeats."""
    said = before
    for op, value in tree:
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            if value[1] > 8:
                for one in _ways(value[2]):
                    yield said[-200:], one
            yield from _repeats(value[2], said)
        elif name == "SUBPATTERN":
            yield from _repeats(value[3], said)
        elif name == "ATOMIC_GROUP":
            yield from _repeats(value, said)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _repeats(branch, said)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _repeats(value[1], said)
        said += _said([(op, value)])


def _ways(tree: Any) -> list[str]:
    """Return a few texts that a part of a pattern matches: one for each of its alternatives."""
    for op, value in tree:
        if str(op) == "BRANCH":
            return [_said(branch) for branch in value[1][:4]]
        if str(op) == "IN":
            return [_said([("IN", [one])]) for one in value[:4]]
    return [_said(tree)]


def _said(tree: Any) -> str:
    """Return a text that a parsed pattern matches, as nearly as a simple reading of it can tell."""
    return "".join(_one(str(op), value) for op, value in tree)


def _one(op: str, value: Any) -> str:
    if op == "LITERAL":
        return chr(value)
    if op == "NOT_LITERAL":
        return "a" if value != ord("a") else "b"
    if op == "ANY":
        return "a"
    if op == "RANGE":
        return chr(value[0])
    if op == "CATEGORY":
        return {"DIGIT": "1", "SPACE": " ", "WORD": "a", "NOT_WORD": "-"}.get(str(value).removeprefix("CATEGORY_"), "a")
    if op == "IN":
        return _in(value)
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _said(value[2]) * max(1, min(value[0], 3))
    if op == "SUBPATTERN":
        return _said(value[3])
    if op == "ATOMIC_GROUP":
        return _said(value)
    if op == "BRANCH":
        return _said(value[1][0])
    return ""


def _in(members: Any) -> str:
    if str(members[0][0]) != "NEGATE":
        return _one(str(members[0][0]), members[0][1])
    group = re.compile("|".join(re.escape(_one(str(op), value)) for op, value in members[1:]) or "(?!)")
    return next((c for c in "aA1 -.,\n" if not group.fullmatch(c)), "a")


def slowest(pattern: str, flags: int, where: str) -> Slow | None:
    """Return the hostile text on which the time of a pattern grows most beyond what it may, None where on none."""
    compiled = re.compile(pattern, flags)
    worst = None
    for before, piece in pieces(pattern, flags):
        for end in ("", "\x00"):
            growth = _growth(compiled, before, piece, end)
            if growth > GROWTH and (worst is None or growth > worst.growth):
                worst = Slow(where, pattern, f"{before[-40:]!r} {piece!r} {end!r}", growth)
        if worst is not None and worst.growth == float("inf"):
            break
    return worst


def _growth(pattern: re.Pattern[str], before: str, piece: str, end: str) -> float:
    """Return how many times the time grows from one size to the next, at most over the sizes."""
    shorter, most = "", 0.0
    for size in SIZES:
        text = (before + piece * (size // len(piece) + 1))[:size] + end
        now = max(FLOOR, _seconds(pattern, text))
        if shorter and now > GROWTH * taken:
            taken = max(FLOOR, *(_seconds(pattern, shorter) for _ in range(3)))
            now = now if now > 2 * GROWTH * taken else max(FLOOR, min(_seconds(pattern, text) for _ in range(5)))
        if shorter and (most := max(most, now / taken)) > GROWTH:
            break
        shorter, taken = text, now
    return most


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    start = process_time()
    try:
        for _ in pattern.finditer(text):
            pass
        pattern.match(text)
        pattern.fullmatch(text)
    except TimeoutError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return process_time() - start


def _never(*_: object) -> None:
    raise TimeoutError


def _check(task: tuple[str, int, str]) -> Slow | None:
    signal.signal(signal.SIGALRM, _never)
    return slowest(*task)


def check(patterns: Sequence[tuple[str, int, str]], processes: int = 1) -> list[Slow]:
    """Return the patterns whose time grows more than it may."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return [slow for slow in pool.imap(_check, patterns, chunksize=4) if slow is not None]
