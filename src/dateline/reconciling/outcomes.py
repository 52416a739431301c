"""Outcomes: states and endings of which only one can hold of the same thing (data/opposites.toml).

"In critical condition" and "died", "at large" and "arrested", "an accident" and "arson". Two statements are opposed
only when the noun that each is said of can name one thing; told later, one side of some of them replaces the other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from dateline.reconciling.frames import Phrase, phrase_of, same_phrase
from dateline.reconciling.judged import Key
from dateline.reconciling.lines import Line
from dateline.reconciling.nouns import ANYBODY, head_of, same_noun
from dateline.reconciling.said import Said
from dateline.records import Evidence, Record, Report
from dateline.wording import content_stems


class Opposition(Record, frozen=True, kw_only=True):
    """Two lists of phrases of which only one side can hold of the same thing at the same time.

    `then`: what the second side tells comes after the first; `turns`: either may come after the other. `anywhere`: the
    statements need not name one thing, if they share a word beside the phrases. `whole`: there is one answer for the
    whole happening, and the phrases are looked for in the whole sentence. `keys` are words of which one stands in
    every text that takes a side.
    """

    about: str
    then: bool
    turns: bool
    anywhere: bool
    whole: bool
    keys: tuple[str, ...]
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
            whole=row.get("whole", False),
            keys=tuple(sorted({max(p.casefold().split(), key=len) for p in (*row["one"], *row["other"])})),
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
    """The side a text takes: 0 or 1, the words that take it, and what stands before and behind them."""

    side: int
    words: str
    before: str
    behind: str


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
    low = text.casefold()
    for opposition in oppositions():
        if not any(key in low for key in opposition.keys):
            continue
        taken = _taken(opposition, text)
        if len(taken) == 1 and not _ASIDE.match(text) and not _unreal(taken[0].before, taken[0].words):
            found[opposition.about] = taken[0]
    return found


def _taken(opposition: Opposition, text: str) -> list[Taken]:
    """Return the sides that the phrases of a text take; one within a phrase of the other side takes none.

    "No group claimed responsibility" holds "claimed responsibility".
    """
    found = [m for pattern in (opposition.one, opposition.other) if (m := pattern.search(text)) is not None]
    if len(found) == 2 and found[0].start() <= found[1].start() and found[1].end() <= found[0].end():
        found = [found[0]] if opposition.other.search(text, found[0].end()) is None else found
    return [Taken(int(m.re is opposition.other), m.group(), text[: m.start()], text[m.end() :]) for m in found]


_ASIDE = re.compile(r"\W{0,20}(?:when|since|until|before|if|where|whether|unless|although|though)\b", re.IGNORECASE)
"""How a clause begins that tells of another moment than the sentence."""


def _unreal(before: str, words: str) -> bool:
    return (
        words.split(maxsplit=1)[0].casefold() not in ("no", "will", "is", "are") and _UNREAL.search(before) is not None
    )


class Sided(NamedTuple):
    """A statement, its sentence, the words that stand for its subject, and the sides that it takes."""

    said: Said
    sentence: Evidence
    subject: str
    sides: Mapping[str, Taken]

    def evidence_of(self, about: str) -> Evidence:
        """Return the quotation that takes a side."""
        return self.said.evidence if about in sides(self.said.evidence.quote) else self.sentence


def sided(s: Said, line: Line | None, report: Report) -> Sided:
    """Return a statement with the sides it takes: by its own words, or by those of its sentence.

    Words of the sentence count where a denial stands outside the statement, where there is one answer for the whole
    happening, and where they stand in none of the statements of the sentence (`line`) and this is its first.
    """
    own, sentence = sides(s.evidence.quote), line.evidence if line is not None else s.evidence
    denied = "denied" in (s.statement.status, s.statement.stance)
    beside = line.said if line is not None else (s,)
    around = {
        about: taken
        for about, taken in sides(sentence.quote).items()
        if denied or about in _whole() or (beside[0] is s and not any(about in sides(o.evidence.quote) for o in beside))
    }
    subject = s.statement.subject.of(report.text) if s.statement.subject is not None else ""
    return Sided(s, sentence, subject, around if denied else {**around, **own})


@cache
def _whole() -> frozenset[str]:
    return frozenset(o.about for o in oppositions() if o.whole)


def opposed(a: Sided, b: Sided, opposition: Opposition, before: Mapping[Key, Said]) -> bool:
    """Tell whether two statements that take the two sides of an opposition take them of one thing.

    `before` is the statement before each, of which one that begins with a pronoun goes on to tell.
    """
    if opposition.whole:
        return True
    shared = _shared(a, b, opposition)
    if opposition.anywhere and shared:
        return True
    if _at_other_things(a.sides[opposition.about].before, b.sides[opposition.about].before):
        return False
    one, other = _of_what(a, opposition, before), _of_what(b, opposition, before)
    same = same_phrase(one, other)
    anybody = one is not None and other is not None and one.words[-1] == other.words[-1]
    return same is True or (same is None and anybody and len(shared - ANYBODY) > 1)


_AT = re.compile(r"\b(?:at|in|inside|outside|on|near)\s{1,20}(?P<what>(?:the|an?)\s{1,20}[^,;.]{1,300})", re.IGNORECASE)
"""Where the thing of which a side is taken is: "the fire at the hotel"."""


def _at_other_things(one: str, other: str) -> bool:
    """Tell whether what stands before two sides places the thing at two things ("at the hotel", "in the mill")."""
    first, second = _AT.search(one), _AT.search(other)
    if first is None or second is None:
        return False
    a, b = head_of(first["what"]), head_of(second["what"])
    return bool(a and b) and not same_noun(a, b)


_PRONOUN = re.compile(r"\W{0,20}(?:he|she|it|they)\b\W{0,20}", re.IGNORECASE)


def _of_what(s: Sided, opposition: Opposition, before: Mapping[Key, Said]) -> Phrase | None:
    """Return the noun phrase of which the words of a side are said: before them, else behind ("the departure of …")."""
    taken = s.sides[opposition.about]
    if taken.words.split()[-1] in ("of", "for", "the"):
        return phrase_of(taken.behind)
    if _PRONOUN.fullmatch(taken.before) and not s.said.narrated and s.said.voices:
        return phrase_of(s.said.voices[0].name)
    if _PRONOUN.match(taken.before) and s.said.key in before:
        return phrase_of(before[s.said.key].evidence.quote)
    return phrase_of(taken.before) or phrase_of(s.subject)


def _shared(a: Sided, b: Sided, opposition: Opposition) -> frozenset[str]:
    """Return the stems two statements share beside the words that take the sides."""
    words = " ".join(s.sides[opposition.about].words for s in (a, b))
    return (a.said.words & b.said.words) - content_stems(words)
