"""What is measured and not counted: ages, money, lengths of time without a number."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.charspans import Overlaps
from dateline.reading.counted import counted_noun, unit_of
from dateline.reading.numbers import RUPEES
from dateline.records import Quantity, Span

if TYPE_CHECKING:
    from dateline.reading.governing import Context
    from dateline.reading.numbers import Number

_AGE_AFTER = re.compile(r"\s?-?\s?(year|month|week|day)s?\s?-?\s?olds?\b(\s+|-)?", re.IGNORECASE)
_AGE_BEFORE = re.compile(r"\b(?:aged?|ages)(?:\sof)?\s(?:between\s)?$", re.IGNORECASE)
_APPOSED_AGE = re.compile(r"(?:[A-Z][\w.'-]{0,60}|Jr\.?|\)|\")\s?,\s$")
_APPOSED_END = re.compile(r"\s?(?:,|\.(?:\s|$)|;|\)|\sof\s[A-Z]|\sand\b|\sfrom\b)")
_PERSON_OF = re.compile(
    r"\b(?:an?|the|one|another)\s(?:[\w-]+\s){0,2}(?:boy|girl|child|baby|infant|toddler|teenager|youth|man|woman|lad)\sof\s$",
    re.IGNORECASE,
)
_OF_SOME = re.compile(r"\s(?!(?:was|is|has|as|his|hers?)\b)[a-z]+s\b|\s(?:people|children|men|women)\b")
"""A person "of seven" is of that age, unless the number counts what follows it."""

_EACH = re.compile(
    r"\s{1,20}(?:each|apiece|(?:to|for)\s{1,20}(?:each|every)|per\s{1,20}\w{1,60}|an?\s{1,20}(?:head|person|day|week|month|year|piece|barrel|gallon|litre))\b"
)
"""What makes an amount that of one of many, no sum."""

_BARE_TIME = re.compile(
    r"\b(?:for|of|by|after|within|over|in|lasted|took|past|last|recent)\s(?:many\s)?((?:day|week|month|year|hour|decade)s)\b",
    re.IGNORECASE,
)


def base(number: Number, end: int | None = None) -> Quantity:
    """Make a bare quantity of a number, ending at `end` where its unit belongs to the mention."""
    return Quantity(
        start=number.start,
        end=max(number.end, end or 0),
        number=number.number,
        low=number.low,
        best=number.best,
        high=number.high,
        qualifier=number.qualifier,
    )


def age(number: Number, before: str, after: str, context: Context) -> Quantity | None:
    """Read an age ("58-year-old", "Ana Ruiz, 58,", "aged 58"); None where the number is none."""
    match = _AGE_AFTER.match(after)
    if match:
        quantity = base(number, number.core[1] + len(match[0].rstrip(" -\n")))
        found = msgspec.structs.replace(quantity, measure="age", unit=match[1].lower() + "s")
        noun = counted_noun(
            context.doc, *context.tokens(number.core[1] + len(match[0]) - 1, number.core[1] + len(match[0]))
        )
        if noun is not None and unit_of(noun) == "people" and noun.idx >= found.end:
            found = msgspec.structs.replace(found, counted=Span(noun.idx, noun.idx + len(noun)), whom=noun.text)
        return found
    plain = number.number is not None and number.number < 120 and number.qualifier is None
    apposed = plain and _APPOSED_AGE.search(before) and _APPOSED_END.match(after)
    if apposed and context.doc[max(0, context.token_at(number.start) - 2)].pos_ != "PROPN":
        apposed = None
    of_age = plain and _PERSON_OF.search(before) and not _OF_SOME.match(after)
    if apposed or of_age or (_AGE_BEFORE.search(before) and not re.match(r"\s\w+s\b", after)):
        return msgspec.structs.replace(base(number), measure="age", unit="years")
    return None


def money(number: Number, after: str, text: str) -> Quantity | None:
    """Read an amount of money; None where the number is none. What each one gets or pays is a part of a sum."""
    currency, end = number.currency, None
    match = _currency_words().match(after)
    if match:
        codes = currencies()[match[2].lower()]
        currency = codes.get((match[1] or "").lower(), codes[""])
        end = number.core[1] + match.end()
    if currency is None:
        return None
    if currency == RUPEES:
        currency = rupees_of(text)
    each = _EACH.match(after, match.end() if match else 0)
    return msgspec.structs.replace(
        base(number, end), measure="cost", unit=currency, scope="subset" if each else "total"
    )


@cache
def currencies() -> dict[str, dict[str, str]]:
    """Return ISO 4217 codes by the name of a currency and by the country's adjective before it ("" for none)."""
    raw = tomllib.loads(files("dateline.data").joinpath("numbers.toml").read_text(encoding="utf-8"))
    return {name: dict(codes) for name, codes in raw["currencies"].items()}


@cache
def _currency_words() -> re.Pattern[str]:
    table = currencies()
    adjectives = "|".join(sorted({a for codes in table.values() for a in codes if a}, key=lambda a: (-len(a), a)))
    names = "|".join(sorted(table, key=lambda name: (-len(name), name)))
    return re.compile(rf"[\s-](?:({adjectives})\s)?({names})\b", re.IGNORECASE)


@cache
def _rupee_countries() -> tuple[re.Pattern[str], dict[str, str]]:
    raw = tomllib.loads(files("dateline.data").joinpath("numbers.toml").read_text(encoding="utf-8"))["rupees"]
    return re.compile(rf"\b({'|'.join(raw)})"), raw


def rupees_of(text: str) -> str:
    """Return whose rupees a report means: those of the country with the rupee it names first, else India's."""
    pattern, codes = _rupee_countries()
    first = pattern.search(text)
    return codes[first[1]] if first else codes["India"]


def bare_durations(context: Context, dates: Overlaps) -> list[Quantity]:
    """Read weeks, months and years without a number: two at least."""
    found = []
    for match in _BARE_TIME.finditer(context.text):
        span = Span(*match.span(1))
        if not dates.of(span):
            word = match[1].lower()
            found.append(
                Quantity(
                    start=span.start,
                    end=span.end,
                    number=None,
                    low=2.0,
                    best=None,
                    high=None,
                    qualifier=word,
                    unit=word,
                    measure="duration",
                )
            )
    return found
