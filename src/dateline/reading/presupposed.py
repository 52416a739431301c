"""Presupposed: what a report tells in its own words of a thing that somebody only claims, denies or condemns.

"The front claimed responsibility for the bombing, which killed 21" gives the toll in the report's words, or in those
of whoever is cited for the whole sentence; the front said no more than that the bombing was its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.reading.cues import cues
from dateline.reading.spoken import Spoken
from dateline.reading.stretches import Stretch
from dateline.reading.tree import OUTSIDE, Tree

_DOWN = frozenset({"dobj", "nsubjpass", "prep", "pobj", "dative"})
"""Relations that lead from a cue to the thing that it is about."""

_DEPTH = 5
"""Relations followed."""

_KNOWN = frozenset({"the", "this", "that", "these", "those"})
"""Determiners of a thing that is known beforehand."""


def presupposed(tree: Tree, spoken: Spoken) -> list[Stretch]:
    """Return the relative clauses about the thing that a cue of a stance is about, as ranges of tokens.

    A thing that the cue governs at once is presupposed where it is told as known ("condemned the raid that …").
    """
    at = spoken.cue
    if tree.lemma[at] not in cues().presupposing or any(tree.dep[kid] == "ccomp" for kid in tree.kids[at]):
        return []
    return [(tree.left[i], tree.right[i]) for i in _clauses(tree, at, _DEPTH)]


def _clauses(tree: Tree, at: int, depth: int) -> Iterator[int]:
    for kid in tree.kids[at]:
        if tree.dep[kid] == "relcl" and tree.quotation[kid] == OUTSIDE and _is_known(tree, at):
            yield kid
        elif tree.dep[kid] in _DOWN and depth:
            yield from _clauses(tree, kid, depth - 1)


def _is_known(tree: Tree, noun: int) -> bool:
    return tree.dep[noun] == "pobj" or any(
        tree.dep[kid] == "poss" or tree.low[kid] in _KNOWN for kid in tree.kids[noun] if kid < noun
    )
