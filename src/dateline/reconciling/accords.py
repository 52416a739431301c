"""Accords: what reports tell alike without telling it in the same words, so that neither bears the other out in full.

The counterpart of differences, and weaker than corroboration: one value of one attribute (`told`), one side of one
question (`outcomes`), one matter told in other words (`matters`), one deed done to one person (`frames`). Only tellings
of independent origins agree; whatever keeps two statements from being one fact keeps them from agreeing too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, combinations, pairwise
from typing import NamedTuple

import msgspec

from dateline.reconciling.align import UNSETTLED, apart, disjoint_times, forbidden
from dateline.reconciling.deeds import Deed
from dateline.reconciling.disagreements import alike_things
from dateline.reconciling.frames import frame_of, same_phrase
from dateline.reconciling.judged import Key
from dateline.reconciling.kinds import base, kinds_of
from dateline.reconciling.lines import Line, Texts
from dateline.reconciling.matters import Matter, matters, matters_in
from dateline.reconciling.names import GENERIC, Names, is_name
from dateline.reconciling.origins import SUMMED_UP, independent
from dateline.reconciling.outcomes import Sided, Taken, opposed, oppositions, sided
from dateline.reconciling.pairing import same_place
from dateline.reconciling.said import Said
from dateline.reconciling.told import Told
from dateline.records import Accord, Difference, Evidence, Fact
from dateline.wording import content_stems

MOST = 24
"""Tellings of one thing that are compared; of more, those told first. It keeps the cost in step with the story."""

VAGUE = frozenset(
    """statement saying report start end job plan attempt sighting finding demand expectation career party rise fall
    record confirmation promise sending praise criticism search inquiry aid change win meeting filming
    resignation""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Kinds that much of any story is of; to share one is to share nothing."""


WIDE = frozenset({"country", "region", "adm1", "water", "other"})
"""Kinds of places too wide to single a happening out."""

_ANOTHER = re.compile(r"\b(?:another|others?|second|third|fourth|fifth|sixth)\b", re.IGNORECASE)
"""Words for one more of several, who need not be the one that another report tells of."""


SLIGHT = frozenset(
    """take get go come give hold leave open announce make put run call ask tell approach contact speak show see use
    bring move turn help keep start try look need face want allow let like support criticize praise defend address
    visit""".split()  # noqa: SIM905
)
"""Verbs that tell of too many things; two clauses share nothing by sharing them."""

WORDS = 2
"""Words for one deed that a reason gives at most."""

AS_A_RULE = re.compile(
    r"(?:\b(?:they|we|you|i|who|that|to|not|will|would|can|could|may|might|should|must|do|does|did)|n[’']t"
    r"|(?-i:\b[a-z][\w-]{0,60}[^s\W]s))\s{1,20}(?:\w{1,60}ly\s{1,20})?$",
    re.IGNORECASE,
)
"""What stands before a verb in its base form, which then tells what is done as a rule or is to be done."""

UNCHANGED = frozenset(
    "bet broadcast burst cast cost cut hit hurt let put quit set shed shut split spread".split()  # noqa: SIM905
)
"""Verbs whose past is their base form."""

GOING_ON = re.compile(r"\b(?:is|are|was|were|been|be)\s+(?:\w+ly\s+|still\s+|now\s+)?$", re.IGNORECASE)
"""What stands before a verb of what goes on."""


class Telling(NamedTuple):
    """One statement with the quotation that tells the thing in question."""

    said: Said
    evidence: Evidence


class Ground(NamedTuple):
    """What tellings are compared on: texts, the line of each statement, the statement before it, names."""

    texts: Texts
    within: Mapping[Key, Line]
    before: Mapping[Key, Said]
    names: Names


Agree = Callable[[Said, Said], bool]


def ground_of(said: Sequence[Said], lines: Mapping[str, Sequence[Line]], texts: Texts, names: Names) -> Ground:
    """Return what the tellings of a story are compared on."""
    return Ground(
        texts,
        {s.key: line for own in lines.values() for line in reversed(own) for s in line.said},
        {b.key: a for a, b in pairwise(said) if a.report == b.report},
        names,
    )


def find_accords(
    said: Sequence[Said],
    facts: Sequence[Fact],
    told: Mapping[str, Sequence[Told]],
    ground: Ground,
    differences: Sequence[Difference] = (),
) -> list[Accord]:
    """Return what facts tell alike, each thing once, in order of kind and of the statements.

    Facts that differ, by `differences`, do not agree in the same breath.
    """
    differ = {frozenset((d.one, d.other)) for d in differences}
    home = {e: fact for fact in facts for e in fact.evidence}
    listed = sorted((s for s in said if s.evidence in home), key=_in_full)
    plain = [s for s in listed if not s.statement.background]
    found: dict[tuple[str, ...], Accord] = {}
    alike = chain(_by_matter(listed, ground), _by_deed(plain, ground), _by_side(plain, ground), _by_value(told))
    for reason, group in alike:
        kept = [t for t in group if t.said.evidence in home]
        ids = tuple(dict.fromkeys(home[t.said.evidence].id for t in kept))
        if any(frozenset(pair) in differ for pair in combinations(ids, 2)):
            continue
        if len(ids) < 2 and all(home[t.said.evidence].standing == "corroborated" for t in kept):
            continue
        quoted = tuple(dict.fromkeys(t.evidence for t in kept))
        if len({e.report for e in quoted}) > 1:
            found.setdefault(tuple(sorted(ids)), Accord(facts=ids, reason=reason, evidence=quoted))
    quotes = [frozenset(accord.evidence) for accord in found.values()]
    return [a for a, own in zip(found.values(), quotes, strict=True) if not any(own < other for other in quotes)]


def apply_accords(facts: Sequence[Fact], accords: Sequence[Accord]) -> list[Fact]:
    """Link each fact to those that agree with it loosely; its standing stays what it is."""
    beside: dict[str, set[str]] = defaultdict(set)
    for accord in accords:
        for fact in accord.facts:
            beside[fact] |= set(accord.facts) - {fact}
    return [
        msgspec.structs.replace(fact, support=tuple(sorted(beside[fact.id]))) if beside[fact.id] else fact
        for fact in facts
    ]


def _groups(listed: Sequence[Telling], agree: Agree) -> Iterator[list[Telling]]:
    """Yield tellings that all agree with each other and come from independent origins."""
    groups: list[list[Telling]] = []
    for one in listed[:MOST]:
        home = next((g for g in groups if all(_meet(one.said, o.said) and agree(one.said, o.said) for o in g)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    for group in groups:
        if len({t.said.report for t in group}) > 1 and len(independent([t.said for t in group])) > 1:
            yield group


def _meet(a: Said, b: Said) -> bool:
    """Tell whether two statements can be of one time and place, and neither denies what the other affirms."""
    if disjoint_times(a, b) or a.statement.negated != b.statement.negated:
        return False
    return a.place is None or b.place is None or not apart(a.place, b.place)


def _in_full(s: Said) -> tuple[bool, str, Key]:
    """Order of tellings: running text before titles, then by publication."""
    return (s.statement.section in SUMMED_UP, s.published or "9999", s.key)


# ---------------------------------------------------------------- one value


def _by_value(told: Mapping[str, Sequence[Told]]) -> Iterator[tuple[str, list[Telling]]]:
    for of in sorted(told):
        for things in alike_things(told[of]):
            by_value: dict[str, list[Told]] = defaultdict(list)
            for one in things:
                value = one.value
                if value.about == "name" and value.written.split()[-1] not in one.evidence.quote:
                    continue
                exact = value.written.casefold() if value.word else f"{value.low:g} {value.high:g} {value.unit}"
                by_value[exact].append(one)
            for same in by_value.values():
                tellings = [Telling(t.said, t.evidence) for t in same]
                for group in _groups(tellings, _meet):
                    yield f"{same[0].what}: {same[0].value.written}", group


# ---------------------------------------------------------------- one side of one question


def _by_side(said: Sequence[Said], ground: Ground) -> Iterator[tuple[str, list[Telling]]]:
    taken: dict[tuple[str, int], list[Sided]] = defaultdict(list)
    for s in said:
        if s.statement.status in UNSETTLED or s.statement.negated or _ANOTHER.search(s.evidence.quote):
            continue
        own = sided(s, ground.within.get(s.key), ground.texts.reports[s.report])
        for about, words in own.sides.items():
            if words.words.casefold() in s.evidence.quote.casefold():
                taken[about, words.side].append(own)
    for opposition in oppositions():
        for side in (0, 1):
            listed = taken[opposition.about, side]
            by_key = {t.said.key: t for t in listed}

            def agree(a: Said, b: Said) -> bool:
                one, other = by_key[a.key], by_key[b.key]  # noqa: B023 - used at once
                about = opposition.about  # noqa: B023
                if not _same_words(one.sides[about], other.sides[about]):
                    return False
                return opposed(one, other, opposition, ground.before)  # noqa: B023

            for group in _groups([Telling(t.said, t.said.evidence) for t in listed], agree):
                told = _words(by_key[group[0].said.key].sides[opposition.about])
                yield f"{opposition.about}: {told}", group


def _same_words(one: Taken, other: Taken) -> bool:
    """Tell whether two sides are taken by one word or by words of one kind: "in critical" is not "in stable"."""
    if content_stems(one.words) & content_stems(other.words):
        return True
    a, b = (frozenset(k for w in t.words.split() for k in kinds_of(base(w))) for t in (one, other))
    return bool(a & b)


def _words(taken: Taken) -> str:
    return " ".join(taken.words.casefold().split())


# ---------------------------------------------------------------- one matter


def _by_matter(said: Sequence[Said], ground: Ground) -> Iterator[tuple[str, list[Telling]]]:
    held: dict[str, list[Said]] = defaultdict(list)
    for s in said:
        for matter in matters_in(s.evidence.quote):
            told = matter.open or (s.statement.status not in UNSETTLED and not s.statement.negated)
            if told and (matter.days or not s.statement.background):
                held[matter.about].append(s)
    for matter in matters():

        def agree(a: Said, b: Said) -> bool:
            return _one_matter(matter, a, b, ground)  # noqa: B023 - used at once

        for group in _groups([Telling(s, s.evidence) for s in held[matter.about]], agree):
            yield matter.about, group


def _one_matter(matter: Matter, a: Said, b: Said, ground: Ground) -> bool:
    """Tell whether two tellings of a matter name one party, one place or one day, as far as the matter asks."""
    if a.agents and b.agents and not a.agents & b.agents:
        return False
    one, other = _parties(a, ground), _parties(b, ground)
    if matter.days:
        return _within(a, matter.days) and _within(b, matter.days) and (not one or not other or bool(one & other))
    return matter.whole or _one_town(a, b) or bool(one & other)


def _within(s: Said, days: int) -> bool:
    """Tell whether a statement is dated, to no more than so many days."""
    if s.time is None or s.time.earliest is None or s.time.latest is None:
        return False
    first, last = (date.fromisoformat(day[:10]) for day in (s.time.earliest, s.time.latest))
    return (last - first).days < days


def _one_town(a: Said, b: Said) -> bool:
    return same_place(a, b) and a.place is not None and a.place.kind not in WIDE


def _parties(s: Said, ground: Ground) -> frozenset[str]:
    """Return the keys of the named actors of the sentence that holds a statement."""
    line = ground.within.get(s.key)
    keys = {key for o in (line.said if line is not None else (s,)) for key in o.actors}
    known = ground.names.known
    return frozenset(
        key for key in keys if key in known and known[key].kind not in GENERIC and is_name(known[key].name)
    )


# ---------------------------------------------------------------- one deed


def _by_deed(said: Sequence[Said], ground: Ground) -> Iterator[tuple[str, list[Telling]]]:
    held: dict[str, list[Said]] = defaultdict(list)
    for s in said:
        if s.deeds and s.statement.status not in UNSETTLED and not s.statement.negated and _is_done(s, ground):
            for kind in sorted(s.deeds[0].kinds - VAGUE):
                held[kind].append(s)
    for kind in sorted(held):

        def agree(a: Said, b: Said) -> bool:
            return _one_deed(a, b, ground)

        for group in _groups([Telling(s, s.evidence) for s in held[kind]], agree):
            words = Counter(t.said.deeds[0].base for t in group)
            told = sorted(words, key=lambda word: (-words[word], word))[:WORDS]
            yield f"told by both: {' / '.join(told)}", group


def _is_done(s: Said, ground: Ground) -> bool:
    """Tell whether the main verb tells what was done, and not what is done as a rule ("they pass bills", "fining")."""
    event = ground.texts.readings[s.report].events[s.statement.events[0]]
    start = event.start - s.evidence.start
    word, before = s.evidence.quote[max(0, start) : event.end - s.evidence.start], s.evidence.quote[: max(0, start)]
    if start < 0 or word.casefold() == event.lemma:
        return AS_A_RULE.search(before) is None or event.lemma in UNCHANGED
    return not word.endswith("ing") or GOING_ON.search(before) is not None


def _one_deed(a: Said, b: Said, ground: Ground) -> bool:
    """Tell whether two statements tell by their main words a deed of one kind, done to one and the same."""
    if forbidden(a, b) is not None:
        return False
    p, q = a.deeds[0], b.deeds[0]
    if p.base == q.base and p.base in SLIGHT:
        return False
    if _named_in_both(p, q):
        return True
    one, other = (frame_of(s, ground.texts.reports, ground.texts.readings) for s in (a, b))
    if one is None or other is None:
        return False
    return same_phrase(one.done_to, other.done_to) is True and same_phrase(one.doer, other.doer) is not False


def _named_in_both(p: Deed, q: Deed) -> bool:
    return p.patient_named and q.patient_named and bool(p.patient & q.patient) and not p.of_others(q)
