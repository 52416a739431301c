"""The stories of a list as one table: a row an event, as conflict data has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.gazetteer import country_names
from dateline.telling import amounts, judged, shown
from dateline.telling.tables import DATE_PRECISION, written
from dateline.web import asked
from dateline.web.pages import user_of
from dateline.web.shelf import Shelf
from dateline.web.summaries import Summary, Total

MEASURES = ("killed", "injured", "missing", "kidnapped", "released", "detained", "displaced", "evacuated")
"""Measures with columns of their own; what else is counted stands in `other_totals`."""
OF_STORY = (
    "story", "headline", "headline_number", "earliest", "latest", "date_prec", "date_precision", "date_corrected_by",
    "place", "geonames_id", "where_prec", "where_precision", "place_corrected_by", "admin1",
    "country", "country_code", "lat", "lon", "reports", "independent_origins", "last_report", "actors",
)  # fmt: skip
OF_MEASURE = ("low", "best", "high", "sign", "of", "standing", "corrected_by")
COLUMNS = (
    *OF_STORY, *(f"{measure}_{name}" for measure in MEASURES for name in OF_MEASURE),
    "other_totals", "disputed", "items", "reviewed", "judgements", "judged_by",
)  # fmt: skip
"""Every column, in order; docs/tables.md tells what each holds."""


def page(request: Request) -> Response:
    """Give the stories of a list as CSV: the parameters of the address are those of the list."""
    shelf: Shelf | None = request.app.state.shelf
    if shelf is None:
        raise HTTPException(503, "The list is not served here.")
    query = asked.read(request.query_params.multi_items()).query
    changed = shelf.visits.look(user_of(request), request.app.state.desk.clock()).changed if query.changed else None
    text = written(COLUMNS, map(row, shelf.index.listed(query, changed)))
    headers = {"content-disposition": 'attachment; filename="stories.csv"', "cache-control": "no-cache"}
    return Response(text.encode("utf-8", "replace"), media_type="text/csv; charset=utf-8", headers=headers)


def row(story: Summary) -> Iterator[str | float | None]:
    """Yield the cells of a story, in the order of `COLUMNS`."""
    yield from (
        story.story, shown.clean(story.title), story.headline_mark, story.earliest, story.latest, story.date_prec,
        DATE_PRECISION.get(story.date_prec or 0, ""), shown.clean(story.dated_by or ""),
        shown.clean(story.place or ""), story.geonames_id, story.where_prec,
        shown.PRECISION.get(story.where_prec or 0, ""), shown.clean(story.placed_by or ""),
        "; ".join(map(shown.clean, story.within[:-1])),
        *_country(story), story.lat, story.lon, story.reports, story.origins, story.last_report,
        "; ".join(map(shown.clean, story.actors)),
    )  # fmt: skip
    left = list(story.totals)
    for measure in MEASURES:
        first = next((total for total in left if total.measure == measure), None)
        if first is None:
            yield from ("",) * len(OF_MEASURE)
        else:
            left.remove(first)
            low, high = _range(first, left)
            yield from (
                low, first.best, high, amounts.sign(first), _whom(first), _standing(first),
                shown.clean(first.corrected_by or ""),
            )  # fmt: skip
    yield "; ".join(_told(total) for total in left)
    yield from (story.disputed, story.items, story.reviewed, story.judgements)
    yield "; ".join(map(shown.clean, story.judged_by))


def _range(first: Total, others: Sequence[Total]) -> tuple[float | None, float | None]:
    """Return the bounds of a total; of one that is disputed, those of all that stand against it. None is open."""
    alike = [first]
    if first.standing == "disputed":
        key = (first.measure, _whom(first), first.standing)
        alike += [one for one in others if (one.measure, _whom(one), one.standing) == key]
    low, high = [one.low for one in alike], [one.high for one in alike]
    return (
        None if None in low else min(n for n in low if n is not None),
        None if None in high else max(n for n in high if n is not None),
    )


def _country(story: Summary) -> Iterable[str]:
    code = story.within[-1] if story.within else ""
    return shown.clean(country_names().get(code, code)), shown.clean(code)


def _whom(total: Total) -> str:
    return shown.clean(total.whom or "") or total.unit


def _standing(total: Total) -> str:
    """Return where a number stands; one that a person set is no source's word."""
    return judged.CORRECTED if total.corrected_by is not None else total.standing


def _told(total: Total) -> str:
    """Return a total in words."""
    whom = shown.counted(total.measure, total.whom, total.unit)
    name = f"{total.measure}, {whom}" if whom else total.measure
    return f"{name}: {shown.spread(total)} ({_standing(total)})"
