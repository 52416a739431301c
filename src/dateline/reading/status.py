"""Status: whether what a verb or noun tells has happened, goes on, is planned, depends on something, or is denied.

Words: data/status.toml. A verb's own helpers come first, then what it hangs on; a noun has the status of its verb only
where that verb says no more than that it happens ("a march will be held"): "the march will be remembered" took place.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from dateline.reading.cues import cues
from dateline.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

FUTURE = frozenset({"will", "shall", "'ll", "wo", "must"})
POSSIBLE = frozenset({"would", "could", "might", "may", "should", "can", "ca", "'d"})
ABLE = frozenset({"could", "can", "ca"})
"""Helpers that negated say that it was not done: "could not stop"."""
NEGATIONS = frozenset({"no", "never", "neither", "nor", "n't", "not", "none", "nobody", "nothing", "without"})
NOBODY = frozenset({"no", "none", "nobody", "neither", "nothing"})
SETTLED = frozenset({"the", "this", "that", "these", "those"})
"""Determiners of a deed that is known."""
ANYONE = frozenset({"anyone", "whoever", "anybody", "any"})
BACKGROUND = frozenset({"when", "before", "after", "as"})
"""Conjunctions before what breaks in on a deed: "was driving home when"."""
PRESENT = frozenset({"is", "are", "'s", "'re", "am", "be", "been", "'m"})
PAST = frozenset({"was", "were"})
STATES = frozenset({"remain", "continue", "hold", "control", "live", "stay", "occupy", "besiege"})
"""Verbs whose present tense tells what goes on."""

REACH = 4
"""Steps up from a noun to the verb it belongs to."""

DEEP = 3
"""Verbs up to which a status is handed down ("could be forced to resign")."""


class Clause(NamedTuple):
    """A verb and what its children say of its status."""

    verb: Token
    helpers: dict[str, Token]
    negated: bool
    mark: str | None
    subject: Token | None
    advcl: tuple[Token, ...]
    adverbs: frozenset[str]


@cache
def words(group: str) -> frozenset[str]:
    """Return the words of a group of data/status.toml."""
    return frozenset(_table()[group]["words"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("dateline.data").joinpath("status.toml").read_text(encoding="utf-8"))


def clause_status(token: Token) -> tuple[Status, bool]:
    """Return the status of what a verb or noun tells, and whether it is negated."""
    if token.pos_ in ("VERB", "AUX"):
        return _of_verb(token, DEEP)
    return _of_noun(token)


def _clause(verb: Token) -> Clause:
    helpers: dict[str, Token] = {}
    negated = False
    mark = subject = None
    advcl: list[Token] = []
    adverbs: list[str] = []
    for child in verb.children:
        dep = child.dep_
        if dep in ("aux", "auxpass"):
            helpers[child.lower_] = child
        elif dep == "neg":
            negated = True
        elif dep in ("nsubj", "nsubjpass"):
            subject = child
        elif dep in ("mark", "advmod"):
            adverbs.append(child.lower_)
            mark = child.lower_ if child.lower_ in words("conditions") else mark
        elif dep == "advcl":
            advcl.append(child)
        elif dep in ("preconj", "cc") and child.lower_ in ("neither", "nor"):
            negated = True
    if subject is not None and not negated:
        negated = subject.lower_ in NOBODY or any(c.lower_ in NOBODY for c in subject.lefts if c.dep_ in ("det", "neg"))
    return Clause(verb, helpers, negated, mark, subject, tuple(advcl), frozenset(adverbs))


def _of_verb(verb: Token, depth: int) -> tuple[Status, bool]:
    clause = _clause(verb)
    negated = clause.negated or _is_undone(clause)
    own = _helped(clause, negated)
    if own is None and clause.adverbs & words("hearsay"):
        own = "alleged"
    return own or _hung(clause, depth) or _form(clause), negated


def _helped(clause: Clause, negated: bool) -> Status | None:
    """Return what conjunctions and auxiliary verbs say: "if it opens", "will open", "could open"."""
    helpers = clause.helpers
    if clause.mark is not None or _is_question(clause) or _is_inverted(clause):
        return "conditional"
    if clause.subject is not None and clause.verb.dep_ == "relcl" and clause.verb.head.lower_ in ANYONE:
        return "conditional"
    if helpers.keys() & FUTURE:
        return "conditional" if _depends(clause) else "planned"
    if helpers.keys() & POSSIBLE:
        if helpers.keys() & ABLE and "have" not in helpers and clause.verb.lemma_.lower() in words("perceived"):
            return "completed"
        if negated and helpers.keys() & ABLE and "have" not in helpers:
            return "completed"
        return "planned" if "would" in helpers and "have" not in helpers and _is_reported(clause) else "conditional"
    return None


def _depends(clause: Clause) -> bool:
    """Tell whether a clause of condition hangs on the verb."""
    return any(
        m.lower_ in words("until") for inner in clause.advcl for m in inner.lefts if m.dep_ in ("mark", "advmod")
    )


def _is_reported(clause: Clause) -> bool:
    """Tell a future in somebody's past words: "said it would close"."""
    head = clause.verb.head
    while head.dep_ == "conj" and head.pos_ == "VERB":
        head = head.head
    lemma = head.lemma_.lower()
    told = clause.verb.dep_ == "ccomp" and lemma in cues().verbs and head.tag_ in ("VBD", "VBN")
    return told and not _depends(clause) and lemma not in words("supposing")


