"""Frames: who does what to whom in a clause, as far as the words around its verb tell.

Two clauses tell of one deed when their verb is one, and whoever is named on the same side of it in both is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dateline.reading.numbers import value
from dateline.reconciling.nouns import ANYBODY, noun_words, same_noun
from dateline.reconciling.said import Said
from dateline.records import Reading, Record, Report
from dateline.wording import stem

_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|gets|got)(?:\s+(?:\w+ly|not|also|still|now|all))*\s+$|n[’']t\s+$",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(
    r"\b(?:the|a|an|his|her|their|its|of|no|this|that|any|some)\s+(?P<more>[\w-]+\s+)?$", re.IGNORECASE
)
"""An article before a word that is then a noun; with a word between only where it has a noun's form."""
_PARTICLE = re.compile(r"^\s+(?:up|down|off|out|over|away|back)(?=\s+(?:(?:the|an?|his|her|their|its)\b|\d|[A-Z]))")
"""A particle behind a verb, before whatever the deed is done to ("blew up the dam")."""
_BY = re.compile(r"\bby\s+", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|fourth|fifth|another|other|others)\b",
    re.IGNORECASE,
)


_NAME = re.compile(r"\b[A-Z][\w’'-]*[^\W\d_]")
_TWO_NAMES = re.compile(r"\W{0,20}[A-Z][\w’'.-]{1,60}\s{1,20}(?:[A-Z]|\w{0,60}’s\b)")
"""How a phrase begins whose first capital is a name's and not only the sentence's."""

_AGED = re.compile(r"\b(\w+)[\s-]years?[\s-]old\b", re.IGNORECASE)


class Phrase(Record, frozen=True, kw_only=True):
    """A noun phrase: its content words, head last, the names and the numbers in it."""

    words: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    age: str | None


class Frame(Record, frozen=True, kw_only=True):
    """A verb with whoever does it and whoever or whatever it is done to; None where the clause does not name them."""

    lemma: str
    doer: Phrase | None
    done_to: Phrase | None


def phrase_of(text: str) -> Phrase | None:
    """Return the first noun phrase of some words; None where there is none, or only a pronoun."""
    words = noun_words(text)
    if not words or words[-1] in PRONOUNS:
        return None
    names = _NAME.findall(text[text.find(text.strip()[:1]) + 1 :] if not _TWO_NAMES.match(text) else text)
    stems = {stem(w) for w in words}
    return Phrase(
        words=tuple(words),
        names=frozenset(w.casefold() for w in names if stem(w) in stems),
        numbers=frozenset(m.group().casefold() for m in _NUMBER.finditer(_AGED.sub(" ", _start(text, words[-1])))),
        age=_age(text),
    )


PRONOUNS = frozenset(
    {
        "he",
        "she",
        "they",
        "it",
        "who",
        "which",
        "that",
        "this",
        "these",
        "those",
        "him",
        "her",
        "them",
        "we",
        "i",
        "you",
    }
)


def _age(text: str) -> str | None:
    found = _AGED.search(text)
    number = value(found.group(1)) if found is not None else None
    return f"{number:g}" if number is not None else None


def _start(text: str, head: str) -> str:
    at = text.casefold().find(head)
    return text[:at] if at >= 0 else text


def frame_of(s: Said, reports: Mapping[str, Report], readings: Mapping[str, Reading]) -> Frame | None:
    """Return the frame of the main verb of a statement; None where it is a noun, or stands outside its words."""
    if not s.statement.events:
        return None
    event = readings[s.report].events[s.statement.events[0]]
    quote, at, end = s.evidence.quote, event.start - s.evidence.start, event.end - s.evidence.start
    if at < 0 or end > len(quote):
        return None
    before, after = quote[:at], _PARTICLE.sub(" ", quote[end:])
    noun = _NOUN_BEFORE.search(before)
    if noun and (noun["more"] is None or quote[at:end].casefold() == event.lemma):
        return None
    subject = phrase_of(before)
    if subject is None and s.statement.subject is not None:
        subject = phrase_of(s.statement.subject.of(reports[s.report].text))
    if _BE.search(before):
        by = _BY.search(after)
        return Frame(lemma=event.lemma, doer=phrase_of(after[by.end() :]) if by else None, done_to=subject)
    direct = (
        None
        if re.match(
            r"\W{0,20}(?:in|at|on|for|from|with|by|near|to|into|about|against|over|of|out|up|down|off|after|when|as|that|how|why|if|whether)\b",
            after,
            re.IGNORECASE,
        )
        else phrase_of(after)
    )
    return Frame(lemma=event.lemma, doer=subject, done_to=direct)


def same_phrase(one: Phrase | None, other: Phrase | None) -> bool | None:
    """Tell whether two phrases name one thing; None where one of them is missing or could be anybody."""
    if one is None or other is None:
        return None
    if one.words[-1] in one.names and other.words[-1] in other.names:
        return _same_name(*([w for w in p.words if w in p.names] for p in (one, other)))
    if one.numbers != other.numbers or (one.age and other.age and one.age != other.age):
        return False
    if one.age and other.age:
        return True
    if not same_noun(one.words[-1], other.words[-1]):
        return False
    shared_words = {stem(w) for w in one.words[:-1]} & {stem(w) for w in other.words[:-1]}
    if one.words[-1] in ANYBODY and not shared_words:
        return None
    return True


def _same_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two names are one: the last word, and the one before where both have one."""
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-1]:
        return one[-2] == other[-2]
    return bool(set(one) & set(other))


def one_deed(one: Frame | None, other: Frame | None) -> bool:
    """Tell whether two frames are of one deed: nobody on the same side differs, and what it is done to is the same."""
    if one is None or other is None or one.lemma != other.lemma:
        return False
    doers, done = same_phrase(one.doer, other.doer), same_phrase(one.done_to, other.done_to)
    if doers is False or done is False:
        return False
    if one.done_to is None and other.done_to is None:
        return doers is True
    return done is True
