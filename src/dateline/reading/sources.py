"""Sources: the voice behind a subject ("he", "the spokesman", "A Reuters witness"), and the chain it heads."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from dateline.reading.coreference import Coreference, is_named
from dateline.reading.cues import cues
from dateline.reading.kinds import fold_actor, kind_of_name, kind_of_noun
from dateline.reading.shelf import Shelf
from dateline.records import Actor, ActorKind, Attribution, Link, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRONOUNS = frozenset({"he", "she", "they", "i", "we", "it"})
FIRST = frozenset({"i", "we"})


class Voices(NamedTuple):
    """The report's actors by place: who is mentioned where."""

    doc: Doc
    text: str
    actors: Sequence[Actor]
    meant: Coreference
    starts: list[int]
    mentions: list[tuple[int, int, int]]

    def span_of(self, token: Token) -> Span:
        """Return a source's noun phrase without relative clauses and apposition."""
        return noun_phrase(token)

    def actor_at(self, span: Span) -> int | None:
        """Return the actor (index) whose mention overlaps `span`, the one that ends last: the head of the phrase."""
        at = bisect_right(self.starts, span.end - 1) - 1
        best = None
        while at >= 0 and at > bisect_right(self.starts, span.end - 1) - 12:
            start, end, actor = self.mentions[at]
            if start < span.end and span.start < end:
                best = actor if best is None or self.actors[actor].kind == "person" else best
            at -= 1
        return best


def voices_of(doc: Doc, meant: Coreference) -> Voices:
    """Lay out the actors of a report by place."""
    mentions = sorted((m.start, m.end, i) for i, a in enumerate(meant.actors) for m in a.mentions)
    return Voices(doc, meant.text, meant.actors, meant, [m[0] for m in mentions], mentions)


def noun_phrase(token: Token) -> Span:
    """Return the span of a noun with what belongs to its name: no relative clause, apposition or participle."""
    first, last = token.left_edge, token
    for child in token.rights:
        if child.dep_ in ("relcl", "appos", "acl", "punct", "advcl") or (
            child.dep_ == "prep" and child.lower_ not in ("of", "for", "in", "at", "from", "with")
        ):
            break
        if child.dep_ == "cc" or child.dep_ in ("prep", "conj", "compound", "nummod", "flat", "case", "amod"):
            last = child.right_edge if child.dep_ != "cc" else last
    for inner in token.subtree:
        if token.i < inner.i <= last.i and (inner.dep_ in ("relcl", "acl") or (inner.is_punct and inner.text == ",")):
            last = inner.doc[inner.left_edge.i - 1] if inner.dep_ in ("relcl", "acl") else inner.nbor(-1)
            break
    while last.i > token.i and (last.is_punct or last.is_space):
        last = last.nbor(-1)
    while first.i < token.i and (first.is_punct or first.is_space or first.dep_ == "cc"):
        first = first.nbor(1)
    newline = next((t for t in token.doc[first.i : token.i] if t.is_space and "\n" in t.text), None)
    if newline is not None:
        first = token
    return Span(first.idx, last.idx + len(last))


def chain_of(source: Token, cue: Token, voices: Voices) -> tuple[Link, ...]:
    """Return the chain a source heads: the one who speaks, then whom it was told to or who carries it.

    A pronoun that stands for nobody named heads none. "X told Reuters" carries through Reuters; "a Reuters witness"
    belongs to Reuters; "a spokesman for X" speaks for X by his role.
    """
    span = trimmed_name(noun_phrase(source), voices.text)
    if source.pos_ == "PRON" and source.lower_ not in PRONOUNS:
        return ()
    links = [_resolved(source, span, voices)]
    if links[0].actor is None and source.lower_ in PRONOUNS:
        return ()
    inside = _inside(source, span, voices)
    if inside is not None and links[0].kind == "media" and links[0].actor is None:
        links = [inside]
    carrier = told_to(cue, voices) or inside
    if carrier is not None and not same_name(carrier.name, links[0].name):
        links.append(carrier)
    return tuple(links)


def links_of_name(span: Span, voices: Voices) -> tuple[Link, ...]:
    """Return the chain that a name by itself heads: its actor, or the name."""
    actor = voices.actor_at(span)
    if actor is None:
        name = span.of(voices.text)
        return (Link(name=name, kind=kind_of_name(name) or "unnamed", span=span),)
    who = voices.actors[actor]
    return (Link(name=who.name, kind=_spoken(who.kind), role=who.role, span=span, actor=actor),)