def _is_question(clause: Clause) -> bool:
    """Tell a question that may be answered by no: the helper stands before the subject."""
    first, subject = next(iter(clause.helpers.values()), None), clause.subject
    if first is None or subject is None or first.i > subject.i or clause.verb.dep_ != "ROOT":
        return False
    return clause.verb.doc[clause.verb.sent.end - 1].text == "?" and not clause.verb.sent[0].tag_.startswith("W")


def _is_inverted(clause: Clause) -> bool:
    """Tell a condition without its "if": "had the guards fired", "should the talks fail"."""
    first, subject = next(iter(clause.helpers.values()), None), clause.subject
    if first is None or subject is None or clause.verb.dep_ not in ("advcl", "ccomp"):
        return False
    return (
        first.lower_ in ("had", "should", "were")
        and first.i < subject.i < clause.verb.i
        and first.i <= subject.left_edge.i
    )


def _hung(clause: Clause, depth: int) -> Status | None:
    """Return what the verb or noun it hangs on says: "plans to open", "denied opening", "accused of opening"."""
    verb, head = clause.verb, clause.verb.head
    if head.i == verb.i:
        return "planned" if _is_order(clause) else None
    dep, lemma = verb.dep_, head.lemma_.lower()
    to = "to" in clause.helpers
    if dep == "pcomp":
        return _governed(head, verb)
    if to and verb.tag_ == "VB":
        if lemma in words("plans") or (head.pos_ == "NOUN" and lemma in words("plan_nouns")):
            return "planned"
        if lemma == "be" and dep == "xcomp":
            return "planned"
    if dep in ("xcomp", "ccomp", "acl", "csubj", "dobj"):
        said = _said(clause, head, lemma, to)
        if said is not None:
            return said
    if depth and (dep == "xcomp" or (dep == "conj" and clause.subject is None and not clause.helpers)):
        above = _of_verb(head, depth - 1)[0] if head.pos_ in ("VERB", "AUX") else "completed"
        return above if above != "completed" else None
    return None


def _said(clause: Clause, head: Token, lemma: str, to: bool) -> Status | None:
    """Return what a verb or noun of saying, doubting or going on makes of the clause under it."""
    if lemma in words("denials"):
        return "denied"
    if lemma in words("lasting") and clause.verb.dep_ == "xcomp":
        return "ongoing"
    if head.pos_ == "NOUN":
        if clause.verb.dep_ != "acl" or to or lemma not in words("suspicion") or clause.mark is not None:
            return None
        if "that" not in {c.lower_ for c in clause.verb.lefts if c.dep_ == "mark"} and clause.subject is None:
            return None
        return "denied" if head.dep_ == "dobj" and head.head.lemma_.lower() in words("denials") else "alleged"
    if lemma in ("true", "correct") or (lemma == "be" and any(c.lower_ in ("true", "correct") for c in head.rights)):
        return "denied" if any(c.dep_ == "neg" for c in (*head.children, *head.head.children)) else None
    if clause.verb.tag_ == "VBG" and clause.subject is None and lemma in words("plans") and lemma != "go":
        return "planned"
    if lemma in words("believed"):
        passive = any(c.dep_ == "auxpass" for c in head.children)
        if (to and passive) or (clause.verb.dep_ == "ccomp" and lemma in cues().verbs and _is_doubted(lemma)):
            return "alleged"
    return None


def _is_doubted(lemma: str) -> bool:
    return cues().groups[lemma] in ("alleged", "thought")


def _governed(preposition: Token, inner: Token) -> Status | None:
    """Return what the word before a preposition says of what comes after: "accused of", "suspicion of", "plans for"."""
    head = preposition.head
    lemma, link = head.lemma_.lower(), preposition.lower_
    if head.pos_ in ("NOUN", "PROPN"):
        if link in ("of", "for", "about", "to", "on") and lemma in words("plan_nouns"):
            return "planned"
        return "alleged" if link in ("of", "that", "about", "on") and lemma in words("suspicion") else None
    if link in ("of", "for", "with", "on", "over", "in") and lemma in words("accusing"):
        if lemma not in words("taking"):
            return "alleged"
        settled = inner.pos_ != "VERB" and any(c.lower_ in SETTLED for c in inner.lefts)
        return "alleged" if link in ("for", "over") and not settled else None
    if link in ("for", "of", "on", "about", "against") and lemma in (
        "call",
        "appeal",
        "warn",
        "plan",
        "prepare",
        "ask",
    ):
        return "planned"
    return None


