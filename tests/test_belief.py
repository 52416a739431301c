"""Towns and their namesakes: what a report says of where it plays outweighs the size of a city."""

from __future__ import annotations

import pytest

from dateline.gazetteer import gazetteer
from dateline.geometry import distance_km
from dateline.reading.belief import KNOWN, stands_alone
from dateline.reading.geowords import geowords
from dateline.records import Place
from tests.reading import reading_of


def resolved(text: str, name: str, **fields: object) -> list[Place]:
    return [
        p
        for p in reading_of(text, **fields).places  # type: ignore[arg-type]
        if p.name.casefold() == name.casefold() and p.lat is not None
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NASHVILLE, Tenn. (WXYZ) - A boy was found dead in Bordeaux on Tuesday. Bordeaux is in shock.", "Bordeaux"),
        ("Metro Nashville police found a body in Bordeaux on Tuesday. Call them at 615-555-0143.", "Bordeaux"),
        ("CHARLOTTE, N.C. (WABC) -- A man was shot in Dresden on Friday. The Dresden division answered.", "Dresden"),
        ("CHICAGO (AP) - Two men were killed in Pilsen on Sunday. Residents of Pilsen held a vigil.", "Pilsen"),
        ("MEMPHIS, Tenn. - Shots were fired outside Berlin Elementary School on Monday, police said.", "Berlin"),
        ("MIAMI (WABC) - Two women died in Liberty City. Miami police came. Liberty City needs help.", "Liberty City"),
        ("A truck was stopped in Stroud, Ontario. The driver will appear in a court in Barrie.", "Stroud"),
        ("DETROIT - A man was shot at Vienna Avenue on Monday. The Vienna Avenue home was searched.", "Vienna"),
        ("HOUSTON (KABC) - Officer Dana London was shot on Monday. London is in stable condition.", "London"),
        ("Seven people were hurt in East Oakland, police in Oakland, Calif., said.", "East"),
    ],
)
def test_a_name_whose_only_town_is_far_away_is_left_unresolved(text: str, name: str) -> None:
    assert resolved(text, name) == []


@pytest.mark.parametrize(
    ("text", "name", "within"),
    [
        ("PARIS, Texas (KABC) - A fire destroyed a store in Paris on Monday.", "Paris", ("Texas", "US")),
        ("A Paris man was charged in Lamar County, Texas. He is in Paris.", "Paris", ("Texas", "US")),
        ("CORBIN, Ky. - A man from London died in Laurel County, police said.", "London", ("Kentucky", "US")),
        ("LEXINGTON, Ky. - Two died in Versailles, in Woodford County.", "Versailles", ("Kentucky", "US")),
        ("MOSCOW, Idaho - A student was found dead in Moscow, in Latah County.", "Moscow", ("Idaho", "US")),
        ("TORONTO - A crash in London killed two, Ontario police said. Both were from Kitchener.", "London", ("CA",)),
        ("SYDNEY - A bushfire reached Newcastle, the New South Wales fire service said.", "Newcastle", ("AU",)),
        ("INDIANAPOLIS (WABC) - A Clay County girl was shot in Brazil on Tuesday.", "Brazil", ("Indiana", "US")),
        ("CLEVELAND (WABC) - A house burned in Parma. Parma crews had help from Brooklyn.", "Brooklyn", ("Ohio", "US")),
        ("JACKSONVILLE, ONSLOW COUNTY - A Jacksonville man is charged.", "Jacksonville", ("North Carolina", "US")),
    ],
)
def test_the_namesake_beside_the_other_places_is_meant(text: str, name: str, within: tuple[str, ...]) -> None:
    found = resolved(text, name)
    assert found
    assert {p.within[-len(within) :] for p in found} == {within}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("WASHINGTON - The president flies to London and Tokyo next week with senators from Ohio.", "London", "GB"),
        ("LONDON - He wrote for a Washington research firm, people in London said.", "Washington", "US"),
        ("NEW YORK (AP) - Shares fell on Monday. Indexes in Frankfurt and Paris closed lower.", "Frankfurt", "DE"),
        ("NASHVILLE, Tenn. - A teacher was killed in Bordeaux while on holiday in France.", "Bordeaux", "FR"),
        ("DENVER (KABC) - A Denver woman traveling through Europe died in Toulouse.", "Toulouse", "FR"),
        ("GENEVA - Police in Lyon arrested a man for two robberies in Geneva and Lausanne.", "Lyon", "FR"),
        ("A bus crashed near Lyon on Monday, killing four.", "Lyon", "FR"),
        ("Oakland police are looking for two men. They were seen in Oakland on Saturday.", "Oakland", "US"),
    ],
)
def test_a_city_that_is_known_or_spoken_of_is_given(text: str, name: str, country: str) -> None:
    found = resolved(text, name)
    assert found
    assert {p.within[-1] for p in found} == {country}


def test_a_state_with_a_space_in_its_short_form_holds_its_county() -> None:
    (found,) = resolved("Lee Reed of Wood County, W. Va., was held in a jail on Monday.", "Wood County")
    assert found.within == ("West Virginia", "US")


@pytest.mark.parametrize(("country", "name"), sorted(geowords().alone))
def test_each_city_of_the_list_is_one_city(country: str, name: str) -> None:
    found = [e for e in gazetteer().lookup(name) if e.kind == "city" and e.country == country and e.population >= KNOWN]
    assert found
    assert all(distance_km(e.lat, e.lon, found[0].lat, found[0].lon) < 30 for e in found), found


def test_a_capital_and_a_metropolis_stand_alone_and_a_town_does_not() -> None:
    assert stands_alone("CH", "Geneva", 183_000)
    assert stands_alone("LV", "Riga", 600_000)
    assert stands_alone("NG", "Kano", 4_000_000)
    assert not stands_alone("FR", "Bordeaux", 265_000)
    assert not stands_alone("US", "Dallas", 17_000)
