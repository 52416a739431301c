"""Mentions of happenings, laid out for comparison: the words that tell it, the kinds they tell, the words around."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.reconciling.kinds import base, kinds_told
from dateline.records import Record, Span
from dateline.wording import FUNCTION_WORDS, content_stems, stem

NEAR = 8
"""Words before and after a mention that are its neighbourhood."""

AFTER = 7
"""Words after a mention that may finish a phrase."""

LIGHT = frozenset({"be", "have", "do", "get", "go", "make", "take", "give", "put", "come", "keep", "it", "thi", "that"})
"""Base forms that say little of what happened by themselves."""

SPEAKING = frozenset({"saying", "statement", "report"})
"""Kinds of happenings that are speech: everybody says something in every report."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = re.compile(r"(?<=[^\W_,;:’'\"”)] )[A-ZÀ-ÖØ-Þ][\w'’-]+")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


class EventMention(Record, frozen=True, kw_only=True):
    """One mention of a happening in one report.

    `base` is the base form of the word that tells it, `stems` those of all its words; `kinds` what they tell, `phrased`
    those told by a phrase. `before`, `after`, `around` (the whole sentence) are stems; `names` and `numbers` stand in
    the sentence, which is number `sentence` of the report.
    """

    report: str
    span: Span
    sentence: int
    base: str
    stems: frozenset[str]
    kinds: frozenset[str]
    phrased: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    around: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]

    @property
    def light(self) -> bool:
        """Whether its word says little of what happened."""
        return self.base in LIGHT

    @property
    def spoken(self) -> bool:
        """Whether it tells that somebody spoke."""
        return bool(self.kinds & SPEAKING)


def mention_at(report: str, text: str, span: Span, sentences: Sequence[Span]) -> EventMention:
    """Lay out the mention at a span of a report's text; `sentences` are those of the report."""
    number = next((i for i, s in enumerate(sentences) if s.start <= span.start < s.end), 0)
    sentence = sentences[number] if sentences else span
    words = _WORD.findall(text[span.start : span.end]) or [text[span.start : span.end]]
    telling = [w for w in words if w.casefold() not in FUNCTION_WORDS] or words
    before = _WORD.findall(text[sentence.start : span.start])[-NEAR:]
    after = _WORD.findall(text[span.end : sentence.end])[:NEAR]
    kinds, phrased = kinds_told(words, after[:AFTER])
    whole = text[sentence.start : sentence.end]
    return EventMention(
        report=report,
        span=span,
        sentence=number,
        base=base(telling[0]),
        stems=frozenset(map(stem, telling)),
        kinds=kinds,
        phrased=phrased,
        before=_stems(before),
        after=_stems(after),
        around=content_stems(whole),
        names=names_in(whole),
        numbers=numbers_in(whole),
    )


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in words if word.casefold() not in FUNCTION_WORDS)


def names_in(text: str) -> frozenset[str]:
    """Return the stems of the capitalised words that begin no sentence."""
    return frozenset(stem(name.replace("’", "'").removesuffix("'s")) for name in _NAME.findall(text))


def numbers_in(text: str) -> frozenset[str]:
    """Return the numbers written in digits."""
    return frozenset(_NUMBER.findall(text))
