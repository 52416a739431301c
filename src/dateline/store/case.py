"""What a case keeps and gives back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from dateline.codec import decode, encode, fingerprint
from dateline.errors import RecordError
from dateline.intake import merge, tell_apart
from dateline.records import Account, Judgement, Original, Reading, Report, Taken
from dateline.review import Entry, check, entries, seal
from dateline.review import Row as Link
from dateline.store.database import Database, is_server
from dateline.store.formats import prepare
from dateline.store.rows import Row, Rows, key_of, shown
from dateline.store.tables import ACCOUNTS, FEEDS, INPUTS, JUDGEMENTS, ORIGINALS, READINGS, REPORTS, SEALED

MAGIC = b"SQLite format 3\x00"
"""First bytes of every SQLite file."""


class Size(NamedTuple):
    """How much a case holds."""

    reports: int
    readings: int


class Case:
    """An open case. `version` names what took reports in and made the readings: another version does it anew.

    What a method that writes was given is kept when it returns, and outlasts the end of the process; where it raises,
    nothing of it is. Any number of processes may write, each in its turn, and readers wait for none of them.
    """

    def __init__(self, database: Database, version: str) -> None:
        self._database = database
        self._version = version

    @property
    def name(self) -> str:
        """The file, or the address without its password."""
        return self._database.name

    def size(self) -> Size:
        """Return how much is kept."""
        with self._reading() as rows:
            counts = {name: tally.rows for name, tally in rows.state.tallies.items()}
        return Size(counts.get("reports", 0), counts.get("readings", 0))

    # ---------------------------------------------------------------- reports

    def add(
        self, reports: Iterable[Report], originals: Iterable[Original] = (), taken: Iterable[Taken] = ()
    ) -> list[Report]:
        """Keep reports, the pages they were taken out of, and how far inputs were taken in.

        Return these reports as they are kept now: one for each id and text, with the fields of every filing. Adding
        again changes nothing.

        Raises:
            StoreError: nothing was kept.
        """
        merged = {key_of(report.id, report.text): report for report in merge(reports)}
        pages = {one.sha256: Row(one.sha256, "", one.packed) for one in originals}
        inputs = {
            key: Row(key, shown(one.path), encode(one)) for one in taken for key in [key_of(one.path, self._version)]
        }
        if not (merged or pages or inputs):
            return []
        with self._writing() as rows:
            rows.put(ORIGINALS, pages.values())
            for key, body in rows.get(REPORTS, merged).items():
                (merged[key],) = merge([decode(body, Report), merged[key]])
            rows.put(REPORTS, (Row(key, shown(report.id), encode(report)) for key, report in merged.items()))
            rows.put(INPUTS, inputs.values())
        return list(merged.values())

    def reports(self) -> list[Report]:
        """Return every report kept, ids as they were given; sorted by id and text.

        Raises:
            StoreError: one is damaged, gone, or there twice.
        """
        with self._reading() as rows:
            found = sorted((decode(row.body, Report) for row in rows.all(REPORTS)), key=lambda r: (r.id, r.text))
        for one, other in pairwise(found):
            if (one.id, one.text) == (other.id, other.text):
                raise self._database.wrong(f"report {one.id} is there twice; an index is damaged")
        return found

    def reports_of(self, ids: Iterable[str]) -> list[Report]:
        """Return the reports kept under these ids, which are as they were given: several texts may share one.

        Raises:
            StoreError: one is damaged.
        """
        wanted = set(ids)
        with self._reading() as rows:
            found = [decode(row.body, Report) for row in rows.named(REPORTS, wanted)]
        return sorted((report for report in found if report.id in wanted), key=lambda r: (r.id, r.text))

    def told_apart(self) -> tuple[Report, ...]:
        """Return every report kept, each under an id of its own, as accounts name them."""
        return tell_apart(self.reports())

    def original(self, sha256: str) -> Original | None:
        """Return the original kept under a hash, if any.

        Raises:
            StoreError: it is damaged.
        """
        with self._reading() as rows:
            body = rows.get(ORIGINALS, [sha256]).get(sha256)
            if body is None and rows.hidden(ORIGINALS, sha256):
                raise self._database.wrong(f"page {sha256[:12]} is there but not found; its index is damaged")
        return None if body is None else Original(sha256=sha256, packed=body)

    def taken(self, path: str) -> Taken | None:
        """Return how far this version took an input in, None where it did not begin."""
        key = key_of(path, self._version)
        with self._reading() as rows:
            body = rows.get(INPUTS, [key]).get(key)
        return None if body is None else decode(body, Taken)

    # ---------------------------------------------------------------- readings and accounts

    def readings(self, reports: Iterable[Report]) -> dict[str, Reading]:
        """Return the readings kept for these reports, by report id.

        Raises:
            StoreError: one is damaged.
        """
        wanted = list({self._of(report): None for report in reports})
        with self._reading() as rows:
            found = (_reading(body) for body in rows.get(READINGS, wanted).values())
            return {reading.id: reading for reading in found if reading is not None}

    def keep(self, read: Iterable[tuple[Report, Reading]]) -> None:
        """Keep readings."""
        made = {self._of(report): (report, reading) for report, reading in read}
        if made:
            with self._writing() as rows:
                rows.put(
                    READINGS,
                    (Row(key, shown(report.id), encode(reading)) for key, (report, reading) in made.items()),
                )

    def accounts(self) -> list[Account]:
        """Return the accounts of the last run, in its order.

        Raises:
            StoreError: one is damaged, gone, or of another form.
        """
        with self._reading() as rows:
            listed = sorted(rows.all(ACCOUNTS))
        try:
            return [decode(row.body, Account) for row in listed]
        except RecordError as error:
            raise self._database.wrong(f"its accounts are of another version ({error}); tell them anew") from error

    def replace_accounts(self, accounts: Iterable[Account], group_by: str | None = None) -> None:
        """Keep the accounts of this run, and the field they were grouped by, instead of those before."""
        with self._writing() as rows:
            rows.clear(ACCOUNTS)
            rows.put(ACCOUNTS, (Row(f"{n:08}", shown(a.story), encode(a)) for n, a in enumerate(accounts, start=1)))
            rows.note(group_by=group_by or "")

    def group_by(self) -> str | None:
        """Return the field that the accounts of the last run were grouped by, if any."""
        with self._reading() as rows:
            return rows.state.group_by or None

    # ---------------------------------------------------------------- watching

    def feeds(self) -> dict[str, bytes]:
        """Return what a watch remembers, by the address that it is about."""
        with self._reading() as rows:
            return {row.id: row.body for row in sorted(rows.all(FEEDS), key=lambda row: row.id)}

    def keep_feeds(self, remembered: Mapping[str, bytes]) -> None:
        """Keep what a watch remembers, instead of what it did of the same addresses."""
        if remembered:
            with self._writing() as rows:
                rows.put(FEEDS, (Row(key_of(url, ""), url, body) for url, body in sorted(remembered.items())))

    # ---------------------------------------------------------------- judgements

    def log(self) -> list[Link]:
        """Return the rows of the log of judgements as they are stored, unchecked."""
        with self._database.reading() as connection:
            return _log(connection)

    def judgements(self) -> tuple[Entry, ...]:
        """Return the log of judgements.

        Raises:
            StoreError: the log is not as it was written.
        """
        with self._database.reading() as connection:
            return entries(self._checked(connection, Rows(connection, self._database.wrong).state.head))

    def head(self) -> str | None:
        """Return the hash of the last judgement as it was noted when that was kept."""
        with self._reading() as rows:
            return rows.state.head

    def append(self, judgement: Judgement) -> Entry:
        """Add a judgement to the log: numbered and sealed in one transaction, whoever else writes.

        Raises:
            StoreError: the log is not as it was written.
        """
        with self._database.writing() as connection:
            rows = Rows(connection, self._database.wrong)
            link = seal(judgement, next(reversed(self._checked(connection, rows.state.head)), None))
            connection.execute(sa.insert(JUDGEMENTS), link._asdict())
            rows.note(head=link.sha256)
            rows.save()
        return entries([link])[0]

    # ---------------------------------------------------------------- damage

    def damage(self) -> list[str]:
        """Return what is damaged or gone, a line each; the log of judgements is checked by itself."""
        with self._database.reading() as connection:
            rows = Rows(connection, self._database.wrong)
            found = [line for table in SEALED for line in rows.damaged(table)]
            if self._database.embedded:
                pages = (str(line) for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars())
                found += [f"the file: {' '.join(line.split())}" for line in pages if line != "ok"]
        return found

    def _checked(self, connection: sa.Connection, head: str | None) -> list[Link]:
        log = _log(connection)
        if wrong := check(log, head):
            raise self._database.wrong(f"{wrong[0]}; the log was tampered with or damaged, see dateline check")
        return log

    def _of(self, report: Report) -> str:
        return key_of(fingerprint(report), self._version)

    @contextmanager
    def _reading(self) -> Iterator[Rows]:
        with self._database.reading() as connection:
            yield Rows(connection, self._database.wrong)

    @contextmanager
    def _writing(self) -> Iterator[Rows]:
        with self._database.writing() as connection:
            rows = Rows(connection, self._database.wrong)
            yield rows
            rows.save()


@contextmanager
def open_case(case: str | Path, version: str, *, create: bool = True) -> Iterator[Case]:
    """Open a case, made where there is none: a file, or a database as `postgresql://user@host/name`.

    Raises:
        StoreError: it is no case, of a format not known here, or cannot be opened.
        MissingResource: the library that speaks to PostgreSQL is not installed.
    """
    if not create and not is_server(case) and not Path(case).is_file():
        raise Database(case).wrong("no such file")
    database = Database(case)
    try:
        prepare(database, create=create)
        yield Case(database, version)
    finally:
        database.close()


def is_case(path: str | Path) -> bool:
    """Tell whether a path is an SQLite file, or the address of a database."""
    if is_server(path):
        return True
    try:
        with Path(path).open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _log(connection: sa.Connection) -> list[Link]:
    row = JUDGEMENTS.c
    query = sa.select(row.number, row.sha256, sa.cast(row.body, sa.LargeBinary)).order_by(row.number)
    return [Link(number, sha256, body or b"") for number, sha256, body in connection.execute(query)]


def _reading(body: bytes) -> Reading | None:
    """Return a reading, None where it has the form of another version."""
    try:
        return decode(body, Reading)
    except RecordError:
        return None
