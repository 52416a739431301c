"""What is asked of the list: which stories, in which order, which page; and the words that are searched for."""

from __future__ import annotations

import re
from typing import Literal

from dateline.records import Record, Standing
from dateline.web.forms import forms

Sort = Literal["date", "report", "origins", "name"]
Undated = Literal["out", "too", "only"]

PAGE = 50
"""Stories on a page."""
WORDS = 16
"""Words and phrases of a search that count."""
PREFIX = 3
"""Letters that the last word of a search must have to stand for longer words too."""

_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')


class Window(Record, frozen=True):
    """A part of the map in degrees; where `west` is greater than `east` it lies across the 180th meridian."""

    south: float
    west: float
    north: float
    east: float

    @property
    def text(self) -> str:
        """The window as an address names it."""
        return ",".join(f"{edge:.10g}" for edge in (self.south, self.west, self.north, self.east))


class Word(Record, frozen=True):
    """A word or phrase searched for; `open` where longer words that begin so count as well.

    `forms` are other forms of the word that count too; a phrase in quotation marks is searched for as it stands.
    """

    text: str
    open: bool = False
    forms: tuple[str, ...] = ()


class Query(Record, frozen=True, kw_only=True):
    """Which stories are wanted. Days are whole ISO 8601 days; `place` is a name or a GeoNames id.

    A day matters where a happening may have been on it: one known by its month is found by every day of that month.
    `undated` says what a stretch of days does with stories without a date. `least` is the least number that a total of
    `measure` has. `changed` keeps what changed since the last visit, `signed` what is signed off as it
    stands, `lapsed` what has changed since it was signed off.
    """

    text: str = ""
    first: str | None = None
    last: str | None = None
    undated: Undated = "out"
    place: str | None = None
    window: Window | None = None
    country: str | None = None
    actor: str | None = None
    measure: str | None = None
    least: float | None = None
    standing: Standing | None = None
    changed: bool = False
    unreviewed: bool = False
    signed: bool = False
    lapsed: bool = False
    sort: Sort = "date"
    page: int = 1


def words(text: str) -> tuple[Word, ...]:
    """Return the words and phrases of a search; what has no letter and no digit does not count.

    >>> [(w.text, w.open) for w in words('ferry "coast guard" sank')]
    [('ferry', False), ('coast guard', False), ('sank', True)]
    """
    found = []
    for match in _PART.finditer(text.replace("\x00", " ")):
        part = (match[1] if match[1] is not None else match[2]).strip()
        if any(c.isalnum() for c in part):
            quoted = match[1] is not None
            last = match.end() == len(text.rstrip()) and not quoted and part[-1].isalnum() and len(part) >= PREFIX
            found.append(Word(" ".join(part.split()), last, () if quoted else forms(part.lower())))
    return tuple(found[:WORDS])


def phrase(text: str) -> str:
    """Return the search for a text as it stands.

    >>> phrase('Rio "Grande"')
    '"Rio Grande"'
    """
    return '"{}"'.format(" ".join(text.replace('"', " ").split()))


def match_of(wanted: tuple[Word, ...]) -> str:
    """Return words as an FTS5 expression: each a string, so that nothing in it is read as an operator.

    >>> match_of(words('NEAR( "coast guard" ferries'))
    '"NEAR(" AND "coast guard" AND ("ferries" * OR "ferried" OR "ferry" OR "ferrying")'
    """
    return " AND ".join(map(_any_form, wanted))


def _any_form(word: Word) -> str:
    told = '"{}"{}'.format(word.text.replace('"', '""'), " *" if word.open else "")
    return "({})".format(" OR ".join((told, *(f'"{form}"' for form in word.forms)))) if word.forms else told
