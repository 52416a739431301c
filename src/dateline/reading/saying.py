"""Saying: what a cue introduces. One stretch behind the cue and one before it are chosen, each of several or none.

A stretch begins and ends where something that the cue governs, a quotation, a clause or the sentence does.
"""

from __future__ import annotations

from typing import NamedTuple

from dateline.reading.cues import cues
from dateline.reading.cuewords import beside_quotation, frame
from dateline.reading.tree import OUTSIDE, Tree

Stretch = tuple[int, int]
"""First and last token."""
Labels = dict[int, list[str]]
"""Tokens at which a stretch may begin (or end), each with why."""

NOTHING: Stretch = (-1, -1)
"""The choice of no stretch."""
NOT_SAID = frozenset({"punct", "aux", "auxpass", "neg", "prt", "mark", "cc", "det", "poss", "expl", "case", "intj"})
"""Relations of what a cue governs that is never said by it."""
QUOTE_MARKS = frozenset({'"', "''", "'", "``"})
BREAKS = {";": "semicolon", ":": "colon", "(": "bracket", "-": "dash", "--": "dash", "–": "dash", "—": "dash"}
"""Marks behind which a part of the sentence begins that a cue may stand in alone."""
LENGTHS = (1, 2, 4, 8, 16, 32, 64)


class Cue(NamedTuple):
    """A cue with its source: the token, the tokens the two take up, and what describes them."""

    at: int
    first: int
    last: int
    lemma: str
    group: str
    frame: str
    shape: str
    beside: str
    source: Stretch


def around(tree: Tree, cue: int, source: Stretch) -> tuple[int, int]:
    """Return the first and last token of a cue with the source beside it."""
    first = last = cue
    while first - 1 >= tree.first[cue] and tree.head[first - 1] == cue and tree.dep[first - 1] in ADJOINED:
        first -= 1
    low, high = source
    if low >= 0:
        if low < first and first - high <= 6:
            first = low
        elif high > last and low - last <= 4:
            last = high
    return first, last


ADJOINED = frozenset({"aux", "auxpass", "neg", "advmod"})


def cue_of(tree: Tree, at: int, source: Stretch) -> Cue:
    """Describe a cue whose source is known."""
    first, last = around(tree, at, source)
    lemma, pos = tree.lemma[at], tree.pos[at]
    shape = tree.tag[at] if pos == "VERB" else pos
    return Cue(at, first, last, lemma, cues().groups.get(lemma, "none"), frame(tree, at), shape, beside_quotation(tree, at), source)


def side(starts: Labels, chosen: Stretch) -> str:
    """Say what was chosen on one side of a cue, for the choice on the other."""
    return "nothing" if chosen[0] < 0 else "+".join(starts[chosen[0]])


def starts_behind(tree: Tree, cue: Cue) -> Labels:
    found: Labels = {}
    low, high = cue.source
    owners = [cue.at, tree.head[cue.at]] if cue.shape in ("NOUN", "amod") else [cue.at]
    for owner in owners:
        far = "" if owner == cue.at else "head "
        for kid in tree.kids[owner]:
            if tree.right[kid] <= cue.at or tree.dep[kid] in NOT_SAID or kid == cue.at:
                continue
            if low <= kid <= high or (owner != cue.at and kid < cue.at):
                continue
            begin = max(tree.left[kid], cue.at + 1)
            if low <= begin <= high:
                begin = high + 1
                if begin > tree.right[kid]:
                    continue
            dep = tree.dep[kid]
            label = f"prep-{tree.low[kid]}" if dep == "prep" else dep
            found.setdefault(begin, []).append(far + label)
            if dep in ("prep", "agent"):
                for inner in tree.kids[kid]:
                    if inner > kid and tree.dep[inner] in ("pobj", "pcomp") and not low <= inner <= high:
                        found.setdefault(tree.left[inner], []).append(f"{far}in {label}")
    rest = cue.last + 1
    last = tree.last[cue.at]
    while rest <= last and tree.pos[rest] in ("PUNCT", "SPACE") and tree.low[rest] not in QUOTE_MARKS:
        rest += 1
    if rest <= last:
        found.setdefault(rest, []).append("rest")
    opened = next((n for n in range(cue.at + 1, last + 1) if tree.quotation[n] != OUTSIDE), None)
    if opened is None:
        opened = _behind_sentence(tree, last)
    if opened is not None and tree.quotation[opened] != OUTSIDE:
        found.setdefault(tree.quotations[tree.quotation[opened]][0], []).append("quotation")
    elif opened is not None and rest > last:
        found.setdefault(opened, []).append("next")
    return found


