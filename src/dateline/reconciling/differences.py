"""Differences: facts that cannot both hold, and facts that a later one replaces, each with its reason.

Two statements are set against each other only when they tell of one deed (`frames`) or of two sides of one thing
(`outcomes`); shared words alone make neither.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise, product
from typing import NamedTuple

import msgspec

from dateline.reconciling.align import UNSETTLED, Comparer, apart, disjoint_times
from dateline.reconciling.doers import by_two_camps, done_to_one_thing, names_a_camp
from dateline.reconciling.frames import Frame, frame_of, one_deed
from dateline.reconciling.judged import Key
from dateline.reconciling.lines import Line, Texts
from dateline.reconciling.origins import SUMMED_UP
from dateline.reconciling.outcomes import Opposition, Sided, opposed, oppositions, sided, sides
from dateline.reconciling.pairing import same_time
from dateline.reconciling.said import Said
from dateline.records import Difference, Fact, Figure
from dateline.wording import content_stems

SAME = 0.45
"""Shared wording (0..1) from which a negated and an affirmed statement speak of the same thing."""

NEARLY = 0.3
"""Shared wording (0..1) from which two clauses that give one deed to two camps speak of the same thing."""

CONTINUING = frozenset({"continue", "remain", "stay", "keep", "last", "go"})
"""Lemmas of what goes on: that it will go on neither replaces nor contradicts that it did."""

OPINION = frozenset(
    """be have do want need think believe know feel like love hope see seem mean understand expect care matter deserve
    agree remember get look sound wish say tell hear""".split()  # noqa: SIM905
)
"""Lemmas of states and of opinions: that somebody affirms and somebody else negates them is no difference of fact."""

ASIDE = frozenset(
    {"call", "contact", "ask", "urge", "follow", "watch", "read", "click", "visit", "help", "check", "happen", "update"}
)
"""Lemmas of what readers are told to do, and of nothing in particular."""


def split_opposed(
    said: Sequence[Said], groups: Sequence[Sequence[int]], exclusive: frozenset[frozenset[Key]] = frozenset()
) -> list[list[int]]:
    """Part groups whose statements take opposite sides: shared words do not make a denial and a claim one.

    `exclusive` are pairs of statements that give values of which only one can hold.
    """
    rivals: dict[Key, set[Key]] = defaultdict(set)
    for one, other in (sorted(pair) for pair in exclusive if len(pair) > 1):
        rivals[one].add(other)
        rivals[other].add(one)
    parted: list[list[int]] = []
    for group in groups:
        homes: list[_Home] = []
        for i in group:
            stand = _stand(said[i])
            home = next((h for h in homes if not h.against(said[i], stand, rivals)), None)
            if home is None:
                homes.append(home := _Home([], {}, set()))
            home.add(i, said[i], stand)
        parted += [home.members for home in homes]
    return sorted(parted)


class _Home(NamedTuple):
    """Statements of one side, with one for each stand that any of them takes: those alike need no second look."""

    members: list[int]
    stands: dict[tuple[object, ...], Said]
    keys: set[Key]

    def add(self, i: int, s: Said, stand: tuple[object, ...]) -> None:
        self.members.append(i)
        self.stands.setdefault(stand, s)
        self.keys.add(s.key)

    def against(self, s: Said, stand: tuple[object, ...], rivals: Mapping[Key, set[Key]]) -> bool:
        if rivals.get(s.key, set()) & self.keys:
            return True
        return any(_contradict(s, other) for own, other in self.stands.items() if own != stand)


def _stand(s: Said) -> tuple[object, ...]:
    """Return all of a statement that `_contradict` looks at."""
    taken = frozenset((about, side.side) for about, side in sides(s.evidence.quote).items())
    return (_is_denied(s), _ages(s), s.agents, s.head, taken)


def _contradict(a: Said, b: Said) -> bool:
    if _is_denied(a) != _is_denied(b) or (_ages(a) and _ages(b) and _ages(a).isdisjoint(_ages(b))):
        return True
    if a.agents and b.agents and a.head == b.head and not a.agents & b.agents:
        return True
    one, other = sides(a.evidence.quote), sides(b.evidence.quote)
    return any(about in other and other[about].side != taken.side for about, taken in one.items())


def _ages(s: Said) -> frozenset[float | None]:
    return frozenset(q.number for q in s.quantities if q.measure == "age")


def _is_denied(s: Said) -> bool:
    return "denied" in (s.statement.status, s.statement.stance)


class _Side(NamedTuple):
    """A fact with its statements, the one that tells it, and which statement takes a side in which opposition."""

    fact: Fact
    members: list[Said]
    lead: Said
    taken: dict[str, Sided]
    lemmas: frozenset[str]


class _Ground(NamedTuple):
    """What facts are compared on."""

    texts: Texts
    before: Mapping[Key, Said]
    within: Mapping[Key, Line]

    def frame(self, s: Said) -> Frame | None:
        return frame_of(s, self.texts.reports, self.texts.readings)


def find_differences(
    said: Sequence[Said],
    groups: Sequence[Sequence[int]],
    facts: Sequence[Fact],
    lines: Mapping[str, Sequence[Line]],
    texts: Texts,
) -> list[Difference]:
    """Return what differs and what is superseded among facts, in their order; each matter once in two reports."""
    comparer = Comparer(said)
    within = {s.key: line for own in lines.values() for line in reversed(own) for s in line.said}
    ground = _Ground(texts, {b.key: a for a, b in pairwise(said) if a.report == b.report}, within)
    listed = [_side(fact, [said[i] for i in group], ground) for fact, group in zip(facts, groups, strict=True)]
    found: dict[tuple[str, ...], Difference] = {}
    for n, m in _pairs(listed):
        one, other = listed[n], listed[m]
        if not _worth_comparing(one, other):
            continue
        difference = _settled(one, other, ground) or _opposed(one, other, ground)
        if difference is None and one.lead.head is not None and one.lead.head == other.lead.head:
            wording = max(comparer.wording(i, j) for i in groups[n] for j in groups[m])
            difference = _negated(one, other, wording, ground) or _by_another(one, other, wording, ground)
        if difference is not None:
            made = _in_full(difference, one, other, ground)
            key = (made.reason, made.relation, *sorted(e.report for e in made.evidence))
            if key not in found or _headlines(made, texts) < _headlines(found[key], texts):
                found[key] = made
    return list(found.values())


def _headlines(difference: Difference, texts: Texts) -> int:
    """Return how many of a difference's quotations are of headlines, which tell less than the text."""
    titles = ((texts.reports[e.report].title, e) for e in difference.evidence)
    return sum(title is not None and e.start < title.end for title, e in titles)


