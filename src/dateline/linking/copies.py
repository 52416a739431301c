"""Copies: texts, or passages, that reports share word for word, and who carries whose.

Candidates share fingerprints of word runs; each is then compared exactly, and the shared passages are kept as spans on
both sides. Two reports that only quote the same words are no copies: what stands in quotation marks does not count.
Nor does furniture of the page, told by its form and by the unlike texts of one publisher that share it. The earlier
report is the origin, unless it credits the later one's publisher; of two of one time, the one that the other credits.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.collecting import uncollected
from dateline.linking.direction import credited_by, house, in_time, named, same_title
from dateline.linking.extent import LITTLE, PASSAGE, REPRINT, SHORTEST, SPARE, WHOLE, Run, Shared, much, shared
from dateline.linking.fingerprints import STRETCH, Hashed, Hashes, Prints, Words, run_hashes, shared_runs, winnow
from dateline.linking.holders import Holders
from dateline.linking.pages import Page, Pages
from dateline.records import Copy, CopyKind, Passage, Report, Span

LONGEST = SHORTEST + STRETCH
"""Words of a passage that a fingerprint may stand for at most: a longer one is sure to hold another."""

COMPARED = 4
"""Reports that a new one is compared with word for word: those that share most fingerprints."""

LOOKED_UP = 600
"""Holders of a report's fingerprints that are counted, those of the rarest first."""


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
        self._holders = Holders()
        self._furniture: dict[tuple[str, int], int] = {}
        self._credited: dict[int, set[str]] = {}
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
        hashes = page.words.hashes.astype(np.uint32)
        number = self._count
        self._count += 1
        published = report.published
        day = today if published is None else date.fromisoformat(published[:10]).toordinal()
        found = self._origin(page, hashes, prints, day)
        copy, near = (None, number) if found is None else found
        root = number
        if copy is not None and copy.kind != "passage":
            if copy.report == report.id:
                root = self._root(near)
                self._credited.setdefault(root, set()).update(credited_by(report))
            else:
                self._kept[near] = self._kept[near]._replace(root=number)
        self._kept[number] = _Kept(report, hashes, prints._replace(again=()), root)
        heappush(self._days, (day, number))
        self._holders.add(prints.values, number)
        return copy

    def forget_before(self, day: int) -> list[str]:
        """Take the reports published before a day (proleptic ordinal) off the shelf; return their ids."""
        forgotten = []
        while self._days and self._days[0][0] < day:
            number = heappop(self._days)[1]
            kept = self._kept.pop(number)
            self._credited.pop(number, None)
            forgotten.append(kept.report.id)
            self._holders.remove(kept.prints.values, number)
        if forgotten:
            self._furniture = {key: seen for key, seen in self._furniture.items() if seen >= day}
        return forgotten

    def _origin(self, page: Page, hashes: Hashed, prints: Prints, day: int) -> tuple[Copy, int] | None:
        """Return the copy that a report shows, and the number of the other report of it."""
        values = prints.values.tolist()
        listed = self._likely(prints.values)
        roots = {self._root(number) for number in listed}
        best: tuple[Copy, int] | None = None
        places = dict(zip(values, prints.places.tolist(), strict=True))
        for number in sorted({*roots, *listed}):
            kept = self._kept[number]
            there = dict(zip(kept.prints.values.tolist(), kept.prints.places.tolist(), strict=True))
            anchors = [(places[value], place) for value, place in there.items() if value in places]
            if not much(len(anchors) * LONGEST, len(hashes), len(kept.hashes)):
                continue
            anchors += [(place, there[value]) for value, place in prints.again if value in there]
            copy = self._compare(number, page, hashes, anchors, day)
            if copy is None:
                continue
            if copy.kind != "passage" and number in roots:
                return copy, number
            if best is None or copy.share > best[0].share:
                best = (copy, number)
        return best

    def _root(self, number: int) -> int:
        """Return the first report of the window whose text one carries whole, over all between."""
        while (up := self._kept[number].root) != number and up in self._kept:
            number = up
        return number

    def _likely(self, prints: Hashes) -> list[int]:
        """Return the reports that share most fingerprints, each the more the fewer hold it."""
        shared = self._holders.find(prints)
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

    def _compare(
        self, number: int, page: Page, hashes: Hashed, anchors: Iterable[tuple[int, int]], day: int
    ) -> Copy | None:
        """Verify word for word what a later report shares with an earlier one, leaving furniture out."""
        kept, report, words = self._kept[number], page.report, page.words
        origin = kept.report
        runs = list(shared_runs(hashes, kept.hashes, anchors, min(SHORTEST, len(hashes))))
        if not much(sum(length for _, _, length in runs), len(hashes), len(kept.hashes)):
            return None
        home = house(report)
        same = home == house(origin)
        if same:
            runs = [run for run in runs if not self._is_known(home, words, run, day)]
        found = shared(page, self._pages.get(number, origin), runs) if runs else None
        if found is None:
            return None
        turned = not same and report.publisher is not None and named(report.publisher) in self._credits(number)
        kind = _version(report, origin, found) if same and home else _carried(found, turned, same)
        if kind is not None:
            return _copy(report, origin, found, turned, kind)
        if same and found.is_unlike():
            self._learn(home, words, found.runs, day)
        return None

    def _credits(self, number: int) -> set[str]:
        """Return whose text a report, or one that carries its text whole, says that it is."""
        return self._credited.get(number, set()) | credited_by(self._kept[number].report)

    def _is_known(self, house: str, words: Words, run: Run, day: int) -> bool:
        """Tell whether a run is known as furniture of a publisher, and note that it is still in use."""
        n, _, length = run
        prints = winnow(run_hashes(words.hashes[n : n + length])).values.tolist()
        if not prints:
            return False
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
    with uncollected():
        return one_each(copy for batch in in_time(list(reports)) for r in batch if (copy := shelf.add(r)) is not None)


