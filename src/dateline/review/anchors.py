"""Anchors: what judgements hold on to, and how it is found again after a rerun.

Reports are known by the hash of their text, statements and figures by the characters they rest on. Where the reading
has shifted, the nearest statement of at least half the same characters is taken; where there is none, none is guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

import msgspec

from dateline.codec import encode
from dateline.intake import given_id
from dateline.reconciling.judged import Key
from dateline.reconciling.names import fold_name
from dateline.records import (
    Accord,
    Account,
    Anchor,
    Difference,
    Evidence,
    Fact,
    Figure,
    Origin,
    Reading,
    Report,
    ReportKey,
)
from dateline.telling import shown
from dateline.wording import content_stems

SAME_PLACE = 0.5
"""Share of the characters of two stretches together from which they are taken for one statement."""

NAMED = 3
"""Reports of a part of a story that are named."""

T = TypeVar("T", Figure, Fact, Difference, Accord)

Index: TypeAlias = Mapping[tuple[str, str], str]
"""Ids of reports now, by the id they had and the hash of their text."""


# ---------------------------------------------------------------- made


def of_figure(figure: Figure, reports: Mapping[str, Report]) -> Anchor:
    """Return the anchor of a figure."""
    return Anchor(
        kind="figure",
        reports=keys(figure.evidence, reports),
        evidence=tuple(sorted(figure.evidence)),
        measure=figure.measure,
        whom=figure.whom,
        scope=figure.scope,
        unit=figure.unit,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        title=f"{shown.label(figure)}: {shown.stated(figure)}",
    )


def of_fact(fact: Fact, reports: Mapping[str, Report], only: Iterable[Evidence] | None = None) -> Anchor:
    """Return the anchor of a fact, or of part of its quotations."""
    evidence = tuple(sorted(fact.evidence if only is None else only))
    return Anchor(
        kind="fact",
        reports=keys(evidence, reports),
        evidence=evidence,
        earliest=fact.earliest,
        latest=fact.latest,
        title=shown.told(fact) if only is None else None,
    )


def of_story(ids: Iterable[str], reports: Mapping[str, Report]) -> Anchor:
    """Return the anchor of the story that these reports are, or of a part of one: it is named by their titles."""
    listed = sorted(set(ids))
    titles = list(dict.fromkeys(_titled(reports[rid]) for rid in listed))
    more = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
    return Anchor(
        kind="story",
        reports=tuple(sorted(report_key(reports[rid]) for rid in listed)),
        title=", ".join(shown.quoted(title) for title in titles[:NAMED]) + more,
    )


def of_sources(account: Account, reports: Mapping[str, Report]) -> Anchor:
    """Return the anchor of the story that an account tells: it is named by its headline, where it has one."""
    story = of_story((source.report for source in account.sources), reports)
    headline = account.headline
    return story if headline is None else msgspec.structs.replace(story, title=shown.quoted(headline.quote))


def _titled(report: Report) -> str:
    path = (report.path or "").rsplit("/", 1)[-1]
    return report.title.of(report.text) if report.title is not None else path or report.id


def of_account(account: Account, reports: Mapping[str, Report]) -> Anchor:
    """Return the anchor of an account that is signed off, as it stands."""
    return msgspec.structs.replace(of_sources(account, reports), name=content_hash(account))


def content_hash(account: Account) -> str:
    """Return the SHA-256 of all that an account says, whoever judged it."""

    def plain(items: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(msgspec.structs.replace(item, judged=()) if item.judged else item for item in items)

    said = msgspec.structs.replace(
        account,
        figures=plain(account.figures),
        facts=plain(account.facts),
        differences=plain(account.differences),
        accords=plain(account.accords),
        judgements=(),
    )
    return hashlib.sha256(encode(said)).hexdigest()


def of_origin(origin: Origin, reports: Mapping[str, Report]) -> Anchor:
    """Return the anchor of a voice at the head of attribution chains."""
    return Anchor(
        kind="origin",
        reports=keys(origin.evidence, reports),
        evidence=tuple(sorted(origin.evidence)),
        name=origin.name,
    )


def of_report(report: Report) -> Anchor:
    """Return the anchor of a report as the origin of what it says in its own words."""
    path = (report.path or "").rsplit("/", 1)[-1]
    name = path if path and not path.endswith(".jsonl") else report.publisher
    return Anchor(kind="report", reports=(report_key(report),), name=name)


def report_key(report: Report) -> ReportKey:
    """Return what a report is known by."""
    return ReportKey(report.id, hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest())


def keys(evidence: Iterable[Evidence], reports: Mapping[str, Report]) -> tuple[ReportKey, ...]:
    """Return the reports that evidence stands in."""
    return tuple(sorted({report_key(reports[e.report]) for e in evidence}))


# ---------------------------------------------------------------- found again


def index(reports: Iterable[Report]) -> Index:
    """Return where reports are found now, whichever of several with one id kept it."""
    found: dict[tuple[str, str], str] = {}
    for report in sorted(reports, key=lambda r: r.id):
        key = report_key(report)
        found[key.report, key.sha256] = report.id
        found.setdefault((given_id(key.report), key.sha256), report.id)
    return found


def locate(anchor: Anchor, where: Index) -> Anchor | None:
    """Return an anchor with the ids that its reports have now, less what is gone; None where all are gone."""
    ids = {}
    for key in anchor.reports:
        now = where.get((key.report, key.sha256)) or where.get((given_id(key.report), key.sha256))
        if now is not None:
            ids[key.report] = now
    if not ids:
        return None
    return msgspec.structs.replace(
        anchor,
        reports=tuple(sorted(ReportKey(ids[k.report], k.sha256) for k in anchor.reports if k.report in ids)),
        evidence=tuple(msgspec.structs.replace(e, report=ids[e.report]) for e in anchor.evidence if e.report in ids),
    )


def statements(anchor: Anchor, readings: Mapping[str, Reading]) -> frozenset[Key]:
    """Return the statements, as they are read now, that an anchor's quotations are."""
    return frozenset(
        key for e in anchor.evidence if e.report in readings and (key := _nearest(e, readings[e.report])) is not None
    )


