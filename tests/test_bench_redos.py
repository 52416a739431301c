"""The check of patterns on hostile texts: what it names as slow is, what it passes is not."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bench.redos import _never, slowest, written

from dateline.intake.stamps import stamped
from dateline.reading.toponyms import _tight
from dateline.reconciling.matters import matters_in


@pytest.fixture(autouse=True)
def alarm() -> Iterator[None]:
    """Have the alarm of the check end what it times."""
    before = signal.signal(signal.SIGVTALRM, _never)
    yield
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+x",
        r"(?:a|a)*b",
        r"(?:[\w'-]+\W+)*end",
        r"from[ \t]*(?:on)?[ \t]*:?[ \t]*x",
        r"(?:'s?|[^\w.]+|\s+[a-z]\w*)+$",
        r"\d+-[A-Z]",
    ],
)
def test_a_pattern_that_grows_faster_than_its_text_is_named(pattern: str) -> None:
    assert slowest(pattern, re.compile(pattern).flags, "here") is not None


@pytest.mark.parametrize("pattern", [r"\s{1,20}x", r"(?<!\s)\s++x", r"(?:a|b)*+c?", r"\d{1,9}-[A-Z]", r"\A.*x$"])
def test_a_pattern_that_grows_with_its_text_passes(pattern: str) -> None:
    assert slowest(pattern, re.compile(pattern).flags, "here") is None


def test_patterns_are_found_where_they_stand(tmp_path: Path) -> None:
    code = 'import re\nA = re.compile("a+", re.IGNORECASE | re.DOTALL)\ndef f(s):\n    return re.sub(r"b+$", "", s)\n'
    (tmp_path / "room.py").write_text(code + '\nnot_one = s.split("c+"), re.escape("d+")\n')
    assert dict(written(tmp_path)) == {
        ("a+", re.compile("a+", re.IGNORECASE | re.DOTALL).flags): "room.py:2",
        ("b+$", re.compile("b+$").flags): "room.py:4",
    }


@pytest.mark.parametrize(
    "read",
    [
        lambda: stamped("a| first posted" + " " * 2900),
        lambda: matters_in("The landmines" + "-" * 10_000),
        lambda: _tight("Quito" + " " * 10_000 + ".", 0, 10_006),
    ],
    ids=["a stamp", "a matter", "a place"],
)
def test_hostile_texts_are_soon_read(read: Callable[[], object]) -> None:
    signal.setitimer(signal.ITIMER_VIRTUAL, 5)
    try:
        read()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
