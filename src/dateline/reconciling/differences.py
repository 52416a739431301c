"""Differences: facts that cannot both hold, and facts that a later one replaces, each with its reason."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations, product
from typing import NamedTuple

import msgspec

from dateline.reconciling.align import UNSETTLED, Comparer, apart, disjoint_times
from dateline.reconciling.origins import SUMMED_UP
from dateline.reconciling.said import Said
from dateline.reconciling.whom import camp
from dateline.records import Difference, Evidence, Fact, Record, Report, Span
from dateline.wording import content_stems

TOPIC = 0.15
"""Shared wording (0..1) from which two statements are about one thing, and opposite words in them oppose."""

DONE = 0.18
"""Shared wording (0..1) from which a finished act is taken to be the one that was planned."""


class Opposition(Record, frozen=True, kw_only=True):
    """Two lists of phrases of which only one side can hold of the same thing at the same time."""

    about: str
    unmistakable: bool
    then: bool
    same_actor: bool
    armed: bool
    one: re.Pattern[str]
    other: re.Pattern[str]


ARMED_CAMPS = frozenset({"fighters", "rebels", "forces"})
"""Whom statements must tell of to be opposed on what became of fighters."""

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
            same_actor=row.get("same_actor", False),
            armed=row.get("armed", False),
            one=_phrases(row["one"]),
            other=_phrases(row["other"]),
        )
        for row in table["pair"]
    )


def _phrases(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + ")", re.IGNORECASE
    )


CONTINUING = frozenset({"continue", "remain", "stay", "keep", "last", "go"})
"""Lemmas of what goes on: that it will go on neither replaces nor contradicts that it did."""


def split_opposed(said: Sequence[Said], groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """Part groups whose statements take opposite sides: shared words do not make a denial and a claim one."""
    parted: list[list[int]] = []
    for group in groups:
        homes: list[list[int]] = []
        for i in group:
            home = next((h for h in homes if not any(_contradict(said[i], said[j]) for j in h)), None)
            if home is None:
                homes.append([i])
            else:
                home.append(i)
        parted += homes
    return sorted(parted)


def _contradict(a: Said, b: Said) -> bool:
    if _is_denied(a) != _is_denied(b) or (_ages(a) and _ages(b) and _ages(a).isdisjoint(_ages(b))):
        return True
    if a.agents and b.agents and a.head == b.head and not a.agents & b.agents:
        return True
    one, other = _sides(a.evidence.quote), _sides(b.evidence.quote)
    return any(other.get(about, side) != side for about, side in one.items())


def _ages(s: Said) -> frozenset[float | None]:
    return frozenset(q.number for q in s.quantities if q.measure == "age")


def _is_denied(s: Said) -> bool:
    return "denied" in (s.statement.status, s.statement.stance)


def find_differences(
    said: Sequence[Said], groups: Sequence[Sequence[int]], facts: Sequence[Fact], reports: Mapping[str, Report]
) -> list[Difference]:
    """Return what differs and what is superseded among facts, in order of the facts."""
    comparer = Comparer(said)
    sides = [_side(fact, [said[i] for i in group]) for fact, group in zip(facts, groups, strict=True)]
    found = []
    for n, m in _pairs(sides):
        one, other = sides[n], sides[m]
        if not _worth_comparing(one, other):
            continue
        wording = max(comparer.wording(said[i], said[j]) for i in groups[n] for j in groups[m])
        difference = (
            _settled(one, other, wording)
            or _negated(one, other, wording)
            or _opposed(one, other, wording)
            or _by_another(one, other, wording)
        )
        if difference is not None:
            found.append(_in_full(difference, one, other, reports))
    return found


def _side(fact: Fact, members: list[Said]) -> _Side:
    lead = next(m for m in members if m.evidence == fact.evidence[0])
    taken: dict[str, tuple[int, Said]] = {}
    for m in (lead, *(m for m in members if m is not lead)):
        for about, side in _sides(m.evidence.quote).items():
            taken.setdefault(about, (side, m))
    sides = {about: side for about, (side, _) in taken.items()}
    return _Side(fact, members, lead, taken, sides, frozenset(lemma for m in members for lemma in m.lemmas))


def _in_full(difference: Difference, one: _Side, other: _Side, reports: Mapping[str, Report]) -> Difference:
    """Quote a denied statement with its sentence, since what denies it stands outside it."""
    by_id = {side.fact.id: side for side in (one, other)}
    quoted = []
    for fact_id, evidence in zip((difference.one, difference.other), difference.evidence, strict=True):
        denied = _is_denied(by_id[fact_id].lead)
        quoted.append(sentence_of(evidence, reports[evidence.report]) if denied else evidence)
    return msgspec.structs.replace(difference, evidence=tuple(quoted))


def sentence_of(evidence: Evidence, report: Report) -> Evidence:
    """Return a quotation widened to its sentence, as far as full stops and line ends tell."""
    before = report.text[: evidence.start]
    start = max((m.end() for m in _STOP.finditer(before)), default=0)
    after = _STOP.search(report.text, evidence.end)
    end = after.start() + 1 if after is not None and after.group()[0] in ".!?" else len(report.text)
    end = after.start() if after is not None and after.group()[0] == "\n" else end
    return report.quote(Span(start, max(evidence.end, end)))


_STOP = re.compile(r"[.!?][\"')\]”’]*\s+(?=[\"“‘(]?[A-Z0-9])|\n\s*")


MOST = 24
"""Facts compared on each side of one question; of more, those told first. It keeps the cost in step with the story."""


def _pairs(sides: Sequence[_Side]) -> list[tuple[int, int]]:
    """Return the facts (their places) that can differ at all: of one act, or on two sides of one opposition."""
    halves: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for n, side in enumerate(sides):
        for lemma in side.lemmas:
            halves["plan", lemma][side.fact.status in UNSETTLED].append(n)
        if side.lead.head is not None:
            s = side.lead
            halves["not", s.head or ""][s.statement.negated or _is_denied(s)].append(n)
            if s.agents:
                halves["who", s.head or ""][0].append(n)
        for about, (way, _) in side.taken.items():
            halves["side", about][way].append(n)
    found: set[tuple[int, int]] = set()
    for one, other in halves.values():
        pairs = product(one[:MOST], other[:MOST]) if other else ()
        found.update((min(pair), max(pair)) for pair in pairs)
    for (kind, _), (one, _) in halves.items():
        if kind == "who":
            found.update(combinations(one[:MOST], 2))
    return sorted(found)


class _Side(NamedTuple):
    """A fact with its statements, the one that tells it, and which statement takes a side in which opposition."""

    fact: Fact
    members: list[Said]
    lead: Said
    taken: dict[str, tuple[int, Said]]
    sides: dict[str, int]
    lemmas: frozenset[str]


def _worth_comparing(one: _Side, other: _Side) -> bool:
    """Tell cheaply whether two facts can differ at all."""
    a, b = one.lead, other.lead
    if a.report == b.report and {a.statement.section, b.statement.section} & SUMMED_UP:
        return False
    if (one.fact.status in UNSETTLED) != (other.fact.status in UNSETTLED) or a.statement.negated != b.statement.negated:
        return bool(one.lemmas & other.lemmas)
    if _is_denied(a) != _is_denied(b):
        return bool(one.lemmas & other.lemmas)
    if a.agents and b.agents and a.head == b.head and a.agents.isdisjoint(b.agents):
        return True
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
                and planned.head not in CONTINUING
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
    """Let what one tells as not so, or as denied, stand against what the other tells of the same act."""
    a, b = one.lead, other.lead
    if (a.statement.negated, _is_denied(a)) == (b.statement.negated, _is_denied(b)) or wording < SAME:
        return None
    if a.head is None or a.head != b.head or a.head in CONTINUING or _elsewhere(a, b):
        return None
    if {one.fact.status, other.fact.status} & UNSETTLED:
        return None
    negated = a.statement.negated != b.statement.negated
    why = "one affirms what the other negates" if negated else "one tells what the other denies"
    return _difference("differs", one.fact, other.fact, why)


def _opposed(one: _Side, other: _Side, wording: float) -> Difference | None:
    clash = [about for about, side in one.sides.items() if other.sides.get(about, side) != side]
    if not clash or _elsewhere(one.taken[clash[0]][1], other.taken[clash[0]][1]):
        return None
    opposition = next(o for o in oppositions() if o.about == clash[0])
    if not opposition.unmistakable and not _one_topic(one, other, opposition, wording):
        return None
    relation, first, second, why = "differs", one, other, f"opposed on {clash[0]}"
    if opposition.then:
        before, after = (one, other) if one.sides[clash[0]] == 0 else (other, one)
        if _published(before) < _published(after):
            relation, first, second = "supersedes", after, before
            why = f"a later report tells the other side of {clash[0]}"
    return msgspec.structs.replace(
        _difference(relation, first.fact, second.fact, why),
        evidence=tuple(side.taken[clash[0]][1].evidence for side in (first, second)),
    )


def _one_topic(one: _Side, other: _Side, opposition: Opposition, wording: float) -> bool:
    """Tell whether two facts share words beside those that oppose them, and whose deed it is where that matters."""
    a, b = one.taken[opposition.about][1], other.taken[opposition.about][1]
    said = " ".join(
        m.group() for s in (a, b) for p in (opposition.one, opposition.other) for m in p.finditer(s.evidence.quote)
    )
    if opposition.armed and camp(a.evidence.quote) in ARMED_CAMPS and camp(b.evidence.quote) in ARMED_CAMPS:
        return True
    shared = (a.words & b.words) - content_stems(said)
    if wording < TOPIC or not shared:
        return False
    return not opposition.same_actor or bool(a.actors & b.actors) or bool(a.chain & b.chain)


def _by_another(one: _Side, other: _Side, wording: float) -> Difference | None:
    """Let two reports that give one deed to different forces stand against each other."""
    a, b = one.lead, other.lead
    if not a.agents or not b.agents or a.head is None or a.head != b.head or wording < SAME:
        return None
    if a.agents & b.agents or a.report == b.report or a.statement.negated or b.statement.negated or _elsewhere(a, b):
        return None
    same = any(p.measure == q.measure and p.number == q.number for p in a.people for q in b.people)
    return _difference("differs", one.fact, other.fact, "told of different actors") if same else None


def _published(side: _Side) -> str:
    return min((m.published for m in side.members if m.published), default="")


@cache
def _any_side() -> re.Pattern[str]:
    """Return the pattern of every phrase of the table, by which most statements are told to take no side."""
    return re.compile("|".join(p.pattern for o in oppositions() for p in (o.one, o.other)), re.IGNORECASE)


@lru_cache(maxsize=16384)
def _sides(text: str) -> Mapping[str, int]:
    """Return, for each opposition a text takes exactly one side of, which side."""
    found: dict[str, int] = {}
    if _any_side().search(text) is None:
        return found
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
