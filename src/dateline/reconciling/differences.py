"""Differences: facts that cannot both hold, and facts that a later one replaces, each with its reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple

from dateline.reconciling.align import UNSETTLED, Comparer, apart, disjoint_times
from dateline.reconciling.said import Said
from dateline.records import Difference, Fact, Record

TOPIC = 0.15
"""Shared wording (0..1) from which two statements are about one thing, and opposite words in them oppose."""

DONE = 0.18
"""Shared wording (0..1) from which a finished act is taken to be the one that was planned."""


class Opposition(Record, frozen=True, kw_only=True):
    """Two lists of phrases of which only one side can hold of the same thing at the same time."""

    about: str
    unmistakable: bool
    then: bool
    one: re.Pattern[str]
    other: re.Pattern[str]


SAME = 0.45
"""Shared wording (0..1) from which a negated and an affirmed statement speak of the same thing."""


@cache
def oppositions() -> tuple[Opposition, ...]:
    """Return the table data/opposites.toml, compiled."""
    table = tomllib.loads(files("dateline.data").joinpath("opposites.toml").read_text(encoding="utf-8"))
    return tuple(
        Opposition(
            about=row["about"],
            unmistakable=row.get("unmistakable", False),
            then=row.get("then", False),
            one=_phrases(row["one"]),
            other=_phrases(row["other"]),
        )
        for row in table["pair"]
    )


def _phrases(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + ")", re.IGNORECASE
    )


def find_differences(said: Sequence[Said], groups: Sequence[Sequence[int]], facts: Sequence[Fact]) -> list[Difference]:
    """Return what differs and what is superseded among facts, in order of the facts."""
    comparer = Comparer(said)
    sides = [
        _Side(fact, [said[i] for i in group], _sides(fact.text)) for fact, group in zip(facts, groups, strict=True)
    ]
    found = []
    for n, m in combinations(range(len(groups)), 2):
        one, other = sides[n], sides[m]
        if not _worth_comparing(one, other):
            continue
        wording = max(comparer.wording(said[i], said[j]) for i in groups[n] for j in groups[m])
        difference = _settled(one, other, wording) or _negated(one, other, wording) or _opposed(one, other, wording)
        if difference is not None:
            found.append(difference)
    return found


class _Side(NamedTuple):
    """A fact with its statements, and the side it takes in each opposition."""

    fact: Fact
    members: list[Said]
    sides: dict[str, int]

    @property
    def lemmas(self) -> frozenset[str]:
        return frozenset(lemma for m in self.members for lemma in m.lemmas)


def _worth_comparing(one: _Side, other: _Side) -> bool:
    """Tell cheaply whether two facts can differ at all."""
    if (one.fact.status in UNSETTLED) != (other.fact.status in UNSETTLED):
        return bool(one.lemmas & other.lemmas)
    if one.members[0].statement.negated != other.members[0].statement.negated:
        return bool(one.lemmas & other.lemmas)
    return any(other.sides.get(about, side) != side for about, side in one.sides.items())


def _settled(one: _Side, other: _Side, wording: float) -> Difference | None:
    """Let an act, told as done in another report at least as late, replace the plan of it."""
    if (one.fact.status in UNSETTLED) == (other.fact.status in UNSETTLED) or wording < DONE:
        return None
    plan, act = (one, other) if one.fact.status in UNSETTLED else (other, one)
    if act.fact.status not in ("completed", "ongoing") or not _is_plan(plan.fact):
        return None
    for done in act.members:
        for planned in plan.members:
            later = done.published and planned.published and done.published >= planned.published
            same = (
                planned.head is not None
                and planned.head in done.lemmas
                and done.statement.negated == planned.statement.negated
            )
            if later and same and done.report != planned.report and not _elsewhere(done, planned):
                return _difference(
                    "supersedes", act.fact, plan.fact, "what was planned is told as done in a later report"
                )
    return None


def _is_plan(fact: Fact) -> bool:
    """Tell a plan ("will declare once …") from a supposition ("could have declared")."""
    return fact.status == "planned" or re.search(r"\b(?:will|shall|’ll|'ll)\b", fact.text) is not None


def _negated(one: _Side, other: _Side, wording: float) -> Difference | None:
    a, b = one.members[0], other.members[0]
    if a.statement.negated == b.statement.negated or not (one.lemmas & other.lemmas) or wording < SAME:
        return None
    if {one.fact.status, other.fact.status} & UNSETTLED or _elsewhere(a, b):
        return None
    return _difference("differs", one.fact, other.fact, "one affirms what the other negates")


def _opposed(one: _Side, other: _Side, wording: float) -> Difference | None:
    clash = [about for about, side in one.sides.items() if other.sides.get(about, side) != side]
    if not clash or _elsewhere(one.members[0], other.members[0]):
        return None
    opposition = next(o for o in oppositions() if o.about == clash[0])
    if wording < TOPIC and not opposition.unmistakable:
        return None
    if opposition.then:
        before, after = (one, other) if one.sides[clash[0]] == 0 else (other, one)
        if _published(before) < _published(after):
            return _difference(
                "supersedes", after.fact, before.fact, f"a later report tells the other side of {clash[0]}"
            )
    return _difference("differs", one.fact, other.fact, f"opposed on {clash[0]}")


def _published(side: _Side) -> str:
    return min((m.published for m in side.members if m.published), default="")


def _sides(text: str) -> dict[str, int]:
    """Return, for each opposition a text takes exactly one side of, which side."""
    found = {}
    for opposition in oppositions():
        one, other = opposition.one.search(text), opposition.other.search(text)
        if (one is None) != (other is None):
            found[opposition.about] = 0 if one else 1
    return found


def _elsewhere(a: Said, b: Said) -> bool:
    return disjoint_times(a, b) or (a.place is not None and b.place is not None and apart(a.place, b.place))


def _difference(relation: str, one: Fact, other: Fact, reason: str) -> Difference:
    return Difference(
        relation="supersedes" if relation == "supersedes" else "differs",
        one=one.id,
        other=other.id,
        reason=reason,
        evidence=(one.evidence[0], other.evidence[0]),
    )
