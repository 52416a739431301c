"""Attributions: who says it, by which cue, and exactly what, in the manner of PARC and PolNeAR (Newell et al. 2018).

Speech is found three ways and joined: verbs of saying with what they govern in the parse, "according to" and other
fixed
phrases, and quotation marks with the nearest speaker. A quotation without a speaker of its own belongs to the last one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.charspans import apart, without
from dateline.reading.cues import cues
from dateline.reading.quotations import find_quotations, is_speech
from dateline.reading.sources import Voices, chain_of, medium, voices_of
from dateline.reading.speech import cue_span, from_token, subject_of
from dateline.records import Actor, Attribution, Link, Report, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc

CREDIT = re.compile(
    r"\((?:(?:Photo|Image|Picture|Video|Source|Credit|File)[^:()\n]{0,20}[:–-]?\s*)?(?P<names>[A-Z][^()\n]{1,80}?)\)\s*$",
    re.MULTILINE,
)
"""A name in brackets at the end of a line: the credit of a caption."""
CREDITED = re.compile(r"\bvia\b|/|\bAP\b|Reuters|AFP|Getty|EPA|TV|Images|Photo|Press|News|courtesy", re.IGNORECASE)
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
            made = from_token(token, voices, quotations)
            if made is not None:
                found.append(made)
    found = _with_quotations(found, quotations, doc, voices)
    found = [_carried(a, passages) for passages in [_passages(doc, voices)] for a in found]
    found = _of_footage(sorted(found, key=lambda a: (a.content[0], a.cue)))
    found += _credits(report)
    found = [a for a in found if all(span.end <= len(report.text) for span in a.content)]
    return tuple(sorted(found, key=lambda a: (a.content[0], a.cue, a.source)))


# ---------------------------------------------------------------- quotations


def _with_quotations(
    found: list[Attribution], quotations: Sequence[Span], doc: Doc, voices: Voices
) -> list[Attribution]:
    """Give every quotation a speaker: that of the clause around it, the one beside it, or the one who spoke last."""
    text = voices.text
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
                made[same] = msgspec.structs.replace(made[same], content=apart(content), kind="direct")
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
                made[last], content=apart((*made[last].content, quotation)), kind=made[last].kind
            )
    return made


def _quoted(attribution: Attribution, quotation: Span, text: str) -> Attribution:
    """Widen a content to the quotation marks: direct where the quotation is all of it, else mixed."""
    widened = []
    for span in attribution.content:
        over = span.overlaps(quotation)
        widened.append(Span(min(span.start, quotation.start), max(span.end, quotation.end)) if over else span)
    content = without(text, apart(tuple(sorted(set(widened)))), [*attribution.cue, *attribution.source])
    outside = sum(s.end - s.start for s in content) - sum(
        max(0, min(s.end, quotation.end) - max(s.start, quotation.start)) for s in content
    )
    direct = outside <= 6 or attribution.kind == "direct"
    return msgspec.structs.replace(
        attribution, content=tuple(content) or attribution.content, kind="direct" if direct else "mixed"
    )


def _beside(quotation: Span, doc: Doc, voices: Voices) -> tuple[Span, Span, tuple[Link, ...], Stance] | None:
    """Find a verb of saying with a subject in the words right after or right before a quotation, on its line."""
    text = voices.text
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
                subject = subject_of(token)
                if subject is not None and not quotation.start <= subject.idx < quotation.end:
                    return (
                        voices.span_of(subject),
                        cue_span(token),
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


def _credits(report: Report) -> list[Attribution]:
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
                made.append(msgspec.structs.replace(attribution, chain=(*attribution.chain, known)))
                continue
        made.append(attribution)
    return made


def _passages(doc: Doc, voices: Voices) -> list[tuple[int, Link]]:
    """Find where people are said to speak to a medium ("shared their stories with the Gazette"), and to which."""
    found = []
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_ in SPEAKS_TO and not any(c.dep_ == "ccomp" for c in token.children):
            preps = [t for t in token.subtree if t.dep_ == "prep" and t.lower_ in ("with", "to")]
            media = (medium(target, voices) for prep in preps for target in prep.children if target.dep_ == "pobj")
            found += [(token.idx, link) for link in media if link is not None][:1]
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
