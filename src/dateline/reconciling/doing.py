"""Doing: whom a clause speaks of that hangs on its sentence by a participle ("…, shooting into the crowd on Friday").

Such a clause often tells the main deed with its day; read alone it needs the subject of the clause before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from dateline.reconciling.happenings import Shelf
from dateline.records import Evidence, Fact, Report, Span

DOING = re.compile(r"[a-z]{2,60}ing\b")
"""How such a clause begins."""

HUNG = re.compile(r",\s+(?:(?:also|then|later|fatally)\s+)?$")
"""What stands before it."""

SUBJECT = re.compile(
    r"\A(?P<who>(?!(?:He|She|It|They|We|I|You|This|That|There|In|On|At)\b)[A-Z][\w’'.-]{0,60}(?:\s{1,20}[\w’'.-]{1,60}){0,6}?)\s{1,20}"
    r"(?:(?:was|were|has|have|had|is|are|also|then|later|now|since|\w{1,60}ly)\s{1,20})*$"
)
"""A short subject with nothing set off by commas, up to the verb."""


def with_doer(fact: Fact, shelf: Shelf, reports: Mapping[str, Report]) -> Fact:
    """Return a fact told by such a clause with the subject of its sentence; any other as it is."""
    if fact.subject is not None or DOING.match(fact.text) is None:
        return fact
    subject = _subject(fact.evidence[0], shelf, reports)
    return fact if subject is None else msgspec.structs.replace(fact, subject=subject)


def opening(text: str) -> int:
    """Return where a clause begins behind a short word of time or place set before it.

    >>> text = "On Friday, he was shot"
    >>> text[opening(text):]
    'he was shot'
    """
    match = OPENING.match(text)
    return match.end() if match is not None else 0


OPENING = re.compile(
    r"(?:(?:[Oo]n|[Ii]n|[Aa]t|[Bb]y|[Dd]uring|[Ee]arl(?:y|ier)|[Ll]ate(?:r|st)?|[Ll]ast|[Tt]his|[Ff]rom|[Aa]fter|[Bb]efore)\s[^,]{2,40},\s"
    r"|(?:[Ee]arlier|[Ll]ater|[Ll]ast|[Tt]his|[Ee]arly|[Ll]ate)\s(?:(?:this|last|in|on|that|the)\s)?\w{1,60}\s|(?:[Oo]n\s)?[A-Z]\w{1,60}day,?\s"
    r"|(?:[Yy]esterday|[Tt]oday|[Tt]onight),?\s)(?=(?:he|she|they|it|we|i)\b)"
)
"""A word of time or place before a pronoun."""


def _subject(evidence: Evidence, shelf: Shelf, reports: Mapping[str, Report]) -> Evidence | None:
    found, report = shelf.get((evidence.report, evidence.start, evidence.end)), reports.get(evidence.report)
    if found is None or report is None:
        return None
    reading = found[0]
    sentence = next((s for s in reading.sentences if s.start < evidence.start < s.end), None)
    if sentence is None or HUNG.search(report.text[sentence.start : evidence.start]) is None:
        return None
    first = min((e.start for e in reading.events if sentence.start <= e.start < evidence.start), default=None)
    match = SUBJECT.match(report.text[sentence.start : first]) if first is not None else None
    if match is None:
        return None
    return report.quote(Span(sentence.start, sentence.start + match.end("who")))
