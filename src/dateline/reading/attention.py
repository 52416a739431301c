"""Attention: whom "he" and "she" stand for, in the manner of Lappin and Leass (1994).

Every mention gives some attention, more as a subject or a speaker, and each sentence halves it; gender must agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.reading.cues import cues
from dateline.reading.portraits import SEXES, Portrait
from dateline.reading.tree import OUTSIDE, Tree

HALF = 0.5
"""Share of attention left after each sentence."""

SPEAKS, DOES, SUFFERS, OTHER, BESIDE = 4.0, 3.0, 1.5, 1.0, 0.5
"""Attention that a mention gives as subject of a saying, as another subject, as an object, elsewhere, before a noun."""

QUOTED = 0.15
"""Share of it that a mention inside a quotation gives outside of it: who is talked about seldom talks."""

LEAST = 0.2
"""Attention that one must have to be meant."""

AHEAD = 1.25
"""Times that the attention of the one meant must be that of the next."""

UNSURE = 0.6
"""Share of attention that counts where nothing tells the gender or the name, beside named ones whose gender fits."""

TOLD_BY = 0.4
"""Share of a speaker's attention where the next sentence tells of somebody who does not speak."""

CLAUSES = 4
"""Verbs gone up to find the subject of "himself"."""

MOST = 50
"""Actors that are paid attention to at once."""

DEATHS = {
    "nsubj": frozenset({"die", "drown", "perish"}),
    "nsubjpass": frozenset({"kill", "murder", "bury", "slay", "execute"}),
}
"""Verbs whose subject, or patient in the passive, speaks no more."""

FATALLY = frozenset({"dead", "fatally"})
"""Words that make a passive deadly: "was shot dead", "was fatally stabbed"."""

NOBODY, _HE, _WHO = -1, -2, -3
"""Instead of an actor: nobody, a pronoun still to be resolved, a relative pronoun."""


class _Share(NamedTuple):
    """One actor's attention: as of which sentence, from those before it (to speak, to do something), from it."""

    at: int
    to_speak: float
    to_do: float
    here: float
    spoke: bool

    def carried(self, sentence: int) -> _Share:
        """Return what is left of it in a later sentence."""
        if sentence == self.at:
            return self
        left = HALF ** (sentence - self.at)
        here = self.here * TOLD_BY if self.spoke else self.here
        return _Share(sentence, (self.to_speak + self.here) * left, (self.to_do + here) * left, 0.0, False)


class _Attention:
    """How much attention each actor has, sentence by sentence."""

    def __init__(self) -> None:
        self._held: dict[int, _Share] = {}

    def hear(self, actor: int, sentence: int, weight: float) -> None:
        """Give attention to an actor mentioned in a sentence, and forget whoever was mentioned longest ago."""
        held = self._held.pop(actor, _Share(sentence, 0.0, 0.0, 0.0, False)).carried(sentence)
        spoke = weight == SPEAKS if weight > held.here else held.spoke
        self._held[actor] = held._replace(here=max(held.here, weight), spoke=spoke)
        if len(self._held) > MOST:
            del self._held[next(iter(self._held))]

    def of_all(self, sentence: int, speaks: bool) -> list[tuple[float, int]]:
        """Return attention, to speak or to do something, and actor."""
        shares = ((actor, held.carried(sentence)) for actor, held in self._held.items())
        return [((held.to_speak if speaks else held.to_do) + held.here, actor) for actor, held in shares]


class _Field(NamedTuple):
    """Where to look: the parse, who is mentioned at which token, what is said of them, who speaks which quotation."""

    tree: Tree
    at: dict[int, int]
    portraits: Sequence[Portrait]
    named: Sequence[bool]
    speakers: dict[int, set[int]]


def resolve_pronouns(
    tree: Tree, heads: Iterable[tuple[int, int]], portraits: Sequence[Portrait], named: Sequence[bool]
) -> dict[int, int]:
    """Return the actors by the tokens of "he", "her" … that stand for them.

    `heads` are mentions as token and actor, `named` tells persons with a name. It is done twice:
    what most pronouns tell of a gender corrects the rest.
    """
    listed = list(heads)
    field = _Field(tree, dict(listed), portraits, named, _speakers(tree, listed))
    first = _resolve(field, listed)
    votes = Counter((actor, SEXES[tree.low[i]]) for i, actor in first.items())
    learnt = [
        p._replace(male=p.male + votes[n, "male"], female=p.female + votes[n, "female"])
        for n, p in enumerate(portraits)
    ]
    return _resolve(field._replace(portraits=learnt), listed)


