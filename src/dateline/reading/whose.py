"""Whose: which actor of the report a count of killed or injured people is of, where it names or means one.

"A 22-year-old man" who is named further down, "he", "ISIS fighters", "three officers" of the only police department
named. "Eleven people" are nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dateline.reading.coreference import Coreference, is_named
from dateline.reading.measures import CASUALTY_ORDER
from dateline.reading.portraits import SEXES
from dateline.records import Quantity


def with_actors(quantities: Iterable[Quantity], meant: Coreference) -> tuple[Quantity, ...]:
    """Return the quantities, with the actor of each casualty count that is of somebody named."""
    listed = list(quantities)
    found = [_named(q, meant) if _counts_casualties(q) else None for q in listed]
    alone = {actor for actor in found if actor is not None and meant.actors[actor].kind == "person"}
    if any(actor is None and _introduces(q, meant) for q, actor in zip(listed, found, strict=True)):
        alone = set()
    made = []
    for q, actor in zip(listed, found, strict=True):
        whose = actor
        if whose is None and len(alone) == 1 and _counts_casualties(q) and _is_the_victim(q, meant):
            whose = min(alone)
        made.append(q if whose is None else msgspec.structs.replace(q, actor=whose))
    return tuple(made)


def _counts_casualties(q: Quantity) -> bool:
    return q.measure in CASUALTY_ORDER and q.unit == "people"


def _named(q: Quantity, meant: Coreference) -> int | None:
    """Return the person or body a count is of; None where nobody named is."""
    if q.actor is not None and is_named(meant.actors[q.actor]):
        return q.actor
    tree = meant.tree
    pronoun = tree.at(q.start)
    if tree.low[pronoun] in SEXES:
        actor = meant.pronouns.get(pronoun)
        return actor if actor is not None and meant.actors[actor].kind == "person" else None
    if q.counted is None:
        return None
    noun = meant.head(q.counted.start, q.counted.end)
    if q.number == 1 and (person := meant.person(noun)) is not None:
        return person
    return meant.body_of(noun)


def _introduces(q: Quantity, meant: Coreference) -> bool:
    """Tell a count of one more who has no name: "a woman was wounded"."""
    if q.counted is None or q.number != 1 or not _counts_casualties(q):
        return False
    noun = meant.head(q.counted.start, q.counted.end)
    return meant.tree.low[meant.tree.at(q.start)] not in SEXES and not meant.is_definite(noun)


def _is_the_victim(q: Quantity, meant: Coreference) -> bool:
    """Tell "the victim", which is whoever is named as one when only one is."""
    if q.counted is None or q.number != 1:
        return False
    noun = meant.head(q.counted.start, q.counted.end)
    return meant.tree.low[noun] in ("victim", "deceased") and meant.is_definite(noun)
