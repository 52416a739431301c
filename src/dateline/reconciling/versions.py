"""Versions: texts of one item of a feed in the order in which they were taken; a later one revises an earlier.

A watch knows which of two texts of a day came first, where their day of publication does not tell. Only what both
versions count is replaced: what a publisher no longer repeats is not taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dateline.reconciling.tolls import Toll
from dateline.records import Report

ITEM = ("feed", "guid")
"""Fields that name an item: a guid is one of its feed only."""


def later_versions(reports: Mapping[str, Report]) -> dict[str, frozenset[str]]:
    """Return, for each report with later versions of the same item, which these are."""
    items: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for rid, report in reports.items():
        told = {name: sorted(v for n, v in report.fields if n == name) for name in (*ITEM, "retrieved")}
        for retrieved in told["retrieved"][:1]:
            for feed in told["feed"]:
                for guid in told["guid"]:
                    items[feed, guid].add((retrieved, rid))
    found: dict[str, set[str]] = defaultdict(set)
    for versions in items.values():
        for retrieved, rid in versions:
            found[rid] |= {other for later, other in versions if later > retrieved}
    return {rid: frozenset(later) for rid, later in found.items() if later}


def of_one_text(one: Sequence[Toll], other: Sequence[Toll]) -> bool:
    """Tell whether two values are given only by versions of one text, which its writers brought up to date.

    What each has from a voice of its own is no other version of what the other has.
    """
    drafts, others = ({c.said.draft for t in value for c in t.counts} for value in (one, other))
    voices, more = (
        {t.counts[0].said.origin for t in value if not t.counts[0].said.origin.startswith("report:")}
        for value in (one, other)
    )
    return drafts == others and len(drafts) == 1 and "" not in drafts and (voices == more or not (voices and more))


def newest(
    tolls: Mapping[str, Sequence[Toll]], later: Mapping[str, frozenset[str]]
) -> tuple[dict[str, list[Toll]], dict[str, list[Toll]]]:
    """Divide tolls, by measure, into those that stand, and those that a later version of their report revises."""
    stand: dict[str, list[Toll]] = {}
    revised: dict[str, list[Toll]] = {}
    for measure, held in tolls.items():
        old = [t for t in held if any(o.report in later.get(t.report, ()) and _apart(t, o) for o in held)]
        stand[measure] = [t for t in held if not any(t is one for one in old)]
        revised[measure] = old
    return stand, revised


def _apart(one: Toll, other: Toll) -> bool:
    """Tell whether two tolls cannot be one number."""
    (low, high), (least, most) = one.range, other.range
    return high < least or most < low
