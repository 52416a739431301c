"""Happenings alike but not the same stay apart; one happening in very different words stays together; ties."""

from __future__ import annotations

import pytest

from dateline.config import Config
from dateline.linking import Linker, link
from dateline.records import Report
from tests.reading import report_of

PAIRS = {
    "shootings": (
        (
            "A man was shot dead outside a grocery on Linden Avenue in Toledo on Friday night, police said. The victim, Marcus Bell, "
            "29, died at the scene. No one was arrested.",
            "Toledo police on Saturday named Marcus Bell, 29, as the man killed outside a grocery on Linden Avenue and asked for help "
            "to find a silver van seen nearby.",
        ),
        (
            "A woman and her son were wounded in a shooting on Dorr Street in Toledo on Thursday, police said. Elena Ruiz, 41, and "
            "Daniel Ruiz, 17, were taken to hospital. A neighbour, Scott Hayes, 52, was arrested.",
            "Scott Hayes, 52, is accused of wounding Elena Ruiz and her teenage son Daniel on Dorr Street in Toledo, police said on "
            "Friday. They argued over a parked car.",
        ),
    ),
    "bombings": (
        (
            "A car bomb killed fourteen people at a fruit market in the Karrada district of Baghdad on Monday, police said. Colonel "
            "Hadi Jassim said the car stood beside a bakery. Thirty were wounded.",
            "Shopkeepers in Karrada swept up glass on Tuesday after the car bomb at the fruit market that killed fourteen. Colonel Hadi "
            "Jassim said two men were held.",
        ),
        (
            "A suicide bomber killed six soldiers at a checkpoint in the Taji district north of Baghdad on Sunday, the army said. "
            "General Qasim Atta said the attacker came on foot. Nine were hurt.",
            "The six soldiers killed by a suicide bomber at the Taji checkpoint were buried on Monday. General Qasim Atta said that the "
            "attacker wore a uniform.",
        ),
    ),
    "fires": (
        (
            "Fire destroyed a furniture workshop on Harbour Road in Piraeus on Wednesday, killing a watchman, Nikos Vallas, 61, the "
            "fire service said. Forty firemen fought the blaze.",
            "The watchman who died in the furniture workshop on Harbour Road in Piraeus was Nikos Vallas, 61. Investigators found a "
            "faulty heater, the fire service said on Thursday.",
        ),
        (
            "Nine people were rescued from a burning block of flats on Castella Street in Piraeus on Tuesday, the fire service said. "
            "A child, Maria Deli, 4, was treated for smoke. Nobody died.",
            "Residents of the flats on Castella Street in Piraeus may not go back for weeks, the city said on Wednesday. Maria Deli, 4, "
            "left the hospital.",
        ),
    ),
}
DAYS = ("2021-03-06", "2021-03-07", "2021-03-12", "2021-03-13")


def report(rid: str, text: str, published: str | None) -> Report:
    return report_of(text, published, id=rid)


def stories(*reports: Report) -> set[frozenset[str]]:
    return {frozenset(story.reports) for story in link(reports, Config())}


@pytest.mark.parametrize("kind", sorted(PAIRS))
def test_two_happenings_of_one_kind_in_one_city_a_week_apart_are_two_stories(kind: str) -> None:
    texts = [text for happening in PAIRS[kind] for text in happening]
    assert stories(*(report(f"{n}", text, DAYS[n]) for n, text in enumerate(texts))) == {
        frozenset({"0", "1"}),
        frozenset({"2", "3"}),
    }


def test_one_happening_told_in_very_different_words_is_one_story() -> None:
    flash = report("flash", "Ferry sinks off Kalvik; at least 20 feared dead, coastguard says.", "2020-11-02")
    feature = report(
        "feature",
        "Ingrid Solheim heard the hull groan before the lights went out. The schoolteacher was one of 31 passengers pulled from the "
        "water after the ferry Nordlys capsized in a gale off Kalvik on Monday evening. By morning 23 bodies lay in the sports hall. "
        "The coastguard, whose boats took an hour to arrive, has not said why the doors of the car deck were open.",
        "2020-11-03",
    )
    foreign = report(
        "foreign",
        "OSLO — Norway mourned on Tuesday after one of its worst accidents at sea in decades. The Nordlys, a car ferry, sank near the "
        "town of Kalvik with 54 on board, and 23 people were confirmed dead. Prime Minister Arne Lund ordered flags to half-mast "
        "and promised an inquiry into how the coastguard had responded.",
        "2020-11-03",
    )
    assert stories(flash, feature, foreign) == {frozenset({"flash", "feature", "foreign"})}


@pytest.mark.parametrize(
    "text",
    [
        "Scott Hayes went on trial on Monday for the shooting of Elena Ruiz and her son Daniel Ruiz on Dorr Street in Toledo. "
        "Prosecutors said that Hayes, 52, fired over a parked car.",
        "A year after Elena Ruiz and Daniel Ruiz were shot on Dorr Street in Toledo, neighbours marked the anniversary on Sunday with "
        "a vigil. Scott Hayes, who fired, is in prison.",
    ],
)
def test_a_follow_up_belongs_to_the_story_and_is_marked(text: str) -> None:
    first, second = PAIRS["shootings"]
    texts = [*first, *second]
    reports = [report(f"{n}", told, DAYS[n]) for n, told in enumerate(texts)]
    found = link([*reports, report("later", text, "2022-03-14")], Config())
    (story,) = (story for story in found if "later" in story.reports)
    assert {"2", "3", "later"} == set(story.reports)
    assert "follow-up" in next(joined.reason for joined in story.links if joined.report == "later")


SALT = (
    "The salt mine at Orveg flooded on Monday and nine miners are trapped below the third gallery, foreman Piet Anders said. Pumps "
    "were running through the night in the salt mine of Orveg."
)
STRIKE = (
    "Teachers at the Lindqvist academy walked out on Monday over a cut of their pensions, union leader Greta Holm said. Pupils of "
    "the Lindqvist academy stayed at home and parents wrote to Greta Holm."
)


def test_a_story_that_turns_out_to_be_two_parts_and_keeps_its_reports() -> None:
    linker = Linker(Config())
    seen = linker.see([report(f"m{n}", f"{SALT} Update {n}.", "2021-06-01") for n in range(2)])
    others = linker.see([report(f"t{n}", f"{STRIKE} Update {n}.", "2021-06-01") for n in range(3)])
    story = linker.open(seen[0])
    for one in (seen[1], *others[:2]):
        linker.join(one, story)
    placed = linker.add(report("t9", f"{STRIKE} Talks go on.", "2021-06-02"))
    (tie,) = placed.ties
    assert (tie.kind, tie.story) == ("split", story.id)
    assert {"t0", "t1"} <= set(tie.reports)
    assert "parts from the story" in placed.link.reason
    after = linker.add(report("t10", f"{STRIKE} Update 9.", "2021-06-03"))
    assert after.story == tie.other


def test_two_stories_that_turn_out_to_be_one_are_tied_and_the_older_goes_on() -> None:
    linker = Linker(Config())
    one, other = linker.see([report("a", SALT, "2021-06-01"), report("b", f"{SALT} Divers came.", "2021-06-01")])
    older, younger = linker.open(one), linker.open(other)
    placed = linker.add(report("c", f"{SALT} Two miners were freed.", "2021-06-02"))
    (tie,) = placed.ties
    assert (tie.kind, tie.story, tie.other) == ("merge", older.id, younger.id)
    assert linker.add(report("d", f"{SALT} All were freed.", "2021-06-03")).story == older.id
