"""Drawings: true to the account, inside their frames, the same for the same, and safe whatever the texts hold."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from itertools import combinations, pairwise
from math import hypot
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, PackageLoader, StrictUndefined

from dateline.records import Account, Evidence, Voice, Where
from dateline.telling import drawn, shown
from dateline.telling.drawn.flow import flow
from dateline.telling.drawn.labels import inside
from dateline.telling.drawn.map import radius_km
from dateline.telling.drawn.outlines import Box, area, clip, countries, main_box, outline
from dateline.telling.drawn.ranges import told
from dateline.telling.drawn.scales import first_day
from dateline.telling.page import html_page
from tests.conftest import account as small
from tests.telling import accounts, quoted, reports_of
from tests.test_accounts import account as goma

replace = msgspec.structs.replace
few = settings(max_examples=25)


def test_the_later_count_is_joined_to_those_it_replaced() -> None:
    (killed,) = [r for r in drawn.ranges(goma()) if r.label.startswith("killed") and len(r.rows) > 1]
    by_item = {row.item: n for n, row in enumerate(killed.rows)}
    for figure in goma().figures:
        if figure.id in by_item:
            row = killed.rows[by_item[figure.id]]
            assert {killed.rows[n].item for n in row.revises} <= set(figure.supersedes) & set(by_item)
            assert bool(row.revises) == bool(figure.supersedes)
            assert row.told.endswith(shown.number(figure.best if figure.best is not None else figure.low))
    assert [row.day for row in killed.rows] == sorted(row.day or "~" for row in killed.rows)


def test_a_line_runs_only_from_a_number_to_what_it_replaces() -> None:
    """Nine, then fourteen, then twelve: the last replaces both, the second nothing."""
    some = small()
    (figure,), source = some.figures, goma().sources[0]
    days = {"a": "2019-03-12", "b": "2019-03-13", "c": "2019-03-16"}
    sources = tuple(replace(source, report=r, published=day, published_basis="text") for r, day in days.items())

    def told(number: float, report: str, **more: Any) -> Any:
        held = tuple(replace(figure.evidence[0], report=r) for r in report)
        return replace(figure, id=f"n-{number}", low=number, best=number, high=number, evidence=held, **more)

    old = {"standing": "superseded", "as_of": "2019-03-13"}
    figures = (told(9, "ba", **old), told(14, "b", **old), told(12, "c", as_of=None, supersedes=("n-9", "n-14")))
    (drawing,) = drawn.ranges(replace(some, figures=figures, sources=sources))
    assert [(row.day, row.number, row.revises) for row in drawing.rows] == [
        ("2019-03-12", "9", ()),
        ("2019-03-13", "14", ()),
        ("2019-03-16", "12", (0, 1)),
    ]
    assert drawing.course


def test_numbers_of_one_day_are_no_course_in_time() -> None:
    some = small()
    (figure,), source = some.figures, goma().sources[0]
    dated = replace(source, report=figure.evidence[0].report, published="2019-03-12", published_basis="text")
    all_of = replace(figure, id="a", whom="women", best=2000.0, low=2000.0, standing="superseded")
    few_of = replace(figure, id="b", whom="girls", best=21.0, low=21.0, supersedes=("a",))
    (drawing,) = drawn.ranges(replace(some, figures=(few_of, all_of), sources=(dated,)))
    assert not drawing.course
    assert [row.of for row in drawing.rows] == ["women", "girls"]
    assert drawing.label == figure.measure
    assert "d-revision" not in macros().ranges(drawing, lambda _: "#i", lambda *_: "#e")


def test_numbers_that_neither_replace_nor_dispute_each_other_are_not_drawn_together() -> None:
    some = small()
    (figure,) = some.figures
    least, owed = replace(figure, id="a", best=28.0, low=28.0), replace(figure, id="b", best=284.0, low=284.0)
    assert drawn.ranges(replace(some, figures=(least, owed))) == ()


def test_a_day_of_the_table_that_is_another_than_the_first_report_is_told_with_it() -> None:
    some = small()
    (figure,), source = some.figures, goma().sources[0]
    dated = replace(source, report=figure.evidence[0].report, published="2019-03-12", published_basis="text")
    both = (
        replace(figure, id="a", as_of="2019-03-13", qualifier="more than", against=("b",)),
        replace(figure, id="b", as_of="2019-03-12", against=("a",)),
    )
    (drawing,) = drawn.ranges(replace(some, figures=both, sources=(dated,)))
    assert [(row.day, row.as_of, row.qualifier) for row in drawing.rows] == [
        ("2019-03-12", "2019-03-13", "more than"),
        ("2019-03-12", "", ""),
    ]
    made = macros().ranges(drawing, lambda _: "#i", lambda *_: "#e")
    assert "as of 2019-03-13" in made
    assert "same day" in made
    assert "first reported" in made


def test_a_single_number_needs_no_drawing_and_a_range_does() -> None:
    one = small()
    assert drawn.ranges(one) == ()
    (figure,) = one.figures
    ((drawing),) = drawn.ranges(replace(one, figures=(replace(figure, low=10.0, best=15.0, high=20.0),)))
    (row,) = drawing.rows
    assert (row.low, row.best, row.high, row.told) == (50.0, 75.0, 100.0, "15 (10–20)")


def test_figures_far_apart_are_drawn_by_powers_of_ten() -> None:
    one = small()
    (figure,) = one.figures
    one_of, other = replace(figure, id="a", best=10.0, low=10.0), replace(figure, id="b", best=10000.0, low=10000.0)
    both = (one_of, replace(other, against=("a",)))
    (drawing,) = drawn.ranges(replace(one, figures=both))
    assert drawing.powers
    assert [row.best for row in drawing.rows] == [0.0, 100.0]


def test_who_says_what_and_who_is_silent() -> None:
    grid = drawn.matrix(goma())
    items = {x.id: x.origins for x in goma().figures} | {x.id: x.origins for x in goma().facts}
    assert grid.rows
    for row in grid.rows:
        for column, cell in zip(grid.columns, row.cells, strict=True):
            assert ("supports" in cell.stances) == (column.key in items[row.item])
    assert any("replaced" in cell.stances for row in grid.rows for cell in row.cells)
    assert len(items) == len(grid.rows) + grid.more_rows + grid.alone


def told_by(origins: dict[str, tuple[str, ...]]) -> Account:
    """Return an account of facts, each with the origins that it rests on."""
    first = goma().facts[0]
    facts = tuple(replace(first, id=key, origins=names, against=(), supersedes=()) for key, names in origins.items())
    return replace(goma(), figures=(), facts=facts, origins=())


def test_columns_are_chosen_so_that_no_row_looks_like_one_voice() -> None:
    """Thirteen origins stand in many rows together; two others are the only ones of one row."""
    busy = tuple(f"voice {n}" for n in range(13))
    grid = drawn.matrix(told_by({**{f"f-{n}": busy for n in range(9)}, "f-x": ("rare one", "rare two")}))
    assert len(grid.columns) == 12
    for row in grid.rows:
        assert sum("supports" in cell.stances for cell in row.cells) >= 2
    assert {row.item: row.others for row in grid.rows} == {**{f"f-{n}": 3 for n in range(9)}, "f-x": 0}
    assert grid.more_columns == 3
    assert "+3" in macros().matrix(grid, lambda _: "#i", lambda *_: "#e")


def test_who_prints_a_statement_of_another_carries_it_and_is_not_silent() -> None:
    one, other = goma().facts[:2]
    quoted_here = replace(one.evidence[0], report="a")
    facts = (
        replace(one, origins=("police", "army"), evidence=(quoted_here,), text=quoted_here.quote, attribution=()),
        replace(other, origins=("report:a", "army"), evidence=(replace(other.evidence[0], report="b"),)),
    )
    facts = (facts[0], replace(facts[1], text=facts[1].evidence[0].quote))
    grid = drawn.matrix(replace(goma(), figures=(), facts=facts, origins=()))
    (row,) = [r for r in grid.rows if r.item == one.id]
    cells = {c.key: cell for c, cell in zip(grid.columns, row.cells, strict=True)}
    assert cells["police"].stances == ("supports",)
    assert cells["report:a"].stances == ("carries",)
    assert cells["report:a"].evidence == (quoted_here,)


def entry_of(earliest: str, latest: str, background: bool = False) -> Account:
    """Return an account whose timeline has one more entry than a story of three days."""
    some = goma()
    first = some.timeline[0]
    made = [replace(first, earliest=day, latest=day, date_prec=1) for day in ("2023-02-06", "2023-02-07", "2023-02-08")]
    other = replace(first, earliest=earliest, latest=latest, background=background)
    return replace(some, timeline=(other, *made))


def test_a_day_is_a_point_a_month_a_bar_and_years_between_have_their_own_scale() -> None:
    drawing = drawn.timeline(entry_of("2014-01-01", "2014-01-31", background=True))
    month, *three = drawing.days
    assert not month.point
    assert month.width > 0
    assert month.background
    assert all(day.point and day.width == 0 and not day.background for day in three)
    past, own = drawing.parts
    assert (past.told, own.told) == ("9 years", "3 days")
    assert own.end - own.x > past.end - past.x
    assert past.end < drawing.breaks[0] < own.x
    assert three[2].x - three[0].x > 30


def test_entries_of_one_day_are_one_point_as_high_as_they_are_many() -> None:
    some = entry_of("2014-01-01", "2014-01-31", background=True)
    many = [replace(some.timeline[-1], fact=f"f-{n}") for n in range(6)]
    drawing = drawn.timeline(replace(some, timeline=(*some.timeline, *many)))
    assert [len(day.marks) for day in drawing.days] == [1, 1, 1, 7]
    assert drawing.most == 7
    made = macros().timeline(drawing, lambda _: "#i", lambda *_: "#e", lambda _: "A1")
    assert made.count("2023-02-08 Wed <span") == 1


def test_of_what_was_long_ago_the_latest_three_are_listed_at_once() -> None:
    some = entry_of("2014-01-01", "2014-01-31", background=True)
    past = [replace(some.timeline[0], earliest=f"20{n}-01-01", latest=f"20{n}-01-31") for n in range(10, 17)]
    drawing = drawn.timeline(replace(some, timeline=(*past, *some.timeline[1:])))
    assert [m.earlier for m in drawing.marks] == [True] * 4 + [False] * 6
    assert "and 4 earlier" in macros().timeline(drawing, lambda _: "#i", lambda *_: "#e", lambda _: "A1")
    few_past = drawn.timeline(replace(some, timeline=(*past[:3], *some.timeline[1:])))
    assert not any(m.earlier for m in few_past.marks)


def test_the_axis_names_both_ends_of_the_storys_days_and_where_what_was_before_begins() -> None:
    labels = drawn.timeline(entry_of("2014-01-01", "2014-01-31", background=True)).labels
    assert [(label.text, label.end) for label in labels if label.text] == [
        ("2014", False),
        ("2023-02-06", False),
        ("02-07", False),
        ("2023-02-08", True),
    ]


def test_one_date_needs_no_axis() -> None:
    some = goma()
    one = [replace(e, earliest="2023-02-06", latest="2023-02-06", date_prec=1) for e in some.timeline[:2]]
    drawing = drawn.timeline(replace(some, timeline=tuple(one)))
    assert (len(drawing.days), drawing.parts) == (1, ())
    assert "<svg" not in macros().timeline(drawing, lambda _: "#i", lambda *_: "#e", lambda _: "A1")


def test_a_day_before_the_storys_date_says_so_and_background_does_not() -> None:
    some = entry_of("2022-02-07", "2022-02-07", background=True)
    some = replace(some, when=replace(some.when, earliest="2023-02-07", latest="2023-02-07"))
    assert [day.before for day in drawn.timeline(some).days] == ["", "1 day before the story's date", "", ""]


def test_a_year_told_beside_days_neither_hides_them_nor_leaves_the_axis() -> None:
    some = entry_of("2023-01-01", "2023-12-31")
    long = replace(some.timeline[0], date_prec=5)
    year, *three = drawn.timeline(replace(some, timeline=(long, *some.timeline[1:]))).days
    assert three[2].x - three[0].x > 15
    assert year.x <= three[0].x
    assert year.x + year.width >= three[2].x
    assert year.precision == "year"
    assert len(drawn.timeline(some).parts) == 1


def where(
    lat: float | None, lon: float | None, prec: int | None, *within: str, name: str = "P", key: int | None = None
) -> Where:
    return Where(name=name, geonames_id=key, lat=lat, lon=lon, where_prec=prec, within=within)


def test_each_precision_of_a_place_is_drawn_as_what_it_is() -> None:
    places = tuple(where(35 + n / 10, 39, n, "SY", name=f"P{n}") for n in range(1, 8))
    drawing = drawn.place_map(small(where=places[0], places=places))
    assert drawing is not None
    kinds = {m.name: m.kind for m in drawing.marks}
    assert kinds == {"P1": "point", "P2": "near", "P3": "area", "P4": "province", "P6": "country"}
    assert [m.name for m in drawing.unknown] == ["P5"]
    assert [m.name for m in drawing.beyond] == ["P7"]
    assert [(o.code, o.part) for o in drawing.outlines if o.part] == [("SY", "home")]
    near, bar = next(m for m in drawing.marks if m.kind == "near"), drawing.bar / drawing.bar_km
    assert near.radius == pytest.approx(25 * bar, rel=0.02)
    assert [m.main for m in drawing.marks] == [True] + [False] * 4
    assert drawing.stacked[-1].main


def test_only_where_it_happened_is_filled_and_a_country_named_is_outlined() -> None:
    there, named = where(35, 38, 6, "SY", name="Syria"), where(33, 44, 6, "IQ", name="Iraq")
    drawing = drawn.place_map(small(where=there, places=(there, named)))
    assert drawing is not None
    assert {o.code: o.part for o in drawing.outlines if o.part} == {"SY": "place", "IQ": "named"}
    made = macros().map(drawing, lambda *_: "#e", lambda _: "A1")
    assert "where it happened" in made
    assert "country named in the reports" in made


def test_of_a_region_without_an_extent_its_country_is_filled_and_in_the_middle() -> None:
    region, town = where(40, 127, 5, "KP", name="the north"), where(39.0, 125.8, 1, "KP", name="Town")
    drawing = drawn.place_map(small(where=region, places=(region, town)))
    assert drawing is not None
    assert {o.code: o.part for o in drawing.outlines if o.part} == {"KP": "place"}
    assert drawing.bar_km <= 500
    assert "its country is filled" in macros().map(drawing, lambda *_: "#e", lambda _: "A1")


@given(st.lists(st.sampled_from([c.code for c in countries() if c.code]), min_size=1, max_size=12, unique=True))
@few
def test_a_countrys_name_stands_on_its_ground_or_is_tied_to_it_and_no_two_cross(codes: list[str]) -> None:
    """A name without a line has its middle in its country; with one, the line ends in or at it."""
    boxes = [main_box(c) for code in codes if (c := outline(code)) is not None]
    places = tuple(
        where((b.south + b.north) / 2, (b.west + b.east) / 2, 6, code, name=code)
        for code, b in zip(codes, boxes, strict=True)
    )
    drawing = drawn.place_map(small(where=places[0], places=places))
    assert drawing is not None
    named = [o for o in drawing.outlines if o.label_x is not None and o.label_y is not None]
    for o in named:
        rings = [
            [(float(point.split()[0]), float(point.split()[1])) for point in ring.split("L")]
            for ring in o.path.replace("M", "").split("Z")
            if ring
        ]
        x, y = (o.label_x or 0.0, (o.label_y or 0.0) - 4) if o.lead is None else o.lead[2:]
        assert any(min(hypot(x - a, y - b) for a, b in ring) < 4 or inside((x, y), ring) for ring in rings)
        assert o.lead is None or hypot(o.lead[0] - o.lead[2], o.lead[1] - o.lead[3]) <= 80
    across = [(o.label_x or 0.0, o.label_y or 0.0, len(o.name) * 3.8) for o in named]
    for (x1, y1, half1), (x2, y2, half2) in combinations(across, 2):
        assert abs(x1 - x2) >= half1 + half2 - 0.2 or abs(y1 - y2) >= 12


def test_a_place_far_away_is_listed_and_does_not_shrink_the_map() -> None:
    here, far = where(35.95, 39.0, 1, "SY", name="Here"), where(40.7, -74.0, 1, "US", name="Far")
    drawing = drawn.place_map(small(where=here, places=(here, far)))
    assert drawing is not None
    assert [m.name for m in drawing.marks] == ["Here"]
    assert [m.name for m in drawing.beyond] == ["Far"]
    assert drawing.bar_km <= 100


def test_no_place_no_map() -> None:
    assert drawn.place_map(small(where=where(None, None, None))) is None


def test_places_on_both_sides_of_the_180th_meridian_lie_side_by_side() -> None:
    east, west = where(-16.5, 179.8, 1, "FJ", name="East"), where(-16.6, -179.9, 1, "FJ", name="West")
    drawing = drawn.place_map(small(where=east, places=(west,)))
    assert drawing is not None
    one, other = drawing.marks
    assert 0 < other.x - one.x < 60
    assert any(o.code == "FJ" for o in drawing.outlines)


def test_only_what_is_about_as_large_as_its_circle_has_one() -> None:
    assert [radius_km(where(35, 38, prec, "SY")) for prec in (1, 4, 5, 6)] == [0, 0, 0, 0]
    assert 0 < radius_km(where(35, 38, 3, "SY")) <= 40


def test_what_nobody_knows_the_extent_of_is_listed_and_not_drawn() -> None:
    river, town = where(35.5, 40.2, 5, name="The Long River"), where(35.95, 39.0, 1, "SY", name="Town")
    drawing = drawn.place_map(small(where=town, places=(town, river)))
    assert drawing is not None
    assert [m.name for m in drawing.marks] == ["Town"]
    assert [m.name for m in drawing.unknown] == ["The Long River"]
    made = macros().map(drawing, lambda *_: "#e", lambda _: "A1")
    assert "extent is not known" in made
    assert "The Long River" not in made[: made.index("</svg>")]
    alone = drawn.place_map(small(where=river, places=(river,)))
    assert alone is not None
    made = macros().map(alone, lambda *_: "#e", lambda _: "A1")
    assert "The Long River" in made
    assert 'd-map"' not in made


def test_a_provinces_name_stands_where_it_lies_without_a_circle() -> None:
    town, province = where(38.0, -85.6, 1, "US", name="Town"), where(37.5, -85.3, 4, "US", name="The Province")
    drawing = drawn.place_map(small(where=town, places=(town, province)))
    assert drawing is not None
    (mark,) = [m for m in drawing.marks if m.kind == "province"]
    assert mark.radius == 0
    assert mark.label_x is not None
    assert "d-area" not in macros().map(drawing, lambda *_: "#e", lambda _: "A1")


def test_a_map_shows_a_coast_or_border_to_find_ones_way_by() -> None:
    drawing = drawn.place_map(small(where=where(39.0, -98.0, 1, "US", name="Midway")))
    assert drawing is not None
    assert any(o.path.count("L") > 5 for o in drawing.outlines)


def test_no_mark_is_cut_by_the_frame() -> None:
    here = where(35.95, 39.0, 1, "SY", name="Here")
    around = [where(35.95, 39.0 + n / 10, 1, "SY", name=f"E{n}") for n in range(1, 60)]
    drawing = drawn.place_map(small(where=here, places=(here, *around)))
    assert drawing is not None
    assert all(8 <= m.x <= drawing.width - 8 for m in drawing.marks)


@pytest.mark.parametrize(("code", "km2"), [("SY", 185_180), ("FR", 640_000), ("BR", 8_515_000), ("FJ", 18_270)])
def test_outlines_are_as_large_as_their_countries(code: str, km2: int) -> None:
    found = outline(code)
    assert found is not None
    assert sum(area(ring) for ring, _ in found.rings) == pytest.approx(km2, rel=0.12)


def test_nearly_every_country_of_the_gazetteer_has_an_outline() -> None:
    codes = [c.code for c in countries() if c.code]
    assert len(codes) > 230
    assert {"XK", "SS", "TW", "PS", "VA", "AQ"} <= set(codes)


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=3, max_size=12))
def test_what_is_cut_to_a_box_lies_in_it(ring: list[tuple[float, float]]) -> None:
    cut = clip(ring, Box(-3, -2, 4, 5))
    assert all(-2 - 1e-9 <= x <= 5 + 1e-9 and -3 - 1e-9 <= y <= 4 + 1e-9 for x, y in cut)


points = st.builds(drawn.Point, st.text("abc", min_size=1, max_size=3), st.floats(-90, 90), st.floats(-180, 180))


@few
@given(st.lists(points, max_size=30), st.randoms(use_true_random=False))
def test_every_story_is_in_one_cluster_or_outside_the_map(listed: list[drawn.Point], chosen: Any) -> None:
    drawing = drawn.clusters(listed)
    assert sum(len(c.stories) for c in drawing.clusters) <= len(set(listed))
    assert {s for c in drawing.clusters for s in c.stories} <= {p.story for p in listed}
    if drawing.outside == 0:
        assert {s for c in drawing.clusters for s in c.stories} == {p.story for p in listed}
    for c in drawing.clusters:
        assert 0 <= c.x <= drawing.width
        assert 0 <= c.y <= drawing.height
        assert set(c.stories) <= {p.story for p in listed if c.south <= p.lat <= c.north and c.west <= p.lon <= c.east}
        at = [
            p for p in set(listed) if c.south <= p.lat <= c.north and c.west <= p.lon <= c.east and p.story in c.stories
        ]
        assert c.moved or hypot(c.x - c.at_x, c.y - c.at_y) <= 10.1
        assert len(at) > 1 or (c.south, c.west) == (c.north, c.east)
    for one, other in combinations(drawing.clusters, 2):
        assert hypot(one.x - other.x, one.y - other.y) > 26
        assert one.radius == 2 or one.radius**2 / other.radius**2 <= one.count / other.count * 1.1
    shuffled = [*listed]
    chosen.shuffle(shuffled)
    assert drawn.clusters(shuffled) == drawing


def test_a_region_gathers_more_finely_than_the_world() -> None:
    listed = [drawn.Point("a", 35.9, 39.0), drawn.Point("b", 36.3, 43.1), drawn.Point("c", 35.3, 40.1)]
    assert [c.count for c in drawn.clusters(listed, Box(-56, -180, 78, 180)).clusters] == [3]
    assert [c.count for c in drawn.clusters(listed).clusters] == [1, 1, 1]
    assert drawn.clusters([*listed, drawn.Point("d", 13, 121)], Box(33, 36, 38, 45)).outside == 1


# ---------------------------------------------------------------- laws


@few
@given(accounts())
def test_coordinates_lie_in_their_frames(some: Account) -> None:
    for group in drawn.ranges(some):
        for row in group.rows:
            known = [x for x in (row.low, row.best, row.high) if x is not None]
            assert known == sorted(known)
            assert all(0 <= x <= 100 for x in known)
        assert [t.x for t in group.ticks] == sorted({t.x for t in group.ticks})
    drawing = drawn.timeline(some)
    assert len(drawing.marks) == len(some.timeline)
    for day in drawing.days:
        assert 0 <= day.x <= 100
        assert day.x + day.width <= 100.01
        assert day.width > 0 or day.point or day.x > 99
    for one, other in pairwise([label for label in drawing.labels if label.text]):
        left = one.x + 1.9 * len(one.text)
        assert left < (other.x - 1.9 * len(other.text) if other.end else other.x)
    starts = sorted((first_day(day.date[:10].split(" ")[0]), day.x) for day in drawing.days if not day.point)
    assert all(x <= y + 0.01 for (_, x), (_, y) in pairwise(starts))
    place = drawn.place_map(some)
    if place is not None:
        for m in place.marks:
            assert 0 <= m.x <= place.width
            assert 0 <= m.y <= place.height
            assert m.label_x is None or 0 <= m.label_x <= place.width
            assert m.kind != "province" or m.label_x is not None
        for o in place.outlines:
            assert all(-9 <= float(n) <= place.width + 9 for n in re.findall(r"-?\d+\.\d", o.path))
    tree = drawn.chains(some)
    for band in tree.flow.bands:
        assert 0 <= min(band.y1, band.y2) <= max(band.y1, band.y2) <= tree.flow.height + 1


@few
@given(accounts(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_listed_changes_no_drawing(some: Account, chosen: Any) -> None:
    def mixed(listed: tuple[Any, ...]) -> tuple[Any, ...]:
        made = [*listed]
        chosen.shuffle(made)
        return tuple(made)

    other = replace(some, figures=mixed(some.figures), facts=mixed(some.facts))
    assert drawn.ranges(other) == drawn.ranges(some)
    assert drawn.matrix(other).rows == drawn.matrix(some).rows
    assert drawn.chains(other) == drawn.chains(some)


@few
@given(accounts())
def test_every_fact_comes_by_one_chain(some: Account) -> None:
    tree = drawn.chains(some)
    assert sum(p.facts for p in tree.paths) == len(some.facts)
    for stage in range(3):
        column = sorted((n.placed for n in tree.nodes if n.stage == stage), key=lambda p: p.y)
        assert sum(p.amount for p in column) == len(some.facts)
        assert all(a.y + a.height / 2 <= b.y - b.height / 2 + 0.2 for a, b in pairwise(column))


@given(st.dictionaries(st.tuples(*[st.text("abcd", min_size=1, max_size=2)] * 3), st.integers(1, 40), min_size=1))
def test_what_flows_into_a_node_flows_out_of_it(routes: dict[tuple[str, str, str], int]) -> None:
    placed, drawing = flow(routes, len, lambda stage, key: 10.0 + stage + len(key))
    numbers = list(placed)
    for n, (stage, _) in enumerate(numbers):
        if stage == 1:
            into = sum(b.amount for b in drawing.bands if b.end == n)
            assert into == sum(b.amount for b in drawing.bands if b.start == n) == placed[numbers[n]].amount


@cache
def macros() -> Any:
    environment = Environment(
        loader=PackageLoader("dateline.telling"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("drawn.html").module


class Parsed(HTMLParser):
    """The tags and attributes of a page; complains about one that is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in ("meta", "br", "wbr", "img", "link"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


ALLOWED = {
    "a", "b", "caption", "circle", "details", "div", "figcaption", "figure", "g", "li", "line", "ol", "p", "path", "rect", "span",
    "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "tspan", "ul",
}  # fmt: skip


def rendered(some: Account, cited: set[tuple[str, int, int]]) -> str:
    numbers = shown.Numbers(some)

    def evidence_href(report: str, start: int, end: int) -> str:
        cited.add((report, start, end))
        return f"#e-{start}-{end}"

    def label(e: Evidence) -> str:
        return numbers.of(e)

    def href(item: str) -> str:
        return f"#{item}"

    m = macros()
    return "".join(
        [
            *(m.ranges(group, href, evidence_href) for group in drawn.ranges(some)),
            m.matrix(drawn.matrix(some), href, evidence_href),
            m.timeline(drawn.timeline(some), href, evidence_href, label),
            m.map(drawn.place_map(some), evidence_href, label),
            m.chains(drawn.chains(some), evidence_href, lambda report: f"#r-{report}"),
        ]
    )


@few
@given(accounts())
def test_drawings_are_marks_and_text_only_and_cite_the_account(some: Account) -> None:
    cited: set[tuple[str, int, int]] = set()
    page = Parsed(rendered(some, cited))
    assert set(page.tags) <= ALLOWED
    assert cited <= quoted(some)
    for tag, name, value in page.attributes:
        assert name not in ("style", "id")
        assert not name.startswith("on")
        assert name != "href" or (tag == "a" and value.startswith("#"))


@few
@given(accounts())
def test_without_addresses_there_are_no_links(some: Account) -> None:
    m = macros()
    made = [m.ranges(g, lambda _: "", lambda *_: "") for g in drawn.ranges(some)]
    made.append(m.matrix(drawn.matrix(some), lambda _: "", lambda *_: ""))
    made.append(m.timeline(drawn.timeline(some), lambda _: "", lambda *_: "", lambda _: "A1"))
    made.append(m.map(drawn.place_map(some), lambda *_: "", lambda _: "A1"))
    made.append(m.chains(drawn.chains(some), lambda *_: "", lambda _: ""))
    assert "a" not in Parsed("".join(made)).tags


@few
@given(accounts())
def test_the_page_of_any_account_is_whole_and_runs_nothing(some: Account) -> None:
    text = html_page([some], reports_of(some))
    page = Parsed(re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL).replace("<!doctype html>", ""))
    assert "script" not in page.tags
    assert "img" not in page.tags
    targets = [value for _, name, value in page.attributes if name == "id"]
    assert len(targets) == len(set(targets))
    for _, name, value in page.attributes:
        assert name != "style"
        assert not name.startswith("on")
        assert name not in ("href", "src") or value.removeprefix("#") in targets


