"""Voices: who is shown as saying what an account tells, once under all his names, and who can be no voice of it."""

from __future__ import annotations

import msgspec
import pytest

from dateline.config import Config
from dateline.pipeline import Outcome, build_accounts
from dateline.reading import read
from dateline.reconciling.police import forces
from dateline.records import Account, Origin, Report
from dateline.telling import terminal
from tests.reading import reading_of, report_of

DEATH = "HARWICK - Ivo Brandt, 16, was found dead on Mill Lane on Tuesday. Police are looking for a gunman. "


def account_of(*texts: tuple[str, str | None, str]) -> Account:
    """Return the account of one story from texts, each with its publisher and day."""
    reports: list[Report] = []
    for n, (text, publisher, day) in enumerate(texts):
        report = report_of(text, day, id=f"r{n}", publisher=publisher)
        reports.append(msgspec.structs.replace(report, fields=(("story", "one"),)))
    readings = {r.id: read(r) for r in reports}
    outcome = Outcome(reports=tuple(reports), rejections=(), readings=readings)
    return build_accounts(outcome, Config(), "story", None, ()).accounts[0]


def voices_of(*texts: str) -> dict[str, Origin]:
    """Return the voices of an account of texts, each of a paper of its own, by name."""
    account = account_of(*((text, f"{'ABC'[n]} Paper", "2021-03-17") for n, text in enumerate(texts)))
    return {origin.name: origin for origin in account.origins}


# ---------------------------------------------------------------- the dead


@pytest.mark.parametrize(
    "said",
    [
        "Brandt said the gunman had come from the river.",
        "“The gunman came from the river,” Brandt said.",
        "According to Brandt, the gunman had come from the river.",
    ],
)
def test_who_was_found_dead_is_no_voice_of_his_own_killing(said: str) -> None:
    assert not [name for name in voices_of(DEATH + said) if "Brandt" in name]


def test_who_cannot_speak_is_no_voice() -> None:
    text = "Ana Ruiz, 31, was shot on Mill Lane and remains unconscious. Ruiz said the gunman had come from the river."
    assert "Ana Ruiz" not in voices_of(text)


@pytest.mark.parametrize(
    "said",
    [
        "Days before his death, Brandt told a friend that the gang had threatened him.",
        "In a letter to his aunt, Brandt wrote that the gang had threatened him.",
        "Brandt had told his teacher that the gang had threatened him.",
    ],
)
def test_what_the_dead_said_before_is_theirs(said: str) -> None:
    assert "Ivo Brandt" in voices_of(DEATH + said)


def test_who_dies_later_has_spoken_before() -> None:
    account = account_of(
        ("Ivo Brandt was shot on Mill Lane. Brandt said the gunman had come from the river.", "A", "2021-03-16"),
        ("Ivo Brandt, who was shot on Mill Lane, died on Friday, a hospital said.", "B", "2021-03-19"),
    )
    assert [origin.name for origin in account.origins if "Brandt" in origin.name]


def test_the_dead_bear_nothing_out() -> None:
    account = account_of(
        (DEATH + "Brandt said two men had fired from a red van near the bridge.", "A Paper", "2021-03-17"),
        ("Two men had fired from a red van near the bridge, police said on Wednesday.", "B Paper", "2021-03-17"),
    )
    assert not [f for f in account.facts if any("brandt" in key for key in f.origins)]


# ---------------------------------------------------------------- what nobody says


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("A boy was hurt on Friday.\n\nRAW VIDEO: Police search for suspects after a boy was hurt.", "VIDEO"),
        ("A boy was hurt on Friday.\n\nPHOTOS: Police searched the school after the boy was hurt.", "PHOTOS"),
        ("A boy was hurt on Friday.\n\nUPDATE: Police said the boy was in hospital.", "UPDATE"),
        ("Staff coming from the school after the incident said they saw people run.", "incident"),
        ("Nash Street says the road is closed. A boy was hurt there on Friday.", "Street"),
    ],
)
def test_labels_streets_and_happenings_are_no_voices(text: str, nobody: str) -> None:
    assert not [name for name in voices_of(text) if nobody in name]


@pytest.mark.parametrize(
    "text",
    [
        "Dan Hill was arraigned on Thursday and posted a $25,000 bond.",
        "Leo Bell added a ten-yard run late in the third quarter.",
    ],
)
def test_a_deed_told_by_a_verb_of_saying_is_no_words(text: str) -> None:
    assert not [a for a in reading_of(text).attributions if a.source]


@pytest.mark.parametrize(
    "text",
    [
        "Leo Bell posted a message of thanks to the nurses.",
        "“We will be back,” Leo Bell added.",
        "Leo Bell added that the coach had known.",
    ],
)
def test_words_posted_or_added_are_words(text: str) -> None:
    assert [a.chain[0].name for a in reading_of(text).attributions if a.source] == ["Leo Bell"]


# ---------------------------------------------------------------- one voice, many names


def test_a_surname_before_a_suffix_is_one_man() -> None:
    voices = voices_of("Sheriff's spokesman Ed Daniel Jr. spoke on Monday. Daniel said the road was closed.")
    assert [name for name in voices if "Daniel" in name] == ["Ed Daniel Jr."]


def test_a_name_that_ends_a_longer_one_is_its_own() -> None:
    voices = voices_of(
        "“The girls are safe,” Chief Sani Lai Bello said in Abuja on Monday.",
        "Lai Bello said in Abuja on Monday that the roads were open.",
    )
    assert len([name for name in voices if "Bello" in name]) == 1


