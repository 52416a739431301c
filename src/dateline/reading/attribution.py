"""Attributions: who says it, by which cue, and exactly what, in the manner of PARC and PolNeAR (Newell et al. 2018).

What the parse tells is found cue by cue (`spoken`); a quotation without a speaker of its own belongs to a neighbour;
single words mark hearsay; captions name their makers. Every source heads the chain of those who carry its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline.reading.alone import with_alone
from dateline.reading.carriers import carried, credits_of, footage_of, passages_of, seen_on
from dateline.reading.charspans import apart, trimmed, without
from dateline.reading.coreference import Coreference, coreference
from dateline.reading.cues import cues
from dateline.reading.hearsay import hearsay
from dateline.reading.quotations import find_quotations, is_speech
from dateline.reading.shelf import Shelf
from dateline.reading.sources import Voices, chain_of, in_own_words, voices_of
from dateline.reading.spoken import Spoken, find_spoken
from dateline.reading.tree import Tree
from dateline.records import Actor, Attribution, AttributionKind, Report, Span, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc

QUOTED = 0.8
"""Share of a content between quotation marks from which it is direct speech."""


def read_attributions(
    doc: Doc, report: Report, actors: Sequence[Actor], meant: Coreference | None = None
) -> tuple[Attribution, ...]:
    """Find the attributions of a report, in order of their first content; `meant` saves working out again who is."""
    meant = meant or coreference(doc, report, actors)
    voices, tree = voices_of(doc, meant), meant.tree
    quotations = find_quotations(report.text, report.lead_start)
    quoted = Shelf((q.start, q.end, n) for n, q in enumerate(quotations))
    found = [a for s in find_spoken(tree) if (a := _attribution(s, tree, doc, voices, quoted)) is not None]
    found = [a for a in found if a.content[-1].end > report.lead_start]
    found = with_alone(found, [q for q in quotations if is_speech(report.text, q)], voices)
    found = in_own_words(found, report.text)
    found += hearsay(tree, report.text, found)
    passages = passages_of(tree, doc, voices)
    found = [carried(a, passages) for a in found]
    found = footage_of(sorted(found, key=lambda a: (a.content[0], a.cue)))
    found += seen_on(tree, voices.text, found)
    found += credits_of(report)
    return tuple(sorted(found, key=lambda a: (a.content[0], a.cue, a.source)))


def _attribution(spoken: Spoken, tree: Tree, doc: Doc, voices: Voices, quoted: Shelf) -> Attribution | None:
    source = tree.span(*spoken.voice) if spoken.source is not None else None
    cue = tree.span(*spoken.words)
    taken = [cue] if source is None else [cue, source]
    content = apart(without(voices.text, trimmed(voices.text, [tree.span(*s) for s in spoken.content]), taken))
    if not content:
        return None
    return Attribution(
        source=() if source is None else (source,),
        cue=(cue,),
        content=content,
        kind=_kind(tree.low[spoken.cue], content, quoted),
        stance=_stance(tree, spoken),
        chain=() if spoken.source is None else chain_of(doc[_named(spoken.source, tree)], doc[spoken.cue], voices),
    )


def _named(source: int, tree: Tree) -> int:
    """Return what a relative pronoun stands for ("the aide who said": the aide), or the source itself."""
    verb = tree.head[source]
    return tree.head[verb] if tree.tag[source].startswith("W") and tree.dep[verb] == "relcl" else source


def _kind(word: str, content: Sequence[Span], quoted: Shelf) -> AttributionKind:
    size = sum(s.end - s.start for s in content)
    inside = sum(min(s.end, end) - max(s.start, start) for s in content for start, end, _ in quoted.touching(s))
    if inside >= QUOTED * size:
        return "direct"
    return "mixed" if inside else "according-to" if word == "according" else "indirect"


def _stance(tree: Tree, spoken: Spoken) -> Stance:
    """Return how far the report stands behind what is said: "may have said" and "is believed to" hedge."""
    known = cues()
    at = spoken.cue
    if tree.pos[at] in ("NOUN", "PROPN"):
        return "asserted" if spoken.source is not None else "hedged"
    stance = known.verbs.get(tree.lemma[at], "asserted")
    governed = {tree.dep[kid]: tree.low[kid] for kid in tree.kids[at]}
    if spoken.source is None and "auxpass" in governed and stance != "alleged":
        told = tree.lemma[at] in known.verbs and governed.keys() & {"xcomp", "ccomp", "oprd"}
        return "hedged" if told else "asserted"
    return "hedged" if stance == "asserted" and governed.get("aux") in DOUBT else stance


DOUBT = frozenset({"may", "might", "could", "would"})
"""Auxiliaries that leave open whether it was said."""
