"""Terms of a report: its words, its names, and the places among them, counted in one pass over the head of the text."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from dateline.linking.whereabouts import Whereabouts, is_place, whereabouts
from dateline.reading.boilerplate import is_boilerplate
from dateline.records import Report
from dateline.wording import FUNCTION_WORDS, stem

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
    """Counted terms, the terms of the title, pairs of capitalised words (full names), places, words read."""

    counts: dict[str, int]
    title: frozenset[str]
    names: frozenset[str]
    where: Whereabouts
    words: int


def terms_of(report: Report) -> Terms:
    """Count a report's terms; names (capitalised inside a sentence) are kept apart by a leading "="."""
    text = report.text
    title = report.title.of(text) if report.title is not None and report.title.end <= report.lead_start else ""
    counts: dict[str, int] = {}
    names: set[str] = set()
    places: dict[str, None] = {}
    if report.dateline is not None:
        _read(report.dateline.of(text), counts, names, places)
    body = text[report.lead_start : report.lead_start + LEAD]
    if len(body) < SCANT:
        body = "\n".join(line for line in body.split("\n") if not is_boilerplate(line))
    words = _read(body, counts, names, places)
    titled: dict[str, int] = {}
    _read(title, titled, names, places)
    for term, number in titled.items():
        counts[term] = counts.get(term, 0) + number
    if not title:  # the first sentence stands in for a title
        titled = dict.fromkeys([_terms[word] for word in _TERM.findall(body.partition(". ")[0][:TITLE])], 1)
        titled.pop("", None)
    return Terms(counts, frozenset(t for t in titled if t[0] != "="), frozenset(names), whereabouts(places), words)


def _read(text: str, counts: dict[str, int], names: set[str], places: dict[str, None]) -> int:
    """Count the terms of one piece of text and collect its names and places; return the words read."""
    words = _TERM.findall(text)
    tally = Counter(words)
    tally.update(words[:HEAD_WORDS])
    for word, number in tally.items():
        term = _terms[word]
        if term:
            counts[term] = counts.get(term, 0) + number
    for match in _RUN.finditer(text):
        run = _runs[match.group()]
        if not run.names:
            continue
        start = match.start()
        inside = start > 1 and text[start - 1] == " " and text[start - 2] not in OPENING
        for name in run.names if inside else run.names[1:]:
            counts[name] = counts.get(name, 0) + (2 if start < HEAD else 1)
        names.update(run.pairs)
        places.update(run.places)
    return len(words)


OPENING = '.!?\n:”"'
"""Characters after which, and a blank, a capital shows a sentence's beginning and not a name."""


KNOWN = 1 << 17
"""Words, and runs of capitalised words, whose terms are kept at hand."""


def _plain(word: str) -> str:
    """Return a word without its genitive, in small letters; empty where it says nothing."""
    plain = word.removesuffix("'s").removesuffix("’s").casefold()
    return "" if len(plain) < 2 or plain in FUNCTION_WORDS or (plain.isdigit() and len(plain) < 3) else plain


class _Terms(dict[str, str]):
    """The stem that each word met counts as, empty where it says nothing."""

    def __missing__(self, word: str) -> str:
        if len(self) >= KNOWN:
            self.clear()
        plain = _plain(word)
        value = self[word] = stem(plain) if plain else ""
        return value


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
        run = [plain for word in text.split(" ") if (plain := _plain(word))]
        value = self[text] = _Run(
            names=tuple(["=" + word for word in run]),
            pairs=tuple([f"{one} {other}" for one, other in pairwise(run)]),
            places=_places(run),
        )
        return value


_terms = _Terms()
_runs = _Runs()


def _places(run: list[str]) -> dict[str, None]:
    """Return the places that a run of capitalised words names, the longest first."""
    places: dict[str, None] = {}
    at = 0
    while at < len(run):
        for size in range(min(3, len(run) - at), 0, -1):
            name = " ".join(run[at : at + size])
            if (size > 1 or len(run) == 1 or _office(run, at)) and is_place(name):
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
