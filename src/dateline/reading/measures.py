"""The vocabulary of measures and units, compiled for look-up by word form.

Everything said here is data (`data/measures.toml`); this file inflects the verbs and builds the look-ups once.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from string import ascii_lowercase
from typing import Any, Literal, NamedTuple

import msgspec

from dateline.records import prepared

Role = Literal["object", "subject", "adjective", "noun", "noun_of", "bearer", "toll", "skip"]
"""On which side of the trigger the counted stands; see the head of data/measures.toml."""


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence and the quantity that must be read in it."""

    text: str
    number: float | None = None
    low: float | None = None
    unit: str = "people"
    whom: str | None = None


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the vocabulary, as written in the table."""

    name: str
    definition: str
    unit: str
    examples: tuple[Example, ...]
    object_verbs: tuple[str, ...] = ()
    subject_verbs: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    nouns_of: tuple[str, ...] = ()
    phrases: tuple[tuple[str, Role], ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    measure: tuple[Measure, ...]
    irregular: dict[str, tuple[str, ...]]
    units: dict[str, tuple[str, ...]]


class Sense(NamedTuple):
    """What a word form can trigger: a measure, and where the counted stands."""

    measure: str
    role: Role


CASUALTY_ORDER = ("killed", "injured", "missing", "kidnapped")
"""Outcomes of persons, the graver first: "shot and killed" is killed."""

PEOPLE_MEASURES = frozenset(
    {"killed", "injured", "missing", "detained", "kidnapped", "displaced", "evacuated", "homeless", "sheltered"}
    | {"casualties", "released", "stranded", "returned", "surrendered", "deployed", "remaining", "affected"}
)
WHITE = r"\s"
"""What a space of a phrase stands for."""

_EVERY_LETTER = frozenset(ascii_lowercase)

TIME_UNITS = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades"})
MONEY_UNITS = frozenset({"USD", "EUR", "GBP", "INR", "JPY", "CNY", "RUB"})
LENGTH_UNITS = frozenset({"km", "miles", "metres", "feet"})


@cache
def _file() -> _File:
    raw = tomllib.loads(files("dateline.data").joinpath("measures.toml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, prepared(_File))


def measures() -> tuple[Measure, ...]:
    """All measures of the vocabulary, in the order of the table."""
    return _file().measure


@cache
def words(name: str, side: str | None = None) -> frozenset[str]:
    """Return a closed word list of data/quantity_words.toml (of its table `name`, the list `side`)."""
    listed = _words()[name]
    return frozenset(listed[side] if side else listed)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("dateline.data").joinpath("quantity_words.toml").read_text(encoding="utf-8"))


@cache
def units() -> dict[str, str]:
    """Return unit by lower-case noun ("families" -> "households")."""
    return {noun: unit for unit, nouns in _file().units.items() for noun in nouns}


@cache
def senses() -> dict[str, tuple[Sense, ...]]:
    """Return what each lower-case word form triggers."""
    found: dict[str, list[Sense]] = {}
    for measure in measures():
        roles: tuple[tuple[Role, tuple[str, ...]], ...] = (
            ("object", measure.object_verbs),
            ("subject", measure.subject_verbs),
            ("adjective", measure.adjectives),
            ("noun", measure.nouns),
            ("noun_of", measure.nouns_of),
        )
        for role, words in roles:
            for word in words:
                for form in _forms(word, verb=role in ("object", "subject"), noun=role in ("noun", "noun_of")):
                    sense = Sense(measure.name, role)
                    if sense not in found.setdefault(form, []):
                        found[form].append(sense)
    return {form: tuple(listed) for form, listed in found.items()}


@cache
def phrases() -> tuple[re.Pattern[str], tuple[Sense, ...]]:
    """One pattern of all phrases, for lower-case text; group number i+1 belongs to sense i.

    Phrases are sorted by the letter they begin with, so that at each word only those of its letter are tried; among
    these the longer comes first. A phrase that may begin with several letters stands under each.
    """
    listed = [(pattern, Sense(measure.name, role)) for measure in measures() for pattern, role in measure.phrases]
    listed.sort(key=lambda item: (-len(item[0]), item[0]))
    letters = [first_letters(pattern) for pattern, _ in listed]
    branches, found = [], []
    for letter in ascii_lowercase:
        own = [item for item, firsts in zip(listed, letters, strict=True) if letter in firsts]
        if own:
            joined = "|".join(f"({pattern.replace(' ', WHITE)})" for pattern, _ in own)
            branches.append(f"(?={letter})(?:{joined})")
            found += [sense for _, sense in own]
    return re.compile(rf"\b(?:{'|'.join(branches)})"), tuple(found)


def first_letters(pattern: str) -> frozenset[str]:
    """Return the letters a phrase may begin with; every letter where that is not plain to see.

    >>> sorted(first_letters("(?:forc(?:e|ed)|drove) out")), sorted(first_letters("cut off"))
    (['d', 'f'], ['c'])
    """
    starts, depth = [0], 0
    if pattern.startswith("(?:"):
        starts = [3]
        for i, sign in enumerate(pattern):
            depth += (sign == "(") - (sign == ")")
            if depth == 0:
                if pattern[i + 1 : i + 2] in ("?", "*"):
                    return _EVERY_LETTER
                break
            if sign == "|" and depth == 1:
                starts.append(i + 1)
    plain = all(pattern[i] in _EVERY_LETTER and pattern[i + 1 : i + 2] not in ("?", "*", "{") for i in starts)
    return frozenset(pattern[i] for i in starts) if plain else _EVERY_LETTER


def _forms(word: str, *, verb: bool, noun: bool) -> tuple[str, ...]:
    """Inflect a base form: irregular forms from the table, the rest by spelling rules."""
    irregular = _file().irregular.get(word)
    if irregular and (verb or noun):
        return (word, *irregular)
    if verb:
        stem = word.removesuffix("e")
        if word.endswith("y") and word[-2] not in "aeiou":
            return (word, word[:-1] + "ies", word[:-1] + "ied", word + "ing")
        third = word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")
        return (word, third, stem + "ed", stem + "ing")
    if noun:
        return (word, word[:-1] + "ies" if word.endswith("y") else word + "s")
    return (word,)
