"""The address of the list read as a query, and queries written as addresses.

What is not understood is left out, and told.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, get_args
from urllib.parse import quote_plus

from dateline.records import Record, Standing
from dateline.telling import shown
from dateline.web.called import key_of
from dateline.web.queries import WORDS, Query, Sort, Undated, Window, words
from dateline.web.summaries import KINDS, Kind

LONGEST = 300
"""Characters of a value that are read."""
LAST_PAGE = 1_000_000
NOTES = 6
"""Notes shown of what was not understood."""

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
NAMES = (
    "q", "from", "to", "undated", "place", "box", "country", "actor", "measure", "least", "standing", "changed",
    "unreviewed", "signed", "lapsed", "sort", "page", "more", "among",
)  # fmt: skip


class Asked(Record, frozen=True, kw_only=True):
    """What an address asks for; `more` is the kind whose values are all wanted, `notes` tell what was left out.

    `among` is what is to be found in the names of those values.

    `wrong` holds what was typed into a field and does not count, so that it can be mended there.
    """

    query: Query
    more: Kind | None = None
    among: str = ""
    notes: tuple[str, ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()


def read(pairs: Iterable[tuple[str, str]]) -> Asked:
    """Return what the parameters of an address ask for; never an error."""
    given: dict[str, str] = {}
    notes: list[str] = []
    for name, text in pairs:
        value = " ".join(text.replace("\x00", " ").split()) if name != "q" else text.replace("\x00", " ").strip()
        if name not in NAMES:
            notes.append(f"“{_short(name)}” is not a filter")
        elif not value or (name in given and given[name] == value):
            continue
        elif name in given:
            notes.append(f"{name} is given more than once: the first counts")
        elif len(value) > LONGEST:
            notes.append(f"{name} is longer than {LONGEST} characters")
        else:
            given[name] = value
    values: dict[str, Any] = {name: given[name] for name in ("place", "country", "actor", "measure") if name in given}
    if "actor" in values:
        values["actor"] = key_of(values["actor"]) or shown.clean(values["actor"]).casefold()
    readers = (_text, _dates, _chosen, _window, _least, _page)
    for reader in readers:
        reader(given, values, notes)
    typed = (("from", "first"), ("to", "last"), ("least", "least"))
    wrong = tuple((name, given[name]) for name, field in typed if name in given and field not in values)
    more = next((kind for kind in KINDS if kind == given.get("more")), None)
    if "more" in given and more is None:
        notes.append(f"more={_short(given['more'])}: there is no such list")
    return Asked(
        query=Query(**values),
        more=more,
        among=given.get("among", "") if more else "",
        notes=tuple(dict.fromkeys(notes))[:NOTES],
        wrong=wrong,
    )


def address(query: Query, more: Kind | None = None, **changes: Any) -> str:
    """Return the address that asks for a query, with some of its fields changed; a change goes to the first page."""
    if changes and "page" not in changes:
        changes["page"] = 1
    parts = dict(_parts(query))
    for field, value in changes.items():
        parts[field] = _part(field, value)
    if more is not None:
        parts["more"] = f"more={more}"
    told = "&".join(filter(None, parts.values()))
    return f"/?{told}" if told else "/"


@lru_cache(maxsize=64)
def _parts(query: Query) -> tuple[tuple[str, str], ...]:
    return tuple((field, _part(field, getattr(query, field))) for field in _FIELDS)


def _part(field: str, value: object) -> str:
    """Return a field of a query as an address has it, "" where it is as it always is."""
    if value == getattr(_PLAIN, field):
        return ""
    return f"{_FIELDS[field]}={quote_plus(_written(value), errors='surrogatepass')}"


_PLAIN = Query()
_FIELDS = {
    "text": "q", "first": "from", "last": "to", "undated": "undated", "place": "place", "window": "box",
    "country": "country", "actor": "actor", "measure": "measure", "least": "least", "standing": "standing",
    "changed": "changed", "unreviewed": "unreviewed", "signed": "signed", "lapsed": "lapsed",
    "sort": "sort", "page": "page",
}  # fmt: skip
"""The parameter that sets each field of a query."""


def _written(value: object) -> str:
    if isinstance(value, Window):
        return value.text
    if isinstance(value, bool):
        return "1"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _text(given: dict[str, str], values: dict[str, Any], notes: list[str]) -> None:
    if "q" not in given:
        return
    values["text"] = given["q"]
    if not words(given["q"]):
        notes.append("the search has no word with a letter or a digit")
    elif len(words(f"{given['q']} x")) > WORDS:
        notes.append(f"only the first {WORDS} words of the search count")


def _dates(given: dict[str, str], values: dict[str, Any], notes: list[str]) -> None:
    for name, field, last in (("from", "first", False), ("to", "last", True)):
        if name in given:
            if (found := day(given[name], last=last)) is None:
                notes.append(f"{name}: “{_short(given[name])}” is not a date as 2019-03-12, 2019-03 or 2019")
            else:
                values[field] = found
    if values.get("first", "") > values.get("last", "9999-99-99"):
        values["first"], values["last"] = day(given["to"]), day(given["from"], last=True)
        notes.append("the dates ran backwards and were exchanged")


def day(text: str, *, last: bool = False) -> str | None:
    """Return the first or last day that a date as precise as given can mean, None where it is none.

    >>> day("2019-02"), day("2019-2", last=True), day("2019-02-30")
    ('2019-02-01', '2019-02-28', None)
    """
    found = _DAY.fullmatch(text) if text.isascii() else None
    if found is None:
        return None
    year, month, day_ = (int(part) if part else None for part in found.groups())
    try:
        month = month if month is not None else 12 if last else 1
        return date(
            year or 0, month, day_ if day_ is not None else monthrange(year or 0, month)[1] if last else 1
        ).isoformat()
    except ValueError:
        return None


def _chosen(given: dict[str, str], values: dict[str, Any], notes: list[str]) -> None:
    for name, allowed in (("undated", get_args(Undated)), ("standing", get_args(Standing)), ("sort", get_args(Sort))):
        if name in given:
            if given[name] in allowed:
                values[name] = given[name]
            else:
                notes.append(f"{name}: “{_short(given[name])}” is none of {', '.join(allowed)}")
    for name in ("changed", "unreviewed", "signed", "lapsed"):
        if name in given:
            values[name] = given[name].casefold() not in ("0", "no", "false", "off")


def _window(given: dict[str, str], values: dict[str, Any], notes: list[str]) -> None:
    if "box" not in given:
        return
    edges = [_number(part) for part in given["box"].split(",")]
    if len(edges) == 4 and None not in edges:
        south, west, north, east = (edge for edge in edges if edge is not None)
        if -90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180:
            values["window"] = Window(south, west, north, east)
            return
    notes.append("box is not a part of the map: south, west, north and east in degrees, with commas between")


def _least(given: dict[str, str], values: dict[str, Any], notes: list[str]) -> None:
    if "least" not in given:
        return
    number = _number(given["least"].replace(",", ""))
    if number is None:
        notes.append(f"least: “{_short(given['least'])}” is not a number")
    elif "measure" not in given:
        notes.append("least counts only with a measure")
    else:
        values["least"] = number


def _page(given: dict[str, str], values: dict[str, Any], notes: list[str]) -> None:
    if "page" not in given:
        return
    text = given["page"]
    if text.isascii() and text.isdecimal() and len(text) < 9 and 1 <= int(text) <= LAST_PAGE:
        values["page"] = int(text)
    else:
        notes.append(f"page: “{_short(text)}” is not the number of a page")


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _short(text: str) -> str:
    plain = shown.clean(text)
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
