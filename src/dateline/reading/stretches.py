"""Stretches: where what is said may begin and end, behind a cue and before it.

It begins and ends where something that the cue governs does, or a quotation, a clause, the sentence; each such token is
labelled with why, and a stretch is any pair of them.
"""

from __future__ import annotations

from collections.abc import Iterator
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
ADJOINED = frozenset({"aux", "auxpass", "neg", "advmod"})
"""Relations of words right before a cue that belong to it."""
QUOTE_MARKS = frozenset({'"', "''", "'", "``"})
BREAKS = {";": "semicolon", ":": "colon", "(": "bracket", "-": "dash", "--": "dash", "–": "dash", "—": "dash"}
"""Marks behind which a part of the sentence begins that a cue may stand in alone."""
FAR = 120
"""Tokens on either side of a cue within which marks are looked for."""
EDGES = 24
"""Starts (and ends) considered for one cue."""
TAILS = frozenset({"advcl", "conj", "cc", "relcl", "prep", "parataxis"})
"""Relations before which what is said may stop."""


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

    def voices(self, token: int) -> bool:
        """Tell whether a token belongs to the source."""
        return self.source[0] <= token <= self.source[1]


def cue_of(tree: Tree, at: int) -> Cue:
    """Describe a cue whose source is not known yet."""
    lemma, pos = tree.lemma[at], tree.pos[at]
    shape = tree.tag[at] if pos == "VERB" else pos
    group = cues().groups.get(lemma, "none")
    return Cue(at, begin_of(tree, at), at, lemma, group, frame(tree, at), shape, beside_quotation(tree, at), NOTHING)


def with_source(cue: Cue, source: Stretch) -> Cue:
    """Describe a cue with its source: one right before it or behind it is taken together with it."""
    low, high = source
    if low >= 0 and low < cue.first and cue.first - high <= 6:
        return cue._replace(first=low, source=source)
    if high > cue.at and low - cue.at <= 4:
        return cue._replace(last=high, source=source)
    return cue._replace(source=source)


def begin_of(tree: Tree, at: int) -> int:
    """Return the first of the auxiliaries and adverbs right before a cue, or the cue."""
    first = at
    while first - 1 >= tree.first[at] and tree.head[first - 1] == at and tree.dep[first - 1] in ADJOINED:
        first -= 1
    return first


def options(tree: Tree, cue: Cue, starts: Labels, ends: Labels) -> list[Stretch]:
    """Return every stretch from a start to an end, and none; only a quotation reaches beyond the sentence."""
    limit = tree.last[cue.at]
    begins, stops = _nearest(cue, starts), _nearest(cue, ends)
    pairs = ((start, end) for start in begins for end in stops if start <= end)
    return [NOTHING, *((s, e) for s, e in pairs if e <= limit or s > limit or _opened(tree, e, limit))]


def _nearest(cue: Cue, labels: Labels) -> list[int]:
    """Return tokens in order; of a sentence without end only those nearest to the cue, which bounds the work."""
    return sorted(sorted(labels, key=lambda n: (abs(n - cue.at), n))[:EDGES] if len(labels) > EDGES else labels)


def _opened(tree: Tree, end: int, limit: int) -> bool:
    return tree.quotation[end] != OUTSIDE and tree.quotations[tree.quotation[end]][0] <= limit


def _whole(tree: Tree, labels: Labels, side: int) -> Labels:
    """Move what lies within a quotation to its first mark (side 0) or its last (side 1): no quotation is cut."""
    found: Labels = {}
    for token in sorted(labels):
        quotation = tree.quotation[token]
        moved = token if quotation == OUTSIDE else tree.quotations[quotation][side]
        known = found.setdefault(moved, [])
        known += [label for label in labels[token] if label not in known]
    return found


# ---------------------------------------------------------------- behind


