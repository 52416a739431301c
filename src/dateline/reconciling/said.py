"""What was said: every statement of a story laid out for comparison, with the voice it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from dateline.linking.copies import roots_of
from dateline.reconciling.deeds import Deed, deed_of
from dateline.reconciling.houses import house_of, worked_from_one_text
from dateline.reconciling.names import Names, fold_name, is_name
from dateline.reconciling.speaking import Gone, gone_of, heard
from dateline.records import (
    Actor,
    Copy,
    Evidence,
    Place,
    Quantity,
    Reading,
    Record,
    Report,
    Span,
    Statement,
    Time,
    Voice,
)
from dateline.wording import content_stems


class Said(Record, frozen=True, kw_only=True):
    """One statement of one report, ready to be compared.

    `origin` is the key of the voice at the head of its chain: someone named ("sillo"), or the report itself
    ("report:ID", that of the report it was copied from). `body` is the key of whom that voice speaks for (itself, if
    nobody else), `chain` the keys of all it names; `narrated` marks what the report says in its own or its agency's
    voice. `head` is the lemma of its main event, `lemmas`/`codes` describe all of them, `actors` are keys, `agents`
    those of the named forces that do what the main event tells. `deeds` are the event words, the main one first;
    `quoted` marks what stands in a quotation; `draft` is the same for reports worked from one text;
    `personal` marks deeds of people told by name or sex; `subject` quotes
    what the clause speaks of without saying so itself.
    """

    report: str
    index: int
    statement: Statement
    evidence: Evidence
    words: frozenset[str]
    head: str | None
    lemmas: frozenset[str]
    codes: frozenset[str]
    actors: frozenset[str]
    agents: frozenset[str]
    place: Place | None
    time: Time | None
    quantities: tuple[Quantity, ...]
    origin: str
    body: str
    chain: frozenset[str]
    narrated: bool
    family: str
    publisher: str | None
    voices: tuple[Voice, ...]
    published: str | None
    deeds: tuple[Deed, ...] = ()
    quoted: bool = False
    draft: str = ""
    personal: bool = False
    subject: Evidence | None = None

    @property
    def key(self) -> tuple[str, int, int]:
        """Order of statements that depends on nothing but what they are: report id, start, end."""
        return (self.report, self.evidence.start, self.evidence.end)

    @property
    def people(self) -> tuple[Quantity, ...]:
        """The quantities that count people."""
        return tuple(q for q in self.quantities if q.unit == "people")


def lay_out(
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    names: Names,
    copies: Sequence[Copy],
    parties: frozenset[str],
) -> list[Said]:
    """Return every statement of the story, in order of publication, then position."""
    roots = copy_roots(copies, reports)
    context = _Context(
        names=names,
        roots=roots,
        copies=tuple(copies),
        parties=parties,
        worked=worked_from_one_text(reports, roots),
        gone=gone_of(reports, readings, names),
    )
    return [
        s
        for report in reports
        for s in _with_voices(
            [
                _said(report, readings[report.id], i, statement, context)
                for i, statement in enumerate(readings[report.id].statements)
                if statement.quantities or not _asks(report.text, statement.span)
            ]
        )
    ]


_ASKS = re.compile(r"\?[\s\"'”’)\]]{0,5}\Z")


def _asks(text: str, span: Span) -> bool:
    """Tell a question, which tells nothing: what it asks may be so or not."""
    return (
        text[span.end : span.end + 1] == "?" or _ASKS.search(text, max(span.start, span.end - 6), span.end) is not None
    )


def by_report(said: Sequence[Said]) -> dict[str, list[Said]]:
    """Return the statements of each report, in order."""
    found: dict[str, list[Said]] = {}
    for s in said:
        found.setdefault(s.report, []).append(s)
    return found


def _with_voices(said: list[Said]) -> list[Said]:
    """Let a title or heading speak in the voice of the sentence of its report that it sums up: it knows no more."""
    body = [s for s in said if s.statement.section == "body"]
    if not body:
        return said
    return [_voiced_by(s, body) if s.narrated and s.statement.section in ("title", "heading") else s for s in said]


def _voiced_by(title: Said, body: Sequence[Said]) -> Said:
    counts = {(q.measure, q.number) for q in title.quantities}

    def likeness(s: Said) -> tuple[int, int, int]:
        same = len(counts & {(q.measure, q.number) for q in s.quantities})
        return (same, len(title.words & s.words), -s.index)

    told = max(body, key=likeness)
    return msgspec.structs.replace(
        title,
        origin=told.origin,
        body=told.body,
        chain=told.chain,
        narrated=told.narrated,
        voices=told.voices,
        family=told.family,
    )


def copy_roots(copies: Sequence[Copy], reports: Sequence[Report]) -> dict[str, str]:
    """Map each of a story's reports that is a copy to the first of its text: its origin, if the story has it."""
    roots = roots_of(copies)
    first: dict[str, str] = {}
    for report in reports:
        first.setdefault(roots.get(report.id, report.id), report.id)
    first |= {report.id: report.id for report in reports if report.id not in roots}
    return {r.id: first[root] for r in reports if (root := roots.get(r.id)) is not None and first[root] != r.id}


