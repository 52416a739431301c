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
    }
)
CONDITIONS = frozenset({"if", "unless", "whether"})
DENIALS = frozenset({"deny", "reject", "refute", "dismiss"})
NEGATIONS = frozenset({"no", "never", "neither", "nor", "n't", "not", "none", "nobody", "without"})


def clause_status(token: Token) -> tuple[Status, bool]:
    """Return the status of the clause a verb or noun heads, and whether it is negated."""
    verb = token
    for _ in range(4):
        if verb.pos_ in ("VERB", "AUX") or verb.head is verb:
            break
        verb = verb.head
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    negated = any(c.dep_ == "neg" or (c.dep_ == "nsubj" and c.lower_ in NEGATIONS) for c in verb.children)
    negated = negated or any(c.lower_ in NEGATIONS for c in token.lefts if c.dep_ in ("det", "neg"))
    if any(c.lower_ in CONDITIONS for c in verb.children if c.dep_ in ("mark", "advmod")):
        return "conditional", negated
    if words & PLANNED:
        held = any(
            c.dep_ == "advcl" and any(m.lower_ in ("if", "unless", "once", "until") for m in c.lefts)
            for c in verb.children
        )
        return ("conditional" if held else "planned"), negated
    if words & POSSIBLE:
        return "conditional", negated
    head = verb.head
    if verb.tag_ == "VB" and "to" in {c.lower_ for c in verb.lefts} and head.lemma_.lower() in PLANS:
        return "planned", negated
    if head is not verb and head.lemma_.lower() in DENIALS:
        return "denied", negated
    if verb.tag_ == "VBG" and words & {"is", "are", "'s", "'re", "am", "be", "been"}:
        return "ongoing", negated
    if (
        verb.tag_ in ("VBZ", "VBP")
        and verb.pos_ == "VERB"
        and verb.lemma_ in ("remain", "continue", "hold", "control", "live", "stay")
    ):
        return "ongoing", negated
    return "completed", negated
