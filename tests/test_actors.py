"""Actors: who is named, under which names, in which office; and the tables that tell their kind."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from dateline.reading.kinds import kind_of_name
from dateline.reconciling.names import gather_names
from dateline.records import Actor
from tests.reading import reading_of

TABLE = tomllib.loads(files("dateline.data").joinpath("actors.toml").read_text(encoding="utf-8"))
EXAMPLES = [
    (row["example"], row["name"], row["kind"]) for row in TABLE.values() if isinstance(row, dict) and "example" in row
]


def actor(text: str, name: str) -> Actor:
    return next(a for a in reading_of(text).actors if name in (a.name, *a.aliases))


@pytest.mark.parametrize(("example", "name", "kind"), EXAMPLES)
def test_each_group_of_the_table_finds_its_example(example: str, name: str, kind: str) -> None:
    bare = name.removeprefix("The ")
    assert any(bare in (a.name, a.name.removeprefix("The ")) and a.kind == kind for a in reading_of(example).actors)


def test_a_surname_is_the_person_named_in_full_before() -> None:
    found = actor("Marta Oyelaran opened the dam. Later Oyelaran left.", "Marta Oyelaran")
    assert found.aliases == ("Oyelaran",)
    assert len(found.mentions) == 2


def test_a_short_form_in_brackets_is_the_same_body() -> None:
    text = "The Northern Relief Council (NRC) sent trucks. The NRC asked for fuel."
    assert actor(text, "NRC").name == "Northern Relief Council"


def test_the_office_and_the_body_it_speaks_for_are_kept() -> None:
    found = actor("The gates held, said Ivan Petrov, a spokesman for the port.", "Ivan Petrov")
    assert found.role == "a spokesman for the port"
    assert found.of == "the port"


def test_kinds_follow_the_last_word_of_a_name() -> None:
    assert kind_of_name("Harbour Gazette") == "media"
    assert kind_of_name("Ministry of Mines") == "government"


@pytest.mark.parametrize("text", ["Mayor Ana Ruiz opened the dam.", "Ana Ruiz, 34, saw the fire."])
def test_a_title_or_an_age_tells_a_person(text: str) -> None:
    assert actor(text, "Ana Ruiz").kind == "person"


def test_a_word_of_a_headline_is_no_part_of_a_name() -> None:
    text = "Petrov Says Dam Will Hold\n\nIvan Petrov opened the dam. Petrov left."
    assert actor(text, "Petrov").name == "Ivan Petrov"


def test_a_spokesman_of_two_reports_is_two() -> None:
    text = "A spokesman said the gates held."
    names = gather_names({rid: reading_of(text, id=rid) for rid in ("a", "b")})
    assert len({names.by_actor[rid, 0] for rid in ("a", "b")}) == 2


def test_an_office_ends_before_what_its_holder_did() -> None:
    text = '"The water came in," said Maria Santos, a 34-year-old teacher who swam for an hour. Santos went home on Friday.'
    assert actor(text, "Maria Santos").role == "a 34-year-old teacher"
