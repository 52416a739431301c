"""A flow of three stages: nodes stacked in columns, bands between them as wide as what flows.

Columns are put in order from right to left by the barycentre of what a node flows to (Sugiyama's heuristic), so that
few bands cross; no two nodes of a column overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from dateline.records import Record

WIDEST = 22.0
"""Width of the widest band, in pixels."""
THIN = 1.5
"""Least width of a band, in pixels."""


class Placed(Record, frozen=True, kw_only=True):
    """A node's middle from the top and its height, in pixels, and how much flows through it."""

    y: float
    height: float
    amount: int


class Band(Record, frozen=True, kw_only=True):
    """A band from node `start` to node `end`: the middle of both its ends and its width in pixels."""

    start: int
    end: int
    stage: int
    y1: float
    y2: float
    width: float
    amount: int


class Flow(Record, frozen=True, kw_only=True):
    """The bands between nodes and the height of it all in pixels."""

    bands: tuple[Band, ...]
    height: float


Route = tuple[str, str, str]
Key = tuple[int, str]


def flow(
    routes: Mapping[Route, int], last: Callable[[str], int], least: Callable[[int, str], float], rest: str = ""
) -> tuple[dict[Key, Placed], Flow]:
    """Place the nodes of all routes; nodes are numbered in the order of the result.

    `last` orders the last stage; `least` is the height in pixels that a node of a stage needs for its name. `rest` is
    the key of what stands for many, and stands last in its stage.
    """
    links: dict[tuple[Key, Key], int] = {}
    sums: dict[Key, int] = {}
    for route, n in routes.items():
        keys = tuple(enumerate(route))
        for key in keys:
            sums[key] = sums.get(key, 0) + n
        for one, other in pairwise(keys):
            links[one, other] = links.get((one, other), 0) + n
    scale = WIDEST / max(links.values(), default=1)
    order = _order(sums, links, last, rest)
    tall = {k: max(least(*k), scale * sums[k] + 6) for k in sums}
    used = [sum(tall[k] for k in order if k[0] == stage) for stage in range(3)]
    high = max(used)
    placed: dict[Key, Placed] = {}
    for stage in range(3):
        column = [k for k in order if k[0] == stage]
        at, spare = 0.0, (high - used[stage]) / max(1, len(column))
        for key in column:
            size = tall[key] + spare
            height = max(THIN, scale * sums[key])
            placed[key] = Placed(y=round(at + size / 2, 1), height=round(height, 1), amount=sums[key])
            at += size
    return placed, Flow(bands=_bands(links, placed, scale), height=round(high, 1))


def _order(
    sums: Mapping[Key, int], links: Mapping[tuple[Key, Key], int], last: Callable[[str], int], rest: str
) -> list[Key]:
    """Return all nodes, stage by stage, each stage from the top."""
    ends = sorted((k for k in sums if k[0] == 2), key=lambda k: (last(k[1]), k[1]))
    rank: dict[Key, float] = {k: n / max(1, len(ends)) for n, k in enumerate(ends)}
    columns = [ends]
    for stage in (1, 0):
        pull = {k: 0.0 for k in sums if k[0] == stage}
        for (one, other), n in links.items():
            if one in pull:
                pull[one] += rank[other] * n / sums[one]
        column = sorted(pull, key=lambda k: (k[1] == rest, round(pull[k], 9), -sums[k], k[1]))
        rank |= {k: n / len(column) for n, k in enumerate(column)}
        columns.insert(0, column)
    return [k for column in columns for k in column]


def _bands(links: Mapping[tuple[Key, Key], int], placed: Mapping[Key, Placed], scale: float) -> tuple[Band, ...]:
    """Return the bands, stacked at both their ends in the order of the other end."""
    number = {k: n for n, k in enumerate(placed)}
    out = {k: p.y - p.height / 2 for k, p in placed.items()}
    into = dict(out)
    ends: dict[tuple[Key, Key], list[float]] = {link: [0.0, 0.0] for link in links}
    for side, at in ((0, out), (1, into)):
        for link in sorted(links, key=lambda link: (placed[link[1 - side]].y, link)):
            width = links[link] * scale
            ends[link][side] = at[link[side]] + width / 2
            at[link[side]] += width
    return tuple(
        Band(
            start=number[one], end=number[other], stage=one[0], y1=round(ends[one, other][0], 1),
            y2=round(ends[one, other][1], 1), width=round(max(THIN, n * scale), 1), amount=n,
        )
        for (one, other), n in sorted(links.items())
    )  # fmt: skip
