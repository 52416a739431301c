"""Judgements laid over the accounts of a case that they concern, without a run over all the others.

What comes out is what a whole run makes: the stories that linking found are kept with the accounts, and every story
that a judgement ties to another is made anew together with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.collecting import uncollected
from dateline.config import Config
from dateline.intake import given_id
from dateline.pipeline import Outcome, lay, read_reports
from dateline.reconciling import reconcile
from dateline.records import Judgement, Story
from dateline.review import Entry, Reconcile, in_force, members, regroup
from dateline.review.anchors import Index, index, locate

if TYPE_CHECKING:
    from dateline.store import Case


def add(
    case: Case, judgement: Judgement, seen: Mapping[str, str], config: Config, made: Reconcile = reconcile
) -> tuple[Entry, tuple[str, ...]]:
    """Keep a judgement and bring the accounts up to it; return its row and the stories whose accounts are new or gone.

    `seen` holds the mark of each account that the person was looking at (`Case.account_marks`), by story; `made`
    reconciles, as a `Remembered` does for one who judges one thing after another.

    Raises:
        Outdated: one of those accounts is another by now; nothing is kept.
        StoreError: the log is not as it was written, or cannot be written.
    """
    catch_up(case, config, made)
    entry = case.append(judgement, seen)
    return entry, catch_up(case, config, made)


def catch_up(case: Case, config: Config, made: Reconcile = reconcile) -> tuple[str, ...]:
    """Lay the judgements of the log over the accounts that were made without them; return the stories they changed.

    Raises:
        StoreError: the log is not as it was written, or the accounts cannot be written.
    """
    changed: dict[str, None] = {}
    while (since := case.judged()) != case.head():
        log = case.judgements()
        hashes = [entry.sha256 for entry in log]
        known = hashes.index(since) + 1 if since in hashes else 0
        found = concerned(case.stories(), log, log[known:])
        outcome = _load(case, found, config)
        before = _ids(outcome, log[:known])
        with uncollected():
            laid = lay(outcome, config, case, log, made=made)
        gone = before - {account.story for account in laid.accounts}
        if case.update_accounts(before, laid.accounts, since, log[-1].sha256):
            changed.update(dict.fromkeys(sorted(gone)))
            changed.update((account.story, None) for account in laid.accounts)
    return tuple(changed)


def concerned(
    stories: Iterable[tuple[str, Story]], log: Sequence[Entry], new: Sequence[Entry]
) -> tuple[tuple[str, Story], ...]:
    """Return the stories that new judgements of a log concern, and all that any judgement ties to one of those."""
    rows = {entry.sha256: entry.judgement for entry in log}
    tied = [_named(entry.judgement, rows) for entry in log]
    wanted = set[str]().union(*(_named(entry.judgement, rows) for entry in new))
    listed = [(pair, frozenset(map(given_id, pair[1].reports))) for pair in stories]
    while True:
        groups = [*tied, *(names for _, names in listed)]
        grown = wanted.union(*(names for names in groups if names & wanted))
        if grown == wanted:
            return tuple(pair for pair, names in listed if names & wanted)
        wanted = grown


def homes(case: Case, log: Sequence[Entry], asked: Sequence[Entry]) -> dict[int, str]:
    """Return the story that holds what each of these judgements of a log is about, as far as one does now, by number.

    Of one that takes another back it is that of the other.
    """
    rows = {entry.sha256: entry.judgement for entry in log}
    home, where = _held(case, log, asked)
    made = {}
    for entry in asked:
        about = rows.get(entry.judgement.revokes or "", entry.judgement)
        now = [anchor for given in about.anchors if (anchor := locate(given, where)) is not None]
        story = next((home[key.report] for anchor in now for key in anchor.reports if key.report in home), None)
        if story is not None:
            made[entry.judgement.number] = story
    return made


def holders(case: Case, log: Sequence[Entry], asked: Sequence[Entry]) -> dict[str, str]:
    """Return the story that has an account and holds a report, for each report of what these judgements concern."""
    return _held(case, log, asked)[0]


def _held(case: Case, log: Sequence[Entry], asked: Sequence[Entry]) -> tuple[dict[str, str], Index]:
    """Return the story of each report of what judgements concern, and where their reports are found now."""
    found = concerned(case.stories(), log, asked)
    reports = {report.id: report for report in case.told_apart_of(rid for _, s in found for rid in s.reports)}
    where = index(reports.values())
    linked = [story for group, story in found if group == story.id]
    held = {story.id: frozenset(story.reports) for group, story in found if group != story.id}
    held |= members(linked, in_force(log), reports, where)
    there = case.account_marks(held)
    home = {rid: story for story in sorted(held, reverse=True) if story in there for rid in held[story]}
    return home, where


def _named(judgement: Judgement, rows: Mapping[str, Judgement]) -> frozenset[str]:
    """Return the reports that a judgement, or the one that it takes back, is about, by the ids they were given."""
    about = rows.get(judgement.revokes or "", judgement)
    return frozenset(given_id(key.report) for anchor in about.anchors for key in anchor.reports)


def _load(case: Case, found: tuple[tuple[str, Story], ...], config: Config) -> Outcome:
    """Return the reports of stories with their readings."""
    reports = case.told_apart_of(rid for _, story in found for rid in story.reports)
    readings, failed = read_reports(reports, config, case)
    return Outcome(reports=reports, rejections=tuple(failed), readings=readings, found=found)


def _ids(outcome: Outcome, log: Sequence[Entry]) -> set[str]:
    """Return the stories that accounts were made of under a log."""
    filed = {story.id for group, story in outcome.found if group != story.id}
    linked = [story for group, story in outcome.found if group == story.id]
    made, _ = regroup(linked, in_force(log), outcome.by_id, index(outcome.reports))
    return filed | {story.id for story in made}
