"""Roots of events: what a verb means with its object and complement, who does it to whom, and whether it came about."""

from __future__ import annotations

import pytest

from dateline.records import Actor, Event
from tests.reading import reading_of


def event(text: str, trigger: str) -> Event:
    return next(e for e in reading_of(text).events if text[e.start : e.end] == trigger)


def sides(text: str, trigger: str) -> tuple[str | None, str | None]:
    reading = reading_of(text)
    found = next(e for e in reading.events if text[e.start : e.end] == trigger)
    named = [None if i is None else reading.actors[i].name for i in (found.actor, found.recipient)]
    return named[0], named[1]


def actor(text: str, name: str) -> Actor:
    return next(a for a in reading_of(text).actors if name in (a.name, *a.aliases))


@pytest.mark.parametrize(
    ("text", "trigger", "root"),
    [
        ("Norway withdrew its ambassador from Chad.", "withdrew", "SANCTION"),
        ("Chad withdrew its troops from the valley.", "withdrew", "YIELD"),
        ("Norway held talks with Chad on Monday.", "held", "CONSULT"),
        ("Norway imposed sanctions on Chad.", "imposed", "COERCE"),
        ("Norway agreed to withdraw its troops from Chad.", "agreed", "AGREE"),
        ("Chad refused to meet the Norwegian envoy.", "refused", "REJECT"),
        ("Norway lifted a ban on timber from Chad.", "lifted", "YIELD"),
        ("Norway donated medical equipment to Chad.", "donated", "AID"),
    ],
)
def test_the_root_is_that_of_the_clause(text: str, trigger: str, root: str) -> None:
    assert event(text, trigger).root == root


@pytest.mark.parametrize(
    "text", ["The river rose by two metres.", "She wrote a long letter.", "The shop sells bread and milk."]
)
def test_what_is_no_act_of_politics_has_no_root(text: str) -> None:
    assert all(e.root is None for e in reading_of(text).events)


def test_who_suffers_in_a_deed_suffers_from_its_doer() -> None:
    text = "Three villagers died in police firing."
    found = event(text, "died")
    assert (found.root, found.mode) == ("ASSAULT", "killing")
    assert sides(text, "died") == ("police", "Three villagers")


def test_a_death_by_nobody_is_no_attack() -> None:
    found = event("The mayor died on Monday.", "died")
    assert (found.root, found.actor) == (None, None)


def test_the_subject_is_shared_along_a_chain_of_verbs() -> None:
    assert sides("The army said it had arrested the smugglers.", "arrested")[0] == "The army"
    assert sides("The army entered the town and arrested a teacher.", "arrested")[0] == "The army"


def test_a_duty_left_undone_is_inaction() -> None:
    assert event("The police failed to stop the mob.", "failed").mode == "inaction"
    assert event("The police did not intervene.", "intervene").mode == "inaction"


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("The guards allegedly beat a prisoner.", "beat", "alleged"),
        ("The miners were accused of attacking the guards.", "attacking", "alleged"),
        ("The council feared a possible attack.", "attack", "planned"),
        ("The general ordered troops to storm the fort.", "storm", "planned"),
    ],
)
def test_status_of_what_is_only_said_or_lies_ahead(text: str, trigger: str, status: str) -> None:
    assert event(text, trigger).status == status


def test_what_is_refused_did_not_happen() -> None:
    assert event("The rebels refused to release the captain.", "release").negated


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Polisario Front attacked the post.", "Polisario Front", "armed group"),
        ("UNHCR opened two camps.", "UNHCR", "organisation"),
        ("The story was first told by Pajhwok.", "Pajhwok", "media"),
        ("The Gendarmerie closed the pass.", "Gendarmerie", "government"),
    ],
)
def test_bodies_of_the_world_are_known_by_kind(text: str, name: str, kind: str) -> None:
    assert actor(text, name).kind == kind
