"""Sentences around quotations, as far as full stops and line ends tell."""

from __future__ import annotations

import re

from dateline.records import Evidence, Report, Span

_STOP = re.compile(r"[.!?][\"')\]”’]*\s+(?=[\"“‘(]?[A-Z0-9])|\n\s*")


def sentence_of(evidence: Evidence, report: Report) -> Evidence:
    """Return a quotation widened to its sentence, as far as full stops and line ends tell."""
    before = report.text[: evidence.start]
    start = max((m.end() for m in _STOP.finditer(before)), default=0)
    after = _STOP.search(report.text, evidence.end)
    end = after.start() + 1 if after is not None and after.group()[0] in ".!?" else len(report.text)
    end = after.start() if after is not None and after.group()[0] == "\n" else end
    return report.quote(Span(start, max(evidence.end, end)))
