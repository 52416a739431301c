"""Persons named beside a number that what befell it befell too: "Mother, two children shot", "boy and four men hurt".

The pipeline parses headlines badly, so the words before the number decide: the line, or what stands behind its colon,
begins with one person and nothing but a comma or "and" before the number. The person counts one more under the same
trigger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.counted import ATTACKER
from dateline.reading.measures import units, words
from dateline.records import Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from dateline.reading.governing import Context

LONGEST = 10
"""Tokens from the beginning of a line to the number."""

_ATTACKER = re.compile(ATTACKER, re.IGNORECASE)
_MEASURES = frozenset({"killed", "injured", "missing", "kidnapped"})
_LINKS = frozenset({",", "and", "&", "plus"})
_BEGIN = frozenset({":", "-", "–", "—", ";", "|"})
_WITHIN = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PUNCT", "CCONJ", "SYM", "VERB", "INTJ"})


def read_companions(context: Context, found: Sequence[Quantity], taken: frozenset[int]) -> list[Quantity]:
    """Return the persons told of right before the counts of `found`; `taken` are tokens that count already."""
    made = []
    for q in found:
        if q.unit != "people" or q.measure not in _MEASURES or q.trigger is None or not q.number:
            continue
        if q.trigger.start < q.end:
            continue
        person = _person_before(context.doc, context.token_at(q.start))
        if person is None or person.i in taken:
            continue
        aged = person.lower_ == "old"
        start, end = (person.left_edge if aged else person).idx, person.idx + len(person)
        made.append(
            msgspec.structs.replace(
                q,
                start=start,
                end=end,
                number=1.0,
                low=1.0,
                best=1.0,
                high=1.0,
                qualifier=None,
                counted=Span(start, end),
                whom=context.written[start:end],
                actor=None,
                scope="subset",
                counts_attacker=True if _ATTACKER.fullmatch(context.written, start, end) else None,
            )
        )
    return made


def _person_before(doc: Doc, number: int) -> Token | None:
    """Return the one person that begins the line of the number in token `number` and is joined to it."""
    at = number - 1
    while at >= 0 and doc[at].lower_ in _LINKS:
        at -= 1
    if at == number - 1 or at < 0:
        return None
    if doc[at].like_num and at > 1 and doc[at - 1].text == ",":
        at -= 2  # "Boy, 9, and two women"
    person = doc[at]
    aged = person.lower_ == "old" and at > 1 and doc[at - 1].text == "-"
    if not aged and not person.lower_.endswith("-old") and not _is_one(person):
        return None
    first = at
    while first > 0 and number - first < LONGEST and not _begins(doc, first):
        first -= 1
    if not _begins(doc, first) or any(doc[i].pos_ not in _WITHIN for i in range(first, number)):
        return None
    plain = all(doc[i].text not in (",", "and", "&") for i in range(first, at))
    verb = any(doc[i].pos_ == "VERB" for i in range(first, at))
    return person if (plain or doc[at + 1].text == ",") and not verb else None


def _is_one(noun: Token) -> bool:
    word = noun.lower_
    plural = word in words("never_one") or word.endswith("men") or (word.endswith("s") and word[:-1] in units())
    return units().get(word) == "people" and not plural


def _begins(doc: Doc, at: int) -> bool:
    """Tell whether a token begins a line, a sentence, or what stands behind a colon."""
    if at == 0:
        return True
    before = doc[at - 1]
    return (before.is_space and "\n" in before.text) or (before.text in _BEGIN and before.whitespace_ != "")
