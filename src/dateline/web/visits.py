"""Who looked at what, and when: so that the list can tell what changed since.

A visit is the list being looked at without a long pause; when the next begins, what became of each story since the one
before is told. A story that was opened is held against what it was then. Kept in a side file of its own, which, unlike
the index, cannot be made again; moments are numbered, times are only shown.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from dateline.codec import decode, encode
from dateline.web.filling import told
from dateline.web.index import Replaced
from dateline.web.side import SideFile
from dateline.web.summaries import Summary

FORM = 0x646C_1001
"""Changes with the tables."""
PAUSE = timedelta(minutes=30)
"""How long nobody looks at the list until the next look is another visit."""
EVERY = timedelta(minutes=1)
"""How often it is written down that a visit goes on."""
KEPT = 40
"""Former states kept of a story."""

_SCHEMA = """
CREATE TABLE about (moment INTEGER NOT NULL);
INSERT INTO about VALUES (0);
CREATE TABLE known (story TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE past (story TEXT NOT NULL, until INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (story, until));
CREATE INDEX past_until ON past (until);
CREATE TABLE looks (
  user TEXT PRIMARY KEY, at TEXT NOT NULL, moment INTEGER NOT NULL, former_at TEXT, former INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE opened (user TEXT, story TEXT, moment INTEGER NOT NULL, at TEXT NOT NULL, PRIMARY KEY (user, story))
WITHOUT ROWID
"""


class Visit(NamedTuple):
    """A user's visit: when the one before ended (ISO 8601), and what changed since.

    Of the first visit, `since` is None, and what changed is what did since it began.

    `changed` holds each story that changed: as it was then, None where it was not there. `mark` is another where any
    of this is.
    """

    since: str | None
    changed: Mapping[str, Summary | None]
    mark: int


class _Look(NamedTuple):
    """The present visit of a user, and the end of the former one."""

    at: str
    moment: int
    former_at: str | None
    former: int


class Visits:
    """The visits of everybody to one case; any number of threads may use it. `lasting`: they outlast the process."""

    def __init__(self, path: Path, *, lasting: bool = True) -> None:
        self.lasting = lasting
        self._file = SideFile(path, _SCHEMA, FORM)
        self._lock = Lock()
        self._changed: dict[str, _Changed] = {}
        self._looks: dict[str, _Look] = {}
        self._noted: dict[str, str] = {}
        self._opened: dict[str, dict[str, int]] = {}
        self._unwritten: dict[tuple[str, str], tuple[int, str]] = {}
        with self._file.reading() as connection:
            self._moment = _moment(connection)
        self._count = 0

    def close(self) -> None:
        """Write down what is not yet, and close the file."""
        self.write()
        self._file.close()

    def write(self) -> None:
        """Write down who opened what since this was last called; to be called every moment.

        Raises:
            sqlite3.Error: the file cannot be written.
        """
        with self._lock:
            if not self._unwritten:
                return
            with self._file.writing() as connection:
                rows = [(*key, *value) for key, value in self._unwritten.items()]
                connection.executemany("INSERT OR REPLACE INTO opened VALUES (?, ?, ?, ?)", rows)
            self._unwritten.clear()

    def note(self, replaced: Iterable[Replaced]) -> None:
        """Remember what stories were before they became what they are; to be told of each refresh of the index."""
        listed = list(replaced)
        if not listed:
            return
        with self._lock, self._file.writing() as connection:
            first = connection.execute("SELECT count(*) FROM known").fetchone()[0] == 0
            connection.execute("UPDATE about SET moment = moment + 1")
            moment = _moment(connection)
            since = 0 if first else moment  # what a case held when it was first served is not new
            for one in listed:
                if one.after is None:
                    connection.execute("DELETE FROM known WHERE story = ?", [told(one.story)])
                else:
                    connection.execute("INSERT OR IGNORE INTO known VALUES (?, ?)", [told(one.story), since])
                if one.before is not None:
                    values = [told(one.story), moment, encode(one.before)]
                    connection.execute("INSERT OR REPLACE INTO past VALUES (?, ?, ?)", values)
                    connection.execute(
                        "DELETE FROM past WHERE story = ?1 AND until <= "
                        "(SELECT until FROM past WHERE story = ?1 ORDER BY until DESC LIMIT 1 OFFSET ?2)",
                        [told(one.story), KEPT],
                    )
            connection.execute("COMMIT")
            self._moment = moment
            self._changed.clear()

    def look(self, user: str, now: str) -> Visit:
        """Note that a user looks at the list (`now`: ISO 8601, UTC), and return what changed since the visit before."""
        user = told(user)
        with self._lock:
            look = self._looks.get(user) or self._read_look(user)
            new = self._looks[user] = _going_on(look, self._moment, now)
            if look is None or new.former != look.former or _passed(self._noted.get(user, look.at), now) >= EVERY:
                with self._file.writing() as connection:
                    connection.execute("INSERT OR REPLACE INTO looks VALUES (?, ?, ?, ?, ?)", [user, *new])
                self._noted[user] = now
            known = self._changed.get(user)
            if known is None or (known.moment, known.former) != (self._moment, new.former):
                with self._file.reading() as connection:
                    changed = _since(connection, self._opened_by(user), new.former)
                known = self._changed[user] = _Changed(self._moment, new.former, changed, self._next())
        return Visit(new.former_at, known.stories, known.mark)

    def open(self, user: str, story: str, now: str, *, wait: bool = True) -> bool:
        """Note that a user opened a story: what becomes of it counts from now. `write` writes it down.

        Without `wait`, only if nobody is at it; return whether it is noted.
        """
        user, story = told(user), told(story)
        if self._opened.get(user, {}).get(story) == self._moment:
            return True
        if (not wait and user not in self._opened) or not self._lock.acquire(blocking=wait):
            return False
        try:
            opened = self._opened_by(user)
            if opened.get(story) != self._moment:
                opened[story] = self._moment
                self._unwritten[user, story] = self._moment, now
                known = self._changed.get(user)
                if known is not None and story in known.stories:
                    rest = {name: was for name, was in known.stories.items() if name != story}
                    self._changed[user] = known._replace(stories=rest, mark=self._next())
        finally:
            self._lock.release()
        return True

    def _opened_by(self, user: str) -> dict[str, int]:
        """Return the stories that a user opened, each with the moment of the last time."""
        if user not in self._opened:
            with self._file.reading() as connection:
                query = "SELECT story, moment FROM opened WHERE user = ?"
                self._opened[user] = dict(connection.execute(query, [user]))
        return self._opened[user]

    def _read_look(self, user: str) -> _Look | None:
        query = "SELECT at, moment, former_at, former FROM looks WHERE user = ?"
        with self._file.reading() as connection:
            found = connection.execute(query, [user]).fetchone()
        return None if found is None else _Look(*found)

    def _next(self) -> int:
        self._count += 1
        return self._count


class _Changed(NamedTuple):
    """What changed for a user at a moment since a former one."""

    moment: int
    former: int
    stories: dict[str, Summary | None]
    mark: int


def _going_on(look: _Look | None, moment: int, now: str) -> _Look:
    """Return the visit that a look belongs to."""
    if look is None:
        return _Look(now, moment, None, moment)
    if _passed(look.at, now) > PAUSE:
        return _Look(now, moment, look.at, look.moment)
    return _Look(max(now, look.at), max(moment, look.moment), look.former_at, look.former)


def _passed(then: str, now: str) -> timedelta:
    return datetime.fromisoformat(now) - datetime.fromisoformat(then)


def _since(connection: sqlite3.Connection, opened: Mapping[str, int], moment: int) -> dict[str, Summary | None]:
    """Return what changed since a moment; of a story opened later, since then."""
    found: dict[str, Summary | None] = {}
    oldest = min([moment, *opened.values()])
    query = "SELECT story, until, body FROM past WHERE until > ? ORDER BY story, until"
    for story, until, body in connection.execute(query, [oldest]):
        if story not in found and until > opened.get(story, moment):
            found[story] = decode(body, Summary)
    for story, since in connection.execute("SELECT story, since FROM known WHERE since > ?", [moment]):
        if since > opened.get(story, moment):
            found[story] = None
    there = {story for (story,) in connection.execute("SELECT story FROM known")} if found else set()
    return {story: was for story, was in found.items() if story in there}


def _moment(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT moment FROM about").fetchone()[0])
