"""Which reports tell of the same thing, seen from their words: the ground on which their mentions are compared.

A report's terms are weighed by their rarity among the reports compared (tf-idf); pairs of reports are scored by a
logistic model over named likenesses, and reports grouped by average link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, log1p

import numpy as np
from numpy.typing import NDArray

from dateline.reconciling.linkage import average_link
from dateline.reconciling.mentions import names_in, numbers_in
from dateline.wording import FUNCTION_WORDS, WORD, stem

LEAD = 1800
"""Characters of a report whose terms count; news is told at the head."""

HEAD = 500
"""Characters at the head compared once more by themselves."""

NAMED = 3000
"""Characters whose names and numbers count."""

COMPARED = 0.03
"""Likeness of terms below which two reports are not compared further."""

TIGHT = 0.35
"""Mean likelihood from which reports form a group that tells of one thing."""

LOOSE = 0.15
"""Mean likelihood from which mentions of two reports are compared at all."""

Matrix = NDArray[np.float64]

FEATURES = ("terms", "head", "names", "numbers", "least of names and head", "terms squared", "names by terms")


class Tellings:
    """Reports compared with each other; `likelihood` (0..1) of each pair and the groups that follow from it."""

    def __init__(self, texts: Sequence[str], weights: Mapping[str, float]) -> None:
        counts = [count_terms(text[:LEAD]) for text in texts]
        held = Counter(term for count in counts for term in count)
        self.rarity = {term: log((len(texts) + 1) / n) for term, n in held.items()}
        self.terms = self._cosines(counts)
        self.head = self._cosines([count_terms(text[:HEAD]) for text in texts])
        self.names = self._cosines([Counter(names_in(text[:NAMED])) for text in texts])
        self.numbers = _shared([numbers_in(text[:NAMED]) for text in texts])
        total = np.full(self.terms.shape, weights.get("bias", 0.0))
        for name, values in zip(FEATURES, self.features(), strict=True):
            total += weights.get(name, 0.0) * values
        self.likelihood: Matrix = 1 / (1 + np.exp(-total))
        self.likelihood[self.terms <= COMPARED] = 0.0
        np.fill_diagonal(self.likelihood, 1.0)

    def features(self) -> tuple[Matrix, ...]:
        """Return the named likenesses of every pair, in the order of `FEATURES`."""
        return (
            self.terms,
            self.head,
            self.names,
            np.log1p(self.numbers),
            np.minimum(self.names, self.head),
            self.terms**2,
            self.names * self.terms,
        )

    def groups(self, least: float) -> list[int]:
        """Return the number of the group each report belongs to, by average link from a mean likelihood upwards."""
        rows, columns = np.nonzero(np.triu(self.likelihood, 1))
        pairs = {(int(i), int(j)): float(self.likelihood[i, j]) for i, j in zip(rows, columns, strict=True)}
        return average_link(len(self.likelihood), pairs, least)

    def _cosines(self, counts: Sequence[Counter[str]]) -> Matrix:
        """Return the cosines of reports by their terms, weighed by rarity."""
        held = sorted({term for count in counts for term in count if term in self.rarity})
        columns = {term: column for column, term in enumerate(held)}
        table = np.zeros((len(counts), max(1, len(columns))))
        for row, count in enumerate(counts):
            for term, n in count.items():
                if term in columns:
                    table[row, columns[term]] = (1 + log(n)) * self.rarity[term]
        table /= np.maximum(1e-9, np.linalg.norm(table, axis=1, keepdims=True))
        cosines: Matrix = (table @ table.T).round(9)  # the last digits change with the machine
        return cosines


def count_terms(text: str) -> Counter[str]:
    """Count the stems of the words that carry meaning."""
    found: Counter[str] = Counter()
    for match in WORD.finditer(text):
        word = match.group().replace("’", "'").casefold().removesuffix("'s")
        if word not in FUNCTION_WORDS and not (word.isdigit() and len(word) == 1):
            found[stem(word)] += 1
    return found


def _shared(held: Sequence[frozenset[str]]) -> Matrix:
    return np.array([[len(a & b) for b in held] for a in held], dtype=float).reshape(len(held), len(held))


def rarity_of(word: str, rarity: Mapping[str, float]) -> float:
    """Return the rarity of a word; of one that stands in no report's head, a high one."""
    return rarity.get(word, UNSEEN)


UNSEEN = log1p(50)