def _side(fact: Fact, members: list[Said], ground: _Ground) -> _Side:
    lead = next(m for m in members if m.evidence == fact.evidence[0])
    taken: dict[str, Sided] = {}
    for m in (lead, *(m for m in members if m is not lead)):
        if m.statement.status in UNSETTLED and not m.statement.negated and m.statement.status != "planned":
            continue
        for_m = sided(m, ground.within.get(m.key), ground.texts.reports[m.report])
        for about in for_m.sides:
            taken.setdefault(about, for_m)
    return _Side(fact, members, lead, taken, frozenset(lemma for m in members for lemma in m.lemmas))


def _in_full(difference: Difference, one: _Side, other: _Side, ground: _Ground) -> Difference:
    """Quote a denied statement with its sentence, since what denies it stands outside it."""
    sides_by_id = {side.fact.id: side for side in (one, other)}
    quoted = []
    for fact_id, evidence in zip((difference.one, difference.other), difference.evidence, strict=True):
        lead = sides_by_id[fact_id].lead
        line = ground.within.get(lead.key) if _is_denied(lead) and lead.evidence == evidence else None
        quoted.append(line.evidence if line is not None else evidence)
    return msgspec.structs.replace(difference, evidence=tuple(quoted))


MOST = 24
"""Facts compared on each side of one question; of more, those told first. It keeps the cost in step with the story."""


def _pairs(listed: Sequence[_Side]) -> list[tuple[int, int]]:
    """Return the facts (their places) that can differ at all: of one act, or on two sides of one opposition."""
    halves: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for n, side in enumerate(listed):
        for lemma in side.lemmas:
            halves["plan", lemma][side.fact.status in UNSETTLED].append(n)
        if side.lead.head is not None:
            s = side.lead
            halves["not", s.head or ""][s.statement.negated or _is_denied(s)].append(n)
            if s.agents or names_a_camp(s.evidence.quote):
                halves["who", s.head or ""][0].append(n)
        for about, own in side.taken.items():
            halves["side", about][own.sides[about].side].append(n)
    found: set[tuple[int, int]] = set()
    for one, other in halves.values():
        pairs = product(one[:MOST], other[:MOST]) if other else ()
        found.update((min(pair), max(pair)) for pair in pairs)
    for (kind, _), (one, _) in halves.items():
        if kind == "who":
            found.update(combinations(one[:MOST], 2))
    return sorted(found)


