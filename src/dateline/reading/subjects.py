"""Subjects: who or what a clause speaks of, where the clause itself does not say.

"The ship hit a pillar and was towed away": the second clause shares the subject of the first. "The crew, who were
unhurt", "the bridge, built in 1931": a relative or participial clause speaks of the noun before it. Whoever reads such
a clause alone needs these words beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.reading.sources import noun_phrase
from dateline.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
"""Subjects that only stand for the noun before them."""

BESIDE = 3
"""Characters, a comma and a space, between a noun and the clause about it; one farther off is often of another noun."""

CHAIN = 4
"""Joined verbs climbed to the one that has the subject."""


def subject_elsewhere(head: Token, span: Span, text: str) -> Span | None:
    """Return the words outside `span` that a clause has for its subject; None where it has its own, or none is sure."""
    if head.pos_ not in ("VERB", "AUX"):
        return None
    own = _subject(head)
    if own is not None and own.lower_ not in RELATIVE:
        return None
    noun = _shared(head, own)
    if noun is None or noun.pos_ not in ("NOUN", "PROPN"):
        # a pronoun names nobody where it is read alone
        return None
    words = _balanced(noun_phrase(noun), text)
    if words.overlaps(span) or (head.dep_ in ("relcl", "acl") and not 0 <= span.start - words.end <= BESIDE):
        return None
    return words


def _balanced(span: Span, text: str) -> Span:
    """Return a span with the closing quotation mark that its last word stands before."""
    quoted = sum(text.count(mark, span.start, span.end) for mark in '"“”') % 2
    return Span(span.start, span.end + 1) if quoted and text[span.end : span.end + 1] in ('"', "”") else span


def _subject(verb: Token) -> Token | None:
    return next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)


def _shared(head: Token, own: Token | None) -> Token | None:
    """Return the noun that a clause without a subject of its own speaks of."""
    if head.dep_ == "relcl":
        # without a relative pronoun for its subject the clause says something about the noun, but not as its subject
        return head.head if own is not None else None
    if own is not None:
        return None
    if head.dep_ == "acl":
        return head.head if head.tag_ in ("VBN", "VBG") else None
    verb = head
    for _ in range(CHAIN):
        if verb.dep_ != "conj" or verb.head.pos_ not in ("VERB", "AUX"):
            return None
        verb = verb.head
        found = _subject(verb)
        if found is not None:
            relative = found.lower_ in RELATIVE and verb.dep_ == "relcl"
            return verb.head if relative else found
    return None
