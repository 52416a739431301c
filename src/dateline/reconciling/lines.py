"""Lines: the sentences of a story's reports, each with its statements and the people it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from dateline.reconciling.names import Names
from dateline.reconciling.said import Said, by_report
from dateline.records import Evidence, Reading, Record, Report, Span
from dateline.wording import WORD

_INQUIRES = re.compile(
    r"\b(?:judge|attorney|lawyer|prosecutor|sheriff|police|chief|spokes\w+|officer|detective|lieutenant|captain|sgt|"
    r"sergeant|lt|capt|det|magistrate|commissioner|coroner|deputy|inspector|superintendent|justice|mayor|reporter)\b",
    re.IGNORECASE,
)
"""Offices whose holders speak of a case and are not its subject."""

_OF_ONE = re.compile(r"\W{0,20}(?:he|she|his|her|bail|bond)\b", re.IGNORECASE)
"""How a sentence begins that goes on about whoever the one before named."""

_MOMENT = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|"
    r"november|december|(?:19|20)\d\d|(?:first|second|third|fourth)[\s-]quarter)\b",
    re.IGNORECASE,
)


class Texts(NamedTuple):
    """The story's reports and readings by id."""

    reports: Mapping[str, Report]
    readings: Mapping[str, Reading]


class Line(Record, frozen=True, kw_only=True):
    """One sentence: its words, the statements in it, and the keys of the people it is about."""

    text: str
    evidence: Evidence
    said: tuple[Said, ...]
    people: tuple[str, ...]

    @property
    def moments(self) -> frozenset[str]:
        """The days, months and years it names."""
        return frozenset(m.group().casefold() for m in _MOMENT.finditer(self.text))

    @property
    def looks_back(self) -> bool:
        """Whether it names a year other than that of its report: what it gives is of something before."""
        years = {m for m in self.moments if m.isdigit()}
        published = self.said[0].published
        return bool(years) and published is not None and published[:4] not in years

    def at(self, position: int) -> Said:
        """Return the statement that holds a character of the line, else the first."""
        place = self.evidence.start + position
        return next((s for s in self.said if s.evidence.start <= place < s.evidence.end), self.said[0])


def lines_of(said: Sequence[Said], texts: Texts, names: Names) -> dict[str, list[Line]]:
    """Return the sentences of each report that hold a statement, in order."""
    held = by_report(said)
    return {rid: _of_report(texts.reports[rid], texts.readings[rid], held[rid], names) for rid in sorted(held)}


def _of_report(report: Report, reading: Reading, said: Sequence[Said], names: Names) -> list[Line]:
    made: list[Line] = []
    before: tuple[str, ...] = ()
    for span in reading.sentences:
        text = span.of(report.text)
        own = tuple(s for s in said if s.evidence.start < span.end and span.start < s.evidence.end)
        people = _people(span, report.id, reading, names)
        if not people and _OF_ONE.match(text):
            people = before if len(before) == 1 else ()
        before = people
        if own:
            made.append(Line(text=text, evidence=report.quote(span), said=own, people=people))
    return [_named_next(line, behind) for line, behind in zip(made, [*made[1:], None], strict=True)]


_SOMEONE = re.compile(r"\W{0,20}an?\s", re.IGNORECASE)
"""How a sentence begins about someone whom the next one names ("A guard was charged …. Dale Krantz, 44, …")."""


def _named_next(line: Line, behind: Line | None) -> Line:
    if line.people or behind is None or len(behind.people) != 1 or not _SOMEONE.match(line.text):
        return line
    first = WORD.search(behind.text)
    named = first is not None and first.group().casefold() in behind.people[0].split()
    return msgspec.structs.replace(line, people=behind.people) if named else line


def _people(span: Span, report: str, reading: Reading, names: Names) -> tuple[str, ...]:
    """Return the keys of the people named in a sentence; those who speak or inquire only where there is nobody else."""
    found: list[str] = []
    officials: list[str] = []
    for i, actor in enumerate(reading.actors):
        if actor.kind != "person" or not any(span.covers(m) for m in actor.mentions):
            continue
        (officials if _INQUIRES.search(actor.role or "") else found).append(names.by_actor[report, i])
    return tuple(dict.fromkeys(found or officials))
