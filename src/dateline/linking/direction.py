"""Direction of copying: who came first, and who says that his text is another's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from urllib.parse import urlsplit

from dateline.linking.fingerprints import plain
from dateline.reading.kinds import fold_actor, kinds
from dateline.records import Report

TAIL = 6
"""Words up to which a last line may sign the text above it."""

ITEMS = 3
"""Bars in a first line from which it is a menu and no title."""

_MENU = re.compile(r"[|·•»›]")
_PARTS = re.compile(
    r"\s{0,20}(?:[,;|/()\[\]–—―:]|-(?=\s)|(?<=\s)-|\b(?:by|for|from|with inputs|reporting|source|via|and)\b)\s{0,20}",
    re.IGNORECASE,
)


def in_time(reports: Sequence[Report]) -> list[list[Report]]:
    """Return the reports of each publication time, in order; of one time, those come first whom others credit."""
    listed = sorted(reports, key=order)
    return [by_credit(list(same)) for _, same in groupby(listed, key=lambda report: report.published)]


def by_credit(reports: Sequence[Report]) -> list[Report]:
    """Return the reports of one time so that an agency's own text stands before those that credit the agency."""
    if len(reports) == 1 or all(report.publisher is None for report in reports):
        return sorted(reports, key=order)
    credited = {name for report in reports for name in credited_by(report)}
    return sorted(reports, key=lambda r: (r.publisher is None or named(r.publisher) not in credited, order(r)))


def order(report: Report) -> tuple[bool, str, str]:
    """Order of publication, undated reports last, then id: an earlier report is copied by a later one."""
    return (report.published is None, report.published or "", report.id)


@lru_cache(maxsize=1 << 14)
def named(publisher: str) -> str:
    """Return the name of a publisher as two reports are compared: "AP" and "The Associated Press" are one."""
    folded = fold_actor(plain(publisher).strip(" ()—–-"))
    return kinds().alias.get(folded, folded)


def house(report: Report) -> str:
    """Return who published a report, as far as can be told; "" where nothing tells."""
    if report.publisher is not None:
        return named(report.publisher)
    return "" if report.url is None else (urlsplit(report.url).hostname or "").removeprefix("www.")


def credited_by(report: Report) -> frozenset[str]:
    """Return whose text a report says that it carries: the names of its signature, byline and last short line."""
    said = [span.of(report.text) for span in (report.credit, report.byline) if span is not None]
    last = report.text.rstrip()
    last = last[max(last.rfind("\n") + 1, report.lead_start) :]
    if len(last) <= TAIL * 12 and len(last.split()) <= TAIL and not last.endswith((".", "!", "?", "”", '"')):
        said.append(last)
    return frozenset(name for line in said for part in _PARTS.split(line) if (name := named(part))) - {house(report)}


def same_title(one: Report, other: Report) -> bool:
    """Tell whether two reports have one title, but for what marks it as an update."""
    return bool(title := _plain_title(one)) and title == _plain_title(other)


def _plain_title(report: Report) -> str:
    return " ".join(re.findall(r"\w+", _UPDATE.sub("", plain(title_of(report)))))


def title_of(report: Report) -> str:
    """Return the title of a report; "" where it has none, or a menu stands there."""
    title = "" if report.title is None else report.title.of(report.text)
    return "" if len(_MENU.findall(title)) >= ITEMS else title


_UPDATE = re.compile(
    r"^\W*(?:updated?|wrapup|refile|corrected|breaking|\d+(?:st|nd|rd|th) (?:lead|update|ld))\b[\s\d]*[-:–—]*",
    re.IGNORECASE,
)