_PAGE = re.compile(
    r"^(?:[^\n]{0,80}?\s(?:[–—-]{1,2}|\|)\s+(?=\S)|(?:\d{1,2}:\d\d\s+|(?:CLOSE|Caption|CAPTION|Embed|Share|Video|Watch|UPDATE|Update)\b:?\s+|x\s+)+)"
)
"""What a page puts before a name: a dateline, the length of a film, the label of a button."""

_TAIL = re.compile(r"(?<!\s)\s*+(?:,\s*+(?:ages?|aged|who|which)|[,;:])\s*+$")
"""What is left of words behind a name that were cut off."""


_OF_WHOM = re.compile(r"(?<=[a-z.])\s++(?:of|about)\s+(?:him|her|them|(?:his|her|their)\s[\w\s-]{1,40})\Z")
"""Whom somebody speaks of, behind his name ("said Ana Ruiz of her son")."""


def trimmed_name(span: Span, text: str) -> Span:
    """Return the span of a name without what stands there by the page's layout.

    >>> text = "HARWICK, N.I. (AP) - Harwick police"
    >>> trimmed_name(Span(0, len(text)), text).of(text)
    'Harwick police'
    """
    name = span.of(text)
    before, behind = _PAGE.match(name), _TAIL.search(name)
    start = span.start + (before.end() if before is not None else 0)
    behind = behind or _OF_WHOM.search(name)
    end = span.start + (behind.start() if behind is not None else len(name))
    return Span(start, end) if start < end else span


def _resolved(source: Token, span: Span, voices: Voices) -> Link:
    low, i = source.lower_, source.i
    lemma = source.lemma_.lower()
    meant = voices.meant.whom(i)
    actor = meant if low in PRONOUNS else voices.actor_at(Span(source.idx, source.idx + len(source)))
    if low not in PRONOUNS and meant is not None and (actor is None or not is_named(voices.actors[actor])):
        actor = meant
    called = _named_beside(source, voices) if actor is None or not is_named(voices.actors[actor]) else None
    if called is not None:
        return called
    told = meant is not None and actor == meant
    belongs = voices.meant.possessor(i)
    if actor is None:
        name = span.of(voices.text)
        return Link(
            name=name,
            kind=kind_of_name(name) or ("government" if source.ent_type_ == "GPE" else _spoken(kind_of_noun(lemma))),
            role=f"for {belongs}" if belongs else _described(source, voices),
            span=span,
        )
    who = voices.actors[actor]
    if who.kind == "person":
        mention = next((m for m in who.mentions if m.of(voices.text) == who.name), who.mentions[0])
        role = who.role or (f"for {who.of}" if who.of else None)
        return Link(name=who.name, kind="person", role=role, span=mention, actor=actor)
    return Link(
        name=who.name if told else span.of(voices.text),
        kind=_spoken(who.kind),
        role=f"for {who.of or belongs}" if who.of or belongs else None,
        span=who.mentions[0] if told else span,
        actor=actor,
    )


def _named_beside(source: Token, voices: Voices) -> Link | None:
    """Return the person whose name stands beside a description ("the boy's uncle, Tom Ware, said")."""
    if source.pos_ != "NOUN":
        return None
    for child in source.rights:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i - source.i <= NAME_BESIDE:
            span = noun_phrase(child)
            name, actor = span.of(voices.text).split(), voices.actor_at(span)
            alone = len(name) < 2 and not (_set_off(span, voices.text) and child.ent_type_ == "PERSON")
            if alone or not all(word[0].isupper() for word in name):
                return None
            if actor is not None and span not in voices.actors[actor].mentions:
                actor = None
            return Link(name=" ".join(name), kind="person", role=_description(source, voices), span=span, actor=actor)
    return None


def _set_off(span: Span, text: str) -> bool:
    """Tell a name between commas ("Ruiz's sister, Ana, said")."""
    return text[max(0, span.start - 2) : span.start].rstrip().endswith(",") and text[span.end : span.end + 1] == ","


def _description(source: Token, voices: Voices) -> str:
    """Return what a noun says of him whose name stands beside it: "the boy's uncle"."""
    return voices.text[source.left_edge.idx : source.idx + len(source)].split("\n")[-1]


NAME_BESIDE = 6
"""Words behind a description up to which a name in apposition ends."""


def _spoken(kind: ActorKind | None) -> ActorKind:
    """Return the kind of one who speaks: without a name he is an unnamed source, whatever people he belongs to."""
    return "unnamed" if kind is None or kind == "population group" else kind


