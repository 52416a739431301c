"""Checking a case file: the log of judgements as it was written, every quotation where it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dateline.errors import RecordError
from dateline.records import Account, Evidence, Report
from dateline.review.chain import check

if TYPE_CHECKING:
    from dateline.store import Case


class Inspection(NamedTuple):
    """What was found to be as it should be, and what not, a line each."""

    fine: list[str]
    wrong: list[str]


def inspect(case: Case, head: str | None = None) -> Inspection:
    """Return what is wrong with a case file; `head` is the hash of a judgement that was noted elsewhere."""
    log = case.log()
    chain = check(log, case.head())
    if head is not None:
        chain += [line for line in check(log, head) if line not in chain]
    if damage := case.damage():
        return Inspection([], [*damage, *chain])
    reports = {report.id: report for report in case.told_apart()}
    quoted = [e for account in case.accounts() for e in _quotations(account)]
    pages = [line for report in reports.values() if (line := _page(case, report)) is not None]
    moved = [
        f"report {e.report}, {e.start}-{e.end}: {e.quote!r} does not stand there"
        for e in quoted
        if e.report not in reports or reports[e.report].text[e.start : e.end] != e.quote
    ]
    fine = [f"{_count(len(reports), 'report')}: every text has the hash it was kept under"]
    shown = sum(report.original_sha256 is not None for report in reports.values())
    if shown and not pages:
        fine.append(f"{_count(shown, 'page')}: each shows the text that was taken out of it")
    if not moved:
        fine.append(f"{_count(len(quoted), 'quotation')}: each stands where it says")
    if not chain:
        last = f"; the last is {log[-1].sha256}" if log else ""
        fine.append(f"{_count(len(log), 'judgement')}: the chain is whole{last}")
    return Inspection(fine, [*pages, *moved, *chain])


def _page(case: Case, report: Report) -> str | None:
    """Return what is wrong with the page that a report was taken out of."""
    if report.original_sha256 is None:
        return None
    original = case.original(report.original_sha256)
    if original is None:
        return f"the page of report {report.id} is not kept"
    try:
        page = original.text
    except RecordError as error:
        return f"the page of report {report.id}: {error}"
    if any(report.text[s:e] != page[a:b] for s, e, a, b in report.runs if e - s == b - a and not page[a:b].isspace()):
        return f"the page of report {report.id} does not show its text where it says"
    return None


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' * (number != 1)}"


def _quotations(account: Account) -> Iterator[Evidence]:
    yield from account.brief
    yield from account.when.evidence
    yield from account.where.evidence
    told = (account.figures, account.facts, account.timeline, account.differences, account.accords, account.origins)
    for items in told:
        for item in items:
            yield from item.evidence
