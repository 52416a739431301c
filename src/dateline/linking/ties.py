"""Ties between stories: two that turn out to be one, one that turns out to be two. Nothing is moved, ids stay.

A merge is seen by a report that belongs to two stories: the older one goes on, the younger one takes no more reports.
A split is seen in the reports a story keeps: two groups with nothing in common but, at most, one report that speaks of
both. The group without the story's first report goes on as a story of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dateline.linking.sketch import OpenStory, Sketch
from dateline.records import StoryTie

APART = 0.06
"""Cosine of two reports' words below which, naming no one in common, they share nothing but the stream's language."""

TELLING = 5.0
"""Rarity from which a full name that two reports share holds them together."""

FEWEST = 2
"""Reports of a group that make a story of its own: one alone may be told in words of its own."""


def is_due(size: int) -> bool:
    """Tell whether a story of so many reports is looked at for a split: at 5, 10, 20, and so on."""
    return size >= 5 and size % 5 == 0 and (size // 5).bit_count() == 1


def groups(members: Sequence[Sketch]) -> list[int] | None:
    """Return the places of the reports that tell of another happening than the first; None where all hold together."""
    near = _near(members)
    everyone = list(range(len(members)))
    for bridge in (None, *everyone[1:]):
        left = [n for n in everyone if n != bridge]
        held = {left[0]}
        while more := {n for n in left if n not in held and any(near[n, m] for m in held)}:
            held |= more
        rest = [n for n in left if n not in held]
        if len(held) >= FEWEST and len(rest) >= FEWEST and _whole(rest, near):
            return rest
    return None


def _near(members: Sequence[Sketch]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Tell of each two reports whether their words or names hold them together."""
    _, place = np.unique(np.concatenate([member.spots for member in members]), return_inverse=True)
    table = np.zeros((len(members), int(place.max(initial=0)) + 1))
    at = 0
    for n, member in enumerate(members):
        table[n, place[at : at + len(member.spots)]] = member.weights
        at += len(member.spots)
    near: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = table @ table.T >= APART
    for n, one in enumerate(members):
        for m, other in enumerate(members[:n]):
            if any(rarity >= TELLING and name in other.names for name, rarity in one.names.items()):
                near[n, m] = near[m, n] = True
    return near


def _whole(group: Sequence[int], near: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> bool:
    """Tell whether the reports of a group hold together."""
    held = {group[0]}
    while more := {n for n in group if n not in held and any(near[n, m] for m in held)}:
        held |= more
    return len(held) == len(group)


def merged(older: OpenStory, younger: OpenStory, report: str, score: float) -> StoryTie:
    """Return the tie of two stories that a report shows to be one."""
    return StoryTie(
        kind="merge",
        story=older.id,
        other=younger.id,
        report=report,
        score=round(score, 4),
        reports=(),
        reason="a report belongs to both, and they to one another: the older goes on",
    )


def split(story: OpenStory, other: OpenStory, report: str) -> StoryTie:
    """Return the tie of a story and the one that parts from it."""
    return StoryTie(
        kind="split",
        story=story.id,
        other=other.id,
        report=report,
        score=None,
        reports=tuple(member.report for member in other.members),
        reason="these reports share neither words nor names with the others: they go on as a story of their own",
    )
