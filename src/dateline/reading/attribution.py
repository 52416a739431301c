"""Attributions: who says it, by which cue, and exactly what, in the manner of PARC and PolNeAR (Newell et al. 2018).

Speech is found three ways and joined: verbs of saying with what they govern in the parse, "according to" and other
fixed
phrases, and quotation marks with the nearest speaker. A quotation without a speaker of its own belongs to the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.cues import cues
from dateline.reading.quotations import find_quotations, is_speech
from dateline.reading.sources import Voices, chain_of, told_to, voices_of
from dateline.records import Actor, Attribution, AttributionKind, Link, Report, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CREDIT = re.compile(
    r"\((?:(?:Photo|Image|Picture|Video|Source|Credit|File)[^:()\n]{0,20}[:–-]?\s*)?(?P<names>[A-Z][^()\n]{1,80}?)\)\s*$",
    re.MULTILINE,
)
"""A name in brackets at the end of a line: the credit of a caption."""
CREDITED = re.compile(r"\bvia\b|/|\bAP\b|Reuters|AFP|Getty|EPA|TV|Images|Photo|Press|News|courtesy", re.IGNORECASE)
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
SPEAKS_TO = frozenset({"share", "speak", "talk", "tell", "recount", "describe", "relate"})
"""Verbs of speaking to a medium that introduce the speech of a passage."""
FOOTAGE = frozenset({"footage", "video", "photographs", "images", "pictures"})
"""Things that show rather than say; their voice is that of whoever took them."""
PASSAGE = 700
"""Characters after such a verb in which people who speak are taken to speak to that medium."""


def read_attributions(doc: Doc, report: Report, actors: Sequence[Actor]) -> tuple[Attribution, ...]:
    """Find the attributions of a report, in order of their first content."""
    voices = voices_of(doc, report, actors)
    quotations = [q for q in find_quotations(report.text, report.lead_start) if is_speech(report.text, q)]
    found: list[Attribution] = []
    for sent in doc.sents:
        if sent.end_char <= report.lead_start:
            continue
        for token in sent:
            made = _from_token(token, voices, quotations)
            if made is not None:
                found.append(made)
    found = _with_quotations(found, quotations, doc, voices)
    found = [_carried(a, passages) for passages in [_passages(doc, voices)] for a in found]
    found = _of_footage(sorted(found, key=lambda a: (a.content[0], a.cue)))
    found += _credits(report, voices)
    found = [a for a in found if all(span.end <= len(report.text) for span in a.content)]
    return tuple(sorted(found, key=lambda a: (a.content[0], a.cue, a.source)))


def _from_token(token: Token, voices: Voices, quotations: Sequence[Span]) -> Attribution | None:
    lemma = token.lemma_.lower()
    table = cues()
    if token.pos_ in ("VERB", "AUX") and lemma in table.verbs:
        return _from_verb(token, lemma, voices, quotations)
    if token.lower_ == "according":
        return _according(token, voices)
    if lemma in table.adverbs and token.dep_ in ("advmod", "amod"):
        return _hearsay(token, table.adverbs[lemma])
    if lemma in table.nouns and token.pos_ == "NOUN":
        return _from_noun(token, voices)
    return None


# ---------------------------------------------------------------- verbs


def _from_verb(verb: Token, lemma: str, voices: Voices, quotations: Sequence[Span]) -> Attribution | None:
    if any(q.start <= verb.idx < q.end for q in quotations):
        return None
    stance = cues().verbs[lemma]
    subject = _subject(verb)
    if subject is None or (verb.tag_ == "VBN" and any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)):
        return _passive(verb, stance)
    content = _content_of(verb, lemma, subject, quotations)
    if not content:
        return None
    source = voices.span_of(subject)
    cue = _cue_span(verb)
    content = _without(verb.doc.text, content, [source, cue])
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


def _subject(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "nsubj":
            if child.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                return verb.head
            return None if child.lower_ in ("it", "what", "that", "this", "which") and child.lower_ != "it" else child
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return _subject(verb.head)
    if verb.dep_ in ("xcomp", "advcl") and verb.tag_ in ("VB", "VBG") and verb.head.pos_ == "VERB":
        return _subject(verb.head)
    return None


def _content_of(verb: Token, lemma: str, subject: Token, quotations: Sequence[Span]) -> list[Span]:
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
        return _spans(t for t in verb.head.subtree if not verb.is_ancestor(t) and t is not verb)
    if (
        not clauses
        and verb.dep_ == "ROOT"
        and (left := [c for c in verb.lefts if c.dep_ in ("advcl", "dep", "parataxis") and _own(c, subject)])
        and _comma_before(verb, subject)
    ):
        clauses = left
    spans = [s for c in clauses for s in _spans(c.subtree)]
    return _trim(verb.doc.text, spans)


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


def _passive(verb: Token, stance: Stance) -> Attribution | None:
    """Read "is believed to have", "were reported killed": hearsay without a named source, or with "by X"."""
    auxiliary = [c for c in verb.children if c.dep_ == "auxpass"]
    if not auxiliary:
        return None
    if not any(c.dep_ in ("xcomp", "ccomp", "oprd") for c in verb.children):
        return None
    cue = Span(auxiliary[0].idx, verb.idx + len(verb))
    content = _without(verb.doc.text, _trim(verb.doc.text, _spans(verb.subtree)), [cue])
    hedge: Stance = "alleged" if stance == "alleged" else "hedged"
    return (
        Attribution(source=(), cue=(cue,), content=tuple(content), kind="indirect", stance=hedge) if content else None
    )


def _cue_span(verb: Token) -> Span:
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
    phrase = [cue, source, *_spans(token.subtree)]
    content = _without(token.doc.text, _trim(token.doc.text, _spans(_scope(token))), phrase)
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


def _hearsay(token: Token, stance: Stance) -> Attribution | None:
    cue = Span(token.idx, token.idx + len(token))
    content = _without(token.doc.text, _trim(token.doc.text, _spans(token.head.subtree)), [cue])
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
        owner = _subject(verb)
    content = _trim(noun.doc.text, _spans(clause.subtree))
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


# ---------------------------------------------------------------- quotations


def _with_quotations(
    found: list[Attribution], quotations: Sequence[Span], doc: Doc, voices: Voices
) -> list[Attribution]:
    """Give every quotation a speaker: that of the clause around it, the one beside it, or the one who spoke last."""
    text = doc.text
    made = list(found)
    last: int | None = None
    for quotation in quotations:
        home = next(
            (
                i
                for i, a in enumerate(made)
                if a.cue and any(c.overlaps(quotation) for c in a.content) and a.kind != "credit"
            ),
            None,
        )
        if home is not None:
            made[home] = _quoted(made[home], quotation, text)
            last = home
            continue
        beside = _beside(quotation, doc, voices)
        if beside is not None:
            source, cue, chain, stance = beside
            same = next((i for i, a in enumerate(made) if a.cue == (cue,)), None)
            if same is not None:
                content = tuple(sorted({*made[same].content, quotation}))
                made[same] = msgspec.structs.replace(made[same], content=_apart(content), kind="direct")
                last = same
            else:
                made.append(
                    Attribution(
                        source=(source,), cue=(cue,), content=(quotation,), kind="direct", stance=stance, chain=chain
                    )
                )
                last = len(made) - 1
        elif last is not None and _stands_alone(text, quotation):
            made[last] = msgspec.structs.replace(
                made[last], content=_apart((*made[last].content, quotation)), kind=made[last].kind
            )
    return made


def _quoted(attribution: Attribution, quotation: Span, text: str) -> Attribution:
    """Widen a content to the quotation marks: direct where the quotation is all of it, else mixed."""
    widened = []
    for span in attribution.content:
        if span.overlaps(quotation):
            span = Span(min(span.start, quotation.start), max(span.end, quotation.end))
        widened.append(span)
    content = _without(text, _apart(tuple(sorted(set(widened)))), [*attribution.cue, *attribution.source])
    outside = sum(s.end - s.start for s in content) - sum(
        max(0, min(s.end, quotation.end) - max(s.start, quotation.start)) for s in content
    )
    direct = outside <= 6 or attribution.kind == "direct"
    return msgspec.structs.replace(
        attribution, content=tuple(content) or attribution.content, kind="direct" if direct else "mixed"
    )


def _beside(quotation: Span, doc: Doc, voices: Voices) -> tuple[Span, Span, tuple[Link, ...], Stance] | None:
    """Find a verb of saying with a subject in the words right after or right before a quotation, on its line."""
    text = doc.text
    end = text.find("\n", quotation.end)
    after = doc.char_span(
        quotation.end, min(len(text) if end < 0 else end, quotation.end + 160), alignment_mode="contract"
    )
    start = text.rfind("\n", 0, quotation.start) + 1
    before = doc.char_span(max(start, quotation.start - 160), quotation.start, alignment_mode="contract")
    for window, reverse in ((after, False), (before, True)):
        if window is None:
            continue
        tokens = list(window)
        for token in reversed(tokens) if reverse else tokens:
            if token.text in (".", "!", "?", '"') and token.i > window.start and not reverse:
                break
            if token.text in (".", "!", "?") and reverse:
                break
            if token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in cues().verbs:
                subject = _subject(token)
                if subject is not None and not quotation.start <= subject.idx < quotation.end:
                    return (
                        voices.span_of(subject),
                        _cue_span(token),
                        chain_of(subject, token, voices),
                        cues().verbs[token.lemma_.lower()],
                    )
    return None


def _stands_alone(text: str, quotation: Span) -> bool:
    """Tell whether a quotation fills its line, or begins it: speech that goes on."""
    start = text.rfind("\n", 0, quotation.start) + 1
    return not text[start : quotation.start].strip() or text[
        max(0, quotation.start - 3) : quotation.start
    ].strip().endswith((".", ",", ":"))


def _credits(report: Report, voices: Voices) -> list[Attribution]:
    found = []
    for match in CREDIT.finditer(report.text, report.lead_start):
        names = match.group("names")
        if not CREDITED.search(names) or len(names.split()) > 8:
            continue
        start = report.text.rfind("\n", 0, match.start()) + 1
        line = report.text[start : match.start()]
        if len(line.strip()) < 20:
            continue
        content = Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        links = tuple(
            Link(
                name=part.group().strip(),
                kind="media",
                span=Span(match.start("names") + part.start(), match.start("names") + part.end()),
            )
            for part in re.finditer(r"[A-Z][^,/]*?(?=\s*(?:,|/|$|\bvia\b))", names)
        )
        source = Span(match.start("names"), match.end("names"))
        chain = tuple(msgspec.structs.replace(link, name=link.name.removeprefix("via ").strip()) for link in links)
        found.append(Attribution(source=(source,), cue=(), content=(content,), kind="credit", chain=chain))
    return found


def _of_footage(found: list[Attribution]) -> list[Attribution]:
    """Let "the footage", "the video" be that of the medium whose footage was told of before."""
    made = []
    known: Link | None = None
    for attribution in found:
        head = attribution.chain[0] if attribution.chain else None
        if head is not None and set(head.name.casefold().split()) & FOOTAGE:
            media = next((link for link in attribution.chain if link.kind == "media"), None)
            known = media or known
            if media is None and known is not None:
                attribution = msgspec.structs.replace(attribution, chain=(*attribution.chain, known))
        made.append(attribution)
    return made


def _passages(doc: Doc, voices: Voices) -> list[tuple[int, Link]]:
    """Find where people are said to speak to a medium ("shared their stories with the Gazette"), and to which."""
    found = []
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_ in SPEAKS_TO and not any(c.dep_ == "ccomp" for c in token.children):
            link = told_to(token, voices)
            if link is not None:
                found.append((token.idx, link))
    return found


def _carried(attribution: Attribution, passages: Sequence[tuple[int, Link]]) -> Attribution:
    """Add the medium to the speech of people that follows where they are said to have spoken to it."""
    chain = attribution.chain
    if not chain or not attribution.cue or chain[0].kind not in ("person", "population group") or len(chain) > 1:
        return attribution
    at = attribution.cue[0].start
    link = next((link for start, link in reversed(passages) if 0 < at - start <= PASSAGE), None)
    if link is None or (chain[0].role or "").startswith("for ") or link.name == chain[0].name:
        return attribution
    return msgspec.structs.replace(attribution, chain=(*chain, link))


# ---------------------------------------------------------------- spans


def _spans(tokens: Iterable[Token]) -> list[Span]:
    """Return tokens as spans, neighbours joined."""
    found: list[Span] = []
    last = -2
    for token in sorted(tokens, key=lambda t: t.i):
        if token.is_space:
            continue
        end = token.idx + len(token)
        if found and token.i - last <= 1 + int(last >= 0 and token.doc[last + 1].is_space):
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(token.idx, end))
        last = token.i
    return found


def _trim(text: str, spans: Sequence[Span]) -> list[Span]:
    """Cut spaces, stops and commas from the edges, and drop what is left empty; nearby pieces are one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip(" ,-–—"):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    found = []
    for span in joined:
        start, end = span.start, span.end
        while start < end and (text[start].isspace() or text[start] in ",;:.-–—)"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.-–—("):
            end -= 1
        if end - start > 2:
            found.append(Span(start, end))
    return found


def _without(text: str, spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Cut the spans taken by source and cue out of the content."""
    left = list(spans)
    for cut in taken:
        pieces = []
        for span in left:
            if not span.overlaps(cut):
                pieces.append(span)
                continue
            if span.start < cut.start:
                pieces.append(Span(span.start, cut.start))
            if cut.end < span.end:
                pieces.append(Span(cut.end, span.end))
        left = pieces
    return _trim(text, left) if left != list(spans) else left


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in sorted(set(spans)):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
