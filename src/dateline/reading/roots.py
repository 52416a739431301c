"""The PLOVER root of what a verb tells: a linear model over the verb, its arguments and what the tables know of them.

The tables (data/events.toml) name a root for a verb or noun by itself; "withdrew its complaint", "withdrew
peacekeepers" and "agreed to withdraw" are three. Weights: data/event_weights.json, fitted by scripts/train_events.py.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Token

NONE = "none"
"""The class of what has no root."""

AHEAD = 12
"""Tokens after a verb whose words are looked at."""

FEW = 4
"""Tokens before a verb whose words are looked at."""

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})
_OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "oprd", "dative"})


class Code(NamedTuple):
    """A row of the table: PLOVER root and mode, ACLED sub-event."""

    root: str | None
    mode: str | None
    sub_event: str | None


class Codes(NamedTuple):
    """Codes by verb (with its particle or object, where two words), by noun, and by noun that is a verb's object.

    `duties` are verbs whose absence is inaction, `shirking` those that say a duty is left undone, `lapses` nouns that
    say it of those whose duty it is; `moving` are verbs that bring troops somewhere,
    `things` nouns that a deed before them only describes.
    """

    verbs: dict[str, Code]
    nouns: dict[str, Code]
    objects: dict[str, Code]
    duties: frozenset[str]
    shirking: frozenset[str]
    lapses: frozenset[str]
    moving: frozenset[str]
    things: frozenset[str]


@cache
def codes() -> Codes:
    """Return the table data/events.toml, made ready once."""
    table: dict[str, Any] = tomllib.loads(files("dateline.data").joinpath("events.toml").read_text(encoding="utf-8"))
    made = Codes({}, {}, {}, *(frozenset(table[key]) for key in ("duties", "shirking", "lapses", "moving", "things")))
    for row in table["event"]:
        code = Code(row.get("root"), row.get("mode"), row.get("sub_event"))
        for listed, key in ((made.verbs, "verbs"), (made.nouns, "nouns"), (made.objects, "objects")):
            for word in row.get(key, ()):
                listed.setdefault(word, code)
    for word, code in made.nouns.items():
        made.objects.setdefault(word, code)
    return made


class Plain(NamedTuple):
    """Where a verb has its plain sense: with one of these objects, with any but one of them, or by one of these."""

    objects: frozenset[str]
    unless: frozenset[str]
    subjects: frozenset[str]


@cache
def plain_senses() -> dict[str, tuple[Plain, ...]]:
    """Return the table data/plain_senses.toml by verb, made ready once."""
    text = files("dateline.data").joinpath("plain_senses.toml").read_text(encoding="utf-8")
    made: dict[str, tuple[Plain, ...]] = {}
    for row in tomllib.loads(text)["plain"]:
        sense = Plain(*(frozenset(row.get(key, ())) for key in ("objects", "unless", "subjects")))
        for verb in row["verbs"]:
            made[verb] = (*made.get(verb, ()), sense)
    return made


def is_plain(frame: Frame) -> bool:
    """Tell a verb of conflict or politics in its plain sense: "released a film", "the flood killed two"."""
    table = plain_senses()
    senses = table.get(frame.lemma if frame.particle is None else f"{frame.lemma} {frame.particle}")
    if senses is None:
        return False
    done = {noun.lemma_.lower() for noun in frame.objects}
    by = [c for c in frame.verb.lefts if c.dep_ == "nsubj"]
    doers = {c.lemma_.lower() for c in by} | {
        n.lemma_.lower() for p, n in frame.prepositions if p == "by" and n is not None
    }
    return any(
        done & sense.objects or doers & sense.subjects or (sense.unless and done and not done & sense.unless)
        for sense in senses
    )


def names_deed(noun: Token) -> bool:
    """Tell whether a word names a deed ("firing", "raid") that others suffer in ("opened fire", "attacked")."""
    low, lemma, table = noun.lower_, noun.lemma_.lower(), codes()
    if noun.pos_ != "VERB":
        return low in table.nouns or lemma in table.nouns
    code = table.verbs.get(lemma)
    return (
        low in table.nouns
        or row_of(frame_of(noun)) == table.verbs["attack"]
        or (code is not None and code.root == "ASSAULT")
    )


class Frame(NamedTuple):
    """A verb with what hangs on it."""

    verb: Token
    lemma: str
    particle: str | None
    objects: tuple[Token, ...]
    prepositions: tuple[tuple[str, Token | None], ...]
    complements: tuple[Token, ...]
    helpers: tuple[str, ...]
    passive: bool
    negated: bool


def frame_of(verb: Token) -> Frame:
    """Gather what hangs on a verb."""
    particle = None
    objects: list[Token] = []
    prepositions: list[tuple[str, Token | None]] = []
    complements: list[Token] = []
    helpers: list[str] = []
    passive = negated = False
    for child in verb.children:
        dep = child.dep_
        if dep in _OBJECTS:
            objects.append(child)
            passive = passive or dep == "nsubjpass"
        elif dep in ("prep", "agent"):
            prepositions.append((child.lower_, next((c for c in child.children if c.dep_ == "pobj"), None)))
        elif dep == "npadvmod" and not child.ent_type_:
            objects.append(child)  # "looked the other way"
        elif dep == "prt":
            particle = child.lower_
        elif dep in ("xcomp", "ccomp", "advcl", "acomp"):
            complements.append(child)
        elif dep in ("aux", "auxpass"):
            helpers.append(child.lower_)
            passive = passive or dep == "auxpass"
        elif dep == "neg":
            negated = True
    return Frame(
        verb, verb.lemma_.lower(), particle, tuple(objects), tuple(prepositions), tuple(complements), tuple(helpers),
        passive, negated,
    )  # fmt: skip


def row_of(frame: Frame) -> Code | None:
    """Return the row of the table that a verb falls under, with its particle or object before by itself."""
    verbs = codes().verbs
    lemma = frame.lemma
    if frame.particle is not None:
        found = verbs.get(f"{lemma} {frame.particle}")
        if found is not None:
            return found
    for noun in (*frame.objects, *(p for _, p in frame.prepositions if p is not None), *frame.complements):
        found = verbs.get(f"{lemma} {noun.lemma_.lower()}")
        if found is not None:
            return found
    if lemma in codes().moving and any(_is_force(noun) for noun in frame.objects):
        return verbs["deploy"]
    return verbs.get(lemma)


def _is_force(noun: Token) -> bool:
    """Tell troops or police, or so many of them: "soldiers", "ten companies of police"."""
    objects = codes().objects
    inner = (p for c in noun.rights if c.lower_ == "of" for p in c.rights)
    listed = (objects.get(word.lemma_.lower()) for word in (noun, *inner))
    return any(code is not None and code.root == "MOBILIZE" for code in listed)


def features(frame: Frame, row: Code | None, status: str, kinds: tuple[str, str]) -> list[str]:
    """Return what is known of a verb in its clause, as names of features; `kinds` are those of doer and done-to."""
    table = codes()
    lemma, verb = frame.lemma, frame.verb
    told = str(row.root) if row is not None else "-"
    found = ["bias", f"v={lemma}", f"t={told}", f"s={status}", f"t={told} s={status}", f"dep={verb.dep_}"]
    if frame.particle:
        found.append(f"v={lemma} {frame.particle}")
    if frame.negated:
        found += ["negated", f"t={told} negated"]
    found += [f"actor={kinds[0]}", f"recipient={kinds[1]}", f"t={told} actor={kinds[0]}"]
    found += [f"aux={word}" for word in frame.helpers]
    for noun in frame.objects:
        what = noun.lemma_.lower()
        code = table.objects.get(what)
        found += [f"o={what}", f"v={lemma} o={what}"]
        if code is not None:
            found += [f"o:{code.root}", f"t={told} o:{code.root}"]
            found += [f"om={m.lemma_.lower()}" for m in noun.lefts if m.pos_ in ("ADJ", "NOUN")]
    for preposition, noun_or_none in frame.prepositions:
        found += [f"p={preposition}", f"v={lemma} p={preposition}"]
        if noun_or_none is not None:
            what = noun_or_none.lemma_.lower()
            code = table.objects.get(what)
            found += [f"p={preposition} {what}"] + ([f"p:{code.root}"] if code is not None else [])
    for inner in frame.complements:
        what = inner.lemma_.lower()
        code = table.verbs.get(what)
        found += [f"x={inner.dep_}", f"x={inner.dep_} {what}"]
        found += [f"x:{code.root}", f"t={told} x:{code.root}"] if code is not None else []
        found += [f"xaux={c.lower_}" for c in inner.lefts if c.dep_ in ("aux", "neg")]
        for noun in inner.rights:
            code = table.objects.get(noun.lemma_.lower()) if noun.dep_ in ("dobj", "prep") else None
            found += [f"xo:{code.root}"] if code is not None else []
    if verb.head.i != verb.i and verb.dep_ in ("ccomp", "xcomp", "advcl", "conj", "relcl", "acl"):
        head = verb.head.lemma_.lower()
        code = table.verbs.get(head) or table.nouns.get(head)
        found += [f"h={verb.dep_} {head}"] + ([f"h:{code.root}"] if code is not None else [])
    return found + _around(verb, table)


def _around(verb: Token, table: Codes) -> list[str]:
    """Return the words near a verb, in its sentence."""
    doc, found = verb.doc, []
    for i in range(verb.i - 1, max(-1, verb.i - 1 - FEW), -1):
        if doc[i + 1].is_sent_start:
            break
        if doc[i].pos_ in CONTENT:
            found.append(f"b={doc[i].lemma_.lower()}")
    for i in range(verb.i + 1, min(len(doc), verb.i + 1 + AHEAD)):
        token = doc[i]
        if token.is_sent_start:
            break
        if token.pos_ in CONTENT:
            low = token.lemma_.lower()
            code = table.verbs.get(low) if token.pos_ == "VERB" else table.nouns.get(low)
            found += [f"w={low}"] + ([f"w:{code.root}"] if code is not None else [])
    return found


class Model(NamedTuple):
    """The fitted weights: a row of the table for each feature, a column for each root."""

    roots: tuple[str, ...]
    rows: dict[str, int]
    table: Any


@cache
def model() -> Model:
    """Return the fitted model, made ready once."""
    told = json.loads(files("dateline.data").joinpath("event_weights.json").read_text(encoding="utf-8"))
    names = sorted(told["weights"])
    table = np.zeros((len(names), len(told["roots"])))
    for i, name in enumerate(names):
        for column, weight in told["weights"][name].items():
            table[i, int(column)] = weight
    return Model(tuple(told["roots"]), {name: i for i, name in enumerate(names)}, table)


def likeliest(held: Sequence[str], sure: float) -> str | None:
    """Return the root a verb most likely has; None where none is likelier than `sure`, or nothing at all is known."""
    fitted = model()
    known = sorted({fitted.rows[name] for name in held if name in fitted.rows})
    logits = fitted.table[known].sum(axis=0)
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    best = int(shares.argmax())
    root = fitted.roots[best]
    return root if root != NONE and shares[best] >= sure else None
