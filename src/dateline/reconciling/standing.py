"""Standing: what differences do to the facts they concern."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.records import Difference, Fact


def apply_differences(facts: Sequence[Fact], differences: Sequence[Difference]) -> list[Fact]:
    """Mark facts that are disputed or superseded, and link both sides of each difference."""
    against: dict[str, set[str]] = {}
    supersedes: dict[str, set[str]] = {}
    superseded: set[str] = set()
    for difference in differences:
        if difference.relation == "supersedes":
            supersedes.setdefault(difference.one, set()).add(difference.other)
            superseded.add(difference.other)
        else:
            against.setdefault(difference.one, set()).add(difference.other)
            against.setdefault(difference.other, set()).add(difference.one)
    marked = []
    for fact in facts:
        changed = msgspec.structs.replace(
            fact,
            against=tuple(sorted(against.get(fact.id, ()))),
            supersedes=tuple(sorted(supersedes.get(fact.id, ()))),
        )
        if fact.id in superseded:
            changed = msgspec.structs.replace(changed, standing="superseded")
        elif fact.id in against:
            changed = msgspec.structs.replace(changed, standing="disputed")
        marked.append(changed)
    return marked