def _nearest(e: Evidence, reading: Reading) -> Key | None:
    shares = [(_share(e.start, e.end, s.start, s.end), -s.start, -s.end) for s in reading.statements]
    best = max(shares, default=(0.0, 0, 0))
    return (e.report, -best[1], -best[2]) if best[0] >= SAME_PLACE else None


def _share(start: int, end: int, other_start: int, other_end: int) -> float:
    shared = min(end, other_end) - max(start, other_start)
    return shared / (max(end, other_end) - min(start, other_start)) if shared > 0 else 0.0


def find_figure(anchor: Anchor, figures: Sequence[Figure]) -> Figure | None:
    """Return the figure that now stands for what was judged: of the same measure, on the same characters.

    It must count the same people or things, or give the number that was judged; of several the likest is taken.
    """
    found = []
    for figure in figures:
        shared = _overlapping(anchor, figure.evidence)
        whom = _whom(anchor.whom, figure.whom)
        value = (figure.low, figure.best, figure.high) == (anchor.low, anchor.best, anchor.high)
        if shared and (figure.measure, figure.unit) == (anchor.measure, anchor.unit) and (whom or value):
            rank = (figure.scope == anchor.scope, whom, value, shared, figure.standing != "superseded", figure.id)
            found.append((rank, figure))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _whom(one: str | None, other: str | None) -> int:
    """Return how alike two descriptions of whom are: 2 the same, 1 they can be, 0 they are not."""
    first, second = content_stems(one or ""), content_stems(other or "")
    if first == second:
        return 2
    return int(not first or not second or bool(first & second))


def find_fact(anchor: Anchor, facts: Sequence[Fact], readings: Mapping[str, Reading]) -> Fact | None:
    """Return the fact that rests on most of the statements that were judged."""
    wanted = statements(anchor, readings)
    counts = [(len(wanted & {(e.report, e.start, e.end) for e in fact.evidence}), fact.id, fact) for fact in facts]
    best = max(counts, key=lambda found: found[:2], default=None)
    return best[2] if best is not None and best[0] else None


def find_origin(anchor: Anchor, account: Account) -> Origin | None:
    """Return the voice of an anchor: of the same name, else one like it that says what was quoted."""
    name = fold_name(anchor.name or "")
    for origin in account.origins:
        if fold_name(origin.name) == name:
            return origin
    near = [
        (_overlapping(anchor, origin.evidence), origin.name, origin)
        for origin in account.origins
        if set(fold_name(origin.name).split()) & set(name.split())
    ]
    best = max(near, key=lambda found: found[:2], default=None)
    return best[2] if best is not None and best[0] else None


def _overlapping(anchor: Anchor, evidence: Sequence[Evidence]) -> int:
    """Return on how many of an anchor's quotations evidence rests too, in whole or in part."""
    return sum(
        any(e.report == other.report and e.start < other.end and other.start < e.end for other in evidence)
        for e in anchor.evidence
    )
