"""One round of a watch: ask what is due, keep what came, make the accounts anew, and tell what changed in them."""

from __future__ import annotations

import threading
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from dateline import engine
from dateline.changes import changes
from dateline.config import Config
from dateline.pipeline import make_accounts, read_paths, values_of
from dateline.records import Changes, Rejection
from dateline.watching import feeds
from dateline.watching.feeds import Came, Desk, Result
from dateline.watching.network import Halted
from dateline.watching.polite import Manners
from dateline.watching.schedule import is_due
from dateline.watching.state import ROUND, Feed, Pending, Row, Server, keep

if TYPE_CHECKING:
    from dateline.store import Case


class News(NamedTuple):
    """What a round brought: feeds asked and changed, texts that came in, what was refused or is to be noted.

    `changes` tells what is different in the accounts since they were last made; `unread` names reports that are kept
    but not read.
    """

    stamp: int
    asked: int
    changed: int
    came: tuple[Came, ...]
    refused: tuple[Rejection, ...]
    notes: tuple[str, ...]
    changes: tuple[Changes, ...]
    unread: tuple[Rejection, ...]


class Round(NamedTuple):
    """What a round works with: the case, the settings, who asks, and the switch that stops everybody."""

    case: Case
    config: Config
    desk: Desk
    manners: Manners
    stop: threading.Event

    def run(self, wanted: Sequence[str], rows: dict[str, Row]) -> News:
        """Ask the feeds that are due, keep and tell what came; `rows` is brought up to date.

        Ended from outside, it keeps what every feed gave that was gone through.
        """
        stamp = self.desk.clock.stamp()
        results: list[Result] = []
        came: tuple[Came, ...] = ()
        try:
            asked: set[str] = set()
            while due := [url for url in due_feeds(wanted, rows, stamp, self.desk.interval) if url not in asked]:
                lists = [url for url in due if _feed(rows, url).lists]
                asked.update(lists or due)
                named = {
                    *wanted,
                    *(u for row in rows.values() if isinstance(row, Feed) and row.private for u in row.lists),
                }
                self._ask([_feed(rows, url) for url in lists or due], named, results)
                rows.update((result.feed.url, result.feed) for result in results if result.feed.lists)
        finally:
            order = {url: number for number, url in enumerate(listed(wanted, rows))}
            results.sort(key=lambda result: (order.get(result.feed.url, len(order)), result.feed.url))
            came = self._keep(results, rows)
        made, unread = self._accounts(rows)
        return News(
            stamp=stamp,
            asked=len(results),
            changed=sum(result.changed for result in results),
            came=came,
            refused=tuple(rejection for result in results for rejection in result.refused),
            notes=tuple(note for result in results for note in result.notes),
            changes=made,
            unread=tuple(r for r in unread if any(r.path.endswith(f"({one.report.id})") for one in came)),
        )

    def _ask(self, due: Iterable[Feed], named: Container[str], results: list[Result]) -> None:
        """Ask feeds, those of one server one after the other, and put what each gave into `results`.

        Those `named` by the user, or by a list of a private network, may be of a private network.
        """

        def job(group: list[Feed]) -> None:
            for feed in group:
                try:
                    results.append(feeds.ask_safely(feed, self.desk, private=feed.url in named))
                except Halted:
                    return

        groups = engine.group((urlsplit(feed.url).netloc, feed) for feed in due)
        engine.together(job, groups.values(), self.desk.limits.together, self.stop.set)

    def _keep(self, results: Sequence[Result], rows: dict[str, Row]) -> tuple[Came, ...]:
        """Keep reports first, then what is remembered: what is cut off between the two is only asked for again."""
        came = {one.report.id: one for result in reversed(results) for one in reversed(result.came)}
        held = {kept.id for kept in self.case.reports_of(came) if kept.text == came[kept.id].report.text}
        if came.keys() - held:
            rows[ROUND] = Pending(pending=True)
            keep(self.case, {ROUND: rows[ROUND]})
        if came:  # what is known already may be of another feed too
            every = [one for result in results for one in result.came]
            self.case.add([one.report for one in every], [original for one in every for original in one.originals])
        rows.update((result.feed.url, result.feed) for result in results)
        rows.update(self.manners.servers())
        touched = {result.feed.url for result in results}
        keep(self.case, {url: row for url, row in rows.items() if url in touched or isinstance(row, Server)})
        return tuple(
            one for result in results for one in result.came if came[one.report.id] is one and one.report.id not in held
        )

    def _accounts(self, rows: dict[str, Row]) -> tuple[tuple[Changes, ...], tuple[Rejection, ...]]:
        """Make the accounts anew where reports came in since they were made; return what changed."""
        row = rows.get(ROUND)
        if not isinstance(row, Pending) or not row.pending:
            return (), ()
        before = self.case.accounts()
        read = read_paths((), self.config, self.case)
        field = self.case.group_by()
        if field is not None and not any(values_of(report, field) for report in read.reports):
            field = None
        made = make_accounts(read, self.config, field, self.case) if read.reports else read
        rows[ROUND] = Pending(pending=False)
        keep(self.case, {ROUND: rows[ROUND]})
        return changes(before, made.accounts), made.rejections


def due_feeds(wanted: Sequence[str], rows: dict[str, Row], stamp: int, interval: int) -> list[str]:
    """Return the addresses to ask now."""
    return [url for url in listed(wanted, rows) if is_due(_feed(rows, url).due, stamp, interval)]


def listed(wanted: Sequence[str], rows: dict[str, Row]) -> list[str]:
    """Return the addresses watched, each once: those given, and those that lists name (lists in lists are not)."""
    found: dict[str, None] = {}
    for url in wanted:
        found[url] = None
        found.update(dict.fromkeys(_feed(rows, url).lists))
    return list(found)


def next_due(wanted: Sequence[str], rows: dict[str, Row]) -> int:
    """Return when the next of the feeds is due (Unix seconds)."""
    return min((_feed(rows, url).due for url in listed(wanted, rows)), default=0)


def _feed(rows: dict[str, Row], url: str) -> Feed:
    row = rows.get(url)
    return row if isinstance(row, Feed) else Feed(url=url)
