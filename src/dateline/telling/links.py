"""Telling why a report belongs to its story: the stories it was compared with, what decided, and whose text it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import expm1

from dateline.linking.explain import Compared, Explanation
from dateline.linking.likeness import NEAR_KM
from dateline.records import Copy, Report
from dateline.telling import shown

BEST = 3
"""Stories that are shown."""

LEAST = 0.005
"""Points from which a line is shown where nothing of its kind was found."""

PASSAGES = 6
"""Passages of a copy that are shown, the longest."""

CARRIERS = 8
"""Reports that carry a report's text that are named, and names that two reports share."""

QUOTED = 60
"""Characters of a passage that are shown."""

LEGEND = (
    "Points add up to the likelihood: 0 is even, +2 is 0.88, +4 is 0.98, -2 is 0.12. What a line counts depends on",
    "the others: shared names say less where the words are near already.",
)

NAMED = ("full names", "towns", "streets")
"""What is kept in small letters and shown with capitals."""

Values = Mapping[str, float]
Shared = Mapping[str, tuple[str, ...]]


def explained(found: Explanation, reports: Mapping[str, Report]) -> str:
    """Return what decided where a report came to, for reading."""
    size, origins = len(found.story.reports), found.story.origins
    made = [
        f"{found.report}  {_titled(reports[found.report])}",
        f"  story     {found.story.id}: {_count(size, 'report')}"
        + (f", {_count(origins, 'independent text')}" if origins is not None else ""),
        f"  decision  {found.reason}",
        f"            a report joins the likeliest story from a likelihood of {found.threshold:.2f}",
        *_texts(found, reports),
    ]
    for compared in found.compared[:BEST]:
        made += ["", *_candidate(compared, found, reports)]
    if len(found.compared) > BEST:
        made += ["", f"{_count(len(found.compared) - BEST, 'other story', 'other stories')} less likely"]
    if found.compared:
        made += ["", *LEGEND]
    else:
        made += ["", "No story of the window shares its weighty words."]
    return "\n".join(made) + "\n"


def _texts(found: Explanation, reports: Mapping[str, Report]) -> Iterator[str]:
    """Yield whose text a report carries, passage by passage, and who carries its own."""
    if found.copy is not None:
        yield from _copied(found.copy, reports)
    for carrier in found.carriers[:CARRIERS]:
        how = f"{carrier.share:.0%} of its words; {carrier.reason}"
        yield f"  text      {_HOW[carrier.kind][1]} {carrier.report} ({how})"
    if len(found.carriers) > CARRIERS:
        yield f"            and by {len(found.carriers) - CARRIERS} more"


_HOW = {
    "whole": ("carries the text of", "is carried whole by"),
    "passage": ("carries passages of", "has passages carried by"),
    "version": ("is a version of", "goes on in the version"),
}
"""How a copy is told of the report that it is, and of its origin."""


def _copied(copy: Copy, reports: Mapping[str, Report]) -> Iterator[str]:
    origin = reports[copy.origin]
    yield f"  text      {_HOW[copy.kind][0]} {copy.origin}  {_titled(origin)}"
    yield f"            {copy.share:.0%} of its words, {copy.origin_share:.0%} of those there; {copy.reason}"
    longest = sorted(copy.passages, key=lambda p: (p.here.start - p.here.end, p.here))[:PASSAGES]
    for passage in sorted(longest, key=lambda p: p.here):
        here, there = passage.here, passage.there
        said = shown.clean(here.of(reports[copy.report].text))
        short = said if len(said) <= QUOTED else f"{said[: QUOTED // 2].rstrip()} … {said[-QUOTED // 2 :].lstrip()}"
        yield f"            {here.start}-{here.end} is {there.start}-{there.end} there  “{short}”"
    if len(copy.passages) > PASSAGES:
        yield f"            and {_count(len(copy.passages) - PASSAGES, 'shorter passage')}"


def _candidate(compared: Compared, found: Explanation, reports: Mapping[str, Report]) -> list[str]:
    verdict = "joined"
    if found.report not in found.story.reports or compared.story != found.story.id:
        verdict = "likely, but less so" if compared.score >= found.threshold else "not likely enough"
    if not compared.common:
        verdict = "nothing in common but everyday words"
    made = [
        f"{compared.story}: likelihood {compared.score:.2f}, {verdict}",
        f"  {_count(compared.reports, 'report')} so far, the first {_titled(reports[compared.first])}",
    ]
    values = {name: value for name, value, _ in compared.features if value}
    added = {name: points for name, _, points in compared.features}
    shared = dict(compared.shared)
    rows = []
    for group, (names, tell) in GROUPS.items():
        points = sum(added.get(name, 0.0) for name in names)
        if abs(points) >= LEAST or any(name in values for name in names):
            rows.append((points, group, tell(values, shared)))
    rows.sort(key=lambda row: (-abs(row[0]), row[1]))
    made += [f"  {points:+6.2f}  {group:9} {said}" for points, group, said in rows]
    return [*made, f"  {compared.bias:+6.2f}  {'to begin':9} what any report and story have"]


