"""Places: found, told apart from people and bodies, and resolved with what else the text says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.gazetteer import fold_place, gazetteer
from dateline.records import Place
from tests.reading import reading_of


def place(text: str, name: str) -> Place:
    (found,) = {p.name: p for p in reading_of(text).places if p.name == name}.values()
    return found


@pytest.mark.parametrize(
    ("text", "name", "latitude", "longitude"),
    [
        ("The fire spread through Springfield, Mo., on Monday.", "Springfield", 37.2, -93.3),
        ("The fire spread through Springfield, Illinois, on Monday.", "Springfield", 39.8, -89.6),
        ("Shells fell on Deir al-Zor, a Syrian city.", "Deir al-Zor", 35.3, 40.1),
        ("The ferry left Calapan in the Philippines at noon.", "Calapan", 13.4, 121.2),
    ],
)
def test_the_town_meant_is_found(text: str, name: str, latitude: float, longitude: float) -> None:
    found = place(text, name)
    assert found.lat == pytest.approx(latitude, abs=0.2)
    assert found.lon == pytest.approx(longitude, abs=0.2)
    assert found.where_prec == 1


def test_a_direction_widens_a_country_to_a_region() -> None:
    assert place("Rebels hold parts of northern Nigeria.", "northern Nigeria").where_prec == 5


def test_near_a_town_is_not_in_it() -> None:
    assert place("A bus overturned near Nairobi in Kenya.", "Nairobi").where_prec == 2


def test_people_of_a_country_are_marked_and_have_no_coordinates() -> None:
    found = place("Kenyan officers led the search.", "Kenyan")
    assert (found.use, found.lat, found.within) == ("demonym", None, ("KE",))


def test_a_facility_lies_in_its_town_without_coordinates() -> None:
    places = reading_of("The wounded reached Mombasa in Kenya. They were taken to the district hospital.").places
    hospital = next(p for p in places if p.kind == "facility")
    assert hospital.lat is None
    assert hospital.within[0] == "Mombasa"


def test_a_surname_is_no_town() -> None:
    names = [p.name for p in reading_of("Laura Dallas was shot. Police told Dallas to stay away.").places]
    assert "Dallas" not in names


@given(st.text(max_size=40))
def test_folding_is_idempotent(name: str) -> None:
    assert fold_place(fold_place(name)) == fold_place(name)


def test_looking_up_gives_the_bigger_first_and_nothing_for_nonsense() -> None:
    found = gazetteer().lookup("London")
    assert found[0].country == "GB"
    assert [e.population for e in found] == sorted((e.population for e in found), reverse=True)
    assert len(gazetteer().lookup("Qwxyzzy")) == 0


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_places_inside_it(text: str) -> None:
    assert all(0 <= p.start < p.end <= len(text) for p in reading_of(text).places)


def test_a_telephone_number_tells_which_town_is_meant() -> None:
    text = "Police in Richmond want to hear from anyone who saw the van. Call Richmond police at 859-555-0147."
    assert place(text, "Richmond").within == ("Kentucky", "US")


def test_a_publisher_tells_which_town_is_meant() -> None:
    text = "The Paris city council met on Monday. Paris residents had asked for a new bridge."
    found = {p.within for p in reading_of(text, url="https://theparisnews.com/news/1").places if p.name == "Paris"}
    assert found == {("Texas", "US")}


def test_a_place_within_the_name_of_a_body_is_found_and_marked() -> None:
    found = place("The Nashville Fire Department sent two engines.", "Nashville")
    assert found.use == "metonym"
    assert found.within == ("Tennessee", "US")


def test_a_place_within_a_hyphened_word_is_no_place_of_what_happens() -> None:
    text = "Bombs were dropped by the U.S.-led coalition on Aleppo."
    assert place(text, "U.S.").use == "metonym"
    assert place("Bombs were dropped on the U.S. by a rival.", "U.S.").use == "literal"
    (statement,) = reading_of(text).statements
    assert statement.place is not None
    assert reading_of(text).places[statement.place].name == "Aleppo"


def test_an_abbreviated_state_keeps_its_point() -> None:
    found = place("A barn burned near Lexington, Neb., on Friday.", "Neb.")
    assert found.kind == "adm1"
    assert found.within == ("US",)


@pytest.mark.parametrize(
    ("text", "name", "kind", "latitude", "longitude"),
    [
        ("Ships turned back in the Gulf of Aden.", "Gulf of Aden", "water", 12.5, 47.5),
        ("Villages along the Euphrates were shelled.", "Euphrates", "water", 35.0, 40.4),
        ("Prices rose across Latin America.", "Latin America", "region", -5.0, -62.0),
        ("Fires burned in Queensland, Australia.", "Queensland", "adm1", -22.6, 144.5),
        ("Drought has reached Canada.", "Canada", "country", 60.0, -96.0),
    ],
)
def test_large_places_have_a_point_in_their_midst(
    text: str, name: str, kind: str, latitude: float, longitude: float
) -> None:
    found = place(text, name)
    assert found.kind == kind
    assert found.lat == pytest.approx(latitude, abs=1.0)
    assert found.lon == pytest.approx(longitude, abs=1.0)


def test_a_hamlet_that_nothing_speaks_for_is_not_placed() -> None:
    assert all(p.lat is None for p in reading_of("Caller after caller praised Francisco.").places)


def test_the_order_of_two_names_does_not_change_their_places() -> None:
    one = {(p.name, p.geonames_id) for p in reading_of("He drove from Paris to Dallas and on to Waco, Texas.").places}
    two = {(p.name, p.geonames_id) for p in reading_of("He drove from Waco, Texas to Dallas and on to Paris.").places}
    assert one == two


def test_a_planet_is_no_town() -> None:
    assert all(p.lat is None for p in reading_of("The probe flew past Jupiter and on to Saturn.").places)


def test_the_town_of_a_dateline_without_its_state_is_the_city_all_know() -> None:
    text = "LONDON - Ministers met on Friday. Reporters in Lexington, Ky., and in Frankfort, Ky., heard of it later."
    first = reading_of(text, published="2019-05-04").places[0]
    assert (first.name, first.kind, first.within[-1]) == ("LONDON", "city", "GB")


def test_a_capital_that_shares_its_name_with_a_division_is_the_capital() -> None:
    text = "Diplomats in Paris said the answer from Washington was slow. Berlin has not spoken."
    places = {p.name: p for p in reading_of(text, published="2019-05-04").places}
    assert places["Washington"].kind == "city"


def test_a_facility_is_not_a_surname() -> None:
    text = "The film stars Jo Harbour. Harbour told reporters that the mine near the old harbour was safe."
    names = [p.name for p in reading_of(text, published="2019-05-04").places if p.kind == "facility"]
    assert "Harbour" not in names
    assert any("old harbour" in name for name in names)
