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
from dateline.reading.fixed import has_voice, may_speak
from dateline.reading.hearsay import hearsay
from dateline.reading.presupposed import presupposed
from dateline.reading.quotations import is_speech
from dateline.reading.shelf import Shelf
from dateline.reading.sources import Voices, chain_of, in_own_words, same_name, voices_of
from dateline.reading.spoken import Spoken, find_spoken
from dateline.reading.stretches import NOTHING
from dateline.reading.tree import Tree
from dateline.records import Actor, Attribution, AttributionKind, Link, Report, Span, Stance

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
    quoted = Shelf((q.start, q.end, n) for n, q in enumerate(tree.quoted))
    found = [a for s in find_spoken(tree, voices.text) if (a := _attribution(s, tree, doc, voices, quoted)) is not None]
    found = [a for a in found if a.content[-1].end > report.lead_start]
    found = with_alone(found, [q for q in tree.quoted if is_speech(report.text, q)], voices)
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
    if spoken.left_out != NOTHING:
        taken.append(tree.span(*spoken.left_out))
    taken += [tree.span(*own) for own in presupposed(tree, spoken)]
    content = apart(without(voices.text, trimmed(voices.text, [tree.span(*s) for s in spoken.content]), taken))
    if not content:
        return None
    return Attribution(
        source=() if source is None else (source,),
        cue=(cue,),
        content=content,
        kind=_kind(tree.low[spoken.cue], content, quoted),
        stance=_stance(tree, spoken),
        chain=_chain(spoken, tree, doc, voices),
    )


def _chain(spoken: Spoken, tree: Tree, doc: Doc, voices: Voices) -> tuple[Link, ...]:
    """Return whose words they are, origin first: whom the source cites, the source, and who passes its words on."""
    links: list[Link] = []
    for voice in (spoken.origin, spoken.source, spoken.carrier):
        if voice is not None and has_voice(tree, noun := _named(voice, tree)):
            heads = chain_of(doc[noun], doc[spoken.cue], voices)
            links += (link for link in heads if not any(same_name(link.name, known.name) for known in links))
    return tuple(links)


def _named(source: int, tree: Tree) -> int:
    """Return what a relative pronoun stands for ("the aide who said": the aide), or the source itself.

    In "sources close to the inquiry, who asked" it stands for the nearest noun above that can speak.
    """
    verb = tree.head[source]
    if not tree.tag[source].startswith("W") or tree.dep[verb] != "relcl":
        return source
    noun = named = tree.head[verb]
    while tree.low[source] == "who" and not may_speak(tree, noun) and tree.dep[noun] == "pobj":
        above = tree.head[tree.head[noun]]
        noun = tree.head[above] if tree.pos[above] == "ADJ" else above
    return noun if may_speak(tree, noun) else named


def _kind(word: str, content: Sequence[Span], quoted: Shelf) -> AttributionKind:
    size = sum(s.end - s.start for s in content)
    inside = sum(min(s.end, end) - max(s.start, start) for s in content for start, end, _ in quoted.touching(s))
    if inside >= QUOTED * size:
        return "direct"
    return "mixed" if inside else "according-to" if word == "according" else "indirect"


def _stance(tree: Tree, spoken: Spoken) -> Stance:
    """Return how far the report stands behind what is said: "may have said" and "is believed to" hedge.

    What is "not confirmed" or claimed by "no group" nobody stands behind; what somebody does "not believe" he denies.
    """
    known = cues()
    at = spoken.cue
    if tree.pos[at] in ("NOUN", "PROPN"):
        return "asserted" if spoken.source is not None else "hedged"
    stance = known.verbs.get(tree.lemma[at], "asserted")
    governed = {tree.dep[kid]: tree.low[kid] for kid in tree.kids[at]}
    if spoken.source is None and "auxpass" in governed and stance != "alleged":
        told = tree.lemma[at] in known.verbs and governed.keys() & {"xcomp", "ccomp", "oprd"}
        return "hedged" if told else "asserted"
    if "neg" in governed or (spoken.source is not None and _is_none(tree, spoken.source)):
        return "denied" if tree.lemma[at] in known.minds else "hedged"
    return "hedged" if stance == "asserted" and governed.get("aux") in DOUBT else stance


def _is_none(tree: Tree, source: int) -> bool:
    return tree.low[source] in NONE or any(
        tree.dep[kid] == "det" and tree.low[kid] == "no" for kid in tree.kids[source]
    )


DOUBT = frozenset({"may", "might", "could", "would"})
"""Auxiliaries that leave open whether it was said."""
NONE = frozenset({"nobody", "none", "neither"})
"""Sources that are nobody."""
