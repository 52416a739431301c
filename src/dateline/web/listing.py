"""The list of stories: what a page of it shows, made of an answer of the index and of what changed since a visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from dateline.gazetteer import country_names
from dateline.records import Record, Standing, When
from dateline.telling import shown
from dateline.telling.changed import QUIET
from dateline.web.asked import Asked, address
from dateline.web.columns import Count, Facet
from dateline.web.index import Page, Working
from dateline.web.mapped import mapped, part
from dateline.web.queries import Query, Sort
from dateline.web.since import since, values
from dateline.web.snippets import Snippet
from dateline.web.summaries import Kind, Summary, Total
from dateline.web.visits import Visit

if TYPE_CHECKING:
    from jinja2 import Template

TOTALS = 4
"""Figures shown of a story."""
CHANGES = 4
"""Changes shown of a story."""
HEADLINE = 300
"""Characters shown of a headline."""
KEPT = 4_000
"""Rows kept."""

SORTS: Mapping[Sort, str] = {
    "date": "newest happening first",
    "report": "latest report first",
    "origins": "most independent origins first",
    "name": "by name",
}
HEADINGS: Mapping[Kind, str] = {
    "country": "Country",
    "place": "Place",
    "actor": "Who acts or speaks",
    "measure": "What is counted",
    "standing": "Standing",
}
STANDINGS: tuple[Standing, ...] = (
    "disputed", "corroborated", "consistent within source", "single source", "superseded", "unresolved",
)  # fmt: skip


class State(Record, frozen=True, kw_only=True):
    """What else the list tells: how far the index is, why it could not be brought up, whether visits are kept."""

    working: Working | None = None
    problem: str | None = None
    lasting: bool = True


class Rows:
    """Stories as rows of the page; those of which there is nothing to tell but themselves are kept.

    `template` makes a row of `r`, as `row` returns it.
    """

    def __init__(self, template: Template) -> None:
        self._template = template
        self._kept: dict[tuple[str, str], Markup] = {}

    def get(self, summary: Summary, found: Snippet | None, changed: Mapping[str, Summary | None]) -> Markup:
        """Return the row of a story."""
        key = (summary.story, summary.digest)
        plain = found is None and summary.story not in changed
        if plain and (known := self._kept.get(key)) is not None:
            return known
        made = Markup(self._template.render(r=row(summary, found, changed)))  # noqa: S704 - escaped by the template
        if plain:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = made
        return made


def view(asked: Asked, page: Page, visit: Visit, state: State, rows: Rows) -> dict[str, Any]:
    """Return what the template of the list shows."""
    labels = _labels(asked.query, page.facets)
    query = msgspec.structs.replace(asked.query, page=page.page)
    return {
        "text": query.text,
        "sort": query.sort,
        "undated_choice": query.undated,
        "standing": query.standing or "",
        "measure": query.measure or "",
        "changed": query.changed,
        "unreviewed": query.unreviewed,
        "standings": STANDINGS,
        "title": "Stories" if not query.text else f"Stories with {shown.clean(query.text)[:80]}",
        "total": f"{page.total:,}",
        "one": page.total == 1,
        "all": f"{page.indexed:,}",
        "narrowed": page.total != page.indexed or bool(chips(query)),
        "order": SORTS[query.sort],
        "sorts": [{"key": key, "label": label} for key, label in SORTS.items()],
        "notes": list(asked.notes),
        "chips": chips(query, labels),
        "clear": address(Query(sort=query.sort)),
        "undated": _undated(query, page),
        "unplaced": page.total - page.spread.placed,
        "vague": page.spread.vague,
        "map": mapped(page.spread, query.window),
        "cluster_href": lambda cluster: address(query, window=part(cluster, page.spread)),
        "rows": [rows.get(s, page.snippets.get(s.story), visit.changed) for s in page.stories],
        "facets": [_facet(facet, query, asked.more) for facet in page.facets],
        "measures": [{"key": c.key, "label": c.label} for f in page.facets if f.kind == "measure" for c in f.counts],
        "hidden": _hidden(query),
        "dates": {"first": query.first or "", "last": query.last or ""},
        "place": query.place or "",
        "least": shown.number(query.least).replace(",", "") if query.least is not None else "",
        "previous": address(query, page=page.page - 1) if page.page > 1 else None,
        "next": address(query, page=page.page + 1) if page.page < page.pages else None,
        "page": page.page,
        "pages": page.pages,
        "since": visit.since.replace("T", " ")[:16] if visit.since else None,
        "changes": len(visit.changed),
        "changes_link": address(Query(changed=True)),
        "state": state,
    }


def chips(query: Query, labels: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """Return what narrows the list, each with the address of the list without it."""
    told = {kind: getattr(query, kind) for kind in ("place", "actor")} | dict(labels or {})
    country = country_names().get(query.country or "", query.country)
    least = f" ≥ {shown.number(query.least)}" if query.least is not None else ""
    narrowed: tuple[tuple[bool, str, dict[str, Any]], ...] = (
        (bool(query.text), f"words: {shown.clean(query.text)}", {"text": ""}),
        (bool(query.first or query.last), _period(query), {"first": None, "last": None}),
        (query.undated != "out", f"undated {query.undated}", {"undated": "out"}),
        (query.place is not None, f"place: {shown.clean(told['place'] or '')}", {"place": None}),
        (query.window is not None, f"map: {window(query)}", {"window": None}),
        (query.country is not None, shown.clean(country or ""), {"country": None}),
        (query.actor is not None, shown.clean(told["actor"] or ""), {"actor": None}),
        (query.measure is not None, f"{shown.clean(query.measure or '')}{least}", {"measure": None, "least": None}),
        (query.standing is not None, query.standing or "", {"standing": None}),
        (query.changed, "changed since the last visit", {"changed": False}),
        (query.unreviewed, "nothing judged yet", {"unreviewed": False}),
    )
    return [{"label": label, "href": address(query, **changes)} for on, label, changes in narrowed if on]


def _period(query: Query) -> str:
    if query.first is not None and query.last is not None:
        return f"{query.first} … {query.last}"
    return f"from {query.first}" if query.first is not None else f"until {query.last}"


def window(query: Query) -> str:
    """Return the edges of a part of the map in words."""
    box = query.window
    if box is None:
        return ""
    south, north = (f"{abs(edge):.1f} {'N' if edge >= 0 else 'S'}" for edge in (box.south, box.north))
    west, east = (f"{abs(edge):.1f} {'E' if edge >= 0 else 'W'}" for edge in (box.west, box.east))
    return f"{south} to {north}, {west} to {east}"


def _labels(query: Query, facets: tuple[Facet, ...]) -> dict[str, str]:
    """Return what the chosen values are called."""
    return {f.kind: c.label for f in facets for c in f.counts if c.key == getattr(query, f.kind)}


def _hidden(query: Query) -> list[tuple[str, str]]:
    """Return what the form carries on that it has no field for."""
    carried = (("country", query.country), ("actor", query.actor), ("box", query.window.text if query.window else None))
    return [(name, text) for name, text in carried if text is not None]


def _undated(query: Query, page: Page) -> dict[str, Any] | None:
    if not page.undated:
        return None
    return {"count": page.undated, "too": address(query, undated="too"), "only": address(query, undated="only")}


def _facet(facet: Facet, query: Query, more: Kind | None) -> dict[str, Any]:
    chosen = getattr(query, facet.kind)
    rest = facet.values - len(facet.counts)
    return {
        "kind": facet.kind,
        "heading": HEADINGS[facet.kind],
        "values": [_value(count, facet.kind, query, chosen) for count in facet.counts],
        "more": max(0, rest),
        "more_link": f"{address(query, facet.kind, page=query.page)}#by-{facet.kind}" if more != facet.kind else None,
    }


def _value(count: Count, kind: Kind, query: Query, chosen: str | None) -> dict[str, Any]:
    on = count.key == chosen
    changes: dict[str, Any] = {kind: None if on else count.key}
    if kind == "measure":
        changes["least"] = None
    return {"label": count.label, "stories": f"{count.stories:,}", "on": on, "href": address(query, **changes)}


# ---------------------------------------------------------------- one story


def row(summary: Summary, found: Snippet | None, changed: Mapping[str, Summary | None]) -> dict[str, Any]:
    """Return what the row of a story shows."""
    title = summary.title
    told = since(changed[summary.story], summary) if summary.story in changed else ()
    link = f"/story/{quote(summary.story, safe='', errors='surrogatepass')}"
    measures = [totals for measure, totals in summary.measures.items() if measure not in QUIET]
    return {
        "link": link,
        "title": title if len(title) <= HEADLINE else f"{title[: HEADLINE - 1]}…",
        **_when(summary),
        "where": _where(summary),
        "reports": f"{summary.reports:,} report{'s' * (summary.reports != 1)}",
        "origins": f"{summary.origins:,} independent origin{'s' * (summary.origins != 1)}",
        "last_report": summary.last_report if summary.last_report not in (None, summary.latest) else None,
        "totals": [_total(totals, link) for totals in measures[:TOTALS]],
        "disputed": summary.disputed,
        "judged": summary.reviewed,
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
    exact = shown.DAY_PRECISION.get(summary.date_prec or 5, "")
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


def _total(totals: Sequence[Total], link: str) -> dict[str, str]:
    """Return the totals of one measure as one: the numbers that stand against each other, and the first's standing."""
    total = totals[0]
    one = len(totals) == 1 and None not in (total.low, total.high) and total.low != total.high
    return {
        "number": values(totals),
        "spread": f"{shown.number(total.low)}–{shown.number(total.high)}" if one else "",
        "measure": total.measure,
        "standing": total.standing,
        "class": total.standing.replace(" ", "-"),
        "href": f"{link}#{quote(total.id, safe='')}",
    }


def _snippet(found: Snippet, link: str) -> dict[str, Any]:
    """Return a snippet as pieces, each sought or not; whoever follows its link comes to these characters."""
    pieces, at = [], 0
    for start, end in found.marks:
        pieces += [(found.text[at:start], False), (found.text[start:end], True)]
        at = end
    pieces.append((found.text[at:], False))
    report = quote(found.report, safe="", errors="surrogatepass")
    return {
        "pieces": [{"text": text, "sought": sought} for text, sought in pieces if text],
        "href": f"{link}/source/{report}?at={found.start}-{found.end}",
    }