def _behind_sentence(tree: Tree, last: int) -> int | None:
    """Return where what is said may begin behind a sentence: in its paragraph, or in the next behind a colon."""
    n = last + 1
    while n < len(tree.low) and tree.pos[n] == "SPACE":
        n += 1
    end = last
    while end > 0 and tree.pos[end] == "SPACE":
        end -= 1
    new = any("\n" in tree.low[k] for k in range(end + 1, min(n, len(tree.low))))
    return None if n >= len(tree.low) or (new and tree.low[end] != ":") else n


def ends_behind(tree: Tree, cue: Cue, starts: Labels) -> Labels:
    found: Labels = {}
    limit = tree.last[cue.at]
    for owner in [cue.at, tree.head[cue.at]] if cue.shape in ("NOUN", "amod") else [cue.at]:
        far = "" if owner == cue.at else "head "
        for kid in tree.kids[owner]:
            if tree.right[kid] > cue.at and tree.dep[kid] not in NOT_SAID and kid != cue.at:
                end = tree.right[kid]
                if cue.source[0] <= end <= cue.source[1]:
                    continue
                found.setdefault(end, []).append(f"{far}{tree.dep[kid]}")
                if tree.dep[kid] in ("ccomp", "xcomp", "dobj"):
                    for inner in tree.kids[kid]:
                        if inner > kid and tree.dep[inner] in ("advcl", "conj", "cc", "relcl", "prep", "parataxis"):
                            stop = tree.left[inner] - 1
                            if stop > cue.at:
                                found.setdefault(stop, []).append(f"before {tree.dep[inner]}")
    for kid in tree.kids[cue.at]:
        if kid > cue.at and tree.dep[kid] in ("conj", "advcl", "cc"):
            found.setdefault(tree.left[kid] - 1, []).append(f"before {tree.dep[kid]}")
    found.setdefault(limit, []).append("sentence")
    above = tree.head[cue.at]
    if tree.right[above] > cue.at:
        found.setdefault(tree.right[above], []).append("above")
    for start in starts:
        if tree.quotation[start] != OUTSIDE:
            found.setdefault(tree.quotations[tree.quotation[start]][1], []).append("quotation")
        if start > limit:
            found.setdefault(tree.last[start], []).append("next")
    closed = next((n for n in range(cue.last + 1, limit + 1) if tree.quotation[n] != OUTSIDE), None)
    if closed is not None:
        found.setdefault(min(limit, tree.quotations[tree.quotation[closed]][1]), []).append("closed")
    for n in range(cue.last + 1, limit):
        if tree.low[n] == ";":
            found.setdefault(n - 1, []).append("semicolon")
            break
    return {n: labels for n, labels in found.items() if n > cue.at}


def starts_before(tree: Tree, cue: Cue) -> Labels:
    found: Labels = {}
    begin = tree.first[cue.at]
    edge = cue.first - 1
    found.setdefault(begin, []).append("sentence")
    for kid in tree.kids[cue.at]:
        if kid < cue.at and tree.dep[kid] not in NOT_SAID and not cue.source[0] <= kid <= cue.source[1]:
            found.setdefault(tree.left[kid], []).append(tree.dep[kid])
    above, dep = tree.head[cue.at], tree.dep[cue.at]
    if above != cue.at and above < cue.at and not cue.source[0] <= above <= cue.source[1]:
        found.setdefault(tree.left[above], []).append(f"above {dep}")
        higher = tree.head[above]
        if higher < cue.at:
            found.setdefault(tree.left[higher], []).append(f"above {tree.dep[above]} {dep}")
    near = next((n for n in range(edge, max(edge - 4, -1), -1) if tree.quotation[n] != OUTSIDE), None)
    if near is not None:
        found.setdefault(tree.quotations[tree.quotation[near]][0], []).append("quotation")
    for n in range(edge - 1, begin, -1):
        if tree.quotation[n] != OUTSIDE:
            continue
        label = BREAKS.get(tree.low[n]) or ("joined" if tree.dep[n] == "cc" and tree.low[n - 1] == "," else None)
        if label is not None:
            found.setdefault(n + 1, []).append(label)
            break
    return {n: labels for n, labels in found.items() if n <= edge}


