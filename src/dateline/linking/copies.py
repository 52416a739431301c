"""Copies: texts, or passages, that reports share word for word, and who carries whose.

Candidates share fingerprints of word runs; each is then compared exactly, and the shared passages are kept as spans on
both sides. Two reports that only quote the same words are no copies: what stands in quotation marks does not count.
Nor does furniture of the page, told by its form and by the unlike texts of one publisher that share it. The earlier
report is the origin, unless it credits the later one's publisher; of two of one time, the one that the other credits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from heapq import heappop, heappush
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from dateline.linking.fingerprints import STRETCH, Prints, Words, plain, run_hashes, shared_runs, winnow
from dateline.linking.furniture import Mask, unlike
from dateline.linking.pages import Page, Pages
from dateline.records import Copy, Passage, Report, Span

SHORTEST = 20
"""Words from which a shared run counts as a passage, about one long sentence."""

WHOLE = 0.5
"""Share of a report's words from which it is a copy of another rather than a report that carries a passage."""

PASSAGE = 60
"""Words shared outside quotations from which a report carries a passage of another."""

LITTLE = 0.2
"""Share of the shorter report's words below which a short passage is not looked at more closely."""

LONGEST = SHORTEST + STRETCH
"""Words of a passage that a fingerprint may stand for at most: a longer one is sure to hold another."""

HOLDERS = 40
"""Reports kept under one fingerprint, the earliest: what more reports share is a wire text or boilerplate."""

COMPARED = 4
"""Reports that a new one is compared with word for word: those that share most fingerprints."""

REPRINT = 0.8
"""Share from which a text is a copy of one of the same publisher: below, it tells news of its own."""

LOOKED_UP = 600
"""Holders of a report's fingerprints that are counted, those of the rarest first."""

Run = tuple[int, int, int]


class _Kept(NamedTuple):
    """A report on the shelf: hashes of its words, its fingerprints, and the report whose text it carries whole."""

    report: Report
    hashes: NDArray[np.uint32]
    prints: Prints
    root: int


