"""The tense of the clause a time stands in."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRESENT = frozenset({"is", "are", "'s", "'re", "am"})
"""Auxiliaries that make a participle a plan where a day is named: "they are meeting on Friday"."""

FUTURE = frozenset({"will", "shall", "'ll", "wo", "would", "may", "could", "might", "should", "can", "must"})
PLANNED = frozenset(
    {"plan", "planned", "plans", "planning", "expected", "expects", "expect", "set", "due", "scheduled", "going"}
    | {"hopes", "hope", "intends", "is", "are"}
)
"""Words that put the infinitive behind them in the future: "is due to open"."""
SCHEDULED = frozenset({"expected", "scheduled", "slated", "due", "set", "planned"})
"""Participles that are plans themselves: "the vote is scheduled for Tuesday"."""
POSTPONED = frozenset({"postponed", "delayed", "deferred", "adjourned", "extended", "rescheduled"})
"""Verbs that put the day behind them ahead, whatever their tense: "was postponed until Tuesday"."""
WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
CALENDAR = frozenset(
    {
        "begin",
        "start",
        "open",
        "close",
        "end",
        "resume",
        "expire",
        "arrive",
        "leave",
        "depart",
        "return",
        "launch",
        "air",
    }
    | {"premiere", "debut", "peak", "rise", "set", "take", "meet", "vote", "play", "go", "kick", "conclude"}
)
"""Verbs whose present tense beside a weekday is a calendar's: "the term begins on Monday"."""
STEPS = 12
"""How far up the tree the verb is looked for."""


def tense(doc: Doc, starts: list[int], at: int) -> tuple[bool, bool]:
    """Tell whether the verb that governs the token at offset `at` is in the future, and whether it is in the past."""
    if not starts:
        return False, False
    token: Token = doc[max(0, bisect_right(starts, at) - 1)]
    for _ in range(STEPS):
        if token.pos_ in ("VERB", "AUX") or token.head.i == token.i:
            break
        token = token.head
    tags = {token.tag_}
    had = any(child.lower_ == "had" for child in token.children)
    future = token.lower_ in POSTPONED or (token.lower_ in SCHEDULED and token.tag_ == "VBN" and not had)
    for child in token.children:
        if child.dep_ in ("aux", "auxpass"):
            future = future or child.lower_ in FUTURE or (token.tag_ == "VBG" and child.lower_ in PRESENT)
            tags.add(child.tag_)
    future = future or (token.tag_ == "VB" and any(c.lower_ == "to" for c in token.lefts) and _plans(token.head))
    if not future and token.tag_ == "VBG" and token.head.i != token.i:
        future = any(c.dep_ == "aux" and c.lower_ in FUTURE for c in token.head.children)
    future = future or _on_the_calendar(doc[max(0, bisect_right(starts, at) - 1)], token)
    present = any(child.lower_ in PRESENT for child in token.children if child.dep_ in ("aux", "auxpass"))
    return future, not future and ("VBD" in tags or ("VBN" in tags and not present))


def _on_the_calendar(day: Token, verb: Token) -> bool:
    """Tell whether running text gives in the present the weekday of what is yet to come: "it begins on Monday"."""
    if day.lower_ not in WEEKDAYS or verb.tag_ not in ("VBZ", "VBP") or verb.lemma_.lower() not in CALENDAR:
        return False
    step = day
    while step.i != verb.i:
        if step.dep_ == "poss" or (step.pos_ == "ADP" and step.lower_ not in ("on", "with", "of", "for")):
            return False
        step = step.head
    auxiliary = any(child.dep_ in ("aux", "auxpass") for child in verb.children)
    return not auxiliary and [token for token in verb.sent if not token.is_space][-1].is_punct


def _plans(token: Token) -> bool:
    """Tell whether a verb puts the infinitive behind it in the future: "plans to", but not "had been due to"."""
    return token.lower_ in PLANNED and not any(child.lower_ == "had" for child in token.children)
