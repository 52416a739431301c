"""Spoken: the attributions of the parse, cue by cue: who says it and what, as tokens.

Cue, source and content are chosen one after the other by linear models (`linear`); each choice knows those before it.
"""

from __future__ import annotations

from typing import NamedTuple

from dateline.reading import cuewords, saying, voicing
from dateline.reading.cues import cues
from dateline.reading.linear import best, weigh, weights
from dateline.reading.saying import Stretch
from dateline.reading.tree import Tree

SURE = -0.4
"""Logit of a cue from which it is taken for one."""


class Spoken(NamedTuple):
    """One attribution as tokens: `source` is the head of the voice, None where nobody is named; `cue` is `words`'s head."""

    cue: int
    words: Stretch
    source: int | None
    voice: Stretch
    content: tuple[Stretch, ...]


def find_spoken(tree: Tree) -> list[Spoken]:
    """Return the attributions that the models see, in order of their cues."""
    known = weights("cue")
    found = []
    for at in cuewords.candidates(tree):
        if weigh(cuewords.features(tree, at), known) >= SURE:
            made = _from_cue(tree, at)
            if made is not None:
                found.append(made)
    return _each_once(tree, found)


def _each_once(tree: Tree, found: list[Spoken]) -> list[Spoken]:
    """Leave a quotation behind the sentence of a cue to the cue of its own sentence, where it has one."""
    own = [(first, last, s.cue) for s in found for first, last in s.content if first <= tree.last[s.cue]]
    kept = []
    for spoken in found:
        limit = tree.last[spoken.cue]
        content = tuple(
            (first, last)
            for first, last in spoken.content
            if first <= limit or not any(a <= last and first <= b and cue > limit for a, b, cue in own)
        )
        if content:
            kept.append(spoken._replace(content=content))
    return kept


def _from_cue(tree: Tree, at: int) -> Spoken | None:
    group, governed = cues().groups.get(tree.lemma[at], "none"), cuewords.frame(tree, at)
    voices = voicing.candidates(tree, at)
    source = voices[best(voicing.features(tree, at, group, governed, cuewords.beside_quotation(tree, at), voices), weights("source"))]
    voice = voicing.phrase(tree, source, at) if source != voicing.NOBODY else saying.NOTHING
    cue = saying.cue_of(tree, at, voice)
    starts = saying.starts_behind(tree, cue)
    behind = _chosen(tree, cue, starts, saying.ends_behind(tree, cue, starts), "behind", "?")
    side = saying.side(starts, behind)
    before = _chosen(tree, cue, saying.starts_before(tree, cue), saying.ends_before(tree, cue), "before", side)
    content = tuple(stretch for stretch in (before, behind) if stretch[0] >= 0)
    if not content:
        return None
    words = _words(tree, at, behind)
    return Spoken(at, words, None if source == voicing.NOBODY else source, voice, content)


def _chosen(tree: Tree, cue: saying.Cue, starts: saying.Labels, ends: saying.Labels, model: str, other: str) -> Stretch:
    listed = saying.options(tree, cue, starts, ends)
    if len(listed) == 1:
        return listed[0]
    return listed[best(saying.features(tree, cue, starts, ends, listed, other), weights(model))]


def _words(tree: Tree, at: int, behind: Stretch) -> Stretch:
    """Return the words of a cue: with auxiliaries and adverbs before it, and its particle or preposition behind it."""
    first = last = at
    while first - 1 >= tree.first[at] and tree.head[first - 1] == at and tree.dep[first - 1] in saying.ADJOINED:
        first -= 1
    if tree.low[at] == "according" and last < tree.last[at]:
        return first, at + (tree.low[at + 1] == "to")
    while last + 1 <= tree.last[at] and tree.head[last + 1] == at and tree.dep[last + 1] in ("prt", "prep"):
        if tree.dep[last + 1] == "prep" and behind[0] != last + 2:
            break
        last += 1
    return first, last
