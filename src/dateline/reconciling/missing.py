"""What nobody gives: tolls an analyst would look for and no report states."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.reconciling.names import Names, is_name
from dateline.reconciling.said import Said
from dateline.records import Figure, Quantity

ASKED = ("killed", "injured")
"""Measures that an account of harm answers, if only with "not reported"."""
HARM_MEASURES = frozenset({"killed", "injured", "casualties", "displaced", "homeless", "destroyed", "damaged"})
"""Counts of harm done."""
HARM = frozenset(
    {
        "murder", "shooting", "injury", "bombing", "execution", "death", "rape",
        "crash", "sinking", "collapse",
    }
)  # fmt: skip
"""Kinds of violence and accidents (data/happenings.toml) of which people come to harm.

Left out are those whose words mean other things as often: games are attacked, stormed and hit, clerks are fired.
"""
DISASTER = frozenset({"earthquake", "flood", "landslide", "eruption", "bombing"})
"""Kinds that make a story one of harm wherever a statement at its head names them ("a quake struck the town")."""
DEATHS = frozenset({"death", "murder", "execution"})
"""Kinds that nobody survives: who tells of one has told that somebody was killed."""
LEAD = 3
"""Statements at the head of a report that say what it is about."""


def not_reported(
    figures: Sequence[Figure], parties: frozenset[str], names: Names, said: Sequence[Said]
) -> tuple[str, ...]:
    """Return what an analyst would look for and no report gives: basic tolls, and each side's dead in a fight.

    Of a story in which nobody came to harm nothing is looked for.
    """
    given = {f.measure for f in figures}
    if not given & HARM_MEASURES and not any(_tells_harm(s) for s in said):
        return ()
    missing = [measure for measure in ASKED if measure not in given and not any(_tells_of(measure, s) for s in said)]
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


def _tells_of(measure: str, s: Said) -> bool:
    """Tell whether a statement tells of such harm, whether or not it could be told as a figure."""
    if s.statement.negated or s.statement.status == "denied":
        return False
    struck = any(q.measure == measure and q.status != "denied" and q.number != 0 for q in s.quantities)
    return struck or (measure == "killed" and any(deed.kinds & DEATHS for deed in s.deeds))


def _tells_harm(s: Said) -> bool:
    """Tell whether a statement at the head of a report mainly tells of violence or an accident, or of a disaster."""
    if s.index >= LEAD or s.statement.background or not s.deeds:
        return False
    return bool(s.deeds[0].kinds & HARM) or any(deed.kinds & DISASTER for deed in s.deeds)


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