def one_each(copies: Iterable[Copy]) -> tuple[Copy, ...]:
    """Return the copies by report, of each report the last: what came to light later knows the origin better."""
    found = {copy.report: copy for copy in copies}
    return tuple(found[report] for report in sorted(found))


def roots_of(copies: Iterable[Copy]) -> dict[str, str]:
    """Map each report that carries another's text whole, or is a version of it, to the end of its chain of origins."""
    up = {copy.report: copy.origin for copy in copies if copy.kind != "passage"}
    roots = {}
    for start in sorted(up):
        at, seen = start, {start}
        while at in up and up[at] not in seen:
            at = up[at]
            seen.add(at)
        roots[start] = at
    return roots


def _version(report: Report, origin: Report, found: Shared) -> CopyKind | None:
    """Return what a publisher's text is of an earlier one of his; None where it tells news of its own."""
    if found.is_same():
        return "whole"
    if found.is_unlike():
        return None
    if report.url is not None and report.url == origin.url:
        return "version"
    enough = LITTLE if same_title(report, origin) else REPRINT
    return None if found.most < enough or found.is_unlike(SPARE) or found.is_template() else "version"


def _carried(found: Shared, turned: bool, unknown: bool) -> CopyKind | None:
    """Return how much of another publisher's text one carries; `unknown` where nobody knows who published either."""
    if found.is_background():
        return None if unknown or found.words < PASSAGE else "passage"
    return "whole" if (found.there_share if turned else found.share) >= WHOLE else "passage"


def _copy(report: Report, origin: Report, found: Shared, turned: bool, kind: CopyKind) -> Copy:
    """Return the copy that two reports are; where it is `turned`, the earlier one carries the later one's text."""
    here = [Span(*found.here.span(n, length)) for n, _, length in found.runs]
    there = [Span(*found.there.span(m, length)) for _, m, length in found.runs]
    shares = (found.share, found.there_share)
    carrier, source = report, origin
    if turned:
        here, there, shares, carrier, source = there, here, (shares[1], shares[0]), origin, report
    return Copy(
        report=carrier.id,
        origin=source.id,
        kind=kind,
        share=round(min(1.0, shares[0]), 3),
        origin_share=round(min(1.0, shares[1]), 3),
        passages=tuple(Passage(here=a, there=b) for a, b in sorted(zip(here, there, strict=True))),
        reason=_reason(carrier, source, found),
    )


def _reason(carrier: Report, source: Report, found: Shared) -> str:
    """Say what is shared, and how it is known who carries whose text."""
    total = sum(length for _, _, length in found.runs)
    said = f"{total} words shared in {len(found.runs)} passage{'s' * (len(found.runs) != 1)}"
    if source.publisher is not None and named(source.publisher) in credited_by(carrier):
        return f"{said}; credited to its publisher"
    signed = [report.credit.of(report.text) for report in (carrier, source) if report.credit is not None]
    if len(signed) == 2 and named(signed[0]) == named(signed[-1]):
        return f"{said}; both credit {signed[0]}"
    if carrier.published == source.published:
        when = "undated" if carrier.published is None else "published the same day"
        return f"{said}; both {when}: which was first is not known"
    if carrier.published is None:
        return f"{said}; undated, so taken for the later one"
    return said
