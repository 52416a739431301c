"""The index behind the list and search: a side file of summaries and words, brought up to the accounts of a case.

It holds nothing that the case does not: each account has a mark there, and those whose mark is another than here are
indexed again. Readers see one whole state, also while the next is made.
"""

from __future__ import annotations

import sqlite3
from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import msgspec
import numpy as np

from dateline.codec import decode, encode
from dateline.errors import StoreError
from dateline.progress import Stage, Watch, unwatched
from dateline.records import Account, Record, Report
from dateline.store import Case
from dateline.web.columns import LABEL, NUMBER, TOP, UNDATED, WIDE, Columns, Facet, Mask, Spread
from dateline.web.queries import PAGE, Query, Word, match_of, words
from dateline.web.side import SideFile, is_broken
from dateline.web.snippets import Snippet, folded, snippet
from dateline.web.summaries import KINDS, Kind, Summary, Total, named, place_names, summarise, terms

FORM = 0x646C_0004
"""Changes with the tables and with what stands in them."""
BATCH = 64
"""Accounts indexed at once."""
STATES = 2
"""States whose arrays are kept: the present one, and that before it, for those who began to read then."""
ANSWERS = 128
"""Answers kept for those who ask the same again."""

_SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO about VALUES ('generation', '0');
CREATE TABLE stories (
  row INTEGER PRIMARY KEY, story TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, name TEXT NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, report INTEGER NOT NULL, origins INTEGER NOT NULL,
  reviewed INTEGER NOT NULL, lat REAL, lon REAL, where_prec INTEGER NOT NULL,
  labels BLOB NOT NULL, numbers BLOB NOT NULL, body BLOB NOT NULL, starts BLOB NOT NULL
);
CREATE TABLE labels (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, UNIQUE (kind, key, label)
);
CREATE VIRTUAL TABLE words USING fts5 (headline, account, reports, tokenize = 'unicode61 remove_diacritics 2')
"""
_OF_STORY = ("stories WHERE row", "words WHERE rowid")


class Replaced(Record, frozen=True):
    """A story that is another than before: what was known of it, None where it is new; None where it is gone now."""

    story: str
    before: Summary | None
    after: Summary | None


class Page(Record, frozen=True, kw_only=True):
    """An answer: the stories of one page in their order, how many there are in all, and what they have in common.

    `snippets` are of stories on the page whose reports hold the words. `undated` counts stories that were left out
    because they have no date. `generation` is the state of the index that was asked.
    """

    stories: tuple[Summary, ...]
    snippets: dict[str, Snippet]
    total: int
    page: int
    pages: int
    facets: tuple[Facet, ...]
    spread: Spread
    undated: int
    indexed: int
    generation: int


class Working(NamedTuple):
    """How far the index is with bringing itself up: accounts done, and to do in all."""

    done: int
    total: int


class Index:
    """An open index; any number of threads may ask it.

    `working` tells how far a refresh is, `emptied` that the file was broken and waits for one.
    """

    def __init__(self, path: Path) -> None:
        self._file = SideFile(path, _SCHEMA, FORM)
        self._lock = Lock()
        self._columns: tuple[Columns, ...] = ()
        self._answers: dict[tuple[Query, int, frozenset[str] | None, Kind | None], Page] = {}
        self.working: Working | None = None
        self.emptied = False

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @property
    def generation(self) -> int:
        """The number of the present state; it grows with each change."""
        with self._mending() as connection:
            return _generation(connection)

    # ---------------------------------------------------------------- bringing up

    def refresh(self, case: Case, watch: Watch = unwatched) -> tuple[Replaced, ...]:
        """Index the accounts that changed, drop those that are gone, and return both.

        Raises:
            StoreError: the case cannot be read; the index is as it was.
            sqlite3.Error: the side file cannot be written; it is as it was.
        """
        try:
            found = self._refresh(case, watch)
        except sqlite3.DatabaseError as error:
            if not is_broken(error):
                raise
            self._renew()
            found = self._refresh(case, watch)
        finally:
            self.working = None
        self.emptied = False
        return found

    def _refresh(self, case: Case, watch: Watch) -> tuple[Replaced, ...]:
        marks = case.account_marks()
        with self._file.reading() as connection:
            if dict(connection.execute("SELECT story, digest FROM stories")) == marks:
                return ()
        with self._file.writing() as connection:
            listed = connection.execute("SELECT story, row, digest FROM stories")
            held = {story: (row, mark) for story, row, mark in listed}
            wanted = sorted(story for story, mark in marks.items() if held.get(story, (0, ""))[1] != mark)
            gone = [story for story in held if story not in marks]
            self.working = Working(0, len(wanted))
            found: list[Replaced] = []
            labels: dict[tuple[str, str, str], int] = {}
            for account, reports in watch(_read(case, wanted), Stage("Indexing", len(wanted))):
                before = _take_out(connection, account.story)
                now = summarise(account, marks[account.story])
                row = held[account.story][0] if account.story in held else None
                _put_in(connection, row, account, now, reports, labels)
                found.append(Replaced(account.story, before, now))
                self.working = Working(len(found), len(wanted))
            there = {one.story for one in found}
            gone += [story for story in wanted if story in held and story not in there]
            found += [Replaced(story, _take_out(connection, story), None) for story in gone]
            connection.execute("UPDATE about SET value = value + 1 WHERE key = 'generation'")
            before_it = self._columns
            self._columns = (Columns(connection, _generation(connection)), *before_it)[:STATES]  # nobody waits for it
            try:
                connection.execute("COMMIT")
            except sqlite3.Error:
                self._columns = before_it
                raise
        return tuple(found)

    # ---------------------------------------------------------------- asking

    def page(self, query: Query, changed: Collection[str] | None = None, more: Kind | None = None) -> Page:
        """Return the stories that are asked for; of what is asked again, what was answered.

        `changed` names those that changed since a visit, for a query that asks for them; of the kind `more` the values
        are counted far beyond the first few.

        Raises:
            StoreError: the side file cannot be read.
        """
        key = (query, self.generation, frozenset(changed or ()) if query.changed else None, more)
        if (known := self._answers.get(key)) is None:
            known = self.answer(query, changed, more)
            with self._lock:
                self._answers[key] = known
                while len(self._answers) > ANSWERS:
                    del self._answers[next(iter(self._answers))]
        return known

    def answer(self, query: Query, changed: Collection[str] | None = None, more: Kind | None = None) -> Page:
        """Return what `page` does, worked out anew."""
        with self._mending() as connection:
            only = frozenset(changed or ()) if query.changed else None
            return _answer(connection, self._current(connection), query, only, more)

    def summary(self, story: str) -> Summary | None:
        """Return one story, None where there is none of that id."""
        with self._mending() as connection:
            row = connection.execute("SELECT body FROM stories WHERE story = ?", [told(story)]).fetchone()
        return None if row is None else decode(row[0], Summary)

    @contextmanager
    def _mending(self) -> Iterator[sqlite3.Connection]:
        """Begin to read; a file that turns out to be broken is made anew, empty until the next refresh.

        Raises:
            StoreError: it cannot be read, or was broken.
        """
        try:
            with self._file.reading() as connection:
                yield connection
        except sqlite3.Error as error:
            if is_broken(error):
                self._renew()
            raise StoreError(f"the index of the list: {error}; look again in a moment") from error

    def _current(self, connection: sqlite3.Connection) -> Columns:
        """Return the arrays of the state that a connection sees."""
        generation = _generation(connection)
        if (known := self._loaded(generation)) is not None:
            return known
        with self._lock:
            if (known := self._loaded(generation)) is None:
                known = Columns(connection, generation)
                self._columns = (known, *self._columns)[:STATES]
            return known

    def _loaded(self, generation: int) -> Columns | None:
        return next((one for one in self._columns if one.generation == generation), None)

    def _renew(self) -> None:
        with self._lock:
            generation = max((one.generation for one in self._columns), default=0)
            self._file.renew()
            with self._file.writing() as connection:
                connection.execute("UPDATE about SET value = ? WHERE key = 'generation'", [str(generation + 1)])
            self._columns = ()
            self._answers.clear()
            self.emptied = True


def _answer(
    connection: sqlite3.Connection, columns: Columns, query: Query, only: frozenset[str] | None, more: Kind | None
) -> Page:
    wanted = words(query.text)
    masks = columns.masks(query)
    if query.text.strip():
        masks["text"] = columns.matching(_rows(connection, query.text))
    if only is not None:
        masks["changed"] = columns.among(only)
    mask = _all(columns, masks)
    rows = columns.ordered(mask, query.sort)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, query.page), pages)
    listed = [int(row) for row in rows[(page - 1) * PAGE : page * PAGE]]
    found = {row: (decode(body, Summary), starts) for row, body, starts in _of_rows(connection, listed)}
    dated = {name: one for name, one in masks.items() if name != "date"}
    left_out = query.undated == "out" and "date" in masks
    return Page(
        stories=tuple(found[row][0] for row in listed),
        snippets=_snippets(connection, [(row, *found[row]) for row in listed], wanted) if wanted else {},
        total=len(rows),
        page=page,
        pages=pages,
        facets=tuple(
            columns.facet(
                kind,
                _all(columns, {name: one for name, one in masks.items() if name != kind}),
                WIDE if kind == more else TOP,
                getattr(query, kind),
            )
            for kind in KINDS
        ),
        spread=columns.spread(mask),
        undated=columns.undated(_all(columns, dated)) if left_out else 0,
        indexed=columns.size,
        generation=columns.generation,
    )


def _all(columns: Columns, masks: dict[str, Mask]) -> Mask:
    return np.logical_and.reduce(list(masks.values())) if masks else columns.every()


def _rows(connection: sqlite3.Connection, text: str) -> list[int]:
    """Return the rows of stories that hold all words of a search; none where it has no words."""
    wanted = words(told(text))
    if not wanted:
        return []
    query = "SELECT rowid FROM words WHERE words MATCH ?"
    return [row for (row,) in connection.execute(query, [match_of(wanted)])]


def _of_rows(connection: sqlite3.Connection, rows: Sequence[int]) -> Iterator[tuple[int, bytes, bytes]]:
    marks = ",".join("?" * len(rows))
    yield from connection.execute(f"SELECT row, body, starts FROM stories WHERE row IN ({marks})", rows)  # noqa: S608


def _snippets(
    connection: sqlite3.Connection, listed: Iterable[tuple[int, Summary, bytes]], wanted: Sequence[Word]
) -> dict[str, Snippet]:
    made = {}
    for row, summary, packed in listed:
        starts = msgspec.json.decode(packed, type=list[tuple[str, int]])
        text = connection.execute("SELECT reports FROM words WHERE rowid = ?", [row]).fetchone()[0]
        if starts and (found := snippet(text, starts, wanted)) is not None:
            made[summary.story] = found
    return made


# ---------------------------------------------------------------- what is put in


def _read(case: Case, stories: Iterable[str]) -> Iterator[tuple[Account, list[Report]]]:
    """Yield accounts with their reports, as many at once as are read together."""
    waiting = iter(stories)
    while part := list(islice(waiting, BATCH)):
        accounts = case.accounts_of(part)
        reports = {r.id: r for r in case.told_apart_of(s.report for a in accounts for s in a.sources)}
        for account in accounts:
            yield account, [reports[s.report] for s in account.sources if s.report in reports]


def _take_out(connection: sqlite3.Connection, story: str) -> Summary | None:
    found = connection.execute("SELECT row, body FROM stories WHERE story = ?", [story]).fetchone()
    if found is None:
        return None
    for table in _OF_STORY:
        connection.execute(f"DELETE FROM {table} = ?", [found[0]])  # noqa: S608
    return decode(found[1], Summary)


def _put_in(
    connection: sqlite3.Connection,
    row: int | None,
    account: Account,
    summary: Summary,
    reports: Sequence[Report],
    labels: dict[tuple[str, str, str], int],
) -> None:
    starts, size = [], 0
    for report in reports:
        starts.append((report.id, size))
        size += len(report.text) + 1
    keys: list[tuple[str, str, str]] = [(t.kind, told(t.key), told(t.label)) for t in terms(account)]
    keys += [("name", told(name), "") for name in place_names(summary)]
    held = sorted({_label(connection, key, labels) for key in keys})
    most = [(name, max(numbers_of(totals), default=None)) for name, totals in summary.measures.items()]
    numbers = [(labels["measure", told(name), told(name)], number) for name, number in most if number is not None]
    row = connection.execute(
        "INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            row, told(summary.story), summary.digest, told(folded(summary.title)),
            *days(summary), _day(summary.last_report), summary.origins,
            summary.reviewed, summary.lat, summary.lon, summary.where_prec or 7,
            np.array(held, dtype=LABEL).tobytes(), np.array(numbers, dtype=NUMBER).tobytes(),
            encode(summary), msgspec.json.encode(starts),
        ],
    ).lastrowid  # fmt: skip
    connection.execute(
        "INSERT INTO words (rowid, headline, account, reports) VALUES (?, ?, ?, ?)",
        [row, told(summary.headline or ""), told(named(account)), told("\n".join(r.text for r in reports))],
    )


def _label(connection: sqlite3.Connection, key: tuple[str, str, str], labels: dict[tuple[str, str, str], int]) -> int:
    if key not in labels:
        query = "SELECT number FROM labels WHERE kind = ? AND key = ? AND label = ?"
        found = connection.execute(query, key).fetchone()
        if found is None:
            made = connection.execute("INSERT INTO labels (kind, key, label) VALUES (?, ?, ?)", key).lastrowid
            assert made is not None  # noqa: S101 - a row was put in
            found = (made,)
        labels[key] = found[0]
    return labels[key]


def numbers_of(totals: Iterable[Total]) -> list[float]:
    """Return the numbers of totals, as far as they have one."""
    return [total.number for total in totals if total.number is not None]


def days(summary: Summary) -> tuple[int, int]:
    """Return the first and last day of a happening, counted from year 1; `UNDATED` twice where it is not known."""
    if summary.earliest is None:
        return UNDATED, UNDATED
    first = _day(summary.earliest)
    return first, max(first, _day(summary.latest or summary.earliest, last=True))


def _day(iso: str | None, *, last: bool = False) -> int:
    """Return a day of a date that may be known by its month or year alone: the first, or the last."""
    if iso is None:
        return UNDATED
    year, month, day = (*(int(part) for part in iso[:10].split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day).toordinal()
    if not last:
        return date(year, month or 1, 1).toordinal()
    return date(year, month or 12, monthrange(year, month or 12)[1]).toordinal()


def told(text: str) -> str:
    """Return text as the side file can hold it, as many characters: NUL and halves of surrogate pairs are replaced."""
    return text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")


def _generation(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT value FROM about WHERE key = 'generation'").fetchone()[0])
