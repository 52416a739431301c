"""Terms of a report: its words, its names, and the places among them, counted in one pass over the head of the text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.gazetteer import gazetteer
from dateline.linking.vocabulary import KNOWN, NOTHING, Numbers, Vocabulary, plain
from dateline.linking.whereabouts import Whereabouts, is_place, whereabouts
from dateline.reading.boilerplate import is_boilerplate, signs
from dateline.records import Report

LEAD = 2600
"""Characters of a body that are read for linking: news is told at the head, history and other stories further down."""

SCANT = 1000
"""Characters of a body below which lines of the page around the news would outweigh the news, and are left out."""

HEAD_WORDS = 60
"""Words at the head that count twice."""

TITLE = 200
"""Characters of the first sentence that stand in for a title where there is none."""

HEAD = 400
"""Characters at the head whose names count twice."""

_TERM = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_REST = r"(?:[^\W_]|['’.-](?=[^\W_]))*"
_RUN = re.compile(rf"{_CAPITAL}(?<![\w'’.-].){_REST}(?: {_CAPITAL}{_REST})*")  # a capital first: the search skips to it


class Terms(NamedTuple):
    """Terms by rising number and how often each was told, the terms of the title, full names, places, words read.

    Full names are pairs of capitalised words.
    """

    numbers: Numbers
    times: NDArray[np.int32]
    title: tuple[int, ...]
    names: frozenset[str]
    where: Whereabouts
    words: int


def terms_of(report: Report, vocabulary: Vocabulary) -> Terms:
    """Count a report's terms; names (capitalised inside a sentence) are kept apart by a leading "="."""
    text = report.text
    title = report.title.of(text) if report.title is not None and report.title.end <= report.lead_start else ""
    told = _Told(vocabulary)
    if report.dateline is not None:
        told.read(report.dateline.of(text))
    body = text[report.lead_start : report.lead_start + LEAD]
    if len(body) < SCANT:
        body = _without_boilerplate(body)
    words = len(told.read(body))
    titled: Iterable[int] = told.read(title)
    if not title:  # the first sentence stands in for a title
        titled = vocabulary.numbers(_TERM.findall(body.partition(". ")[0][:TITLE]))
    numbers, times = told.counted()
    return Terms(numbers, times, tuple(set(titled) - {NOTHING}), frozenset(told.names), whereabouts(told.places), words)


def _without_boilerplate(body: str) -> str:
    """Leave out the lines of the page around the news."""
    low = body.lower()
    found = tuple([sign for sign in signs() if sign[0] in low])
    return "\n".join([line for line in body.split("\n") if not is_boilerplate(line, found)]) if found else body


class _Told:
    """What the pieces of a report tell: its terms, one by one, with how much each counts; full names; places."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._numbers = array("i")
        self._times = bytearray()
        self.names: set[str] = set()
        self.places: dict[str, None] = {}

    def read(self, text: str) -> Sequence[int]:
        """Read one piece of text; return the number of the term of each word."""
        numbers = array("i", self._vocabulary.numbers(_TERM.findall(text)))
        twice = min(len(numbers), HEAD_WORDS)
        self._numbers += numbers
        self._times += b"\2" * twice + b"\1" * (len(numbers) - twice)
        number, add, count = self._vocabulary.number, self._numbers.append, self._times.append
        for match in _RUN.finditer(text):
            run = _runs[match.group()]
            if not run.names:
                continue
            start = match.start()
            inside = start > 1 and text[start - 1] == " " and text[start - 2] not in OPENING
            for name in run.names if inside else run.names[1:]:
                add(number[name])
                count(2 if start < HEAD else 1)
            self.names.update(run.pairs)
            self.places.update(run.places)
        return numbers

    def counted(self) -> tuple[Numbers, NDArray[np.int32]]:
        """Return the terms by rising number, and how often each was told."""
        if not self._numbers:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32)
        numbers: Numbers = np.frombuffer(self._numbers, dtype=np.int32)
        order = numbers.argsort()
        numbers = numbers[order]
        new = np.empty(len(numbers), dtype=np.bool_)
        new[0] = numbers[0] != NOTHING  # which is the least
        np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
        firsts = new.nonzero()[0]
        times = np.frombuffer(self._times, dtype=np.uint8)[order].astype(np.int32)
        return numbers[firsts], np.add.reduceat(times, firsts) if len(firsts) else times[:0]


OPENING = '.!?\n:”"'
"""Characters after which, and a blank, a capital shows a sentence's beginning and not a name."""


class _Run(NamedTuple):
    """What a run of capitalised words holds: a term for each word, pairs of words, places."""

    names: tuple[str, ...]
    pairs: tuple[str, ...]
    places: dict[str, None]


class _Runs(dict[str, _Run]):
    """The runs of capitalised words met."""

    def __missing__(self, text: str) -> _Run:
        if len(self) >= KNOWN:
            self.clear()
        run = [bare for word in text.split(" ") if (bare := plain(word))]
        value = self[text] = _Run(
            names=tuple(["=" + word for word in run]),
            pairs=tuple([f"{one} {other}" for one, other in pairwise(run)]),
            places=_places(run),
        )
        return value


_runs = _Runs()


def _places(run: list[str]) -> dict[str, None]:
    """Return the places that a run of capitalised words names, the longest first."""
    known = gazetteer()  # most names are no place's, and need not be remembered as such
    places: dict[str, None] = {}
    at = 0
    while at < len(run):
        for size in range(min(3, len(run) - at), 0, -1):
            name = " ".join(run[at : at + size])
            if (size > 1 or len(run) == 1 or _office(run, at)) and name in known and is_place(name):
                places[name] = None
                at += size
                break
        else:
            at += 1
    return places


OFFICES = frozenset("police county sheriff fire city department district hospital high university mayor".split())  # noqa: SIM905
SIDES = frozenset("north south east west central downtown northern southern eastern western".split())  # noqa: SIM905


def _office(run: list[str], at: int) -> bool:
    """Tell whether the words around a place's name in a run are such as places have."""
    before = at == 0 or run[at - 1] in SIDES
    after = at + 1 == len(run) or run[at + 1] in OFFICES
    return before and after