def _described(source: Token, voices: Voices) -> str | None:
    """Return the participle that tells what a source is: "run by the militia"."""
    for child in source.rights:
        if child.dep_ == "acl" and child.tag_ in ("VBN", "VBG"):
            return voices.text[child.idx : child.right_edge.idx + len(child.right_edge)].split("\n")[0]
    return None


def told_to(cue: Token, voices: Voices) -> Link | None:
    """Return the medium that was told: "X told Reuters", "X said in an interview with the Gazette".

    Who "denied reports in the Gazette" told the Gazette nothing.
    """
    for child in cue.children:
        if child.dep_ in ("dobj", "dative", "iobj") and cue.lemma_ == "tell":
            return medium(child, voices)
        preps = (
            [child]
            if child.dep_ == "prep"
            else [c for c in child.children if c.dep_ == "prep"]
            if child.dep_ == "dobj"
            else []
        )
        for prep in preps:
            published = prep.head.lemma_.lower() in cues().published
            targets = [t for t in prep.subtree if t.dep_ == "pobj"] if prep.lower_ in ("to", "in", "on", "with") else []
            asked = (t for t in targets if not (published and t.head == prep))
            link = next((found for t in asked if (found := medium(t, voices)) is not None), None)
            if link is not None:
                return link
    return None


def medium(token: Token, voices: Voices) -> Link | None:
    """Return the medium that a noun names, or None."""
    span = noun_phrase(token)
    actor = voices.actor_at(span)
    if actor is not None and voices.actors[actor].kind == "media":
        who = voices.actors[actor]
        return Link(
            name=who.name, kind="media", span=next((m for m in who.mentions if span.covers(m)), span), actor=actor
        )
    return None


def _inside(source: Token, span: Span, voices: Voices) -> Link | None:
    """Return the medium a source belongs to: "A Reuters witness", "Associated Press footage"."""
    for start, end, actor in voices.mentions[
        bisect_left(voices.starts, span.start) : bisect_left(voices.starts, span.end)
    ]:
        medium_named = end <= span.end and voices.actors[actor].kind == "media"
        if medium_named and not start <= source.idx < end and not _of_person(start, end, voices):
            return Link(name=voices.actors[actor].name, kind="media", span=Span(start, end), actor=actor)
    return None


def _of_person(start: int, end: int, voices: Voices) -> bool:
    """Tell whether what reads like a medium is somebody's first name ("Petra Novak")."""
    span = voices.doc.char_span(start, end, alignment_mode="expand")
    return span is not None and span.root.ent_type_ == "PERSON"


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are one when folded."""
    return fold_actor(one) == fold_actor(other)


def outward(inner_first: Sequence[int], attributions: Sequence[Attribution]) -> list[int]:
    """Return attributions (by index) from whose words they are to who passes them on: who tells that another said it.

    In "The mayor confirmed that the dam had burst, according to the Gazette" the Gazette passes on, though it stands
    within what the mayor seems to confirm.
    """
    known = {n: attributions[n] for n in inner_first}
    around = {n: sum(_encloses(a, b) for m, b in known.items() if m != n) for n, a in known.items()}
    return sorted(inner_first, key=around.__getitem__)


def _encloses(one: Attribution, other: Attribution) -> bool:
    """Tell whether what one tells is that the other says it; of two that do, "according to" is the outer one."""
    if not _holds_cue(one, other):
        return False
    return not _holds_cue(other, one) or (one.kind == "according-to") > (other.kind == "according-to")


def _holds_cue(one: Attribution, other: Attribution) -> bool:
    return bool(other.cue) and any(content.covers(other.cue[0]) for content in one.content)


def in_own_words(found: Sequence[Attribution], text: str) -> list[Attribution]:
    """Let "I" and "we" inside a quotation be whoever says it."""
    said = Shelf((c.start, c.end, n) for n, a in enumerate(found) if a.kind in ("direct", "mixed") for c in a.content)
    made = []
    for n, a in enumerate(found):
        if len(a.source) == 1 and a.source[0].of(text).lower() in FIRST and not a.chain:
            around = [
                (end - start, other)
                for start, end, other in said.touching(a.source[0])
                if other != n and start <= a.source[0].start and a.source[0].end <= end and found[other].chain
            ]
            made.append(msgspec.structs.replace(a, chain=found[min(around)[1]].chain) if around else a)
        else:
            made.append(a)
    return made