def _worth_comparing(one: _Side, other: _Side) -> bool:
    """Tell cheaply whether two facts can differ at all."""
    a, b = one.lead, other.lead
    return not (a.report == b.report and {a.statement.section, b.statement.section} & SUMMED_UP)


# ---------------------------------------------------------------- a plan and its act

_PLAN = re.compile(
    r"\b(?:will|shall|to be|(?:is|are|was|were) (?:to|due to|set to|expected to|scheduled to|going to|about to)|"
    r"plans? to|planned to|intends? to|vow\w* to|promised? to|agreed to)\b|[’']ll\b",
    re.IGNORECASE,
)
"""Words of a plan; a wish or a supposition is none."""

_STILL_OPEN = re.compile(
    r"\b(?:will|would|could|can|may|might|should|if|please|anyone|to be|not yet|plans?|planning)\b",
    re.IGNORECASE,
)
"""Words beside which an act is not told as done."""


def _settled(one: _Side, other: _Side, ground: _Ground) -> Difference | None:
    """Let an act, told as done in a later report, replace the plan of it."""
    if (one.fact.status in UNSETTLED) == (other.fact.status in UNSETTLED):
        return None
    plan, act = (one, other) if one.fact.status in UNSETTLED else (other, one)
    if act.fact.status != "completed":
        return None
    for done, planned in product(act.members, plan.members):
        later = (done.published or "")[:10] > (planned.published or "9999")[:10]
        if later and planned.head == done.head and _carried_out(done, planned, ground):
            made = difference_of(
                "supersedes", act.fact, plan.fact, "what was planned is told as done in a later report"
            )
            return msgspec.structs.replace(made, evidence=(done.evidence, planned.evidence))
    return None


def _carried_out(done: Said, planned: Said, ground: _Ground) -> bool:
    if planned.head is None or planned.head in CONTINUING | OPINION | ASIDE or done.statement.negated:
        return False
    if planned.statement.negated or _PLAN.search(planned.evidence.quote) is None:
        return False
    if done.statement.background or _STILL_OPEN.search(done.evidence.quote) or apart_in_space(done, planned):
        return False
    return one_deed(ground.frame(done), ground.frame(planned))


# ---------------------------------------------------------------- negated, denied

_NOT_YET = re.compile(r"\b(?:yet|so far|immediately|still|until|before|ever|first|only|just|enough)\b", re.IGNORECASE)
"""Words that narrow what is negated or affirmed; the two are then no opposites."""


def _negated(one: _Side, other: _Side, wording: float, ground: _Ground) -> Difference | None:
    """Let what one tells as not so, or as denied, stand against what the other tells of the same act."""
    a, b = one.lead, other.lead
    if (a.statement.negated, _is_denied(a)) == (b.statement.negated, _is_denied(b)) or wording < SAME:
        return None
    if a.head in CONTINUING | OPINION or _elsewhere(a, b) or {one.fact.status, other.fact.status} & UNSETTLED:
        return None
    if a.report == b.report or _NOT_YET.search(a.evidence.quote) or _NOT_YET.search(b.evidence.quote):
        return None
    denied = _is_denied(a) != _is_denied(b)
    if not one_deed(ground.frame(a), ground.frame(b)) or not _go_on_alike(a, b, ground):
        return None
    why = "one tells what the other denies" if denied else "one affirms what the other negates"
    return difference_of("differs", one.fact, other.fact, why)


def _go_on_alike(a: Said, b: Said, ground: _Ground) -> bool:
    """Tell whether what two clauses say behind their verbs shares a word, where both say something there."""
    one, other = (content_stems(_behind(s, ground)) for s in (a, b))
    return not one or not other or bool(one & other)


def _behind(s: Said, ground: _Ground) -> str:
    event = ground.texts.readings[s.report].events[s.statement.events[0]]
    return s.evidence.quote[max(0, event.end - s.evidence.start) :]


# ---------------------------------------------------------------- opposite sides


