"""Sentences that the course of things has overtaken: the news of an early report that a later one ends.

"She is on life support" is no news once a report written later tells that she died. Nothing is claimed by it: such a
sentence is only not what a reader is told first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.reconciling.nouns import head_of
from dateline.reconciling.outcomes import Taken, oppositions, sides
from dateline.records import Report, Span

SOUGHT = frozenset({
    "suspect", "suspects", "gunman", "gunmen", "shooter", "shooters", "attacker", "attackers", "assailant",
    "assailants", "killer", "killers", "driver", "man", "men", "woman", "women", "person", "persons", "people",
    "robber", "robbers", "culprit", "culprits", "perpetrator", "perpetrators", "fugitive", "fugitives", "teen",
    "teenager", "motorist",
})  # fmt: skip
"""Whom police look for until they have them, as rescuers look for others."""


class Course(NamedTuple):
    """The sentences that were overtaken, each with its report, and what the ends are about."""

    overtaken: frozenset[tuple[str, Span]]
    ends: frozenset[str]


def course_of(reports: Sequence[Report], sentences: Iterable[tuple[str, Span]]) -> Course:
    """Return what was so in early reports, and was told to be over by one written on a later day.

    Only ends that no report tells that was written as early: what was known from the beginning overtakes nothing.
    """
    by_id = {report.id: report for report in reports if report.published is not None}
    taken: dict[str, list[tuple[str, str, int, Span]]] = {}
    for rid, span in sentences:
        if rid in by_id:
            for about, side in sides(span.of(by_id[rid].text)).items():
                if side.side == 1 or _is_of_one(side):
                    day = (by_id[rid].published or "")[:10]
                    taken.setdefault(about, []).append((day, rid, side.side, span))
    found, ends = set(), set()
    for about in (o.about for o in oppositions() if o.then):
        told = min((day for day, _, side, _ in taken.get(about, ()) if side == 1), default="")
        before = {(rid, span) for day, rid, side, span in taken.get(about, ()) if side == 0 and day < told}
        found |= before
        ends |= {about} if before else set()
    return Course(frozenset(found), frozenset(ends))


def tells_an_end(text: str, course: Course) -> bool:
    """Tell whether a text tells how something ended that was still open in early reports."""
    return any(taken.side == 1 and about in course.ends for about, taken in sides(text).items())


def _is_of_one(taken: Taken) -> bool:
    """Tell a search for whoever did it from one for survivors."""
    if taken.words.split()[-1].casefold() not in ("for", "seeking"):
        return True
    return head_of(taken.behind) in SOUGHT