def test_the_map_of_many_stories_links_each_cluster() -> None:
    drawing = drawn.clusters([drawn.Point("<a>", 35.9, 39.0), drawn.Point("b", 13.0, 121.0)])
    page = Parsed(macros().clusters(drawing, lambda c: f"?place={c.south},{c.west},{c.north},{c.east}"))
    assert sorted(v for _, name, v in page.attributes if name == "href") == [
        "?place=13.0,121.0,13.0,121.0",
        "?place=35.9,39.0,35.9,39.0",
    ]
    assert set(page.tags) <= ALLOWED


def test_letters_on_a_drawing_are_at_least_eleven_pixels_high_on_a_narrow_page() -> None:
    narrow = re.sub(r"@container.*?\}\}", "", drawn.stylesheet())
    sizes = [float(n) for n in re.findall(r"font-size:([\d.]+)px", narrow)]
    assert sizes
    assert min(sizes) >= 11


def test_bounds_are_told_beside_the_number_only_where_they_say_more() -> None:
    (figure,) = small().figures
    found = {
        (low, best, high): told(replace(figure, low=low, best=best, high=high, unit="USD"))
        for low, best, high in (
            (1.0, 5.0, 9.0),
            (1.0, 1.0, 9.0),
            (9.0, 9.0, None),
            (None, None, 7.0),
            (3.0, 3.0, 3.0),
            (2.0, 8.0, None),
        )
    }
    assert list(found.values()) == ["USD 5 (1–9)", "USD 1 (1–9)", "≥ USD 9", "≤ USD 7", "USD 3", "USD 8 (2–open)"]


