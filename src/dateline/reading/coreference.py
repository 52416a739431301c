"""Coreference: whom a pronoun ("she") or a definite noun ("the minister", "the 34-year-old") means in its report.

Pronouns of one person go to whoever has the most attention, in the manner of Lappin and Leass (1994): every mention
gives some, more as a subject or a speaker, and each sentence halves it; gender and number must agree. Nouns go to
who was called so. Where two would do about as well, nobody is meant: a miss is better than the wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from dateline.reading.cues import cues
from dateline.reading.kinds import fold_actor, kind_of_noun
from dateline.reading.portraits import SEXES, Portrait, is_one, portraits, vocabulary
from dateline.reading.quotations import find_quotations
from dateline.reading.tree import OUTSIDE, Tree, tree_of
from dateline.records import Actor, Report

if TYPE_CHECKING:
    from spacy.tokens import Doc

HALF = 0.5
"""Share of attention left after each sentence."""

SPEAKS, DOES, SUFFERS, OTHER = 4.0, 3.0, 1.5, 1.0
"""Attention that a mention gives as subject of a saying, as another subject, as an object, elsewhere."""

QUOTED = 0.15
"""Share of it that a mention inside a quotation gives outside of it: who is talked about seldom talks."""

LEAST = 0.2
"""Attention that one must have to be meant."""

AHEAD = 1.25
"""Times that the attention of the one meant must be that of the next."""

UNSURE = 0.6
"""Share of attention that counts where nothing tells the gender, beside those whose gender fits."""

NEAR = 500
"""Characters before "the group" in which its name is looked for."""

FOREMOST = 3
"""Times that somebody must be mentioned as often as the next of the same office to be meant by it."""

PAST = "former"

_AGED = re.compile(r"\b(\d{1,3})[- ]year[- ]old")
_AGED_NEW = re.compile(r"\b[Aa]n?\s(?:[a-z]+\s)?(\d{1,3})[- ]year[- ]old")
_EMPTY = frozenset({"a", "an", "the", "this", "that", "late", "then", "same", "old", "other", "first", "own", "-", '"'})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


NOBODY, _HE, _WHO = -1, -2, -3
"""Instead of an actor: nobody, a pronoun still to be resolved, a relative pronoun."""


class _Attention:
    """How much attention each actor has, sentence by sentence."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[int, float, float]] = {}

    def hear(self, actor: int, sentence: int, weight: float) -> None:
        at, before, now = self._held.get(actor, (sentence, 0.0, 0.0))
        if at < sentence:
            at, before, now = sentence, (before + now) * HALF ** (sentence - at), 0.0
        self._held[actor] = (at, before, max(now, weight))

    def of_all(self, sentence: int) -> list[tuple[float, int]]:
        """Return attention and actor, the most first; forget those without any."""
        found = [((b + n) * HALF ** (sentence - at), actor) for actor, (at, b, n) in self._held.items()]
        for share, actor in found:
            if share < LEAST * QUOTED:
                del self._held[actor]
        return sorted(found, key=lambda f: (-f[0], f[1]))


