"""How much of two texts is shared, of the words that count: neither quotations nor furniture of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dateline.linking.fingerprints import UNSEEN, Words
from dateline.linking.furniture import ENOUGH, Mask, other_day, unlike
from dateline.linking.pages import Page

SHORTEST = 20
"""Words from which a shared run counts as a passage, about one long sentence."""

BRIEF = 12
"""Words from which two texts that are the same from end to end are copies: shorter ones may be a phrase in use."""

WHOLE = 0.5
"""Share of a report's words from which it is a copy of another rather than a report that carries a passage."""

PASSAGE = 60
"""Words shared outside quotations from which a report carries a passage of another."""

LITTLE = 0.2
"""Share of the shorter report's words below which a short passage is not looked at more closely."""

REPRINT = 0.8
"""Share from which a text is a copy of one of the same publisher: below, it tells news of its own."""

SCANT = 120
"""Words of a text below which it may be nothing but a notice of the page, left where the news was."""

HEAD = 25
"""Words at the head of a text, where the news is told."""

SPARE = 6
"""Different telling words that two texts have besides what they share, from which these may show them to be unlike."""

Run: TypeAlias = tuple[int, int, int]


class Shared(NamedTuple):
    """What a report shares with an earlier one: the runs, which words of either count, how many of these are shared.

    `share` is the part (0..1) of the report's words that count, `there_share` that of the earlier one's.
    """

    here: Words
    there: Words
    runs: list[Run]
    counts: Mask
    there_counts: Mask
    words: int
    share: float
    there_share: float

    @property
    def most(self) -> float:
        """The share of the shorter text."""
        return max(self.share, self.there_share)

    def is_same(self) -> bool:
        """Tell whether the texts are the same from end to end."""
        return bool(self.runs) and self.runs[0] == (0, 0, len(self.here.hashes)) == (0, 0, len(self.there.hashes))

    def is_unlike(self, enough: int = ENOUGH) -> bool:
        """Tell whether what the texts do not share is about different things."""
        return unlike(*self._rests(), enough)

    def is_template(self) -> bool:
        """Tell whether one form of words is filled in for different days."""
        return other_day(*self._rests())

    def _rests(self) -> tuple[Words, Mask, Words, Mask]:
        """Return the words of either, and which of those that count are not shared."""
        rest = _rest(self.counts, [(n, length) for n, _, length in self.runs])
        return self.here, rest, self.there, _rest(self.there_counts, [(m, length) for _, m, length in self.runs])

    def is_background(self) -> bool:
        """Tell whether two texts about different things share what stands below the news of either."""
        heads = (
            _head(self.counts, [(n, length) for n, _, length in self.runs]),
            _head(self.there_counts, [(m, length) for _, m, length in self.runs]),
        )
        return not any(heads) and self.is_unlike(SPARE)


def shared(page: Page, other: Page, runs: Sequence[Run]) -> Shared | None:
    """Return what two texts share, of the words that count; None where that makes no copy."""
    words, there = page.words, other.words
    if _judged(words, there, runs, page.unquoted, other.unquoted) is None:
        return None
    counts, there_counts = page.counts, other.counts
    if min(_count(counts), _count(there_counts)) < SCANT and page.is_beside and other.is_beside:
        return None
    kept = [run for run in runs if _weighs(run, counts) and _alike(words, there, run)]
    return _judged(words, there, kept, counts, there_counts)


def much(total: int, one: int, other: int) -> bool:
    """Tell whether so many words shared of texts of two lengths may be a copy."""
    return (total >= SHORTEST and (total >= PASSAGE or total >= LITTLE * min(one, other))) or total >= one == other


def _judged(here: Words, there: Words, runs: Sequence[Run], counts: Mask, there_counts: Mask) -> Shared | None:
    total = sum(_count(counts[n : n + length]) for n, _, length in runs)
    there_total = sum(_count(there_counts[m : m + length]) for _, m, length in runs)
    found = Shared(
        here=here,
        there=there,
        runs=list(runs),
        counts=counts,
        there_counts=there_counts,
        words=total,
        share=total / max(1, _count(counts)),
        there_share=there_total / max(1, _count(there_counts)),
    )
    if total < (BRIEF if found.is_same() else SHORTEST):
        return None
    return found if total >= PASSAGE or found.most >= WHOLE else None


def _count(held: Mask) -> int:
    return int(np.count_nonzero(held))


def _weighs(run: Run, counts: Mask) -> bool:
    """Tell whether enough words of a run count."""
    n, _, length = run
    return 2 * _count(counts[n : n + length]) >= min(SHORTEST, length)


def _alike(here: Words, there: Words, run: Run) -> bool:
    """Tell whether the words of a run are the same on both sides, not their hashes alone."""
    n, m, length = run
    one = here.folded[here.starts[n] : here.ends[n + length - 1]]
    other = there.folded[there.starts[m] : there.ends[m + length - 1]]
    return one.tobytes() == other.tobytes() or np.array_equal(_letters(one), _letters(other))


def _letters(folded: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the letters of a stretch of words, one 0 between two words."""
    letters: NDArray[np.uint32] = folded[folded != UNSEEN]
    kept: Mask = letters > 0
    kept[1:] |= letters[:-1] > 0
    held: NDArray[np.uint32] = letters[kept]
    return held


def _rest(counts: Mask, runs: Sequence[tuple[int, int]]) -> Mask:
    """Return the words that count and that no run holds."""
    rest = counts.copy()
    for first, length in runs:
        rest[first : first + length] = False
    return rest


def _head(counts: Mask, runs: Sequence[tuple[int, int]]) -> bool:
    """Tell whether runs hold half of the first words that count."""
    places = np.flatnonzero(counts)[:HEAD]
    held = sum(_count((places >= first) & (places < first + length)) for first, length in runs)
    return 2 * held >= len(places)