def _form(clause: Clause) -> Status:
    """Return what the verb's own form says: "is clearing", "holds", "was still searching"."""
    verb, helpers = clause.verb, clause.helpers.keys()
    if verb.tag_ == "VBG" and helpers & PRESENT:
        return "ongoing"
    if verb.tag_ == "VBG" and helpers & PAST and verb.dep_ in ("ROOT", "ccomp", "conj"):
        broken = any(c.lower_ in BACKGROUND for inner in clause.advcl for c in inner.lefts)
        return "ongoing" if "still" in clause.adverbs or not broken else "completed"
    if verb.tag_ in ("VBZ", "VBP") and verb.pos_ == "VERB" and verb.lemma_ in STATES:
        return "ongoing"
    return "completed"


def _is_order(clause: Clause) -> bool:
    """Tell an order: a bare verb that nothing stands over and nobody does."""
    return clause.verb.tag_ == "VB" and clause.subject is None and clause.helpers.keys() <= {"do"}


def _is_undone(clause: Clause) -> bool:
    """Tell whether it did not come about: "refused to meet", "was unable to hold", "without meeting", "kept from"."""
    verb, head = clause.verb, clause.verb.head
    if verb.dep_ == "pcomp":
        if head.lower_ == "without":
            return True
        return head.lower_ == "from" and head.head.lemma_.lower() in words("prevented")
    if verb.dep_ == "conj" and clause.subject is None and _is_alternative(head):
        return any(c.dep_ == "neg" for c in head.children)
    if "to" not in clause.helpers:
        return False
    if head.lemma_.lower() in words("undone"):
        return True
    helper = head.head if head.lower_ == "able" else head
    negated = any(c.dep_ == "neg" for c in (*helper.children, *head.children))
    return negated and (head.lower_ == "able" or (head.lemma_ == "manage" and verb.dep_ == "xcomp"))


def _is_alternative(first: Token) -> bool:
    """Tell the first of verbs joined by "or", which share their negation: "did not arrest or beat"."""
    return any(c.lower_ in ("or", "nor") for c in first.rights if c.dep_ == "cc")


def _of_noun(noun: Token) -> tuple[Status, bool]:
    """Return the status of what a noun tells: by the words beside it, what it hangs on, and the verb it belongs to."""
    beside = {c.lower_ for c in noun.lefts}
    negated = bool(beside & NEGATIONS)
    if beside & words("doubtful"):
        return "alleged", negated
    if beside & words("ahead"):
        return "planned", negated
    at = noun
    for _ in range(REACH):
        head = at.head
        if head.i == at.i or head.pos_ in ("VERB", "AUX"):
            break
        if at.dep_ == "pobj":
            said = _governed(head, noun)
            if said is not None:
                return said, negated
            negated = negated or head.lower_ == "without"
        at = head
    verb = at.head
    if verb.i == at.i or verb.pos_ not in ("VERB", "AUX"):
        return "completed", negated
    return _under(noun, at, verb, negated, settled=bool(beside & SETTLED))


def _under(noun: Token, at: Token, verb: Token, negated: bool, settled: bool) -> tuple[Status, bool]:
    """Return the status of a noun that belongs to a verb, `at` being what stands directly under that."""
    lemma = verb.lemma_.lower()
    if at.dep_ == "prep":
        said = _governed(at, noun)
        if said is not None:
            return said, negated
    direct = at.i == noun.i and noun.dep_ in ("dobj", "nsubj", "nsubjpass", "attr")
    if direct and noun.dep_ != "nsubj":
        if lemma in words("denials"):
            return "denied", negated
        if lemma in words("prevented") and lemma not in ("ban", "bar", "prohibit", "forbid", "stop"):
            return "completed", True
        if lemma in words("plans") and lemma not in ("discuss", "tell", "offer", "go", "mean", "expect"):
            return "planned", negated
    status, undone = _of_verb(verb, DEEP)
    if direct and lemma in words("lasting"):
        return ("ongoing" if status == "completed" else status), negated or undone
    if not settled or lemma in words("occurring"):
        direct = direct or (at.dep_ in ("prep", "agent") and lemma in words("occurring"))
        return (status, negated or undone) if direct or status in ("planned", "conditional") else ("completed", negated)
    return "completed", negated