def test_of_very_many_voices_those_of_most_facts_are_drawn_and_the_rest_counted() -> None:
    first = goma().facts[0]
    facts = [
        replace(first, id=f"f-{n}-{m}", attribution=(Voice(name=f"voice {n}"),))
        for n in range(40)
        for m in range(2 if n < 5 else 1)
    ]
    tree = drawn.chains(replace(goma(), facts=tuple(facts)))
    names = [n.name for n in tree.nodes if n.stage == 0]
    assert len(names) == 15
    assert {f"voice {n}" for n in range(5)} <= set(names)
    assert names[-1] == "26 others"
    assert (tree.folded, len(tree.paths)) == (26, 40)
    assert tree.key == ((min(b.width for b in tree.flow.bands), 1), (22.0, len(facts)))
    assert sum(n.facts for n in tree.nodes if n.stage == 0) == len(facts)


def test_a_side_in_the_happening_is_marked_as_a_party() -> None:
    fact = replace(goma().facts[0], attribution=(Voice(name="The army", party=True), Voice(name="AFP", kind="media")))
    some = replace(goma(), facts=(fact,))
    (army,) = [n for n in drawn.chains(some).nodes if n.stage == 0]
    assert army.party
    assert [p.voices for p in drawn.chains(some).paths] == [("The army", "AFP")]
    assert "a party" in macros().chains(drawn.chains(some), lambda *_: "#e", lambda _: "#r")


