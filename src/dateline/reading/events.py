"""Events: what happens, by trigger, with who does it to whom, where and when, as far as the clause says.

Codes are PLOVER's root and mode and ACLED's sub-event (`roots`). The main verb of a clause is
an event even without a code, so that every statement has one; cues of attribution are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dateline.reading.cues import cues
from dateline.reading.language import tokens_of
from dateline.reading.roles import SUFFERED, SUFFERED_IN, Field, doer_in, doer_of, object_of, owner_of, roles
from dateline.reading.roots import Code, Frame, codes, features, frame_of, is_plain, likeliest, row_of
from dateline.reading.shelf import Shelf
from dateline.reading.status import clause_status
from dateline.records import Actor, Event, Place, Report, Span, Status, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

HEADS = frozenset({"ROOT", "ccomp", "advcl", "conj", "parataxis"})


SPOKEN = frozenset({"REQUEST", "THREATEN", "ACCUSE", "REJECT"})
"""Roots of words, which stand anywhere in a sentence."""

SURE = 0.3
"""Share of the likeliest root from which a verb of the table has it."""

INACTION = Code(None, "inaction", None)
"""Somebody whose duty it is does not act; no mode of PLOVER."""

NO_CODE = Code(None, None, None)

SURER = 0.6
"""The same for a verb that the table does not know."""


DEATHS = frozenset({"death", "casualty", "fatality"})
"""Nouns of killing where they are somebody's doing: "deaths in police firing"."""


class Told(NamedTuple):
    """A verb that may tell an event, and all that its root is decided by."""

    frame: Frame
    row: Code | None
    actor: int | None
    recipient: int | None
    status: Status
    negated: bool
    features: list[str]


def read_events(
    doc: Doc, report: Report, actors: Sequence[Actor], places: Sequence[Place], times: Sequence[Time]
) -> tuple[Event, ...]:
    """Find the events of a report, in text order."""
    field = field_of(actors, places, times)
    skip = {o for m in (*places, *times) for o in range(m.start, m.end)}
    found = []
    for token in tokens_of(doc, "VERB", "AUX", "NOUN", "PROPN"):
        if (token.idx < report.body_start and report.title is None) or token.idx in skip:
            continue
        if token.pos_ in ("VERB", "AUX"):
            told = told_by(token, field)
            event = None if told is None else _verb(told, field)
        else:
            event = _noun(token, field)
        if event is not None:
            found.append(event)
    return tuple(found)


def field_of(actors: Sequence[Actor], places: Sequence[Place], times: Sequence[Time]) -> Field:
    """Lay out the mentions of a report for look-up by character."""
    return Field(
        {offset: i for i, actor in enumerate(actors) for m in actor.mentions for offset in range(m.start, m.end)},
        Shelf((p.start, p.end, i) for i, p in enumerate(places)),
        Shelf((t.start, t.end, i) for i, t in enumerate(times)),
        frozenset(i for i, a in enumerate(actors) if a.kind in ("armed group", "government") and a.name[:1].isupper()),
        tuple(a.kind for a in actors),
    )


def told_by(token: Token, field: Field) -> Told | None:
    """Return what a verb tells of doer, done-to and clause; None for helpers and for verbs that stand as adjectives."""
    if token.pos_ == "AUX" and token.dep_ not in ("ROOT", "ccomp"):
        return None
    frame = frame_of(token)
    row = row_of(frame)
    if token.dep_ in ("amod", "compound", "aux") and (row is None or row.root not in SPOKEN):
        return None
    actor, recipient = roles(token, field)
    status, negated = clause_status(token)
    held = features(frame, row, status, (field.kind_of(actor), field.kind_of(recipient)))
    return Told(frame, row, actor, recipient, status, negated, held)


def _verb(told: Told, field: Field) -> Event | None:
    token, row = told.frame.verb, told.row
    if is_plain(told.frame):
        return _event(token, NO_CODE, (told.actor, told.recipient), (told.status, told.negated), field)
    root = likeliest(told.features, SURER if row is None or row.root is None else SURE)
    if row is None and root is None and (token.dep_ not in HEADS or told.frame.lemma in cues().verbs):
        return None
    code = _inaction(told, field) or _deadly(told) or _code(root, told.frame, row)
    return _event(token, code, (told.actor, told.recipient), (told.status, told.negated), field)


