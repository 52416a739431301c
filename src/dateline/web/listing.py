"""The list of stories: what a page of it shows, made of an answer of the index and of what changed since a visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from dateline.gazetteer import country_names
from dateline.records import Record, Standing
from dateline.telling import shown
from dateline.web.asked import Asked, address
from dateline.web.columns import TOP, Count, Facet
from dateline.web.index import Page, Working
from dateline.web.mapped import mapped, part
from dateline.web.queries import PAGE, Query, Sort, phrase
from dateline.web.rows import Rows
from dateline.web.summaries import AT, Kind
from dateline.web.visits import Visit

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


LISTED = 60
"""Values of a kind that are listed at most; the others are found by name."""


class State(Record, frozen=True, kw_only=True):
    """What else the list tells: how far the index is, why it could not be brought up, whether visits are kept."""

    working: Working | None = None
    problem: str | None = None
    lasting: bool = True


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
        "signed": query.signed,
        "lapsed": query.lapsed,
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
        "csv": f"/stories.csv{address(query, page=1)[1:]}",
        "clear": address(Query(sort=query.sort)),
        "undated": _undated(query, page),
        "unplaced": page.total - page.spread.placed,
        "vague": page.spread.vague,
        "map": mapped(page.spread, query.window),
        "cluster_href": lambda cluster: address(query, window=part(cluster, page.spread)),
        "rows": [rows.get(s, page.snippets.get(s.story), visit.changed) for s in page.stories],
        "facets": [_facet(facet, query, asked) for facet in page.facets],
        "measures": [{"key": c.key, "label": c.label} for f in page.facets if f.kind == "measure" for c in f.counts],
        "hidden": _hidden(query),
        "typed": _typed(query, labels) | dict(asked.wrong),
        "wrong": [name for name, _ in asked.wrong],
        "near": None if page.near is None else [_near(count, query) for count in page.near],
        "worded": f"{page.worded:,}" if page.worded else "",
        "worded_link": address(Query(text=phrase(query.place or ""), sort=query.sort)),
        "place": query.place,
        "previous": address(query, page=page.page - 1) if page.page > 1 else None,
        "next": address(query, page=page.page + 1) if page.page < page.pages else None,
        "page": page.page,
        "pages": page.pages,
        "since": visit.since.replace("T", " ")[:16] if visit.since else None,
        "first_row": PAGE * (page.page - 1) + 1,
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
        (query.place is not None, f"happened in: {shown.clean(told['place'] or '').removeprefix(AT)}", {"place": None}),
        (query.window is not None, f"map: {window(query)}", {"window": None}),
        (query.country is not None, shown.clean(country or ""), {"country": None}),
        (query.actor is not None, shown.clean(told["actor"] or ""), {"actor": None}),
        (query.measure is not None, f"{shown.clean(query.measure or '')}{least}", {"measure": None, "least": None}),
        (query.standing is not None, f"{query.standing} (any figure or statement)", {"standing": None}),
        (query.changed, "changed since the last visit", {"changed": False}),
        (query.unreviewed, "nothing judged yet", {"unreviewed": False}),
        (query.signed, "signed off", {"signed": False}),
        (query.lapsed, "changed since it was signed off", {"lapsed": False}),
    )
    return [{"label": label, "href": address(query, **changes)} for on, label, changes in narrowed if on]


def _typed(query: Query, labels: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the fields of the form."""
    return {
        "from": query.first or "",
        "to": query.last or "",
        "place": shown.clean(labels.get("place", query.place or "").removeprefix(AT)),
        "least": shown.number(query.least).replace(",", "") if query.least is not None else "",
    }


def _near(count: Count, query: Query) -> dict[str, str]:
    return {
        "label": count.label,
        "stories": f"{count.stories:,}",
        "href": address(Query(place=count.label, sort=query.sort)),
    }


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


def _facet(facet: Facet, query: Query, asked: Asked) -> dict[str, Any]:
    chosen = getattr(query, facet.kind)
    open_ = asked.more == facet.kind
    among = asked.among.casefold() if open_ else ""
    counts = [c for c in facet.counts if among in c.label.casefold()]
    listed = counts[: LISTED if open_ else TOP]
    rest = (len(counts) if among else facet.values) - len(listed)
    return {
        "kind": facet.kind,
        "heading": HEADINGS[facet.kind],
        "values": [_value(count, facet.kind, query, chosen) for count in listed],
        "more": max(0, rest),
        "more_link": None if open_ else f"{address(query, facet.kind, page=query.page)}#by-{facet.kind}",
        "among": asked.among if open_ else "",
        "find": open_ or facet.values > TOP,
        "carried": parse_qsl(urlsplit(address(query)).query),
        "all": f"{address(query, facet.kind, page=query.page)}#by-{facet.kind}" if among else None,
    }


def _value(count: Count, kind: Kind, query: Query, chosen: str | None) -> dict[str, Any]:
    on = count.key == chosen
    changes: dict[str, Any] = {kind: None if on else count.key}
    if kind == "measure":
        changes["least"] = None
    return {"label": count.label, "stories": f"{count.stories:,}", "on": on, "href": address(query, **changes)}