def test_who_is_on_both_sides_is_quoted_for_each() -> None:
    one, other = goma().facts[:2]
    here, there = (replace(x.evidence[0], report="a") for x in (one, other))
    own = {"origins": ("report:a",), "attribution": (Voice(name="the report itself", role="publisher"),)}
    sides = (
        replace(one, evidence=(here,), text=here.quote, against=(other.id,), **own),
        replace(other, evidence=(there,), text=there.quote, against=(one.id,), **own),
    )
    (first, second) = drawn.matrix(replace(goma(), figures=(), facts=sides)).rows
    assert {(*r.cells[0].stances, *r.cells[0].evidence) for r in (first, second)} == {
        ("supports", "differs", here, there),
        ("supports", "differs", there, here),
    }


def test_what_is_told_alike_in_part_is_no_word_on_the_statement() -> None:
    """Facts beside each other in an accord share a detail; the other origin says nothing to the whole statement."""
    one, other, *rest = goma().facts
    beside = (
        replace(one, origins=("police",), support=(other.id,)),
        replace(other, origins=("army",), support=(one.id,)),
        *rest,
    )
    grid = drawn.matrix(replace(goma(), figures=(), facts=beside))
    assert "agrees" not in grid.stances
    for row in grid.rows:
        told = {c.key for c, cell in zip(grid.columns, row.cells, strict=True) if cell.stances}
        assert not ({"police", "army"} <= told)


