"""Rows: which dated facts can stand in a timeline, each read alone: a happening, by whom or of what, on its own day."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TypeAlias

from dateline.reading.boilerplate import is_aside
from dateline.records import Evidence, Fact, Reading, Span, Statement

Held: TypeAlias = Mapping[tuple[str, int, int], tuple[Reading, Statement]]
"""Statements with their readings by report id, start and end."""

WORDS = 2
"""Words beside its time that tell a happening at least."""

HANGS = re.compile(
    r"(?:\w{1,60}\s{1,20}){0,3}?\b(?:after|before|when|while|once)\s{1,20}"
    r"(?=(?:the|an?|he|she|they|it|his|her|their|its|[A-Z][\w’'-]{0,60}|(?!this|hours|days|weeks|months|years)[a-z]{1,60}s)\s)"
    r"(?!(?:\S{1,60}\s{1,20}){0,5}\S{1,60},)",
    re.IGNORECASE,
)
"""What hangs a clause on another; without it the rest stands alone ("hours after the ferry sank")."""

HANGING = re.compile(
    r"\W*(?:(?:just|shortly|soon|even|not\s+long|\w+ly)\s+)?"
    r"(?:when|while|as|since|if|because|although|though|unless|until|after|before|where|whose|which|who|whom|that|"
    r"how|why|whether|what)\b",
    re.IGNORECASE,
)
"""How a clause begins that says nothing without the one it hangs on."""

RELATIVE = re.compile(r"\W*(?:who|which|that)\b")
"""How a clause begins that says something of its subject, which is shown before it."""

PRONOUN = re.compile(
    r"\W*(?:[a-z]+ly\s+)?(?:he|she|they|it|we|i|you|this|that|these|those|there|(?:the\s+)?others?|the\s+(?:latter|former))\b",
    re.IGNORECASE,
)
"""How a clause begins that names nobody."""

OCCURS = re.compile(
    r"\W*(?:it|this|that|the\s+(?:[\w-]+\s+){0,2}?(?P<noun>[\w-]+))\s+(?:all\s+)?(?:had\s+)?"
    r"(?:happened|occurred|took\s+place|was\s+reported|unfolded|began|started)\b",
    re.IGNORECASE,
)
"""A clause that only says when and where: "it happened", "the shooting took place"."""

OF_SPEAKERS = re.compile(r"\b(?:i|we|my|our|me|(?-i:us)|you|your|i['’]\w+|we['’]\w+|you['’]\w+)\b", re.IGNORECASE)
"""Words of one who speaks to another."""

OF_REPORTERS = re.compile(r"\b(?:we|our|your|you|(?-i:us))\b", re.IGNORECASE)
"""Words of a report on itself and its readers."""

STARTS = re.compile(r"[\w“”\"‘’'\[(£€$#@]\w|[aA]\b|\d")
"""How a clause begins that is whole."""

ADVERBS = re.compile(r"\W*(?:\w+ly\W+|(?:also|then|now|later|not)\W+)*")
"""What may stand before a verb that nobody is named for."""

APART = frozenset({"caption", "heading"})
"""Sections whose days are those of pictures, posts and other stories."""


def holds_alone(fact: Fact, held: Held) -> bool:
    """Tell whether a fact can be a row: it names what it speaks of, has something happen, and is no aside."""
    text = alone(fact.text)
    if is_aside(fact.text) or text.rstrip(" ”\"'").endswith("?"):
        return False
    if HANGING.match(text) and not (fact.subject is not None and RELATIVE.match(text)):
        return False
    if fact.subject is None and PRONOUN.match(text) and not OCCURS.match(text):
        return False
    if all(_section(e, held) in APART for e in fact.evidence):
        return False
    found = held.get(_key(fact.evidence[0]))
    if found is None:
        return len(text.split()) >= WORDS
    reading, statement = found
    if not statement.events or _is_of_speaker(reading, statement, fact) or not STARTS.match(text):
        return False
    if fact.subject is None and _lacks_subject(reading, statement, text, fact):
        return False
    return _words_beside_times(fact, reading, statement) >= WORDS


def only_titled(fact: Fact, held: Held) -> bool:
    """Tell whether a fact stands in titles alone, whose news the text below tells again with its day."""
    return all(_section(e, held) == "title" for e in fact.evidence)


def occurs(fact: Fact) -> str | None:
    """Return what a fact says took place, "" where it names it by a pronoun; None where it tells more than that.

    >>> bool(OCCURS.match("It happened at noon")), OCCURS.match("The mass shooting began at noon")["noun"]
    (True, 'shooting')
    """
    match = OCCURS.match(fact.text)
    return None if match is None else match["noun"] or ""


def alone(text: str) -> str:
    """Return a clause without the words that hang it on another, where it can stand without them.

    >>> alone("hours after the ferry sank off Larne"), alone("after leaving port"), alone("Sank after the storm")
    ('the ferry sank off Larne', 'after leaving port', 'Sank after the storm')
    """
    hangs = HANGS.match(text)
    leads = hangs is not None and (text[:1].islower() or HANGING.match(text) is not None)
    return text[hangs.end() :] if hangs is not None and leads else text


def hangs(text: str) -> bool:
    """Tell a clause that only hangs on another ("when the dam burst")."""
    return HANGING.match(text) is not None


def _key(evidence: Evidence) -> tuple[str, int, int]:
    return (evidence.report, evidence.start, evidence.end)


def _section(evidence: Evidence, held: Held) -> str:
    found = held.get(_key(evidence))
    return found[1].section if found is not None else "body"


def _is_of_speaker(reading: Reading, statement: Statement, fact: Fact) -> bool:
    """Tell what somebody says of himself or to others in quotation marks, which reports no happening by itself."""
    direct = any(reading.attributions[i].kind == "direct" for i in statement.attributions)
    if not direct:
        return OF_REPORTERS.search(re.sub(r"[“\"][^”\"]*[”\"]?", "", fact.text)) is not None
    return OF_SPEAKERS.search(fact.text) is not None or PRONOUN.match(fact.text) is not None


def _lacks_subject(reading: Reading, statement: Statement, text: str, fact: Fact) -> bool:
    """Tell a clause that begins with its verb ("wishing everybody well", "Visit the coast on Sunday")."""
    verb = reading.events[statement.events[0]]
    cut = len(fact.text) - len(text)
    before = fact.text[cut : max(cut, verb.start - statement.start)]
    return before.rstrip().endswith(":") or ADVERBS.fullmatch(before) is not None


def _words_beside_times(fact: Fact, reading: Reading, statement: Statement) -> int:
    spans: Collection[Span] = [reading.times[i].span for i in statement.times]
    first = fact.evidence[0].start
    words = re.finditer(r"[\w’'-]+", fact.text)
    return sum(not any(s.start <= first + w.start() < s.end for s in spans) for w in words)
