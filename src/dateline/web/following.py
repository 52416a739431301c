"""A case followed while it is served: whatever changes in it is in the list a moment later."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from threading import Event, Thread

from dateline.errors import DatelineError
from dateline.store import Case
from dateline.web.index import Index
from dateline.web.mapped import mapped
from dateline.web.queries import Query
from dateline.web.visits import Visits

EVERY = 1.5
"""Seconds between two looks at whether anything changed."""
STORIES_A_SECOND = 1_500
"""A change costs a moment for each story of the case: after one, the next waits a second for so many stories."""


class Following:
    """Brings an index up to its case, in a thread of its own, as long as this context lasts.

    `catch_up` lays judgements over accounts that another process made without them. `problem` says why the last try
    went wrong, None where it went well: the list then shows the state before.
    """

    def __init__(self, index: Index, visits: Visits, case: Case, catch_up: Callable[[], object]) -> None:
        self.problem: str | None = None
        self._index, self._visits, self._case = index, visits, case
        self._catch_up = catch_up
        self._end, self._now = Event(), Event()
        self._seen: str | None = None
        self._thread = Thread(target=self._follow, name="following", daemon=True)

    def __enter__(self) -> Following:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._now.set()
        self._thread.join()

    def soon(self) -> None:
        """Look at once: something was changed from here."""
        self._now.set()

    def once(self) -> bool:
        """Bring the index up where the accounts are others than at the last look, and tell whether they were.

        Raises:
            DatelineError: the case cannot be read.
            sqlite3.Error: a side file cannot be written.
        """
        self._catch_up()
        mark = self._case.accounts_mark()
        if mark == self._seen and not self._index.emptied:
            return False
        replaced = self._index.refresh(self._case)
        self._visits.note(replaced)
        self._seen = mark
        return bool(replaced)

    def _warm(self) -> int:
        """Have ready what the first reader after a change would wait for, and return how many stories there are."""
        page = self._index.page(Query())
        mapped(page.spread, None)
        return page.indexed

    def _follow(self) -> None:
        while not self._end.is_set():
            pause = EVERY
            first = self._seen is None
            try:
                self._visits.write()
                if self.once() or first:
                    pause += self._warm() / STORIES_A_SECOND
                self.problem = None
            except (DatelineError, sqlite3.Error, OSError) as error:
                self.problem = str(error)
            self._now.wait(pause)
            self._now.clear()
