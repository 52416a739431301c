"""Spellings: one person whose name two reports write differently ("Anna Kowalski", "Anna Kowalsky")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.reconciling.attributes import Value
from dateline.reconciling.lines import Line
from dateline.reconciling.told import Told
from dateline.records import Reading


def spelled(lines: Sequence[Line], reading: Reading) -> Iterator[Told]:
    """Yield how the names of people of whom an age is told beside the name are written."""
    for line in lines:
        for actor in reading.actors:
            if actor.kind != "person":
                continue
            for m in actor.mentions:
                if not line.evidence.start <= m.start < m.end <= line.evidence.end:
                    continue
                at, end = m.start - line.evidence.start, m.end - line.evidence.start
                name = " ".join(line.text[at:end].replace("’", "'").removesuffix("'s").split())
                age = _age(line.text, at, end)
                if age is None or len(name.split()) < 2:
                    continue
                said = line.at(at)
                yield Told(
                    of="name",
                    what="name",
                    value=Value(
                        about="name",
                        of="",
                        written=name,
                        start=at,
                        word=f"{name.split()[0]} {name.split()[-1]}".casefold(),
                    ),
                    said=said,
                    evidence=said.evidence,
                    moments=frozenset(),
                    noun=f"{age} {name}",
                )


def _age(text: str, start: int, end: int) -> str | None:
    before = re.search(r"(\d{1,2})-year-old\s+(?:\w+\s+)?$", text[:start])
    behind = re.match(r",\s*(?:age\s+)?(\d{1,2})\b", text[end:])
    found = before or behind
    return found.group(1) if found else None


def one_name(one: str, other: str) -> bool:
    """Tell whether two names with the age told of them may be one person's, written differently.

    >>> one_name("39 Anna Kowalski", "39 Anna Kowalsky"), one_name("39 Anna Kowalski", "12 Anna Kowalsky")
    (True, False)
    >>> one_name("5 Mia Lee", "5 Tia Lee"), one_name("34 Jaime Salas", "34 Jamie Salas")
    (False, True)
    """
    (age, *first), (years, *second) = one.casefold().split(), other.casefold().split()
    if age != years:
        return False
    parts = (first[0], first[-1]), (second[0], second[-1])
    unlike = [(a, b) for a, b in zip(*parts, strict=True) if a != b]
    return all(_nearly(a, b) for a, b in unlike)


SHORT = 4
"""Letters below which two names that differ in one are two names."""


def _nearly(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= SHORT and a[0] == b[0] and edits(a, b) <= (1 if min(len(a), len(b)) < 6 else 2)


def edits(a: str, b: str) -> int:
    """Count the letters to change, add, drop or swap to make one word the other (Damerau 1964, restricted).

    >>> edits("jaime", "jamie"), edits("stewart", "stuart")
    (1, 2)
    """
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
