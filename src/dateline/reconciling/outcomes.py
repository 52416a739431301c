"""Outcomes: states and endings of which only one can hold of the same thing (data/opposites.toml).

"In critical condition" and "died", "at large" and "arrested", "an accident" and "arson". Two statements are opposed only
when the noun that each is said of can name one thing; told later, one side of some of them replaces the other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from dateline.reconciling.frames import Phrase, phrase_of, same_phrase
from dateline.reconciling.nouns import ANYBODY
from dateline.reconciling.said import Said
from dateline.reconciling.sentences import sentence_of
from dateline.records import Record, Report
from dateline.wording import content_stems


class Opposition(Record, frozen=True, kw_only=True):
    """Two lists of phrases of which only one side can hold of the same thing at the same time.

    `then`: what the second side tells comes after the first; `turns`: either may come after the other. `anywhere`: the
    statements need not name one thing, if they share a word beside the phrases.
    """

    about: str
    then: bool
    turns: bool
    anywhere: bool
    one: re.Pattern[str]
    other: re.Pattern[str]


@cache
def oppositions() -> tuple[Opposition, ...]:
    """Return the table data/opposites.toml, compiled."""
    table = tomllib.loads(files("dateline.data").joinpath("opposites.toml").read_text(encoding="utf-8"))
    return tuple(
        Opposition(
            about=row["about"],
            then=row.get("then", False),
            turns=row.get("turns", False),
            anywhere=row.get("anywhere", False),
            one=_phrases(row["one"]),
            other=_phrases(row["other"]),
        )
        for row in table["pair"]
    )


def _phrases(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) + ")", re.IGNORECASE
    )


class Taken(NamedTuple):
    """The side a statement takes: 0 or 1, the words that take it, and where they begin."""

    side: int
    words: str
    at: int


@cache
def _any_side() -> re.Pattern[str]:
    """Return the pattern of every phrase of the table, by which most statements are told to take no side."""
    return re.compile("|".join(p.pattern for o in oppositions() for p in (o.one, o.other)), re.IGNORECASE)


_UNREAL = re.compile(
    r"(?:\b(?:no|not|never|nor|neither|if|whether|until|unless|could|may|might|would|should|once|without|almost|nearly|"
    r"before|to|risk|risks|feared|potential|possible|possibly|hopes?|wants?)\b|n[’']t\b)(?:\W+[\w’'-]+){0,3}\W*$",
    re.IGNORECASE,
)
"""What stands before words that are not told as so."""


@lru_cache(maxsize=16384)
def sides(text: str) -> Mapping[str, Taken]:
    """Return, for each opposition a text takes exactly one side of, which side and by which words."""
    found: dict[str, Taken] = {}
    if _any_side().search(text) is None:
        return found
    for opposition in oppositions():
        taken = [
            Taken(n, m.group(), m.start())
            for n, pattern in enumerate((opposition.one, opposition.other))
            if (m := pattern.search(text)) is not None
        ]
        if len(taken) == 1 and not _unreal(text[: taken[0].at], taken[0].words):
            found[opposition.about] = taken[0]
    return found


def _unreal(before: str, words: str) -> bool:
    return words.split()[0].casefold() not in ("no", "will", "is", "are") and _UNREAL.search(before) is not None


class Sided(NamedTuple):
    """A statement with its words (the whole sentence, where a denial stands outside it) and the sides they take."""

    said: Said
    text: str
    sides: Mapping[str, Taken]


def sided(s: Said, reports: Mapping[str, Report]) -> Sided:
    """Return a statement with the sides it takes."""
    denied = "denied" in (s.statement.status, s.statement.stance)
    text = sentence_of(s.evidence, reports[s.report]).quote if denied else s.evidence.quote
    return Sided(s, text, sides(text))


def opposed(a: Sided, b: Sided, opposition: Opposition, reports: Mapping[str, Report]) -> bool:
    """Tell whether two statements that take the two sides of an opposition take them of one thing."""
    first, second = _of_what(a, opposition, reports), _of_what(b, opposition, reports)
    shared = _shared(a, b, opposition)
    same = same_phrase(first, second)
    if same:
        return True
    if first is not None and second is not None and same is None:
        return len(shared - ANYBODY) > 1
    return opposition.anywhere and bool(shared)


def _of_what(s: Sided, opposition: Opposition, reports: Mapping[str, Report]) -> Phrase | None:
    """Return the noun phrase of which the words of a side are said: before them, else behind ("the departure of …")."""
    taken = s.sides[opposition.about]
    if taken.words.split()[-1] in ("of", "for", "the"):
        return phrase_of(s.text[taken.at + len(taken.words) :])
    before = phrase_of(s.text[: taken.at])
    if before is None and s.said.statement.subject is not None:
        before = phrase_of(s.said.statement.subject.of(reports[s.said.report].text))
    return before


def _shared(a: Sided, b: Sided, opposition: Opposition) -> frozenset[str]:
    """Return the stems two statements share beside the words that take the sides."""
    words = " ".join(s.sides[opposition.about].words for s in (a, b))
    return (a.said.words & b.said.words) - content_stems(words)
