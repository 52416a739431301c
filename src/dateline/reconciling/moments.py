"""Moments: the day and the town that reports give of what happens once: a death, an arrest, a crash, a sinking.

Told as values (`told`), so that two of them can be set against each other and two that agree can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from dateline.reconciling.align import apart
from dateline.reconciling.attributes import Value
from dateline.reconciling.kinds import base, kinds_of
from dateline.reconciling.lines import Line
from dateline.reconciling.names import GENERIC, Names, is_name
from dateline.reconciling.nouns import head_of
from dateline.reconciling.said import Said
from dateline.reconciling.told import HAPPENED, Told
from dateline.records import Reading

DONE_TO = frozenset({"kill", "arrest", "abduct", "kidnap", "behead", "assassinate", "murder", "execute", "apprehend"})
"""Verbs of what befalls a person once in a story; who is meant stands behind them, or before them in the passive."""

DONE_BY = frozenset({"die"})
"""Verbs of what a person does once."""

BREAKING = frozenset({"sink", "capsize", "crash", "derail", "collapse", "explode", "erupt"})
"""Verbs of what befalls a thing once."""

ONCE = frozenset({"bombing", "crash", "sinking", "collapse", "fire", "earthquake", "shooting", "robbery", "landslide"})
"""Kinds of happenings of which there is one day and one town."""

FURTHEST = 14
"""Days between two days of one thing; farther apart are two things, or a date misread."""

_OVERNIGHT = re.compile(r"\b(?:night|nightfall|midnight|overnight|late|early|dawn|evening|[ap]\.?m)\b", re.IGNORECASE)
"""Words of hours near which two reports may name two days of one moment."""

_MOVING = re.compile(r"\b(?:bound for|from|to|toward|towards|for|between|route|hospital|after|later)\b", re.IGNORECASE)
"""Words of a way or of what came after; the place named need not be that of the deed."""


def moments_in(lines: Sequence[Line], reading: Reading, names: Names) -> Iterator[Told]:
    """Yield the days and towns that the sentences of one report give."""
    for line in lines:
        if line.looks_back:
            continue
        for s in line.said:
            if not s.statement.background and not s.statement.negated and s.statement.status == "completed":
                yield from _of_person(s, line, reading, names)
                yield from _of_thing(s, line, reading)


def _of_person(s: Said, line: Line, reading: Reading, names: Names) -> Iterator[Told]:
    if not s.statement.events:
        return
    event = reading.events[s.statement.events[0]]
    who = event.recipient if event.lemma in DONE_TO else event.actor if event.lemma in DONE_BY else None
    if who is None or event.negated:
        return
    key = names.by_actor.get((s.report, who))
    if key is None or names.known[key].kind in GENERIC or names.known[key].kind != "person":
        return
    name = names.known[key].name
    if is_name(name):
        kind = "death" if "death" in kinds_of(base(event.lemma)) else "arrest"
        deed = event.lemma if not kinds_of(base(event.lemma)) & {"death", "arrest"} else kind
        yield from _given(s, line, f"{deed} {key}", f"{deed} of {name}", "")


def _of_thing(s: Said, line: Line, reading: Reading) -> Iterator[Told]:
    quote = s.evidence.quote
    match = HAPPENED.search(quote)
    if match is not None and match["verb"] is None:
        noun = match["of"].casefold()
        if kinds_of(base(noun)) & ONCE:
            yield from _given(s, line, "happening", noun, noun)
    elif s.statement.events:
        event = reading.events[s.statement.events[0]]
        noun = head_of(quote[: max(0, event.start - s.evidence.start)])
        if event.lemma in BREAKING and noun:
            yield from _given(s, line, event.lemma, f"{noun} ({event.lemma})", noun)


def _given(s: Said, line: Line, of: str, what: str, noun: str) -> Iterator[Told]:
    """Yield the day and the town that one statement gives."""
    time, place = s.time, s.place
    if time is not None and time.earliest is not None and time.earliest == time.latest and time.basis in DATED:
        day = float(date.fromisoformat(time.earliest[:10]).toordinal())
        value = Value(about="day", of="", written=time.earliest[:10], start=0, low=day, high=day)
        yield _told(s, value, of, f"day of the {what}", noun)
    if place is not None and place.kind == "city" and place.geonames_id is not None and not _MOVING.search(line.text):
        value = Value(about="town", of="", written=place.name, start=0, word=str(place.geonames_id))
        yield _told(s, value, of, f"town of the {what}", noun)


DATED = frozenset({"stated", "relative"})
"""Bases of times that a text itself gives."""


def _told(s: Said, value: Value, of: str, what: str, noun: str) -> Told:
    return Told(
        of=f"{value.about} {of}",
        what=what,
        value=value,
        said=s,
        evidence=s.evidence,
        moments=frozenset(),
        noun=noun,
    )


def of_two_days(a: Told, b: Told) -> bool:
    """Tell whether two days of one thing exclude each other: not too far apart, and not the two sides of one night."""
    days = abs(a.value.low - b.value.low)
    if not 1 <= days <= FURTHEST:
        return False
    return days > 1 or not any(_OVERNIGHT.search(t.evidence.quote) for t in (a, b))


def of_two_towns(a: Told, b: Told) -> bool:
    """Tell whether two towns are far from each other, and neither lies in what the other names."""
    one, other = a.said.place, b.said.place
    return one is not None and other is not None and apart(one, other)