def ends_before(tree: Tree, cue: Cue) -> Labels:
    found: Labels = {}
    if cue.first - 1 >= 0:
        found[cue.first - 1] = ["cue"]
    for kid in tree.kids[cue.at]:
        end = tree.right[kid]
        if end < cue.first - 1 and tree.dep[kid] not in NOT_SAID and not cue.source[0] <= kid <= cue.source[1]:
            found.setdefault(end, []).append(tree.dep[kid])
    above, dep = tree.head[cue.at], tree.dep[cue.at]
    if above < cue.first - 1 and dep in ("acl", "relcl") and not cue.source[0] <= above <= cue.source[1]:
        found.setdefault(above, []).append(f"above {dep}")
    return found


def options(tree: Tree, cue: Cue, starts: Labels, ends: Labels) -> list[Stretch]:
    """Return every stretch from a start to an end, and none; only a quotation reaches beyond the sentence."""
    found = [NOTHING]
    limit = tree.last[cue.at]
    for start in sorted(starts):
        for end in sorted(ends):
            if start <= end and (
                end <= limit or start > limit or tree.quotation[start] == tree.quotation[end] != OUTSIDE
            ):
                found.append((start, end))
    return found


def features(tree: Tree, cue: Cue, starts: Labels, ends: Labels, listed: list[Stretch], other: str) -> list[list[str]]:
    """Return what holds of each stretch; `other` tells what was chosen on the other side of the cue."""
    lemma, group, shape, governed = cue.lemma, cue.group, cue.shape, cue.frame
    found = []
    own = f"{group} {shape}"
    dep = tree.dep[cue.at]
    for first, last in listed:
        if first < 0:
            found.append(
                [
                    "nothing",
                    f"nothing {own}",
                    f"nothing lemma={lemma}",
                    f"nothing frame={governed}",
                    f"nothing dep={dep} {shape}",
                    f"nothing other={other}",
                    f"nothing other={other} {group}",
                    f"nothing {cue.beside} {other}",
                    f"nothing {cue.beside} {group}",
                    f"nothing {tree.low[cue.first - 1] if cue.first > tree.first[cue.at] else '<'} {group}",
                    f"nothing {tree.low[cue.last + 1] if cue.last < tree.last[cue.at] else '>'} {group}",
                ]
            )
            continue
        size = last - first + 1
        length = sum(size > n for n in LENGTHS)
        begins, stops = starts[first], ends[last]
        gap = _gap(tree, cue, first, last)
        marks = f"marks={_marks(tree, first, last)}"
        held = [
            f"length={length}",
            f"length={length} {group}",
            f"first={tree.low[first]}",
            f"last={tree.low[last]}",
            f"next={tree.low[last + 1] if last + 1 < len(tree.low) else '>'}",
            marks,
            f"{marks} {cue.beside}",
        ]
        for b in begins:
            held += (f"from {b}", f"from {b} {own}", f"from {b} lemma={lemma}", f"from {b} frame={governed}")
            held += (f"from {b} {gap}", f"from {b} {gap} {group}", f"from {b} before={tree.low[first - 1] if first else '<'}",)
            held += (f"from {b} other={other}", f"from {b} dep={dep}", f"from {b} {cue.beside}")
            for e in stops:
                held += (f"{b} to {e} {cue.beside}", f"{b} to {e}", f"{b} to {e} {own}", f"{b} to {e} lemma={lemma}", f"{b} to {e} frame={governed}")
        for e in stops:
            held += (f"to {e}", f"to {e} {own}", f"to {e} {dep}")
        found.append(held)
    return found


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
    if one == other:
        inside = "outside" if one == OUTSIDE else "exactly" if tree.quotations[one] == (first, last) else "inside"
        opened = next((n for n in range(first, last) if tree.quotation[n] != OUTSIDE), None)
        if inside == "outside" and opened is not None:
            inside = f"holds behind {tree.low[opened - 1]}"
        return inside + cut
    opened = tree.quotations[other][0] if other != OUTSIDE and one == OUTSIDE else first
    lead = f" behind {tree.low[opened - 1]}" if opened > first else ""
    return f"{'quotation' if one != OUTSIDE else 'plain'} {'quotation' if other != OUTSIDE else 'plain'}{cut}{lead}"
