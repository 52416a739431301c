"""Clauses: the parse of each sentence cut into pieces that each report one thing.

A clause has a head token (a finite or participial verb, or the root of a fragment) and the tokens that depend
on it more nearly than on another head; its span runs from the first to the last of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dateline.reading.language import tokens_of
from dateline.records import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spacy.tokens import Doc, Token

SMALLEST = 4
"""Tokens below which a joined or subordinate verb stays part of the clause around it ("killed or captured")."""

CONDITIONS = frozenset({"if", "unless", "once", "until", "till", "provided", "soon", "whether", "because", "so"})
"""Marks of clauses without which the clause around them would say something else; they are never cut off."""

LEADING = frozenset(
    {"and", "but", "or", "that", "as", "while", "so", "yet", ",", ";", ":", "-", "–", "—", "(", ")", ".", "..."}
)
"""Words and marks that join a clause to the one before it and say nothing of what it reports."""

SHARED_TIME = frozenset({"as", "when", "while"})
"""Conjunctions that put two clauses at the same time."""


class Clause(NamedTuple):
    """One clause: its head, the tokens that are its own (indices into the doc), its span, its parent's head (index)."""

    head: Token
    own: tuple[int, ...]
    span: Span
    parent: int | None
    mark: str | None


def clauses(doc: Doc, cues: Sequence[Span] = (), contents: Sequence[Span] = ()) -> list[Clause]:
    """Cut every sentence into clauses, in order of their spans.

    `cues` are the cues of attributions: what such a verb introduces is a clause of its own. So is a relative clause
    behind the `contents` of attributions, which nobody is said to have said.
    """
    cued = {i for cue in cues for i in range(cue.start, cue.end)}
    ends = {content.end for content in contents}
    roots = {sent.root.i for sent in doc.sents}
    heads = {
        token.i: token for token in tokens_of(doc, "VERB", "AUX") if token.i in roots or _is_head(token, cued, ends)
    }
    heads |= {i: doc[i] for i in roots - heads.keys()}
    owner = _owners(doc, heads.keys())
    own: dict[int, list[int]] = {}
    for i, head in enumerate(owner):
        own.setdefault(head, []).append(i)
    found = []
    for head, token in heads.items():
        span = _trimmed(doc, own[head])
        if span is not None:
            parent = owner[token.head.i] if token.head.i != head else None
            found.append(Clause(token, tuple(own[head]), span, parent, _mark(token)))
    return sorted(found, key=lambda clause: (clause.span, clause.head.i))


def _owners(doc: Doc, heads: Collection[int]) -> list[int]:
    """Return, for each token, the head of its clause: the nearest one above it in the parse."""
    above = [i + offset for i, offset in enumerate(doc.to_array("HEAD").astype("int64").tolist())] if len(doc) else []
    owner = [-1] * len(above)
    for head in heads:
        owner[head] = head
    for i in range(len(above)):
        path = []
        at = i
        while owner[at] < 0:
            path.append(at)
            at = above[at]
        for passed in path:
            owner[passed] = owner[at]
    return owner


def _mark(head: Token) -> str | None:
    """Return the conjunction that puts a clause at the time of another."""
    marks = (child.lower_ for child in head.lefts if child.dep_ in ("mark", "advmod"))
    return next((mark for mark in marks if mark in SHARED_TIME), None)


def _is_head(token: Token, cued: set[int], ends: set[int]) -> bool:
    dep = token.dep_
    if dep in ("ccomp", "xcomp"):
        return dep == "ccomp" and token.head.idx in cued
    if dep not in ("advcl", "relcl", "parataxis", "acl", "conj"):
        return False
    if token.right_edge.i - token.left_edge.i + 1 < SMALLEST:
        return False
    subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in token.lefts)
    if dep == "conj":
        return token.head.dep_ != "xcomp" and token.head.pos_ in ("VERB", "AUX")
    edge = token.left_edge
    apart = edge.i > 0 and edge.nbor(-1).text in (",", ";", "-", "–", "—", "(")
    if dep == "relcl" and not apart:
        return edge.i > 0 and edge.nbor(-1).idx + len(edge.nbor(-1)) in ends
    if dep == "advcl":
        if token.head.lower_ in CONDITIONS or any(child.lower_ in CONDITIONS for child in token.lefts):
            return False
        return subject or apart or bool(edge.is_sent_start)
    return apart


def _trimmed(doc: Doc, tokens: list[int]) -> Span | None:
    """Return the span from first to last token, without the joints at its edges."""
    first, last = 0, len(tokens) - 1
    while first <= last and (doc[tokens[first]].is_space or _leads_in(doc[tokens[first]])):
        first += 1
    while last >= first and (
        doc[tokens[last]].is_space or doc[tokens[last]].lower_ in (",", ";", ":", ".", "-", "–", "—", "and", "but", "(")
    ):
        last -= 1
    if first > last:
        return None
    start, end = doc[tokens[first]], doc[tokens[last]]
    return Span(start.idx, end.idx + len(end))


def _leads_in(token: Token) -> bool:
    """Tell whether a word only joins a clause to what stands before; the subject of a relative clause does more."""
    return token.lower_ in LEADING and not (token.tag_ == "WDT" and token.dep_ in ("nsubj", "nsubjpass"))
