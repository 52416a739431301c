"""What is measured and not counted: ages, money, lengths of time without a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.counted import counted_noun, unit_of
from dateline.reading.measures import units
from dateline.records import Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.reading.governing import Context
    from dateline.reading.numbers import Number

_AGE_AFTER = re.compile(r"\s?-?\s?(year|month|week|day)s?\s?-?\s?olds?\b(\s+|-)?", re.IGNORECASE)
_AGE_BEFORE = re.compile(r"\b(?:aged?|ages)(?:\sof)?\s(?:between\s)?$", re.IGNORECASE)
_APPOSED_AGE = re.compile(r"(?:[A-Z][\w.'-]*|Jr\.?|\)|\")\s?,\s$")
_APPOSED_END = re.compile(r"\s?(?:,|\.(?:\s|$)|;|\)|\sof\s[A-Z]|\sand\b|\sfrom\b)")
_MONEY_AFTER = re.compile(
    r"[\s-](US\sdollars?|dollars?|euros?|pounds?\ssterling|rupees?|yen|yuan|rou?bles?)\b", re.IGNORECASE
)
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


def continuous(number: Number) -> Number:
    """Return what is measured, not counted, has no next whole number: more than two years may be less than three."""
    if number.number is None or number.best is None or abs(number.best - number.number) != 1:
        return number
    low = None if number.low is None else number.number
    return number._replace(low=low, best=number.number, high=None if number.high is None else number.number)


def age(number: Number, before: str, after: str, context: Context) -> Quantity | None:
    """Read an age ("58-year-old", "Ana Ruiz, 58,", "aged 58"); None where the number is none."""
    number = continuous(number)
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
    if apposed or (_AGE_BEFORE.search(before) and not re.match(r"\s\w+s\b", after)):
        return msgspec.structs.replace(base(number), measure="age", unit="years")
    return None


def money(number: Number, after: str) -> Quantity | None:
    """Read an amount of money; None where the number is none."""
    currency, end = number.currency, None
    match = _MONEY_AFTER.match(after)
    if match:
        word = match[1].lower().split()[-1] if not match[1].lower().startswith("pound") else "sterling"
        currency = currency or units().get(word)
        end = number.core[1] + match.end()
    if currency is None:
        return None
    return msgspec.structs.replace(base(continuous(number), end), measure="cost", unit=currency)


def bare_durations(context: Context, dates: Sequence[Span]) -> list[Quantity]:
    """Read weeks, months and years without a number: two at least."""
    found = []
    for match in _BARE_TIME.finditer(context.text):
        span = Span(*match.span(1))
        if not any(span.overlaps(date) for date in dates):
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
