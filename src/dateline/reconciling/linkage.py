"""Groups of things: by average link over sparse pairs (a pair not given counts as unlike), or by tokens they share."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush


def average_link(count: int, pairs: Mapping[tuple[int, int], float], least: float) -> list[int]:
    """Return the group number of each of `count` things, numbered by first member.

    Two groups are joined while the mean of the scores of all pairs between them is at least `least` (above 0).
    Time grows with the pairs given, never with all pairs. Ties go to the first by number.

    >>> average_link(4, {(0, 1): 0.9, (1, 2): 0.5, (0, 2): 0.1}, 0.4)
    [0, 0, 1, 2]
    """
    sums: list[dict[int, float]] = [{} for _ in range(count)]
    for (one, other), score in pairs.items():
        sums[one][other] = sums[other][one] = score
    size = [1] * count
    parent = list(range(count))
    queue = [(-score, min(pair), max(pair)) for pair, score in pairs.items() if score >= least]
    heapify(queue)
    while queue:
        score, one, other = heappop(queue)
        if parent[one] != one or parent[other] != other or -score != _mean(sums, size, one, other):
            continue
        keep, gone = (one, other) if len(sums[one]) >= len(sums[other]) else (other, one)
        parent[gone] = keep
        del sums[keep][gone]
        for third, value in sums[gone].items():
            if third != keep:
                sums[keep][third] = sums[third][keep] = sums[keep].get(third, 0.0) + value
                del sums[third][gone]
        sums[gone] = {}
        size[keep] += size[gone]
        for third in sums[keep]:
            mean = _mean(sums, size, keep, third)
            if mean >= least:
                heappush(queue, (-mean, min(keep, third), max(keep, third)))
    return _numbered(parent)


def by_shared(tokens: Sequence[Iterable[Hashable]]) -> list[int]:
    """Return the group number of each thing: those that share a token, directly or through others, are one group.

    >>> by_shared([("a", "b"), ("c",), ("b", "d"), ("d",)])
    [0, 1, 0, 0]
    """
    parent = list(range(len(tokens)))
    first: dict[Hashable, int] = {}
    for n, own in enumerate(tokens):
        for token in own:
            low, high = sorted((_root(parent, n), _root(parent, first.setdefault(token, n))))
            parent[high] = low
    return _numbered(parent)


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _mean(sums: list[dict[int, float]], size: list[int], one: int, other: int) -> float:
    return sums[one].get(other, 0.0) / (size[one] * size[other])


def _numbered(parent: list[int]) -> list[int]:
    numbers: dict[int, int] = {}
    found = []
    for at in range(len(parent)):
        root = at
        while parent[root] != root:
            root = parent[root]
        found.append(numbers.setdefault(root, len(numbers)))
    return found
