"""What a case keeps and gives back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from dateline.codec import decode, encode, fingerprint
from dateline.errors import Outdated, RecordError
from dateline.intake import given_id, merge, tell_apart
from dateline.reconciling import calendar_order
from dateline.records import Account, Judgement, Original, Reading, Record, Report, Story, Taken
from dateline.review import Entry, check, entries, seal
from dateline.review import Row as Link
from dateline.store.database import Database
from dateline.store.rows import Row, Rows, Tally, account_row, key_of, shown
from dateline.store.tables import ACCOUNTS, FEEDS, INPUTS, JUDGEMENTS, ORIGINALS, READINGS, REPORTS, SEALED, STORIES


class Filed(Record, frozen=True):
    """A story as it is kept, with the name of its group."""

    group: str
    story: Story


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

    @property
    def address(self) -> str | Path:
        """What opens it again, in another process too; that of a database holds its password."""
        return self._database.address

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

    def told_apart_of(self, ids: Iterable[str]) -> tuple[Report, ...]:
        """Return the reports that accounts name by these ids, as far as there are any.

        Raises:
            StoreError: one is damaged.
        """
        wanted = set(ids)
        given = wanted | {given_id(name) for name in wanted}
        return tuple(report for report in tell_apart(self.reports_of(given)) if report.id in wanted)

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
            listed = list(rows.all(ACCOUNTS))
        return self._accounts(listed)

    def accounts_of(self, stories: Iterable[str]) -> list[Account]:
        """Return the accounts of these stories, as far as there are any, in the order of `accounts`.

        Raises:
            StoreError: one is damaged, or of another form.
        """
        with self._reading() as rows:
            return self._accounts(rows.named(ACCOUNTS, stories))

    def account_marks(self, stories: Iterable[str] | None = None) -> dict[str, str]:
        """Return a mark for the account of each story, or of these: it is another once the account is."""
        with self._reading() as rows:
            return rows.marks(ACCOUNTS, stories)

    def account_mark(self, story: str) -> str | None:
        """Return the mark of the account of one story, None where there is none."""
        if self._database.embedded:
            seal = self._database.glance(f"SELECT seal FROM {ACCOUNTS.name} WHERE id = ?", shown(story))  # noqa: S608
            return None if seal is None else bytes(seal).hex()
        with self._reading() as rows:
            return rows.mark(ACCOUNTS, story)

    def accounts_mark(self) -> str:
        """Return a mark for all accounts together: it is another where one of them is. Nothing is checked."""
        with self._reading() as rows:
            return rows.state.tallies.get(ACCOUNTS.name, Tally()).total

    def stories(self, ids: Iterable[str] | None = None) -> list[tuple[str, Story]]:
        """Return the stories that the accounts were made of, or those with these ids, with the name of their group.

        They are as linking or filing made them, without judgements; sorted by group and id.

        Raises:
            StoreError: one is damaged, gone, or of another form.
        """
        with self._reading() as rows:
            found = list(rows.all(STORIES) if ids is None else _filed(rows, ids))
        try:
            made = [decode(row.body, Filed) for row in found]
        except RecordError as error:
            raise self._database.wrong(f"its stories are of another version ({error}); tell them anew") from error
        return sorted(((filed.group, filed.story) for filed in made), key=lambda pair: (pair[0], pair[1].id))

    def replace_accounts(
        self,
        accounts: Iterable[Account],
        group_by: str | None = None,
        stories: Iterable[tuple[str, Story]] = (),
        judged: str | None = None,
    ) -> None:
        """Keep the accounts of this run instead of those before, and what they were made from.

        That is the field they were grouped by, the stories without judgements, and the hash of the last judgement.
        """
        with self._writing() as rows:
            rows.clear(ACCOUNTS)
            rows.clear(STORIES)
            rows.put(ACCOUNTS, map(account_row, accounts))
            rows.put(STORIES, (Row(key_of(s.id, ""), shown(s.id), encode(Filed(g, s))) for g, s in stories))
            rows.note(group_by=group_by or "", judged=judged, teller=self._version)

    def update_accounts(
        self, gone: Iterable[str], made: Iterable[Account], since: str | None, judged: str | None
    ) -> bool:
        """Keep accounts made anew under the judgements up to `judged` instead of those of the stories `gone`.

        Return False, with nothing changed, where the accounts kept are no longer those made under `since`.
        """
        with self._writing() as rows:
            if rows.state.judged != since:
                return False
            new = [account_row(account) for account in made]
            old = {row.key for row in rows.named(ACCOUNTS, gone)}
            rows.drop(ACCOUNTS, old - {row.key for row in new})
            rows.put(ACCOUNTS, new)
            rows.note(judged=judged)
        return True

    def is_told(self) -> bool:
        """Tell whether this version made the accounts, and kept the stories that they were made of."""
        with self._reading() as rows:
            return rows.state.teller == self._version

    def judged(self) -> str | None:
        """Return the hash of the last judgement that the accounts were made under."""
        with self._reading() as rows:
            return rows.state.judged

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

    def append(self, judgement: Judgement, seen: Mapping[str, str] | None = None) -> Entry:
        """Add a judgement to the log: numbered and sealed in one transaction, whoever else writes.

        `seen` holds the marks of the accounts that the person who judges was looking at.

        Raises:
            Outdated: one of those is another by now, or will be; nothing is kept.
            StoreError: the log is not as it was written.
        """
        with self._database.writing() as connection:
            rows = Rows(connection, self._database.wrong)
            if seen is not None:
                marks = rows.marks(ACCOUNTS, seen)
                if rows.state.judged != rows.state.head or any(marks.get(story) != seen[story] for story in seen):
                    raise Outdated("the account has changed since the page was opened: look at it again, then judge")
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

    def _accounts(self, rows: Iterable[Row]) -> list[Account]:
        try:
            return sorted((decode(row.body, Account) for row in rows), key=calendar_order)
        except RecordError as error:
            raise self._database.wrong(f"its accounts are of another version ({error}); tell them anew") from error

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


def _log(connection: sa.Connection) -> list[Link]:
    row = JUDGEMENTS.c
    query = sa.select(row.number, row.sha256, sa.cast(row.body, sa.LargeBinary)).order_by(row.number)
    return [Link(number, sha256, body or b"") for number, sha256, body in connection.execute(query)]


def _filed(rows: Rows, ids: Iterable[str]) -> list[Row]:
    keys = {key_of(story, ""): story for story in ids}
    return [Row(key, keys[key], body) for key, body in rows.get(STORIES, keys).items()]


def _reading(body: bytes) -> Reading | None:
    """Return a reading, None where it has the form of another version."""
    try:
        return decode(body, Reading)
    except RecordError:
        return None