class Shelf:
    """The reports of the window by their fingerprints; each new one is compared with those it may have copied."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._holders: dict[int, int | tuple[int, ...]] = {}
        self._furniture: dict[tuple[str, int], int] = {}
        self._days: list[tuple[int, int]] = []  # a heap: a report may come late
        self._pages = Pages()
        self._count = 0

    def __len__(self) -> int:
        return len(self._kept)

    def kept(self) -> dict[str, int]:
        """Return how much is kept, by what it is."""
        return {
            "reports": len(self._kept),
            "fingerprints": len(self._holders),
            "fingerprints of furniture": len(self._furniture),
        }

    def add(self, report: Report, today: int = 0) -> Copy | None:
        """Put a report on the shelf; an undated one counts for `today`.

        Return whose text it carries, if any's, or which earlier report carries its text and credits its publisher.
        """
        page = Page(report)
        prints = winnow(run_hashes(page.words.hashes))
        number = self._count
        self._count += 1
        published = report.published
        day = today if published is None else date.fromisoformat(published[:10]).toordinal()
        copy, root = self._origin(page, prints, day)
        hashes = page.words.hashes.astype(np.uint32)
        self._kept[number] = _Kept(report, hashes, prints, number if root is None else root)
        heappush(self._days, (day, number))
        holders = self._holders
        for value in prints.values.tolist():
            held = holders.setdefault(value, number)
            if held is number:
                continue
            if isinstance(held, int):
                holders[value] = (held, number)
            elif len(held) < HOLDERS:
                holders[value] = (*held, number)
        return copy

    def forget_before(self, day: int) -> list[str]:
        """Take the reports published before a day (proleptic ordinal) off the shelf; return their ids."""
        forgotten = []
        while self._days and self._days[0][0] < day:
            number = heappop(self._days)[1]
            kept = self._kept.pop(number)
            forgotten.append(kept.report.id)
            for value in kept.prints.values.tolist():
                held = self._holders.pop(value, ())
                if isinstance(held, tuple):
                    left = tuple(other for other in held if other != number)
                    if left:
                        self._holders[value] = left if len(left) > 1 else left[0]
                elif held != number:
                    self._holders[value] = held
        if forgotten:
            self._furniture = {key: seen for key, seen in self._furniture.items() if seen >= day}
        return forgotten

    def _origin(self, page: Page, prints: Prints, day: int) -> tuple[Copy | None, int | None]:
        """Return the copy a report is and, where it is one whole, the number of its origin."""
        values = prints.values.tolist()
        listed = self._likely(values)
        numbers = dict.fromkeys(root for number in listed if (root := self._kept[number].root) in self._kept)
        best: tuple[Copy, int] | None = None
        places = dict(zip(values, prints.places.tolist(), strict=True))
        for number in sorted({*numbers, *listed}):
            kept = self._kept[number]
            there = zip(kept.prints.values.tolist(), kept.prints.places.tolist(), strict=True)
            anchors = [(places[value], place) for value, place in there if value in places]
            if not _much(len(anchors) * LONGEST, len(page.words.hashes), len(kept.hashes)):
                continue
            copy = self._compare(number, page, anchors, day)
            if copy is None:
                continue
            if copy.share >= WHOLE and number in numbers:
                best = (copy, number)
                break
            if best is None or copy.share > best[0].share:
                best = (copy, number)
        if best is None:
            return None, None
        copy, number = best
        if _credits(self._kept[number].report, page.report):
            return _turned(copy), None
        return copy, number if copy.share >= WHOLE else None

    def _likely(self, prints: Sequence[int]) -> list[int]:
        """Return the reports that share most fingerprints, each the more the fewer hold it."""
        get = self._holders.get
        shared = [held for value in prints if (held := get(value)) is not None]
        if not shared:
            return []
        hits: dict[int, float] = {}
        several = []
        for held in shared:
            if isinstance(held, int):
                hits[held] = hits.get(held, 0.0) + 1.0
            else:
                several.append(held)
        several.sort(key=len)
        room = LOOKED_UP
        for numbers in several:
            room -= len(numbers)
            if room < 0:
                break
            share = 1.0 / len(numbers)
            for number in numbers:
                hits[number] = hits.get(number, 0.0) + share
        return sorted(hits, key=lambda number: (-hits[number], number))[:COMPARED]

    def _compare(self, number: int, page: Page, anchors: Iterable[tuple[int, int]], day: int) -> Copy | None:
        """Verify word for word what a later report shares with an earlier one, leaving furniture out."""
        origin, report, words = self._kept[number], page.report, page.words
        runs = list(shared_runs(words.hashes, origin.hashes, anchors, SHORTEST))
        if not _much(sum(length for _, _, length in runs), len(words.hashes), len(origin.hashes)):
            return None
        house = _house(report)
        same = house == _house(origin.report)
        if same:
            runs = [run for run in runs if not self._is_known(house, words, run, day)]
        if not runs:
            return None
        other = self._pages.get(number, origin.report)
        if _judge(runs, page.unquoted, other.unquoted) is None:
            return None
        there, here_counts, there_counts = other.words, page.counts, other.counts
        runs = [run for run in runs if _weighs(run, here_counts) and _alike(words, there, run)]
        share = _judge(runs, here_counts, there_counts)
        if share is None:
            return None
        if same:
            rest = _rest(here_counts, [(n, length) for n, _, length in runs])
            if unlike(words, rest, there, _rest(there_counts, [(m, length) for _, m, length in runs])):
                self._learn(house, words, runs, day)
                return None
            if house and share < REPRINT:
                return None
        return _copy(report, words, origin.report, there, runs, share)

    def _is_known(self, house: str, words: Words, run: Run, day: int) -> bool:
        """Tell whether a run is known as furniture of a publisher, and note that it is still in use."""
        n, _, length = run
        prints = winnow(run_hashes(words.hashes[n : n + length])).values.tolist()
        known = [key for value in prints if (key := (house, value)) in self._furniture]
        self._furniture.update(dict.fromkeys(known, day))
        return 2 * len(known) >= len(prints)

    def _learn(self, house: str, words: Words, runs: Iterable[Run], day: int) -> None:
        for n, _, length in runs:
            prints = winnow(run_hashes(words.hashes[n : n + length])).values.tolist()
            self._furniture.update(((house, value), day) for value in prints)


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


def _house(report: Report) -> str:
    """Return who published a report, as far as can be told; "" where nothing tells."""
    if report.publisher is not None:
        return _name(report.publisher)
    return "" if report.url is None else (urlsplit(report.url).hostname or "").removeprefix("www.")


def _credits(earlier: Report, later: Report) -> bool:
    """Tell whether an earlier report says that its text is the later one's publisher's."""
    if earlier.credit is None or later.publisher is None or _house(earlier) == _house(later):
        return False
    return _name(earlier.credit.of(earlier.text)) == _name(later.publisher)


def _turned(copy: Copy) -> Copy:
    return Copy(
        report=copy.origin,
        origin=copy.report,
        share=copy.share,
        passages=tuple(Passage(here=passage.there, there=passage.here) for passage in copy.passages),
        reason=f"{copy.reason}; credited to its publisher",
    )


def _much(total: int, one: int, other: int) -> bool:
    return total >= SHORTEST and (total >= PASSAGE or total >= LITTLE * min(one, other))


def _weighs(run: Run, counts: Mask) -> bool:
    """Tell whether enough words of a run count."""
    n, _, length = run
    return 2 * int(counts[n : n + length].sum()) >= SHORTEST


def _judge(runs: Iterable[Run], here: Mask, there: Mask) -> float | None:
    """Return the share of the shorter text that runs hold, of the words that count; None where it is no copy."""
    shared = sum(int(here[n : n + length].sum()) for n, _, length in runs)
    share = shared / max(1, min(int(here.sum()), int(there.sum())))
    return None if shared < SHORTEST or (share < WHOLE and shared < PASSAGE) else share


def _copy(report: Report, words: Words, origin: Report, there: Words, runs: Sequence[Run], share: float) -> Copy:
    total = sum(length for _, _, length in runs)
    return Copy(
        report=report.id,
        origin=origin.id,
        share=round(min(1.0, share), 3),
        passages=tuple(
            Passage(here=Span(*words.span(n, length)), there=Span(*there.span(m, length))) for n, m, length in runs
        ),
        reason=f"{total} words shared in {len(runs)} passage{'s' * (len(runs) != 1)}",
    )


def _alike(here: Words, there: Words, run: Run) -> bool:
    """Tell whether the words of a run are the same on both sides, not their hashes alone."""
    n, m, length = run
    return np.array_equal(_letters(here, n, length), _letters(there, m, length))


def _letters(words: Words, first: int, count: int) -> NDArray[np.uint32]:
    """Return the letters of a stretch of words, one 0 between two words."""
    letters = words.folded[words.starts[first] : words.ends[first + count - 1]]
    return letters[(letters > 0) | (np.diff(letters > 0, prepend=True))]


def _rest(counts: Mask, runs: Iterable[tuple[int, int]]) -> Mask:
    """Return the words that count and that no run holds."""
    rest = counts.copy()
    for first, length in runs:
        rest[first : first + length] = False
    return rest
