"""Where judgements enter the reconciling: which statements are one fact, and which origins are one voice.

Everything is named exactly, by the characters of statements and by report ids; whether a judgement still applies is
decided before (`dateline.review`). Without overrides nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from dateline.reconciling.align import Match
from dateline.reconciling.said import Said
from dateline.records import Record

Key: TypeAlias = tuple[str, int, int]
"""A statement: its report's id, and its first and last character (exclusive)."""


class Grouping(Record, frozen=True, kw_only=True):
    """One judgement on facts: all of `one` and `rest` are one fact, or none of `one` is one with any of `rest`."""

    together: bool
    one: frozenset[Key]
    rest: frozenset[Key]


class Overrides(Record, frozen=True, kw_only=True):
    """What judgements say of one story; of those that contradict each other the later holds.

    Each entry of `origins` holds, for every voice that is one with the others, the keys of statements it heads; each of
    `reports` ids of reports whose own words are one voice.
    """

    groupings: tuple[Grouping, ...] = ()
    origins: tuple[tuple[frozenset[Key], ...], ...] = ()
    reports: tuple[tuple[str, ...], ...] = ()

    @property
    def roots(self) -> dict[str, str]:
        """Each report whose own words are another's, with that other."""
        return {other: group[0] for group in self.reports for other in group[1:]}


NO_OVERRIDES = Overrides()


def unite_origins(said: Sequence[Said], overrides: Overrides) -> list[Said]:
    """Give the statements of voices that are one the key of the first of them; what is shown of them stays."""
    made = list(said)
    for voices in overrides.origins:
        heads = [next((s for s in made if s.key in keys), None) for keys in voices]
        if len(found := [s for s in heads if s is not None]) > 1:
            made = _as_one(made, found)
    for reports in overrides.reports:
        own = [next((s for s in made if s.narrated and s.report == report), None) for report in reports]
        if own[0] is not None:
            first = own[0]
            made = [_spoken_by(s, first) if s.narrated and s.report in reports else s for s in made]
    return made


def _as_one(said: Iterable[Said], heads: Sequence[Said]) -> list[Said]:
    origins = {s.origin for s in heads}
    bodies = origins | {s.body for s in heads if s.body}
    first = heads[0]
    return [
        _spoken_by(s, first)
        if s.origin in origins
        else msgspec.structs.replace(s, body=first.body or first.origin)
        if s.body in bodies
        else s
        for s in said
    ]


def _spoken_by(s: Said, first: Said) -> Said:
    return msgspec.structs.replace(s, origin=first.origin, body=first.body)


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
