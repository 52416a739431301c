"""Telling why a report belongs to its story: the stories it was compared with, and what decided."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.linking.explain import Compared, Explanation
from dateline.records import Report
from dateline.telling import shown

BEST = 3
"""Stories that are shown."""


def explained(found: Explanation, reports: Mapping[str, Report]) -> str:
    """Return what decided where a report came to, for reading."""
    made = [
        f"{found.report}  {_titled(reports[found.report])}",
        f"  {found.reason}: {found.story}",
        f"  a report joins a story from {found.threshold:.2f}",
    ]
    for compared in found.compared[:BEST]:
        made += ["", *_candidate(compared, reports)]
    if not found.compared:
        made += ["", "no story of the window shares its weighty words"]
    return "\n".join(made) + "\n"


def _candidate(compared: Compared, reports: Mapping[str, Report]) -> list[str]:
    plural = "s" * (compared.reports != 1)
    made = [
        f"{compared.score:.2f}  {compared.story}, {compared.reports} report{plural} so far",
        f"      {_titled(reports[compared.first])}",
    ]
    made += [f"      {added:+6.2f}  {name} {value:g}" for name, value, added in compared.features if added]
    return made


def _titled(report: Report) -> str:
    title = report.title.of(report.text) if report.title is not None else report.text[report.lead_start :][:80]
    return f"“{shown.clean(title)}” · {report.published or 'undated'}"
