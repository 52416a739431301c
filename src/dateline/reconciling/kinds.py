"""Kinds of happenings: which words tell the same kind of thing, whatever their part of speech (data/happenings.toml).

"Shot", "gunfire" and "opened fire" tell a shooting. A word may tell several kinds ("fire": a blaze, a dismissal).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from dateline.wording import stem

REACH = 5
"""Words within which the next word of a phrase follows: "took the two men into custody"."""

ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"),
)  # fmt: skip
"""Endings of inflected forms, each with what stands in its place in the base form."""


class Phrase(NamedTuple):
    """The words that follow the first word of a phrase, and the kind it tells."""

    rest: tuple[str, ...]
    kind: str


class Kinds(NamedTuple):
    """The table: kinds by word, phrases by first word, base forms by irregular form."""

    by_word: dict[str, frozenset[str]]
    phrases: dict[str, tuple[Phrase, ...]]
    irregular: dict[str, str]
    known: frozenset[str]


@cache
def kinds() -> Kinds:
    """Return the table, read once."""
    table: dict[str, Any] = tomllib.loads(
        files("dateline.data").joinpath("happenings.toml").read_text(encoding="utf-8")
    )
    by_word: dict[str, set[str]] = defaultdict(set)
    phrases: dict[str, list[Phrase]] = defaultdict(list)
    for row in table["kind"]:
        for word in row["words"].split():
            by_word[word].add(row["name"])
        for phrase in row.get("phrases", ()):
            first, *rest = phrase.split()
            phrases[first].append(Phrase(tuple(rest), row["name"]))
    lines = [line.split() for line in table["irregular"].replace("\n", ";").split(";") if line.strip()]
    irregular = {form: base for base, *forms in lines for form in forms}
    return Kinds(
        {word: frozenset(found) for word, found in by_word.items()},
        {first: tuple(found) for first, found in phrases.items()},
        irregular,
        frozenset(by_word) | frozenset(phrases) | frozenset(irregular.values()),
    )


@lru_cache(maxsize=65536)
def base(word: str) -> str:
    """Return the base form of a word the table knows, else its stem.

    >>> base("Fled"), base("dies"), base("robbed"), base("gardening")
    ('flee', 'die', 'rob', 'garden')
    """
    low = word.casefold()
    table = kinds()
    if low in table.irregular:
        return table.irregular[low]
    return next((form for form in _forms(low) if form in table.known), stem(low))


def _forms(low: str) -> Iterator[str]:
    yield low
    for ending, instead in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 2:
            cut = low.removesuffix(ending)
            yield cut + instead
            if not instead and len(cut) > 3 and cut[-1] == cut[-2]:
                yield cut[:-1]


def kinds_of(lemma: str) -> frozenset[str]:
    """Return the kinds that a word in its base form may tell.

    >>> sorted(kinds_of("gunfire")), sorted(kinds_of("whistle"))
    (['shooting'], [])
    """
    return kinds().by_word.get(lemma, frozenset())


def kinds_told(words: Sequence[str], following: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the kinds that words tell, and those among them told by a phrase; `following` may finish a phrase.

    >>> told, phrased = kinds_told(["took"], ["the", "clerk", "into", "custody"])
    >>> sorted(told), sorted(phrased)
    (['arrest', 'capture'], ['arrest'])
    """
    table = kinds()
    line = [(word.casefold(), base(word)) for word in (*words, *following)]
    phrased = {
        phrase.kind
        for at in range(len(words))
        for form in dict.fromkeys(line[at])
        for phrase in table.phrases.get(form, ())
        if _follows(phrase.rest, line, at)
    }
    told = {kind for forms in line[: len(words)] for form in forms for kind in table.by_word.get(form, ())}
    return frozenset(told | phrased), frozenset(phrased)


def _follows(rest: Sequence[str], line: Sequence[tuple[str, str]], at: int) -> bool:
    for wanted in rest:
        near = range(at + 1, min(len(line), at + 1 + REACH))
        found = next((i for i in near if wanted in line[i]), None)
        if found is None:
            return False
        at = found
    return True
