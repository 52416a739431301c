"""Where judgements enter the reconciling: which statements are one fact, which origins one voice, what does not differ.

Everything is named exactly, by the characters of statements and by report ids; whether a judgement still applies is
decided before (`dateline.review`). Without overrides nothing changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

from dateline.reconciling.align import Match
from dateline.reconciling.said import Said
from dateline.records import Accord, Difference, Fact, Figure, Record, Relation

Key: TypeAlias = tuple[str, int, int]
"""A statement: its report's id, and its first and last character (exclusive)."""


class Grouping(Record, frozen=True, kw_only=True):
    """One judgement on facts: all of `one` and `rest` are one fact, or none of `one` is one with any of `rest`."""

    together: bool
    one: frozenset[Key]
    rest: frozenset[Key]


class OneVoice(Record, frozen=True, kw_only=True):
    """A voice that is one with others: by statements it heads, or a report by what it says in its own words."""

    statements: frozenset[Key] = frozenset()
    report: str | None = None


class Withdrawn(Record, frozen=True, kw_only=True):
    """What is not set side by side: by the statements that figures or facts of each side rest on.

    Of an accord `one` holds those of all its facts. `measure` is that of figures, None of facts.
    """

    relation: Relation | Literal["agrees"]
    one: frozenset[Key]
    other: frozenset[Key] = frozenset()
    measure: str | None = None

    def between(self, relation: str, one: Fact | Figure, other: Fact | Figure) -> bool:
        """Tell whether a difference of one and other is this one."""
        if relation != self.relation or not all(_measured(item, self.measure) for item in (one, other)):
            return False
        first, second = _resting(one), _resting(other)
        straight = bool(first & self.one and second & self.other)
        return straight or (relation == "differs" and bool(first & self.other and second & self.one))


class Overrides(Record, frozen=True, kw_only=True):
    """What judgements say of one story; of those that contradict each other the later holds.

    Each entry of `origins` holds voices that are one; `withdrawn` are differences and accords that do not hold.
    """

    groupings: tuple[Grouping, ...] = ()
    origins: tuple[tuple[OneVoice, ...], ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    @property
    def roots(self) -> dict[str, str]:
        """Each report whose own words are another's, with that other."""
        groups = [[voice.report for voice in voices if voice.report is not None] for voices in self.origins]
        return {other: reports[0] for reports in groups for other in reports[1:]}


NO_OVERRIDES = Overrides()


def unite_origins(said: Sequence[Said], overrides: Overrides) -> list[Said]:
    """Give the statements of voices that are one the key of the first of them; what is shown of them stays."""
    made = list(said)
    for voices in overrides.origins:
        heads = [(voice, head) for voice in voices if (head := _head(voice, made)) is not None]
        if len(heads) > 1:
            made = _as_one(made, heads)
    return made


def _head(voice: OneVoice, said: Sequence[Said]) -> Said | None:
    """Return a statement of a voice: of one told by its statements, of the origin that heads most of them."""
    if voice.report is not None:
        return next((s for s in said if s.narrated and s.report == voice.report), None)
    own = [s for s in said if s.key in voice.statements]
    counts = Counter(s.origin for s in own)
    return max(own, key=lambda s: counts[s.origin], default=None)


def _as_one(said: Sequence[Said], heads: Sequence[tuple[OneVoice, Said]]) -> list[Said]:
    first = heads[0][1]
    reports = {voice.report for voice, _ in heads}
    origins = {s.origin for voice, s in heads if voice.report is None}
    bodies = origins | {s.body for voice, s in heads if voice.report is None and s.body}
    made = []
    for s in said:
        if s.origin in origins or (s.narrated and s.report in reports):
            made.append(msgspec.structs.replace(s, origin=first.origin, body=first.body))
        elif s.body in bodies:
            made.append(msgspec.structs.replace(s, body=first.body or first.origin))
        else:
            made.append(s)
    return made


def regroup(
    said: Sequence[Said], groups: Sequence[Sequence[int]], matches: Sequence[Match], overrides: Overrides
) -> tuple[list[list[int]], list[Match]]:
    """Join and divide groups of statements (indices into `said`) as judged; drop the matches that then join nothing."""
    made = [list(group) for group in groups]
    for grouping in overrides.groupings:
        one = {i for i, s in enumerate(said) if s.key in grouping.one}
        rest = {i for i, s in enumerate(said) if s.key in grouping.rest}
        made = _joined(made, one | rest) if grouping.together else _parted(made, one, rest)
    if not overrides.groupings:
        return made, list(matches)
    home = _homes(made)
    return made, [m for m in matches if home[m.one] == home[m.other]]


def _joined(groups: Sequence[list[int]], members: set[int]) -> list[list[int]]:
    joined = sorted(i for group in groups if members & set(group) for i in group)
    return sorted([group for group in groups if not members & set(group)] + ([joined] if joined else []))


def _parted(groups: Sequence[list[int]], one: set[int], rest: set[int]) -> list[list[int]]:
    made = []
    for group in groups:
        if one & set(group) and rest & set(group):
            made += [[i for i in group if i in one], [i for i in group if i not in one]]
        else:
            made.append(group)
    return sorted(made)


def _homes(groups: Sequence[Sequence[int]]) -> Mapping[int, int]:
    return {i: n for n, group in enumerate(groups) for i in group}


# ---------------------------------------------------------------- what is set side by side


def differing(
    differences: Sequence[Difference], items: Iterable[Fact | Figure], overrides: Overrides
) -> list[Difference]:
    """Return differences without those that were withdrawn; `items` holds at least what they are between."""
    if not overrides.withdrawn:
        return list(differences)
    known = {item.id: item for item in items}
    return [
        d
        for d in differences
        if not any(w.between(d.relation, known[d.one], known[d.other]) for w in overrides.withdrawn)
    ]


def agreeing(accords: Sequence[Accord], facts: Sequence[Fact], overrides: Overrides) -> list[Accord]:
    """Return accords without those that were withdrawn."""
    known = {fact.id: _resting(fact) for fact in facts}
    gone = [w.one for w in overrides.withdrawn if w.relation == "agrees"]
    return [a for a in accords if not any(all(known[f] & one for f in a.facts) for one in gone)]


def unended(
    figures: Sequence[Figure],
    ended: tuple[Sequence[Figure], Sequence[Difference]],
    facts: Sequence[Fact],
    overrides: Overrides,
) -> tuple[tuple[Figure, ...], list[Difference]]:
    """Return figures as they are once some were found to be over, and why; those for which that was withdrawn stand."""
    after, differences = ended
    kept = differing(differences, (*facts, *figures), overrides)
    stay = {d.other for d in differences} - {d.other for d in kept}
    return tuple(was if was.id in stay else now for was, now in zip(figures, after, strict=True)), kept


def _resting(item: Fact | Figure) -> frozenset[Key]:
    return frozenset((e.report, e.start, e.end) for e in item.evidence)


def _measured(item: Fact | Figure, measure: str | None) -> bool:
    """Tell whether a figure is of a measure; a fact is of any, since figures can be set against facts."""
    return isinstance(item, Fact) or item.measure == measure
