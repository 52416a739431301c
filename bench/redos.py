"""Patterns on hostile texts: whether the time of every regular expression of the package grows with the length alone.

`python -m bench redos [--errors]`. Every pattern that stands in the source, and every one that importing the package and
a run over `examples/` make, tables included, is run over 1,000, 10,000 and 100,000 characters of hostile texts of several forms: repeated letters, digits,
spaces, marks and lines, and, made from the pattern itself, what each of its repeats repeats and what its alternatives
say. Ten times the length may take twelve times the time; below a thousandth of a second clocks cannot tell.
Then reports of 100,000 and of a million characters are taken in and read, and the growth of the time is told.
"""

from __future__ import annotations

import ast
import heapq
import importlib
import multiprocessing
import pkgutil
import random
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import process_time, thread_time
from typing import Any, NamedTuple

from bench.tasks import Choice, Item, Result, Score, Task

SIZES = (1_000, 10_000, 100_000)
GROWTH = 12.0
"""Most times the time of a tenth of the length that a text may take."""
FLOOR = 0.001
"""Seconds below which times are not told apart."""
LIMIT = 20.0 / SIZES[-1]
"""Seconds of the processor for a character after which a text counts as never done."""
LONG = 5
"""Hostile texts of a pattern, of those with a beginning and of those without, that are tried in the greatest length."""
WORKERS = 2
"""Processes that time patterns at once, each in seconds of its own thread."""
EXAMPLES = Path(__file__).parents[1] / "examples"
PIECES = (
    "a", "A", "1", " ", "\n", "\t", ".", ",", "-", "'", '"', "(", "<", "&", "/", "_", "\u2019", "\u00e9", "\u200b",
    "a ", "A ", "Ab ", "1 ", "1,", "1.", "a, ", "A, ", "a-", "a.", "A. ", "a\n", " \n", "\r\n", "of ", "the ", "a's ",
    "1 a ", "and ", "a@", "http://", "\u201c", ". \u201c",
)  # fmt: skip
"""What the common hostile texts repeat."""
ENDS = ("", "\x00", ".", "a")
"""What a hostile text ends with: what makes a match fail late is other for each pattern."""
CATEGORIES = {"DIGIT": "1", "SPACE": " ", "WORD": "a", "NOT_WORD": "-"}


class Slow(NamedTuple):
    """A pattern and a text on which its time grows more than it may, or None where it does not."""

    where: str
    pattern: str
    piece: str
    growth: float


class Text(NamedTuple):
    """A hostile text: a beginning, what is repeated after it, and an end."""

    before: str
    piece: str
    end: str

    def of(self, size: int) -> str:
        """Return it in so many characters, the end not counted."""
        return (self.before + self.piece * (size // len(self.piece) + 1))[:size] + self.end

    def shown(self) -> str:
        """Return its parts, as Python writes them."""
        return f"{self.before[-40:]!r} {self.piece!r} {self.end!r}"


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
    for key, where in written(Path(dateline.__path__[0])):
        found.setdefault(key, where)
    return found


def written(folder: Path) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield the patterns that stand as they are in the source, whether a run comes by them or not."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=made), args=[ast.Constant(value=str(text)), *_]
                ):
                    flags = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and n.attr.isupper()}
                    if made != "escape":
                        pattern = re.compile(text, sum(getattr(re, name) for name in flags))
                        yield (text, pattern.flags), f"{path.relative_to(folder)}:{node.lineno}"


def pieces(pattern: str, flags: int) -> list[tuple[str, str]]:
    """Return hostile texts for a pattern, each as a beginning and what is repeated after it."""
    import re._parser as parser  # type: ignore[import-not-found]

    tree = parser.parse(pattern, flags & ~re.DEBUG)
    found: dict[tuple[str, str], None] = {("", piece): None for piece in PIECES}
    for before, repeated in _repeats(tree, ""):
        found[before, repeated] = None
        found["", repeated] = None
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
        return chr(int(value))
    if op == "NOT_LITERAL":
        return "a" if value != ord("a") else "b"
    if op == "ANY":
        return "a"
    if op == "RANGE":
        return chr(int(value[0]))
    if op == "CATEGORY":
        return CATEGORIES.get(str(value).removeprefix("CATEGORY_"), "a")
    if op == "IN":
        return _in(value)
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _said(value[2]) * max(1, min(int(value[0]), 3))
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
    left = [c for c in "aA1 -.,\n" if group.fullmatch(c) is None]
    return left[0] if left else "a"


def slowest(pattern: str, flags: int, where: str) -> Slow | None:
    """Return a hostile text on which the time of a pattern grows beyond what it may, None where there is none.

    Every text is tried in the first two sizes, the `LONG` slowest of either form in the third.
    """
    compiled = re.compile(pattern, flags)
    times: dict[bool, list[tuple[float, Text]]] = {True: [], False: []}
    for before, piece in pieces(pattern, flags):
        for end in ENDS:
            text = Text(before, piece, end)
            growth, seconds = _growth(compiled, text, SIZES[:2])
            if growth > GROWTH:
                return Slow(where, pattern, text.shown(), growth)
            times[not before].append((seconds, text))
    for listed in times.values():
        for _, text in heapq.nlargest(LONG, listed):
            growth, _ = _growth(compiled, text, SIZES[1:])
            if growth > GROWTH:
                return Slow(where, pattern, text.shown(), growth)
    return None


