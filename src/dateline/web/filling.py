"""What stands in the side file behind the list, and how an account is put in and taken out."""

from __future__ import annotations

import sqlite3
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

import msgspec
import numpy as np

from dateline.codec import decode, encode
from dateline.records import Account, Report
from dateline.store import Case
from dateline.telling import shown
from dateline.web.columns import LABEL, LAPSED, NUMBER, STANDS, UNDATED
from dateline.web.snippets import folded
from dateline.web.summaries import Summary, Total, named, place_names, terms

FORM = 0x646C_0009
"""Changes with the tables and with what stands in them."""
BATCH = 64
"""Accounts indexed at once."""
SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO about VALUES ('generation', '0');
CREATE TABLE stories (
  row INTEGER PRIMARY KEY, story TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, name TEXT NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, report INTEGER NOT NULL, origins INTEGER NOT NULL,
  judgements INTEGER NOT NULL, signed INTEGER NOT NULL, lat REAL, lon REAL, where_prec INTEGER NOT NULL,
  labels BLOB NOT NULL, numbers BLOB NOT NULL, body BLOB NOT NULL, starts BLOB NOT NULL
);
CREATE TABLE labels (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, UNIQUE (kind, key, label)
);
CREATE VIRTUAL TABLE words USING fts5 (headline, account, reports, tokenize = 'unicode61 remove_diacritics 2')
"""
_OF_STORY = ("stories WHERE row", "words WHERE rowid")


def read(case: Case, stories: Iterable[str]) -> Iterator[tuple[Account, list[Report]]]:
    """Yield accounts with their reports, as many at once as are read together."""
    waiting = iter(stories)
    while part := list(islice(waiting, BATCH)):
        accounts = case.accounts_of(part)
        reports = {r.id: r for r in case.told_apart_of(s.report for a in accounts for s in a.sources)}
        for account in accounts:
            yield account, [reports[s.report] for s in account.sources if s.report in reports]


def take_out(connection: sqlite3.Connection, story: str) -> Summary | None:
    """Take a story out, and return what was known of it, None where it was not there."""
    found = connection.execute("SELECT row, body FROM stories WHERE story = ?", [story]).fetchone()
    if found is None:
        return None
    for table in _OF_STORY:
        connection.execute(f"DELETE FROM {table} = ?", [found[0]])  # noqa: S608
    return decode(found[1], Summary)


def put_in(
    connection: sqlite3.Connection,
    row: int | None,
    account: Account,
    summary: Summary,
    reports: Sequence[Report],
    labels: dict[tuple[str, str, str], int],
) -> None:
    """Put a story in, in its former row where it had one; `labels` are the numbers of labels met so far."""
    starts, size = [], 0
    for report in reports:
        starts.append((report.id, size, shown.clean(report.publisher or "")))
        size += len(report.text) + 1
    keys: list[tuple[str, str, str]] = [(t.kind, told(t.key), told(t.label)) for t in terms(account)]
    keys += [("name", told(key), told(name)) for key, name in place_names(account).items()]
    held = sorted({_label(connection, key, labels) for key in keys})
    most = [(name, max(numbers_of(totals), default=None)) for name, totals in summary.measures.items()]
    numbers = [(labels["measure", told(name), told(name)], number) for name, number in most if number is not None]
    row = connection.execute(
        "INSERT INTO stories VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            row, told(summary.story), summary.digest, told(folded(summary.title)),
            *days(summary), _day(summary.last_report), summary.origins,
            summary.judgements or 0, 0 if summary.signed is None else STANDS if summary.signed.stands else LAPSED,
            summary.lat, summary.lon, summary.where_prec or 7,
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
