"""Contradictions: two short reports of one thing that cannot both be right, and pairs that only look like it."""

from __future__ import annotations

import msgspec
import pytest

from dateline.config import Config
from dateline.pipeline import Outcome, build_accounts
from dateline.reading import read
from dateline.reconciling.doers import camp_of
from dateline.records import Account
from tests.reading import report_of

CONTRADICTIONS: dict[str, tuple[str, str]] = {
    "who2": (
        "The bridge at Odra was blown up on Tuesday by rebels, the army said.",
        "Government troops blew up the bridge at Odra on Tuesday, villagers said.",
    ),
    "who3": (
        "Rebels shelled the hospital in Tarn on Friday, state media reported.",
        "The hospital in Tarn was shelled by government forces on Friday, doctors said.",
    ),
    "when": (
        "The explosion at the mill happened at 9 a.m. on Monday, the owner said.",
        "The explosion at the mill happened shortly after noon on Monday, firefighters said.",
    ),
    "when2": (
        "Jonas Wick was arrested on Tuesday, police said.",
        "Jonas Wick was arrested on Thursday, his lawyer said.",
    ),
    "when3": (
        "The blast at the depot in Ruse occurred on Friday, officials said.",
        "The blast at the depot in Ruse occurred on Saturday, residents said.",
    ),
    "weapon": (
        "The attacker was armed with a knife, the mayor of Hof said.",
        "The attacker in Hof carried a pistol, a witness said.",
    ),
    "weapon2": (
        "Mara Teller was stabbed to death in her flat, neighbours said.",
        "Mara Teller was shot dead in her flat, police said.",
    ),
    "weapon3": (
        "The man used an axe in the attack on the train, police said.",
        "The man used a machete in the attack on the train, passengers said.",
    ),
    "cause": (
        "The fire at the hotel was caused by an electrical fault, the owner said.",
        "The fire at the hotel was started deliberately, investigators said.",
    ),
    "cause3": (
        "The boy died of a heart attack, the prison said.",
        "The boy died from beatings, his family said.",
    ),
    "alive": (
        "The pilot was killed in the crash, the ministry said.",
        "The pilot survived the crash and is in hospital, the airline said.",
    ),
    "alive2": (
        "The rebel leader Omar Dakk was killed in the raid, the army said.",
        "Omar Dakk is alive and was not in the house during the raid, his group said.",
    ),
    "alive3": (
        "The hostage was found dead in the cellar, police said.",
        "The hostage was found alive in the cellar, the family's lawyer said.",
    ),
    "custody": (
        "The suspect has been arrested, the interior minister said on Monday.",
        "The suspect is still on the run, police said on Monday.",
    ),
    "custody2": (
        "Police arrested the driver at the scene on Monday.",
        "The driver fled the scene on Monday and has not been found.",
    ),
    "claim": (
        "The Red Dawn group claimed responsibility for the bombing in Kassel.",
        "The Red Dawn group said it had no part in the bombing in Kassel.",
    ),
    "claim2": (
        "The army said it had bombed the camp on Monday.",
        "The army denied that it had bombed the camp on Monday.",
    ),
    "claim3": (
        "The ministry confirmed that the dam had been breached.",
        "The ministry denied that the dam had been breached.",
    ),
    "num": (
        "The quake had a magnitude of 6.1, the institute said.",
        "The quake measured 5.6, the geological survey said.",
    ),
    "num2": (
        "The ship carried 14 crew members, the owner said.",
        "The ship had a crew of 19, the navy said.",
    ),
    "num3": (
        "Three gunmen stormed the bank, police said.",
        "Two gunmen stormed the bank, a clerk said.",
    ),
    "num4": (
        "The hijackers demanded $2 million, the minister said.",
        "The hijackers demanded a ransom of $5 million, a negotiator said.",
    ),
    "num5": (
        "The convoy was made up of 20 trucks, the agency said.",
        "The convoy of 31 trucks was hit on Monday, the Red Crescent said.",
    ),
    "num6": (
        "Police fired four shots at the car, a spokesman said.",
        "Police fired at least ten shots at the car, a witness said.",
    ),
    "control": (
        "Government forces retook the town of Marr on Monday, state television said.",
        "Rebels still hold the town of Marr, a commander said on Monday.",
    ),
    "control2": (
        "The army captured the airport on Monday.",
        "The rebels said on Monday they had repelled the attack and held the airport.",
    ),
    "exit": (
        "The gunman shot himself, police said.",
        "The gunman was shot by police, the mayor said.",
    ),
    "armed": (
        "Police said Tomas Rell was armed when he was shot.",
        "Tomas Rell was unarmed when he was shot, his brother said.",
    ),
    "talks": (
        "The two sides reached a ceasefire on Monday, the envoy said.",
        "The talks broke down on Monday without a ceasefire, the rebels said.",
    ),
    "doors": (
        "The exits of the hall were open, the owner said.",
        "The exits of the hall were locked, survivors said.",
    ),
}

