"""Who does it and to whom: the actors at a verb's subject and objects, found through the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dateline.reading.cues import cues
from dateline.reading.roots import names_deed
from dateline.reading.shelf import Shelf

if TYPE_CHECKING:
    from spacy.tokens import Token

PRONOUNS = frozenset({"it", "he", "she", "they", "we", "i"})
RELATIVE = frozenset({"who", "whom", "which", "that"})
TOWARDS = frozenset({"against", "on", "over", "with", "to", "at", "for", "from", "between"})
"""Prepositions before the one it is done to."""

SUFFERED = frozenset({"die", "perish"})
"""Verbs whose subject does nothing."""

SUFFERED_IN = frozenset({"in", "by", "during", "from", "to", "due", "because", "after", "following"})

MUTUAL = frozenset(
    {"clash", "meet", "fight", "battle", "agree", "negotiate", "cooperate", "sign", "talk", "argue", "exchange", "ally"}
)
"""Verbs that two who are named together do to each other."""

BOUND = frozenset({"for", "of", "with", "from"})
"""Prepositions whose gerund is done by the object: "arrested two men for robbing", "kept them from leaving"."""

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
    passive = suffers or _is_shared_passive(verb)
    later: list[Token] = []
    subject: Token | None = None
    agent: Token | None = None
    for child in verb.children:
        dep = child.dep_
        if dep == "nsubj" and not suffers:
            actor, subject = _subject(child, verb, field), child
        elif dep in ("nsubj", "nsubjpass", "dobj", "dative"):
            passive = passive or dep == "nsubjpass"
            inner = _subject(child, verb, field) if dep != "dobj" or child.lower_ in RELATIVE else _who(child, field)
            recipient = inner if recipient is None else recipient
            later.append(child)
        elif dep == "auxpass":
            passive = True
        elif dep == "agent" or (dep == "prep" and child.lower_ == "by"):
            agent = child
        elif dep == "prep" and child.lower_ in TOWARDS:
            later.append(child)
    actor, recipient = _turned(agent, actor, recipient, field)
    participle = verb.tag_ == "VBN" and verb.dep_ == "acl"
    if actor is None:
        actor = _unsaid(verb, field, passive or participle)
    if recipient is None:
        recipient = _suffering(verb, field, passive, participle, subject)
    if recipient is None:
        recipient = _further(verb, later, field, depth)
    return actor, recipient if recipient != actor else None


def _turned(
    agent: Token | None, actor: int | None, recipient: int | None, field: Field
) -> tuple[int | None, int | None]:
    """Return the sides with who stands after "by"; "a man shot by police" is no doer, though the parse say so."""
    doer = None if agent is None else object_of(agent, field)
    if agent is not None and doer is not None and agent.dep_ == "agent" and recipient is None:
        return doer, actor
    return doer if actor is None else actor, recipient


def _is_shared_passive(verb: Token) -> bool:
    """Tell a participle that shares the passive of the verb before: "were arrested and charged"."""
    if verb.dep_ != "conj" or verb.tag_ != "VBN" or verb.head.tag_ != "VBN":
        return False
    if any(c.dep_ in ("nsubj", "dobj", "aux") for c in verb.children):
        return False
    return any(c.dep_ == "auxpass" for c in verb.head.children)


def _suffering(verb: Token, field: Field, passive: bool, participle: bool, subject: Token | None) -> int | None:
    """Return whom it is done to where the verb has no object: what it describes, shares, or stands across from."""
    if participle:
        return _who(verb.head, field)
    if passive:
        return _inherited(verb, field) if verb.dep_ in ("conj", "xcomp") else None
    if subject is None:
        return None
    if verb.dep_ == "relcl" and subject.lower_ not in RELATIVE and not any(c.dep_ == "dobj" for c in verb.children):
        return None if any(c.dep_ == "prep" and not c.n_rights for c in verb.rights) else _who(verb.head, field)
    if verb.lemma_.lower() in MUTUAL:
        return next((_who(c, field) for c in subject.rights if c.dep_ == "conj"), None)
    return None


def _further(verb: Token, later: list[Token], field: Field, depth: int) -> int | None:
    """Return to whom it is done where the object is nobody: after a preposition, beyond it, by the next verb."""
    for child in later:
        found = object_of(child, field) if child.dep_ == "prep" else _beyond(child, field)
        if found is not None:
            return found
    return _carried(verb, field, depth) if depth else None


def _unsaid(verb: Token, field: Field, passive: bool) -> int | None:
    """Return who does it where the verb has no subject of its own, or one that only suffers."""
    if passive:
        return _in_deed(verb, field)
    doer = doer_of(verb, field) if verb.dep_ in ("pobj", "pcomp") else None
    return _inherited(verb, field) if doer is None else doer


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
        found = None
        if (
            child.dep_ == "advcl"
            and names_deed(child)
            and any(c.lower_ in ("when", "as", "after") for c in child.lefts)
        ):
            found = next((_subject(c, child, field) for c in child.lefts if c.dep_ == "nsubj"), None)
        elif child.dep_ == "prep" and child.lower_ in SUFFERED_IN:
            found = doer_in(child, field)
        elif child.dep_ == "conj" and child.tag_ == "VBN":
            by = next((c for c in child.rights if c.dep_ == "agent"), None)  # "were seized and charged by the police"
            found = _in_deed(child, field) if by is None else object_of(by, field)
        if found is not None:
            return found
    if verb.dep_ == "relcl" and any(c.dep_ == "prep" and c.n_rights and c.nbor().lower_ == "which" for c in verb.lefts):
        return doer_of(verb.head, field) if names_deed(verb.head) else None
    return None


def doer_in(preposition: Token, field: Field) -> int | None:
    """Return who does the deed after a preposition: "in police firing", "due to a raid by rebels"."""
    for noun in preposition.children:
        if noun.dep_ == "prep":
            return doer_in(noun, field)  # "due to", "because of"
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


def owner_of(noun: Token, field: Field) -> int | None:
    """Return whose something is that "their" says: "blamed the police for their inaction", "regretted its failure"."""
    if not any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in noun.lefts):
        return None
    at = noun
    for _ in range(CHAIN):
        if at.pos_ in ("VERB", "AUX") or at.head.i == at.i:
            break
        at = at.head
    sides = [c for c in at.children if c.dep_ in ("dobj", "nsubjpass", "nsubj")]
    sides.sort(key=lambda c: c.dep_ == "nsubj")
    return next((found for c in sides if c.i != noun.i and (found := _who(c, field)) is not None), None)


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
    """Return the subject a verb shares with the one it hangs on ("agreed to leave", "were told to leave")."""
    at = verb
    bound = False
    for _ in range(CHAIN):
        if at.dep_ in ("acl", "relcl") and at.head.pos_ in ("NOUN", "PROPN"):
            return _who(at.head, field) if at.tag_ == "VBG" else None
        if at.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "prep") or at.head.i == at.i:
            return None
        bound = bound or (at.dep_ == "pcomp" and at.head.lower_ in BOUND)
        at = at.head
        if at.pos_ not in ("VERB", "AUX"):
            continue
        if bound or verb.dep_ == "xcomp":
            done = next((c for c in at.children if c.dep_ in ("dobj", "nsubjpass")), None)
            found = None if done is None else _subject(done, at, field)
            if found is not None or (done is not None and bound):
                return found
            bound = False
        subject = next((c for c in at.children if c.dep_ in ("nsubj", "nsubjpass")), None)
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