def _inaction(told: Told, field: Field) -> Code | None:
    """Return inaction where those who keep the law leave a duty undone."""
    frame, known = told.frame, codes()
    if field.kind_of(told.actor) != "government" or told.status in ("planned", "conditional"):
        return None
    inner = [c.lower_ if c.tag_ == "VBG" else c.lemma_.lower() for c in frame.complements]
    undone = frame.negated or any(_is_none(noun) for noun in frame.objects)
    left = undone and (frame.lemma in known.duties or any(word in known.duties for word in inner))
    if left or (frame.lemma in known.shirking and any(word in known.duties for word in inner)):
        return INACTION
    return None


def _is_none(noun: Token) -> bool:
    """Tell an object that says nothing was done: "did nothing", "did little", "took no action"."""
    return noun.lower_ in ("nothing", "little") or any(c.lower_ == "no" for c in noun.lefts)


def _deadly(told: Told) -> Code | None:
    """Return killing where somebody dies in the deed of an actor ("died in police firing")."""
    return codes().verbs["kill"] if told.frame.lemma in SUFFERED and told.actor is not None else None


def _code(root: str | None, frame: Frame, row: Code | None) -> Code:
    """Return the row of the table with a root: the verb's own, else that of its object, else the bare root."""
    if row is not None and (row.root == root or (row.root is None and row.mode is not None)):
        return row
    objects = (codes().objects.get(noun.lemma_.lower()) for noun in frame.objects)
    return next((code for code in objects if code is not None and code.root == root), Code(root, None, None))


def _noun(token: Token, field: Field) -> Event | None:
    known, lemma = codes(), token.lemma_.lower()
    code = known.nouns.get(lemma)
    if token.n_lefts and (before := token.nbor(-1)).head.i == token.i:
        code = known.nouns.get(f"{before.lower_} {lemma}", code)
    lapse = code is None and lemma in known.lapses
    if (code is None and not lapse) or token.idx in field.actors or _is_thing(token):
        return None
    actor = doer_of(token, field)
    recipient = next(
        (object_of(c, field) for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "on", "against")), None
    )
    if lapse or (code is not None and code.mode == "inaction"):
        if actor is None:
            actor, recipient = (owner_of(token, field) if recipient is None else recipient), None
        if lapse and field.kind_of(actor) != "government":
            return None
    if code is not None and lemma in DEATHS:
        preps = (c for c in token.rights if c.dep_ == "prep" and c.lower_ in SUFFERED_IN)
        doer = next((found for c in preps if (found := doer_in(c, field)) is not None), None)
        actor, code = (actor, code) if doer is None else (doer, known.verbs["kill"])
    return _event(token, code or INACTION, (actor, recipient), clause_status(token), field)


def _is_thing(noun: Token) -> bool:
    """Tell a deed that only names a thing ("war film", "attack dog") or a work ("War and Peace")."""
    if noun.dep_ in ("compound", "amod"):
        return noun.head.lemma_.lower() in codes().things
    if noun.pos_ != "PROPN" or not noun.is_title or not noun.n_rights:
        return False
    return any(c.dep_ == "conj" and c.is_title and c.pos_ == "PROPN" for c in noun.rights)


def _event(
    token: Token, code: Code, sides: tuple[int | None, int | None], how: tuple[Status, bool], field: Field
) -> Event:
    return Event(
        start=token.idx,
        end=token.idx + len(token),
        lemma=token.lemma_.lower(),
        root=code.root,
        mode=code.mode,
        sub_event=code.sub_event,
        actor=sides[0],
        recipient=sides[1],
        place=_nearest(token, field.places),
        time=_nearest(token, field.times),
        status=how[0],
        negated=how[1],
    )


def _nearest(token: Token, mentions: Shelf) -> int | None:
    """Return the mention inside the token's own subtree that stands nearest to it."""
    subtree = Span(token.left_edge.idx, token.right_edge.idx + len(token.right_edge))
    return min(((abs(start - token.idx), n) for start, _, n in mentions.inside(subtree)), default=(0, None))[1]