LOOK_ALIKES: dict[str, tuple[str, str]] = {
    "L1": (
        "Police arrested Jonas Wick on Tuesday.",
        "Police arrested Carl Moor on Thursday.",
    ),
    "L2": (
        "A man was stabbed in the station on Monday.",
        "A woman was shot in the park on Monday.",
    ),
    "L3": (
        "The fire at the hotel was caused by an electrical fault.",
        "The fire at the mill was started deliberately.",
    ),
    "L4": (
        "The first gunman was killed by police.",
        "The second gunman survived and is in hospital.",
    ),
    "L5": (
        "Three gunmen stormed the bank, police said.",
        "Two of the gunmen were killed, police said.",
    ),
    "L6": (
        "The army captured the airport on Monday.",
        "The rebels held the airport until Sunday.",
    ),
    "L7": (
        "The blast at the depot occurred on Friday.",
        "A funeral for those killed in the blast was held on Saturday.",
    ),
    "L8": (
        "The driver of the bus was arrested.",
        "The driver of the lorry fled the scene.",
    ),
    "L9": (
        "The ferry left Larne on Sunday morning and sank.",
        "The ferry was bound for Stranraer on Sunday morning.",
    ),
    "L10": (
        "The hostage Ana Rell was found dead.",
        "The hostage Leo Kant was found alive.",
    ),
    "L11": (
        "The gunman fired ten shots, then shot himself.",
        "Police shot at the gunman, who was found dead later.",
    ),
    "L12": (
        "Rebels shelled the hospital in Tarn on Friday.",
        "Government forces shelled the market in Tarn on Friday.",
    ),
    "L13": (
        "The ship carried 14 crew members.",
        "The ship carried 19 containers.",
    ),
    "L14": (
        "Police said Tomas Rell was armed with a knife.",
        "Officers are armed with pistols in Hof.",
    ),
}


def account_of(*texts: str) -> Account:
    reports = [
        msgspec.structs.replace(
            report_of(text, "2021-05-06", id=f"r{n}", publisher=f"Paper {n}"), fields=(("story", "one"),)
        )
        for n, text in enumerate(texts)
    ]
    readings = {r.id: read(r) for r in reports}
    outcome = Outcome(reports=tuple(reports), rejections=(), readings=readings)
    return build_accounts(outcome, Config(), "story", None, ()).accounts[0]


@pytest.mark.parametrize("pair", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_what_cannot_both_be_right_is_said_to_differ(pair: tuple[str, str]) -> None:
    assert account_of(*pair).differences


@pytest.mark.parametrize("pair", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_only_looks_like_it_is_not(pair: tuple[str, str]) -> None:
    assert not account_of(*pair).differences


def test_a_deed_given_to_two_camps_is_not_corroborated() -> None:
    account = account_of(*CONTRADICTIONS["who2"])
    assert "corroborated" not in {fact.standing for fact in account.facts}


def test_two_causes_of_one_death_are_not_corroborated() -> None:
    account = account_of(*CONTRADICTIONS["cause3"])
    assert "corroborated" not in {fact.standing for fact in account.facts}


def test_found_dead_and_found_alive_do_not_agree() -> None:
    assert not account_of(*CONTRADICTIONS["alive3"]).accords


def test_words_of_both_camps_name_neither() -> None:
    assert camp_of(("rebels", "regime")) is None


def test_what_is_told_of_some_on_both_sides_is_said_to_leave_room_for_both() -> None:
    reason = _reason(
        "Hundreds of rebels surrendered in Menagha on Sunday, Reuters said.",
        "Many of the rebels in Menagha fought to the death on Sunday, a witness said.",
    )
    assert reason == "outcome for fighters: each tells it of some, and both may hold"


def test_what_is_told_of_all_stays_opposite() -> None:
    reason = _reason(
        "The rebels surrendered in Menagha on Sunday, Reuters said.",
        "The rebels in Menagha fought to the death on Sunday, a witness said.",
    )
    assert reason == "outcome for fighters: the two tell opposite things"


def _reason(one: str, other: str) -> str:
    found = account_of(one, other).differences
    return next(d.reason for d in found if d.reason.startswith("outcome"))