def _growth(pattern: re.Pattern[str], text: Text, sizes: Sequence[int]) -> tuple[float, float]:
    """Return how many times the time grows from one size to the next, and the time of the next.

    The longer text is given up where it takes three times as long as it may. What seems too slow is timed again.
    """
    taken = now = 0.0
    for tries in (1, 5, 10):
        taken = max(taken, FLOOR, *(_seconds(pattern, text, sizes[0], LIMIT * sizes[0]) for _ in range(tries)))
        if taken == float("inf"):
            return taken, taken
        most = min(LIMIT * sizes[1], 3 * GROWTH * taken)
        again = _seconds(pattern, text, sizes[1], most)
        now = again if tries == 1 else min(now, again)
        if now <= GROWTH * taken:
            break
    return (now if now < float("inf") else most) / taken, now


def _seconds(pattern: re.Pattern[str], text: Text, size: int, most: float) -> float:
    """Return seconds of the processor that a pattern takes on a text, infinite where it is more than `most`.

    A repeat without a beginning is searched through. Where a beginning stands before it, only what starts there is new.
    """
    whole = text.of(size)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    start = thread_time()
    try:
        if not text.before:
            for _ in pattern.finditer(whole):
                pass
        for at in range(len(text.before) + 1):
            pattern.match(whole, at)
        pattern.fullmatch(whole)
    except TimeoutError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return thread_time() - start


def _never(*_: object) -> None:
    raise TimeoutError


def _check(task: tuple[str, int, str]) -> tuple[tuple[str, int, str], Slow | None]:
    signal.signal(signal.SIGVTALRM, _never)
    return task, slowest(*task)


def slow_ones(patterns: Sequence[tuple[str, int, str]]) -> list[Slow]:
    """Return the patterns that are too slow: found by two processes at once, timed again by one that has no other."""
    spawned = multiprocessing.get_context("spawn")
    with spawned.Pool(WORKERS) as pool:
        doubted = [task for task, slow in pool.imap(_check, patterns) if slow is not None]
    with spawned.Pool(1) as pool:
        return [slow for _, slow in pool.imap(_check, doubted) if slow is not None]


def prose(size: int) -> str:
    """Return so many characters of sentences as reports have them, always the same."""
    chosen = random.Random(size)  # noqa: S311 - no secret
    people = [
        f"{a} {b}" for a in ("Mara", "Ivo", "Selin", "Tomas", "Ruth") for b in ("Kessel", "Brandt", "Okoro", "Silva")
    ]
    done = (
        "was killed", "was injured", "told reporters that rescue crews had found {n} survivors", "denied the charge",
        "left the city with {n} others", "said the bridge had collapsed",
    )  # fmt: skip
    parts: list[str] = []
    length = 0
    while length < size:
        n = chosen.randrange(2, 400)
        parts.append(
            f"{chosen.choice(people)}, {chosen.randrange(18, 80)}, of {chosen.choice(('Lima', 'Nairobi', 'Gdansk', 'Quito'))}, "
            f"{chosen.choice(done).format(n=n)} {chosen.choice(('on Tuesday', 'in March 2019', 'two days later'))} after "
            f"{chosen.randrange(2, 90)} people were hurt in the fire, police said.{chosen.choice((' ', ' ', chr(10) * 2))}"
        )
        length += len(parts[-1])
    return "".join(parts)[:size]


def reading_time(size: int) -> float:
    """Return seconds of the processor that reading a report of so many characters takes."""
    from dateline.intake.build import Raw, build
    from dateline.reading import read

    report = build(Raw(text=prose(size), sha256="0" * 64, published="2019-03-10"))
    start = process_time()
    read(report)
    return process_time() - start


def run(choice: Choice) -> Result:
    """Time every pattern, or the first of them, and the reading of long reports."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.apply(collect)
    patterns = [(pattern, flags, where) for (pattern, flags), where in found.items()][: choice.sample]
    slow = slow_ones(patterns)
    reading_time(2_000)
    growth = min(reading_time(1_000_000) for _ in range(2)) / min(reading_time(100_000) for _ in range(4))
    return Result(
        [
            Score("patterns", len(patterns)),
            Score("that take too long", len(slow), 0.0, most=True),
            Score("times for 1 MB of that for 100 kB", growth, GROWTH, most=True),
        ],
        [Item(one.where, False, f"{one.growth:.0f} times on {one.piece}: {one.pattern[:200]}") for one in slow],
    )


TASK = Task("redos", "patterns on hostile texts", run, timed=True)
