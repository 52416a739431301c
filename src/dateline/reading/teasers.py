"""Teasers: lines of a saved page that lead to other stories ("Girl, 9, wins chess title"), which report nothing here.

A teaser looks like a heading: a line of its own without a final stop. It is told from one by its words, which the
report's own title and lead do not share, or by standing in a list of such lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.records import Report, Span
from dateline.wording import content_stems

LEAD = 700
"""Characters of running text whose words are those of the story."""

FEWEST = 4
"""Words that carry meaning from which a line tells something; a shorter one is a heading of any text."""

SHARED = 2
"""Such words that a heading of the story shares with its title and lead."""

LISTED = 3
"""Lines in a row that are a list of links."""


LABELLED = re.compile(
    r"^[ \t]*(?:related|more|read more|read next|also read|see also|see more|watch|trending|don['’]t miss|most read|"
    r"you may also like|recommended|up next|in other news)(?: [\w' ]{1,20})?[ \t]*[:|»>][^\n]{3,160}$",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that a label marks as leading to another story."""


def labelled(text: str) -> list[Span]:
    """Return the lines of a text that a label marks as teasers.

    >>> [span.of("It sank.\\nRELATED: Bank robbed") for span in labelled("It sank.\\nRELATED: Bank robbed")]
    ['RELATED: Bank robbed']
    """
    return [Span(*match.span()) for match in LABELLED.finditer(text)]


def teasers(headings: Sequence[Span], report: Report) -> list[Span]:
    """Return those of the headings of a report, given in order, that lead to other stories."""
    if not headings:
        return []
    own = content_stems(_told(headings, report))
    rows = _rows(headings, report.text)
    found = []
    for row in rows:
        for span in row:
            words = content_stems(span.of(report.text))
            wanted = max(SHARED, len(words) / 2) if len(row) >= LISTED else SHARED
            if len(words) >= FEWEST and len(words & own) < wanted:
                found.append(span)
    return found


def _told(headings: Sequence[Span], report: Report) -> str:
    """Return the title and the first running text, without the headings."""
    title = report.title.of(report.text) if report.title is not None else ""
    told, at = [], report.lead_start
    for span in headings:
        told.append(report.text[at : max(at, span.start)])
        at = span.end
    told.append(report.text[at:])
    return f"{title}\n{''.join(told).strip()[:LEAD]}"


def _rows(headings: Sequence[Span], text: str) -> list[list[Span]]:
    """Return the headings in rows of those with nothing between them."""
    rows: list[list[Span]] = []
    for span in headings:
        if rows and not text[rows[-1][-1].end : span.start].strip():
            rows[-1].append(span)
        else:
            rows.append([span])
    return rows
