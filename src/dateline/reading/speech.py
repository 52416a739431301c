"""Speech in the parse: verbs and nouns of saying with what they govern, and the fixed phrases of hearsay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dateline.reading.charspans import spans_of, trimmed, without
from dateline.reading.cues import cues
from dateline.reading.sources import Voices, chain_of
from dateline.records import Attribution, AttributionKind, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

NEEDS_CLAUSE = frozenset(
    {
        "show",
        "find",
        "indicate",
        "suggest",
        "see",
        "want",
        "feel",
        "know",
        "hear",
        "learn",
        "read",
        "call",
        "order",
        "view",
        "consider",
        "plan",
        "intend",
        "decide",
        "rule",
        "project",
        "continue",
        "answer",
        "express",
        "detail",
        "seem",
        "appear",
        "doubt",
        "ask",
        "point",
        "describe",
        "expect",
        "understand",
    }
)
"""Verbs that say something only where they govern a clause (or a quotation)."""
SPEAKS_OF = frozenset(
    {
        "announce",
        "declare",
        "estimate",
        "appeal",
        "demand",
        "condemn",
        "denounce",
        "accuse",
        "deny",
        "reject",
        "dismiss",
        "blame",
        "praise",
        "criticize",
        "criticise",
        "urge",
        "claim",
        "promise",
        "pledge",
        "warn",
        "threaten",
        "describe",
        "reveal",
        "confirm",
        "acknowledge",
        "admit",
        "propose",
        "predict",
        "allege",
        "charge",
        "call",
        "express",
        "outline",
        "detail",
        "cite",
        "show",
    }
)
"""Verbs whose object or complement is what is said even without a clause ("announced a ceasefire")."""


def from_token(token: Token, voices: Voices, quotations: Sequence[Span]) -> Attribution | None:
    """Return the attribution whose cue is `token`, or None. Verbs inside quotations are not the report's own cues."""
    lemma = token.lemma_.lower()
    table = cues()
    if token.pos_ in ("VERB", "AUX") and lemma in table.verbs:
        return _from_verb(token, lemma, voices, quotations)
    if token.lower_ == "according":
        return _according(token, voices)
    if lemma in table.adverbs and token.dep_ in ("advmod", "amod"):
        return _hearsay(token, table.adverbs[lemma], voices)
    if lemma in table.nouns and token.pos_ == "NOUN":
        return _from_noun(token, voices)
    return None


# ---------------------------------------------------------------- verbs


def _from_verb(verb: Token, lemma: str, voices: Voices, quotations: Sequence[Span]) -> Attribution | None:
    if any(q.start <= verb.idx < q.end for q in quotations):
        return None
    stance = cues().verbs[lemma]
    subject = subject_of(verb)
    if subject is None or (verb.tag_ == "VBN" and any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)):
        return _passive(verb, stance, voices)
    content = _content_of(verb, lemma, subject, voices)
    if not content:
        return None
    source = voices.span_of(subject)
    cue = cue_span(verb)
    content = without(voices.text, content, [source, cue])
    if not content:
        return None
    kind: AttributionKind = "indirect"
    return Attribution(
        source=(source,),
        cue=(cue,),
        content=tuple(content),
        kind=kind,
        stance=_stance(verb, stance),
        chain=chain_of(subject, verb, voices),
    )


def subject_of(verb: Token) -> Token | None:
    """Return who says it: the verb's subject, its own or that of the verb it is joined to."""
    for child in verb.children:
        if child.dep_ == "nsubj":
            if child.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                return verb.head
            return None if child.lower_ in ("it", "what", "that", "this", "which") and child.lower_ != "it" else child
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return subject_of(verb.head)
    if verb.dep_ in ("xcomp", "advcl") and verb.tag_ in ("VB", "VBG") and verb.head.pos_ == "VERB":
        return subject_of(verb.head)
    return None


def _content_of(verb: Token, lemma: str, subject: Token, voices: Voices) -> list[Span]:
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and _own(c, subject)]
    if not clauses and lemma in SPEAKS_OF:
        clauses = [
            c
            for c in verb.children
            if c.dep_ in ("dobj", "xcomp", "oprd", "prep", "advcl") and c.i > verb.i and _tells(c, lemma)
        ]
    if not clauses and lemma not in NEEDS_CLAUSE:
        clauses = [
            c
            for c in verb.children
            if c.dep_ == "xcomp"
            and c.i > verb.i
            and any(t.lower_ == "to" for t in c.lefts)
            and lemma in cues().verbs
            and lemma not in cues().minds
        ]
    if (
        not clauses
        and verb.dep_ in ("parataxis", "advcl")
        and verb.head.pos_ in ("VERB", "AUX")
        and _comma_before(verb, subject)
    ):
        return spans_of(t for t in verb.head.subtree if not verb.is_ancestor(t) and t is not verb)
    if (
        not clauses
        and verb.dep_ == "ROOT"
        and (left := [c for c in verb.lefts if c.dep_ in ("advcl", "dep", "parataxis") and _own(c, subject)])
        and _comma_before(verb, subject)
    ):
        clauses = left
    spans = [s for c in clauses for s in spans_of(c.subtree)]
    return trimmed(voices.text, spans)


