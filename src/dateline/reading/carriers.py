"""Carriers: the media that bring words to the report, by caption credits, by footage, by the passage they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.charspans import trimmed
from dateline.reading.shelf import Shelf
from dateline.reading.sources import Voices, medium
from dateline.reading.tree import Tree
from dateline.records import Attribution, Link, Report, Span

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
EYES = FOOTAGE | {"witness", "eyewitness", "reporter", "correspondent", "journalist"}
"""Sources that see for the report; what is told beside them without another source, they saw."""
PASSAGE = 700
"""Characters after such a verb in which people who speak are taken to speak to that medium."""


def credits_of(report: Report) -> list[Attribution]:
    """Return the credits of captions: what the caption tells, by the maker and the carriers in its brackets."""
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
            for part in re.finditer(r"[A-Z][^,/]*?(?=\s{0,20}(?:,|/|$|\bvia\b))", names)
        )
        source = Span(match.start("names"), match.end("names"))
        chain = tuple(msgspec.structs.replace(link, name=link.name.removeprefix("via ").strip()) for link in links)
        found.append(Attribution(source=(source,), cue=(), content=(content,), kind="credit", chain=chain))
    return found


def footage_of(found: list[Attribution]) -> list[Attribution]:
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


def seen_on(tree: Tree, text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """Let what a paragraph goes on to tell be that of the eyes it began with: footage, or somebody's own witness.

    Only sentences to which nobody else is a source, up to the first one that has another.
    """
    spoken = Shelf((span.start, span.end, n) for n, a in enumerate(found) for span in (*a.content, *a.cue, *a.source))
    made = []
    for a in found:
        words = set(text[a.source[0].start : a.source[0].end].casefold().split()) if a.source else set()
        if not words & EYES or a.kind in ("direct", "mixed"):
            continue
        last = tree.last[tree.at(max(a.source[0].end, a.content[-1].end) - 1)]
        while last + 1 < len(tree.low) and "\n" not in text[tree.start[last] : tree.start[last + 1]]:
            first, last = last + 1, tree.last[last + 1]
            sentence = tree.span(first, last)
            if "\n" in text[sentence.start : sentence.end].rstrip() or any(spoken.touching(sentence)):
                break
            content = trimmed(text, [sentence])
            if content:
                made.append(msgspec.structs.replace(a, cue=(), content=tuple(content)))
    return made


def passages_of(tree: Tree, doc: Doc, voices: Voices) -> list[tuple[int, Link]]:
    """Find where people are said to speak to a medium ("shared their stories with the Gazette"), and to which."""
    found = []
    for i, lemma in enumerate(tree.lemma):
        if lemma in SPEAKS_TO and tree.pos[i] == "VERB" and not any(tree.dep[kid] == "ccomp" for kid in tree.kids[i]):
            token = doc[i]
            preps = [t for t in token.subtree if t.dep_ == "prep" and t.lower_ in ("with", "to")]
            media = (medium(target, voices) for prep in preps for target in prep.children if target.dep_ == "pobj")
            found += [(token.idx, link) for link in media if link is not None][:1]
    return found


def carried(attribution: Attribution, passages: Sequence[tuple[int, Link]]) -> Attribution:
    """Add the medium to the speech of people that follows where they are said to have spoken to it."""
    chain = attribution.chain
    if not chain or not attribution.cue or chain[0].kind not in ("person", "population group") or len(chain) > 1:
        return attribution
    at = attribution.cue[0].start
    link = next((link for start, link in reversed(passages) if 0 < at - start <= PASSAGE), None)
    if link is None or (chain[0].role or "").startswith("for ") or link.name == chain[0].name:
        return attribution
    return msgspec.structs.replace(attribution, chain=(*chain, link))
