"""Standing: what differences do to the facts they concern."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.reconciling.corrections import CORRECTED
from dateline.records import Difference, Evidence, Fact
from dateline.wording import content_stems

LIKE = 0.6
"""Share of the words taken back from which another telling says the same."""


def apply_differences(facts: Sequence[Fact], differences: Sequence[Difference]) -> list[Fact]:
    """Mark facts that are disputed or superseded, and link both sides of each difference."""
    against: dict[str, set[str]] = {}
    supersedes: dict[str, set[str]] = {}
    superseded: set[str] = set()
    known = {fact.id: fact for fact in facts}
    for difference in differences:
        if _of_a_detail(difference, known.get(difference.other)):
            continue
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


def _of_a_detail(difference: Difference, fact: Fact | None) -> bool:
    """Tell whether a correction takes back one telling of a fact only, the others of which say something else.

    That a child "was shot more than once" is taken back; that he was shot is not.
    """
    if fact is None or difference.relation != "supersedes" or difference.reason != CORRECTED:
        return False
    taken_back = [e for e in difference.evidence if e in fact.evidence]
    return any(not any(_alike(e, old) for old in taken_back) for e in fact.evidence)


def _alike(one: Evidence, old: Evidence) -> bool:
    if one.report == old.report and one.start < old.end and old.start < one.end:
        return True
    words = content_stems(old.quote)
    return len(words & content_stems(one.quote)) >= LIKE * len(words)