def _opposed(one: _Side, other: _Side, ground: _Ground) -> Difference | None:
    for opposition in oppositions():
        a, b = one.taken.get(opposition.about), other.taken.get(opposition.about)
        if a is None or b is None or a.sides[opposition.about].side == b.sides[opposition.about].side:
            continue
        if apart_in_space(a.said, b.said) or not opposed(a, b, opposition, ground.before):
            continue
        if (made := _on_two_sides(one, other, opposition)) is not None:
            return made
    return None


def _on_two_sides(one: _Side, other: _Side, opposition: Opposition) -> Difference | None:
    """Say how the two sides stand to each other: told in turn, or against each other at one time."""
    about = opposition.about
    before, after = (one, other) if one.taken[about].sides[about].side == 0 else (other, one)
    a, b = before.taken[about].said, after.taken[about].said
    quotes = before.taken[about].evidence_of(about), after.taken[about].evidence_of(about)
    told = (a.published or "")[:10], (b.published or "")[:10]
    changes = opposition.then or opposition.turns
    if changes and (a.report == b.report or (opposition.whole and b.statement.background)):
        return None
    if changes and (told[0] < told[1] or (opposition.then and told[0] == told[1])):
        made = difference_of("supersedes", after.fact, before.fact, f"{about}: a later report tells the opposite")
        return msgspec.structs.replace(made, evidence=(quotes[1], quotes[0]))
    if opposition.turns and told[0] > told[1]:
        made = difference_of("supersedes", before.fact, after.fact, f"{about}: a later report tells the opposite")
        return msgspec.structs.replace(made, evidence=quotes)
    if changes or disjoint_times(a, b):
        return None
    quoted = tuple(s.taken[about].evidence_of(about) for s in (one, other))
    part = not opposition.whole and all(_OF_SOME.search(e.quote) for e in quoted)
    why = "each tells it of some, and both may hold" if part else "the two tell opposite things"
    made = difference_of("differs", one.fact, other.fact, f"{about}: {why}")
    return msgspec.structs.replace(made, evidence=quoted)


_OF_SOME = re.compile(
    r"\b(?:(?:some|many|most|several|few|part|half|one|two|dozens|scores|hundreds|thousands)\s+of"
    r"|an?\s+(?:\w+\s+)?(?:group|number|band|handful|few|part|unit|column)\s+of|(?:hundreds|dozens|scores|thousands)\b)",
    re.IGNORECASE,
)
"""Words by which something is told of a part of those it could be told of."""


def _by_another(one: _Side, other: _Side, wording: float, ground: _Ground) -> Difference | None:
    """Let two reports that give one deed to different forces, or to the two camps, stand against each other."""
    a, b = one.lead, other.lead
    if a.head is None or a.head != b.head or a.report == b.report or wording < NEARLY or _elsewhere(a, b):
        return None
    if a.statement.negated or b.statement.negated or {one.fact.status, other.fact.status} & UNSETTLED:
        return None
    if _one_day(a, b) and by_two_camps(ground.frame(a), ground.frame(b)):
        return difference_of("differs", one.fact, other.fact, "told of different actors")
    if not a.agents or not b.agents or a.agents & b.agents or wording < SAME:
        return None
    same = any(p.measure == q.measure and p.number == q.number for p in a.people for q in b.people)
    same = same or (_one_day(a, b) and done_to_one_thing(ground.frame(a), ground.frame(b)))
    return difference_of("differs", one.fact, other.fact, "told of different actors") if same else None


def _one_day(a: Said, b: Said) -> bool:
    """Tell whether two statements are of one day, or neither says of which."""
    return (a.time is None and b.time is None) or same_time(a, b)


def _elsewhere(a: Said, b: Said) -> bool:
    return disjoint_times(a, b) or apart_in_space(a, b)


def apart_in_space(a: Said, b: Said) -> bool:
    """Tell whether two statements are of different places."""
    return a.place is not None and b.place is not None and apart(a.place, b.place)


def difference_of(relation: str, one: Fact | Figure, other: Fact | Figure, reason: str) -> Difference:
    """Return how two facts or two figures stand to each other, with the first quotation of each."""
    return Difference(
        relation="supersedes" if relation == "supersedes" else "differs",
        one=one.id,
        other=other.id,
        reason=reason,
        evidence=(one.evidence[0], other.evidence[0]),
    )
