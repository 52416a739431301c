"""What pages ask of a case: an account with its reports, a report, the log, and a judgement laid over it all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from threading import Lock

from dateline.config import Config
from dateline.linking import story_id
from dateline.records import Account, Report
from dateline.relaying import add, catch_up, holders, homes
from dateline.review import Entry, Remembered, Wanted, draft
from dateline.store import Case
from dateline.store.database import is_server

KEPT = 200
"""Accounts kept at most, with their reports."""


class Opened:
    """The account of a story, and the mark that is another once the account is."""

    def __init__(self, account: Account, mark: str, read: Callable[[Iterable[str]], Iterable[Report]]) -> None:
        self.account, self.mark = account, mark
        self._read = read

    @cached_property
    def reports(self) -> Mapping[str, Report]:
        """Its reports by id, read when they are first asked for."""
        return {report.id: report for report in self._read(source.report for source in self.account.sources)}


class Desk:
    """An open case as the pages see it. `clock` returns the present moment, ISO 8601 with a time zone.

    `when_changed` is called after each judgement.
    """

    def __init__(self, case: Case, config: Config, clock: Callable[[], str]) -> None:
        self.case = case
        self.config = config
        self.clock = clock
        self._opened: OrderedDict[tuple[str, str], Opened] = OrderedDict()
        self._lock = Lock()
        self._judging = Lock()
        self._reconcile = Remembered()
        self.when_changed: Callable[[], None] = lambda: None

    @property
    def at_hand(self) -> bool:
        """Whether the case is a file, in which one row is read sooner than another thread is asked to."""
        return not is_server(self.case.name)

    def mark(self, story: str) -> str | None:
        """Return the mark of a story's account, None where there is none."""
        return self.case.account_mark(story)

    def open(self, story: str) -> Opened | None:
        """Return the account of a story, None where there is none.

        Raises:
            StoreError: it is damaged.
        """
        mark = self.mark(story)
        if mark is None:
            return None
        with self._lock:
            if (story, mark) in self._opened:
                self._opened.move_to_end((story, mark))
                return self._opened[story, mark]
        account = next(iter(self.case.accounts_of([story])), None)
        if account is None:
            return None
        opened = Opened(account, mark, self.case.told_apart_of)
        with self._lock:
            self._opened[story, mark] = opened
            while len(self._opened) > KEPT:
                self._opened.popitem(last=False)
        return opened

    def log(self) -> tuple[Entry, ...]:
        """Return the log of judgements.

        Raises:
            StoreError: it is not as it was written.
        """
        return self.case.judgements()

    def homes(self, log: Sequence[Entry], asked: Sequence[Entry]) -> dict[int, Account]:
        """Return the account that holds what each of these judgements is about, where one does, by number."""
        found = homes(self.case, log, asked)
        accounts = {account.story: account for account in self.case.accounts_of(dict.fromkeys(found.values()))}
        return {number: accounts[story] for number, story in found.items() if story in accounts}

    def moved(self, story: str) -> str | None:
        """Return the story that one whose account is gone was judged to be part of, None where that is not known."""
        reports = {report for _, one in self.case.stories([story]) for report in one.reports}
        log = self.log()
        for entry in reversed(log):
            named = {key.report for a in entry.judgement.anchors if a.kind == "story" for key in a.reports}
            own = [rid for rid in sorted(named) if rid in reports or story_id(rid) == story]
            if own:
                held = holders(self.case, log, [entry])
                found = next((held[rid] for rid in own if rid in held), None)
                if found is not None and found != story:
                    return found
        return None

    def judge(self, wanted: Wanted, opened: Sequence[Opened], seen: Mapping[str, str]) -> tuple[Entry, tuple[str, ...]]:
        """Keep a judgement on what these accounts hold; return its row, and the stories that it changed.

        `seen` holds the marks of the accounts as the person saw them, by story.

        Raises:
            InputError: it does not go with what it names.
            Outdated: an account is another by now.
            StoreError: it cannot be kept.
        """
        with self._judging:
            accounts = [one.account for one in opened]
            reports = {rid: report for one in opened for rid, report in one.reports.items()}
            judgement = draft(wanted, accounts, reports, self.log())
            kept = add(self.case, judgement, seen, self.config, self._reconcile)
        self.when_changed()
        return kept

    def catch_up(self) -> tuple[str, ...]:
        """Lay judgements over accounts that another process made without them; return the stories they changed."""
        with self._judging:
            return catch_up(self.case, self.config, self._reconcile)
