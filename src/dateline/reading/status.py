"""Status: whether what a verb or noun tells has happened, goes on, is planned, depends on something, or is denied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.records import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

PLANNED = frozenset({"will", "shall", "'ll", "wo"})
POSSIBLE = frozenset({"would", "could", "might", "may", "should", "can"})
PLANS = frozenset(
    {
        "plan",
        "intend",
        "hope",
        "expect",
        "want",
        "aim",
        "threaten",
        "promise",
        "vow",
        "pledge",
        "agree",
        "prepare",
        "try",
        "seek",
        "demand",
        "urge",
        "ask",
        "call",
        "order",
        "appeal",
        "allow",
        "propose",
        "decide",
        "schedule",
        *("direct", "instruct", "authorize", "authorise", "mean", "likely", "set", "due", "ready", "willing", "poised"),
        *("consider", "encourage", "advise", "wish", "vote", "attempt", "alternative", "need", "bid", "prepared"),
    }
)
"""Words whose infinitive lies ahead: "ordered to leave", "likely to be held"."""
CONDITIONS = frozenset({"if", "unless", "whether"})
DENIALS = frozenset({"deny", "reject", "refute", "dismiss"})
UNDONE = frozenset({"fail", "refuse", "decline", "neglect", "unable", "unwilling", "reluctant", "powerless"})
"""Words whose infinitive did not come about: "failed to stop"."""
HEARSAY = frozenset({"allegedly", "reportedly", "purportedly", "supposedly", "apparently"})
ALLEGED = frozenset({"alleged", "suspected", "purported", "reported"})
ACCUSING = frozenset({"accuse", "suspect", "blame", "allege", "claim"})
AHEAD = frozenset({"planned", "possible", "potential", "future", "imminent", "impending", "threatened", "proposed"})
NEGATIONS = frozenset({"no", "never", "neither", "nor", "n't", "not", "none", "nobody", "without"})


def clause_status(token: Token) -> tuple[Status, bool]:
    """Return the status of the clause a verb or noun heads, and whether it is negated."""
    verb = token
    for _ in range(4):
        if verb.pos_ in ("VERB", "AUX") or verb.head is verb:
            break
        verb = verb.head
    negated = any(c.dep_ == "neg" or (c.dep_ == "nsubj" and c.lower_ in NEGATIONS) for c in verb.children)
    negated = negated or any(c.lower_ in NEGATIONS for c in token.lefts if c.dep_ in ("det", "neg"))
    undone = verb.tag_ == "VB" and _is_undone(verb)
    return _helped(verb) or _alleged_or_ahead(token, verb) or _governed(verb), negated or undone


def _helped(verb: Token) -> Status | None:
    """Return what conjunctions and auxiliary verbs say: "if it opens", "will open", "could open"."""
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if any(c.lower_ in CONDITIONS for c in verb.children if c.dep_ in ("mark", "advmod")):
        return "conditional"
    if words & PLANNED:
        held = any(
            c.dep_ == "advcl" and any(m.lower_ in ("if", "unless", "once", "until") for m in c.lefts)
            for c in verb.children
        )
        return "conditional" if held else "planned"
    if words & POSSIBLE:
        return "conditional"
    return None


def _governed(verb: Token) -> Status:
    """Return what the verb it hangs on says ("plan to open", "denied opening"), and its own form."""
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    head = verb.head
    if verb.tag_ == "VB" and "to" in {c.lower_ for c in verb.lefts} and head.lemma_.lower() in PLANS:
        return "planned"
    if head is not verb and head.lemma_.lower() in DENIALS:
        return "denied"
    if verb.tag_ == "VBG" and words & {"is", "are", "'s", "'re", "am", "be", "been"}:
        return "ongoing"
    if (
        verb.tag_ in ("VBZ", "VBP")
        and verb.pos_ == "VERB"
        and verb.lemma_ in ("remain", "continue", "hold", "control", "live", "stay")
    ):
        return "ongoing"
    return "completed"


def _alleged_or_ahead(token: Token, verb: Token) -> Status | None:
    """Return what the words beside it say: "allegedly", "an alleged attack", "accused of killing", "a planned raid"."""
    if any(c.lower_ in HEARSAY for c in verb.lefts if c.dep_ == "advmod"):
        return "alleged"
    if token is not verb:
        beside = {c.lower_ for c in token.lefts if c.dep_ == "amod"}
        return "alleged" if beside & ALLEGED else "planned" if beside & AHEAD else None
    accused = verb.dep_ == "pcomp" and verb.head.lower_ in ("of", "for") and verb.head.head.lemma_.lower() in ACCUSING
    return "alleged" if accused else None


def _is_undone(verb: Token) -> bool:
    """Tell whether an infinitive did not come about: "refused to meet", "was unable to hold"."""
    head = verb.head
    if head.lemma_.lower() in UNDONE:
        return True
    helper = head.head if head.lower_ == "able" else head
    return head.lower_ == "able" and any(c.dep_ == "neg" for c in helper.children)
