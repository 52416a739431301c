"""What actors are called in the list: one key for everybody who is plainly the same, and who is offered as a filter.

A reading names whoever acts or speaks; much of that is a description ("a nearby hospital"), a count ("300 fighters") or
no actor at all. All can be searched for; offered are those that the account, or the project's own tables, know for a
person or a body.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dateline.gazetteer import fold_place
from dateline.reading.kinds import fold_actor, kind_of_name, kinds, small_words
from dateline.reading.numbers import find_numbers
from dateline.reading.portraits import vocabulary
from dateline.reconciling.names import GENERIC
from dateline.records import Account
from dateline.telling import shown

WORDS = 12
"""Words of a name that are looked at."""
SHORT = 3
"""Letters up to which an alias counts only as a whole name: "IS", "WHO"."""
ROUNDS = 6
"""Folding one way may open another; so often it is tried."""

_LEADING = re.compile(r"^[\W_]+")
_BREAKS = re.compile(r"[-‐‑–/,\s]+")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


class Called(NamedTuple):
    """An actor of an account: its key, what it is called, and whether it is offered as a filter."""

    key: str
    label: str
    offered: bool


class _Table(NamedTuple):
    one_of: frozenset[str]
    collective: frozenset[str]
    members: frozenset[str]
    bodies: frozenset[str]


@cache
def _table() -> _Table:
    rows = tomllib.loads(files("dateline.data").joinpath("called.toml").read_text(encoding="utf-8"))
    lists = (rows["one_of"]["words"], rows["collective"]["words"], rows["members"]["words"], rows["members"]["bodies"])
    return _Table(*(frozenset(words) for words in lists))


def key_of(name: str) -> str:
    """Return the key of an actor, "" where a name has no letter and no digit.

    >>> key_of("The police"), key_of("police officers"), key_of("AP"), key_of("François Hollande")
    ('police', 'police', 'associated press', 'francois hollande')
    """
    key = shown.clean(name)
    for _ in range(ROUNDS):
        if (folded := _folded(key)) == key:
            break
        key = folded
    return key


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    key = fold_actor(_LEADING.sub("", plain))
    key = _BREAKS.sub(" ", kinds().alias.get(key, key)).strip()
    words = [_single(word) for word in key.split()]
    table = _table()
    while len(words) > 1 and words[-1] in table.members and _ends(words[:-1], table.bodies):
        words.pop()
    return " ".join(words)


def _ends(words: list[str], bodies: Collection[str]) -> bool:
    return words[-1] in bodies or " ".join(words[-2:]) in bodies


def _single(word: str) -> str:
    """Return a noun for people or bodies without its plural."""
    nouns = kinds().nouns
    for end, instead in (("ies", "y"), ("s", "")):
        if word.endswith(end) and f"{word.removesuffix(end)}{instead}" in nouns:
            return f"{word.removesuffix(end)}{instead}"
    return word


def inner(key: str) -> Iterator[str]:
    """Yield the keys of whoever is named within a key: its words, and words that follow each other.

    >>> sorted(inner("islamic state fighter"))
    ['fighter', 'isis', 'islamic', 'islamic state', 'state', 'state fighter']
    """
    words = key.split()[:WORDS]
    alias = kinds().alias
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            part = " ".join(words[start:end])
            if part != key:
                yield part
            if len(part) > SHORT and (other := alias.get(part)) is not None and other not in (part, key):
                yield other


def holds(key: str, sought: str) -> bool:
    """Tell whether a name holds another as whole words."""
    return f" {sought} " in f" {key} " or sought in inner(key)


# ---------------------------------------------------------------- who is offered


def actors(account: Account) -> list[Called]:
    """Return the actors of an account, each key once; what they are called is as they are named, without article."""
    spoke = {key_of(origin.name) for origin in account.origins}
    described = spoke - {key_of(origin.name) for origin in account.origins if origin.kind not in GENERIC}
    places = {fold_place(name) for place in (account.where, *account.places) for name in (place.name,) if name}
    named = [shown.clean(name) for name in account.actors]
    longer = _longer(named)
    found: dict[str, Called] = {}
    for name in sorted(named, key=lambda name: (len(name), name)):
        if not (key := key_of(name)):
            continue
        offered = _known(name, key) or not (
            key in described or _open(name) or _noise(name, key, longer, places, key in spoke)
        )
        if key not in found or (offered and not found[key].offered):
            found[key] = Called(key, _label(name), offered)
    return sorted(found.values())


def _known(name: str, key: str) -> bool:
    """Tell whether the tables know a name; "a hospital" is none."""
    bare = _ARTICLE.sub("", name)
    kind = kind_of_name(bare) if bare[:1].isupper() else None
    return (kind is not None and kind not in GENERIC) or (key in _table().collective and not _open(name))


def _open(name: str) -> bool:
    """Tell whether it stays open who is meant: a count, or one of many."""
    if name.casefold().split()[0] in _table().one_of:
        return True
    counted = find_numbers(name) if name[:1].isdigit() or name[:1].islower() else []
    return bool(counted) and counted[0].start == 0


def _noise(name: str, key: str, longer: Collection[str], places: Collection[str], spoke: bool) -> bool:
    """Tell what is a description, a word of a headline, a code, or a place, and not a name."""
    bare = _LEADING.sub("", _ARTICLE.sub("", name))
    words = [word.strip("'’\".,:") for word in bare.split()]
    if not any(c.isupper() for c in bare) or (len(words) > 1 and not any(w[:1].isupper() for w in words[1:])):
        return not (spoke and any(c.isupper() for c in bare) and len(words) > 1)
    if spoke:
        return False
    if all(word.casefold() in small_words() for word in words if word.isalpha()):
        return len(words) < 2 or words[-1].casefold() not in vocabulary().named_so
    if len(words) == 1:
        return (bare.isupper() and len(bare) > 1) or key in longer or fold_place(bare) in places
    return fold_place(bare) in places


def _longer(names: list[str]) -> set[str]:
    """Return the words that stand in longer names, and their first letters: who is called so is one of these."""
    found: set[str] = set()
    for name in names:
        words = _BREAKS.sub(" ", name).split()
        if len(words) > 1 and any(word[:1].isupper() for word in words[1:]):
            found |= {key_of(word) for word in words}
            found.add("".join(word[0] for word in words if word[0].isupper()).casefold())
    return found


def _label(name: str) -> str:
    bare = _LEADING.sub("", _ARTICLE.sub("", name)) or name
    return bare if any(c.isupper() for c in bare) else f"{bare[:1].upper()}{bare[1:]}"
