"""The index behind the list and search: a side file of summaries and words, brought up to the accounts of a case.

It holds nothing that the case does not: each account has a mark there, and those whose mark is another than here are
indexed again. Readers see one whole state, also while the next is made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import msgspec
import numpy as np

from dateline.codec import decode
from dateline.errors import StoreError
from dateline.progress import Stage, Watch, unwatched
from dateline.records import Record
from dateline.store import Case
from dateline.web.columns import TOP, WIDE, Columns, Count, Facet, Mask, Spread
from dateline.web.filling import FORM, SCHEMA, put_in, read, take_out, told
from dateline.web.queries import PAGE, Query, Word, match_of, phrase, words
from dateline.web.side import SideFile, is_broken
from dateline.web.snippets import Snippet, snippet
from dateline.web.summaries import KINDS, Kind, Summary, summarise

STATES = 2
"""States whose arrays are kept: the present one, and that before it, for those who began to read then."""
ANSWERS = 128
PART = 500
"""Stories read at once where all are asked for."""
"""Answers kept for those who ask the same again."""


class Replaced(Record, frozen=True):
    """A story that is another than before: what was known of it, None where it is new; None where it is gone now."""

    story: str
    before: Summary | None
    after: Summary | None


class Page(Record, frozen=True, kw_only=True):
    """An answer: the stories of one page in their order, how many there are in all, and what they have in common.

    `snippets` are of stories on the page whose reports hold the words. `undated` counts stories that were left out
    because they have no date. Where no story has the place that was asked for, `near` are places called much like it,
    and `worded` counts the stories that hold its name as words. `generation` is the state of the index that was asked.
    """

    stories: tuple[Summary, ...]
    snippets: dict[str, Snippet]
    total: int
    page: int
    pages: int
    facets: tuple[Facet, ...]
    spread: Spread
    undated: int
    near: tuple[Count, ...] | None
    worded: int
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
        self._file = SideFile(path, SCHEMA, FORM)
        self._lock = Lock()
        self._columns: tuple[Columns, ...] = ()
        self._answers: dict[tuple[Query, int, frozenset[str] | None, Kind | None, int], Page] = {}
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
            for account, reports in watch(read(case, wanted), Stage("Indexing", len(wanted))):
                before = take_out(connection, account.story)
                now = summarise(account, marks[account.story])
                row = held[account.story][0] if account.story in held else None
                put_in(connection, row, account, now, reports, labels)
                found.append(Replaced(account.story, before, now))
                self.working = Working(len(found), len(wanted))
            there = {one.story for one in found}
            gone += [story for story in wanted if story in held and story not in there]
            found += [Replaced(story, take_out(connection, story), None) for story in gone]
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

    def page(
        self, query: Query, changed: Collection[str] | None = None, more: Kind | None = None, most: int = WIDE
    ) -> Page:
        """Return the stories that are asked for; of what is asked again, what was answered.

        `changed` names those that changed since a visit, for a query that asks for them; of the kind `more` the values
        are counted far beyond the first few: `most` of them.

        Raises:
            StoreError: the side file cannot be read.
        """
        key = (query, self.generation, frozenset(changed or ()) if query.changed else None, more, most)
        if (known := self._answers.get(key)) is None:
            known = self.answer(query, changed, more, most)
            with self._lock:
                self._answers[key] = known
                while len(self._answers) > ANSWERS:
                    del self._answers[next(iter(self._answers))]
        return known

    def answer(
        self, query: Query, changed: Collection[str] | None = None, more: Kind | None = None, most: int = WIDE
    ) -> Page:
        """Return what `page` does, worked out anew."""
        with self._mending() as connection:
            only = frozenset(changed or ()) if query.changed else None
            return _answer(connection, self._current(connection), query, only, (more, most))

    def listed(self, query: Query, changed: Collection[str] | None = None) -> Iterator[Summary]:
        """Yield every story that is asked for, in the order asked for.

        Raises:
            StoreError: the side file cannot be read.
        """
        with self._mending() as connection:
            columns = self._current(connection)
            only = frozenset(changed or ()) if query.changed else None
            mask = _all(columns, _masks(connection, columns, query, only))
            rows = [int(row) for row in columns.ordered(mask, query.sort)]
            for at in range(0, len(rows), PART):
                part = rows[at : at + PART]
                found = {row: body for row, body, _ in _of_rows(connection, part)}
                yield from (decode(found[row], Summary) for row in part)

    def summary(self, story: str) -> Summary | None:
        """Return one story, None where there is none of that id."""
        with self._mending() as connection:
            row = connection.execute("SELECT body FROM stories WHERE story = ?", [told(story)]).fetchone()
        return None if row is None else decode(row[0], Summary)

    def of_words(self, listed: Sequence[str], most: int) -> list[Summary]:
        """Return the stories whose headline or account has any of these words, with the rarest first."""
        asked = " OR ".join('"{}"'.format(told(word).replace('"', '""')) for word in listed)
        if not asked:
            return []
        with self._mending() as connection:
            query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, 4, 1, 0), rowid LIMIT ?"
            rows = [row for (row,) in connection.execute(query, [f"{{headline account}} : ({asked})", most])]
            found = {row: decode(body, Summary) for row, body, _ in _of_rows(connection, rows)}
        return [found[row] for row in rows]

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
    connection: sqlite3.Connection,
    columns: Columns,
    query: Query,
    only: frozenset[str] | None,
    more: tuple[Kind | None, int],
) -> Page:
    wanted = words(query.text)
    masks = _masks(connection, columns, query, only)
    mask = _all(columns, masks)
    rows = columns.ordered(mask, query.sort)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, query.page), pages)
    listed = [int(row) for row in rows[(page - 1) * PAGE : page * PAGE]]
    found = {row: (decode(body, Summary), starts) for row, body, starts in _of_rows(connection, listed)}
    dated = {name: one for name, one in masks.items() if name != "date"}
    near = columns.near(query.place) if query.place is not None else None
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
                more[1] if kind == more[0] else TOP,
                getattr(query, kind),
            )
            for kind in KINDS
        ),
        spread=columns.spread(mask),
        undated=columns.undated(_all(columns, dated)) if left_out else 0,
        near=near,
        worded=len(_rows(connection, phrase(query.place or ""))) if near is not None else 0,
        indexed=columns.size,
        generation=columns.generation,
    )


def _masks(
    connection: sqlite3.Connection, columns: Columns, query: Query, only: frozenset[str] | None
) -> dict[str, Mask]:
    """Return which stories each part of a query lets through."""
    masks = columns.masks(query)
    if query.text.strip():
        masks["text"] = columns.matching(_rows(connection, query.text))
    if only is not None:
        masks["changed"] = columns.among(only)
    return masks


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
        listed_starts = msgspec.json.decode(packed, type=list[tuple[str, int, str]])
        starts = [(report, start) for report, start, _ in listed_starts]
        text = connection.execute("SELECT reports FROM words WHERE rowid = ?", [row]).fetchone()[0]
        if starts and (found := snippet(text, starts, wanted)) is not None:
            name = next(name for report, _, name in listed_starts if report == found.report)
            made[summary.story] = msgspec.structs.replace(found, name=name)
    return made


def _generation(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT value FROM about WHERE key = 'generation'").fetchone()[0])
