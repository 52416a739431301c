"""Places beside gold toponyms: `python -m bench places [--errors]` on `geo_lgl`, `geo_trnews`, `geo_geovirus`, `geo_geowebnews`.

End to end: the share of all gold toponyms with coordinates that a place of the same characters meets within 161 km
(as in Gritta et al. 2019). Recognition: places against gold toponyms by overlap; demonyms and facilities count on
neither side of precision, since gold of each set treats them in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bench.tasks import Choice, Item, Result, Row, Score, Task, around, chosen, f1, rows
from dateline.geometry import distance_km
from dateline.reading.language import parse
from dateline.reading.places import read_places
from dateline.reading.times import read_times
from dateline.records import Place, Report

NEAR_KM = 161.0
SETS = {
    "geo_lgl": (0.55, 0.41),
    "geo_trnews": (0.65, 0.52),
    "geo_geovirus": (0.75, 0.62),
    "geo_geowebnews": (0.60, 0.49),
}
"""Bar and best published figure end to end."""

PRECISION_BAR = 0.75
NOT_PLACES = frozenset({"Non_Lit_Expression", "Literal_Expression", "Non_Toponym", "Language", "Homonym", "Demonym"})
"""Annotations of GeoWebNews that are no toponyms."""


def run(choice: Choice) -> Result:
    scores: list[Score] = []
    items: list[Item] = []
    for name, (bar, published) in SETS.items():
        listed = chosen(rows(f"{name}/all"), choice)
        counts = dict.fromkeys(("gold", "seen", "said", "true", "placed", "near"), 0)
        for row, report, places in found_in(listed):
            score_one(name, row, report, places, counts, items)
        precision, recall, both = f1(counts["true"], counts["said"], counts["gold"])
        recall = counts["seen"] / max(1, counts["gold"])
        both = 2 * precision * recall / max(1e-9, precision + recall)
        label = name.removeprefix("geo_")
        end = counts["near"] / max(1, counts["gold"])
        scores += [
            Score(f"{label} end to end", end, bar, published, counts=f"{counts['near']}/{counts['gold']}"),
            Score(f"{label} recognition precision", precision, PRECISION_BAR),
            Score(f"{label} recognition recall", recall),
            Score(f"{label} recognition F1", both),
            Score(f"{label} resolution within 161 km", counts["near"] / max(1, counts["placed"])),
        ]
    return Result(scores, items)


def found_in(listed: list[Row]) -> Iterator[tuple[Row, Report, tuple[Place, ...]]]:
    reports = [report_of(row) for row in listed]
    for row, report, doc in zip(listed, reports, parse(reports), strict=True):
        yield row, report, read_places(doc, report, read_times(doc, report))


def report_of(row: Row) -> Report:
    """Return the text as it stands; the title is given apart only where the text does not begin with it."""
    text, title = row["text"], (row.get("title") or "").strip()
    head = "" if not title or text.lstrip().startswith(title[:40]) else title + "\n\n"
    return Report(
        id=str(row["id"]),
        text=head + text,
        raw_sha256="",
        body_start=len(head),
        lead_start=len(head),
        url=row.get("url"),
    )


def score_one(
    name: str, row: Row, report: Report, places: Iterable[Place], counts: dict[str, int], items: list[Item]
) -> None:
    shift, text = report.body_start, report.text
    gold = [(g["start"] + shift, g["end"] + shift, g) for g in row["gold"] if g.get("type") not in NOT_PLACES]
    named = [p for p in places if p.kind != "facility"]
    for p in named:
        if p.start < shift or p.use == "demonym":
            continue
        right = any(p.start < end and start < p.end for start, end, _ in gold)
        counts["said"] += 1
        counts["true"] += right
        if not right:
            items.append(Item(f"{row['id']}:+{p.start - shift}", False, f"spurious  {around(text, p.start, p.end)}"))
    for start, end, g in gold:
        if g.get("lat") is None:
            continue
        counts["gold"] += 1
        over = [p for p in named if p.start < end and start < p.end]
        counts["seen"] += bool(over)
        same = next((p for p in over if text[p.start : p.end] == text[start:end]), None)
        placed = same is not None and same.lat is not None and same.lon is not None
        counts["placed"] += placed
        near = placed and distance_km(same.lat, same.lon, g["lat"], g["lon"]) <= NEAR_KM  # type: ignore[union-attr,arg-type]
        counts["near"] += near
        items.append(Item(f"{row['id']}:{g['start']}", near, seen(name, g, over, same, around(text, start, end))))


def seen(name: str, gold: Row, over: list[Place], same: Place | None, context: str) -> str:
    """Say how a gold toponym came out."""
    if not over:
        verdict = "missed   "
    elif same is None:
        verdict = f"bounds {[p.name for p in over]}"
    elif same.lat is None:
        verdict = f"unplaced ({same.use}, {same.kind})"
    else:
        verdict = f"at {same.kind} {same.geonames_id} {'/'.join(same.within)} {same.lat},{same.lon}"
    wanted = f"{gold.get('fcode') or gold.get('type') or ''} {gold['lat']},{gold['lon']}"
    return f"{name} {verdict}  gold {wanted}  {context}"


TASK = Task("places", "toponyms found and placed", run)