def _words(values: Values, _: Shared) -> str:
    said = [
        f"{what} {values[name]:.2f}"
        for name, what in (
            ("nearest report", "nearest report"),
            ("furthest report", "furthest"),
            ("story wording", "whole story"),
            ("title", "headlines"),
            ("rival wording", "nearest other story"),
            ("usual wording", "other stories"),
        )
        if name in values
    ]
    if "copied" in values:
        said.append(f"text copied {values['copied']:.2f}")
    return f"{', '.join(said)} alike (0 to 1)" if said else "none alike"


def _told(values: Values, _: Shared) -> str:
    said = [
        f"{values.get(name, 0.0):.0%} {what}"
        for name, what in (
            ("covered", "of its weighty words in the story"),
            ("own words", "of them there alone"),
            ("nearest covered", "of the nearest report's in it"),
            ("title told", "of its headline told there"),
            ("its title told", "of a headline there told in it"),
        )
    ]
    return ", ".join(said)


def _names(values: Values, shared: Shared) -> str:
    if "full names" not in values:
        return "the report names nobody in full" if values.get("no names") else "no full name in both"
    return _both(shared, "full names")


def _places(values: Values, shared: Shared) -> str:
    said = []
    if "same town" in values:
        said.append(_both(shared, "towns"))
    if "towns apart" in values:
        apart = NEAR_KM * expm1(values["towns apart"])
        said.append(f"other towns, {apart:,.0f} km apart")
    if "other town near" in values:
        said.append(f"other towns, within {NEAR_KM:.0f} km")
    if "same region" in values:
        said.append("a province or country in both")
    if "regions differ" in values:
        said.append("other provinces or countries")
    return "; ".join(said) or "none in both"


def _when(values: Values, _: Shared) -> str:
    days = round(expm1(values.get("days between", 0.0)))
    said = [f"{_count(days, 'day')} from the story's latest report" if days else "the day of the story's latest report"]
    if values.get("follow-up"):
        said.append("speaks of a court, an inquiry or a funeral")
    if values.get("closed"):
        said.append("the story had been closed")
    return "; ".join(said)


def _chance(values: Values, _: Shared) -> str:
    said = [f"{_count(round(expm1(values.get('reports so far', 0.0))) + 1, 'report')} in the story"]
    if values.get("open stories"):
        others = _count(round(expm1(values["open stories"])), "open story", "open stories")
        said.append(f"{others} to be like it by chance")
    if values.get("little text"):
        said.append("little text to go by")
    return "; ".join(said)


def _marks(kind: str) -> Callable[[Values, Shared], str]:
    return lambda _, shared: _both(shared, kind)


GROUPS: dict[str, tuple[tuple[str, ...], Callable[[Values, Shared], str]]] = {
    "words": (
        (
            "nearest report",
            "furthest report",
            "story wording",
            "title",
            "ahead",
            "rival wording",
            "usual wording",
            "copied",
        ),
        _words,
    ),
    "told": (("covered", "own words", "nearest covered", "title told", "its title told", "crowded"), _told),
    "names": (("full names", "rare names", "no names"), _names),
    "places": (
        ("same town", "other town near", "towns apart", "same region", "regions differ"),
        _places,
    ),
    "ages": (("ages", "ages differ"), _marks("ages")),
    "streets": (("streets", "streets differ"), _marks("streets")),
    "days": (("days told of", "days told of differ"), _marks("days told of")),
    "tolls": (("tolls",), _marks("tolls")),
    "time": (("days between", "weeks between", "same day", "follow-up", "closed"), _when),
    "chance": (("open stories", "reports so far", "little text"), _chance),
}
"""What is shown together: the features of a line, and how it is said."""


def _both(shared: Shared, kind: str) -> str:
    listed = shared.get(kind, ())
    more = f" and {len(listed) - CARRIERS} more" if len(listed) > CARRIERS else ""
    said = ", ".join(name.title() if kind in NAMED else name for name in listed[:CARRIERS])
    return f"{said}{more} in both" if listed else "none in both"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _titled(report: Report) -> str:
    title = report.title.of(report.text) if report.title is not None else report.text[report.lead_start :][:80]
    by = f"{shown.clean(report.publisher)}, " if report.publisher else ""
    return f"“{shown.clean(title)}” · {by}{report.published or 'undated'}"