class _Context(Record, frozen=True, kw_only=True):
    names: Names
    roots: Mapping[str, str]
    copies: tuple[Copy, ...]
    parties: frozenset[str]
    worked: Mapping[str, str]
    gone: Gone


SCALES = content_stems("per cent percent percentage hundred thousand million billion trillion")
"""Words that belong to a number and are compared with it: "80 per cent" shares nothing with "5 per cent"."""


def _said(report: Report, reading: Reading, index: int, statement: Statement, context: _Context) -> Said:
    names = context.names
    house = house_of(report)
    told_by = house if report.publisher or report.url else None
    statement = msgspec.structs.replace(
        statement, chain=heard(report, reading, statement, names, context.gone, told_by)
    )
    evidence = report.quote(statement.span)
    events = [reading.events[i] for i in statement.events]
    deeds = tuple(deed_of(reading, event, report.text) for event in events)
    keys = [names.of_link(report.id, link) for link in statement.chain if link.role != "publisher"]
    family = _source_of(report.id, statement, context)
    return Said(
        report=report.id,
        index=index,
        statement=statement,
        evidence=evidence,
        words=content_stems(evidence.quote) - SCALES,
        head=events[0].lemma if events else None,
        lemmas=frozenset(event.lemma for event in events) - EMPTY,
        codes=frozenset(code for event in events for code in (event.root, event.sub_event) if code),
        actors=_actors(report.id, reading, statement, names),
        agents=_agents(report, reading, statement, names),
        place=reading.places[statement.place] if statement.place is not None else None,
        time=reading.times[statement.time] if statement.time is not None else None,
        quantities=tuple(reading.quantities[i] for i in statement.quantities),
        origin=keys[0] if keys else "report:" + family,
        body=_body_of(keys[0], names) if keys else "",
        chain=_chain_keys(report.id, statement, names),
        narrated=not statement.attributions,
        family=family,
        publisher=house,
        voices=tuple(_voice(report, i, statement, context) for i in range(len(statement.chain))),
        published=report.published,
        deeds=deeds,
        personal=any(deed.personal for deed in deeds),
        subject=report.quote(statement.subject) if statement.subject is not None else None,
        draft=context.worked.get(family, family),
        quoted=any(reading.attributions[i].kind in QUOTED for i in statement.attributions),
    )


def _actors(report: str, reading: Reading, statement: Statement, names: Names) -> frozenset[str]:
    found = {names.by_actor[report, i] for i in statement.actors if (report, i) in names.by_actor}
    for i in statement.events:
        for actor in (reading.events[i].actor, reading.events[i].recipient):
            if actor is not None and (report, actor) in names.by_actor:
                found.add(names.by_actor[report, actor])
    return frozenset(found)


_OF_A_FORCE = re.compile(
    r"\s{1,20}(?:of|from|loyal\s+to)\s+(?:the\s+)?((?:[A-Z][\w’'-]{1,60}\s+){0,4}[A-Z][\w’'-]{1,60})"
)
"""What says behind fighters without a name whose they are ("fighters of the Northern Front")."""


def _agents(report: Report, reading: Reading, statement: Statement, names: Names) -> frozenset[str]:
    """Return the keys of the named forces and states that do what the main event tells."""
    if not statement.events or (actor := reading.events[statement.events[0]].actor) is None:
        return frozenset()
    doer = reading.actors[actor]
    if doer.kind not in ("armed group", "government"):
        return frozenset()
    if is_name(doer.name) or fold_name(doer.name) in FORCES:
        return frozenset({names.by_actor[report.id, actor]})
    own = (m for m in doer.mentions if statement.span.covers(m))
    found = (_OF_A_FORCE.match(report.text, m.end, statement.end) for m in own)
    return frozenset(names.of_name(match.group(1)) for match in found if match is not None)


