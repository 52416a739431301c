"""What kind of actor a name or noun stands for, from the table data/actors.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from dateline.reading.abbreviations import before_names
from dateline.records import ActorKind

_ORDER = ("agency", "media", "armed_group", "government", "organisation", "population", "unnamed")


class Kinds(NamedTuple):
    """The table by what is looked up: folded names, last words, first words, nouns, titles, aliases, offices."""

    names: dict[str, ActorKind]
    endings: dict[str, ActorKind]
    starts: dict[str, ActorKind]
    nouns: dict[str, ActorKind]
    titles: re.Pattern[str]
    alias: dict[str, str]
    short: frozenset[str]
    offices: frozenset[str]
    no_names: frozenset[str]
    ranks: frozenset[str]


def fold_actor(name: str) -> str:
    """Return a name without article, case, full stops and possessive, as the tables hold it."""
    low = name.replace("’", "'").casefold().replace(".", "").strip(" '\"-,")
    low = low.removesuffix("'s").removesuffix("'")
    for article in ("the ", "a ", "an "):
        low = low.removeprefix(article)
    return " ".join(low.split())


@cache
def kinds() -> Kinds:
    """Return the table data/actors.toml, made ready once."""
    table: dict[str, Any] = tomllib.loads(files("dateline.data").joinpath("actors.toml").read_text(encoding="utf-8"))
    names: dict[str, ActorKind] = {}
    endings: dict[str, ActorKind] = {}
    starts: dict[str, ActorKind] = {}
    nouns: dict[str, ActorKind] = {}
    for group in _ORDER:
        row = table[group]
        for target, key in ((names, "names"), (endings, "endings"), (starts, "starts"), (nouns, "nouns")):
            for word in row.get(key, ()):
                target.setdefault(fold_actor(word), row["kind"])
    for row in table["alias"]:
        kind: ActorKind = next((names[fold_actor(n)] for n in row["names"] if fold_actor(n) in names), "organisation")
        for name in row["names"]:
            names.setdefault(fold_actor(name), kind)
    titles = "|".join(
        sorted((re.escape(t) for t in {*table["titles"]["words"], *before_names()}), key=lambda t: (-len(t), t))
    )
    alias = {fold_actor(name): fold_actor(row["names"][0]) for row in table["alias"] for name in row["names"]}
    short = frozenset(n for row in table.values() if isinstance(row, dict) for n in row.get("names", ()) if n.isupper())
    words = (frozenset(table[key]["words"]) for key in ("offices", "no_names", "ranks"))
    return Kinds(names, endings, starts, nouns, re.compile(rf"(?:(?:{titles})\s+)+"), alias, short, *words)


_STATION = re.compile(r"[KW][B-DF-HJ-NP-TV-XZ]{2}[A-Z]|[KW][A-Z]{2,3}-(?:TV|FM|AM)")
"""Call letters of American stations, as far as they can be nobody's name in capitals."""


def kind_of_name(name: str) -> ActorKind | None:
    """Return the kind that a proper name tells of itself; None where it tells nothing.

    >>> kind_of_name("WKZQ"), kind_of_name("WRAY")
    ('media', None)
    """
    table = kinds()
    folded = fold_actor(name)
    if folded in table.names:
        return table.names[folded]
    if _STATION.fullmatch(name) is not None:
        return "media"
    words = folded.split()
    for size in (3, 2, 1):
        if len(words) > size - 1 and " ".join(words[-size:]) in table.endings and len(words) > 1:
            return table.endings[" ".join(words[-size:])]
    return next((kind for start, kind in table.starts.items() if folded.startswith(start + " ")), None)


def kind_of_noun(lemma: str) -> ActorKind | None:
    """Return the kind of the people or bodies a common noun stands for; None where it stands for none."""
    return kinds().nouns.get(lemma)


@cache
def small_words() -> frozenset[str]:
    """Return the words that are written small (data/lowercase.txt), so that they are no names in a headline."""
    return frozenset(files("dateline.data").joinpath("lowercase.txt").read_text(encoding="utf-8").split())
