"""Clauses: the parse of each sentence cut into pieces that each report one thing.

A clause has a head token (a finite or participial verb, or the root of a fragment) and the tokens that depend
on it more nearly than on another head; its span runs from the first to the last of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dateline.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

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


def clauses(doc: Doc, cues: Sequence[Span] = ()) -> list[Clause]:
    """Cut every sentence into clauses, in order of their spans.

    `cues` are the cues of attributions: what such a verb introduces is a clause of its own.
    """
    cued = {i for cue in cues for i in range(cue.start, cue.end)}
    found = [clause for sent in doc.sents for clause in _cut(doc, sent, cued)]
    return sorted(found, key=lambda clause: (clause.span, clause.head.i))


def _cut(doc: Doc, sent: DocSpan, cued: set[int]) -> list[Clause]:
    heads = {token.i for token in sent if _is_head(token, cued)}
    owner: dict[int, int] = {}
    for token in sent:
        path = []
        at = token
        while at.i not in heads and at.i not in owner and at.head.i != at.i:
            path.append(at.i)
            at = at.head
        end = owner.get(at.i, at.i)
        owner[at.i] = end
        for i in path:
            owner[i] = end
    own: dict[int, list[int]] = {head: [] for head in heads}
    for i in sorted(owner):
        own.setdefault(owner[i], []).append(i)
    made = []
    for head, tokens in own.items():
        span = _trimmed(doc, tokens)
        if span is None:
            continue
        token = doc[head]
        parent = owner.get(token.head.i) if token.head.i != head else None
        mark = next(
            (child.lower_ for child in token.lefts if child.dep_ in ("mark", "advmod") and child.lower_ in SHARED_TIME),
            None,
        )
        made.append(Clause(token, tuple(tokens), span, parent, mark))
    return made


def _is_head(token: Token, cued: set[int]) -> bool:
    dep = token.dep_
    if dep == "ROOT":
        return True
    if token.pos_ not in ("VERB", "AUX"):
        return False
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
    if dep == "advcl":
        if token.head.lower_ in CONDITIONS or any(child.lower_ in CONDITIONS for child in token.lefts):
            return False
        return subject or apart or bool(edge.is_sent_start)
    return apart


def _trimmed(doc: Doc, tokens: list[int]) -> Span | None:
    """Return the span from first to last token, without the joints at its edges."""
    first, last = 0, len(tokens) - 1
    while first <= last and (doc[tokens[first]].is_space or doc[tokens[first]].lower_ in LEADING):
        first += 1
    while last >= first and (
        doc[tokens[last]].is_space or doc[tokens[last]].lower_ in (",", ";", ":", ".", "-", "–", "—", "and", "but", "(")
    ):
        last -= 1
    if first > last:
        return None
    start, end = doc[tokens[first]], doc[tokens[last]]
    return Span(start.idx, end.idx + len(end))
