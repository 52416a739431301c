"""Origins: who stands behind a statement, counted once however many carry it.

Copies count as the report they were copied from; reports that attribute a statement to the same upstream are one
origin for it; a report that attributes nothing is its own origin. A party to the happening is an origin like any
other, and marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.reconciling.names import Names
from dateline.reconciling.said import Said
from dateline.records import Evidence, Origin, Report, Standing


def standing_of(members: Sequence[Said]) -> Standing:
    """Return the standing of statements that agree, from the number of independent origins behind them."""
    origins = independent(members)
    if len(origins) >= 2:
        return "corroborated"
    return "consistent within source" if len({m.evidence.quote for m in members}) >= 2 else "single source"


def independent(members: Iterable[Said]) -> tuple[str, ...]:
    """Return the keys of the independent origins behind statements, sorted.

    A report's own words, and those of its agency, add nothing where the same text also attributes the statement to
    someone. A spokesman and the body he speaks for are one; so are copies of one text, whoever is named in each, and
    what one publisher tells twice.
    """
    listed = sorted(members, key=lambda m: (m.narrated, m.key))
    voiced = {key for m in listed if not m.narrated for key in (m.report, m.family)}
    groups: list[list[Said]] = []
    for m in listed:
        if m.narrated and voiced & {m.report, m.family, m.origin.removeprefix("report:")}:
            continue
        own = [group for group in groups if any(_one_voice(m, other) for other in group)]
        groups = [group for group in groups if not any(group is joined for joined in own)]
        groups.append([m, *(other for group in own for other in group)])
    return tuple(sorted(min((_key(m).startswith("report:"), _key(m)) for m in group)[1] for group in groups))


def _key(m: Said) -> str:
    return (m.body or m.origin).rstrip("+")


def _one_voice(one: Said, other: Said) -> bool:
    """Tell whether two statements rest on one voice: the same one, one text copied, or one publisher's own words."""
    if _key(one) == _key(other):
        return True
    if one.report != other.report and one.family == other.family:
        return True
    return one.narrated and other.narrated and one.publisher is not None and one.publisher == other.publisher


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
