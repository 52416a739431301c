"""Drawings of an account: numbers and labels that templates turn into pictures.

Each function takes an `Account` (`clusters`: points) and returns a frozen record; it knows no page, clock or network,
and gives the same for the same.

========================  ==============================  =====================================================
function                  record                          macro of templates/drawn.html
========================  ==============================  =====================================================
ranges(account)           tuple[Ranges, ...]              ranges(group, href, evidence_href)
matrix(account)           Matrix                          matrix(drawing, href, evidence_href)
timeline(account)         Timeline                        timeline(drawing, href, evidence_href, label)
place_map(account)        Map | None                      map(drawing, evidence_href, label)
chains(account)           Chains                          chains(drawing, evidence_href, source_href)
clusters(points, …)       Clusters                        clusters(drawing, cluster_href)
========================  ==============================  =====================================================

What the macros are given, beside the drawing:

- `href(item_id) -> str`: the address of a figure or fact on the page ("#n-504c837029").
- `evidence_href(report, start, end) -> str`: the address of a quotation.
- `source_href(report) -> str`: the address of a report.
- `cluster_href(cluster) -> str`: the address of the list of a `Cluster`'s stories.
- `label(evidence) -> str`: what a link to a quotation says ("A3"); it stands in brackets.

A function that returns "" makes no link. The macros write no `style=`, script or id; links are `<a>`, with the class
`ev` where they lead to a quotation. `stylesheet()` returns the classes' style, to be served or put inside a page; it
uses --ink --soft --line --link --mark --hit --good --warn --card of the page. Nothing to draw makes nothing: each macro
writes "" for an empty drawing (`map` also for None).
"""

from importlib.resources import files

from dateline.telling.drawn.chains import Chains, chains
from dateline.telling.drawn.clusters import Cluster, Clusters, Point, clusters
from dateline.telling.drawn.map import Map, distinct, place_map
from dateline.telling.drawn.matrix import WORDS, Matrix, matrix
from dateline.telling.drawn.outlines import Box
from dateline.telling.drawn.ranges import Ranges, ranges
from dateline.telling.drawn.timeline import Timeline, timeline

__all__ = [
    "WORDS",
    "Box",
    "Chains",
    "Cluster",
    "Clusters",
    "Map",
    "Matrix",
    "Point",
    "Ranges",
    "Timeline",
    "chains",
    "clusters",
    "distinct",
    "matrix",
    "place_map",
    "ranges",
    "stylesheet",
    "timeline",
]


def stylesheet() -> str:
    """Return the style of all drawings."""
    return files("dateline.telling").joinpath("templates/drawn.css").read_text(encoding="utf-8")
