"""The index behind the list: it finds what plain Python finds, follows the case, and survives whatever it is sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import StoreError
from dateline.gazetteer import fold_place
from dateline.records import Standing
from dateline.store import Case, open_case
from dateline.web import side
from dateline.web.following import Following
from dateline.web.index import Index, Page
from dateline.web.mapped import mapped, part
from dateline.web.queries import PAGE, Query, Sort, Undated, Window, words
from dateline.web.snippets import snippet
from dateline.web.visits import Visits
from tests.shelving import PLACES, Told, keep

STANDINGS = get_args(Standing)
NAMES = (None, *PLACES)
MANY = tuple(
    Told(
        story=f"s-{n:03}",
        headline=f"{('Fire', 'Flood', 'Strike')[n % 3]} number {n % 7} in {NAMES[n % 5] or 'town'}",
        texts=(f"Report {n} of the Čas: the mayor’s café burned.", "Nobody was hurt.")[: 1 + n % 2],
        earliest=None if n % 9 == 0 else f"20{10 + n % 12}" if n % 4 == 0 else f"2021-{1 + n % 12:02}-{1 + n % 28:02}",
        latest=None if n % 9 == 0 else f"20{10 + n % 12}" if n % 4 == 0 else f"2021-{1 + n % 12:02}-{1 + n % 28:02}",
        place=NAMES[n % 5],
        killed=None if n % 6 == 0 else float(n % 11),
        standing=STANDINGS[n % len(STANDINGS)],
        actors=(("Police", "police")[n % 2], f"Mayor {n % 3}"),
        origins=n % 4,
        judged=n % 5 == 1,
        published=None if n % 10 == 3 else f"2021-06-{1 + n % 30:02}",
    )
    for n in range(120)
)


@dataclass
class Shelf:
    case: Case
    index: Index


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("shelf")
    with open_case(folder / "a.case", "1") as case:
        keep(case, MANY)
        index = Index(folder / "desk")
        index.refresh(case)
        yield Shelf(case, index)
        index.close()


def everything(index: Index, query: Query) -> list[str]:
    first = index.page(query)
    pages = [first, *(index.page(msgspec.structs.replace(query, page=n)) for n in range(2, first.pages + 1))]
    found = [s.story for page in pages for s in page.stories]
    assert len(found) == first.total
    return found


# ---------------------------------------------------------------- what is found


def bounds(told: Told) -> tuple[date, date] | None:
    if told.earliest is None:
        return None
    if len(told.earliest) == 4:
        return date(int(told.earliest), 1, 1), date(int(told.earliest), 12, 31)
    return date.fromisoformat(told.earliest), date.fromisoformat(told.latest or told.earliest)


def in_period(told: Told, query: Query) -> bool:
    days = bounds(told)
    if query.undated == "only":
        return days is None
    if query.first is None and query.last is None:
        return True
    if days is None:
        return query.undated == "too"
    return (query.first is None or days[1].isoformat() >= query.first) and (
        query.last is None or days[0].isoformat() <= query.last
    )


def in_window(told: Told, window: Window | None) -> bool:
    if window is None:
        return True
    if told.place is None:
        return False
    _, lat, lon, _ = PLACES[told.place]
    if not window.south <= lat <= window.north:
        return False
    if window.west > window.east:
        return lon >= window.west or lon <= window.east
    return window.west <= lon <= window.east


def in_place(told: Told, place: str | None) -> bool:
    if place is None:
        return True
    if told.place is None:
        return False
    gid, _, _, within = PLACES[told.place]
    return fold_place(place) in {fold_place(name) for name in (told.place, *within)} or place == str(gid)


def wanted(told: Told, query: Query) -> bool:
    return (
        in_period(told, query)
        and in_window(told, query.window)
        and in_place(told, query.place)
        and (query.country is None or (told.place is not None and PLACES[told.place][3][-1] == query.country))
        and (query.actor is None or query.actor in {name.casefold() for name in told.actors})
        and (query.measure is None or (query.measure == "killed" and told.killed is not None))
        and (query.measure is None or query.least is None or (told.killed or 0.0) >= query.least)
        and (query.measure is None or query.least is None or told.standing != "superseded")
        and (query.standing is None or query.standing == told.standing)
        and not (query.unreviewed and told.judged)
    )


DAYS = st.dates(date(2009, 1, 1), date(2023, 1, 1)).map(date.isoformat)
EDGES = st.tuples(st.integers(-90, 90), st.integers(-90, 90)).map(sorted)
WINDOWS = st.builds(
    lambda lats, west, east: Window(float(lats[0]), float(west), float(lats[1]), float(east)),
    EDGES, st.integers(-180, 180), st.integers(-180, 180),
)  # fmt: skip
QUERIES = st.builds(
    Query,
    first=st.none() | DAYS,
    last=st.none() | DAYS,
    undated=st.sampled_from(get_args(Undated)),
    place=st.none() | st.sampled_from(["Leeds", "leeds", "England", "GB", "2644688", "Dakar", "dakar", "Nowhere"]),
    window=st.none() | WINDOWS,
    country=st.none() | st.sampled_from(["GB", "PT", "ZZ"]),
    actor=st.none() | st.sampled_from(["police", "mayor 1", "nobody"]),
    measure=st.none() | st.sampled_from(["killed", "injured"]),
    least=st.none() | st.integers(0, 12).map(float),
    standing=st.none() | st.sampled_from(STANDINGS),
    unreviewed=st.booleans(),
    sort=st.sampled_from(get_args(Sort)),
)


@given(query=QUERIES)
@settings(max_examples=150)
def test_filters_find_what_plain_python_finds(shelf: Shelf, query: Query) -> None:
    expected = {told.story for told in MANY if wanted(told, query)}
    found = everything(shelf.index, query)
    assert len(found) == len(set(found))
    assert set(found) == expected
    if query.undated == "out" and (query.first or query.last):
        undated = msgspec.structs.replace(query, undated="only")
        assert shelf.index.page(query).undated == shelf.index.page(undated).total


@given(query=QUERIES)
@settings(max_examples=60)
def test_a_facet_counts_what_choosing_it_finds(shelf: Shelf, query: Query) -> None:
    for facet in shelf.index.page(query).facets:
        plain = {"least": None} if facet.kind == "measure" else {}
        for count in facet.counts:
            chosen = msgspec.structs.replace(query, **{facet.kind: count.key, **plain})
            if facet.kind == "place" and query.place is not None:
                continue  # a name stands for more than the places called so
            assert shelf.index.page(chosen).total == count.stories


def test_orders(shelf: Shelf) -> None:
    by_id = {told.story: told for told in MANY}
    dated = [bounds(by_id[s]) for s in everything(shelf.index, Query())]
    assert dated == sorted(dated, key=lambda d: d or (date.min, date.min), reverse=True)
    names = [by_id[s].headline.casefold() for s in everything(shelf.index, Query(sort="name"))]
    assert names == sorted(names)
    origins = [by_id[s].origins for s in everything(shelf.index, Query(sort="origins"))]
    assert origins == sorted(origins, reverse=True)
    reported = [by_id[s].published or "" for s in everything(shelf.index, Query(sort="report"))]
    assert reported == sorted(reported, reverse=True)


@given(query=QUERIES)
@settings(max_examples=60)
def test_the_map_holds_every_story_with_a_place_and_each_part_of_it_can_be_asked_for(
    shelf: Shelf, query: Query
) -> None:
    page = shelf.index.page(query)
    by_id = {told.story: told for told in MANY}
    placed = sum(by_id[story].place is not None for story in everything(shelf.index, query))
    assert page.spread.placed == placed == sum(spot.stories for spot in page.spread.spots)
    drawing = mapped(page.spread, query.window)
    if drawing is None:
        assert not placed
        return
    assert drawing.outside == 0
    assert sum(cluster.count for cluster in drawing.clusters) == placed
    for cluster in drawing.clusters:
        window = part(cluster, page.spread)
        assert shelf.index.page(msgspec.structs.replace(query, window=window)).total == cluster.count


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("burned", 120),
        ("cafe", 120),
        ("CAS", 120),
        ("caf", 120),  # the last word stands for longer ones
        ("caf burned", 0),
        ('"nobody was hurt"', 60),
        ('"was nobody"', 0),
        ("nobody flood", 20),  # words may stand in different reports
        ("brigade", 120),  # an origin
        ("Leiria", 24),  # what the place lies in
        ("mayor's", 120),
        ("flood OR fire", 0),  # operators are words like others
        ("-", 0),
        ("   ", 120),
    ],
)
def test_search(shelf: Shelf, text: str, found: int) -> None:
    assert shelf.index.page(Query(text=text)).total == found


@given(text=st.text(st.characters(codec=None), max_size=60) | st.text("\"*()^:-+{}[]'\\AND OR NOT NEAR", max_size=40))
@settings(max_examples=300)
def test_no_search_raises(shelf: Shelf, text: str) -> None:
    page = shelf.index.page(Query(text=text))
    assert page.total <= len(MANY)
    if words(text) == () and text.strip():
        assert page.total == 0


@given(
    texts=st.lists(st.text("ab çé\n’-.", min_size=1, max_size=400), min_size=1, max_size=4),
    text=st.text('abcé "', min_size=1, max_size=12),
)
def test_a_snippet_is_verbatim_and_marks_words_of_the_search(texts: list[str], text: str) -> None:
    starts, size = [], 0
    for n, one in enumerate(texts):
        starts.append((f"r{n}", size))
        size += len(one) + 1
    found = snippet("\n".join(texts), starts, words(text))
    if found is None:
        return
    assert texts[int(found.report[1:])][found.start : found.end] == found.text
    assert found.marks
    assert all(0 <= start < end <= len(found.text) for start, end in found.marks)
    assert all(one[1] <= other[0] for one, other in zip(found.marks, found.marks[1:], strict=False))


def test_a_snippet_shows_where_most_words_stand_together(shelf: Shelf) -> None:
    page = shelf.index.page(Query(text="mayor burned"))
    found = page.snippets[page.stories[0].story]
    assert [found.text[start:end] for start, end in found.marks] == ["mayor", "burned"]


# ---------------------------------------------------------------- keeping up


CHANGES = st.lists(
    st.dictionaries(st.integers(0, 5), st.tuples(st.integers(0, 3), st.booleans()), max_size=6), min_size=1, max_size=4
)


@given(runs=CHANGES)
@settings(max_examples=25)
def test_an_index_brought_up_equals_a_fresh_one(runs: list[dict[int, tuple[int, bool]]]) -> None:
    with TemporaryDirectory() as name, open_case(Path(name, "a.case"), "1") as case:
        folder = Path(name)
        index = Index(folder / "old")
        for run in runs:
            keep(
                case,
                (
                    Told(
                        f"s-{n}", headline=f"Fire {v}", killed=float(v), actors=("Police" if v else "police",), judged=j
                    )
                    for n, (v, j) in run.items()
                ),
            )
            index.refresh(case)
            assert index.refresh(case) == ()
        fresh = Index(folder / "new")
        fresh.refresh(case)
        for query in (
            Query(),
            Query(text="fire 2"),
            Query(actor="police", sort="name"),
            Query(measure="killed", least=2),
        ):
            assert same(index.page(query)) == same(fresh.page(query))
        index.close()
        fresh.close()


def same(page: Page) -> Page:
    return msgspec.structs.replace(page, generation=0)


def test_only_what_changed_is_indexed_again(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.case", "1") as case:
        keep(case, MANY[:5])
        index = Index(tmp_path / "desk")
        assert len(index.refresh(case)) == 5
        keep(case, [*MANY[1:3], MANY[3]._replace(killed=40.0), MANY[4], MANY[7]])
        replaced = {one.story: one for one in index.refresh(case)}
        assert set(replaced) == {MANY[0].story, MANY[3].story, MANY[7].story}
        assert replaced[MANY[0].story].after is None
        assert replaced[MANY[7].story].before is None
        before, now = replaced[MANY[3].story].before, replaced[MANY[3].story].after
        assert before is not None
        assert now is not None
        assert (before.totals[0].best, now.totals[0].best) == (3.0, 40.0)


@pytest.mark.parametrize("harm", ["text", "foreign", "cut", "emptied", "flipped"])
def test_a_broken_side_file_is_made_again(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "desk"
    with open_case(tmp_path / "a.case", "1") as case:
        keep(case, MANY[:20])
        index = Index(path)
        index.refresh(case)
        index.close()
        whole = path.read_bytes()
        if harm == "foreign":
            path.unlink()
            with sqlite3.connect(path) as connection:
                connection.execute("CREATE TABLE stories (title TEXT)")
            connection.close()
        else:
            path.write_bytes(
                {"text": b"a shopping list", "cut": whole[: len(whole) // 2], "emptied": b"",
                 "flipped": whole[:4096] + bytes(b ^ 0x5A for b in whole[4096:])}[harm]
            )  # fmt: skip
        again = Index(path)
        again.refresh(case)
        assert again.page(Query(text="strike")).total == sum(told.headline.startswith("Strike") for told in MANY[:20])
        again.close()


def test_readers_see_the_state_before_while_the_next_is_made(tmp_path: Path) -> None:
    seen: list[int] = []
    with open_case(tmp_path / "a.case", "1") as case:
        keep(case, MANY[:10])
        index = Index(tmp_path / "desk")
        index.refresh(case)
        keep(case, MANY[:100])

        def look(found, _, /):  # type: ignore[no-untyped-def]
            for one in found:
                seen.append(index.page(Query(page=1 + len(seen) % 2)).total)
                yield one

        index.refresh(case, look)
        assert set(seen) == {10}
        assert index.page(Query()).total == 100
        assert index.page(Query()).pages == -(-100 // PAGE)


def test_the_list_follows_the_case(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.case", "1") as case:
        keep(case, MANY[:3])
        index, visits = Index(tmp_path / "desk"), Visits(tmp_path / "visits")
        following = Following(index, visits, case, lambda: None)
        assert following.once()
        assert not following.once()
        with open_case(tmp_path / "a.case", "1") as other:
            keep(other, MANY[:4])
        assert following.once()
        assert index.page(Query()).total == 4


def test_a_side_file_that_breaks_while_it_is_read_is_made_again(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.case", "1") as case:
        keep(case, MANY[:5])
        index, visits = Index(tmp_path / "desk"), Visits(tmp_path / "visits")
        following = Following(index, visits, case, lambda: None)
        following.once()
        index.close()
        (tmp_path / "desk").write_bytes(b"a shopping list")
        with pytest.raises(StoreError, match="look again"):
            index.answer(Query())
        assert index.page(Query()).total == 0
        assert following.once()
        assert index.page(Query()).total == 5


def test_where_nothing_can_be_written_the_side_files_are_temporary(tmp_path: Path) -> None:
    with side.places(tmp_path / "a.case", server=False) as beside:
        assert beside.lasting
        assert beside.desk == tmp_path / "a.case-desk"
    for case, server in ((tmp_path / "gone" / "a.case", False), ("postgresql://u@h/n", True)):
        with side.places(case, server=server) as found:
            assert not found.lasting
            folder = found.desk.parent
            Index(found.desk).close()
        assert not folder.exists()


def test_years_and_months_lie_where_they_can(tmp_path: Path) -> None:
    told = Told("s-1", earliest="2020-02", latest="2020-02"), Told("s-2", earliest="9999", latest="9999")
    with open_case(tmp_path / "a.case", "1") as case:
        keep(case, told)
        index = Index(tmp_path / "desk")
        index.refresh(case)
        for day in (date(2020, 2, 1), date(2020, 2, 29)):
            assert index.page(Query(first=day.isoformat(), last=day.isoformat())).total == 1
        after = (date(2020, 2, 29) + timedelta(1)).isoformat()
        assert index.page(Query(first=after, last=after)).total == 0
        assert index.page(Query(first="9999-12-31")).total == 1
