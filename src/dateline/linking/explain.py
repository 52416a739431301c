"""Explaining: which stories a report was compared with, what spoke for and against each, and what decided."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.config import Config
from dateline.linking.copies import in_time
from dateline.linking.linker import Judged, Linker, Placed
from dateline.linking.model import model
from dateline.records import Record, Report


class Compared(Record, frozen=True, kw_only=True):
    """One story a report was compared with: `features` by name, value and what each adds to the logit."""

    story: str
    score: float
    reports: int
    first: str
    features: tuple[tuple[str, float, float], ...]


class Explanation(Record, frozen=True, kw_only=True):
    """What decided where a report came to; `threshold` is the score from which it joins a story."""

    report: str
    story: str
    reason: str
    threshold: float
    compared: tuple[Compared, ...]


def explain(reports: Sequence[Report], report: str, config: Config) -> Explanation | None:
    """Return why one of the reports came to its story; None where there is no such report."""
    met: list[Compared] = []

    def watch(name: str, found: list[Judged]) -> None:
        if name == report:
            met.extend(_compared(judged) for judged in found)

    linker = Linker(config, watch)
    for batch in in_time(reports):
        placed = dict(zip((one.id for one in batch), linker.take(batch), strict=True))
        if report in placed:
            return _explanation(report, placed[report], met)
    return None


def _explanation(report: str, placed: Placed, met: Sequence[Compared]) -> Explanation:
    return Explanation(
        report=report,
        story=placed.story,
        reason=placed.link.reason,
        threshold=model().threshold,
        compared=tuple(met),
    )


def _compared(judged: Judged) -> Compared:
    added = model().contributions(judged.features)
    listed = sorted(added, key=lambda name: (-abs(added[name]), name))
    return Compared(
        story=judged.story.id,
        score=round(judged.score, 4),
        reports=judged.story.size,
        first=judged.story.members[0].report,
        features=tuple((name, round(judged.features[name], 3), round(added[name], 2)) for name in listed),
    )
