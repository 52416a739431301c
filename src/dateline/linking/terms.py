"""Terms of a report: its words and names, weighted by how much they single out what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt
from typing import TypeAlias

from dateline.records import Report
from dateline.wording import FUNCTION_WORDS, stem

Vector: TypeAlias = dict[str, float]
"""Term weights of unit length."""

LEAD_WORDS = 400
"""Words of a report that are read for linking: news is told at the head, history and other stories further down."""

HEAD_WORDS = 60
"""Words at the head that count twice."""

PRIOR = 40.0
"""Imagined reports that stand in for the world when the batch is small, so that two reports can be compared alone."""

PRIOR_WORD = 0.06
"""Share of the imagined reports that hold a common-noun term."""

PRIOR_NAME = 0.01
"""Share of the imagined reports that hold a given name."""

NAME_WEIGHT = 1.6
"""How much more a name weighs than a word equally rare; fitted with the join threshold."""

_TERM = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def count_terms(report: Report) -> Counter[str]:
    """Count a report's terms; names (capitalised inside a sentence) are kept apart by a leading capital."""
    text = report.text
    title = report.title.of(text) if report.title is not None and report.title.end <= report.lead_start else ""
    counts: Counter[str] = Counter()
    body = text[report.lead_start :]
    for n, match in enumerate(_TERM.finditer(body)):
        if n >= LEAD_WORDS:
            break
        _count(match, body, counts, 2 if n < HEAD_WORDS else 1)
    for match in _TERM.finditer(title):
        _count(match, title, counts, 2)
    return counts


def _count(match: re.Match[str], text: str, counts: Counter[str], weight: int) -> None:
    word = match.group().removesuffix("'s").removesuffix("’s")
    low = word.casefold()
    if len(low) < 2 or low in FUNCTION_WORDS or (low.isdigit() and len(low) < 3):
        return
    counts[stem(low)] += weight
    before = text[max(0, match.start() - 2) : match.start()]
    if word[0].isupper() and before[-1:] == " " and before[:1] not in ".!?\n:":
        counts["=" + low] += weight


def weigh(counts: Sequence[Counter[str]]) -> list[Vector]:
    """Return one unit vector a report: damped counts times rarity over the batch and the imagined reports."""
    held: Counter[str] = Counter()
    for report in counts:
        held.update(report.keys())
    size = len(counts) + PRIOR
    rarity = {
        term: log(1 + size / (number + PRIOR * (PRIOR_NAME if term[0] == "=" else PRIOR_WORD)))
        for term, number in held.items()
    }
    vectors = []
    for report in counts:
        raw = {
            term: (1 + log(number)) * rarity[term] * (NAME_WEIGHT if term[0] == "=" else 1.0)
            for term, number in sorted(report.items())
        }
        length = sqrt(sum(value * value for value in raw.values())) or 1.0
        vectors.append({term: value / length for term, value in raw.items()})
    return vectors


def cosine(one: Vector, other: Vector) -> float:
    """Return the cosine of two unit vectors."""
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[term] for term, value in one.items() if term in other)
