"""Hearsay: single words that tell that something is only said, by nobody named ("allegedly", "reportedly")."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.reading.charspans import apart, trimmed, without
from dateline.reading.cues import cues
from dateline.reading.tree import Tree
from dateline.records import Attribution


def hearsay(tree: Tree, text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Return an attribution for each such word that is not part of another cue."""
    table = cues().adverbs
    taken = {i for a in found for cue in a.cue for i in range(cue.start, cue.end)}
    made = []
    for i, lemma in enumerate(tree.lemma):
        if lemma in table and tree.dep[i] in ("advmod", "amod") and tree.start[i] not in taken:
            cue = tree.span(i, i)
            above = tree.head[i]
            content = without(text, trimmed(text, [tree.span(tree.left[above], tree.right[above])]), [cue])
            if content:
                made.append(
                    Attribution(source=(), cue=(cue,), content=apart(content), kind="indirect", stance=table[lemma])
                )
    return made
