"""Stories: reports that tell of the same happening, as the stream leaves them."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.config import Config
from dateline.linking.copies import in_time, order
from dateline.linking.linker import Linker, Placed
from dateline.records import Report, Story, StoryTie


def link(reports: Sequence[Report], config: Config) -> tuple[Story, ...]:
    """Group reports into stories; the result does not depend on the order they are given in.

    Story ids are made of the id of the story's first report, and stay as the story grows.
    """
    linker = Linker(config)
    members: dict[str, list[tuple[Report, Placed]]] = {}
    for batch in in_time(reports):
        for report, placed in zip(batch, linker.take(batch), strict=True):
            members.setdefault(placed.story, []).append((report, placed))
    ties = [tie for found in members.values() for _, placed in found for tie in placed.ties]
    return tuple(_story(name, found, ties) for name, found in members.items())


def _story(name: str, members: list[tuple[Report, Placed]], ties: Sequence[StoryTie]) -> Story:
    listed = sorted(members, key=lambda pair: order(pair[0]))
    ids = {report.id for report, _ in listed}
    copies = [placed.copy for _, placed in listed if placed.copy is not None]
    return Story(
        id=name,
        reports=tuple(report.id for report, _ in listed),
        links=tuple(placed.link for _, placed in listed),
        copies=tuple(copy for copy in copies if copy.origin in ids and copy.report in ids),
        ties=tuple(tie for tie in ties if name in (tie.story, tie.other)),
    )
