"""Terms of a report: its words, its names, and the places among them, counted in one pass over the head of the text."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from dateline.linking.whereabouts import Whereabouts, is_place, whereabouts
from dateline.records import Report
from dateline.wording import FUNCTION_WORDS, stem

Vector: TypeAlias = dict[str, float]
"""Term weights of unit length."""

LEAD_WORDS = 400
"""Words of a report that are read for linking: news is told at the head, history and other stories further down."""

HEAD_WORDS = 60
"""Words at the head that count twice."""

_TERM = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


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
    counts: Counter[str] = Counter()
    names: set[str] = set()
    places: dict[str, None] = {}
    if report.dateline is not None:
        _read(report.dateline.of(text), counts, names, places, 1)
    body = text[report.lead_start : report.lead_start + 12 * LEAD_WORDS]
    words = _read(body, counts, names, places, 2)
    titled: Counter[str] = Counter()
    _read(title, titled, names, places, 2)
    for term, number in titled.items():
        counts[term] += number
    return Terms(
        counts, frozenset(t for t in titled if t[0] != "="), frozenset(names), whereabouts(list(places)), words
    )


def _read(text: str, counts: Counter[str], names: set[str], places: dict[str, None], head: int) -> int:
    """Count the terms of one piece of text and collect its names and places; return the words read."""
    n = 0
    run: list[str] = []
    end = -9
    for match in _TERM.finditer(text):
        if n >= LEAD_WORDS:
            break
        n += 1
        word = match.group()
        start = match.start()
        term, plain = _term(word)
        capital = word[0].isupper()
        if run and (not capital or start != end + 1 or text[end] != " "):
            _close(run, names, places)
            run = []
        end = match.end()
        if not term:
            continue
        weight = head if n <= HEAD_WORDS else 1
        counts[term] += weight
        if capital:
            run.append(plain)
            if start > 1 and text[start - 1] == " " and text[start - 2] not in '.!?\n:”"':
                counts["=" + plain] += weight
    if run:
        _close(run, names, places)
    return n


@lru_cache(maxsize=65536)
def _term(word: str) -> tuple[str, str]:
    """Return the stem a word counts as and its plain form; two empty strings where it says nothing."""
    plain = word.removesuffix("'s").removesuffix("’s").casefold()
    if len(plain) < 2 or plain in FUNCTION_WORDS or (plain.isdigit() and len(plain) < 3):
        return "", ""
    return stem(plain), plain


def _close(run: list[str], names: set[str], places: dict[str, None]) -> None:
    """Keep the pairs of words of a run of capitalised words, and the places it names."""
    for one, other in pairwise(run):
        names.add(f"{one} {other}")
    at = 0
    while at < len(run):
        for size in (3, 2, 1):
            name = " ".join(run[at : at + size])
            if at + size <= len(run) and is_place(name, alone=size > 1 or len(run) == 1 or _office(run, at)):
                places[name] = None
                at += size
                break
        else:
            at += 1


OFFICES = frozenset("police county sheriff fire city department district hospital high university mayor".split())  # noqa: SIM905
SIDES = frozenset("north south east west central downtown northern southern eastern western".split())  # noqa: SIM905


def _office(run: list[str], at: int) -> bool:
    """Tell whether the words around a place's name in a run are such as places have."""
    before = at == 0 or run[at - 1] in SIDES
    after = at + 1 == len(run) or run[at + 1] in OFFICES
    return before and after
