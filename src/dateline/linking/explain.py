"""Explaining: which stories a report was compared with, what spoke for and against each, and what decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dateline.config import Config
from dateline.linking.likeness import has_common
from dateline.linking.linker import Judged, Linker, Placed
from dateline.linking.model import model
from dateline.linking.sketch import OpenStory, Sketch
from dateline.linking.stories import in_stories
from dateline.records import Copy, Record, Report, Story


class Compared(Record, frozen=True, kw_only=True):
    """One story a report was compared with: `features` by name, value and what each adds to the logit.

    `score` is the logistic function of `bias` and of what the features add, or 0 where `common` is false: report and
    story have nothing in common that may tell one happening from another. `shared` names what both hold, by kind: full
    names, towns, ages, streets, days told of (ISO 8601), tolls.
    """

    story: str
    score: float
    bias: float
    reports: int
    first: str
    common: bool
    features: tuple[tuple[str, float, float], ...]
    shared: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Explanation(Record, frozen=True, kw_only=True):
    """What decided where a report came to; `threshold` is the score from which it joins a story.

    `story` is its story as all reports leave it. `copy` is the copy that the report is, `carriers` are those of it.
    """

    report: str
    story: Story
    reason: str
    threshold: float
    compared: tuple[Compared, ...]
    copy: Copy | None = None
    carriers: tuple[Copy, ...] = ()


def explain(reports: Sequence[Report], report: str, config: Config) -> Explanation | None:
    """Return why one of the reports came to its story; None where there is no such report."""
    met: list[Compared] = []

    def watch(one: Sketch, found: list[Judged]) -> None:
        if one.report == report:
            met.extend(_compared(one, judged) for judged in found)

    if all(one.id != report for one in reports):
        return None
    stories, placed = in_stories(reports, Linker(config, watch))
    return _explanation(report, stories, placed, met)


def _explanation(
    report: str, stories: Sequence[Story], placed: dict[str, Placed], met: Sequence[Compared]
) -> Explanation:
    copies = [copy for story in stories for copy in story.copies]
    return Explanation(
        report=report,
        story=next(story for story in stories if story.id == placed[report].story),
        reason=placed[report].link.reason,
        threshold=model().threshold,
        compared=tuple(met),
        copy=next((copy for copy in copies if copy.report == report), None),
        carriers=tuple(copy for copy in copies if copy.origin == report),
    )


def _compared(report: Sketch, judged: Judged) -> Compared:
    added = model().contributions(judged.features)
    listed = sorted(added, key=lambda name: (-abs(added[name]), name))
    return Compared(
        story=judged.story.id,
        score=round(judged.score, 4),
        bias=round(model().base, 2),
        reports=judged.story.size,
        first=judged.story.members[0].report,
        common=has_common(judged.features),
        features=tuple((name, round(judged.features.get(name, 0.0), 3), round(added[name], 2)) for name in listed),
        shared=tuple((kind, names) for kind, names in _shared(report, judged.story).items() if names),
    )


def _shared(report: Sketch, story: OpenStory) -> dict[str, tuple[str, ...]]:
    """Return what a report and the reports of a story name alike, the rarest full names first."""
    towns = {name for member in story.members for name, _ in member.where.towns}
    tolls = {toll for member in story.members for toll in member.marks.tolls}
    names = [name for name in report.names if name in story.names]
    return {
        "full names": tuple(sorted(names, key=lambda name: (-report.names[name], name))),
        "towns": tuple(name for name, _ in report.where.towns if name in towns),
        "ages": tuple(sorted(report.marks.ages & story.ages)),
        "streets": tuple(sorted(report.marks.streets & story.streets)),
        "days told of": tuple(date.fromordinal(day).isoformat() for day in sorted(report.marks.days & story.days)),
        "tolls": tuple(sorted(report.marks.tolls & tolls)),
    }
