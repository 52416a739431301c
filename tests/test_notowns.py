"""No towns: a name beside words that show it to be somebody's, an organisation's, a shop's or a river's."""

import pytest

from tests.reading import reading_of


@pytest.mark.parametrize(
    "text",
    [
        "The Obama administration said on Monday that troops would stay.",
        "The envoy to the U.N. spoke on Monday.",
        "He ran to the McDonald's and called the police.",
    ],
)
def test_what_bears_a_towns_name_is_no_place(text: str) -> None:
    assert not reading_of(text).places


def test_a_river_is_not_the_town_called_after_it() -> None:
    river = reading_of("A body was found in the Green River on Monday.").places
    town = reading_of("He drove to Green River on Monday.").places
    assert [(p.name, p.geonames_id, p.where_prec) for p in river] == [("Green River", None, None)]
    assert [p.where_prec for p in town] == [1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Kabul administration denied it.", "Kabul"),
        ("The Green River police came.", "Green River"),
        ("Fighting went on near London's gates.", "London"),
        ("She lives in Washington, D.C. now.", "Washington"),
    ],
)
def test_a_town_stays_one(text: str, name: str) -> None:
    assert reading_of(text).places[0].name == name
