"""Timeline: what happened when, one entry a happening, dated by the event and never by publication."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from dateline.reading.boilerplate import is_aside
from dateline.reconciling.happenings import Happening, happening_at, one_happening, shelve
from dateline.records import Evidence, Fact, Reading, TimelineEntry

ON_ONE_DAY, IN_ONE_STRETCH = 1, 2
"""Words beside the deed that tellings of one happening share: of one day, and of a day and a stretch that holds it."""

HANGS = re.compile(
    r"(?:\w{1,60}\s{1,20}){0,3}?\b(?:after|before|when|while|once)\s{1,20}"
    r"(?=(?:the|an?|he|she|they|it|his|her|their|its|[A-Z][\w’'-]{0,60}|(?!this|hours|days|weeks|months|years)[a-z]{1,60}s)\s)"
    r"(?!(?:\S{1,60}\s{1,20}){0,5}\S{1,60},)"
)
"""What hangs a clause on another; without it the rest stands alone ("hours after the ferry sank")."""

WORDS = 3
"""Words that tell a happening at least."""

UNDONE = frozenset({"planned", "conditional"})
"""Statuses of what has not happened; a plan is on the calendar only once it is done."""


def make_timeline(facts: Sequence[Fact], readings: Mapping[str, Reading]) -> tuple[TimelineEntry, ...]:
    """Return the dated facts in order of their first day, the more precise first; one entry a happening.

    Captions are left out, whose days are those of pictures and posts, and asides on the reporting. Facts of one day
    told by clauses of one sentence are one happening, told by the one with most origins; so are facts of one day, or
    of a day and the month or year that holds it, that `happenings.one_happening` joins.
    """
    captions = {(r.id, s.start, s.end) for r in readings.values() for s in r.statements if s.section == "caption"}
    dated = [
        f
        for f in facts
        if f.earliest and f.latest and f.date_prec and f.status not in UNDONE
        if _stands_alone(f)
        and not is_aside(f.text)
        and any((e.report, e.start, e.end) not in captions for e in f.evidence)
    ]
    entries = [_entry(group) for group in _told_again(_happenings(dated, readings), readings)]
    return tuple(sorted(entries, key=lambda e: (e.earliest, e.latest, e.evidence[0].report, e.evidence[0].start)))


def _happenings(facts: Sequence[Fact], readings: Mapping[str, Reading]) -> list[list[Fact]]:
    """Group facts of one stretch of days that share a sentence, in the order of the facts."""
    group_of: dict[str, list[Fact]] = {}
    order = {fact.id: n for n, fact in enumerate(facts)}
    at: dict[tuple[str, int, str, str], list[Fact]] = {}
    for fact in facts:
        mine = group_of.setdefault(fact.id, [fact])
        for evidence in fact.evidence:
            key = (
                evidence.report,
                _sentence(evidence, readings[evidence.report]),
                fact.earliest or "",
                fact.latest or "",
            )
            other = at.setdefault(key, mine)
            other = group_of[other[0].id]
            if other is not mine:
                first, second = sorted((other, mine), key=lambda g: order[g[0].id])
                first += second
                for joined in second:
                    group_of[joined.id] = first
                mine = first
    seen: dict[int, list[Fact]] = {id(group): group for group in group_of.values()}
    return list(seen.values())


def _told_again(groups: Sequence[list[Fact]], readings: Mapping[str, Reading]) -> list[list[Fact]]:
    """Join groups of facts whose leading facts tell of one happening; leads decide alone, the surest dated first."""
    found: list[tuple[Fact, Happening | None, list[Fact]]] = []
    shelved = shelve(readings)
    for group in sorted(groups, key=lambda g: (g[0].date_prec or 0, _days(g[0]), *_rank(_lead(g)))):
        lead = _lead(group)
        told = happening_at(lead.evidence[0], shelved)
        same = next((own for other, was, own in found if _again(lead, told, other, was)), None)
        if same is None:
            found.append((lead, told, group))
        else:
            same += group
    return [group for _, _, group in found]


def _again(lead: Fact, told: Happening | None, other: Fact, was: Happening | None) -> bool:
    if told is None or was is None or lead.earliest is None or other.earliest is None:
        return False
    if (lead.earliest, lead.latest) == (other.earliest, other.latest):
        return one_happening(told, was, ON_ONE_DAY)
    holds = lead.earliest <= other.earliest and (other.latest or "") <= (lead.latest or "")
    return holds and one_happening(told, was, IN_ONE_STRETCH)


def _days(fact: Fact) -> int:
    first, last = date.fromisoformat(fact.earliest or "0001-01-01"), date.fromisoformat(fact.latest or "0001-01-01")
    return (last - first).days


def _lead(group: Sequence[Fact]) -> Fact:
    return min(group, key=_rank)


def _rank(f: Fact) -> tuple[bool, bool, int, Evidence]:
    """Order in which facts tell a happening best: news before background, whole clauses, the better attested."""
    return (f.background, _subordinate(f.text), -len(f.origins), f.evidence[0])


def _sentence(evidence: Evidence, reading: Reading) -> int:
    return max(0, bisect_right(reading.sentences, evidence.start, key=lambda span: span.start) - 1)


def _entry(group: Sequence[Fact]) -> TimelineEntry:
    fact = _lead([f for f in group if (f.earliest, f.latest) == (group[0].earliest, group[0].latest)])
    assert fact.earliest is not None  # noqa: S101 - narrowed by the caller
    assert fact.latest is not None  # noqa: S101
    assert fact.date_prec is not None  # noqa: S101
    return TimelineEntry(
        earliest=as_precise(fact.earliest, fact.latest, fact.earliest),
        latest=as_precise(fact.earliest, fact.latest, fact.latest),
        date_prec=fact.date_prec,
        basis=fact.basis,
        text=alone(fact.text),
        standing=fact.standing,
        status=fact.status,
        fact=fact.id,
        evidence=tuple(dict.fromkeys(e for f in (fact, *group) for e in f.evidence)),
        subject=fact.subject,
    )


def alone(text: str) -> str:
    """Return a clause without the words that hang it on another, where it can stand without them.

    >>> alone("hours after the ferry sank off Larne"), alone("after leaving port"), alone("Sank after the storm")
    ('the ferry sank off Larne', 'after leaving port', 'Sank after the storm')
    """
    hangs = HANGS.match(text)
    return text[hangs.end() :] if hangs is not None and text[:1].islower() else text


def _stands_alone(fact: Fact) -> bool:
    """Tell whether a fact tells of a happening: no aside, no lone name, no clause on something named elsewhere."""
    relative = fact.subject is None and re.match(r"(?:who|whose|which|that|where)\b", fact.text) is not None
    return not relative and not is_aside(fact.text) and len(fact.text.split()) >= WORDS


def _subordinate(text: str) -> bool:
    """Tell a clause that only hangs on another ("when the dam burst")."""
    return text.split(" ", 1)[0].casefold() in (
        "when",
        "as",
        "while",
        "after",
        "before",
        "where",
        "which",
        "who",
        "that",
    )


def as_precise(earliest: str, latest: str, day: str) -> str:
    """Return `day` cut to what is known: the year or month where the stretch is exactly that year or month.

    >>> as_precise("2014-01-01", "2014-01-31", "2014-01-01")
    '2014-01'
    """
    if earliest[5:] == "01-01" and latest[5:] == "12-31":
        return day[:4]
    if earliest[:7] == latest[:7] and earliest[8:] == "01" and latest[8:] == _last_day(latest[:7]):
        return day[:7]
    return day


def _last_day(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    if number == 2:
        return "29" if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else "28"
    return "30" if number in (4, 6, 9, 11) else "31"
