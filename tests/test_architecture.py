"""The direction of imports, and who alone may do what."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "dateline"

LAYERS = (
    {"errors", "records", "config", "codec", "collecting", "geometry", "wording"},
    {"intake", "gazetteer"},
    {"reading"},
    {"linking"},
    {"reconciling"},
    {"changes"},
    {"telling"},
    {"store", "engine", "pipeline", "relaying", "review", "progress"},
    {"watching"},
    {"cli", "web", "output"},
    {"__main__"},
)
"""Rooms from the ground up: each knows those below it, and itself."""
ALONE = {
    "sqlalchemy": {"store"},
    "multiprocessing": {"engine"},
    "concurrent": {"engine"},
    "typer": {"cli"},
    "socket": {"watching", "web"},
    "ssl": {"watching"},
    "httpcore": {"watching"},
    "starlette": {"web"},
    "uvicorn": {"web"},
}
"""Libraries, and the only rooms that may import them."""
RANDOM = {"random", "secrets", "uuid", "locale"}
"""Libraries whose use would make two runs differ."""
UNGUESSABLE = {"web/guard.py", "web/pages.py"}
"""Who makes tokens, which nobody may foretell; no account depends on them."""
LONGEST = 400
"""Most lines of a file."""

CLOCKS = {"cli/running.py": ["now"], "watching/clock.py": ["monotonic", "now"]}
"""Who reads a clock: a judgement is dated at the edge, and a watch has one clock, which tests replace."""

FILES = sorted(SOURCE.rglob("*.py"))
IDS = [path.relative_to(SOURCE).as_posix() for path in FILES]


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            if node.module == "dateline":
                yield from (f"dateline.{alias.name}" for alias in node.names if (SOURCE / alias.name).is_dir())


def height(name: str) -> int:
    (found,) = [number for number, names in enumerate(LAYERS) if name in names]
    return found


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_imports_go_one_way(path: Path) -> None:
    if path == SOURCE / "__init__.py":
        return
    own = room(path)
    known = [name.split(".")[1] for name in imports(path) if name.startswith("dateline.")]
    upwards = [other for other in known if height(other) > height(own)]
    assert upwards == []
    if height(own) < height("store"):
        assert [other for other in known if height(other) == height(own) > 0 and other != own] == []


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_each_library_keeps_to_its_file(path: Path) -> None:
    tops = {name.split(".")[0] for name in imports(path)}
    tokens = {"secrets"} if path.relative_to(SOURCE).as_posix() in UNGUESSABLE else set()
    assert not tops & (RANDOM - tokens)
    for library, homes in ALONE.items():
        assert library not in tops or room(path) in homes


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_no_clock_is_read(path: Path) -> None:
    calls = [
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "monotonic", "perf_counter"}
    ]
    assert sorted(calls) == CLOCKS.get(path.relative_to(SOURCE).as_posix(), [])


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