class Coreference:
    """Who is meant where: `pronouns` by token, definite nouns on asking."""

    def __init__(self, tree: Tree, text: str, actors: Sequence[Actor]) -> None:
        self.tree, self.text, self.actors = tree, text, actors
        spans = sorted((m.start, m.end, i) for i, a in enumerate(actors) for m in a.mentions)
        self.heads = sorted((head_of(tree, start, end), start, end, i) for start, end, i in spans)
        self.at = {head: actor for head, _, _, actor in self.heads}

    @cached_property
    def portraits(self) -> list[Portrait]:
        """What is told of each actor."""
        return portraits(self.tree, self.text, self.actors, self.heads)

    @cached_property
    def _sentences(self) -> list[int]:
        return sorted(set(self.tree.first))

    def sentence(self, token: int) -> int:
        """Return the number of a token's sentence."""
        return bisect_right(self._sentences, token)

    @cached_property
    def pronouns(self) -> dict[int, int]:
        """Actors by the tokens of "he", "her" … that stand for them."""
        tree, found, attention = self.tree, {}, _Attention()
        pronouns = [(i, _HE) for i, low in enumerate(tree.low) if low in SEXES]
        relative = [(i, _WHO) for i, tag in enumerate(tree.tag) if tag == "WP" and tree.dep[i] == "nsubj"]
        for i, mentioned in sorted(
            [*pronouns, *relative, *((h, self._beside_names.get(h, a)) for h, _, _, a in self.heads)]
        ):
            sentence, actor = self.sentence(i), mentioned
            if mentioned == _WHO:
                actor = self.at.get(tree.head[tree.head[i]], NOBODY) if tree.dep[tree.head[i]] == "relcl" else NOBODY
            elif mentioned == _HE:
                actor = self._meant(i, attention.of_all(sentence))
                if actor != NOBODY:
                    found[i] = actor
            if actor != NOBODY and self.portraits[actor].one:
                attention.hear(actor, sentence, self._weight(i))
        return found

    def _weight(self, i: int) -> float:
        """Return the attention that a mention gives by where it stands."""
        tree = self.tree
        while tree.dep[i] == "appos" and tree.head[i] < i:
            i = tree.head[i]
        above = tree.head[i]
        if tree.dep[i] == "nsubj":
            weight = SPEAKS if tree.lemma[above] in cues().verbs else DOES
        elif tree.dep[i] == "nsubjpass" or (tree.low[above] == "to" and tree.low[tree.head[above]] == "according"):
            weight = DOES
        else:
            weight = SUFFERS if tree.dep[i] == "dobj" else OTHER
        return weight if tree.quotation[i] == OUTSIDE else weight * QUOTED

    def _meant(self, i: int, attention: Sequence[tuple[float, int]]) -> int:
        """Return whom a pronoun of one person stands for; NOBODY where that is not sure."""
        gender = SEXES[self.tree.low[i]]
        barred = self._beside(i)
        fitting = []
        for share, actor in attention:
            known = self.portraits[actor].gender
            if share >= LEAST and actor not in barred and known in (gender, None):
                fitting.append((share if known else share * UNSURE, actor))
        fitting.sort(key=lambda f: (-f[0], f[1]))
        if not fitting or (len(fitting) > 1 and fitting[0][0] < AHEAD * fitting[1][0]):
            return NOBODY
        return fitting[0][1]

    def _beside(self, i: int) -> set[int]:
        """Return who cannot be meant: another part of the same clause, or in a quotation who is quoted."""
        tree, above = self.tree, self.tree.head[i]
        barred = set()
        if tree.low[i] in ("him", "her", "he", "she") and tree.dep[i] != "poss":
            verb = tree.head[above] if tree.dep[i] == "pobj" else above
            barred = {self.at[kid] for kid in tree.kids[verb] if kid in self.at and kid != i}
        if tree.quotation[i] != OUTSIDE:
            first, last = tree.quotations[tree.quotation[i]]
            for n in range(tree.first[first], min(tree.last[last] + 1, len(tree.low))):
                outside = tree.quotation[n] == OUTSIDE and tree.dep[n] == "nsubj"
                if outside and n in self.at and tree.lemma[tree.head[n]] in cues().verbs:
                    barred.add(self.at[n])
        return barred

    def whom(self, i: int) -> int | None:
        """Return the actor that a pronoun or a noun without a name means; None where nobody is sure to be meant."""
        low = self.tree.low[i]
        if low in SEXES:
            return self.pronouns.get(i)
        if low in ("it", "they"):
            return self.group(i)
        return self.noun(i)

    # ------------------------------------------------------------ nouns

    def noun(self, i: int) -> int | None:
        """Return whom a definite noun means: one who was called so, or is of that age; None where nobody is."""
        tree = self.tree
        if not any(tree.low[kid] in _DEFINITE for kid in tree.kids[i]):
            return None
        if is_one(tree.low[i], tree.tag[i]) or tree.low[i] == "old":
            person = self._person(i)
            return self.introduced_for(i) if person is None else person
        return self._body(i)

    def _person(self, i: int) -> int | None:
        """Return the named person a noun for one person means, who may be named before or behind it."""
        if i in self._beside_names:
            return self._beside_names[i]
        tree = self.tree
        aged = _AGED.search(self.text, tree.start[tree.left[i]], tree.end[i])
        if aged is not None:
            age = int(aged.group(1))
            fitting = [n for n in self._by_age.get(age, ()) if self._agrees(i, n)]
            return fitting[0] if len(fitting) == 1 and self._ages_introduced.get(age, 0) <= 1 else None
        noun = _class_of(tree.lemma[i])
        said = self._said_of(i)
        fitting = [n for n in self._by_noun.get(noun, ()) if said <= self.portraits[n].words and self._agrees(i, n)]
        if PAST not in said:
            fitting = [n for n in fitting if PAST not in self.portraits[n].words]
        one = fitting[0] if len(fitting) == 1 else self._foremost(i, fitting)
        if one is None:
            return None
        rivals = self._introduced.get(noun, 0)
        return one if rivals == 0 or (rivals == 1 and self._told_again(noun, one)) else None

    def _said_of(self, i: int) -> set[str]:
        """Return the words that tell more of a noun: "the [foreign] minister", "the secretary of [state]"."""
        tree = self.tree
        said = {tree.low[kid] for kid in tree.kids[i] if kid < i and tree.pos[kid] != "PUNCT"}
        for kid in tree.kids[i]:
            if kid > i and tree.dep[kid] == "prep":
                said |= {tree.low[n] for n in tree.kids[kid] if tree.dep[n] == "pobj"}
        return said - _EMPTY

    def _foremost(self, i: int, actors: Sequence[int]) -> int | None:
        """Return the one of several whom the sentence or the one before tells of, or the report most by far."""
        first = self.tree.first[i]
        low = self.tree.first[first - 1] if first else first
        near = {a for h, _, _, a in self.heads[bisect_left(self.heads, (low,)) : bisect_left(self.heads, (i,))]}
        close = [actor for actor in actors if actor in near]
        if len(close) == 1:
            return close[0]
        ranked = sorted(close or actors, key=lambda n: (-len(self.actors[n].mentions), n))
        most, next_most = (len(self.actors[n].mentions) for n in ranked[:2]) if len(ranked) > 1 else (0, 0)
        return ranked[0] if most >= FOREMOST * max(1, next_most) else None

    def _agrees(self, i: int, actor: int) -> bool:
        portrait = self.portraits[actor]
        return vocabulary().genders.get(self.tree.lemma[i]) in (None, portrait.gender) or portrait.gender is None

    def _told_again(self, noun: str, actor: int) -> bool:
        """Tell whether who was introduced without a name is named later: "a man … The man was identified as"."""
        tree = self.tree
        return any(
            _class_of(tree.lemma[n]) == noun and any(tree.low[kid] in _DEFINITE for kid in tree.kids[n])
            for n in self.portraits[actor].beside
        )

    @cached_property
    def _people(self) -> list[int]:
        return [n for n, a in enumerate(self.actors) if a.kind == "person"]

    @cached_property
    def _by_noun(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for n in self._people:
            for noun in sorted({_class_of(word) for word in self.portraits[n].what}):
                found.setdefault(noun, []).append(n)
        return found

    @cached_property
    def _by_age(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for n in self._people:
            for age in sorted(self.portraits[n].ages):
                found.setdefault(age, []).append(n)
        return found

    @cached_property
    def _beside_names(self) -> dict[int, int]:
        return {i: n for n in self._people for i in sorted(self.portraits[n].beside)}

    @cached_property
    def _introduced(self) -> dict[str, int]:
        """How many are introduced by a noun without a name: "a man", "another officer"."""
        tree, found = self.tree, dict[str, int]()
        for i, low in enumerate(tree.low):
            above = tree.head[i]
            if low in ("a", "an", "another") and tree.dep[i] == "det" and above not in self._beside_names:
                noun = _class_of(tree.lemma[above])
                found[noun] = found.get(noun, 0) + 1
        return found

    @cached_property
    def _ages_introduced(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for match in _AGED_NEW.finditer(self.text):
            found[int(match.group(1))] = found.get(int(match.group(1)), 0) + 1
        return found

    def _body(self, i: int) -> int | None:
        """Return the named body that "the ministry", "the group" stands for."""
        tree, table = self.tree, vocabulary()
        word, start = tree.lemma[i], tree.start[i]
        lefts = {tree.low[kid] for kid in tree.kids[i] if kid < i} - _EMPTY
        if (word not in table.bodies and word not in table.named_so) or lefts:
            return None
        if word in table.named_so:
            called = [a for first, a in self._called.get(word, ()) if first < start]
            if called:
                return called[0] if len(called) == 1 else None
        near = {
            actor
            for begin, _, actor in self._names[
                bisect_left(self._names, (start - NEAR,)) : bisect_left(self._names, (start,))
            ]
            if self.actors[actor].kind in table.bodies.get(word, ()) and tree.quotation[tree.at(begin)] == OUTSIDE
        }
        return near.pop() if len(near) == 1 else None

    @cached_property
    def _names(self) -> list[tuple[int, int, int]]:
        """Mentions of those who have a name, in order."""
        return sorted((m.start, m.end, i) for i, a in enumerate(self.actors) if is_named(a) for m in a.mentions)

    @cached_property
    def _called(self) -> dict[str, list[tuple[int, int]]]:
        """Bodies by the words of their names, each with its first character."""
        found: dict[str, list[tuple[int, int]]] = {}
        for i, actor in enumerate(self.actors):
            if is_named(actor) and actor.kind != "person":
                for word in sorted(set(fold_actor(actor.name).split())):
                    found.setdefault(word, []).append((actor.mentions[0].start, i))
        return found

    def group(self, i: int) -> int | None:
        """Return whom "it" or "they" stands for: the only such subject so far in the sentence, or in the one before."""
        tree = self.tree
        first = tree.first[i]
        for low, high in ((first, i), (tree.first[first - 1] if first else first, first)):
            inside = self.heads[bisect_left(self.heads, (low,)) : bisect_left(self.heads, (high,))]
            fitting = {
                a
                for h, _, _, a in inside
                if tree.dep[h] in ("nsubj", "nsubjpass")
                and tree.quotation[h] == OUTSIDE
                and self._groups(h, a, tree.low[i])
            }
            if fitting:
                return fitting.pop() if len(fitting) == 1 else None
        return None

    def _groups(self, head: int, actor: int, pronoun: str) -> bool:
        """Tell whether "it", or "they", can stand for an actor."""
        plural = self.tree.tag[head] in ("NNS", "NNPS") or self.tree.low[head] == "police"
        if pronoun == "it":
            return not plural and self.actors[actor].kind not in ("person", "unnamed", "population group")
        return plural or self.actors[actor].kind in ("armed group", "organisation")

    def introduced_for(self, i: int) -> int | None:
        """Return the unnamed speaker with a body whom "the spokesman" takes up: "a spokesman for the port"."""
        found = self._speaking_for.get(_class_of(self.tree.lemma[i]), [])
        before = bisect_left(found, (self.tree.start[i],)) - 1
        return found[before][1] if before >= 0 else None

    @cached_property
    def _speaking_for(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for head, start, _, n in sorted(self.heads, key=lambda h: (h[1], h[3])):
            if self.actors[n].of and self.actors[n].kind == "unnamed":
                found.setdefault(_class_of(self.tree.lemma[head]), []).append((start, n))
        return found

    def possessor(self, i: int) -> str | None:
        """Return the name of whom a speaker belongs to: "his lawyer", "Okoro's aides", "campaign officials"."""
        tree = self.tree
        if tree.lemma[i] not in vocabulary().speakers:
            return None
        for kid in tree.kids[i]:
            if tree.dep[kid] in ("poss", "compound", "nmod") and kid < i:
                actor = self.pronouns.get(kid, self.at.get(kid))
                if actor is not None and is_named(self.actors[actor]):
                    return self.actors[actor].name
        return None


def coreference(doc: Doc, report: Report, actors: Sequence[Actor]) -> Coreference:
    """Lay out a report's parse and actors, so that it can be asked who is meant."""
    return Coreference(tree_of(doc, find_quotations(report.text, report.lead_start)), report.text, actors)


def head_of(tree: Tree, start: int, end: int) -> int:
    """Return the token of a mention that hangs on something outside it."""
    first, last = tree.at(start), tree.at(end - 1)
    return next((i for i in range(last, first - 1, -1) if not first <= tree.head[i] <= last), last)


def is_named(actor: Actor) -> bool:
    """Tell an actor with a name from one that is only described, be it at the start of a sentence ("Police")."""
    if actor.kind in ("unnamed", "population group"):
        return False
    words = [word for word in actor.name.split() if word.lower() not in ("the", "a", "an")]
    capital = [word for word in words if word[:1].isupper()]
    last = words[-1].lower() if words else ""
    described = kind_of_noun(last) or kind_of_noun(last.removesuffix("s"))
    return bool(capital) and (described is None or len(capital) > 1 or capital[0] != words[0] or actor.kind == "person")


def _class_of(noun: str) -> str:
    """Return a noun for an office without its gender: "spokeswoman", "spokesperson" and "spokesman" are one."""
    for ending in ("woman", "person", "man"):
        if noun.endswith(ending) and len(noun) > len(ending) + 3:
            return noun.removesuffix(ending) + "man"
    return noun
