"""Times: TIMEX3 expressions, found by a grammar and resolved against publication, tense and the times told before.

Method: pattern matching and normalisation in the manner of HeidelTime (Strötgen & Gertz 2010); values follow TIMEX3
(TimeML 1.2.1), precision codes UCDP GED. What has no anchor keeps an underspecified value ("XXXX-WXX-2") and no days.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING

from dateline.reading import calendar as cal
from dateline.reading.language import fold
from dateline.reading.timevalues import HANDLERS, Context, Value
from dateline.reading.timewords import rules, words
from dateline.records import Report, Time, TimeBasis

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PRESENT = frozenset({"is", "are", "'s", "'re", "am"})
"""Auxiliaries that make a participle a plan where a day is named: "they are meeting on Friday"."""

FUTURE = frozenset({"will", "shall", "'ll", "wo", "would", "may", "could", "might", "should", "can", "must"})
COUNTED = re.compile(
    r"\s+(?:people|troops|soldiers|families|houses|homes|households|men|women|children|dollars|miles|km|meters|metres|feet)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"\s+(?:block\b|(?:[NSEW]\.?\s+)?(?:[A-Z0-9][\w.'-]*\s+){0,3}(?:St|Street|Ave|Avenue|Road|Rd|Blvd|Boulevard|Drive|Dr|Lane|Ln|Way"
    r"|Court|Ct|Place|Pl|Highway|Hwy|Parkway|Circle|Terrace)\b)"
)
"""What follows a house number, which is no year."""

PLAUSIBLE = (1500, 2100)
"""Years that a report names as such."""

HISTORY = 10
"""Years before publication from which a year belongs to history."""

FEW_YEARS = 5
"""Years a text must name before it is taken for history."""

AMBIGUOUS = frozenset({"may", "march", "mar", "sun", "sat", "second", "fall", "spring", "mon", "wed", "dec", "jan"})
"""Names that are words of their own; they need a capital and a neighbour that makes them dates."""
BEFORE_DATE = re.compile(
    r"\b(?:in|on|since|until|till|by|from|of|last|next|this|early|late|mid|during|between|and|to|before|after|through|for)[\s-]+(?:the\s+)?$",
    re.IGNORECASE,
)


def read_times(doc: Doc, report: Report) -> tuple[Time, ...]:
    """Find and resolve the times of a report, in text order, none overlapping."""
    text = fold(report.text)
    published = _published(report)
    starts = [token.idx for token in doc]
    told: date | None = None
    found: list[Time] = []
    matches = _matches(text)
    history = _is_history(matches, published)
    for name, match in matches:
        future, past = _tense(doc, starts, match.start())
        value = HANDLERS[name](match, Context(published, told, future, past, history), words())
        if value is None:
            continue
        time = _time(match, value, report, published)
        found.append(time)
        if time.date_prec is not None and time.earliest is not None and time.type in ("DATE", "TIME"):
            told = date.fromisoformat(time.earliest)
    return tuple(found)


def _is_history(matches: list[tuple[str, re.Match[str]]], published: date | None) -> bool:
    """Tell whether most years a text names lie well before its publication, so that bare months lean on them."""
    years = [int(y) for _, m in matches if (y := m.groupdict().get("year"))]
    if published is None:
        return True
    old = sum(1 for year in years if published.year - year >= HISTORY)
    return len(years) >= FEW_YEARS and old > 0.7 * len(years)


def _published(report: Report) -> date | None:
    try:
        return date.fromisoformat(report.published[:10]) if report.published else None
    except ValueError:
        return None


def _matches(text: str) -> list[tuple[str, re.Match[str]]]:
    """Return the matches that hold: the longest at each place, none overlapping, in text order."""
    found = []
    for rank, (name, pattern) in enumerate(rules()):
        found += [
            (match.start() - match.end(), rank, match.start(), name, match)
            for match in pattern.finditer(text)
            if _plausible(name, match, text)
        ]
    found.sort(key=lambda item: item[:3])
    taken = bytearray(len(text) + 1)
    kept = []
    for _, _, start, name, match in found:
        if not any(taken[start : match.end()]):
            taken[start : match.end()] = b"\x01" * (match.end() - start)
            kept.append((start, name, match))
    return [(name, match) for _, name, match in sorted(kept, key=lambda item: item[0])]


def _plausible(name: str, match: re.Match[str], text: str) -> bool:
    """Refuse words that only look like times."""
    if name in ("month", "season"):
        word = (match.groupdict().get("month") or match.groupdict().get("season") or "").rstrip(".").casefold()
        rel = (match.groupdict().get("rel") or "").casefold()
        dated = match.groupdict().get("year") or (rel and rel != "the") or match.groupdict().get("part")
        if word == "fall" and not dated:
            return False
        if name == "month" and not match.group("month")[0].isupper():
            return False
        if word in AMBIGUOUS or (name == "month" and len(word) <= 4):
            return bool(dated) or bool(BEFORE_DATE.search(text, max(0, match.start() - 14), match.start()))
    if name in ("month_day", "day_month") and not match.group("month")[0].isupper():
        return False
    if name == "year" and (
        ADDRESS.match(text, match.end()) or not PLAUSIBLE[0] <= int(match.group("year")) <= PLAUSIBLE[1]
    ):
        return False
    if name == "year":
        return not COUNTED.match(text, match.end()) and not re.search(
            r"(?:\b(?:No|Route|Highway|Flight|Room)\.?\s+|\d\s)$", text[max(0, match.start() - 10) : match.start()]
        )
    if name == "weekday":
        return match.group("weekday")[0].isupper() or text[match.start() : match.end()].islower()
    before = text[max(0, match.start() - 6) : match.start()]
    return not (name == "duration" and re.search(r"\baged?\s+$", before, re.IGNORECASE))


def _tense(doc: Doc, starts: list[int], at: int) -> tuple[bool, bool]:
    """Tell whether the verb that governs the token at offset `at` is in the future, and whether it is in the past."""
    if not starts:
        return False, False
    token: Token = doc[max(0, bisect_right(starts, at) - 1)]
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            break
        token = token.head
    tags = {token.tag_}
    future = False
    for child in token.children:
        if child.dep_ in ("aux", "auxpass"):
            future = future or child.lower_ in FUTURE or (token.tag_ == "VBG" and child.lower_ in PRESENT)
            tags.add(child.tag_)
    future = future or (
        token.tag_ == "VB"
        and any(c.lower_ == "to" for c in token.lefts)
        and token.head.lower_ in ("plan", "planned", "expected", "set", "due", "scheduled", "plans", "expects")
    )
    return future, not future and bool(tags & {"VBD", "VBN"})


def _time(match: re.Match[str], value: Value, report: Report, published: date | None) -> Time:
    start = value.start if value.start is not None else match.start()
    end = match.end()
    while end > start and report.text[end - 1].isspace():
        end -= 1
    stretch = value.stretch or (
        cal.stretch_of(value.value, value.mod) if value.type in ("DATE", "TIME") and not value.no_days else None
    )
    basis: TimeBasis = "unresolved"
    if stretch is not None:
        basis = "relative" if value.relative else "stated"
        if value.relative and published is not None and report.published_basis == "other-report":
            basis = "other-report"
        if report.dateline is not None and report.dateline.start <= start and end <= report.dateline.end:
            basis = "dateline"
    return Time(
        start=start,
        end=end,
        type=value.type,
        value=value.value,
        mod=value.mod,
        earliest=stretch.earliest.isoformat() if stretch else None,
        latest=stretch.latest.isoformat() if stretch else None,
        date_prec=stretch.date_prec if stretch else None,
        basis=basis,
    )
