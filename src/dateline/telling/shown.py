"""How values are shown: numbers, dates, places, standings and voices, in the fewest words that stay exact."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from dateline.reading.numbers import find_numbers
from dateline.records import Account, Evidence, Fact, Figure, Origin, Report, Source, TimelineEntry, Voice, When, Where
from dateline.telling import amounts, cited

Numbers = cited.Numbers
letter = cited.letter
letters = cited.letters
number = amounts.number
amount = amounts.amount
stated = amounts.stated
spread = amounts.spread
bounds = amounts.bounds
range_of = amounts.range_of

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PRECISION = {
    1: "the place named",
    2: "within about 25 km",
    3: "district",
    4: "province or state",
    5: "region",
    6: "country",
    7: "beyond",
}
"""UCDP's where_prec in words."""
DAY_PRECISION = {1: "day", 2: "within a week", 3: "part of a month", 4: "month", 5: "year or longer"}
"""UCDP's date_prec in words."""
BASIS = {
    "field": "stated with the report",
    "json-ld": "stated by the page",
    "meta": "stated by the page",
    "feed": "stated by the feed",
    "mail": "date of the mail",
    "text": "stated in the text",
    "url": "from the address",
    "file": "from the file name",
    "other-report": "undated in itself; dated through another report",
    "unresolved": "undated",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    """Return text from outside without control and direction marks, on one line."""
    return " ".join(_CONTROL.sub("", text.replace("\n", " ").replace("\t", " ").replace("\r", " ")).split())


def told(thing: Fact | TimelineEntry) -> str:
    """Return the wording of a fact or entry; in brackets before it, whom it speaks of where it does not say."""
    return f"[{clean(thing.subject.quote)}] {clean(thing.text)}" if thing.subject is not None else clean(thing.text)


def one_a_report(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the first quotation of each report."""
    first: dict[str, Evidence] = {}
    for e in evidence:
        first.setdefault(e.report, e)
    return list(first.values())


def day(iso: str | None) -> str:
    """Return a date as precise as known, with its weekday where it is a day.

    >>> day("2017-10-15"), day("2014-01"), day(None)
    ('2017-10-15 Sun', '2014-01', '–')
    """
    if iso is None:
        return "–"
    if len(iso) == 10:
        return f"{iso} {WEEKDAYS[date.fromisoformat(iso).weekday()]}"
    return iso


def stretch(earliest: str | None, latest: str | None) -> str:
    """Return a stretch of calendar in one expression."""
    if earliest == latest or latest is None:
        return day(earliest)
    if earliest is None:
        return f"by {day(latest)}"
    return f"{earliest} … {latest}"


def span_of_days(earliest: str, latest: str) -> str:
    """Return a stretch of calendar in 15 columns at most.

    >>> span_of_days("2017-06-01", "2017-06-10"), span_of_days("2017-01-01", "2017-10-17")
    ('2017-06-01…10', '2017-01…2017-10')
    """
    if earliest == latest:
        return day(earliest)
    if earliest[:7] == latest[:7]:
        return f"{earliest}…{latest[8:]}"
    return f"{earliest[:7]}…{latest[:7]}"


def day_precision(earliest: str | None, latest: str | None, date_prec: int | None) -> str:
    """Return UCDP's date_prec in words; of what is longer than a month how long it is.

    >>> day_precision("2016-06-01", "2016-08-31", 5), day_precision("1995-01-01", "1995-12-31", 5)
    ('3 months', 'year')
    >>> day_precision("2014", "2016", 5), day_precision("2016-06-10", "2016-08-02", 5), day_precision(None, None, 1)
    ('3 years', '54 days', 'day')
    """
    if date_prec not in (None, 5) or earliest is None or latest is None:
        return DAY_PRECISION.get(date_prec or 5, "")
    first, last = _whole_day(earliest, False), _whole_day(latest, True)
    after = date.fromordinal(last.toordinal() + 1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day != 1 or after.day != 1 or months < 1:
        days = last.toordinal() - first.toordinal() + 1
        return f"{days} days" if 1 < days < 731 else "" if days < 2 else f"about {round(days / 365.25)} years"
    number, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    return f"{number} {unit}s" if number > 1 else unit


def _whole_day(iso: str, last: bool) -> date:
    """Return the first or last day that a date, as precise as known, can mean."""
    year, *rest = map(int, iso[:10].split("-"))
    month = rest[0] if rest else 12 if last else 1
    return date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1] if last else 1)


def when(value: When) -> str:
    """Return when a story happened, with precision and how it is known."""
    if value.earliest is None and value.latest is None:
        return "date unresolved"
    if value.earliest is None:
        return f"date unresolved; reported {day(value.latest)}"
    precision = day_precision(value.earliest, value.latest, value.date_prec)
    return f"{stretch(value.earliest, value.latest)} ({precision})"


def where(value: Where) -> str:
    """Return a place with what holds it, coordinates and precision."""
    if value.name is None:
        return "place unresolved"
    named = clean(", ".join([value.name, *(w for w in value.within if w != value.name)]))
    if value.lat is None or value.lon is None:
        return named
    north = f"{abs(value.lat):.2f} {'N' if value.lat >= 0 else 'S'}"
    east = f"{abs(value.lon):.2f} {'E' if value.lon >= 0 else 'W'}"
    return f"{named}  {north} {east} ({PRECISION.get(value.where_prec or 7, '')})"


MEASURES = (
    "killed", "casualties", "injured", "missing", "kidnapped", "released", "detained", "displaced", "evacuated",
    "homeless", "sheltered",
    "stranded", "returned", "surrendered", "deployed", "remaining", "affected", "destroyed", "damaged", "cost",
)  # fmt: skip
"""Measures in the order an analyst looks for them; the rest follow by name."""


def figure_order(figure: Figure) -> tuple[bool, bool, int, str, int, str]:
    """Order of figures: standing before superseded, totals before parts, then by measure and support."""
    rank = MEASURES.index(figure.measure) if figure.measure in MEASURES else len(MEASURES)
    gone = figure.standing == "superseded"
    return (gone, figure.scope != "total", rank, figure.measure, -len(figure.origins), figure.id)


def counted(measure: str, whom: str | None, unit: str) -> str:
    """Return whom a figure counts, without the words that its measure and unit say beside it.

    >>> counted("injured", "injured people", "people"), counted("destroyed", "houses", "houses")
    ('people', '')
    """
    name = clean(whom or "")
    rest = name[len(measure) :].lstrip() if name.casefold().startswith(f"{measure.casefold()} ") else name
    return "" if rest.casefold() == unit.casefold() != "people" else rest


def label(figure: Figure) -> str:
    """Return what a figure counts, of whom."""
    whom = counted(figure.measure, figure.whom, figure.unit)
    return f"{figure.measure}, {whom}" if whom else figure.measure


def derivation(figure: Figure) -> str:
    """Return how a number that no report states was made from those it does, "" where it is stated."""
    return next((r for r in figure.reasons if r.startswith(("derived", "counted from"))), "")


def voice(one: Voice) -> str:
    """Return one voice: name, role, and whether it is a party."""
    text = clean(one.name)
    if one.role and one.role != "publisher" and one.role.casefold() not in text.casefold():
        text += f", {clean(one.role)}"
    return f"{text} (a party)" if one.party else text


def called(origin: Origin) -> str:
    """Return what an origin is called, with its other names: "NYPD (also detectives, police)"."""
    name = clean(origin.name)
    return f"{name} (also {', '.join(map(clean, origin.also))})" if origin.also else name


def voices(chain: Sequence[Voice]) -> str:
    """Return an attribution chain from its origin; the publisher stands at the end only where it is the origin."""
    named = [v for v in chain if v.role != "publisher"]
    if not named:
        return ", ".join(dict.fromkeys(clean(v.name) for v in chain)) or "unattributed"
    return " → ".join(key for key, _ in groupby(map(voice, named)))


def dated(source: Source) -> str:
    """Return when a source was published and how that is known."""
    if source.published is None:
        return "undated"
    return f"{day(source.published[:10])} ({BASIS[source.published_basis]})"


def titled(source: Source) -> str:
    """Return what a source is called: publisher and title, or its file."""
    path = (source.path or "").rsplit("/", 1)[-1]
    parts = [source.publisher, source.title] if source.publisher or source.title else [path or source.report]
    name = " · ".join(clean(p) for p in parts if p)
    return f"{name} · {clean(path)}" if path and not path.endswith(".jsonl") and path not in name else name


def brief(account: Account) -> list[tuple[Evidence, str]]:
    """Return the lines of the brief, each with the standing of a figure in it that is superseded or disputed.

    "" where all that it tells stands; a line of several such figures is called disputed if one of them is. What is
    superseded stands behind what is not.
    """
    held: dict[str, list[tuple[int, int, str]]] = {}
    for figure in account.figures:
        if figure.standing in ("superseded", "disputed"):
            for e in figure.evidence:
                held.setdefault(e.report, []).append((e.start, e.end, figure.standing))
    marked = [
        (e, min((s for start, end, s in held.get(e.report, ()) if start < e.end and e.start < end), default=""))
        for e in account.brief
    ]
    return sorted(marked, key=lambda line: line[1] == "superseded")


def headline_mark(account: Account) -> str:
    """Return "superseded" or "disputed" where the headline gives a number that only such a figure of its report has."""
    title = account.headline
    if title is None:
        return ""
    given = {found.number for found in find_numbers(title.quote) if found.number is not None}
    if not given:
        return ""
    here = [f for f in account.figures if f.best in given and any(e.report == title.report for e in f.evidence)]
    stand = {f.best for f in account.figures if f.standing not in ("superseded", "disputed")}
    return min(
        (f.standing for f in here if f.best not in stand and f.standing in ("superseded", "disputed")), default=""
    )


def quoted(text: str) -> str:
    """Return a text in quotation marks, those that it has around it taken for them.

    >>> quoted("The horror"), quoted("“The horror”"), quoted('"One" or "two"')
    ('“The horror”', '“The horror”', '“"One" or "two"”')
    """
    told = clean(text)
    own = len(told) > 2 and (told[0], told[-1]) in (("“", "”"), ('"', '"')) and not set(told[1:-1]) & set('“”"')
    return told if own else f"“{told}”"


def sentence_around(report: Report, evidence: Evidence, reach: int = 160) -> tuple[str, str]:
    """Return the words before and after a quotation on its line, at most `reach` characters each."""
    start = max(report.text.rfind("\n", 0, evidence.start) + 1, evidence.start - reach)
    line_end = report.text.find("\n", evidence.end)
    end = min(len(report.text) if line_end < 0 else line_end, evidence.end + reach)
    return clean(report.text[start : evidence.start]), clean(report.text[evidence.end : end])


def width(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def by_id(account: Account) -> Mapping[str, str]:
    """Return what each fact and figure says, by id."""
    found = {fact.id: told(fact) for fact in account.facts}
    for figure in account.figures:
        found[figure.id] = f"{label(figure)}: {stated(figure)}"
    return found
