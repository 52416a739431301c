"""Judgements on what lies between figures or facts: that they differ, that one replaces the other, that they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from dateline.reconciling.judged import Key, Withdrawn
from dateline.records import Accord, Account, Anchor, Difference, Evidence, Fact, Figure, Reading, Report
from dateline.review import anchors
from dateline.review.stories import Told

L = TypeVar("L", Difference, Accord)

KINDS = ("difference", "revision", "accord")
"""Kinds of anchors that the anchors of what they are between follow."""


def anchors_of(
    of: Difference | Accord, sides: Sequence[Figure | Fact], reports: Mapping[str, Report]
) -> tuple[Anchor, ...]:
    """Return the anchors of a difference or accord: its own, then those of the figures and facts it is between."""
    kind = "accord" if isinstance(of, Accord) else "revision" if of.relation == "supersedes" else "difference"
    own = Anchor(kind=kind, reports=anchors.keys(of.evidence, reports), evidence=tuple(sorted(of.evidence)))  # type: ignore[arg-type]  # of the three
    listed = [anchors.of_figure(s, reports) if isinstance(s, Figure) else anchors.of_fact(s, reports) for s in sides]
    return (own, *listed)


def withdrawn(found: Sequence[Anchor | None], machine: Account, readings: Mapping[str, Reading]) -> Withdrawn | None:
    """Return what a difference or accord that is rejected takes out, None where a side has no report left."""
    if found[0] is None or None in found[1:]:
        return None
    sides = [a for a in found[1:] if a is not None]
    resting = [_resting(a, machine, readings) for a in sides]
    if found[0].kind == "accord":
        return Withdrawn(relation="agrees", one=frozenset[Key]().union(*resting))
    measure = next((a.measure for a in sides if a.kind == "figure"), None)
    relation = "supersedes" if found[0].kind == "revision" else "differs"
    return Withdrawn(relation=relation, one=resting[0], other=resting[1], measure=measure)  # type: ignore[arg-type]  # of the two


def _resting(anchor: Anchor, machine: Account, readings: Mapping[str, Reading]) -> frozenset[Key]:
    """Return the quotations that a side rests on: those judged, and those that it has now."""
    item = _item(anchor, machine, readings)
    quoted: list[Evidence] = [*anchor.evidence, *(item.evidence if item is not None else ())]
    return frozenset((e.report, e.start, e.end) for e in quoted) | anchors.statements(anchor, readings)


def _item(anchor: Anchor, account: Account, readings: Mapping[str, Reading]) -> Figure | Fact | None:
    if anchor.kind == "figure":
        return anchors.find_figure(anchor, account.figures)
    return anchors.find_fact(anchor, account.facts, readings)


def sides(found: Sequence[Anchor | None], account: Account, readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """Return the figures and facts of an account that a judgement on a difference or accord names."""
    items = [_item(a, account, readings) for a in found[1:] if a is not None]
    return tuple(dict.fromkeys(item.id for item in items if item is not None))


def find(
    found: Sequence[Anchor | None], account: Account, readings: Mapping[str, Reading]
) -> tuple[tuple[Difference, ...], tuple[Accord, ...]]:
    """Return the differences, or the accords, of an account that were judged."""
    if found[0] is None:
        return (), ()
    ids = sides(found, account, readings)
    if found[0].kind == "accord":
        return (), tuple(a for a in account.accords if set(a.facts) == set(ids))
    relation = "supersedes" if found[0].kind == "revision" else "differs"
    return tuple(d for d in account.differences if d.relation == relation and {d.one, d.other} == set(ids)), ()


def outcome(found: Sequence[Anchor | None], machine: Account, readings: Mapping[str, Reading]) -> Told:
    """Return what became of a judgement on a difference or accord, by the account of the machine."""
    if withdrawn(found, machine, readings) is None:
        return Told(False, "the report of one of its sides is not in this case, or has another text now")
    if any(find(found, machine, readings)):
        return Told(True)
    if len(sides(found, machine, readings)) < len({a for a in found[1:] if a is not None}):
        return Told(False, "not both of its sides are read any more")
    return Told(True, "the machine does not set them side by side any more by itself")


def marked(account: Account, ids: Sequence[str], number: int) -> Account:
    """Return an account whose differences and accords of these ids were judged."""
    return msgspec.structs.replace(
        account,
        differences=tuple(_mark(d, number) if d.id in ids else d for d in account.differences),
        accords=tuple(_mark(a, number) if a.id in ids else a for a in account.accords),
    )


def _mark(of: L, number: int) -> L:
    return msgspec.structs.replace(of, judged=(*of.judged, number))
