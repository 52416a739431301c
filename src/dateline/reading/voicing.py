"""Voicing: whose words a cue introduces. Noun phrases of the sentence are weighed, beside nobody at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.reading.cues import cues
from dateline.reading.kinds import kind_of_noun
from dateline.reading.stretches import Cue
from dateline.reading.tree import OUTSIDE, Tree

NOBODY = -1
"""The candidate that stands for a cue without a source."""
LEFT, RIGHT = 6, 4
"""Noun phrases considered on either side of a cue."""
FAR = 40
"""Tokens on either side in which they are looked for."""
HEADS = frozenset({"NOUN", "PROPN", "PRON"})
WITHIN = frozenset({"compound", "amod", "nmod", "det", "punct", "npadvmod", "nummod", "expl", "flat"})
"""Relations of a noun that is no phrase of its own."""
OWNERS = frozenset({"nsubj", "poss"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
CLOCK = frozenset({"DATE", "TIME"})
NAMED = re.compile(r"[^\W_][\w.,'’&@+#/-]*|[@#$%]\w*|[—–-]+|['’]\w+")
"""What a word that names a voice looks like: no brackets, no operators."""
CODE = frozenset({"{", "}", "<", ">", "=", "()", "){"})
"""Tokens of scripts and markup; what stands within `BESIDE` tokens of them is nobody's name."""
BESIDE = 3
CUT = frozenset({"relcl", "acl"})
"""Relations of what belongs to a noun but to no source."""


def candidates(tree: Tree, cue: int) -> list[int]:
    """Return the heads of noun phrases that may be the source, nearest first on each side, and nobody."""
    left: list[int] = []
    right: list[int] = []
    for i in range(cue - 1, max(tree.first[cue], cue - FAR) - 1, -1):
        if _may_speak(tree, i, cue):
            left.append(i)
            if len(left) == LEFT:
                break
    for i in range(cue + 1, min(tree.last[cue], cue + FAR) + 1):
        if _may_speak(tree, i, cue):
            right.append(i)
            if len(right) == RIGHT:
                break
    climbed = cue
    for _ in range(6):
        climbed = tree.head[climbed]
        for kid in (climbed, *tree.kids[climbed]):
            if kid not in left and kid < cue and tree.dep[kid] in ("nsubj", "pobj") and _may_speak(tree, kid, cue):
                left.append(kid)
    return [*left, *right, NOBODY]


def _may_speak(tree: Tree, i: int, cue: int) -> bool:
    dep = tree.dep[i]
    return (
        (tree.pos[i] in HEADS or dep in OWNERS or (tree.pos[i] == "NUM" and i == cue - 1))
        and (dep not in WITHIN or (tree.head[i] == cue and i == cue - 1))
        and (dep == "nsubj" or tree.tag[i][0] != "W")
        and (tree.quotation[i] == OUTSIDE or tree.quotation[i] == tree.quotation[cue])
        and not _speaks_for_nobody(tree, i)
    )


def _speaks_for_nobody(tree: Tree, i: int) -> bool:
    """Tell whether a word is a day, a bare number ("911", "2014") or a piece of markup."""
    low = tree.low[i]
    if tree.entity[i] in CLOCK and kind_of_noun(tree.lemma[i]) is None and not tree.kids[i]:
        return True
    if low.isdigit():
        return not any(tree.low[kid] in ("of", "in", "percent") for kid in tree.kids[i])
    if not CODE.isdisjoint(tree.low[max(0, i - BESIDE) : i + BESIDE + 1]):
        return True
    return low in cues().markup or not NAMED.fullmatch(low) or any(tree.low[k] in cues().markup for k in tree.kids[i])


def features(tree: Tree, cue: Cue, listed: Sequence[int]) -> list[list[str]]:
    """Return what holds of each candidate for the source of a cue."""
    heads = _climb(tree, cue.at)
    left = right = 0
    found = []
    for i in listed:
        if i == NOBODY:
            found.append(_of_nobody(tree, cue))
            continue
        left += i < cue.at
        right += i > cue.at
        order = f"order=L{left}" if i < cue.at else f"order=R{right}"
        found.append(_of_candidate(tree, cue, i, order, f"path={_path(tree, i, heads)}"))
    return found


def _of_nobody(tree: Tree, cue: Cue) -> list[str]:
    shape = cue.shape
    relations = {tree.dep[kid] for kid in tree.kids[cue.at]}
    return [
        "nobody",
        f"nobody {shape}",
        f"nobody lemma={cue.lemma}",
        f"nobody group={cue.group} {shape}",
        f"nobody frame={cue.frame}",
        f"nobody {shape} {bool(relations & SUBJECTS)} {'agent' in relations}",
        f"nobody dep={tree.dep[cue.at]} {shape}",
        f"nobody {cue.beside} {shape}",
    ]


