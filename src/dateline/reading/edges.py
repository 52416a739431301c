"""Edges: what the report says in its own words around a quotation is no part of what was said."""

from __future__ import annotations

from dateline.reading.stretches import Stretch
from dateline.reading.tree import OUTSIDE, Tree

LEADS = frozenset({",", ":"})
"""Marks before a quotation that is a sentence of its own."""


def tidied(tree: Tree, text: str, cue: int, voice: Stretch, content: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Return the stretches of what was said without what the report puts beside the quotations in them."""
    found = []
    for first, last in content:
        if first > cue:
            found.append(_before_participle(tree, (first, last)))
        elif not _lead_in(tree, text, cue, content):
            spoken_by = first < voice[0] <= last and voice[1] < cue
            found.append((first, voice[0] - 1 if spoken_by else last))
    return tuple(found)


def _lead_in(tree: Tree, text: str, cue: int, content: tuple[Stretch, ...]) -> bool:
    """Tell whether what stands before a cue only leads to a quotation behind it ('Asked whether …, he said, "No."').

    It does where it has no quotation of its own and the one behind is a sentence of its own, with a capital.
    """
    behind = next((s for s in content if s[0] > cue), None)
    if behind is None or _quotes(tree, content[0]) or tree.low[behind[0] - 1] not in LEADS:
        return False
    number = tree.quotation[behind[0]]
    if number == OUTSIDE or tree.quotations[number][0] != behind[0] or behind[0] == behind[1]:
        return False
    return text[tree.start[behind[0] + 1]].isupper()


def _quotes(tree: Tree, stretch: Stretch) -> bool:
    opened = tree.quotation_from(stretch[0])
    return opened is not None and opened <= stretch[1]


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
