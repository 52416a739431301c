"""Saying: what a cue introduces. One stretch behind the cue and one before it are chosen, each of several or none."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.reading.stretches import Cue, Labels, Stretch
from dateline.reading.tree import OUTSIDE, Tree

LENGTHS = (1, 2, 4, 8, 16, 32, 64)
"""Tokens beyond which a stretch counts as longer."""


def side(starts: Labels, chosen: Stretch) -> str:
    """Say what was chosen on one side of a cue, for the choice on the other."""
    return "nothing" if chosen[0] < 0 else "+".join(starts[chosen[0]])


def features(
    tree: Tree, cue: Cue, starts: Labels, ends: Labels, listed: Sequence[Stretch], other: str
) -> list[list[str]]:
    """Return what holds of each stretch; `other` tells what was chosen on the other side of the cue."""
    return [
        _of_nothing(tree, cue, other)
        if stretch[0] < 0
        else _of_stretch(tree, cue, stretch, (starts[stretch[0]], ends[stretch[1]]), other)
        for stretch in listed
    ]


def _of_nothing(tree: Tree, cue: Cue, other: str) -> list[str]:
    group, shape = cue.group, cue.shape
    return [
        "nothing",
        f"nothing {group} {shape}",
        f"nothing lemma={cue.lemma}",
        f"nothing frame={cue.frame}",
        f"nothing dep={tree.dep[cue.at]} {shape}",
        f"nothing other={other}",
        f"nothing other={other} {group}",
        f"nothing {cue.beside} {other}",
        f"nothing {cue.beside} {group}",
        f"nothing {tree.low[cue.first - 1] if cue.first > tree.first[cue.at] else '<'} {group}",
        f"nothing {tree.low[cue.last + 1] if cue.last < tree.last[cue.at] else '>'} {group}",
    ]


def _of_stretch(
    tree: Tree, cue: Cue, stretch: Stretch, labels: tuple[Sequence[str], Sequence[str]], other: str
) -> list[str]:
    first, last = stretch
    group, dep, own = cue.group, tree.dep[cue.at], f"{cue.group} {cue.shape}"
    lemma, governed = f"lemma={cue.lemma}", f"frame={cue.frame}"
    length = f"length={sum(last - first >= n for n in LENGTHS)}"
    gap = _gap(tree, cue, first, last)
    marks = f"marks={_marks(tree, first, last)}"
    lead = tree.low[first - 1] if first else "<"
    held = [
        length,
        f"{length} {group}",
        f"first={tree.low[first]}",
        f"last={tree.low[last]}",
        f"next={tree.low[last + 1] if last + 1 < len(tree.low) else '>'}",
        marks,
        f"{marks} {cue.beside}",
    ]
    begins, stops = labels
    for b in begins:
        held += (f"from {b}", f"from {b} {own}", f"from {b} {lemma}", f"from {b} {governed}", f"from {b} before={lead}")
        held += (f"from {b} {gap}", f"from {b} {gap} {group}")
        held += (f"from {b} other={other}", f"from {b} dep={dep}", f"from {b} {cue.beside}")
        for e in stops:
            way = f"{b} to {e}"
            held += (way, f"{way} {cue.beside}", f"{way} {own}", f"{way} {lemma}", f"{way} {governed}")
    for e in stops:
        held += (f"to {e}", f"to {e} {own}", f"to {e} {dep}")
    return held


def _gap(tree: Tree, cue: Cue, first: int, last: int) -> str:
    """Say how far a stretch is from its cue, and whether another verb stands between."""
    low, high = (cue.last + 1, first) if first > cue.at else (last + 1, cue.first)
    size = high - low
    verb = "verb" if "VERB" in tree.pos[low:high] else ""
    return f"gap {size if size < 3 else 'near' if size < 8 else 'far'} {verb}"


def _marks(tree: Tree, first: int, last: int) -> str:
    """Say how a stretch lies to the quotations: whole ones, cut ones, from mark to mark, none."""
    one, other = tree.quotation[first], tree.quotation[last]
    cut = ""
    if one != OUTSIDE and tree.quotations[one][0] < first:
        cut += "<"
    if other != OUTSIDE and tree.quotations[other][1] > last:
        cut += ">"
    if one == other != OUTSIDE:
        return ("exactly" if tree.quotations[one] == (first, last) else "inside") + cut
    if one == other:
        opened = next((n for n in range(first, last) if tree.quotation[n] != OUTSIDE), None)
        return "outside" if opened is None else f"holds behind {tree.low[opened - 1]}"
    opened = tree.quotations[other][0] if one == OUTSIDE else first
    lead = f" behind {tree.low[opened - 1]}" if opened > first else ""
    return f"{'plain' if one == OUTSIDE else 'quotation'} {'plain' if other == OUTSIDE else 'quotation'}{cut}{lead}"
