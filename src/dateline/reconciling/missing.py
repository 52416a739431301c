"""What nobody gives: tolls an analyst would look for and no report states."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.reconciling.names import Names, is_name
from dateline.reconciling.said import Said
from dateline.records import Figure, Quantity

ALWAYS_ASKED = ("killed", "injured")
"""Measures an account always answers, if only with "not reported"."""


def not_reported(
    figures: Sequence[Figure], parties: frozenset[str], names: Names, said: Sequence[Said]
) -> tuple[str, ...]:
    """Return what an analyst would look for and no report gives: basic tolls, and each side's dead in a fight."""
    given = {f.measure for f in figures}
    missing = [measure for measure in ALWAYS_ASKED if measure not in given]
    if "killed" in given and len(parties) >= 2:
        killed = [q for s in said for q in s.quantities if q.measure == "killed"]
        for party in sorted(parties):
            named = names.known.get(party)
            if (
                named is not None
                and named.kind == "armed group"
                and is_name(named.name)
                and not any(_counts_party(q, s, party, names) for s in said for q in s.quantities if q in killed)
            ):
                missing.append(f"killed: {named.name}")
    return tuple(missing)


def _counts_party(q: Quantity, s: Said, party: str, names: Names) -> bool:
    """Tell whether a count is of a party's own people: it names them, or names only whom they fought."""
    if q.actor is not None and names.by_actor.get((s.report, q.actor)) == party:
        return True
    own = names.known[party].keys
    whom = f" {(q.whom or '').casefold()} "
    if any(f" {name} " in whom for name in own):
        return True
    rest = s.evidence.quote.casefold()
    against = any(f"{verb} {name}" in rest for name in own for verb in ("fighting", "against", "battling"))
    return not against and "fight" in whom and any(f"{verb} " in rest for verb in ("fighting", "against", "battling"))
