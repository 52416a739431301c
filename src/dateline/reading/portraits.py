"""Portraits: what a report says of each person it names, by which he may be meant later: gender, age, what he is.

"Mrs. Okoro", "Ana Ruiz, 34, a teacher", "the driver, identified as Joao Pinto". Nothing is guessed from first names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from dateline.reading.kinds import kinds
from dateline.reading.measures import units, words
from dateline.reading.tree import OUTSIDE, Tree
from dateline.records import Actor

SEXES = {"he": "male", "him": "male", "his": "male", "himself": "male"} | {
    "she": "female", "her": "female", "hers": "female", "herself": "female"
}  # fmt: skip
"""Pronouns of one person."""

TOLD = 10
"""Votes that a title or a noun ("the mother of two") has against those of pronouns near by."""

SURE = 2
"""Times that the votes for one gender must outnumber those for the other."""

FEW = 5
"""People told of in one sentence from which nobody counts them."""

_AGED = re.compile(r"(\d{1,3})[- ]year[- ]old\s(?:[\w.'’-]+\s){0,3}$")
_AGE = re.compile(r",\s(?:aged?\s)?(\d{1,3})(?=[,;)]|\.?$)|,\s(?:an?|the)\s(?:[\w-]+\s){0,2}(\d{1,3})[- ]year[- ]old\b")
_TITLE = re.compile(r"([A-Z][a-z]+)\.?\s*$")
_LESSER = re.compile(r"\b(?:of|for|at|in|with|on|to|from|who|whose)\b[^,]*")
"""What follows the noun of a role: "a spokesman [for the port]"."""

_WORDS = re.compile(r"[a-z]+")


class Vocabulary(NamedTuple):
    """The part of data/actors.toml that tells persons and bodies apart when they are not named."""

    genders: dict[str, str]
    offices: dict[str, str]
    bodies: dict[str, frozenset[str]]
    named_so: frozenset[str]
    speakers: frozenset[str]
    collective: frozenset[str]
    identifying: frozenset[str]
    kin: frozenset[str]
    belong: dict[str, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """Return those tables, made ready once."""
    table: dict[str, Any] = tomllib.loads(files("dateline.data").joinpath("actors.toml").read_text(encoding="utf-8"))
    told = table["unnamed_again"]
    genders = dict.fromkeys(sorted(words("male")), "male") | dict.fromkeys(sorted(words("female")), "female")
    for gender in ("male", "female"):
        genders |= dict.fromkeys(told[gender], gender)
    bodies = {word: frozenset(row["kinds"]) for row in told["bodies"] for word in row["words"]}
    return Vocabulary(
        genders=genders,
        offices={short: office for office, shorts in told["titles"].items() for short in shorts},
        bodies=bodies,
        named_so=frozenset(told["named_so"]),
        speakers=frozenset((*told["speakers"], *told["collective"])) | kinds().offices,
        collective=frozenset(told["collective"]),
        identifying=frozenset(told["identifying"]),
        kin=frozenset(told["kin"]),
        belong={noun: tuple(row["bodies"]) for row in told["belong"] for noun in row["nouns"]},
    )


class Portrait(NamedTuple):
    """What is said of one actor. `what` are nouns for him, `words` all words said of him.

    `male` and `female` are votes; `beside` are the tokens of nouns that stand beside his name or are told to be him.
    """

    one: bool
    male: int
    female: int
    ages: frozenset[int]
    what: frozenset[str]
    words: frozenset[str]
    beside: frozenset[int]

    @property
    def gender(self) -> str | None:
        """The gender that the votes are plainly for, or None."""
        few, many = sorted((self.male, self.female))
        return None if many < SURE * few or not many else "male" if self.male == many else "female"


Heads = Sequence[tuple[int, int, int, int]]
"""Mentions in order: token they hang by, first character, character after the last, actor."""


def is_one(noun: str, tag: str) -> bool:
    """Tell a noun for one person: "driver", no "drivers", "crew" or "police"."""
    return tag in ("NN", "NNP") and units().get(noun) == "people" and noun not in words("never_one")


def portraits(tree: Tree, text: str, actors: Sequence[Actor], heads: Heads) -> list[Portrait]:
    """Gather what the report says of each actor."""
    nouns: list[set[int]] = [set() for _ in actors]
    ages: list[set[int]] = [set() for _ in actors]
    votes = [{"male": 0, "female": 0} for _ in actors]
    for head, start, end, actor in heads:
        nouns[actor] |= _nouns(tree, head, actors[actor].kind == "person")
        if actors[actor].kind == "person":
            ages[actor] |= _ages(text, start, end)
            title = _TITLE.search(text, max(0, start - 12), start)
            gender = vocabulary().genders.get(title.group(1).lower()) if title else None
            if gender is not None:
                votes[actor][gender] += TOLD
    _near_pronouns(tree, actors, heads, votes)
    return [_portrait(tree, actor, nouns[i], ages[i], votes[i]) for i, actor in enumerate(actors)]


def _portrait(tree: Tree, actor: Actor, nouns: set[int], ages: set[int], votes: dict[str, int]) -> Portrait:
    table = vocabulary()
    what = {tree.lemma[i] for i in nouns}
    said = {tree.low[k] for i in nouns for k in (i, *tree.kids[i])}
    role = _WORDS.findall((actor.role or "").lower())
    heads = (part.split()[-1] for part in _LESSER.sub(",", (actor.role or "").lower()).split(",") if part.split())
    what |= {office for word in heads if is_one(office := table.offices.get(word.strip("."), word), "NN")}
    said |= {*role, *_WORDS.findall((actor.of or "").lower())}
    for word in sorted(what):
        gender = table.genders.get(word) or ("female" if word.endswith("woman") else None)
        if gender is not None:
            votes[gender] += TOLD
        elif word.endswith("man"):
            votes["male"] += 1
    one = actor.kind == "person" or any(is_one(tree.low[i], tree.tag[i]) for i in nouns)
    return Portrait(
        one, votes["male"], votes["female"], frozenset(ages), frozenset(what), frozenset(said | what), frozenset(nouns)
    )


def _nouns(tree: Tree, head: int, named: bool) -> set[int]:
    """Return the nouns that say what a mention is: itself, in apposition, as complement, "identified as"."""
    found = {head} if not named else set()
    above, dep = tree.head[head], tree.dep[head]
    for kid in tree.kids[head]:
        if tree.dep[kid] in ("appos", "compound", "nmod", "amod"):
            found.add(kid)
    if dep == "appos":
        found.add(above)
    elif dep in ("nsubj", "nsubjpass") and tree.lemma[above] in ("be", "become", "remain"):
        found |= {kid for kid in tree.kids[above] if tree.dep[kid] == "attr"}
    elif dep in ("attr", "oprd") or (dep == "pobj" and tree.low[above] == "as"):
        verb = tree.head[above] if dep == "pobj" else above
        if tree.lemma[verb] in vocabulary().identifying or (dep == "attr" and tree.lemma[verb] == "be"):
            told = ("nsubj",) if dep == "attr" else ("nsubjpass", "dobj")
            found |= {kid for kid in tree.kids[verb] if tree.dep[kid] in told}
            if tree.dep[verb] in ("relcl", "acl"):
                found.add(tree.head[verb])
    elif dep == "dobj" and tree.lemma[above] in vocabulary().identifying:
        found |= {kid for p in tree.kids[above] if tree.low[p] == "as" for kid in tree.kids[p]}
    return {i for i in found if i != head and is_one(tree.low[i], tree.tag[i])} | ({head} if not named else set())


def _ages(text: str, start: int, end: int) -> set[int]:
    before = _AGED.search(text, max(0, start - 50), start)
    behind = _AGE.match(text, end, min(len(text), end + 60))
    told = [before.group(1)] if before else []
    told += [behind.group(1) or behind.group(2)] if behind else []
    return {int(age) for age in told if 0 < int(age) < 120}


def _near_pronouns(tree: Tree, actors: Sequence[Actor], heads: Heads, votes: list[dict[str, int]]) -> None:
    """Let pronouns vote, each for the one person told of before it in its sentence, or in the sentence before."""
    told: dict[int, list[tuple[int, int]]] = {}
    for head, _, _, actor in heads:
        person = actors[actor].kind == "person" or is_one(tree.low[head], tree.tag[head])
        if person and tree.quotation[head] == OUTSIDE:
            told.setdefault(tree.first[head], []).append((head, actor))
    for i, low in enumerate(tree.low):
        if low not in SEXES or tree.quotation[i] != OUTSIDE:
            continue
        first = tree.first[i]
        here = [(head, actor) for head, actor in told.get(first, ())[:FEW] if head < i]
        before = [(h, a) for h, a in told.get(tree.first[first - 1], ()) if tree.dep[h] == "nsubj"] if first else []
        alone = here or before
        if len({actor for _, actor in alone}) == 1:
            head, actor = alone[0]
            votes[actor][SEXES[low]] += 2 if tree.dep[head] == "nsubj" else 1
