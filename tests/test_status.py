"""Status: whether what is told has happened, goes on, lies ahead, depends on something, is denied or only said."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from tests.reading import reading_of

GROUPS: dict[str, Any] = tomllib.loads(files("dateline.data").joinpath("status.toml").read_text(encoding="utf-8"))

TABLE = """
Rebels seized the fort. | seized | completed
The army has withdrawn its tanks. | withdrawn | completed
Militants had kidnapped the engineer. | kidnapped | completed
Two miners were killed. | killed | completed
He pleaded guilty to killing the judge. | killing | completed
He was convicted of murdering the judge. | murdering | completed
She admitted stealing the money. | stealing | completed
Police managed to arrest the smuggler. | arrest | completed
Police were able to arrest the smuggler. | arrest | completed
Police were forced to open fire. | open | completed
Troops had to open fire. | open | completed
Police used batons to disperse the crowd. | disperse | completed
The attack could harm relations. | attack | completed
Police did not stop the attack. | attack | completed
Soldiers are clearing the road. | clearing | ongoing
Crews have been searching the lake since Monday. | searching | ongoing
Police were still searching the harbour. | searching | ongoing
Police were searching the harbour when the bomb exploded. | searching | completed
The siege continues. | siege | ongoing
The rebels still hold the airport. | hold | ongoing
The patrols kept shelling the village. | shelling | ongoing
Rebels will seize the fort. | seize | planned
The union plans to strike in May. | strike | planned
The troops are to withdraw by June. | withdraw | planned
The envoys are going to meet in Oslo. | meet | planned
The court is scheduled to sentence him in June. | sentence | planned
Norway has agreed to send 300 troops. | send | planned
The mayor ordered the crews to demolish the bridge. | demolish | planned
She urged the governor to release the prisoners. | release | planned
The company said it would close the mine. | close | planned
Officials said the army would attack at dawn. | attack | planned
The group intends to boycott the vote. | boycott | planned
Residents fear the rebels will attack again. | attack | planned
The gunmen attempted to rob the bank. | rob | planned
The gunmen threatened to kill the hostages. | kill | planned
Release the hostages now! | Release | planned
If the rebels attack, the army will fire. | attack | conditional
If the rebels attack, the army will fire. | fire | conditional
The dam could collapse. | collapse | conditional
The rebels may have killed the hostages. | killed | conditional
The guards would have arrested him had he stayed. | arrested | conditional
Had the guards fired, many would have died. | fired | conditional
Should the talks fail, the union will strike. | fail | conditional
Anyone who attacks the convoy will be shot. | attacks | conditional
The bill would ban the sale of rifles. | ban | conditional
The decree can be revoked by the court. | revoked | conditional
Did the guards kill the boy? | kill | conditional
Rebels did not seize the fort. | seize | not
The envoys never met. | met | not
No one was arrested. | arrested | not
Neither side attacked the village. | attacked | not
None of the guards fired. | fired | not
He left without meeting the envoy. | meeting | not
The talks ended with no agreement. | agreement | not
The police could not arrest the smuggler. | arrest | not
The police were unable to arrest the smuggler. | arrest | not
The mayor rejected claims that police beat the students. | beat | denied
The army denied killing the envoy. | killing | denied
It is not true that the rebels shot the envoy. | shot | denied
He is suspected of poisoning the well. | poisoning | alleged
He was charged with murdering his landlord. | murdering | alleged
Opponents blamed the army for burning the huts. | burning | alleged
The guards are said to have tortured the boy. | tortured | alleged
The men are alleged to have robbed the bank. | robbed | alleged
The driver apparently fled. | fled | alleged
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]


def check(text: str, trigger: str, status: str, negated: bool) -> None:
    found = next(e for e in reading_of(text).events if text[e.start : e.end] == trigger)
    assert (found.status, found.negated) == (status, negated)


@pytest.mark.parametrize(("text", "trigger", "status"), ROWS)
def test_status_of_what_a_sentence_tells(text: str, trigger: str, status: str) -> None:
    check(text, trigger, "completed" if status == "not" else status, status == "not")


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_of_words_works_in_its_examples(group: str) -> None:
    for text, trigger, status, negated in GROUPS[group]["examples"]:
        check(text, trigger, status, negated)
        assert GROUPS[group]["words"] == list(dict.fromkeys(GROUPS[group]["words"])), "a word is there twice"
