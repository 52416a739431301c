"""Number expressions in running text: what is written, and what it allows.

``over 650`` is written 650 and allows 650 and more (its qualifier says which); ``dozens`` names no number and allows
24 and more. The words are data (`data/numbers.toml`); this file is the grammar. Everything is found in one pass of one
compiled pattern over the text, in time linear in its length.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from dateline.reading.hedges import MARKS, bounds_of, choice, hedges, plain_words, split_hedges

Kind = Literal["number", "vague", "range", "fraction", "multiple", "none"]


class Number(NamedTuple):
    """A number expression: `start`-`end` with its qualifiers, `core` of the number words alone (code points)."""

    start: int
    end: int
    core: tuple[int, int]
    kind: Kind
    number: float | None
    low: float | None
    best: float | None
    high: float | None
    qualifier: str | None
    currency: str | None = None


class _Tables(NamedTuple):
    words: dict[str, int]
    scales: dict[str, int]
    plurals: dict[str, int]
    vague: dict[str, dict[str, float]]
    none: frozenset[str]
    multiples: dict[str, int]
    multiplied: tuple[str, ...]
    fractions: dict[str, float]
    with_over: frozenset[str]


RUPEES = "rupees"
"""Rupees of a country that only the report can tell."""

CURRENCY_SIGNS = {
    "$": "USD", "us$": "USD", "usd": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD",
    "nz$": "NZD", "hk$": "HKD",
    "£": "GBP", "gbp": "GBP", "€": "EUR", "eur": "EUR", "¥": "JPY", "₹": "INR", "rs": RUPEES, "rs.": RUPEES,
    "inr": "INR",
    "pkr": "PKR", "lkr": "LKR", "npr": "NPR", "aud": "AUD", "cad": "CAD", "s$": "SGD", "r$": "BRL", "₽": "RUB",
    "₪": "ILS", "₩": "KRW", "₦": "NGN", "₱": "PHP", "php": "PHP", "chf": "CHF",
}  # fmt: skip
"""Signs and codes written before an amount, as ISO 4217."""

LONGEST = 12
"""Words, or digits beyond the third, that one number may have; longer runs are no counts."""

_SUFFIX_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
_SIMPLE_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 0.3333, "⅔": 0.6667}
_REPEATED = re.compile(r"\s?\(\s?(\w[\w ,.-]{0,30}?)\s?\)")
_GAP = r"(?:[ \t\u00a0\u202f\u2009]+|[ \t]*\n[ \t]*|-)"


@cache
def _tables() -> _Tables:
    raw = tomllib.loads(files("dateline.data").joinpath("numbers.toml").read_text(encoding="utf-8"))
    return _Tables(
        raw["words"],
        raw["scales"],
        raw["plurals"],
        raw["vague"],
        frozenset(raw["none"]["words"]),
        raw["multiples"]["words"],
        tuple(raw["multiples"]["of"]),
        raw["fractions"],
        frozenset(raw["with_over"]["verbs"]),
    )


@cache
def _pattern() -> re.Pattern[str]:
    """Return the whole grammar as one pattern; group names say which branch was taken."""
    tables = _tables()
    scale = choice(tables.scales)
    plural = choice(tables.plurals)
    atom = choice([*tables.words, *tables.scales])
    digits = (
        r"(?:\d{1,2}(?:,\d{2}){1,8},\d{3}|\d{1,3}(?:,\d{3}){1,8}(?:\.\d+)?|\d{1,3}, 000\b"
        r"|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,8}(?![\d,.]\d)"
        r"|\d{1,3}(?:\.\d{3}){2,8}"
        r"|\d{1,40}(?:\.\d{1,40})?[½¼¾⅓⅔]?|[½¼¾⅓⅔])"
    )
    figures = rf"{digits}(?:{_GAP}{scale}s?\b|(?:k|m|mn|bn|b|tn)(?![\w'-]))?"
    spelled = (
        rf"(?:half{_GAP}an?{_GAP}{scale}\b|{atom}{_GAP}and{_GAP}a{_GAP}half{_GAP}{scale}\b"
        rf"|(?:a|one|three){_GAP}quarters?{_GAP}of{_GAP}an?{_GAP}{scale}\b"
        rf"|an?{_GAP}{scale}\b(?:{_GAP}{scale}\b|(?:{_GAP}and{_GAP}{atom}\b(?:{_GAP}{atom}\b)?))?"
        rf"|{atom}(?:(?:{_GAP}|(?:(?<=hundred)|(?<=thousand)|(?<=million))\s{{1,2}}and\s{{1,2}}){atom}\b){{0,{LONGEST}}})\b"
    )
    single = rf"(?:{figures}|{spelled})"
    vague = rf"(?:{choice(tables.vague)}(?:{_GAP}(?:of\s)?{scale}s?\b)?|{plural}(?:\sof\s(?:{plural}))?)\b"
    signs = "|".join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=lambda s: (-len(s), s)))
    money = rf"(?:(?P<sign>(?<!\w)(?:{signs}))\s?)?"
    before = rf"(?P<before>(?:{choice(hedges('before'))}\s{{1,3}}){{0,2}}|[<>~≈≤≥]\s?)"
    after = rf"(?P<after>\+|[\s-]{choice(hedges('after'))}\b)?"
    sign = money.replace("?P<sign>", "")
    ones = (word for word, n in tables.words.items() if 0 < n < 10)
    joined = (
        rf"(?P<low>{single})(?!(?<=ty)-{choice(ones)}\b)(?P<joint>\s?[-–]\s?|\s(?:to|or)\s){sign}(?P<high>{single})"
    )
    between = rf"between\s{sign}(?P<from>{single})\s(?:and|to)\s{sign}(?P<to>{single})"
    none = choice(tables.none)
    multiple = rf"{choice(tables.multiples)}(?=[\s-](?:fatal\s)?{choice(tables.multiplied)}s?\b)"
    few = choice(word for word, n in tables.words.items() if 1 < n <= 20)
    part = rf"{choice(tables.fractions)}(?=\s(?:of|the|its|their)\b(?!\sa\s{scale}))"
    fraction = rf"(?:{part}|one\s(?:in|out\sof)(?:\severy)?\s{few}(?=\s\w+s\b))"
    return re.compile(
        rf"(?<![\w.])(?:{between}|{before}{money}(?:(?P<fraction>{fraction})|{joined}|(?P<vague>{vague})|(?P<single>{single}))"
        rf"{after}|(?P<multiple>{multiple})|(?P<none>{none}))(?![\w])",
        re.IGNORECASE,
    )


def find_numbers(text: str) -> list[Number]:
    """Find every number expression of `text`, left to right, without overlap.

    Which of them count something is not decided here: years, ages and street numbers are among them.

    >>> [(n.number, n.low, n.best, n.high, n.qualifier) for n in find_numbers("Over 650 fell; dozens fled.")]
    [(650.0, 650.0, 650.0, None, 'Over'), (None, 24.0, None, None, 'dozens')]
    """
    found = []
    pattern = _pattern()
    at = 0
    while match := pattern.search(text, at):
        at = match.end()
        number = _from_to(text, match) or _evaluate(match) or _first_word(match)
        if number is not None and not _inside_code(text, number):
            found.append(_once(text, number))
            at = found[-1].end
    return found


def _once(text: str, number: Number) -> Number:
    """Take a number said twice, in words and digits, for one ("twelve (12) people")."""
    again = _REPEATED.match(text, number.end)
    if again is None or number.number is None or value(again[1]) != number.number:
        return number
    return number._replace(end=again.end(), core=(number.core[0], again.end()))


def _from_to(text: str, match: re.Match[str]) -> Number | None:
    """Take the first of two numbers between which something rose or fell ("from 9 to 12"): they are no range."""
    if (
        not match["low"]
        or match["joint"].strip() != "to"
        or text[max(0, match.start() - 5) : match.start()].lower() != "from "
    ):
        return None
    amount, span = value(match["low"]), match.span("low")
    return None if amount is None else Number(*span, span, "number", amount, amount, amount, amount, None)


def _first_word(match: re.Match[str]) -> Number | None:
    """Where words do not make one number ("one five-year-old"), take the first of them alone."""
    cut = re.match(r"[A-Za-z]+", match[0])
    if not cut or value(cut[0]) is None:
        return None
    amount, span = value(cut[0]), (match.start(), match.start() + cut.end())
    return Number(*span, span, "number", amount, amount, amount, amount, None)


def _inside_code(text: str, number: Number) -> bool:
    """Tell whether the digits are part of a clock time, a date, a name or a code (5:45, 3/4, AK-47, #12)."""
    start, end = number.core
    if not text[start].isdigit() or number.currency:
        return False
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    glued = before[-1:] in ("#", "/", ":", "_", "@", "°") or (before[-1:] == "-" and before[:1].isalnum())
    return glued or bool(re.match(r"[:/]\d|(?:st|nd|rd|th)\b", after)) or after[:1] in ("_", "@", "°")


def value(words: str) -> float | None:
    """Evaluate one plain number, in digits or words; None when it is not one.

    >>> value("1,200"), value("half a million"), value("two hundred and six"), value("1.5 million"), value("two three")
    (1200.0, 500000.0, 206.0, 1500000.0, None)
    """
    tables = _tables()
    parts = [part for part in re.split(r"[\s-]+", words.strip().lower()) if part != "and"]
    if not parts:
        return None
    head = parts[0]
    if head[0].isdigit() or head[0] in _SIMPLE_FRACTIONS:
        return _digits(parts, tables)
    if head == "half":
        return 0.5 * _product(parts[2:], tables)
    if len(parts) > 1 and parts[1].startswith("quarter"):
        return (0.75 if head == "three" else 0.25) * _product(parts[2:], tables)
    if parts[1:3] == ["a", "half"]:
        return (tables.words.get(head, 1) + 0.5) * _product(parts[3:], tables)
    if head in ("a", "an"):
        scales = [part for part in parts[1:] if part in tables.scales]
        rest = parts[1 + len(scales) :]
        added = _spelled(rest, tables) if rest else 0.0
        return None if added is None else _product(scales, tables) + added
    return _spelled(parts, tables)


def _product(parts: list[str], tables: _Tables) -> float:
    result = 1.0
    for part in parts:
        result *= tables.scales.get(part, 1)
    return result


def _digits(parts: list[str], tables: _Tables) -> float | None:
    scale = 1.0
    if parts[-1].removesuffix("s") in tables.scales:
        scale = float(tables.scales[parts[-1].removesuffix("s")])
        parts = parts[:-1]
    figure = "".join(parts)
    suffix = re.search(r"[a-z]{1,20}$", figure)
    if suffix:
        scale *= _SUFFIX_SCALES.get(suffix.group(), 1.0)
        figure = figure[: suffix.start()]
    extra = 0.0
    if figure and figure[-1] in _SIMPLE_FRACTIONS:
        extra = _SIMPLE_FRACTIONS[figure[-1]]
        figure = figure[:-1]
    figure = figure.replace(",", "").replace("\u00a0", "").replace("\u202f", "").replace("\u2009", "")
    if figure.count(".") > 1 or (scale == 1.0 and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", figure)):
        figure = figure.replace(".", "")
    if len(figure) > LONGEST + 3:
        return None
    try:
        return (float(figure or 0) + extra) * scale
    except ValueError:
        return None


def _spelled(parts: list[str], tables: _Tables) -> float | None:
    """Read number words from left to right: units and tens add up, scales multiply what stands before them."""
    total = current = 0.0
    last = float("inf")
    for part in parts:
        if part in tables.scales:
            scale = float(tables.scales[part])
            current = (current or 1.0) * scale
            if scale >= 1000:
                total, current = total + current, 0.0
            last = scale
        elif part in tables.words:
            unit = tables.words[part]
            if unit >= last or (last < 20 and current):
                return None
            current += unit
            last = unit if unit >= 20 else 1
        else:
            return None
    return total + current


def _evaluate(match: re.Match[str]) -> Number | None:
    groups = match.groupdict()
    if groups["none"]:
        return Number(match.start(), match.end(), match.span(), "none", 0.0, 0.0, 0.0, 0.0, None)
    if groups["multiple"]:
        times = float(_tables().multiples[match[0].lower()])
        return Number(match.start(), match.end(), match.span(), "multiple", times, times, times, times, None)
    if groups["from"]:
        return _range(match, "from", "to", "between")
    currency = CURRENCY_SIGNS.get(groups["sign"].lower()) if groups["sign"] else None
    if groups["low"]:
        found = _range(match, "low", "high", plain_words(groups["before"]) or None)
    elif groups["fraction"]:
        share = _share(plain_words(groups["fraction"]).lower().replace("-", " "))
        found = _bounded(match, "fraction", "fraction", share)
    elif groups["vague"]:
        found = _vague(match)
    else:
        amount = value(groups["single"])
        found = None if amount is None else _bounded(match, "single", "number", amount)
    return found._replace(currency=currency) if found and currency else found


def _share(words: str) -> float:
    """Return the percentage a fraction names ("two thirds", "one in five")."""
    tables = _tables()
    named = tables.fractions.get(words)
    return 100 * named if named is not None else 100 / (value(words.rsplit(maxsplit=1)[-1]) or 1.0)


def _range(match: re.Match[str], low: str, high: str, qualifier: str | None) -> Number | None:
    first, second = value(match[low]), value(match[high])
    if first is None or second is None:
        return None
    ends = re.split(r"[\s-]", match[high].lower())
    scale = _tables().scales.get(ends[-1])
    scaled = re.split(r"[\s-]", match[low].lower())[-1] in _tables().scales
    if scale and len(ends) > 1 and ends[0] not in ("a", "an") and first < second / scale + 1 and not scaled:
        first *= scale
    if first >= second:
        span = (match.start(low), match.end(high))
        words = match.string[slice(*span)]
        whole = value(words) if words.replace("-", "").isalpha() else None
        return whole if whole is None else _bounded(match, low, "number", whole)._replace(core=span)
    span = (match.start(low), match.end(high))
    return Number(match.start(), match.end(), span, "range", None, first, None, second, qualifier or None)


def _vague(match: re.Match[str]) -> Number:
    tables = _tables()
    words = [word for word in re.split(r"[\s-]+", match["vague"].lower()) if word != "of"]
    span = match.span("vague")
    qualifier = plain_words(match[0])
    plurals = [tables.plurals[word] for word in words if word in tables.plurals]
    if plurals:
        # "tens of thousands": the least is twenty thousand; "hundreds of thousands" two hundred thousand
        low = float(plurals[0] * (plurals[1] // 2 if len(plurals) > 1 else 1))
        return Number(match.start(), match.end(), span, "vague", None, low, None, None, qualifier)
    scales = [tables.scales[word.rstrip("s")] for word in words if word.rstrip("s") in tables.scales]
    if scales:
        return Number(match.start(), match.end(), span, "vague", None, float(2 * scales[0]), None, None, qualifier)
    entry = tables.vague[" ".join(words)]
    written = (entry.get(key) for key in ("number", "low", "best", "high"))
    number, low_, best, high = (None if one is None else float(one) for one in written)
    return Number(match.start(), match.end(), span, "vague", number, low_, best, high, qualifier)


def _bounded(match: re.Match[str], group: str, kind: Kind, amount: float) -> Number:
    """Apply the qualifiers around a number to what it allows."""
    before, start = plain_words(match["before"]), match.start()
    if before.casefold() == "over" and _goes_with_verb(match.string, start):
        before, start = "", match.end("before")
    after = plain_words(match["after"]).removeprefix("-")
    operations = [hedges("before")[word] for word in split_hedges(before.lower())]
    if before in MARKS:
        operations.append(MARKS[before])
    if after:
        operations.append("ge" if after == "+" else hedges("after")[after.lower()])
    low, best, high = bounds_of(next((op for op in operations if op != "plain"), "plain"), amount)
    qualifier = ", ".join(part for part in (before, after) if part) or None
    return Number(start, match.end(), match.span(group), kind, amount, low, best, high, qualifier)


def _goes_with_verb(text: str, start: int) -> bool:
    """Tell "handed over 21 girls" from "took over 21 hours"."""
    before = text[max(0, start - 20) : start].rstrip()
    return before[-1:].isalpha() and before.rsplit(maxsplit=1)[-1].casefold() in _tables().with_over
