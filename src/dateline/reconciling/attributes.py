"""Attributes: values of which a person, a thing or a happening has one at a time (data/attributes.toml).

Bail, a vote, a magnitude, how many shots were fired: whatever a sentence gives of them is read from its text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from dateline.reading.numbers import value
from dateline.records import Record

Holder = Literal["person", "thing", "happening"]

_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty|thirty"
)
_SCALES = "hundred|thousand|million|billion|trillion"
_NUMBER = rf"(?P<n>(?:\d[\d,]{{0,40}}(?:\.\d{{1,20}})?|(?:{_WORDS})\b)(?:[\s-](?:{_SCALES})\b){{0,3}})"
_MONEY = rf"(?:US|A|C)?(?P<sign>[$€£])\s?{_NUMBER}"

QUALIFIERS: Mapping[str, tuple[float, float]] = {
    "about": (0.9, 1.1), "around": (0.9, 1.1), "some": (0.9, 1.1), "roughly": (0.9, 1.1), "approximately": (0.9, 1.1),
    "an estimated": (0.9, 1.1), "nearly": (0.9, 1.0), "almost": (0.9, 1.0), "at least": (1.0, 1e9),
    "more than": (1.0, 1e9), "over": (1.0, 1e9), "up to": (0.0, 1.0), "as many as": (0.0, 1.0),
    "less than": (0.0, 1.0), "under": (0.0, 1.0),
}  # fmt: skip
"""What a qualifier lets a number be, as shares of it."""

_QUALIFIER = r"(?:(?P<q>" + "|".join(sorted(QUALIFIERS, key=len, reverse=True)) + r")\s{1,20})?"


class Attribute(Record, frozen=True, kw_only=True):
    """One row of the table, compiled."""

    about: str
    holder: Holder
    later: bool
    slack: float
    words: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    needs: tuple[re.Pattern[str], ...]
    never: tuple[re.Pattern[str], ...]
    scale: Mapping[str, float]
    classes: Mapping[str, str]


class Value(Record, frozen=True, kw_only=True):
    """What a sentence gives of an attribute: as written, the noun whose it is, the least and greatest it can be.

    `word` is set instead of numbers where the value is a word; two words that are not one exclude each other.
    `unit` is the sign of a currency: sums of two currencies cannot be compared.
    """

    about: str
    of: str
    written: str
    start: int
    low: float = 0.0
    high: float = 0.0
    word: str = ""
    unit: str = ""

    def excludes(self, other: Value) -> bool:
        """Tell whether only one of the two can hold.

        >>> one, two = (Value(about="", of="", written="", start=0, low=n, high=n) for n in (4.0, 5.0))
        >>> one.excludes(two), one.excludes(one)
        (True, False)
        """
        return self.unit == other.unit and (self.word != other.word or self.low > other.high or other.low > self.high)


@cache
def attributes() -> tuple[Attribute, ...]:
    """Return the table, read once."""
    table = tomllib.loads(files("dateline.data").joinpath("attributes.toml").read_text(encoding="utf-8"))
    return tuple(_compiled(row) for row in table["attribute"])


def _compiled(row: Mapping[str, Any]) -> Attribute:
    return Attribute(
        about=row["about"],
        holder=row["holder"],
        later=row.get("later", False),
        slack=row.get("slack", 0.0),
        words=tuple(row["words"]),
        patterns=tuple(re.compile(_filled(p), re.IGNORECASE) for p in row["patterns"]),
        needs=tuple(re.compile(p, re.IGNORECASE) for p in row.get("needs", ())),
        never=tuple(re.compile(p, re.IGNORECASE) for p in row.get("never", ())),
        scale=row.get("scale", {}),
        classes={word: group[0] for group in row.get("same_words", ()) for word in group},
    )


def _filled(pattern: str) -> str:
    return pattern.replace("{MONEY}", _MONEY).replace("{N}", _NUMBER).replace("{Q}", _QUALIFIER)


def values_in(sentence: str) -> Iterator[Value]:
    """Yield every value of an attribute that a sentence gives.

    >>> [(v.about, v.of, v.low) for v in values_in("The deputy fired six shots.")]
    [('shots fired', 'deputy', 6.0)]
    """
    low = sentence.casefold()
    for attribute in attributes():
        if any(word in low for word in attribute.words):
            yield from _of_attribute(attribute, sentence)


def _of_attribute(attribute: Attribute, sentence: str) -> Iterator[Value]:
    matches = [match for pattern in attribute.patterns for match in pattern.finditer(sentence)]
    if not matches or any(p.search(sentence) for p in attribute.never):
        return
    if all(p.search(sentence) for p in attribute.needs):
        yield from (found for match in matches if (found := _value(attribute, match)) is not None)


def _value(attribute: Attribute, match: re.Match[str]) -> Value | None:
    groups = match.groupdict()
    of = (groups.get("of") or "").casefold()
    if (word := groups.get("word")) is not None:
        plain = re.sub(r"\s{1,20}to\s{1,20}|–", "-", word.casefold())
        return Value(
            about=attribute.about,
            of=of,
            written=word,
            start=match.start("word"),
            word=attribute.classes.get(plain, plain),
        )
    number = value(groups["n"])
    if number is None:
        return None
    unit = " ".join((groups.get("unit") or "").casefold().split())
    number *= attribute.scale.get(unit, 1.0)
    least, most = QUALIFIERS.get(" ".join((groups.get("q") or "").casefold().split()), (1.0, 1.0))
    written = " ".join(f"{groups.get('q') or ''} {groups.get('sign') or ''}{groups['n']} {unit}".split())
    return Value(
        about=attribute.about,
        of=of,
        written=written,
        start=match.start("n"),
        low=number * least * (1 - attribute.slack / 2),
        high=number * most * (1 + attribute.slack / 2),
        unit=groups.get("sign") or "",
    )


def attribute(about: str) -> Attribute:
    """Return the row of an attribute."""
    return next(a for a in attributes() if a.about == about)


def examples() -> Sequence[Mapping[str, str]]:
    """Return the rows' examples, for a test."""
    table = tomllib.loads(files("dateline.data").joinpath("attributes.toml").read_text(encoding="utf-8"))
    return [{key: row[key] for key in ("about", "example", "other", "same")} for row in table["attribute"]]