def test_a_statement_is_credited_to_one_name_in_matrix_chains_and_account() -> None:
    one, other, *_ = goma().facts
    first = replace(one.evidence[0], report=goma().sources[0].report)
    own = f"report:{first.report}"
    courier = Voice(name="The Courier", kind="media")
    itself = Voice(name="the report itself", role="publisher")
    origin = replace(goma().origins[0], name="Courier", reports=(first.report,))
    facts = (
        replace(
            one, origins=(own,), attribution=(courier, itself), evidence=(first,), text=first.quote, against=(other.id,)
        ),
        replace(other, origins=("army",), attribution=(Voice(name="Army"), itself), against=(one.id,)),
    )
    some = replace(goma(), figures=(), facts=facts, origins=(origin,))
    assert {c.name for c in drawn.matrix(some).columns} == {"Courier", "army"}
    named = replace(facts[0], attribution=(Voice(name="Daily Lake", kind="media", role="publisher"),))
    some = replace(some, facts=(named, facts[1]), sources=tuple(replace(s, publisher=None) for s in some.sources))
    letter = shown.letters(some)[first.report]
    (column,) = [c for c in drawn.matrix(some).columns if c.key == own]
    assert (column.name, column.letters) == ("Daily Lake", (letter,))
    assert "Daily Lake" in {n.name for n in drawn.chains(some).nodes}
    assert shown.voices(named.attribution) == "Daily Lake"


def test_who_carried_a_voice_by_no_chain_of_the_account_is_told_with_it() -> None:
    fact = replace(goma().facts[0], attribution=(Voice(name="The army", party=True), Voice(name="AFP", kind="media")))
    origin = replace(goma().origins[0], name="Army", carriers=("AFP", "Lake Radio"))
    tree = drawn.chains(replace(goma(), facts=(fact,), origins=(origin,)))
    (army,) = [n for n in tree.nodes if n.stage == 0]
    assert army.notes == ("a party", "also by Lake Radio")
    assert [p.also for p in tree.paths] == [("Lake Radio",)]
    assert "also carried by Lake Radio" in macros().chains(tree, lambda *_: "#e", lambda _: "#r")
