"""Voicing: whose words a cue introduces. Noun phrases of the sentence are weighed, beside nobody at all."""

from __future__ import annotations

from dateline.reading.cues import cues
from dateline.reading.kinds import kind_of_noun
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
CUT = frozenset({"relcl", "acl"})


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
    return (
        (tree.pos[i] in HEADS or tree.dep[i] in ("nsubj", "poss"))
        and tree.dep[i] not in WITHIN
        and (not tree.tag[i].startswith("W") or tree.dep[i] == "nsubj")
        and (tree.quotation[i] == OUTSIDE or tree.quotation[i] == tree.quotation[cue])
    )


def features(tree: Tree, cue: int, group: str, governed: str, beside: str, listed: list[int]) -> list[list[str]]:
    """Return what holds of each candidate for the source of a cue."""
    chain = _climb(tree, cue, 6)
    heads = {token: label for token, label in chain}
    lemma, pos, tag = tree.lemma[cue], tree.pos[cue], tree.tag[cue]
    shape = pos if pos != "VERB" else tag
    found = []
    left = right = 0
    subjects = any(tree.dep[kid] in ("nsubj", "nsubjpass") for kid in tree.kids[cue])
    agent = any(tree.dep[kid] == "agent" for kid in tree.kids[cue])
    for i in listed:
        if i == NOBODY:
            found.append(
                [
                    "nobody",
                    f"nobody {shape}",
                    f"nobody lemma={lemma}",
                    f"nobody group={group} {shape}",
                    f"nobody frame={governed}",
                    f"nobody {shape} {subjects} {agent}",
                    f"nobody dep={tree.dep[cue]} {shape}",
                    f"nobody {beside} {shape}",
                ]
            )
            continue
        if i < cue:
            left += 1
            order = f"L{left}"
        else:
            right += 1
            order = f"R{right}"
        path = _path(tree, i, heads)
        kind = _kind(tree, i)
        near = _gap(tree, i, cue)
        found.append(
            [
                f"order={order}",
                f"path={path}",
                f"path={path} {shape}",
                f"path={path} group={group}",
                f"path={path} kind={kind}",
                f"lemma={lemma} path={path}",
                f"kind={kind}",
                f"kind={kind} order={order}",
                f"word={tree.lemma[i]}",
                f"word={tree.lemma[i]} group={group}",
                f"order={order} {shape} dep={tree.dep[i]}",
                f"order={order} {near}",
                f"order={order} {beside} {shape}",
                f"dep={tree.dep[i]} {beside}",
                f"{near} {shape}",
                f"dep={tree.dep[i]} {'<' if i < cue else '>'}",
                f"dep={tree.dep[i]} kind={kind}",
                "speaks" if tree.lemma[i] in cues().carriers else "-",
                f"actor={kind_of_noun(tree.lemma[i])} {tree.pos[i]}",
            ]
        )
        if any(tree.dep[kid] == "appos" and tree.pos[kid] in HEADS for kid in tree.kids[i]):
            found[-1].append("has apposition")
    return found


def _kind(tree: Tree, i: int) -> str:
    if tree.pos[i] == "PRON":
        return tree.low[i]
    return f"{tree.pos[i]} {tree.entity[i]}"


def _climb(tree: Tree, i: int, most: int) -> list[tuple[int, str]]:
    """Return a token and those above it, each with the relations climbed to reach it."""
    found = [(i, "")]
    label = ""
    for _ in range(most):
        above = tree.head[i]
        if above == i:
            break
        label += f"^{tree.dep[i]}"
        i = above
        found.append((i, label))
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
    between = range(low, high)
    size = high - low
    marks = "".join(
        sorted({"," if tree.low[n] == "," else "v" if tree.pos[n] == "VERB" else "" for n in between[:12]})
    )
    return f"gap {min(size, 3) if size < 6 else 'far'} {marks}"


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
    return min(first, i), max(last, i)
