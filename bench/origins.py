"""Independent origins counted again from the quotations alone, to tell whether anything is corroborated by one.

`python -m bench origins [--errors]`: the accounts of gun-violence incidents told by several reports, and of the suite of
small stories. The recount knows nothing of how accounts are made. For each corroborated figure, fact or dated entry it
takes every quotation back to its report and counts as different only what differs in all of these: the voices that the
reading of that report gives for the quotation, the publisher or its site, the words themselves, and the text around:
reports that share a long passage outside quotations are one, unless each names its own voice.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from bench.tasks import Choice, Item, Result, Score, Task
from dateline.config import Config
from dateline.pipeline import Outcome, make_accounts, read_paths
from dateline.reconciling.names import fold_name
from dateline.records import Account, Evidence, Fact, Figure, Reading, Report, Span, TimelineEntry

RUN = 20
"""Words in a row, about one long sentence, that two texts share only where one carries the other."""

SHORT_RUN = 10
"""Words in a row that two reports do not choose alike when each tells a thing in its own voice."""

Side: TypeAlias = tuple[frozenset[str], Evidence]

SAMPLE = 200
"""Incidents whose accounts are recounted unless told otherwise."""


def recount(account: Account, reports: Mapping[str, Report], readings: Mapping[str, Reading]) -> list[str]:
    """Return the corroborated figures, facts and entries that rest on a single origin, as one line each."""
    wrong = []
    for thing in corroborated(account):
        count = origins_behind(thing.evidence, reports, readings)
        if count < 2:
            name = thing.fact if isinstance(thing, TimelineEntry) else thing.id
            wrong.append(f"{account.group} {name}: {count} origin: {[e.quote for e in thing.evidence][:3]}")
    return wrong


def corroborated(account: Account) -> list[Figure | Fact | TimelineEntry]:
    """Return what an account says is corroborated."""
    things: list[Figure | Fact | TimelineEntry] = [*account.figures, *account.facts, *account.timeline]
    return [thing for thing in things if thing.standing == "corroborated"]


def origins_behind(evidence: Sequence[Evidence], reports: Mapping[str, Report], readings: Mapping[str, Reading]) -> int:
    """Count quotations that differ in voice, publisher and wording."""
    sides = [(_voices(e, readings[e.report]), e) for e in evidence]
    own = _groups([side for side in sides if not side[0]], reports)
    voiced = [side for side in sides if side[0]]
    told = {e.report for _, e in voiced}
    untold = [
        group
        for group in own
        if not any(e.report in told or any(_one((), e, v, reports) for _, v in voiced) for _, e in group)
    ]
    return len(_groups(voiced, reports)) + len(untold)


def _groups(sides: Sequence[Side], reports: Mapping[str, Report]) -> list[list[Side]]:
    groups: list[list[Side]] = []
    for voices, e in sides:
        near = [g for g in groups if any(_named_alike(voices, v) or _one(voices, e, o, reports) for v, o in g)]
        groups = [group for group in groups if group not in near]
        groups.append([(voices, e), *(other for group in near for other in group)])
    return groups


def _voices(evidence: Evidence, reading: Reading) -> frozenset[str]:
    """Return the names in the attributions that hold the greater part of a quotation."""
    span = Span(evidence.start, evidence.end)
    found = set()
    for attribution in reading.attributions:
        shared = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in attribution.content)
        if 2 * shared > span.end - span.start:
            found |= {fold_name(link.name) for link in attribution.chain[:1]}
    return frozenset(found)


def _named_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(_within(v, o) for v in one for o in other)


def _one(voices: Collection[str], a: Evidence, b: Evidence, reports: Mapping[str, Report]) -> bool:
    """Tell whether two quotations are of one text; `voices` are those of the first, and of both where it has any."""
    one_house = bool(_houses(reports[a.report]) & _houses(reports[b.report]))
    if not voices and (a.report == b.report or one_house):
        return True
    if a.report == b.report:
        return False
    if set(_runs(a.quote)) & set(_runs(b.quote)):
        return True
    if voices:
        return False
    short = set(_runs(a.quote, SHORT_RUN)) & set(_runs(b.quote, SHORT_RUN))
    return bool(short) or bool(_passages(reports[a.report].text) & _passages(reports[b.report].text))


def _houses(report: Report) -> frozenset[str]:
    """Return the publisher, the host of the address and who signs the text, as far as they are given."""
    address = re.sub(r"^https?://web\.archive\.org/web/[^/]+/", "", report.url or "")
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    signed = fold_name(report.credit.of(report.text)) if report.credit is not None else ""
    return frozenset({host, report.publisher or "", signed} - {""})


@lru_cache(maxsize=4096)
def _passages(text: str) -> frozenset[tuple[str, ...]]:
    """Return the long runs of words of a report that lie outside its quotations."""
    return frozenset(run for piece in re.split(r"[“\"][^”\"]{1,1500}[”\"]", text) for run in _runs(piece))


def _within(one: str, other: str) -> bool:
    """Tell whether one name's words are all in the other's ("police", "leeds police")."""
    return set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split())


def _runs(text: str, length: int = RUN) -> Iterator[tuple[str, ...]]:
    words = text.casefold().split()
    yield from (tuple(words[n : n + length]) for n in range(len(words) - length + 1))


def run(choice: Choice) -> Result:
    """Recount the accounts of incidents and of the suite."""
    from bench import figures, reconciling

    _, docs = figures.load(Choice(choice.part, choice.sample or SAMPLE))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(d) + "\n" for group in docs.values() for d in group), encoding="utf-8")
        incidents = make_accounts(read_paths([path], Config()), Config(), group_by="incident")
    scores: list[Score] = []
    items: list[Item] = []
    for name, outcome in (("incidents", incidents), ("suite", reconciling.outcome())):
        wrong, count = _recount_all(outcome)
        scores.append(Score(f"{name}: corroborated by one origin", len(wrong), 0.0, most=True, counts=f"of {count}"))
        items += [Item(f"{name} {line.split(':')[0]}", False, line) for line in wrong]
    return Result(scores, items)


def _recount_all(outcome: Outcome) -> tuple[list[str], int]:
    by_id = outcome.by_id
    wrong = [line for account in outcome.accounts for line in recount(account, by_id, outcome.readings)]
    return wrong, sum(len(corroborated(account)) for account in outcome.accounts)


TASK = Task("origins", "what is said to be corroborated, counted again", run)
