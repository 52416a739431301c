"""Who does it and to whom: the actors at a verb's subject and objects, found through the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dateline.reading.cues import cues
from dateline.reading.roots import names_deed
from dateline.reading.shelf import Shelf

if TYPE_CHECKING:
    from spacy.tokens import Token

PRONOUNS = frozenset({"it", "he", "she", "they", "we", "i"})
RELATIVE = frozenset({"who", "which", "that"})
TOWARDS = frozenset({"against", "on", "over", "with", "to", "at", "for", "from", "between"})
"""Prepositions before the one it is done to."""

SUFFERED = frozenset({"die", "perish"})
"""Verbs whose subject does nothing."""

SUFFERED_IN = frozenset({"in", "by", "during", "from", "to"})

CHAIN = 4
"""Verbs gone up to find the subject that several share."""


class Field(NamedTuple):
    """Who, where and when is mentioned at which token offset."""

    actors: dict[int, int]
    places: Shelf
    times: Shelf
    bodies: frozenset[int]
    kinds: tuple[str, ...]

    def kind_of(self, actor: int | None) -> str:
        """Return the kind of an actor; a dash for none."""
        return "-" if actor is None else self.kinds[actor]


def roles(verb: Token, field: Field, depth: int = 2) -> tuple[int | None, int | None]:
    """Return who does it and to whom: subject and object, turned round in the passive."""
    actor = recipient = None
    suffers = verb.lemma_.lower() in SUFFERED
    passive = suffers
    later: list[Token] = []
    for child in verb.children:
        dep = child.dep_
        if dep == "nsubj" and not suffers:
            actor = _subject(child, verb, field)
        elif dep in ("nsubj", "nsubjpass", "dobj", "dative"):
            passive = passive or dep == "nsubjpass"
            inner = _subject(child, verb, field) if dep in ("nsubj", "nsubjpass") else _who(child, field)
            recipient = inner if recipient is None else recipient
            later.append(child)
        elif dep == "agent" or (dep == "prep" and child.lower_ == "by"):
            actor = object_of(child, field) if actor is None else actor
        elif dep == "prep" and child.lower_ in TOWARDS:
            later.append(child)
    participle = verb.tag_ == "VBN" and verb.dep_ == "acl"
    if actor is None:
        actor = _unsaid(verb, field, passive or participle)
    if recipient is None:
        recipient = _who(verb.head, field) if participle else _further(verb, later, field, depth)
    return actor, recipient if recipient != actor else None


def _further(verb: Token, later: list[Token], field: Field, depth: int) -> int | None:
    """Return to whom it is done where the object is nobody: after a preposition, beyond it, by the next verb."""
    for child in later:
        found = object_of(child, field) if child.dep_ == "prep" else _beyond(child, field)
        if found is not None:
            return found
    return _carried(verb, field, depth) if depth else None


def _unsaid(verb: Token, field: Field, passive: bool) -> int | None:
    """Return who does it where the verb has no subject of its own, or one that only suffers."""
    if verb.dep_ in ("pobj", "pcomp"):
        return _inherited(verb, field) if (doer := doer_of(verb, field)) is None else doer
    if passive:
        return _in_deed(verb, field)
    return _inherited(verb, field)


def _carried(verb: Token, field: Field, depth: int) -> int | None:
    """Return to whom the verb is done that this one carries: "agreed to help the miners", "is ready to help them"."""
    for child in verb.rights:
        if child.dep_ == "acomp":
            return _carried(child, field, depth)
        if child.dep_ == "xcomp":
            return roles(child, field, depth - 1)[1]
    return None


def _in_deed(verb: Token, field: Field) -> int | None:
    """Return who does the deed that somebody suffers in: "killed in police firing", "shot when rebels attacked"."""
    for child in verb.rights:
        if child.dep_ == "advcl" and names_deed(child) and any(c.lower_ in ("when", "as") for c in child.lefts):
            return next((_subject(c, child, field) for c in child.lefts if c.dep_ == "nsubj"), None)
        if child.dep_ == "prep" and child.lower_ in SUFFERED_IN:
            for noun in child.children:
                if noun.dep_ in ("pobj", "pcomp") and names_deed(noun):
                    return doer_of(noun, field)
                if any(c.dep_ == "acl" and c.tag_ == "VBG" and names_deed(c) for c in noun.rights):
                    return field.actors.get(noun.idx)
    return None


def doer_of(noun: Token, field: Field) -> int | None:
    """Return who does what a noun tells: "police firing", "a raid by rebels", "the army's advance"."""
    for child in noun.children:
        found = None
        if child.dep_ in ("poss", "compound", "amod", "nmod", "nsubj"):
            found = field.actors.get(child.idx)
        elif child.dep_ in ("prep", "agent") and child.lower_ in ("by", "between", "from"):
            found = object_of(child, field)
        if found is not None:
            return found
    return None


def _beyond(noun: Token, field: Field) -> int | None:
    """Return who stands after the object: "an attack on the post", "the leader's decision"."""
    for child in noun.children:
        if child.dep_ == "prep" and (child.lower_ in TOWARDS or child.lower_ == "of"):
            found = object_of(child, field)
        elif child.dep_ in ("poss", "nmod"):
            found = field.actors.get(child.idx)
        else:
            continue
        if found is not None:
            return found
    return None


def _subject(noun: Token, verb: Token, field: Field) -> int | None:
    """Return the actor a subject is; a relative pronoun is the noun before, "it" what the speaker says of itself."""
    low = noun.lower_
    if low in RELATIVE and verb.dep_ == "relcl":
        return _who(verb.head, field)
    if low in PRONOUNS and verb.dep_ in ("ccomp", "advcl") and verb.head.lemma_.lower() in cues().verbs:
        return next(
            (_who(c, field) for c in verb.head.children if c.dep_ == "nsubj" and c.lower_ not in PRONOUNS), None
        )
    return _who(noun, field)


def _inherited(verb: Token, field: Field) -> int | None:
    """Return the subject a verb shares with the one it hangs on ("agreed to leave", "came and went")."""
    at = verb
    for _ in range(CHAIN):
        if at.dep_ in ("acl", "relcl") and at.head.pos_ in ("NOUN", "PROPN"):
            return _who(at.head, field) if at.tag_ == "VBG" else None
        if at.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "prep") or at.head.i == at.i:
            return None
        at = at.head
        if at.pos_ in ("VERB", "AUX"):
            subject = next((c for c in at.children if c.dep_ == "nsubj"), None)
            if subject is not None:
                return _subject(subject, at, field)
    return None


def _who(noun: Token, field: Field) -> int | None:
    """Return the actor a noun stands for; "rebels of the Front" are the Front."""
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            body = object_of(prep, field)
            if body is not None and body in field.bodies:
                return body
    return field.actors.get(noun.idx)


def object_of(preposition: Token, field: Field) -> int | None:
    """Return the actor after a preposition."""
    return next((field.actors.get(c.idx) for c in preposition.children if c.dep_ == "pobj"), None)
