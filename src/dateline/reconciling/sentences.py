"""Sentences that can be told alone: those of the running text that tell something and name whom they speak of."""

from __future__ import annotations

import re

from dateline.reading.boilerplate import is_aside, is_boilerplate
from dateline.reading.shelf import Shelf
from dateline.reading.teasers import labelled
from dateline.records import Reading, Report, Span

LEANS = re.compile(
    r"\W{0,20}(?:(?:and|but|so|then|also|later|meanwhile|however|instead|once|when|as|after|before|while|until|if|though),?\s{1,20}){0,12}"
    r"(?:he|she|they|it|his|her|their|its|him|them|this|that|these|those|others?|another)\b",
    re.IGNORECASE,
)
"""How a sentence begins that names whom it speaks of in the one before; told alone it could be of anybody."""

OF_ONE = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
"""Pronouns of one person."""

MARKS = re.compile(r"[“”\"]")
"""Marks of quotation."""

CLOSED = re.compile(r"[,.?!]’")
"""The end of what stands between single marks."""

QUOTED = re.compile(r"“[^”]{0,2000}”|\"[^\"]{0,2000}\"")
"""Words between marks, whoever says them."""

OWN_WORDS = re.compile(r"\b(?:I|[Ww]e|[Oo]urs?|[Mm]y|[Mm]ine|[Uu]s)\b(?!\.)")
"""Pronouns of whoever speaks, who has no name where they stand outside of marks: of a post, a statement, an editor."""

SOMEBODY = frozenset({"person", "unnamed", "population group"})
"""Kinds of actors whom such a pronoun may stand for."""

LINE = re.compile(r"[\w,]\n\s*\n")
"""The end of a line of its own that is no sentence: a heading, a link, a label of the page."""

SHORTEST = 40
"""Characters below which a sentence is a fragment, no sentence of a brief."""


def sentences_of(report: Report, reading: Reading) -> list[Span]:
    """Return the sentences of the running text: no titles, captions, asides, fragments or words without a speaker."""
    apart = [s.span for s in reading.statements if s.section in ("caption", "heading")]
    apart += [s for s in reading.sentences if is_boilerplate(s.of(report.text)) or LINE.match(report.text, s.end - 1)]
    apart += labelled(report.text)
    captions = Shelf((s.start, s.end, n) for n, s in enumerate(apart))
    spoken = Shelf(
        (c.start, c.end, n) for n, a in enumerate(reading.attributions) if a.kind == "direct" for c in a.content
    )
    return [
        s
        for s in reading.sentences
        if _is_sentence(report, s) and not captions.touching(s) and not _tells_nothing(s.of(report.text))
        if not any(start <= s.start + 1 and s.end - 1 <= end for start, end, _ in spoken.touching(s))
    ]


def leans(report: Report, reading: Reading, span: Span) -> bool:
    """Tell whether a sentence speaks of somebody whom it does not name."""
    if LEANS.match(report.text, span.start):
        return True
    if OF_ONE.search(report.text, span.start, span.end) is None:
        return False
    named = (m for a in reading.actors if a.kind in SOMEBODY for m in a.mentions if span.covers(m))
    return all(OF_ONE.match(m.of(report.text)) for m in named)


def _tells_nothing(sentence: str) -> bool:
    """Tell whether a sentence is an aside on the reporting, or a piece of what somebody says whom it does not name."""
    opened, closed = sentence[0] in '“"', sentence[-1] in '”"'
    marks = len(MARKS.findall(sentence))
    single = sentence[0] == "‘" and CLOSED.search(sentence) is None
    return is_aside(sentence) or single or (marks % 2 == 1 and (opened or closed)) or _is_of_nobody(sentence)


def _is_of_nobody(sentence: str) -> bool:
    """Tell somebody's own words without marks, as a post or statement set into the text has them."""
    return OWN_WORDS.search(sentence) is not None and OWN_WORDS.search(QUOTED.sub("", sentence)) is not None


def _is_sentence(report: Report, span: Span) -> bool:
    inside_title = report.title is not None and report.title.overlaps(span)
    return span.start >= report.lead_start and span.end - span.start >= SHORTEST and not inside_title