def _chain_keys(report: str, statement: Statement, names: Names) -> frozenset[str]:
    """Return the keys of all that a chain names, as they are known and as they are written, and of their bodies."""
    links = [link for link in statement.chain if link.role != "publisher"]
    keys = {names.of_link(report, link) for link in links}
    return frozenset({*keys, *(fold_name(link.name) for link in links), *(_body_of(key, names) for key in keys)} - {""})


def _body_of(key: str, names: Names) -> str:
    """Return the key of the body that a voice speaks for: a spokesman and his ministry are one origin."""
    named = names.known.get(key)
    return names.of_name(named.of) if named is not None and named.of else key


def _source_of(report: str, statement: Statement, context: _Context) -> str:
    """Return the report a statement's words come from: its own, or the one they were copied from.

    Of a copy as a whole that holds for all it says, its new title too.
    """
    if report in context.roots:
        return context.roots[report]
    for copy in context.copies:
        if copy.report == report and any(p.here.overlaps(statement.span) for p in copy.passages):
            return context.roots.get(copy.origin, copy.origin)
    return report


def _voice(report: Report, i: int, statement: Statement, context: _Context) -> Voice:
    link = statement.chain[i]
    if link.role == "publisher":
        return Voice(name=link.name, kind=link.kind, role="publisher")
    key = context.names.of_link(report.id, link)
    named = context.names.known.get(key)
    party = is_party(key, f"{link.name} {link.role or ''}", named.of if named else None, context)
    return Voice(
        name=named.name if named and named.kind == "person" else link.name,
        kind=named.kind if named else link.kind,
        role=link.role or (named.role if named else None),
        party=party,
    )


def is_party(key: str, name: str, of: str | None, context: _Context) -> bool:
    """Tell whether a voice is a side in the happening, speaks for one, or belongs to one by its name."""
    if key in context.parties or (of is not None and context.names.of_name(of) in context.parties):
        return True
    words = f" {fold_name(name)} {fold_name(of or '')} "
    own = (n for party in context.parties if party in context.names.known for n in context.names.known[party].keys)
    return any(len(n) > 2 and f" {n} " in words for n in own)


QUOTED = frozenset({"direct", "mixed"})
"""Kinds of attributions whose content is a speaker's own words."""

FORCES = frozenset({"army", "military", "police", "air force", "navy", "government", "government forces"})
"""Forces there is one of on a side, though they have no name."""

EMPTY = frozenset({"be", "have", "do", "get", "go", "make", "take", "say", "come", "see", "become"})
"""Verbs that tell nothing of what happened; two statements share nothing by sharing them."""

CONFLICT = frozenset({"ASSAULT", "MOBILIZE"})
"""PLOVER roots of armed conflict: who acts or is acted on in them is a side, if it is a force or a state."""


ARMED = frozenset({"front", "brigade", "brigades", "army", "forces", "militia", "battalion", "resistance", "fighters"})
"""Last words of the names of armed groups, whatever kind of organisation the name is taken for."""

FIGHTING = frozenset({"repel", "repulse", "defend", "retake", "recapture", "shell", "ambush", "resist"})
"""Lemmas of fighting that have no root of their own."""

POLICING = frozenset({"police", "sheriff", "deputies", "detectives", "prosecutor", "prosecutors", "coroner", "court"})
"""Words of offices that inquire; they are no side unless an armed group fights them."""


def find_parties(readings: Iterable[Reading], names: Names) -> frozenset[str]:
    """Return the sides of the happening: armed groups, forces and states that fight, yield or are fought.

    Population groups and people killed are not sides; nor are police who only inquire.
    """
    sides = set()
    for reading in readings:
        for event in reading.events:
            if event.negated or (event.root not in CONFLICT and event.lemma not in FIGHTING):
                continue
            both = [reading.actors[i] for i in (event.actor, event.recipient) if i is not None]
            fought = any(_is_armed(a) and not _inquires(a) for a in both)
            for i in (event.actor, event.recipient):
                if i is not None and _is_armed(reading.actors[i]) and (fought or not _inquires(reading.actors[i])):
                    sides.add(names.by_actor[reading.id, i])
    return frozenset(sides)


def _is_armed(actor: Actor) -> bool:
    words = fold_name(actor.name).split()
    return actor.kind in ("armed group", "government") or (
        actor.kind == "organisation" and bool(ARMED & set(words[-1:]))
    )


def _inquires(actor: Actor) -> bool:
    return bool(POLICING & set(fold_name(actor.name).split()))
