"""Reports that are the same: one text filed twice, one id given twice."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

import msgspec

from dateline.records import Report

SUFFIX = 6
"""Hexadecimal digits of a text's hash that tell apart two texts given the same id."""


def merge(reports: Iterable[Report]) -> list[Report]:
    """Make one report of those with the same id and text, with the fields of all; sorted by date, id and text.

    Where they differ in anything else, the dated and then the smallest record stands for all: neither the order they
    came in nor how many at a time decides.
    """
    groups: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in reports:
        groups[report.id, report.text].append(report)
    merged = [_one(same) for same in groups.values()]
    return sorted(merged, key=lambda r: (r.published is None, r.published or "", r.id, _hash(r)))


def tell_apart(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Give each report an id of its own: of several texts with one id, the first by date and content keeps it."""
    seen: set[str] = set()
    found = []
    for report in sorted(reports, key=lambda r: (r.published is None, r.published or "", r.id, _hash(r))):
        new = report
        if report.id in seen:
            new = msgspec.structs.replace(report, id=f"{report.id}~{_hash(report)[:SUFFIX]}")
        seen.add(report.id)
        found.append(new)
    return tuple(sorted(found, key=order))


def given_id(name: str) -> str:
    """Return the id that a report was given, of the one that tells it apart.

    >>> given_id("wire-7~9f2c41"), given_id("wire-7")
    ('wire-7', 'wire-7')
    """
    return name.rsplit("~", 1)[0]


def order(report: Report) -> tuple[bool, str, str]:
    """Order of publication: by date, the undated last, then by id."""
    return (report.published is None, report.published or "", report.id)


def _one(same: list[Report]) -> Report:
    best = min(same, key=_rank)
    fields = tuple(sorted({pair for report in same for pair in report.fields}))
    path = min((report.path for report in same if report.path is not None), default=None)
    return msgspec.structs.replace(best, fields=fields, path=path)


def _rank(report: Report) -> tuple[bool, str, bytes]:
    plain = msgspec.structs.replace(report, path=None, fields=())
    return (report.published is None, report.published or "", msgspec.json.encode(plain))


def _hash(report: Report) -> str:
    return hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()
