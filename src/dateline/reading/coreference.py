"""Coreference: whom a pronoun ("she") or a definite noun ("the minister", "the 34-year-old") means in its report.

Pronouns of one person go to whoever has the most attention (`attention`), nouns to who was called so. Where two would
do about as well, nobody is meant: a miss is better than the wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from dateline.reading.attention import resolve_pronouns
from dateline.reading.kinds import fold_actor, kind_of_noun
from dateline.reading.merging import BODIES
from dateline.reading.portraits import SEXES, Portrait, is_one, portraits, vocabulary
from dateline.reading.quotations import find_quotations
from dateline.reading.tree import OUTSIDE, Tree, tree_of
from dateline.records import Actor, Report

if TYPE_CHECKING:
    from spacy.tokens import Doc

NEAR = 500
"""Characters before "the group" in which its name is looked for, and tokens of a sentence that are looked at."""

OWNED_NEAR = 1500
"""Characters before "the campaign" in which it is said whose it is."""

FOREMOST = 3
"""Times that somebody must be mentioned as often as the next of the same office to be meant by it."""

FEW = 20
"""People of one office among whom the whole report is looked through; of more, those near by."""

PAST = "former"

_AGED = re.compile(r"\b(\d{1,3})[- ]year[- ]old")
_AGED_NEW = re.compile(r"\b[Aa]n?\s(?:[a-z]+\s)?(\d{1,3})[- ]year[- ]old")
_EMPTY = frozenset({"a", "an", "the", "this", "that", "late", "then", "same", "old", "other", "first", "own", "-", '"'})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


class Coreference:
    """Who is meant where: `pronouns` by token, definite nouns on asking."""

    def __init__(self, tree: Tree, text: str, actors: Sequence[Actor]) -> None:
        self.tree, self.text, self.actors = tree, text, actors
        spans = sorted((m.start, m.end, i) for i, a in enumerate(actors) for m in a.mentions)
        self.heads = sorted((head_of(tree, start, end), start, end, i) for start, end, i in spans)
        self.at = {head: actor for head, _, _, actor in self.heads}

    @cached_property
    def _told(self) -> list[Portrait]:
        return portraits(self.tree, self.text, self.actors, self.heads)

    @cached_property
    def pronouns(self) -> dict[int, int]:
        """Actors by the tokens of "he", "her" … that stand for them."""
        heads = [
            (head, actor if self._is_person(actor) else self._stands_for(head, actor)) for head, *_, actor in self.heads
        ]
        named = [self._is_person(n) for n in range(len(self.actors))]
        return resolve_pronouns(self.tree, heads, self._told, named)

    def _is_person(self, actor: int) -> bool:
        return self.actors[actor].kind == "person"

    def _stands_for(self, head: int, actor: int) -> int:
        """Return the named person that a noun stands for, or the actor that it is."""
        known = self._beside_names.get(head)
        if known is None and self._told[actor].one and self.is_definite(head):
            known = self._one_called(head)
        return actor if known is None else known

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
        if not self.is_definite(i):
            return None
        if is_one(tree.low[i], tree.tag[i]) or tree.low[i] == "old":
            person = self._one_called(i)
            return self.introduced_for(i) if person is None else person
        return self._body(i)

    def is_definite(self, i: int) -> bool:
        """Tell whether a noun takes up what was told of: "the", "this", "those"."""
        return any(self.tree.low[kid] in _DEFINITE for kid in self.tree.kids[i])

    def head(self, start: int, end: int) -> int:
        """Return the token that a stretch of text hangs by."""
        return head_of(self.tree, start, end)

    def person(self, i: int) -> int | None:
        """Return the named person that a token names, or a noun for one person means."""
        actor = self.at.get(i)
        if actor is not None and self.actors[actor].kind == "person":
            return actor
        return self._one_called(i) if is_one(self.tree.low[i], self.tree.tag[i]) or self.tree.low[i] == "old" else None

    def body_of(self, i: int) -> int | None:
        """Return the named body that people belong to: "ISIS fighters", or "officers" of the only police named."""
        tree = self.tree
        beside = [k for k in tree.kids[i] if tree.dep[k] in ("compound", "amod", "nmod", "poss")]
        beside += [k for p in tree.kids[i] if tree.low[p] in ("of", "from") for k in tree.kids[p]]
        bodies = {self.at[k] for k in (i, *beside) if k in self.at and is_named(self.actors[self.at[k]])}
        bodies = {n for n in bodies if self.actors[n].kind in BODIES and self.actors[n].kind != "media"}
        if not bodies:
            for word in vocabulary().belong.get(tree.lemma[i], ()):
                bodies |= {n for _, n in self._called.get(word, [])[:FEW]}
        return bodies.pop() if len(bodies) == 1 else None

    def _one_called(self, i: int) -> int | None:
        """Return the named person a noun for one person means, who may be named before or behind it."""
        if i in self._beside_names:
            return self._beside_names[i]
        tree = self.tree
        aged = _AGED.search(self.text, tree.start[tree.left[i]], tree.end[i])
        if aged is not None:
            age = int(aged.group(1))
            fitting = [n for n in self._by_age.get(age, [])[:FEW] if self._agrees(i, n)]
            if fitting or tree.low[i] == "old":
                return fitting[0] if len(fitting) == 1 and self._ages_introduced.get(age, 0) <= 1 else None
        noun = _class_of(tree.lemma[i])
        said = self._said_of(i)
        called = self._by_noun.get(noun, set())
        listed = sorted(called) if len(called) <= FEW else sorted(n for n in self._near(i) if n in called)
        fitting = [n for n in listed if said <= self._told[n].words and self._agrees(i, n)]
        if aged is not None:
            fitting = [n for n in fitting if not self._told[n].ages]
        if PAST not in said:
            fitting = [n for n in fitting if PAST not in self._told[n].words]
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
        near = self._near(i)
        close = [actor for actor in actors if actor in near]
        if len(close) == 1:
            return close[0]
        ranked = sorted(close or actors, key=lambda n: (-len(self.actors[n].mentions), n))
        most, next_most = (len(self.actors[n].mentions) for n in ranked[:2]) if len(ranked) > 1 else (0, 0)
        return ranked[0] if most >= FOREMOST * max(1, next_most) else None

    def _near(self, i: int) -> set[int]:
        """Return who is mentioned in the sentence of a token so far, and in the one before."""
        first = self.tree.first[i]
        low = max(i - NEAR, self.tree.first[first - 1] if first else first)
        return {a for h, _, _, a in self.heads[bisect_left(self.heads, (low,)) : bisect_left(self.heads, (i,))]}

    def _agrees(self, i: int, actor: int) -> bool:
        portrait = self._told[actor]
        return vocabulary().genders.get(self.tree.lemma[i]) in (None, portrait.gender) or portrait.gender is None

    def _told_again(self, noun: str, actor: int) -> bool:
        """Tell whether who was introduced without a name is named later: "a man … The man was identified as"."""
        tree = self.tree
        return any(
            _class_of(tree.lemma[n]) == noun and any(tree.low[kid] in _DEFINITE for kid in tree.kids[n])
            for n in self._told[actor].beside
        )

    @cached_property
    def _people(self) -> list[int]:
        return [n for n, a in enumerate(self.actors) if a.kind == "person"]

    @cached_property
    def _by_noun(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for n in self._people:
            for noun in sorted({_class_of(word) for word in self._told[n].what}):
                found.setdefault(noun, set()).add(n)
        return found

    @cached_property
    def _by_age(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for n in self._people:
            for age in sorted(self._told[n].ages):
                found.setdefault(age, []).append(n)
        return found

    @cached_property
    def _beside_names(self) -> dict[int, int]:
        return {i: n for n in self._people for i in sorted(self._told[n].beside)}

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
            called = self._called.get(word, [])
            before = bisect_left(called, (start,))
            if before:
                return called[0][1] if before == 1 else None
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
        for called in found.values():
            called.sort()
        return found

    def group(self, i: int) -> int | None:
        """Return whom "it" or "they" stands for: the only such subject so far in the sentence, or in the one before."""
        tree = self.tree
        first = tree.first[i]
        for low, high in ((max(first, i - NEAR), i), (max(tree.first[first - 1] if first else 0, first - NEAR), first)):
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
        body = self.actors[actor].kind in ("armed group", "organisation")
        return plural or (body and not is_one(self.tree.low[head], self.tree.tag[head]))

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
        """Return the name of whom a speaker belongs to: "his lawyer", "Okoro's aides", "the Okoro campaign"."""
        if self.tree.lemma[i] not in vocabulary().speakers:
            return None
        owner = self._owner(i)
        if owner is None and self.is_definite(i):
            owner = self._owner_before(i)
        return None if owner is None else self.actors[owner].name

    def _owner(self, i: int) -> int | None:
        tree = self.tree
        for kid in tree.kids[i]:
            if tree.dep[kid] in ("poss", "compound", "nmod") and kid < i:
                actor = self.pronouns.get(kid, self.at.get(kid))
                if actor is not None and is_named(self.actors[actor]):
                    return actor
        return None

    def _owner_before(self, i: int) -> int | None:
        """Return whose "the campaign" is, where only one person's was told of shortly before."""
        owned = self._owned.get(self.tree.lemma[i], [])
        start = self.tree.start[i]
        near = {a for _, a in owned[bisect_left(owned, (start - OWNED_NEAR,)) : bisect_left(owned, (start,))]}
        return near.pop() if len(near) == 1 else None

    @cached_property
    def _owned(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for i, lemma in enumerate(self.tree.lemma):
            if lemma in vocabulary().collective:
                owner = self._owner(i)
                if owner is not None:
                    found.setdefault(lemma, []).append((self.tree.start[i], owner))
        return found


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
