"""Edges: what the report says in its own words around a quotation is no part of what was said."""

from __future__ import annotations

import os

from dateline.reading.stretches import NOTHING, Stretch
from dateline.reading.tree import OUTSIDE, Tree

LEADS = frozenset({",", ":"})
"""Marks before a quotation that is a sentence of its own."""
RULES = os.environ.get("RULES", "1234")


def tidied(tree: Tree, text: str, cue: int, voice: Stretch, content: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Return the stretches of what was said without what the report puts beside the quotations in them."""
    behind = next((s for s in content if s[0] > cue), NOTHING)
    opened = NOTHING if behind == NOTHING else _sentence_in(tree, text, behind)
    found = []
    for first, last in content:
        stretch = (first, last)
        if last < cue and "4" in RULES and first < voice[0] <= last and voice[1] < cue:
            stretch = (first, voice[0] - 1)
        if "1" in RULES and last < cue and opened != NOTHING and opened[0] == behind[0] and not _quotes(tree, stretch):
            continue
        if "3" in RULES and stretch == behind:
            stretch = _before_participle(tree, stretch)
        found.append(stretch)
    return tuple(found)


def _quotes(tree: Tree, stretch: Stretch) -> bool:
    opened = tree.quotation_from(stretch[0])
    return opened is not None and opened <= stretch[1]


def _sentence_in(tree: Tree, text: str, stretch: Stretch) -> Stretch:
    """Return the first quotation of a stretch if it is a sentence behind a comma or a colon, with a capital."""
    opened = tree.quotation_from(stretch[0])
    if opened is None or opened > stretch[1] or opened == 0 or tree.low[opened - 1] not in LEADS:
        return NOTHING
    first, last = tree.quotations[tree.quotation[opened]]
    if first != opened or first == last:
        return NOTHING
    return (first, last) if text[tree.start[first + 1]].isupper() else NOTHING


def _before_participle(tree: Tree, stretch: Stretch) -> Stretch:
    """Leave out what the report adds behind a quotation that ends in a comma ('"…," referring to the vote')."""
    first, last = stretch
    opened = tree.quotation_from(first)
    if opened is None or opened > last:
        return stretch
    end = tree.quotations[tree.quotation[opened]][1]
    if end < last and tree.low[end - 1] == "," and tree.tag[end + 1] == "VBG" and tree.quotation[end + 1] == OUTSIDE:
        return first, end
    return stretch
