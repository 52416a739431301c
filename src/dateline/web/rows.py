"""A story as a row of the list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from dateline.gazetteer import country_names
from dateline.records import When
from dateline.telling import judged, shown
from dateline.telling.changed import QUIET
from dateline.web.since import amount, since, values, whom
from dateline.web.snippets import Snippet
from dateline.web.summaries import Summary, Total

if TYPE_CHECKING:
    from jinja2 import Template

WHOM = 48
"""Characters shown of whom a figure counts."""
TOTALS = 4
"""Figures shown of a story."""
CHANGES = 4
"""Changes shown of a story."""
_THING = re.compile(r"(?!people|other|percent)[a-z ]{4,}")
"""A unit that is a word for things, as "vehicles"."""
_GAPS = re.compile(r"\s{0,80}\n\s{0,80}")
"""Breaks of lines, and empty lines."""
HEADLINE = 300
"""Characters shown of a headline."""
KEPT = 4_000
"""Rows kept."""


class Rows:
    """Stories as rows of the page; those that did not change since a visit are kept, with what was found in them.

    `template` makes a row of `r`, as `row` returns it.
    """

    def __init__(self, template: Template) -> None:
        self._template = template
        self._kept: dict[tuple[str, str, Snippet | None], Markup] = {}

    def get(self, summary: Summary, found: Snippet | None, changed: Mapping[str, Summary | None]) -> Markup:
        """Return the row of a story."""
        key = (summary.story, summary.digest, found)
        plain = summary.story not in changed
        if plain and (known := self._kept.get(key)) is not None:
            return known
        made = Markup(self._template.render(r=row(summary, found, changed)))  # noqa: S704 - escaped by the template
        if plain:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = made
        return made


def row(summary: Summary, found: Snippet | None, changed: Mapping[str, Summary | None]) -> dict[str, Any]:
    """Return what the row of a story shows."""
    title = summary.title
    told = since(changed[summary.story], summary) if summary.story in changed else ()
    link = f"/story/{quote(summary.story, safe='', errors='surrogatepass')}"
    told_of = [totals for totals in summary.told if totals[0].measure not in QUIET]
    return {
        "link": link,
        "title_mark": summary.headline_mark,
        "title": title if len(title) <= HEADLINE else f"{title[: HEADLINE - 1]}…",
        **_when(summary),
        "where": _where(summary),
        "reports": f"{summary.reports:,} report{'s' * (summary.reports != 1)}",
        "dated_by": None if summary.dated_by is None else shown.clean(summary.dated_by),
        "placed_by": None if summary.placed_by is None else shown.clean(summary.placed_by),
        "origins": f"{summary.origins:,} independent origin{'s' * (summary.origins != 1)}",
        "last_report": summary.last_report if summary.last_report not in (None, summary.latest) else None,
        "totals": [_total(totals, link) for totals in told_of[:TOTALS]],
        "more_totals": max(0, len(told_of) - TOTALS),
        "signed": summary.signed.told if summary.signed is not None else "",
        "disputed": summary.disputed,
        "judgements": summary.judgements or 0,
        "new": told[:1] == ("new",),
        "changes": list(told[:CHANGES]) if told[:1] != ("new",) else [],
        "more_changes": max(0, len(told) - CHANGES),
        "snippet": None if found is None else _snippet(found, link),
    }


def _when(summary: Summary) -> dict[str, Any]:
    """Return the date of a happening as exact as it is known, and how exact that is."""
    if summary.earliest is None:
        told = shown.when(When(earliest=None, latest=summary.latest, date_prec=None, basis="unresolved"))
        first, _, rest = told.partition("; ")
        return {"date": first, "precision": rest, "iso": None}
    days = shown.stretch(summary.earliest, summary.latest)
    exact = shown.day_precision(summary.earliest, summary.latest, summary.date_prec)
    iso = summary.earliest if summary.earliest == summary.latest else None
    return {"date": days, "precision": "" if iso and summary.date_prec == 1 else exact, "iso": iso}


def _where(summary: Summary) -> str:
    if summary.place is None:
        return "place unresolved"
    country = country_names().get(summary.within[-1], summary.within[-1]) if summary.within else ""
    held = [*summary.within[:-1], country]
    named = ", ".join(dict.fromkeys(filter(None, (shown.clean(name) for name in (summary.place, *held)))))
    exact = shown.PRECISION.get(summary.where_prec or 7, "")
    return named if summary.where_prec == 1 else f"{named} ({exact})"


def _total(totals: Sequence[Total], link: str) -> dict[str, Any]:
    """Return the totals of one measure as one: the numbers that stand against each other, and the first's standing."""
    total = totals[0]
    thing = total.unit if _THING.fullmatch(total.unit) else ""
    if thing:  # a column of numbers has no words in it
        totals = [msgspec.structs.replace(one, unit="other") for one in totals]
    low, high = shown.bounds(total) if len(totals) == 1 else ("", "")
    counted = " ".join(filter(None, (thing, whom(total))))
    alone = len(totals) == 1 and total.machine is not None
    return {
        "number": values(totals, marked=False),
        "spread": f"{low} to {high}" if low else "",
        "measure": total.measure,
        "whom": counted if len(counted) <= WHOM else f"{counted[: WHOM - 1].rstrip()}…",
        "whom_title": counted if len(counted) > WHOM else "",
        "corrected": [_corrected(one, len(totals) > 1) for one in totals if one.corrected_by is not None],
        "standing": judged.CORRECTED if alone else total.standing,
        "class": judged.CORRECTED if alone else total.standing.replace(" ", "-"),
        "href": f"{link}#{quote(total.id, safe='')}",
    }


def _corrected(total: Total, among: bool) -> str:
    """Return who set a number, and what the machine says without that."""
    number = f"{amount(total)} " if among else ""
    by = f"{number}corrected by {shown.clean(total.corrected_by or '')}"
    if total.machine is None:
        return by
    return f"{by}; the machine says {total.machine}" + ("" if among else f", {total.standing}")


def _snippet(found: Snippet, link: str) -> dict[str, Any]:
    """Return a snippet as pieces, each sought or not; whoever follows its link comes to these characters."""
    pieces, at = [], 0
    for start, end in found.marks:
        pieces += [(found.text[at:start], False), (found.text[start:end], True)]
        at = end
    pieces.append((found.text[at:], False))
    report = quote(found.report, safe="", errors="surrogatepass")
    return {
        "name": found.name,
        "pieces": [{"text": _GAPS.sub("\n", text), "sought": sought} for text, sought in pieces if text],
        "href": f"{link}/source/{report}?at={found.start}-{found.end}",
    }