def starts_behind(tree: Tree, cue: Cue) -> Labels:
    """Return where a stretch behind a cue may begin."""
    found: Labels = {}
    for kid, far in _governed_behind(tree, cue):
        begin = max(tree.left[kid], cue.at + 1)
        if cue.voices(begin):
            begin = cue.source[1] + 1
        if begin <= tree.right[kid]:
            label = _relation(tree, kid)
            found.setdefault(begin, []).append(far + label)
            if tree.dep[kid] in ("prep", "agent"):
                _objects(tree, cue, kid, f"{far}in {label}", found)
    last = tree.last[cue.at]
    rest = cue.last + 1
    while rest <= last and tree.pos[rest] in ("PUNCT", "SPACE") and tree.low[rest] not in QUOTE_MARKS:
        rest += 1
    if rest <= last:
        found.setdefault(rest, []).append("rest")
    opened = tree.quotation_from(cue.at + 1) if cue.at < last else None
    if opened is None or opened > last:
        opened = _behind_sentence(tree, last)
    if opened is not None and tree.quotation[opened] != OUTSIDE:
        found.setdefault(tree.quotations[tree.quotation[opened]][0], []).append("quotation")
    elif opened is not None and rest > last:
        found.setdefault(opened, []).append("next")
    return _whole(tree, found, 0)


def _governed_behind(tree: Tree, cue: Cue) -> Iterator[tuple[int, str]]:
    """Yield what a cue governs behind it; for a noun also what its verb does ("their view was that")."""
    at = cue.at
    owners = (at, tree.head[at]) if cue.shape == "NOUN" else (at,)
    for owner in owners:
        for kid in tree.kids[owner]:
            if tree.right[kid] <= at or tree.dep[kid] in NOT_SAID or kid == at or cue.voices(kid):
                continue
            if owner == at or kid > at:
                yield kid, "" if owner == at else "head "


def _relation(tree: Tree, kid: int) -> str:
    return f"prep-{tree.low[kid]}" if tree.dep[kid] == "prep" else tree.dep[kid]


def _objects(tree: Tree, cue: Cue, kid: int, label: str, found: Labels) -> None:
    for inner in tree.kids[kid]:
        if inner > kid and tree.dep[inner] in ("pobj", "pcomp") and not cue.voices(inner):
            found.setdefault(tree.left[inner], []).append(label)


def _behind_sentence(tree: Tree, last: int) -> int | None:
    """Return where what is said may begin behind a sentence: in its paragraph, or in the next behind a colon."""
    begin = last + 1
    while begin < len(tree.low) and tree.pos[begin] == "SPACE":
        begin += 1
    end = last
    while end > 0 and tree.pos[end] == "SPACE":
        end -= 1
    if begin >= len(tree.low):
        return None
    new = any("\n" in word for word in tree.low[end + 1 : begin])
    return None if new and tree.low[end] != ":" else begin


def ends_behind(tree: Tree, cue: Cue, starts: Labels) -> Labels:
    """Return where a stretch behind a cue may end."""
    found: Labels = {}
    at, limit = cue.at, tree.last[cue.at]
    for kid, far in _governed_behind(tree, cue):
        end = tree.right[kid]
        if not cue.voices(end):
            found.setdefault(end, []).append(far + tree.dep[kid])
            if tree.dep[kid] in ("ccomp", "xcomp", "dobj"):
                _before_tails(tree, kid, TAILS, found)
    _before_tails(tree, at, frozenset({"conj", "advcl", "cc"}), found)
    found.setdefault(limit, []).append("sentence")
    above = tree.head[at]
    found.setdefault(tree.right[above], []).append("above")
    for start in starts:
        if tree.quotation[start] != OUTSIDE:
            found.setdefault(tree.quotations[tree.quotation[start]][1], []).append("quotation")
        if start > limit:
            found.setdefault(tree.last[start], []).append("next")
    closed = tree.quotation_from(cue.last + 1) if cue.last < limit else None
    if closed is not None and closed <= limit:
        found.setdefault(min(limit, tree.quotations[tree.quotation[closed]][1]), []).append("closed")
        joined = _joined(tree, closed)
        if joined is not None:
            found.setdefault(min(limit, joined), []).append("joined")
    near = tree.low[cue.last + 1 : min(limit, cue.last + FAR)]
    if ";" in near:
        found.setdefault(cue.last + near.index(";"), []).append("semicolon")
    return {n: labels for n, labels in _whole(tree, found, 1).items() if n > at}


