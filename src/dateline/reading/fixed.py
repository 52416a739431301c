"""Fixed forms: attributions whose words leave no doubt who says what, so that no model weighs them.

"Officials put the toll at 40", "damage was put at $4m by insurers", "the mayor was quoted by Reuters as saying that …".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dateline.reading.cues import cues
from dateline.reading.cuewords import subject
from dateline.reading.kinds import kind_of_name, kind_of_noun
from dateline.reading.stretches import Stretch
from dateline.reading.tree import OUTSIDE, Tree

RELAYS = frozenset({"cite", "quote"})
"""Verbs of passing on what somebody else said."""
NEAR = 6
"""Tokens behind a cue and its source within which "citing …" still tells whom they cite."""
LINE = 6
"""Tokens a speaker may take at the head of a line."""
CLAUSE = 10
"""Tokens behind a colon within which a clause shows itself by its verb."""
NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"})
PLACES = frozenset({"GPE", "NORP"})
NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})


ABSTRACT = re.compile(r"(?:[ts]ion|ment|ness|ism|ship)$")
"""Endings of nouns that name no people."""


class Given(NamedTuple):
    """What a fixed form tells: the head of the source (None: nobody), and the content."""

    source: int | None
    content: tuple[Stretch, ...]


def figure_given(tree: Tree, verb: int) -> Given | None:
    """Read "X put the toll at 40" and "the toll was put at 40 by X"."""
    if tree.lemma[verb] not in cues().figure_verbs:
        return None
    kids = tree.kids[verb]
    passive = any(tree.dep[kid] == "auxpass" for kid in kids)
    held = next((k for k in kids if tree.dep[k] == ("nsubjpass" if passive else "dobj")), None)
    if held is None or tree.lemma[held] not in cues().figure_nouns or (held > verb) == passive:
        return None
    below = [*kids, *(kid for kid in tree.kids[held] if kid > verb)]
    at = next((k for k in below if k > verb and tree.low[k] == "at" and "NUM" in tree.pos[k : tree.right[k] + 1]), None)
    if at is None:
        return None
    end = next((n for n in range(at, tree.right[at]) if tree.low[n + 1] in (",", "by", "and", "but")), tree.right[at])
    if not passive:
        return Given(subject(tree, verb), ((tree.left[held], end),))
    agent = next((k for k in kids if tree.dep[k] == "agent"), None)
    source = None if agent is None else _object(tree, agent)
    return Given(source, ((tree.left[held], tree.right[held]), (at, end)))


def quoted_speaker(tree: Tree, verb: int) -> tuple[int, int | None] | None:
    """Return who speaks and who passes it on in "X quoted Y as saying" and "Y was quoted by X as saying"."""
    above = tree.head[verb]
    if tree.low[above] != "as" or tree.lemma[tree.head[above]] not in RELAYS:
        return None
    relay = tree.head[above]
    found = {tree.dep[kid]: kid for kid in tree.kids[relay]}
    if "nsubjpass" in found:
        agent = found.get("agent")
        return found["nsubjpass"], None if agent is None else _object(tree, agent)
    return (found["dobj"], found.get("nsubj")) if "dobj" in found else None


def speaks_line(tree: Tree, text: str, colon: int) -> bool:
    """Tell whether a colon stands behind the speaker at the head of a line ("The captain: We lost the boat").

    The line must begin with a short noun phrase that can speak, and go on with a clause.
    """
    start = colon
    while start > 0 and colon - start < LINE and "\n" not in tree.low[start - 1]:
        start -= 1
    if (start > 0 and "\n" not in tree.low[start - 1]) or start == colon or tree.low[colon] != ":":
        return False
    words = range(start, colon)
    if any(tree.pos[n] not in NAMING for n in words):
        return False
    noun, name = colon - 1, text[tree.start[start] : tree.end[colon - 1]]
    shouted = name.isupper() and name.title() not in text  # "UPDATE:", "RAW VIDEO:" are taken for names
    speaks = tree.lemma[noun] in cues().carriers and not name.isupper()
    known = kind_of_noun(tree.lemma[noun]) or speaks or kind_of_name(name)
    if not known and (tree.entity[noun] != "PERSON" or shouted):
        return False
    told = tree.pos[colon + 1 : min(colon + 1 + CLAUSE, len(tree.low))]
    return tree.entity[colon - 1] not in PLACES and ("VERB" in told or "AUX" in told)


def cited(tree: Tree, cue: int, end: int) -> tuple[int, Stretch] | None:
    """Return whom a source cites, and the words that say so ("citing a spokesman").

    `end` is the last token of cue and source. What cannot speak ("citing weak demand") is a reason, no source.
    """
    before = (n for n in range(tree.first[cue], cue) if _beside(tree, n, cue))
    for n in (*before, *range(cue, min(tree.last[cue], end + NEAR) + 1)):
        if tree.lemma[n] in RELAYS and tree.tag[n] == "VBG" and n != cue and tree.quotation[n] == OUTSIDE:
            origin = next((k for k in tree.kids[n] if tree.dep[k] == "dobj"), None)
            if origin is None or not may_speak(tree, origin):
                return None
            last = origin
            while last < tree.last[cue] and tree.low[last + 1] not in (",", "that", ".", "as", "\n", "\n\n"):
                last += 1
            return origin, (n, last)
    return None


def _beside(tree: Tree, verb: int, cue: int) -> bool:
    """Tell whether a verb before a cue says how its subject knows ("Citing a spokesman, the daily said")."""
    above = tree.head[verb]
    return above == cue or (tree.head[above] == cue and tree.dep[above] in ("nsubj", "nsubjpass"))


def may_speak(tree: Tree, noun: int) -> bool:
    """Tell whether a noun can be somebody's voice: people, a body, a name, or a thing that speaks."""
    lemma = tree.lemma[noun]
    return kind_of_noun(lemma) is not None or lemma in cues().carriers or tree.entity[noun] in NAMES


def has_voice(tree: Tree, noun: int) -> bool:
    """Tell whether what is read as a source can be a voice: all but nouns that are plainly things.

    What only follows from a thing ("new guidelines require") is told by the report itself.
    """
    lemma = tree.lemma[noun]
    if tree.pos[noun] != "NOUN" or may_speak(tree, noun) or lemma in cues().inquiries:
        return True
    return lemma not in cues().things and (ABSTRACT.search(lemma) is None or lemma in cues().bodies)


def _object(tree: Tree, preposition: int) -> int | None:
    return next((kid for kid in tree.kids[preposition] if tree.dep[kid] == "pobj"), None)
