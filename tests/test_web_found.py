"""What the list says of figures, and by which names it finds places and actors."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations
from math import hypot

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dateline.config import Config
from dateline.records import Account, ActorKind, Origin, Where
from dateline.store import open_case
from dateline.telling.drawn.clusters import CELLS, TOUCH, WORLD, Point, clusters
from dateline.telling.drawn.plane import WIDTH
from dateline.web.app import build
from dateline.web.called import actors, inner, key_of
from dateline.web.desk import Desk
from dateline.web.guard import Rules
from dateline.web.index import Index
from dateline.web.queries import Query
from dateline.web.shelf import opened
from dateline.web.since import since
from dateline.web.summaries import Summary, summarise
from tests.shelving import Told
from tests.test_web_list import Page


def corrected(told: Told, number: float) -> Account:
    """Return an account whose first figure a person set."""
    account = told._replace(judged=True).account()
    first, *rest = account.figures
    (row,) = account.judgements
    row = msgspec.structs.replace(row, verdict="correct", machine_figures=(first,))
    set_ = msgspec.structs.replace(first, low=number, best=number, high=number)
    return msgspec.structs.replace(account, figures=(set_, *rest), judgements=(row,))


def counting(told: Told, whom: str) -> Account:
    account = told.account()
    return msgspec.structs.replace(
        account, figures=tuple(msgspec.structs.replace(figure, whom=whom) for figure in account.figures)
    )


def place(name: str, gid: int, *within: str) -> Where:
    return Where(name=name, geonames_id=gid, lat=1.0, lon=1.0, where_prec=1, within=within)


def known(account: Account) -> Summary:
    return summarise(account, "0")


SET = Told("s-set", headline="Mine collapses", killed=655.0, actors=("Mina Kurt",))
FERRY = Told("s-ferry", headline="Ferry sinks", killed=0.0, actors=("Eastern Front", "the police"))
FIRE = Told("s-fire", headline="Mill burns", killed=7.0, place="Peniche", actors=("Eastern Front of Hama", "Police"))
RAID = Told("s-raid", headline="Raid", killed=3.0, place="Nadi", actors=("300 fighters", "AP", "armed police"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Index]]:
    with open_case(tmp_path_factory.mktemp("found") / "a.case", "1") as case:
        account = FERRY.account()
        oulu = place("Oulu", 643492, "Northern Ostrobothnia", "FI")
        ferry = msgspec.structs.replace(account, where=oulu, places=(account.where,))
        accounts = [
            corrected(SET, 700.0),
            ferry,
            counting(FIRE, "workers of the night shift of the northern spinning hall"),
            RAID.account(),
        ]
        case.add([report for told in (SET, FERRY, FIRE, RAID) for report in told.reports()])
        case.replace_accounts(accounts)
        served = Desk(case, Config(), lambda: "2021-07-01T10:00:00+00:00")
        with opened(served) as shelf:
            shelf.following.once()
            app = build(served, Rules(names=("localhost",)), "ann", shelf)
            yield TestClient(app, base_url="http://localhost"), shelf.index


def text_of(html: str) -> str:
    return " ".join(Page(html).text.split())


# ---------------------------------------------------------------- figures


def test_a_number_that_a_person_set_says_so(desk: tuple[TestClient, Index]) -> None:
    client, _ = desk
    text = text_of(client.get("/?q=mine").text)
    assert "700 killed corrected corrected by Ann; the machine says 655, single source" in text
    (told,) = client.get("/api/stories?q=mine").json()["stories"]
    (total,) = told["totals"]
    assert (total["judged"], total["corrected_by"], total["machine"]) == ([1], "Ann", "655")


def test_a_number_that_a_person_set_says_so_in_the_words_of_change() -> None:
    plain, by_hand = known(SET.account()), known(corrected(SET, 700.0))
    assert since(plain, by_hand) == ("killed 655 → 700 (corrected by Ann)", "1 more judgement")
    assert since(by_hand, plain) == ("killed 700 (corrected by Ann) → 655", "1 judgement fewer")
    same = known(corrected(SET, 655.0))
    assert since(plain, same)[0] == "killed 655 → 655 (corrected by Ann)"


def test_a_figure_says_of_whom(desk: tuple[TestClient, Index]) -> None:
    client, _ = desk
    page = client.get("/?q=mill").text
    assert "7 killed workers of the night shift of the northern spin" in text_of(page)
    assert 'title="workers of the night shift of the northern spinning hall"' in page
    was = known(counting(FIRE, "workers"))
    assert since(was, known(counting(FIRE._replace(killed=9.0), "workers")))[0] == "killed, workers: 7 → 9"


def test_nobody_is_no_news(desk: tuple[TestClient, Index]) -> None:
    client, _ = desk
    assert "0 killed" not in text_of(client.get("/?q=ferry").text)
    none = FERRY._replace(killed=None)
    assert since(known(none.account()), known(FERRY.account())) == ("details revised",)
    assert since(known(FIRE._replace(killed=0.0).account()), known(FIRE.account())) == ("killed 0 → 7",)


def test_the_list_counts_the_judgements_that_the_story_lists(desk: tuple[TestClient, Index]) -> None:
    client, _ = desk
    assert 'href="/story/s-set#part-judgements">1 judgement</a>' in client.get("/?q=mine").text
    assert client.get("/story/s-set").text.count('<li id="j') == 1


# ---------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Oulu", {"s-ferry"}),
        ("Leeds", {"s-set"}),  # the other account only names it
        ("Northern Ostrobothnia", {"s-ferry"}),
        ("finland", {"s-ferry"}),
        ("FI", {"s-ferry"}),
        ("Britain", {"s-set"}),  # what the gazetteer knows it by
        ("643492", {"s-ferry"}),
        ("at:643492", {"s-ferry"}),  # what a filter of the list asks for
        ("at:2202064", {"s-raid"}),
        ("Portugal", {"s-fire"}),
        ("Peniche, Portugal", {"s-fire"}),
        ("Peniche, Finland", set()),
        ("United Kingdom", {"s-set"}),
        ("Ulu", set()),
    ],
)
def test_a_place_is_found_by_any_of_its_names(desk: tuple[TestClient, Index], asked: str, found: set[str]) -> None:
    assert {s.story for s in desk[1].page(Query(place=asked)).stories} == found


def test_a_place_that_no_story_has_leads_to_those_much_like_it(desk: tuple[TestClient, Index]) -> None:
    client, index = desk
    text = text_of(client.get("/?place=Penishe").text)
    assert "No story happened in a place called “Penishe”. Much like it: Peniche (1)." in text
    assert "1 story has the words" in text_of(client.get("/?place=mill").text)
    assert index.page(Query(place="Peniche")).near is None
    assert index.page(Query(place="Peniche", text="nothing")).near is None


# ---------------------------------------------------------------- actors


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the police", "Police"),
        ("police officers", "Police"),
        ("Harbour Police Department", "the Harbour police"),
        ("AP", "Associated Press"),
        ("Islamic State", "ISIS"),
        ("José Peña", "Jose Pena"),
        ("• Hospitals", "hospital"),
        ("al-Qaida", "Al Qaeda"),
    ],
)
def test_an_actor_has_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other) != ""


def test_others_have_keys_of_their_own() -> None:
    names = ("Harbour Police", "Police", "Northern Army", "Doctors Without Borders", "doctors", "Ana Ruiz", "Eva Ruiz")
    assert len({key_of(name) for name in names}) == len(names)


@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(
            ["the", "a", "police", "officers", "IS", "WHO", "U.N.", "forces", "authorities’s", "é", "ß", "-"]
        )
    ).map(" ".join)
)
def test_a_key_is_its_own_key(name: str) -> None:
    key = key_of(name)
    assert key_of(key) == key
    assert key not in inner(key)


def test_every_table_of_names_holds_for_its_example() -> None:
    rows = tomllib.loads(files("dateline.data").joinpath("called.toml").read_text(encoding="utf-8"))
    offered = {name: told(name) for name in (row["example"] for row in rows.values())}
    assert offered == {"a nearby hospital": False, "the police": True, "police officers": True}
    assert key_of(rows["members"]["example"]) == key_of(rows["collective"]["example"])


def told(name: str, *more: str, spoke: ActorKind | None = None, where: str = "Leeds") -> bool:
    """Tell whether an actor of an account is offered as a filter."""
    account = Told("s-1", actors=(name, *more), place=where).account()
    if spoke is not None:
        origin = Origin(name=name, kind=spoke, role=None, party=False, facts=1, reports=(), carriers=())
        account = msgspec.structs.replace(account, origins=(origin,))
    return {actor.key: actor.offered for actor in actors(account)}[key_of(name)]


def test_only_persons_and_bodies_are_offered() -> None:
    for name in ("Ana Ruiz", "Reuters", "Harbour Gazette", "the coast guard", "Ministry of Health", "NATO"):
        assert told(name), name
    for name in ("300 fighters", "four militants", "a channel", "their forces", "A42", "the gunman", "Flags", "Leeds"):
        assert not told(name), name
    assert told("ZQX", spoke="organisation")
    assert not told("ZQX")
    assert not told("Shopkeepers", spoke="population group")
    assert not told("HTC", "Harbour Transport Company")
    assert not told("Ruiz", "Ana Ruiz")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Eastern Front", {"s-ferry", "s-fire"}),
        ("front of hama", {"s-fire"}),
        ("Eastern Front of Hama", {"s-fire"}),
        ("easter", set()),
        ("The Police", {"s-ferry", "s-fire", "s-raid"}),
        ("Associated Press", {"s-raid"}),
        ("300 fighters", {"s-raid"}),  # not offered, and still found
    ],
)
def test_an_actor_is_found_within_longer_names(desk: tuple[TestClient, Index], asked: str, found: set[str]) -> None:
    client, _ = desk
    answer = client.get("/api/stories", params={"actor": asked}).json()
    assert {story["story"] for story in answer["stories"]} == found


def test_the_list_offers_actors_with_the_stories_that_choosing_them_finds(desk: tuple[TestClient, Index]) -> None:
    (facet,) = [facet for facet in desk[1].page(Query()).facets if facet.kind == "actor"]
    counts = {count.label: count.stories for count in facet.counts}
    assert counts["Police"] == 3
    assert counts["Eastern Front"] == 2
    assert "300 fighters" not in counts
    assert facet.values == len(facet.counts)
    for count in facet.counts:
        assert desk[1].page(Query(actor=count.key)).total == count.stories


# ---------------------------------------------------------------- what is not understood


def test_a_date_that_is_none_stays_where_it_was_typed(desk: tuple[TestClient, Index]) -> None:
    client, _ = desk
    html = client.get("/?from=last+week&to=2021&least=lots&measure=killed").text
    fields = {a["name"]: a for tag, a in Page(html).tags if tag == "input" and a.get("form") == "filter"}
    assert (fields["from"]["value"], fields["from"].get("aria-invalid")) == ("last week", "true")
    assert (fields["least"]["value"], fields["least"].get("aria-invalid")) == ("lots", "true")
    assert fields["from"]["aria-describedby"] == "notes"
    assert "aria-invalid" not in fields["to"]
    status, notes, rows = (html.index(part) for part in ('role="status"', 'id="notes"', 'class="rows"'))
    assert status < notes < rows
    assert "aria-invalid" not in client.get("/?from=2021").text


# ---------------------------------------------------------------- the map


POINTS = st.lists(st.tuples(st.floats(-50, 70), st.floats(-175, 175)), min_size=1, max_size=60)


@given(points=POINTS, cells=st.integers(3, CELLS))
def test_every_cluster_can_be_touched_alone(points: list[tuple[float, float]], cells: int) -> None:
    listed = [Point(str(n), lat, lon) for n, (lat, lon) in enumerate(points)]
    drawing = clusters(listed, WORLD, cells)
    reach = min(TOUCH, WIDTH / cells / 2)
    for one, other in combinations(drawing.clusters, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= 2 * reach - 0.2
    assert sum(cluster.count for cluster in drawing.clusters) == len(points)
    assert all(0 <= c.x <= drawing.width and 0 <= c.y <= drawing.height for c in drawing.clusters)


def test_former_visits_are_still_read() -> None:
    """A state kept by an earlier form of the list has no count of judgements: nothing is said of them."""
    before = msgspec.structs.replace(known(SET.account()), judgements=None)
    assert since(before, known(SET._replace(judged=True).account())) == ("details revised",)
