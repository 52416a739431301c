"""Events: what happens, by trigger, with who does it to whom, where and when, as far as the clause says.

Codes are PLOVER's root and mode and ACLED's sub-event, from the table data/events.toml. The main verb of a clause is
an event even without a code, so that every statement has one; cues of attribution are not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from dateline.reading.cues import cues
from dateline.reading.shelf import Shelf
from dateline.reading.status import clause_status
from dateline.records import Actor, Event, Place, Report, Span, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CLAUSAL = frozenset({"ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "xcomp"})
EMPTY = frozenset(
    {
        "be",
        "have",
        "do",
        "go",
        "get",
        "make",
        "take",
        "come",
        "use",
        "try",
        "let",
        "keep",
        "see",
        "need",
        "include",
        "follow",
        "involve",
    }
)
"""Verbs that tell nothing without their complement; they are events only as the head of a clause."""
HEADS = frozenset({"ROOT", "ccomp", "advcl", "conj", "parataxis"})


class Code(NamedTuple):
    """A row of the table."""

    root: str | None
    mode: str | None
    sub_event: str | None


@cache
def codes() -> tuple[dict[str, Code], dict[str, Code]]:
    """Return codes by verb lemma and by noun lemma."""
    rows: list[dict[str, Any]] = tomllib.loads(
        files("dateline.data").joinpath("events.toml").read_text(encoding="utf-8")
    )["event"]
    verbs: dict[str, Code] = {}
    nouns: dict[str, Code] = {}
    for row in rows:
        code = Code(row.get("root"), row.get("mode"), row.get("sub_event"))
        for verb in row["verbs"]:
            verbs.setdefault(verb, code)
        for noun in row["nouns"]:
            nouns.setdefault(noun, code)
    return verbs, nouns


class _Field(NamedTuple):
    """Who, where and when is mentioned at which token offset."""

    actors: dict[int, int]
    places: Shelf
    times: Shelf
    bodies: frozenset[int]


def read_events(
    doc: Doc, report: Report, actors: Sequence[Actor], places: Sequence[Place], times: Sequence[Time]
) -> tuple[Event, ...]:
    """Find the events of a report, in text order."""
    field = _Field(
        {offset: i for i, actor in enumerate(actors) for m in actor.mentions for offset in range(m.start, m.end)},
        Shelf((p.start, p.end, i) for i, p in enumerate(places)),
        Shelf((t.start, t.end, i) for i, t in enumerate(times)),
        frozenset(i for i, a in enumerate(actors) if a.kind in ("armed group", "government") and a.name[:1].isupper()),
    )
    skip = {o for m in (*places, *times) for o in range(m.start, m.end)}
    verbs, nouns = codes()
    found = []
    for token in doc:
        pos = token.pos_
        if (token.idx < report.body_start and report.title is None) or token.idx in skip:
            continue
        if pos == "VERB" or (pos == "AUX" and token.dep_ in ("ROOT", "ccomp")):
            event = _verb(token, verbs, field)
        elif (
            pos in ("NOUN", "PROPN")
            and (code := nouns.get(token.lemma_.lower())) is not None
            and token.idx not in field.actors
        ):
            event = _noun(token, code, field)
        else:
            continue
        if event is not None:
            found.append(event)
    return tuple(found)


def _verb(token: Token, verbs: dict[str, Code], field: _Field) -> Event | None:
    lemma = token.lemma_.lower()
    particle = next((c.lower_ for c in token.rights if c.dep_ == "prt"), None)
    code = verbs.get(f"{lemma} {particle}") or verbs.get(lemma)
    if code is None:
        if token.dep_ not in HEADS or lemma in cues().verbs or (lemma in EMPTY and token.dep_ not in HEADS):
            return None
        code = Code(None, None, None)
    elif code.root in ("REQUEST", "THREATEN", "ACCUSE", "REJECT") or token.dep_ in CLAUSAL:
        pass
    elif token.dep_ in ("amod", "compound", "aux"):
        return None
    actor, recipient = _roles(token, field)
    status, negated = clause_status(token)
    return Event(
        start=token.idx,
        end=token.idx + len(token),
        lemma=lemma,
        root=code.root,
        mode=code.mode,
        sub_event=code.sub_event,
        actor=actor,
        recipient=recipient,
        place=_nearest(token, field.places),
        time=_nearest(token, field.times),
        status=status,
        negated=negated,
    )


def _noun(token: Token, code: Code, field: _Field) -> Event:
    actor = recipient = None
    for child in token.children:
        if child.dep_ in ("poss", "compound", "amod") and actor is None:
            actor = field.actors.get(child.idx)
        elif child.dep_ == "prep" and child.lower_ in ("by", "between"):
            actor = _object(child, field) if actor is None else actor
        elif child.dep_ == "prep" and child.lower_ in ("of", "on", "against"):
            recipient = _object(child, field)
    status, negated = clause_status(token)
    return Event(
        start=token.idx,
        end=token.idx + len(token),
        lemma=token.lemma_.lower(),
        root=code.root,
        mode=code.mode,
        sub_event=code.sub_event,
        actor=actor,
        recipient=recipient,
        place=_nearest(token, field.places),
        time=_nearest(token, field.times),
        status=status,
        negated=negated,
    )


def _roles(verb: Token, field: _Field) -> tuple[int | None, int | None]:
    """Return who does it and to whom: subject and object, turned round in the passive."""
    actor = recipient = None
    for child in verb.children:
        if child.dep_ == "nsubj":
            actor = _who(child, field)
        elif child.dep_ in ("nsubjpass", "dobj", "dative"):
            recipient = _who(child, field) if recipient is None else recipient
        elif child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            actor = _object(child, field) if actor is None else actor
        elif child.dep_ == "prep" and child.lower_ in ("against", "on", "over", "with", "to"):
            recipient = _object(child, field) if recipient is None else recipient
    if actor is None and verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ == "VERB":
        actor = next((field.actors.get(c.idx) for c in verb.head.children if c.dep_ == "nsubj"), None)
    return actor, recipient


def _who(noun: Token, field: _Field) -> int | None:
    """Return the actor a noun stands for; "rebels of the Front" are the Front."""
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            body = _object(prep, field)
            if body is not None and body in field.bodies:
                return body
    return field.actors.get(noun.idx)


def _object(prep: Token, field: _Field) -> int | None:
    return next((field.actors.get(c.idx) for c in prep.children if c.dep_ == "pobj"), None)


def _nearest(token: Token, mentions: Shelf) -> int | None:
    """Return the mention inside the token's own subtree that stands nearest to it."""
    subtree = Span(token.left_edge.idx, token.right_edge.idx + len(token.right_edge))
    return min(((abs(start - token.idx), n) for start, _, n in mentions.inside(subtree)), default=(0, None))[1]
