"""Linking: similar but different happenings stay apart; what follows on one joins it, however late, and says so."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.config import Config
from dateline.linking import link
from dateline.records import Report, Story
from tests.reading import report_of

Told = tuple[str, str]
"""Day of publication, text."""

APART: dict[str, tuple[Told, Told, Told]] = {
    "two shootings in one city a week apart": (
        ("2021-06-07", "A 41-year-old florist, Greta Lindqvist, was shot dead outside her stall on Harbour Road in Gothenburg on Sunday, police said. A man on a bicycle fired twice and fled towards the fish market."),
        ("2021-06-08", "Police in Gothenburg are looking for a man on a bicycle who shot the florist Greta Lindqvist, 41, at her stall on Harbour Road on Sunday. Two shots were fired."),
        ("2021-06-14", "Three teenagers were wounded in a shooting at a skate park in Gothenburg on Saturday night, police said. The gunman fired from a grey car; nobody has been arrested and the teenagers, aged 15 to 17, will recover."),
    ),
    "two earthquakes in one region": (
        ("2020-02-03", "An earthquake of magnitude 5.4 shook villages near Kastamonu in northern Turkey early on Monday, cracking minarets in Tosya. Eleven people were treated for cuts, the governor, Avni Kara, said."),
        ("2020-02-04", "Tents were put up in Tosya after Monday's earthquake of magnitude 5.4 near Kastamonu, which cracked minarets and hurt eleven people. Governor Avni Kara said schools would stay shut."),
        ("2020-02-19", "A tremor of magnitude 6.1 struck under the Black Sea off Sinop in northern Turkey on Tuesday night, toppling a lighthouse. Two fishermen drowned when a wave overturned their boat, the coast guard said."),
    ),
    "two trials in one court": (
        ("2019-05-13", "A former bank clerk, Oonagh Tully, pleaded guilty at Leeds Crown Court on Monday to stealing 90,000 pounds from the accounts of elderly customers. Judge Peter Marlowe will sentence her next month."),
        ("2019-05-14", "A bank clerk who stole 90,000 pounds from elderly customers faces prison after admitting theft at Leeds Crown Court. Oonagh Tully, 38, took the money over six years, prosecutors said on Monday."),
        ("2019-05-15", "A lorry driver, Dean Purcell, denied causing death by dangerous driving at Leeds Crown Court on Wednesday. Prosecutors say his tanker crossed the M62 while he watched a film, killing a motorcyclist."),
    ),
    "two floods on one river": (
        ("2018-01-24", "The Loire burst its banks at Saumur on Wednesday, flooding 300 cellars and the wine museum. Mayor Jeanne Gaultier opened a sports hall to 140 residents driven out by the water."),
        ("2018-01-25", "Wine merchants in Saumur pumped out their cellars on Thursday after the Loire burst its banks. About 140 residents slept in a sports hall, Mayor Jeanne Gaultier said; 300 cellars and the museum are under water."),
        ("2018-02-12", "Two canoeists were swept away by the swollen Loire at Nevers on Sunday and firefighters found an overturned boat near the railway bridge. The search, with divers and a helicopter, goes on, the prefecture said."),
    ),
    "two elections in neighbouring states on one day": (
        ("2022-09-12", "The Centre party won the election in Varmland on Sunday with 38 per cent of the vote, ending sixteen years of rule by the Labour list. Its leader, Kerstin Hagberg, will seek a coalition with the Greens."),
        ("2022-09-12", "Kerstin Hagberg claimed victory in Varmland after her Centre party took 38 per cent in Sunday's election and ended sixteen years of Labour rule. She invited the Greens to talks."),
        ("2022-09-12", "Turnout fell to a record low of 41 per cent in Sunday's election in Dalarna, where the Moderate list of Anders Brolin kept its majority by a single seat. The count was delayed by a power cut."),
    ),
    "two matches of one club in a week": (
        ("2023-03-05", "Torben Juhl scored twice as Esbjerg beat Vejle 3-1 on Saturday and went top of the table. The visitors had led through a penalty by Mads Krogh before half time."),
        ("2023-03-05", "Esbjerg went top of the table with a 3-1 win over Vejle. Torben Juhl struck twice in the second half after a penalty by Mads Krogh had given the visitors the lead on Saturday."),
        ("2023-03-09", "Esbjerg were knocked out of the cup by second-tier Hobro on Wednesday, losing 5-4 on penalties after a goalless two hours on a frozen pitch. Goalkeeper Lasse Brandt was sent off in extra time."),
    ),
    "two announcements of one company": (
        ("2021-10-18", "The carmaker Northway will close its engine plant in Linz next year and cut 1,900 jobs, it said on Monday. The union's head in Linz, Karl Reiter, called the decision a betrayal."),
        ("2021-10-19", "Workers at Northway's engine plant in Linz walked out on Tuesday over the plan to close it and cut 1,900 jobs. Karl Reiter of the union called the decision a betrayal."),
        ("2021-11-08", "Northway recalled 60,000 vans on Monday because of a faulty brake hose supplied from Korea. The carmaker said that no accidents were known and that repairs would take an hour."),
    ),
    "two fires in one town on one day": (
        ("2020-08-10", "A fire destroyed a carpet warehouse on Mill Lane in Rochdale on Sunday night. Eighty firefighters fought the flames and residents were told to keep windows shut because of smoke."),
        ("2020-08-10", "Smoke from a carpet warehouse on Mill Lane in Rochdale hung over the town on Monday after a fire that took eighty firefighters all Sunday night to put out."),
        ("2020-08-10", "A couple and their baby escaped through a bedroom window when a chip pan caught fire in a flat on Yorkshire Street in Rochdale on Sunday. A neighbour, Imran Sadiq, caught the child."),
    ),
    "two ships in one strait": (
        ("2019-07-15", "A ferry with 210 passengers ran aground off Chios in heavy wind on Sunday; tugs pulled it free at dawn. The captain of the Aphrodite, Stavros Lekkas, said that the steering had failed."),
        ("2019-07-15", "Passengers of the ferry Aphrodite spent the night aground off Chios before tugs freed it on Monday. The steering had failed, said the captain, Stavros Lekkas; 210 people were aboard."),
        ("2019-07-25", "Greek coast guards stopped a yacht off Chios on Wednesday with 3 tons of cannabis under its deck and arrested two Bulgarian sailors. The drug came from Lebanon, the ministry of shipping said."),
    ),
    "two visits of one minister": (
        ("2022-04-05", "Foreign minister Ilse Vandenberg opened an embassy in Kigali on Monday and promised 40 million euros for coffee growers. She met President Kagame for an hour."),
        ("2022-04-05", "Coffee growers in Rwanda will get 40 million euros, foreign minister Ilse Vandenberg promised in Kigali, where she opened an embassy on Monday and met the president."),
        ("2022-04-21", "Foreign minister Ilse Vandenberg walked out of fisheries talks in Reykjavik on Wednesday after Iceland refused to lower its mackerel quota. Trawler owners in Ostend had asked her to stand firm."),
    ),
}  # fmt: skip

FOLLOWING: dict[str, tuple[Told, Told, Told]] = {
    "a trial of the killer, months later": (
        APART["two shootings in one city a week apart"][0],
        APART["two shootings in one city a week apart"][1],
        ("2022-01-17", "The trial of a man accused of murdering the florist Greta Lindqvist opened in Gothenburg on Monday. Prosecutors said that Jonas Ekdahl, who owed her money, shot Greta Lindqvist, 41, at her stall on Harbour Road and fled by bicycle."),
    ),
    "a sentence within the window": (
        APART["two trials in one court"][0],
        APART["two trials in one court"][1],
        ("2019-06-10", "Oonagh Tully, the bank clerk who stole 90,000 pounds from elderly customers, was jailed for four years at Leeds Crown Court. Judge Peter Marlowe, in his sentence, told Oonagh Tully, 38, that she had robbed the trusting."),
    ),
    "an inquiry, weeks later": (
        APART["two ships in one strait"][0],
        APART["two ships in one strait"][1],
        ("2019-08-05", "An inquiry into the grounding of the ferry Aphrodite off Chios has found that a worn cable made the steering fail. Captain Stavros Lekkas, who had 210 passengers aboard, was cleared of blame on Monday."),
    ),
    "an anniversary, a year later": (
        APART["two earthquakes in one region"][0],
        APART["two earthquakes in one region"][1],
        ("2021-02-03", "On the first anniversary of the earthquake of magnitude 5.4 near Kastamonu, Tosya reopened its two minarets. Governor Avni Kara remembered the night when eleven people were hurt and tents were put up in Tosya."),
    ),
}  # fmt: skip


BEYOND = {
    "two trials in one court": "two days apart, both reports are mostly of the court and its words",
    "two fires in one town on one day": "one town, one night and the words of fires outweigh the streets",
    "an inquiry, weeks later": "no title and few names: three weeks outweigh them",
}
"""Kinds that come out otherwise than expected, and why."""


def _kinds(known: dict[str, tuple[Told, Told, Told]]) -> list[Any]:
    return [
        pytest.param(kind, marks=[pytest.mark.xfail(strict=True, reason=BEYOND[kind])] if kind in BEYOND else [])
        for kind in known
    ]


def _linked(told: tuple[Told, ...]) -> tuple[Story, ...]:
    reports: list[Report] = [report_of(text, day, id=name) for name, (day, text) in zip("abc", told, strict=True)]
    return link(reports, Config())


@pytest.mark.parametrize("kind", _kinds(APART))
def test_another_happening_of_the_same_kind_is_a_story_of_its_own(kind: str) -> None:
    assert {story.reports for story in _linked(APART[kind])} == {("a", "b"), ("c",)}


CLOSED = {"a trial of the killer, months later", "an anniversary, a year later"}
"""What follows after the window, when the story has closed."""


@pytest.mark.parametrize("kind", _kinds(FOLLOWING))
def test_what_follows_joins_the_story_and_says_so(kind: str) -> None:
    (story,) = _linked(FOLLOWING[kind])
    assert story.reports == ("a", "b", "c")
    assert "a follow-up" in story.links[2].reason
    assert ("takes up a closed story again" in story.links[2].reason) == (kind in CLOSED)