def _tells(child: Token, lemma: str) -> bool:
    if lemma == "declare":
        return child.dep_ in ("xcomp", "oprd")
    if child.dep_ == "prep":
        return lemma in ("accuse", "appeal", "call", "warn", "threaten") and child.lower_ in (
            "of",
            "for",
            "to",
            "against",
        )
    return True


def _own(child: Token, subject: Token) -> bool:
    return not (subject is child or child.is_ancestor(subject))


def _comma_before(verb: Token, subject: Token) -> bool:
    first = min(verb.left_edge.i, subject.left_edge.i)
    return first > verb.sent.start and verb.doc[first - 1].text in (",", '"', "'", "-", "–", "—")


def _passive(verb: Token, stance: Stance, voices: Voices) -> Attribution | None:
    """Read "is believed to have", "were reported killed": hearsay without a named source, or with "by X"."""
    auxiliary = [c for c in verb.children if c.dep_ == "auxpass"]
    if not auxiliary:
        return None
    if not any(c.dep_ in ("xcomp", "ccomp", "oprd") for c in verb.children):
        return None
    cue = Span(auxiliary[0].idx, verb.idx + len(verb))
    content = without(voices.text, trimmed(voices.text, spans_of(verb.subtree)), [cue])
    hedge: Stance = "alleged" if stance == "alleged" else "hedged"
    return (
        Attribution(source=(), cue=(cue,), content=tuple(content), kind="indirect", stance=hedge) if content else None
    )


def cue_span(verb: Token) -> Span:
    """Return a verb with its auxiliaries and particle."""
    first = verb
    for child in verb.lefts:
        if child.dep_ in ("aux", "neg") and child.i < first.i and verb.i - child.i <= 3:
            first = child
    end = verb
    for child in verb.rights:
        if child.dep_ == "prt" and child.i == verb.i + 1:
            end = child
    start = first.idx if verb.i - first.i <= 3 else verb.idx
    return Span(start, end.idx + len(end))


def _stance(verb: Token, stance: Stance) -> Stance:
    """Return the stance of a verb in its clause: "may have said" hedges."""
    if (
        any(c.dep_ == "aux" and c.lower_ in ("may", "might", "could", "would") for c in verb.children)
        and stance == "asserted"
    ):
        return "hedged"
    return stance


# ---------------------------------------------------------------- phrases


def _according(token: Token, voices: Voices) -> Attribution | None:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        to = token.nbor()
    target = next((c for c in to.children if c.dep_ in ("pobj", "pcomp")), None) if to is not None else None
    if to is None or target is None:
        return None
    source = voices.span_of(target)
    cue = Span(token.idx, to.idx + len(to))
    phrase = [cue, source, *spans_of(token.subtree)]
    content = without(voices.text, trimmed(voices.text, spans_of(_scope(token))), phrase)
    if not content:
        return None
    return Attribution(
        source=(source,), cue=(cue,), content=tuple(content), kind="according-to", chain=chain_of(target, token, voices)
    )


def _scope(token: Token) -> Iterable[Token]:
    """Return the sentence an "according to" speaks for; behind a semicolon only what stands behind it."""
    tokens = list(token.sent)
    breaks = [t.i for t in tokens if t.text == ";"]
    low = max((b for b in breaks if b < token.i), default=tokens[0].i - 1)
    high = min((b for b in breaks if b > token.i), default=tokens[-1].i + 1)
    return [t for t in tokens if low < t.i < high]


def _hearsay(token: Token, stance: Stance, voices: Voices) -> Attribution | None:
    cue = Span(token.idx, token.idx + len(token))
    content = without(voices.text, trimmed(voices.text, spans_of(token.head.subtree)), [cue])
    return (
        Attribution(source=(), cue=(cue,), content=tuple(content), kind="indirect", stance=stance) if content else None
    )


def _from_noun(noun: Token, voices: Voices) -> Attribution | None:
    """Read "the claim by X that", "X's statement that"."""
    clause = next(
        (
            c
            for c in noun.children
            if c.dep_ in ("acl", "ccomp", "relcl") and any(t.lower_ == "that" and t.dep_ == "mark" for t in c.lefts)
        ),
        None,
    )
    if clause is None:
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from", "of")), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    if owner is None and (verb := noun.head).pos_ == "VERB" and noun.dep_ == "dobj":
        owner = subject_of(verb)
    content = trimmed(voices.text, spans_of(clause.subtree))
    if not content:
        return None
    source = (voices.span_of(owner),) if owner is not None else ()
    chain = chain_of(owner, noun, voices) if owner is not None else ()
    return Attribution(
        source=source,
        cue=(Span(noun.idx, noun.idx + len(noun)),),
        content=tuple(content),
        kind="indirect",
        stance="asserted" if source else "hedged",
        chain=chain,
    )