def test_an_officer_named_with_his_body_is_a_person() -> None:
    text = "“We know who did it,” said Harwick Police Sergeant Stan Latta. Latta said two men had been held."
    assert {a.name: a.kind for a in reading_of(text).actors if "Latta" in a.name} == {"Stan Latta": "person"}


def test_local_police_is_one_row_with_all_its_names() -> None:
    account = account_of(
        (
            "Four people were shot in Harwick on Sunday, police said. Detectives said a van was sought.",
            "A",
            "2021-03-17",
        ),
        ("The shots were fired at noon, according to the Harwick Police Department.", "B", "2021-03-17"),
    )
    rows = [origin for origin in account.origins if origin.kind == "government"]
    assert [(row.name, row.also, len(row.reports)) for row in rows] == [
        ("Harwick Police Department", ("Detectives",), 2)
    ]
    assert "(also Detectives)" in " ".join(terminal.lines(account, {}, 100))


def test_one_force_under_two_names_corroborates_nothing() -> None:
    account = account_of(
        ("A red van struck four people near the bridge on Sunday, Abbey Vale police said.", "A", "2021-03-17"),
        ("Four people near the bridge were struck on Sunday by a red van, the AVPD reported.", "B", "2021-03-17"),
    )
    assert "corroborated" not in {fact.standing for fact in account.facts}


def test_an_officer_by_rank_alone_and_the_police_are_one_origin() -> None:
    account = account_of(
        ("A red van struck four people near the bridge on Sunday, Cmdr. Ivo Brandt said.", "A", "2021-03-17"),
        ("Four people near the bridge were struck on Sunday by a red van, Abbey police said.", "B", "2021-03-17"),
    )
    assert "corroborated" not in {fact.standing for fact in account.facts}


@pytest.mark.parametrize(
    ("names", "apart"),
    [
        (["police", "harwick police", "hpd"], 1),
        (["police", "harwick police", "abbey police"], 3),
        (["harwick police", "harwick county sheriff s office", "deputies"], 2),
        (["police", "state police", "officers of the army"], 1),
    ],
)
def test_names_of_police_are_of_as_many_forces(names: list[str], apart: int) -> None:
    assert len(set(forces(names).values())) == apart


def test_a_relative_named_between_commas_is_the_one_named() -> None:
    voices = voices_of("Ana Ruiz was shot on Sunday. Ruiz's sister, Lisa, said the van had no lights. Lisa saw it.")
    assert [(o.name, o.role) for o in voices.values()] == [("Lisa", "Ruiz's sister")]


def test_initials_are_the_one_body_that_has_them() -> None:
    account = account_of(
        ("A red van struck four people near the bridge, the Harwick Bureau of Investigation said.", "A", "2021-03-17"),
        ("Four people near the bridge were struck by a red van, the HBI said on Sunday.", "B", "2021-03-17"),
    )
    assert [len(origin.reports) for origin in account.origins] == [2]
    assert "corroborated" not in {fact.standing for fact in account.facts}


def test_initials_in_the_middle_of_a_name_tell_nobody_apart() -> None:
    voices = voices_of(
        "The road was closed, Ana J. Kesselring told reporters.", "Ana Kesselring said on Sunday that the van was red."
    )
    assert len([name for name in voices if "Kesselring" in name]) == 1


def test_a_release_of_a_sheriff_and_his_office_are_one_origin() -> None:
    account = account_of(
        (
            "A red van struck four people near the bridge, according to a release from Harwick Sheriff Tom Ware.",
            "A",
            "2021-03-17",
        ),
        ("Four people near the bridge were struck by a red van, the Sheriff’s Office said.", "B", "2021-03-17"),
    )
    assert "corroborated" not in {fact.standing for fact in account.facts}


# ---------------------------------------------------------------- outlets


def test_a_station_is_an_outlet() -> None:
    text = "No arrests have been made, reports CBS affiliate WKZQ."
    assert [(a.name, a.kind) for a in reading_of(text).actors if a.name == "WKZQ"] == [("WKZQ", "media")]


def test_an_outlet_is_no_voice_beside_itself() -> None:
    account = account_of(
        (
            "HARWICK (Gulf Dispatch) - The mayor told the Gulf Dispatch that the dam had burst.",
            "Gulf Dispatch",
            "2021-03-17",
        ),
    )
    assert "Gulf Dispatch" not in {origin.name for origin in account.origins}
    assert all("Gulf Dispatch" not in origin.carriers for origin in account.origins)


def test_an_outlet_cited_by_name_is_the_outlet_of_the_site() -> None:
    own = "The new dam at Harwick burst on Sunday and eleven people are missing, a farmer said."
    account = account_of(
        (own, "www.nhpost.com", "2021-03-17"),
        (
            "Eleven people are missing since the new dam at Harwick burst, the New Harwick Post reported.",
            "B",
            "2021-03-17",
        ),
    )
    assert "corroborated" not in {fact.standing for fact in account.facts}
    assert "corroborated" not in {figure.standing for figure in account.figures}


def test_who_passes_on_what_another_confirmed_is_no_origin() -> None:
    text = "Police confirmed that Brandt is in custody in Harwick, according to Harwick News."
    report = report_of(text, "2021-03-17", publisher="B Paper")
    told = next(s for s in read(report).statements if "in custody" in s.span.of(text))
    assert [link.name for link in told.chain] == ["Police", "Harwick News", "B Paper"]
