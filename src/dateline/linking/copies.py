"""Copies: texts, or passages, that reports share word for word, and who carries whose.

Candidates share sampled fingerprints of word runs (shingles chosen by their hash, Manber 1994); each candidate pair
is then
compared exactly, and the shared passages are kept as spans on both sides. Two reports that only quote the same
words are no copies: what stands in quotation marks does not count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from zlib import crc32

from dateline.records import Copy, Passage, Record, Report, Span

RUN = 8
"""Words in a shingle; runs this long are rarely shared by chance."""

SAMPLE = 4
"""One shingle in this many is indexed; a shared passage of `SHORTEST` words holds one almost surely."""

SHORTEST = 20
"""Words from which a shared run counts as a passage, about one long sentence."""

WHOLE = 0.5
"""Share of a report's words from which it is a copy of another rather than a report that carries a passage."""

PASSAGE = 60
"""Words shared outside quotations from which a report carries a passage of another."""

COMMON = 60
"""Reports that share a shingle beyond which it is boilerplate and draws no candidates."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_QUOTED = re.compile(r"[\"“][^\"”\n]{3,2000}[\"”]")


class _Text(Record, frozen=True):
    report: Report
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    quoted: frozenset[int]


def find_copies(reports: Sequence[Report]) -> tuple[Copy, ...]:
    """Return who carries whose text: each report at most once, with the earlier one it shares most with."""
    texts = [_text(report) for report in sorted(reports, key=order)]
    found: dict[int, Copy] = {}
    for one, other in _candidates(texts):
        copy = _compare(texts[one], texts[other])
        if copy is not None and (other not in found or copy.share > found[other].share):
            found[other] = copy
    return tuple(sorted(found.values(), key=lambda copy: copy.report))


def order(report: Report) -> tuple[bool, str, str]:
    """Order of publication, undated reports last, then id: an earlier report is copied by a later one."""
    return (report.published is None, report.published or "", report.id)


def _text(report: Report) -> _Text:
    quoted: set[int] = set()
    for match in _QUOTED.finditer(report.text):
        quoted.update(range(match.start(), match.end()))
    found = list(_WORD.finditer(report.text, report.lead_start))
    return _Text(
        report,
        tuple(match.group().casefold().replace("’", "'") for match in found),
        tuple((match.start(), match.end()) for match in found),
        frozenset(n for n, match in enumerate(found) if match.start() in quoted),
    )


def _shingles(words: Sequence[str]) -> dict[int, int]:
    """Return the hash of each run of words with the place of its first occurrence."""
    found: dict[int, int] = {}
    for n in range(len(words) - RUN + 1):
        found.setdefault(crc32(" ".join(words[n : n + RUN]).encode()), n)
    return found


def _candidates(texts: Sequence[_Text]) -> list[tuple[int, int]]:
    holders: dict[int, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        for shingle in _shingles(text.words):
            if shingle % SAMPLE == 0:
                holders[shingle].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for found in holders.values():
        if 1 < len(found) <= COMMON:
            shared.update(combinations(found, 2))
    return sorted(pair for pair, count in shared.items() if count >= 2)


def _compare(one: _Text, other: _Text) -> Copy | None:
    """Verify word for word what the later text shares with the earlier one."""
    runs = _shared_runs(other.words, one.words)
    if not runs or not other.words:
        return None
    plain = sum(1 for here, _, length in runs for n in range(here, here + length) if n not in other.quoted)
    total = sum(length for _, _, length in runs)
    shorter = min(len(text.words) - len(text.quoted) for text in (one, other))
    share = plain / max(1, shorter)
    if plain < SHORTEST or (share < WHOLE and plain < PASSAGE):
        return None
    passages = tuple(
        Passage(
            here=Span(other.spans[here][0], other.spans[here + length - 1][1]),
            there=Span(one.spans[there][0], one.spans[there + length - 1][1]),
        )
        for here, there, length in runs
    )
    reason = f"{total} words shared in {len(runs)} passage{'s' * (len(runs) != 1)}"
    return Copy(
        report=other.report.id, origin=one.report.id, share=round(min(1.0, share), 3), passages=passages, reason=reason
    )


def _shared_runs(here: Sequence[str], there: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the longest shared runs of words as (place here, place there, length), in order, none overlapping."""
    index = _shingles(there)
    runs = []
    n = 0
    while n <= len(here) - RUN:
        at = index.get(crc32(" ".join(here[n : n + RUN]).encode()))
        if at is None or here[n] != there[at]:
            n += 1
            continue
        length = 0
        while n + length < len(here) and at + length < len(there) and here[n + length] == there[at + length]:
            length += 1
        if length >= SHORTEST:
            runs.append((n, at, length))
            n += length
        else:
            n += 1
    return runs
