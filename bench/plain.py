"""The baseline of `bench.linking`: plain TF-IDF and single-pass clustering with an inverted index.

Every word of a text counts, by log frequency times inverse document frequency; the `KEPT` weightiest make a vector of
unit length. A new text is compared by cosine with every live one that shares a word with it, and joins the story of the
nearest from `NEAR` on (Allan et al. 1998). It knows no names, places, days or copies, and bounds nothing: what it costs
grows with the live texts.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from math import log

import numpy as np

from dateline.records import Report
from dateline.wording import FUNCTION_WORDS

KEPT = 100
"""Words of a text that are kept."""

NEAR = 0.3
"""Cosine from which two texts are one story."""

_WORD = re.compile(r"[^\W_]{2,}")


class Plain:
    """Single-pass clustering of live texts."""

    def __init__(self) -> None:
        self._frequency: Counter[str] = Counter()
        self._holders: dict[str, tuple[array[int], array[float]]] = {}
        self.stories: list[int] = []

    def take(self, report: Report) -> int:
        """Take in one text; return its story."""
        words = self._weigh(report.text)
        scores = np.zeros(len(self.stories))
        for word, weight in words.items():
            if word in self._holders:
                texts, weights = self._holders[word]
                scores[np.array(texts)] += weight * np.array(weights)
        nearest = int(scores.argmax()) if len(scores) else 0
        found = len(scores) > 0 and scores[nearest] >= NEAR
        return self._put(words, self.stories[nearest] if found else len(scores))

    def add(self, report: Report) -> None:
        """Take in one text as a story of its own, compared with none: to fill the window."""
        self._put(self._weigh(report.text), len(self.stories))

    def _put(self, words: dict[str, float], story: int) -> int:
        for word, weight in words.items():
            texts, weights = self._holders.setdefault(word, (array("i"), array("f")))
            texts.append(len(self.stories))
            weights.append(weight)
        self.stories.append(story)
        return story

    def _weigh(self, text: str) -> dict[str, float]:
        counts = Counter(word for word in _WORD.findall(text.lower()) if word not in FUNCTION_WORDS)
        self._frequency.update(counts.keys())
        total = len(self.stories) + 2
        weighed = {word: (1 + log(n)) * log(total / self._frequency[word]) for word, n in counts.items()}
        kept = sorted(weighed, key=lambda word: (-weighed[word], word))[:KEPT]
        length = sum(weighed[word] ** 2 for word in kept) ** 0.5 or 1.0
        return {word: weighed[word] / length for word in kept}
