"""Roots of events: what a verb means with its object and complement, who does it to whom, and whether it came about."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

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


@pytest.mark.parametrize(
    ("text", "trigger", "actor_name", "recipient"),
    [
        ("A man was shot by police.", "shot", "police", "A man"),
        ("A man shot by police died on Monday.", "shot", "police", "A man"),
        ("A man shot police in the harbour.", "shot", "A man", "police"),
        ("The soldiers who killed the miner fled.", "killed", "The soldiers", "the miner"),
        ("The miner whom the soldiers killed was unarmed.", "killed", "the soldiers", "The miner"),
        ("The miners killed in the raid were buried.", "killed", None, "The miners"),
        ("Police arrested two men for killing a nurse.", "killing", "two men", "a nurse"),
        ("Two men were charged with killing a nurse.", "killing", "Two men", "a nurse"),
        ("Police are investigating the murder of a nurse.", "murder", None, "a nurse"),
        ("Police said a nurse was killed.", "killed", None, "a nurse"),
        ("The villagers were told to leave the valley.", "leave", "The villagers", None),
        ("The rebels were arrested and charged by the police.", "arrested", "the police", "The rebels"),
        ("The governor expects to be arrested by the soldiers.", "arrested", "the soldiers", "The governor"),
        ("Students and police clashed near the gate.", "clashed", "Students", "police"),
        ("Four miners were killed and five injured when police opened fire.", "killed", "police", "Four miners"),
        ("Soldiers stormed the fort and killed two rebels.", "killed", "Soldiers", "two rebels"),
        ("The rebels, backed by the army, seized the town.", "seized", "The rebels", None),
        ("The rebels kept the doctors from leaving.", "leaving", "the doctors", None),
        ("The fisherman died after soldiers opened fire.", "died", "soldiers", "The fisherman"),
        ("The killing of the priest by soldiers shocked the town.", "killing", "soldiers", "the priest"),
    ],
)
def test_who_does_it_to_whom(text: str, trigger: str, actor_name: str | None, recipient: str | None) -> None:
    assert sides(text, trigger) == (actor_name, recipient)


PLAIN = tomllib.loads(files("dateline.data").joinpath("plain_senses.toml").read_text(encoding="utf-8"))["plain"]


@pytest.mark.parametrize("row", PLAIN, ids=lambda row: row["example"])
def test_a_verb_in_its_plain_sense_has_no_root(row: dict[str, Any]) -> None:
    assert event(row["example"], row["trigger"]).root is None


@pytest.mark.parametrize(
    ("text", "trigger", "root"),
    [
        ("The soldiers released the hostages.", "released", "YIELD"),
        ("The army withdrew from the valley.", "withdrew", "YIELD"),
        ("The guards fired rubber bullets at the crowd.", "fired", "ASSAULT"),
        ("The rebels fought the army for hours.", "fought", "ASSAULT"),
        ("Norway struck a deal with Chad.", "struck", "SUPPORT"),
        ("The raiders killed the farmer.", "killed", "ASSAULT"),
        ("The explosion killed two guards.", "killed", "ASSAULT"),
    ],
)
def test_a_plain_sense_is_not_seen_where_there_is_none(text: str, trigger: str, root: str) -> None:
    assert event(text, trigger).root == root


def test_a_deed_that_describes_a_thing_is_none() -> None:
    for text in ("The war film opened in June.", "She trains attack dogs.", "The novel War and Peace sold well."):
        assert all(e.root is None for e in reading_of(text).events)


@pytest.mark.parametrize(
    "text",
    [
        "The police did nothing to stop the mob.",
        "The police took no action against the smugglers.",
        "Residents blamed the police for their inaction.",
        "The failure of the police to act angered the town.",
        "The governor criticised the police for refusing to intervene.",
    ],
)
def test_the_police_left_a_duty_undone(text: str) -> None:
    reading = reading_of(text)
    (left,) = {e.actor for e in reading.events if e.mode == "inaction"}
    assert left is not None
    assert "police" in reading.actors[left].name


def test_troops_are_brought_in() -> None:
    found = event("Ten companies of police were rushed to the port.", "rushed")
    assert (found.root, found.mode) == ("MOBILIZE", "troops")