def _resolve(field: _Field, heads: Iterable[tuple[int, int]]) -> dict[int, int]:
    tree = field.tree
    pronouns = [(i, _HE) for i, low in enumerate(tree.low) if low in SEXES]
    relative = [(i, _WHO) for i, tag in enumerate(tree.tag) if tag == "WP" and tree.dep[i] == "nsubj"]
    found: dict[int, int] = {}
    attention = _Attention()
    dead: set[int] = set()
    sentence = first = 0
    for i, mentioned in sorted([*pronouns, *relative, *heads]):
        sentence, first = sentence + (tree.first[i] != first), tree.first[i]
        actor = mentioned
        if mentioned == _WHO:
            actor = field.at.get(tree.head[tree.head[i]], NOBODY) if tree.dep[tree.head[i]] == "relcl" else NOBODY
        elif mentioned == _HE:
            speaks = tree.dep[i] == "nsubj" and tree.lemma[tree.head[i]] in cues().verbs
            around = attention.of_all(sentence, speaks)
            actor = _meant(i, field, [a for a in around if not (speaks and a[1] in dead)], found)
            if actor != NOBODY:
                found[i] = actor
        if mentioned != _HE and _dies(tree, i):
            dead.add(actor)
        merely = tree.dep[i] == "attr" and actor == mentioned and not field.named[actor]
        if actor != NOBODY and field.portraits[actor].one and not merely:
            attention.hear(actor, sentence, _weight(tree, i))
    return found


def _dies(tree: Tree, i: int) -> bool:
    """Tell whether a mention is of somebody told, as done, to have died."""
    verb = tree.head[i]
    possible = any(tree.dep[kid] == "neg" or tree.tag[kid] == "MD" for kid in tree.kids[verb])
    told = tree.tag[verb] in ("VBD", "VBN") and not possible and tree.quotation[i] == OUTSIDE
    fatally = tree.dep[i] == "nsubjpass" and any(tree.low[kid] in FATALLY for kid in tree.kids[verb])
    return told and (fatally or tree.lemma[verb] in DEATHS.get(tree.dep[i], ()))


def _weight(tree: Tree, i: int) -> float:
    """Return the attention that a mention gives by where it stands."""
    while tree.dep[i] == "appos" and tree.head[i] < i:
        i = tree.head[i]
    above = tree.head[i]
    if tree.dep[i] == "nsubj":
        weight = SPEAKS if tree.lemma[above] in cues().verbs else DOES
    elif tree.dep[i] == "nsubjpass" or (tree.low[above] == "to" and tree.low[tree.head[above]] == "according"):
        weight = DOES
    else:
        weight = SUFFERS if tree.dep[i] == "dobj" else BESIDE if tree.dep[i] in ("compound", "nmod") else OTHER
    return weight if tree.quotation[i] == OUTSIDE else weight * QUOTED


def _meant(i: int, field: _Field, attention: Sequence[tuple[float, int]], found: dict[int, int]) -> int:
    """Return whom a pronoun of one person stands for; NOBODY where that is not sure."""
    tree = field.tree
    gender = SEXES[tree.low[i]]
    if tree.low[i].endswith("self"):
        return _doer(tree, i, field.at, found)
    barred = _barred(i, field)
    fitting = []
    for share, actor in attention:
        known = field.portraits[actor].gender
        if share >= LEAST and actor not in barred and known in (gender, None):
            sure = known is not None and field.named[actor]
            fitting.append((share if sure else share * UNSURE, actor))
    fitting.sort(key=lambda f: (-f[0], f[1]))
    if not fitting or (len(fitting) > 1 and fitting[0][0] < AHEAD * fitting[1][0]):
        return NOBODY
    return fitting[0][1]


def _doer(tree: Tree, i: int, at: dict[int, int], found: dict[int, int]) -> int:
    """Return the subject that "himself" takes up."""
    verb = tree.head[i]
    for _ in range(CLAUSES):
        for kid in tree.kids[verb]:
            if tree.dep[kid] in ("nsubj", "nsubjpass"):
                subject = tree.head[verb] if tree.dep[verb] == "relcl" and kid not in at else kid
                return found.get(subject, at.get(subject, NOBODY))
        if tree.head[verb] == verb:
            break
        verb = tree.head[verb]
    return NOBODY


def _barred(i: int, field: _Field) -> set[int]:
    """Return who cannot be meant: another part of the same clause, or in a quotation who is quoted."""
    tree, above = field.tree, field.tree.head[i]
    barred = set(field.speakers.get(tree.quotation[i], ()))
    if tree.dep[i] != "poss":
        verb = tree.head[above] if tree.dep[i] == "pobj" else above
        barred |= {field.at[kid] for kid in tree.kids[verb] if kid in field.at and kid != i}
    return barred


def _speakers(tree: Tree, heads: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Return who is the subject of a saying beside each quotation, in the sentences it stands in."""
    speaking: dict[int, set[int]] = {}
    for i, actor in heads:
        if tree.quotation[i] == OUTSIDE and tree.dep[i] == "nsubj" and tree.lemma[tree.head[i]] in cues().verbs:
            speaking.setdefault(tree.first[i], set()).add(actor)
    found: dict[int, set[int]] = {}
    for n, (first, last) in enumerate(tree.quotations):
        found[n] = speaking.get(tree.first[first], set()) | speaking.get(tree.first[last], set())
    return found
