"""Differences: facts that cannot both hold, and facts that a later one replaces, each with its reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations

from dateline.reconciling.align import UNSETTLED, Comparer, apart, disjoint_times
from dateline.reconciling.said import Said
from dateline.records import Difference, Fact, Record

TOPIC = 0.18
"""Shared wording (0..1) from which two statements are about one thing, and opposite words in them oppose."""

DONE = 0.30
"""Shared wording (0..1) from which a finished act is taken to be the one that was planned."""


class Opposition(Record, frozen=True, kw_only=True):
    """Two lists of phrases of which only one side can hold of the same thing at the same time."""

    about: str
    one: re.Pattern[str]
    other: re.Pattern[str]


@cache
def oppositions() -> tuple[Opposition, ...]:
    """Return the table data/opposites.toml, compiled."""
    table = tomllib.loads(files("dateline.data").joinpath("opposites.toml").read_text(encoding="utf-8"))
    return tuple(
        Opposition(about=row["about"], one=_phrases(row["one"]), other=_phrases(row["other"])) for row in table["pair"]
    )


def _phrases(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + ")", re.IGNORECASE
    )


def find_differences(said: Sequence[Said], groups: Sequence[Sequence[int]], facts: Sequence[Fact]) -> list[Difference]:
    """Return what differs and what is superseded among facts, in order of the facts."""
    comparer = Comparer(said)
    sides = [_sides(facts[n].text) for n in range(len(groups))]
    found = []
    for n, m in combinations(range(len(groups)), 2):
        one, other = facts[n], facts[m]
        a, b = said[groups[n][0]], said[groups[m][0]]
        if not _worth_comparing(one, other, a, b, (sides[n], sides[m])):
            continue
        wording = max(comparer.wording(said[i], said[j]) for i in groups[n] for j in groups[m])
        difference = (
            _settled(one, other, a, b, wording)
            or _negated(one, other, a, b, wording)
            or _opposed(one, other, (sides[n], sides[m]), (a, b), wording)
        )
        if difference is not None:
            found.append(difference)
    return found


def _worth_comparing(one: Fact, other: Fact, a: Said, b: Said, sides: tuple[dict[str, int], dict[str, int]]) -> bool:
    """Tell cheaply whether two facts can differ at all."""
    if (one.status in UNSETTLED) != (other.status in UNSETTLED) or a.statement.negated != b.statement.negated:
        return bool(a.lemmas & b.lemmas)
    return any(sides[1].get(about, side) != side for about, side in sides[0].items())


def _settled(one: Fact, other: Fact, a: Said, b: Said, wording: float) -> Difference | None:
    """Let an act, told as done in a report at least as late, replace the plan of it."""
    if (one.status in UNSETTLED) == (other.status in UNSETTLED) or wording < DONE:
        return None
    if a.statement.negated or b.statement.negated or not (a.lemmas & b.lemmas):
        return None
    (plan, plan_said), (act, act_said) = ((one, a), (other, b)) if one.status in UNSETTLED else ((other, b), (one, a))
    if act.status not in ("completed", "ongoing") or act_said.report == plan_said.report:
        return None
    if not act_said.published or not plan_said.published or act_said.published < plan_said.published:
        return None
    return _difference("supersedes", act, plan, "what was planned is told as done in a later report")


def _negated(one: Fact, other: Fact, a: Said, b: Said, wording: float) -> Difference | None:
    if a.statement.negated == b.statement.negated or not (a.lemmas & b.lemmas) or wording < DONE:
        return None
    if {one.status, other.status} & UNSETTLED or _elsewhere(a, b):
        return None
    return _difference("differs", one, other, "one affirms what the other negates")


def _opposed(
    one: Fact, other: Fact, sides: tuple[dict[str, int], dict[str, int]], pair: tuple[Said, Said], wording: float
) -> Difference | None:
    clash = [about for about, side in sides[0].items() if sides[1].get(about, side) != side]
    if not clash or _elsewhere(*pair):
        return None
    if wording < TOPIC and not (pair[0].actors & pair[1].actors):
        return None
    return _difference("differs", one, other, f"opposed on {clash[0]}")


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