def _of_candidate(tree: Tree, cue: Cue, i: int, order: str, path: str) -> list[str]:
    group, shape = f"group={cue.group}", cue.shape
    dep, lemma, pos = f"dep={tree.dep[i]}", tree.lemma[i], tree.pos[i]
    kind = f"kind={tree.low[i] if pos == 'PRON' else f'{pos} {tree.entity[i]}'}"
    near = _gap(tree, i, cue.at)
    found = [
        order,
        path,
        f"{path} {shape}",
        f"{path} {group}",
        f"{path} {kind}",
        f"{path} lemma={cue.lemma}",
        kind,
        f"{kind} {order}",
        f"word={lemma}",
        f"word={lemma} {group}",
        f"{order} {shape} {dep}",
        f"{order} {near}",
        f"{order} {cue.beside} {shape}",
        f"{dep} {cue.beside}",
        f"{near} {shape}",
        f"{dep} {'<' if i < cue.at else '>'}",
        f"{dep} {kind}",
        f"actor={kind_of_noun(lemma)} {pos}",
    ]
    if lemma in cues().carriers:
        found.append("speaks")
    if any(tree.dep[kid] == "appos" and tree.pos[kid] in HEADS for kid in tree.kids[i]):
        found.append("has apposition")
    return found


def _climb(tree: Tree, i: int) -> dict[int, str]:
    """Return a token and those above it, each with the relations climbed to reach it."""
    label = ""
    found = {i: label}
    for _ in range(6):
        above = tree.head[i]
        if above == i:
            break
        label += f"^{tree.dep[i]}"
        i = above
        found[i] = label
    return found


def _path(tree: Tree, i: int, heads: dict[int, str]) -> str:
    """Return the way through the parse from the cue to a candidate: up "^", down "v"."""
    label = ""
    for _ in range(5):
        if i in heads:
            return heads[i] + label
        step = tree.dep[i]
        if step == "prep":
            step = f"prep-{tree.low[i]}"
        label = f"v{step}{label}"
        if tree.head[i] == i:
            break
        i = tree.head[i]
    return "far"


def _gap(tree: Tree, i: int, cue: int) -> str:
    """Say what stands between a candidate and the cue."""
    low, high = (i + 1, cue) if i < cue else (cue + 1, i)
    stop = min(high, low + 12)
    marks = ("," if "," in tree.low[low:stop] else "") + ("v" if "VERB" in tree.pos[low:stop] else "")
    return f"gap {min(high - low, 3) if high - low < 6 else 'far'} {marks}"


def phrase(tree: Tree, i: int, cue: int) -> tuple[int, int]:
    """Return the first and last token of a source: its noun phrase with appositions, without relative clauses."""
    first, last = tree.left[i], tree.right[i]
    if first <= cue <= last:
        first, last = (first, cue - 1) if i < cue else (cue + 1, last)
    for kid in tree.kids[i]:
        if kid > i and tree.dep[kid] in CUT and tree.left[kid] <= last:
            last = max(i, tree.left[kid] - 1)
    while last > i and tree.pos[last] in ("PUNCT", "SPACE", "CCONJ"):
        last -= 1
    while first < i and tree.pos[first] in ("PUNCT", "SPACE", "CCONJ"):
        first += 1
    for n in range(i, first, -1):
        if tree.pos[n] == "SPACE":
            first = n + 1
            break
    return _with_others(tree, min(first, i), cue), max(last, i)


TOGETHER = 4
"""Words that those who speak together with a source may take before it."""


def _with_others(tree: Tree, first: int, cue: int) -> int:
    """Return where a source begins that speaks with others: "…, police and medical sources said".

    Behind a comma the parser takes those before "and" for the last things told of. Only nouns and what is theirs may
    stand between.
    """
    at = first
    while first < cue and first - at < 2 and at > tree.first[cue] and tree.pos[at - 1] in ("ADJ", "NOUN"):
        at -= 1
    if first > cue or at < tree.first[cue] + 2 or tree.low[at - 1] != "and":
        return first
    whole, first = first, at
    n = first - 2
    while n > tree.first[cue] and first - 2 - n < TOGETHER and tree.pos[n] in ("NOUN", "PROPN", "ADJ", "DET"):
        n -= 1
    spoken = n < first - 2 and tree.low[n] == "," and tree.pos[first - 2] != "DET"
    return n + 1 if spoken else whole
