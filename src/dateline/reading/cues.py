"""The table data/cues.toml: which words tell who says it, and how far the report stands behind it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from dateline.records import Stance


class Cues(NamedTuple):
    """Verbs, nouns and adverbs by lemma, with the stance they give; nouns of things that speak."""

    verbs: dict[str, Stance]
    groups: dict[str, str]
    plain: frozenset[str]
    deeds: frozenset[str]
    done: frozenset[str]
    worded: frozenset[str]
    presupposing: frozenset[str]
    nouns: frozenset[str]
    adverbs: dict[str, Stance]
    carriers: frozenset[str]
    inquiries: frozenset[str]
    bodies: frozenset[str]
    things: frozenset[str]
    minds: frozenset[str]
    figure_verbs: frozenset[str]
    figure_nouns: frozenset[str]
    published: frozenset[str]
    markup: frozenset[str]


@cache
def cues() -> Cues:
    """Return the cue table, made ready once."""
    table: dict[str, Any] = tomllib.loads(files("dateline.data").joinpath("cues.toml").read_text(encoding="utf-8"))
    verbs: dict[str, Stance] = {}
    groups: dict[str, str] = {}
    for group in ("denied", "alleged", "thought", "said"):
        for verb in table[group]["verbs"]:
            verbs.setdefault(verb, table[group]["stance"])
            groups.setdefault(verb, group)
    adverbs: dict[str, Stance] = dict.fromkeys(table["adverbs"]["alleged"], "alleged")
    adverbs |= dict.fromkeys(table["adverbs"]["hedged"], "hedged")
    return Cues(
        verbs=verbs,
        groups=groups,
        plain=frozenset(table["plain"]["verbs"]),
        deeds=frozenset(table["deeds"]["verbs"]),
        done=frozenset(table["done"]["verbs"]),
        worded=frozenset(table["done"]["words"]),
        presupposing=frozenset(table["presupposing"]["verbs"]),
        nouns=frozenset(table["nouns"]["nouns"]),
        adverbs=adverbs,
        carriers=frozenset(table["carriers"]["nouns"]),
        inquiries=frozenset(table["inquiries"]["nouns"]),
        bodies=frozenset(table["bodies"]["nouns"]),
        things=frozenset(table["things"]["nouns"]),
        minds=frozenset(table["thought"]["verbs"]),
        figure_verbs=frozenset(table["figures"]["verbs"]),
        figure_nouns=frozenset(table["figures"]["nouns"]),
        published=frozenset(table["published"]["nouns"]),
        markup=frozenset(table["markup"]["words"]),
    )