def _joined(tree: Tree, token: int) -> int | None:
    """Return the last token of the quotations that "and" or a comma joins to that of a token ('"Go," and "Now"')."""
    number = tree.quotation[token]
    while number + 1 < len(tree.quotations):
        end, begin = tree.quotations[number][1], tree.quotations[number + 1][0]
        if not 0 < begin - end <= 3 or not {"and", "or", ","} >= set(tree.low[end + 1 : begin]):
            break
        number += 1
    return tree.quotations[number][1] if number > tree.quotation[token] else None


def _before_tails(tree: Tree, owner: int, tails: frozenset[str], found: Labels) -> None:
    for inner in tree.kids[owner]:
        if inner > owner and tree.dep[inner] in tails:
            found.setdefault(tree.left[inner] - 1, []).append(f"before {tree.dep[inner]}")


# ---------------------------------------------------------------- before


def starts_before(tree: Tree, cue: Cue) -> Labels:
    """Return where a stretch before a cue may begin."""
    found: Labels = {}
    begin, edge = tree.first[cue.at], cue.first - 1
    found.setdefault(begin, []).append("sentence")
    for kid in _governed_before(tree, cue):
        found.setdefault(tree.left[kid], []).append(tree.dep[kid])
    above, dep = tree.head[cue.at], tree.dep[cue.at]
    if above < cue.at and not cue.voices(above):
        found.setdefault(tree.left[above], []).append(f"above {dep}")
        higher = tree.head[above]
        if higher < cue.at:
            found.setdefault(tree.left[higher], []).append(f"above {tree.dep[above]} {dep}")
    near = next((n for n in range(edge, max(edge - 4, -1), -1) if tree.quotation[n] != OUTSIDE), None)
    if near is not None:
        found.setdefault(tree.quotations[tree.quotation[near]][0], []).append("quotation")
    for n in range(edge - 1, max(begin, edge - FAR), -1):
        label = _break(tree, n)
        if label is not None:
            found.setdefault(n + 1, []).append(label)
            break
    return {n: labels for n, labels in _whole(tree, found, 0).items() if n <= edge}


def _governed_before(tree: Tree, cue: Cue) -> Iterator[int]:
    for kid in tree.kids[cue.at]:
        if kid < cue.at and tree.dep[kid] not in NOT_SAID and not cue.voices(kid):
            yield kid


def _break(tree: Tree, n: int) -> str | None:
    """Return the name of a token behind which a part of the sentence begins, or None."""
    if tree.quotation[n] != OUTSIDE:
        return None
    if tree.dep[n] == "cc" and tree.low[n - 1] == ",":
        return "joined"
    return BREAKS.get(tree.low[n])


def ends_before(tree: Tree, cue: Cue) -> Labels:
    """Return where a stretch before a cue may end."""
    edge = cue.first - 1
    found: Labels = {edge: ["cue"]} if edge >= 0 else {}
    for kid in _governed_before(tree, cue):
        if tree.right[kid] < edge:
            found.setdefault(tree.right[kid], []).append(tree.dep[kid])
    above, dep = tree.head[cue.at], tree.dep[cue.at]
    if above < edge and dep in ("acl", "relcl") and not cue.voices(above):
        found.setdefault(above, []).append(f"above {dep}")
    return {n: labels for n, labels in _whole(tree, found, 1).items() if n <= edge}
