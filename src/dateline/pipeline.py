"""The composition: take in, read, link or group, date through the story, reconcile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from dateline import engine
from dateline.changes import changes
from dateline.codec import story_lines
from dateline.config import Config
from dateline.errors import InputError, MissingResource
from dateline.intake import Stream, collect, keep, order, tell_apart
from dateline.linking import Explanation, explain, find_copies, link
from dateline.linking.copies import roots_of
from dateline.linking.stories import origins
from dateline.progress import Stage, Watch, unwatched
from dateline.reading import read
from dateline.reconciling import calendar_order, date_through_story, reconcile
from dateline.records import Account, Changes, Judged, Reading, Record, Rejection, Report, Story, StoryLink
from dateline.review import (
    Entry,
    Own,
    Reconcile,
    Told,
    by_report,
    concerning,
    in_force,
    judge,
    locate_all,
    regroup,
    settle,
    unplaced,
)
from dateline.review.anchors import index

if TYPE_CHECKING:
    from dateline.store import Case

LONGEST = 1_000_000
"""Characters of the longest report that is read, some 170,000 words: what is longer is a book, or no text at all."""

BATCH = 64
"""Readings written to a case at once: what a run that is killed loses at most."""

NAMES = 5
"""Ids that a message names."""

NOWHERE = Told(False, "its reports are not among those of this run, or have another text now")
"""What becomes of a judgement whose reports are in no account."""

NAMED = {"source": "publisher", "published": "published", "language": "language", "url": "url", "path": "path"}
"""Fields with a meaning of their own that reports can be grouped by: name in the input, name in the record."""

Found: TypeAlias = Reading | Rejection


class Outcome(Record, frozen=True, kw_only=True):
    """What a run made: reports in order of publication, readings by report id, (group, story) pairs, accounts.

    `found` are the stories as linking or filing made them, `stories` as judgements left them.
    `unplaced` holds the judgements that lie over none of the accounts, each with the reason.
    """

    reports: tuple[Report, ...]
    rejections: tuple[Rejection, ...]
    readings: dict[str, Reading]
    found: tuple[tuple[str, Story], ...] = ()
    stories: tuple[tuple[str, Story], ...] = ()
    accounts: tuple[Account, ...] = ()
    unplaced: tuple[Judged, ...] = ()

    @property
    def by_id(self) -> dict[str, Report]:
        """The reports by id."""
        return {report.id: report for report in self.reports}


def make_accounts(
    outcome: Outcome, config: Config, group_by: str | None = None, case: Case | None = None, watch: Watch = unwatched
) -> Outcome:
    """Link or group what was read, and reconcile each story: accounts by date of the happening, then by group.

    The judgements of the case file lie over the accounts, which are kept there instead of those before.

    Raises:
        InputError: no report has the field to group by.
        StoreError: the log of judgements is not as it was written.
    """
    log = () if case is None else case.judgements()
    made = build_accounts(outcome, config, group_by, case, log, watch)
    if case is not None:
        case.replace_accounts(made.accounts, group_by, made.found, log[-1].sha256 if log else None)
    return made


def build_accounts(
    outcome: Outcome,
    config: Config,
    group_by: str | None,
    case: Case | None,
    log: Sequence[Entry],
    watch: Watch = unwatched,
) -> Outcome:
    """Return the accounts of what was read under the judgements of a log; of a case file only readings change.

    Raises:
        InputError: no report has the field to group by.
    """
    found = tuple(find_stories(outcome, config, group_by, watch))
    return lay(msgspec.structs.replace(outcome, found=found), config, case, log, watch)


def lay(
    outcome: Outcome,
    config: Config,
    case: Case | None,
    log: Sequence[Entry],
    watch: Watch = unwatched,
    made: Reconcile = reconcile,
) -> Outcome:
    """Return the accounts of the stories that were found, under the judgements of a log; `made` reconciles each."""
    judged = in_force(log)
    where = index(outcome.reports) if judged else {}
    found = outcome.found
    linked, told = regroup([s for group, s in found if group == s.id], judged, outcome.by_id, where)
    stories = (*((group, s) for group, s in found if group != s.id), *((s.id, s) for s in linked))
    dated = _date(stories, outcome, config, case)
    judgements = by_report(locate_all(judged, where))
    by_id = outcome.by_id
    accounts = []
    for group, story in watch(iter(stories), Stage("Reconciling stories", len(stories))):
        reports, readings = dated.get(story.id, ({}, {}))
        own = {rid: reports.get(rid, by_id[rid]) for rid in story.reports}
        read = {rid: readings.get(rid, outcome.readings[rid]) for rid in story.reports}
        accounts.append(judge(story, own, read, group, Own(concerning(story, judgements), told), made))
    accounts.sort(key=calendar_order)
    placed = {row.number for account in accounts for row in account.judgements}
    return msgspec.structs.replace(
        outcome,
        stories=stories,
        accounts=settle(accounts),
        unplaced=tuple(
            unplaced(e, told.get(e.judgement.number, NOWHERE)) for e in judged if e.judgement.number not in placed
        ),
    )


def read_paths(
    paths: Iterable[str | Path], config: Config, case: Case | None = None, watch: Watch = unwatched
) -> Outcome:
    """Take in and read everything under `paths`, and what the case file holds already.

    Raises:
        InputError: a path does not exist.
        MissingResource: the language pipeline is not installed.
    """
    taken = take_paths(paths, config, case, watch)
    readings, failed = read_reports(taken.reports, config, case, watch)
    return Outcome(
        reports=tuple(report for report in taken.reports if report.id in readings),
        rejections=tuple(sorted({*taken.rejections, *failed})),
        readings=readings,
    )


def take_paths(
    paths: Iterable[str | Path], config: Config, case: Case | None = None, watch: Watch = unwatched
) -> Outcome:
    """Take in everything under `paths` and what the case holds, of what can be read: English, and no whole book.

    Into a case it goes batch by batch as it comes, so that a run that is ended can go on where it stopped.

    Raises:
        InputError: a path does not exist.
        StoreError: the case cannot be written; what was kept before is whole.
    """
    del config  # every stage takes the one Config; intake has no settings yet
    stream = Stream(paths)
    stage = Stage("Taking in", stream.size, lambda: stream.done)
    if case is None:
        batch = collect(watch(stream.found(), stage))
        taken, rejected = tell_apart(batch.reports), set(batch.rejections)
    else:
        with closing(keep(stream, case)) as coming:
            rejected = {found for found in watch(coming, stage) if isinstance(found, Rejection)}
        taken = case.told_apart()
    kept = [(report, _why_unread(report)) for report in taken]
    unread = (Rejection(path=_where(report), reason=f"kept, but not read: {why}") for report, why in kept if why)
    return Outcome(
        reports=tuple(report for report, why in kept if why is None),
        rejections=tuple(sorted({*rejected, *unread})),
        readings={},
    )


def last_run(case: Case) -> Outcome:
    """Return the accounts that the case file holds, with their reports."""
    return Outcome(reports=case.told_apart(), rejections=(), readings={}, accounts=tuple(case.accounts()))


def read_reports(
    reports: Iterable[Report], config: Config, case: Case | None, watch: Watch = unwatched
) -> tuple[dict[str, Reading], list[Rejection]]:
    """Read those reports whose reading the case does not hold; where it is ended, what was read is kept first."""
    listed = list(reports)
    readings = {} if case is None else case.readings(listed)
    new = [report for report in listed if report.id not in readings]
    failed: list[Rejection] = []
    held: list[tuple[Report, Reading]] = []

    def flush() -> None:
        batch = list(held)
        held.clear()  # what cannot be kept is not tried again
        if case is not None:
            case.keep(batch)

    try:
        found = engine.spread(partial(read_one, config=config), new, config.workers)
        for report, result in zip(new, watch(found, Stage("Reading", len(new))) if new else (), strict=True):
            if isinstance(result, Rejection):
                failed.append(result)
                continue
            readings[report.id] = result
            held.append((report, result))
            if len(held) >= BATCH:
                flush()
    finally:
        flush()
    return {report.id: readings[report.id] for report in listed if report.id in readings}, failed


def read_one(report: Report, config: Config) -> Found:
    """Read one report; one that cannot be read is named with the reason, and the others go on."""
    try:
        return read(report, config)
    except MissingResource:
        raise
    except Exception as error:
        reason = f"could not be read ({type(error).__name__}: {error}); a defect in dateline, please report it"
        return Rejection(path=_where(report), reason=" ".join(reason.split()))


def find_stories(
    outcome: Outcome, config: Config, group_by: str | None = None, watch: Watch = unwatched
) -> Iterator[tuple[str, Story]]:
    """Yield every story with the name of its group: the field's value, or the story's own id."""
    filed: dict[str, list[Report]] = {}
    if group_by is not None:
        filed = engine.group((value, report) for report in outcome.reports for value in values_of(report, group_by))
        if not filed and outcome.reports:
            raise InputError(f"no report has a field {group_by!r}; there are: {', '.join(_names(outcome.reports))}")
    for value in sorted(filed):
        yield value, _filed(group_by or "", value, filed[value])
    grouped = {report.id for reports in filed.values() for report in reports}
    rest = [report for report in outcome.reports if report.id not in grouped]
    for story in link(rest, config, lambda placed: watch(placed, Stage("Linking", len(rest)))):
        yield story.id, story


def link_lines(outcome: Outcome, config: Config, watch: Watch = unwatched) -> list[dict[str, Any]]:
    """Return what `dateline link` writes: a line for each report, in order of publication."""
    stories = [story for _, story in find_stories(outcome, config, None, watch)]
    roots = roots_of(copy for story in stories for copy in story.copies)
    return story_lines(stories, roots, (report.id for report in outcome.reports))


def explain_link(outcome: Outcome, report: str, config: Config) -> Explanation:
    """Return why a report, named by its id or by how that begins, belongs to its story.

    Raises:
        InputError: there is no such report, it is not linked, or several ids begin so.
    """
    ids = [r.id for r in outcome.reports]
    found = [report] if report in ids else sorted(rid for rid in ids if report and rid.startswith(report))
    if len(found) > 1:
        more = f" and {len(found) - NAMES} more" if len(found) > NAMES else ""
        raise InputError(f"{len(found)} ids begin with {report!r}: {', '.join(found[:NAMES])}{more}; name one")
    if not found:
        left = next((r for r in outcome.rejections if report and r.path.endswith(f"({report})")), None)
        if left is not None:
            raise InputError(f"{report!r} is in no story: {left.reason}")
        left_out = f" ({len(outcome.rejections)} inputs were left out)" if outcome.rejections else ""
        raise InputError(f"no report has the id {report!r}; dateline link lists them{left_out}")
    explained = explain(outcome.reports, found[0], config)
    assert explained is not None  # noqa: S101 - the report is among them
    return explained


def values_of(report: Report, field: str) -> list[str]:
    """Return the values a report has in a field of its input."""
    found = [value for name, value in report.fields if name == field]
    if field in NAMED and (value := getattr(report, NAMED[field])) is not None:
        found.append(value)
    return sorted(set(found))


def _filed(field: str, value: str, reports: list[Report]) -> Story:
    """Return the story that reports filed under one value are."""
    listed = sorted(reports, key=order)
    copies = find_copies(listed)
    name = f"{field}={value}"
    return Story(
        id=f"g-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}",
        reports=tuple(report.id for report in listed),
        links=tuple(
            StoryLink(report=report.id, score=1.0, features=(("filed", 1.0),), reason=f"filed under {name}")
            for report in listed
        ),
        origins=origins(listed, copies),
        copies=copies,
    )


Dated: TypeAlias = tuple[dict[str, Report], dict[str, Reading]]


def _date(
    stories: Iterable[tuple[str, Story]], outcome: Outcome, config: Config, case: Case | None
) -> Mapping[str, Dated]:
    """Return, for each story, the undated reports that the others of the story date, read again on that day."""
    known = outcome.by_id
    dated = {
        story.id: date_through_story((known[rid] for rid in story.reports), outcome.readings) for _, story in stories
    }
    found: dict[str, Dated] = {}
    for story_id, reports in dated.items():
        if reports:
            readings, _ = read_reports(reports.values(), config, case)
            found[story_id] = ({rid: report for rid, report in reports.items() if rid in readings}, readings)
    return found


def _why_unread(report: Report) -> str | None:
    """Return why a report is kept without being read, None where it is read."""
    if report.language != "en":
        return f"language {report.language!r}, only English is read"
    if len(report.text) > LONGEST:
        return f"{len(report.text):,} characters, only reports of up to {LONGEST:,} are read"
    return None


def _where(report: Report) -> str:
    return f"{report.path or '-'} ({report.id})"


def _names(reports: Iterable[Report]) -> list[str]:
    return sorted({name for report in reports for name, _ in report.fields} | set(NAMED))


class Comparison(Record, frozen=True, kw_only=True):
    """What was known before a day beside what is known now, what changed, and the reports whose day is not known."""

    since: str
    changes: tuple[Changes, ...]
    before: Outcome
    after: Outcome
    undated: tuple[str, ...]


def what_changed(case: Case, since: str, config: Config, group_by: str | None = None) -> Comparison:
    """Tell what changed in a case since a day (ISO 8601): its accounts are rebuilt from what was published before.

    Judgements count from the day they were given (UTC). The accounts that the case file holds stay as they are.

    The day a report counts for is that of its publication, as stated or as its story dates it: the day it was taken in
    says when somebody looked, and would change with every new case file. A report with no day counts as known before,
    since nothing says that it is new.

    Raises:
        InputError: no report has the field to group by.
        StoreError: the log of judgements is not as it was written.
    """
    read = read_paths((), config, case)
    log = case.judgements()
    now = build_accounts(read, config, group_by, case, log)
    days = {s.report: s.published[:10] for a in now.accounts for s in a.sources if s.published is not None}
    kept = tuple(report for report in read.reports if days.get(report.id, "") < since)
    then = msgspec.structs.replace(read, reports=kept, readings={r.id: read.readings[r.id] for r in kept})
    earlier = [entry for entry in log if entry.judgement.at[:10] < since]
    field = group_by if group_by is not None and any(values_of(report, group_by) for report in kept) else None
    before = build_accounts(then, config, field, case, earlier)
    return Comparison(
        since=since,
        changes=changes(before.accounts, now.accounts),
        before=before,
        after=now,
        undated=tuple(report.id for report in read.reports if report.id not in days),
    )
