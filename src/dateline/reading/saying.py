"""Saying: what a cue introduces. One stretch behind the cue and one before it are chosen, each of several or none.

What holds of a stretch is what holds of its start, of its end and of the two together, so that each is weighed once.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.reading.linear import Weights, weigh
from dateline.reading.stretches import NOTHING, Cue, Labels, Stretch
from dateline.reading.tree import OUTSIDE, Tree

Edges = tuple[Labels, Labels]
"""Tokens at which a stretch may begin, and those at which it may end."""
LENGTHS = (1, 2, 4, 8, 16, 32, 64)
"""Tokens beyond which a stretch counts as longer."""


def side(starts: Labels, chosen: Stretch) -> str:
    """Say what was chosen on one side of a cue, for the choice on the other."""
    return "nothing" if chosen[0] < 0 else "+".join(starts[chosen[0]])


def features(tree: Tree, cue: Cue, edges: Edges, listed: Sequence[Stretch], other: str) -> list[list[str]]:
    """Return what holds of each stretch; `other` tells what was chosen on the other side of the cue."""
    begun, ended = _of_edges(tree, cue, edges, listed, other)
    return [
        _of_nothing(tree, cue, other)
        if stretch == NOTHING
        else [*begun[stretch[0]], *ended[stretch[1]], *_of_pair(tree, cue, stretch, edges)]
        for stretch in listed
    ]


def best_of(tree: Tree, cue: Cue, edges: Edges, listed: Sequence[Stretch], other: str, known: Weights) -> Stretch:
    """Return the stretch that weighs most, the first of equals."""
    begun, ended = _of_edges(tree, cue, edges, listed, other)
    starting = {n: weigh(held, known) for n, held in begun.items()}
    ending = {n: weigh(held, known) for n, held in ended.items()}
    return max(
        listed,
        key=lambda s: (
            weigh(_of_nothing(tree, cue, other), known)
            if s == NOTHING
            else starting[s[0]] + ending[s[1]] + weigh(_of_pair(tree, cue, s, edges), known)
        ),
    )


def _of_edges(
    tree: Tree, cue: Cue, edges: Edges, listed: Sequence[Stretch], other: str
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    starts, ends = edges
    begun = {n: _of_start(tree, cue, n, starts[n], other) for n in {first for first, _ in listed if first >= 0}}
    ended = {n: _of_end(tree, cue, n, ends[n]) for n in {last for _, last in listed if last >= 0}}
    return begun, ended


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


def _of_start(tree: Tree, cue: Cue, first: int, labels: Sequence[str], other: str) -> list[str]:
    group, dep = cue.group, tree.dep[cue.at]
    own, lemma, governed = f"{group} {cue.shape}", f"lemma={cue.lemma}", f"frame={cue.frame}"
    lead = tree.low[first - 1] if first else "<"
    gap = _gap(tree, cue.last + 1, first) if first > cue.at else "before"
    held = [f"first={tree.low[first]}"]
    for b in labels:
        held += (f"from {b}", f"from {b} {own}", f"from {b} {lemma}", f"from {b} {governed}", f"from {b} before={lead}")
        held += (f"from {b} {gap}", f"from {b} {gap} {group}")
        held += (f"from {b} other={other}", f"from {b} dep={dep}", f"from {b} {cue.beside}")
    return held


def _of_end(tree: Tree, cue: Cue, last: int, labels: Sequence[str]) -> list[str]:
    own, dep = f"{cue.group} {cue.shape}", tree.dep[cue.at]
    after = tree.low[last + 1] if last + 1 < len(tree.low) else ">"
    held = [f"last={tree.low[last]}", f"next={after}"]
    gap = _gap(tree, last + 1, cue.first) if last < cue.at else "behind"
    for e in labels:
        held += (f"to {e}", f"to {e} {own}", f"to {e} {dep}")
        held += (f"to {e} {gap}", f"to {e} {gap} {cue.group}")
    return held


def _of_pair(tree: Tree, cue: Cue, stretch: Stretch, edges: Edges) -> list[str]:
    first, last = stretch
    begins, stops = edges[0][first], edges[1][last]
    group, own = cue.group, f"{cue.group} {cue.shape}"
    lemma, governed = f"lemma={cue.lemma}", f"frame={cue.frame}"
    length = f"length={sum(last - first >= n for n in LENGTHS)}"
    marks = f"marks={_marks(tree, first, last)}"
    held = [length, f"{length} {group}", marks, f"{marks} {cue.beside}"]
    for b in begins:
        for e in stops:
            way = f"{b} to {e}"
            held += (way, f"{way} {cue.beside}", f"{way} {own}", f"{way} {lemma}", f"{way} {governed}")
    return held


def _gap(tree: Tree, low: int, high: int) -> str:
    """Say how far a stretch is from its cue, and whether another verb stands between."""
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
        opened = tree.quotation_from(first)
        return "outside" if opened is None or opened >= last else f"holds behind {tree.low[opened - 1]}"
    opened = tree.quotations[other][0] if one == OUTSIDE else first
    lead = f" behind {tree.low[opened - 1]}" if opened > first else ""
    return f"{'plain' if one == OUTSIDE else 'quotation'} {'plain' if other == OUTSIDE else 'quotation'}{cut}{lead}"
