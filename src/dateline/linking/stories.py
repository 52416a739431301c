"""Stories: reports that tell of the same happening, as the stream leaves them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from dateline.config import Config
from dateline.linking.copies import find_copies, one_each, roots_of
from dateline.linking.direction import in_time, named, order
from dateline.linking.linker import Linker, Placed
from dateline.records import Copy, Report, Story, StoryTie

Looker: TypeAlias = Callable[[Iterator[tuple[Report, Placed]]], Iterator[tuple[Report, Placed]]]
"""Looks on while reports are placed, and hands them on."""


def link(reports: Sequence[Report], config: Config, look: Looker = iter) -> tuple[Story, ...]:
    """Group reports into stories; the result does not depend on the order they are given in.

    Story ids are made of the id of the story's first report, and stay as the story grows.
    """
    return in_stories(reports, Linker(config), look)[0]


def in_stories(
    reports: Sequence[Report], linker: Linker, look: Looker = iter
) -> tuple[tuple[Story, ...], dict[str, Placed]]:
    """Return the stories that a linker makes of reports, and where it put each report, by id."""
    members: dict[str, list[tuple[Report, Placed]]] = {}
    for report, placed in look(pair for b in in_time(reports) for pair in zip(b, linker.take(b), strict=True)):
        members.setdefault(placed.story, []).append((report, placed))
    by_report = {report.id: placed for found in members.values() for report, placed in found}
    ties = [tie for placed in by_report.values() for tie in placed.ties]
    seen = [placed.copy for placed in by_report.values() if placed.copy is not None]
    copies = one_each([*(copy for found in members.values() for copy in _reprints(found)), *seen])
    return tuple(_story(name, found, copies, ties) for name, found in members.items()), by_report


def _reprints(members: list[tuple[Report, Placed]]) -> tuple[Copy, ...]:
    """Return the copies within a story that was taken up again: its first texts had left the window."""
    closed = any(name == "closed" for _, placed in members for name, _ in placed.link.features)
    return find_copies(report for report, _ in members) if closed else ()


def _story(name: str, members: list[tuple[Report, Placed]], copies: Sequence[Copy], ties: Sequence[StoryTie]) -> Story:
    listed = sorted(members, key=lambda pair: order(pair[0]))
    reports = [report for report, _ in listed]
    ids = {report.id for report in reports}
    own = tuple(copy for copy in copies if copy.report in ids)
    return Story(
        id=name,
        reports=tuple(report.id for report in reports),
        links=tuple(placed.link for _, placed in listed),
        origins=origins(reports, copies),
        copies=own,
        ties=tuple(tie for tie in ties if name in (tie.story, tie.other)),
    )


def origins(reports: Sequence[Report], copies: Sequence[Copy]) -> int:
    """Return how many independent texts reports are: copies of one text, and texts of one agency, count once."""
    roots = roots_of(copies)
    signed = {report.id: named(report.credit.of(report.text)) for report in reports if report.credit is not None}
    families: dict[str, str] = {}
    for report in reports:
        root = roots.get(report.id, report.id)
        name = signed.get(root) or signed.get(report.id)
        families[root] = f"agency:{name}" if name else families.get(root, root)
    return len(set(families.values()))
