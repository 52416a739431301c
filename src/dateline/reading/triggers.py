"""Which words make a count a count of killed, injured, displaced.

A trigger is a word or phrase of the vocabulary of measures; whom it counts is found in `patients`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dateline.reading.measures import Sense, phrases, senses, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_GRAVEST_FIRST = (
    "killed", "casualties", "injured", "missing", "released", "kidnapped", "surrendered", "homeless", "destroyed",
    "evacuated", "displaced",
    "sheltered", "stranded", "detained", "returned", "damaged", "deployed", "affected", "remaining",
)  # fmt: skip

ORDER = {name: rank for rank, name in enumerate(_GRAVEST_FIRST)}
"""Where two triggers claim one count, the earlier stands."""

LONGEST_SENTENCE = 500
"""Tokens; longer runs without a stop are lists or noise."""


class Trigger(NamedTuple):
    """A trigger in the text: characters `start`-`end`, its token, and what it means."""

    token: int
    start: int
    end: int
    sense: Sense


def find_triggers(doc: Doc, text: str, tokens: list[Token]) -> list[Trigger]:
    """All triggers of a text in order; phrases go before the single words inside them."""
    found, taken = _phrase_triggers(doc, text, tokens)
    table = senses()
    for token in tokens:
        listed = table.get(token.lower_)
        helping = token.dep_ in ("aux", "auxpass") and token.lower_ not in words("never_nouns")
        if listed and token.i not in taken and not helping:
            found.extend(
                Trigger(token.i, token.idx, token.idx + len(token), sense) for sense in _fitting(token, listed)
            )
    found.extend(_numbers_of(tokens, found))
    found = _in_sentences(tokens, found)
    found.sort(key=lambda t: (t.start, t.end, ORDER.get(t.sense.measure, 99)))
    return found


def _in_sentences(doc: list[Token], found: list[Trigger]) -> list[Trigger]:
    """Drop what stands in no real sentence: the parse of an endless run of words says nothing."""
    ends = [token.i for token in doc if token.is_sent_start] + [len(doc)]
    endless = [(start, end) for start, end in pairwise(ends) if end - start > LONGEST_SENTENCE]
    return [t for t in found if not any(start <= t.token < end for start, end in endless)] if endless else found


def _numbers_of(doc: list[Token], found: list[Trigger]) -> list[Trigger]:
    """Return the number of displaced stands at what is said of the word "number"."""
    by_token = {trigger.token: trigger for trigger in found}
    made = []
    for token in doc:
        if token.lower_ in ("number", "total", "tally"):
            trigger = next((by_token[i] for i in range(token.i + 1, min(token.i + 8, len(doc))) if i in by_token), None)
            if trigger and doc[token.i + 1].lower_ == "of" and trigger.sense.role != "toll":
                made.append(Trigger(token.i, trigger.start, trigger.end, Sense(trigger.sense.measure, "toll")))
        elif token.lower_ in words("totals"):
            trigger = next((by_token[i] for i in range(max(0, token.i - 2), token.i) if i in by_token), None)
            if trigger:
                made.append(Trigger(token.i, trigger.start, trigger.end, Sense(trigger.sense.measure, "toll")))
    return made


def _phrase_triggers(doc: Doc, text: str, tokens: list[Token]) -> tuple[list[Trigger], set[int]]:
    pattern, listed = phrases()
    by_start = {token.idx: i for i, token in enumerate(tokens)}
    found: list[Trigger] = []
    taken: set[int] = set()
    lowered = text.lower()
    # a few letters are two in lower case: then the text stands as written
    for match in pattern.finditer(lowered if len(lowered) == len(text) else text):
        first = by_start.get(match.start())
        if first is None or match.lastindex is None:
            continue
        inside = [first]
        while inside[-1] + 1 < len(doc) and doc[inside[-1] + 1].idx < match.end():
            inside.append(inside[-1] + 1)
        taken.update(inside)
        sense = listed[match.lastindex - 1]
        if sense.role != "skip":
            anchor = _anchor(doc, inside)
            found.append(Trigger(anchor, match.start(), match.end(), sense))
    return found, taken


def _anchor(doc: Doc, inside: list[int]) -> int:
    """Return the word of a phrase that the rest of the phrase hangs on."""
    members = set(inside)
    return next((i for i in inside if doc[i].head.i not in members or doc[i].head.i == i), inside[0])


def _fitting(token: Token, listed: tuple[Sense, ...]) -> list[Sense]:
    """Keep the senses the part of speech allows."""
    pos = token.pos_
    kept: list[Sense] = []
    if token.lower_ in ("body", "bodies") and any(child.lower_ in words("no_corpse") for child in token.lefts):
        return kept
    for sense in listed:
        if sense.role in ("object", "subject") and pos in ("NOUN", "PROPN") and token.text.islower():
            if not (sense.role == "object" and token.lower_.endswith("ed")) and token.lower_ not in words(
                "never_nouns"
            ):
                continue
        elif sense.role in ("noun", "noun_of") and pos in ("VERB", "AUX") and token.lower_ not in ("dead", "body"):
            continue
        kept.append(sense)
    return kept
