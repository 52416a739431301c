"""Spoken: the attributions of the parse, cue by cue: who says it and what, as tokens.

Cue, source and content are chosen one after the other by linear models (`linear`); each choice knows those before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.reading import cuewords, edges, fixed, saying, stretches, tagged, voicing
from dateline.reading.linear import best, weigh, weights
from dateline.reading.stretches import Cue, Labels, Stretch
from dateline.reading.tree import OUTSIDE, Tree

SURE = -0.4
"""Logit of a cue from which it is taken for one."""
LIKELY = -2.5
"""Logit from which the likeliest cue beside a quotation is one, where none that is sure introduces it."""
SPEECH = 4
"""Tokens from which a quotation is speech that somebody must have said."""


class Spoken(NamedTuple):
    """One attribution as tokens: the cue and its words, the head of the source (None: nobody named) and its words.

    `origin` is whom the source itself cites, in the words `left_out`; `carrier` who passes on what the source said.
    """

    cue: int
    words: Stretch
    source: int | None
    voice: Stretch
    content: tuple[Stretch, ...]
    origin: int | None = None
    carrier: int | None = None
    left_out: Stretch = stretches.NOTHING


def find_spoken(tree: Tree, text: str) -> list[Spoken]:
    """Return the attributions that the models see, in order of their cues."""
    known = weights("cue")
    found = []
    likely = []
    for at in cuewords.candidates(tree):
        given = fixed.figure_given(tree, at)
        if given is not None:
            found.append(_given(tree, at, given))
            continue
        sure = weigh(cuewords.features(tree, at), known)
        if sure < SURE and tree.low[at] == ":" and fixed.speaks_line(tree, text, at):
            sure = SURE
        if sure < LIKELY:
            continue
        made = _from_cue(tree, text, at) if sure >= SURE else None
        if made is not None:
            found.append(made)
        elif sure < SURE:
            likely.append((-sure, at))
    found += _of_quotations(tree, text, found, likely)
    tags = _of_places(tree, text, found)
    taken = {s.cue for s in tags}
    found = [*(s for s in found if s.cue not in taken), *tags]
    citing = {s.left_out[0] for s in found}
    return _each_once(tree, text, sorted((s for s in found if s.cue not in citing), key=lambda s: s.cue))


def _given(tree: Tree, at: int, given: fixed.Given) -> Spoken:
    voice = stretches.NOTHING if given.source is None else voicing.phrase(tree, given.source, at)
    return Spoken(at, (stretches.begin_of(tree, at), at), given.source, voice, given.content)


def _of_quotations(
    tree: Tree, text: str, found: Sequence[Spoken], likely: Sequence[tuple[float, int]]
) -> Iterator[Spoken]:
    """Yield, for quotations that nothing found holds, what the likeliest cue beside them makes of them."""
    held = _held(tree, found)
    for _, at in sorted(likely):
        beside = {n for n in tree.quotation[tree.first[at] : tree.last[at] + 1] if n not in held and _speech(tree, n)}
        made = _from_cue(tree, text, at) if beside else None
        if made is not None and made.source is not None:
            holds = {tree.quotation[n] for a, b in made.content for n in range(a, b + 1)}
            if holds & beside:
                held |= holds
                yield made


def _of_places(tree: Tree, text: str, found: Sequence[Spoken]) -> list[Spoken]:
    """Return, for quotations still held by nothing, what their place tells."""
    held = _held(tree, found)
    listed = [
        (n, tag)
        for n in range(len(tree.quotations))
        if n not in held and _speech(tree, n) and (tag := tagged.tag_of(tree, text, n)) is not None
    ]
    return [Spoken(tag.cue, tag.words, tag.source, tag.voice, (tree.quotations[n],)) for n, tag in listed]


def _held(tree: Tree, found: Sequence[Spoken]) -> set[int]:
    return {tree.quotation[n] for s in found for a, b in s.content for n in range(a, b + 1)}


def _speech(tree: Tree, quotation: int) -> bool:
    if quotation == OUTSIDE:
        return False
    first, last = tree.quotations[quotation]
    return last - first >= SPEECH


def _from_cue(tree: Tree, text: str, at: int) -> Spoken | None:
    relay = fixed.quoted_speaker(tree, at)
    plain = stretches.cue_of(tree, at)
    if relay is not None:
        source, carrier = relay
    else:
        source, carrier = at - 1 if fixed.speaks_line(tree, text, at) else _source_of(tree, plain), None
    voice = voicing.phrase(tree, source, at) if source != voicing.NOBODY else stretches.NOTHING
    cue = stretches.with_source(plain, voice)
    starts = stretches.starts_behind(tree, cue)
    behind = _chosen(tree, cue, (starts, stretches.ends_behind(tree, cue, starts)), "behind", "?")
    sides = (stretches.starts_before(tree, cue), stretches.ends_before(tree, cue))
    before = _chosen(tree, cue, sides, "before", saying.side(starts, behind))
    content = tuple(stretch for stretch in (before, behind) if stretch[0] >= 0)
    content = edges.tidied(tree, text, at, voice, content)
    if not content:
        return None
    named = None if source == voicing.NOBODY else source
    cites = None if named is None else fixed.cited(tree, at, cue.last)
    origin, left_out = (None, stretches.NOTHING) if cites is None else cites
    return Spoken(at, _words(tree, at, behind), named, voice, content, origin, carrier, left_out)


def _source_of(tree: Tree, plain: Cue) -> int:
    voices = voicing.candidates(tree, plain.at)
    return voices[best(voicing.features(tree, plain, voices), weights("source"))]


def _chosen(tree: Tree, cue: Cue, sides: tuple[Labels, Labels], model: str, other: str) -> Stretch:
    listed = stretches.options(tree, cue, *sides)
    if len(listed) == 1:
        return listed[0]
    return saying.best_of(tree, cue, sides, listed, other, weights(model))


def _words(tree: Tree, at: int, behind: Stretch) -> Stretch:
    """Return the words of a cue: with auxiliaries and adverbs before it, and its particle or preposition behind it."""
    first, last = stretches.begin_of(tree, at), at
    if tree.low[at] == "according" and last < tree.last[at]:
        return first, at + (tree.low[at + 1] == "to")
    while last + 1 <= tree.last[at] and tree.head[last + 1] == at and tree.dep[last + 1] in ("prt", "prep"):
        if tree.dep[last + 1] == "prep" and behind[0] != last + 2:
            break
        last += 1
    return first, last


def _each_once(tree: Tree, text: str, found: list[Spoken]) -> list[Spoken]:
    """Leave a quotation behind the sentence of a cue to a cue of its own sentence, where that has one."""
    own = {n for s in found for first, last in s.content if first <= tree.last[s.cue] for n in range(first, last + 1)}
    kept = []
    for spoken in found:
        limit = tree.last[spoken.cue]
        turn = tree.low[spoken.cue] == ":" and fixed.speaks_line(tree, text, spoken.cue)
        content = tuple((a, b) for a, b in spoken.content if a <= limit or turn or own.isdisjoint(range(a, b + 1)))
        if content:
            kept.append(spoken._replace(content=content))
    return kept
