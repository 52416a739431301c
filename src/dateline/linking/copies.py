"""Copies: texts, or passages, that reports share word for word, and who carries whose.

Candidates share fingerprints of word runs; each is then compared exactly, and the shared passages are kept as spans on
both sides. Two reports that only quote the same words are no copies: what stands in quotation marks does not count.
The earlier report is the origin; of two of one time, the one whose publisher the other credits.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.linking.fingerprints import WORD, Hashes, plain, run_hashes, shared_runs, winnow, word_hashes
from dateline.records import Copy, Passage, Report, Span

SHORTEST = 20
"""Words from which a shared run counts as a passage, about one long sentence."""

WHOLE = 0.5
"""Share of a report's words from which it is a copy of another rather than a report that carries a passage."""

PASSAGE = 60
"""Words shared outside quotations from which a report carries a passage of another."""

LITTLE = 0.2
"""Share of the shorter report's words below which a short passage is not looked at more closely."""

HOLDERS = 40
"""Reports kept under one fingerprint, the earliest: what more reports share is a wire text or boilerplate."""

COMPARED = 4
"""Reports that a new one is compared with word for word: those that share most fingerprints."""

_QUOTED = re.compile(r"[\"“][^\"”\n]{3,2000}[\"”]")


class _Kept(NamedTuple):
    """A report on the shelf: hashes of its words, its fingerprints, and the report whose text it carries whole."""

    report: Report
    words: NDArray[np.uint32]
    prints: list[int]
    root: int


class Shelf:
    """The reports of the window by their fingerprints; each new one is compared with those it may have copied."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._holders: dict[int, tuple[int, ...]] = {}
        self._days: deque[tuple[int, int]] = deque()
        self._count = 0

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, report: Report, today: int = 0) -> Copy | None:
        """Put a report on the shelf, and return whose text it carries, if any's; an undated one counts for `today`."""
        words = word_hashes(report.text, report.lead_start)
        prints = winnow(run_hashes(words))
        number = self._count
        self._count += 1
        copy, root = self._origin(report, words, prints)
        self._kept[number] = _Kept(report, words.astype(np.uint32), prints, number if root is None else root)
        published = report.published
        self._days.append((today if published is None else date.fromisoformat(published[:10]).toordinal(), number))
        holders = self._holders
        for value in prints:
            held = holders.get(value)
            if held is None:
                holders[value] = (number,)
            elif len(held) < HOLDERS:
                holders[value] = (*held, number)
        return copy

    def forget_before(self, day: int) -> list[str]:
        """Take the reports published before a day (proleptic ordinal) off the shelf; return their ids."""
        forgotten = []
        while self._days and self._days[0][0] < day:
            number = self._days.popleft()[1]
            kept = self._kept.pop(number)
            forgotten.append(kept.report.id)
            for value in kept.prints:
                held = tuple(other for other in self._holders.pop(value, ()) if other != number)
                if held:
                    self._holders[value] = held
        return forgotten

    def _origin(self, report: Report, words: Hashes, prints: Sequence[int]) -> tuple[Copy | None, int | None]:
        """Return the copy a report is and, where it is one whole, the number of its origin."""
        hits: Counter[int] = Counter()
        for value in prints:
            hits.update(self._holders.get(value, ()))
        listed = sorted(hits, key=lambda number: (-hits[number], number))[:COMPARED]
        numbers = dict.fromkeys(root for number in listed if (root := self._kept[number].root) in self._kept)
        best: tuple[Copy, int] | None = None
        for number in sorted({*numbers, *listed}):
            copy = _compare(self._kept[number], report, words)
            if copy is None:
                continue
            if copy.share >= WHOLE and number in numbers:
                return copy, number
            if best is None or copy.share > best[0].share:
                best = (copy, number)
        if best is None:
            return None, None
        return best[0], best[1] if best[0].share >= WHOLE else None


def find_copies(reports: Iterable[Report]) -> tuple[Copy, ...]:
    """Return who carries whose text: each report at most once, by id."""
    shelf = Shelf()
    found = [copy for batch in in_time(reports) for report in batch if (copy := shelf.add(report)) is not None]
    return tuple(sorted(found, key=lambda copy: copy.report))


def in_time(reports: Iterable[Report]) -> list[list[Report]]:
    """Return the reports of each publication time, in order; of one time, those come first whom others credit."""
    listed = sorted(reports, key=order)
    return [by_credit(list(same)) for _, same in groupby(listed, key=lambda report: report.published)]


def by_credit(reports: Sequence[Report]) -> list[Report]:
    """Return the reports of one time so that an agency's own text stands before those that credit the agency."""
    credited = {_name(r.credit.of(r.text)) for r in reports if r.credit is not None}
    return sorted(reports, key=lambda r: (r.publisher is None or _name(r.publisher) not in credited, order(r)))


def _name(publisher: str) -> str:
    return plain(publisher).strip(" ()—-")


def order(report: Report) -> tuple[bool, str, str]:
    """Order of publication, undated reports last, then id: an earlier report is copied by a later one."""
    return (report.published is None, report.published or "", report.id)


def _compare(origin: _Kept, report: Report, words: Hashes) -> Copy | None:
    """Verify word for word what a later report shares with an earlier one."""
    runs = list(shared_runs(words, origin.words.astype(np.uint64), SHORTEST))
    total = sum(length for _, _, length in runs)
    if total < SHORTEST or (total < PASSAGE and total < LITTLE * min(len(words), len(origin.words))):
        return None
    one, other = origin.report, report
    there, here = _spans(one), _spans(other)
    runs = [run for run in runs if _alike(other, here, one, there, run)]
    quoted = _quoted(other.text, here)
    unquoted = sum(1 for n, _, length in runs for at in range(n, n + length) if not quoted[at])
    shorter = min(quoted.count(False), _quoted(one.text, there).count(False))
    share = unquoted / max(1, shorter)
    if unquoted < SHORTEST or (share < WHOLE and unquoted < PASSAGE):
        return None
    total = sum(length for _, _, length in runs)
    return Copy(
        report=other.id,
        origin=one.id,
        share=round(min(1.0, share), 3),
        passages=tuple(
            Passage(
                here=Span(here[n][0], here[n + length - 1][1]),
                there=Span(there[m][0], there[m + length - 1][1]),
            )
            for n, m, length in runs
        ),
        reason=f"{total} words shared in {len(runs)} passage{'s' * (len(runs) != 1)}",
    )


def _spans(report: Report) -> list[tuple[int, int]]:
    return [match.span() for match in WORD.finditer(report.text, report.lead_start)]


def _alike(
    one: Report, here: list[tuple[int, int]], other: Report, there: list[tuple[int, int]], run: tuple[int, int, int]
) -> bool:
    """Tell whether the words of a run are the same on both sides, not their hashes alone."""
    n, m, length = run
    return all(
        plain(one.text[a:b]) == plain(other.text[c:d])
        for (a, b), (c, d) in zip(here[n : n + length], there[m : m + length], strict=True)
    )


def _quoted(text: str, spans: list[tuple[int, int]]) -> list[bool]:
    """Tell of each word whether it begins inside quotation marks."""
    inside = [False] * len(spans)
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    at = 0
    for n, (start, _) in enumerate(spans):
        while at < len(quotes) and quotes[at][1] <= start:
            at += 1
        inside[n] = at < len(quotes) and quotes[at][0] <= start
    return inside
