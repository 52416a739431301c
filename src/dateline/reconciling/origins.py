"""Origins: who stands behind a statement, counted once however many carry it.

Copies count as the report they were copied from; reports that attribute a statement to the same upstream are one
origin for it; a report that attributes nothing is its own origin. A party to the happening is an origin like any
other, and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from dateline.linking.copies import SHORTEST
from dateline.reconciling.names import Names
from dateline.reconciling.said import Said
from dateline.records import Evidence, Origin, Report, Standing
from dateline.wording import WORD


SUMMED_UP = frozenset({"title", "heading"})
"""Sections that sum up what the report says elsewhere, and add no statement of their own to it."""

UNSPECIFIC = frozenset({"authorities", "officials", "official", "investigators", "law enforcement"})
"""Voices without a name that may be any office of the state."""

OFFICES = re.compile(
    r"\b(?:police|sheriff|department|ministry|minister|government|governor|mayor|prosecutors?|coroner|officer|officers"
    r"|officials?|authorities|investigators|detectives?|agency|bureau|commission|patrol)\b"
)
"""Words of the names of offices of the state."""


def standing_of(members: Sequence[Said]) -> Standing:
    """Return the standing of statements that agree, from the number of independent origins behind them."""
    return standing_from(independent(members), [(m, m.evidence) for m in members])


def standing_from(origins: Sequence[str], told: Iterable[tuple[Said, Evidence]]) -> Standing:
    """Return a standing from the origins and the quotations behind it; a headline says nothing twice."""
    if len(origins) >= 2:  # noqa: PLR2004 - corroborated by definition
        return "corroborated"
    quotes = {evidence for m, evidence in told if m.statement.section not in SUMMED_UP}
    return "consistent within source" if len(quotes) >= 2 else "single source"  # noqa: PLR2004


def independent(members: Iterable[Said]) -> tuple[str, ...]:
    """Return the keys of the independent origins behind statements, sorted.

    A report's own words, its headline and those of its agency add nothing where the same text also attributes the
    statement to someone. A spokesman and the body he speaks for are one; so are "police" and "Leeds police", copies of
    one text, whoever is named in each, and what one publisher tells twice.
    """
    listed = sorted(members, key=lambda m: (_narrated(m), m.key))
    voiced = {key for m in listed if not _narrated(m) for key in (m.report, m.family)}
    in_full = {m.report for m in listed if m.statement.section not in SUMMED_UP}
    groups: list[list[Said]] = []
    for m in listed:
        if _narrated(m) and voiced & {m.report, m.family, m.origin.removeprefix("report:")}:
            continue
        if m.statement.section in SUMMED_UP and m.report in in_full:
            continue
        own = [group for group in groups if any(_one_voice(m, other) for other in group)]
        groups = [group for group in groups if not any(group is joined for joined in own)]
        groups.append([m, *(other for group in own for other in group)])
    return tuple(sorted(min((_key(m).startswith("report:"), _key(m)) for m in group)[1] for group in groups))


def _narrated(m: Said) -> bool:
    """Tell whether nobody is named for a statement but the report itself."""
    return m.narrated or m.origin.startswith("report:")


def _key(m: Said) -> str:
    return (m.body or m.origin).rstrip("+")


def _one_voice(one: Said, other: Said) -> bool:
    """Tell whether two statements rest on one voice: a link of both chains, one text copied, one publisher's words."""
    if one.chain & other.chain or _key(one) == _key(other):
        return True
    if any(_same_name(a, b) for a in _names(one) for b in _names(other)):
        return True
    if one.report != other.report and (one.family == other.family or _copied(one.evidence.quote, other.evidence.quote)):
        return True
    told = _narrated(one) and _narrated(other)
    return told and (one.report == other.report or (one.publisher is not None and one.publisher == other.publisher))


def _names(m: Said) -> frozenset[str]:
    return frozenset(key.rstrip("+") for key in (*m.chain, _key(m)) if not key.startswith("report:"))


@lru_cache(maxsize=65536)
def _same_name(one: str, other: str) -> bool:
    """Tell whether two names may be of one voice: all words of one in the other, or one an unspecific office.

    >>> _same_name("police", "leeds police"), _same_name("authorities", "sheriff s office"), _same_name("police", "un")
    (True, True, False)
    """
    first, second = frozenset(one.split()), frozenset(other.split())
    if first and second and (first <= second or second <= first):
        return True
    return (one in UNSPECIFIC and OFFICES.search(other) is not None) or (
        other in UNSPECIFIC and OFFICES.search(one) is not None
    )


@lru_cache(maxsize=65536)
def _copied(one: str, other: str) -> bool:
    """Tell whether two quotations share a run of words too long to be chosen twice."""
    return bool(_runs(one) & _runs(other))


@lru_cache(maxsize=65536)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = [match.group().casefold() for match in WORD.finditer(text)]
    return frozenset(tuple(words[n : n + SHORTEST]) for n in range(len(words) - SHORTEST + 1))


def list_origins(said: Sequence[Said], groups: Sequence[Sequence[int]], names: Names) -> tuple[Origin, ...]:
    """Return the named voices at the head of chains, those with the most facts first."""
    facts: dict[str, int] = {}
    for group in groups:
        for key in {said[i].origin for i in group if not said[i].origin.startswith("report:")}:
            facts[key] = facts.get(key, 0) + 1
    return tuple(
        sorted(
            (_origin(key, count, [s for s in said if s.origin == key], names) for key, count in facts.items()),
            key=lambda o: (-o.facts, o.name),
        )
    )


def _origin(key: str, facts: int, said: Sequence[Said], names: Names) -> Origin:
    first = said[0].voices[0]
    named = names.known.get(key)
    carriers = sorted({v.name for s in said for v in s.voices[1:] if v.role != "publisher"})
    return Origin(
        name=named.name if named is not None and named.kind != "unnamed" else first.name,
        kind=first.kind,
        role=first.role or (named.role if named else None),
        party=any(s.voices[0].party for s in said),
        facts=facts,
        reports=tuple(sorted({s.report for s in said})),
        carriers=tuple(carriers),
        evidence=_first_of_each(said),
    )


def _first_of_each(said: Sequence[Said]) -> tuple[Evidence, ...]:
    first: dict[str, Evidence] = {}
    for s in said:
        first.setdefault(s.report, s.evidence)
    return tuple(first[report] for report in sorted(first))


def story_origins(reports: Sequence[Report], roots: Mapping[str, str], names: Names) -> int:
    """Return how many reports of a story are independent: copies, and texts of one agency, count once."""
    by_id = {report.id: report for report in reports}
    keys = set()
    for report in reports:
        root = by_id.get(roots.get(report.id, report.id), report)
        keys.add(names.of_name(root.credit.of(root.text)) if root.credit is not None else f"report:{root.id}")
    return len(keys)
