"""Tagged: quotations whose place alone tells who speaks them: '"Q," an old man exclaimed', 'in Ruiz's words, "Q"'.

They are read where no cue that the models see holds a quotation.
"""

from __future__ import annotations

from typing import NamedTuple

from dateline.reading import voicing
from dateline.reading.cues import cues
from dateline.reading.stretches import NOTHING, Stretch
from dateline.reading.tree import OUTSIDE, Tree

FINITE = frozenset({"VBD", "VBZ", "VBP"})
REACH = 30
"""Tokens behind a quotation within which the verb of its speaker stands."""
STOPS = frozenset({".", ";", ":", "?", "!", "(", "|"})
OPEN_ENDS = frozenset({",", ",--", "—", "-", "--"})
"""Marks before a closing quotation mark behind which the sentence goes on."""
FULL_ENDS = frozenset({"?", "!"})
"""Marks before it behind which the sentence may go on."""
SHOWN = frozenset({"read", "reads"})
"""What letters and signs do, which the parser often takes for a noun: '"Q," the letter read'."""
BEHIND = frozenset(".!?\"'”’»\n)")
"""Marks behind which a sentence begins."""
NEAR = 8
WORDED = frozenset({"word", "phrase", "phrasing", "formulation"})
"""Nouns of somebody's way of saying it."""
SMALL = frozenset({"ADP", "DET", "CCONJ", "PART"})
"""Parts of speech of words that titles write small."""
NO_DEED = frozenset({"be", "have", "do"})


class Tag(NamedTuple):
    """Who speaks a quotation: the cue and its words, the head of the source and its words."""

    cue: int
    words: Stretch
    source: int
    voice: Stretch


def tag_of(tree: Tree, text: str, number: int) -> Tag | None:
    """Return what tells, right behind a quotation or right before it, who speaks it; None where nothing does."""
    return _behind(tree, text, number) or _worded(tree, number)


def begins(text: str, at: int) -> bool:
    """Tell whether a sentence begins at a character, as far as marks and line ends tell."""
    before = text[max(0, at - NEAR) : at].rstrip(" ")
    return not before or before[-1] in BEHIND


def _behind(tree: Tree, text: str, number: int) -> Tag | None:
    """Read '"Q," an old man exclaimed' and '"Q?" asks a sign'; behind a full stop the report goes on by itself."""
    first, end = tree.quotations[number]
    if end + 2 >= len(tree.low) or not begins(text, tree.start[first]) or _is_title(tree, text, first, end):
        return None
    verb = _verb(tree, end + 1) if tree.low[end - 1] in OPEN_ENDS | FULL_ENDS else None
    if verb is None:
        return None
    goes_on = tree.low[end - 1] in OPEN_ENDS or text[tree.start[end + 1]].islower()
    if not goes_on and tree.lemma[verb] not in cues().verbs:
        return None
    if verb == end + 1:
        source = next((k for k in tree.kids[verb] if k > verb and tree.pos[k] in voicing.HEADS), None)
        voice = NOTHING if source is None else voicing.phrase(tree, source, verb)
    else:
        source = next((k for k in tree.kids[verb] if end < k < verb and tree.dep[k] in voicing.SUBJECTS), None)
        voice = (end + 1, verb - 1) if source is None else voicing.phrase(tree, source, verb)
        source = verb - 1 if source is None and _is_phrase(tree, voice) else source
    return None if source is None else Tag(verb, (verb, verb), source, voice)


def _is_title(tree: Tree, text: str, first: int, end: int) -> bool:
    """Tell whether a quotation is the name of a work: every word has a capital but the small ones."""
    words = [n for n in range(first + 1, end) if tree.low[n][0].isalpha()]
    small = any(text[tree.start[n]].islower() and tree.pos[n] not in SMALL for n in words)
    return not small and tree.low[end - 1] not in FULL_ENDS


def _verb(tree: Tree, start: int) -> int | None:
    """Return the first verb of a main clause from `start` on, in what is left of its sentence."""
    for n in range(start, min(start + REACH, len(tree.low))):
        if tree.quotation[n] != OUTSIDE or tree.low[n] in STOPS or "\n" in tree.low[n]:
            return None
        if n > start and tree.pos[n] == "NOUN" and (tree.low[n] in SHOWN or _ends_phrase(tree, n)):
            return n
        if tree.tag[n] in FINITE and tree.dep[n] != "relcl" and tree.lemma[n] not in NO_DEED:
            return n if tree.pos[n] == "VERB" else None
    return None


def _ends_phrase(tree: Tree, n: int) -> bool:
    """Tell whether a word that can be a verb of saying stands behind a plural: '"Q," the owners state in a letter'."""
    return tree.lemma[n] == tree.low[n] and tree.lemma[n] in cues().verbs and tree.tag[n - 1] in ("NNS", "NNPS")


def _is_phrase(tree: Tree, stretch: Stretch) -> bool:
    """Tell whether a few words are one noun phrase, whatever the parse makes of them."""
    first, last = stretch
    plain = {"NOUN", "PROPN", "PRON", "ADJ", "DET", "NUM"}
    return last - first < 6 and all(p in plain for p in tree.pos[first : last + 1])


def _worded(tree: Tree, number: int) -> Tag | None:
    """Read 'in Ruiz's words, "Q"', 'in the words of Ruiz, "Q"' and both behind the quotation."""
    begin, end = tree.quotations[number]
    for n in (*range(begin - 1, max(begin - REACH, -1), -1), *range(end + 1, min(end + REACH, len(tree.low)))):
        preposition = tree.head[n]
        if tree.lemma[n] in WORDED and tree.low[preposition] == "in" and tree.first[n] in _sentences(tree, begin, end):
            below = [k for k in tree.kids[n] if tree.dep[k] == "poss"]
            below += [k for of in tree.kids[n] if tree.low[of] == "of" for k in tree.kids[of] if tree.dep[k] == "pobj"]
            if below:
                return Tag(n, (preposition, n), below[0], voicing.phrase(tree, below[0], n))
    return None


def _sentences(tree: Tree, begin: int, end: int) -> set[int]:
    return {tree.first[begin], tree.first[end], tree.first[min(end + 1, len(tree.first) - 1)]}
