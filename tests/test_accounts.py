"""Accounts: what several reports of an invented happening become, told as a reader would check it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from dateline.linking import find_copies
from dateline.reading import read
from dateline.reconciling import date_through_story, reconcile
from dateline.records import Account, Figure, Report, Span, Story
from tests.reading import report_of

FIRST = (
    "Rebels seize radio station in Goma\n\n"
    "Rebels of the Northern Liberation Front seized the radio station in Goma on Monday, killing at least four guards, "
    "a police official said.\n\n"
    "Eleven people were wounded, the official said. The army will retake the station on Wednesday, General Paul Mbeki said.\n\n"
    "The Northern Liberation Front said it had fought for two hours."
)
SECOND = (
    "Five dead in attack on Goma radio station, Reuters reports\n\n"
    "Five guards were killed when rebels seized the radio station in Goma on Monday, Reuters reported on Tuesday.\n\n"
    "Residents told Reuters that shots were heard until noon."
)
THIRD = (
    "Army retakes Goma radio station\n\n"
    "The army retook the radio station in Goma on Wednesday without a fight, the defence ministry said.\n\n"
    "The ministry put the number of guards killed on Monday at three. No soldiers were killed."
)
UNDATED = "Guards mourned in Goma\n\nHundreds of people gathered in Goma on Tuesday to mourn the guards killed at the radio station."


def made(rid: str, text: str, published: str | None) -> Report:
    title = text.split("\n", 1)[0]
    report = report_of(text, published, id=rid, publisher=f"Outlet {rid.upper()}")
    return msgspec.structs.replace(report, title=Span(0, len(title)), lead_start=len(title) + 2)


@cache
def account() -> Account:
    reports = {
        r.id: r
        for r in (
            made("a", FIRST, "2023-02-06"),
            made("b", SECOND, "2023-02-07"),
            made("c", THIRD, "2023-02-08"),
            made("u", UNDATED, None),
        )
    }
    readings = {rid: read(report) for rid, report in reports.items()}
    dated = date_through_story(reports.values(), readings)
    reports |= dated
    readings |= {rid: read(report) for rid, report in dated.items()}
    story = Story(id="s", reports=tuple(sorted(reports)), links=(), copies=find_copies(list(reports.values())))
    return reconcile(story, reports, readings, "s")


def total(measure: str) -> Figure:
    (found,) = [
        f for f in account().figures if f.measure == measure and f.scope == "total" and f.standing != "superseded"
    ]
    return found


def test_the_latest_count_stands_and_the_earlier_ones_stay_visible() -> None:
    assert total("killed").best == 3
    assert {f.best for f in account().figures if f.measure == "killed" and f.standing == "superseded"} >= {5}


def test_each_measure_has_exactly_one_standing_total() -> None:
    for measure in {f.measure for f in account().figures}:
        assert total(measure)


def test_a_plan_is_replaced_by_its_fulfilment() -> None:
    facts = {f.id: f for f in account().facts}
    replaced = [
        (facts[d.one].text, facts[d.other].text)
        for d in account().differences
        if d.one in facts and d.relation == "supersedes"
    ]
    assert any("retook the radio station" in done and "will retake" in plan for done, plan in replaced)


def test_an_undated_report_is_dated_through_the_others_and_says_so() -> None:
    source = next(s for s in account().sources if s.report == "u")
    assert (source.published, source.published_basis) == ("2023-02-07", "other-report")


def test_the_happening_is_dated_by_the_event_and_placed_in_its_town() -> None:
    assert account().when.earliest == "2023-02-06"
    assert account().where.name == "Goma"


def test_two_reports_resting_on_one_agency_are_one_origin() -> None:
    seized = next(f for f in account().facts if "seized the radio station" in f.text)
    assert len(seized.origins) <= 2
    assert any("reuters" in f.origins for f in account().facts)


def test_a_side_in_the_fighting_is_marked_as_a_party() -> None:
    assert any(o.party and "Northern Liberation Front" in o.name for o in account().origins)


def test_every_quotation_is_the_characters_it_points_at() -> None:
    texts = {"a": FIRST, "b": SECOND, "c": THIRD, "u": UNDATED}
    evidence = [
        e
        for group in (account().facts, account().figures, account().timeline, account().differences)
        for x in group
        for e in x.evidence
    ]
    evidence += [*account().brief, *account().when.evidence, *account().where.evidence]
    assert evidence
    assert all(texts[e.report][e.start : e.end] == e.quote for e in evidence)


def test_the_timeline_is_in_order_and_holds_no_plans() -> None:
    entries = account().timeline
    assert [e.earliest for e in entries] == sorted(e.earliest for e in entries)
    assert all(e.status not in ("planned", "conditional") for e in entries)


def test_a_report_does_not_corroborate_the_voice_it_quotes() -> None:
    text = (
        "Quarry wall falls near Lubumbashi\n\nA quarry wall fell near Lubumbashi on Monday, killing seven diggers.\n\n"
        "Seven diggers were killed on Monday, mine inspector Odile Kasongo said."
    )
    report = made("q", text, "2023-02-07")
    account = reconcile(Story(id="s", reports=("q",), links=()), {"q": report}, {"q": read(report)}, "s")
    killed = next(f for f in account.figures if f.measure == "killed")
    assert killed.standing != "corroborated"
    assert len(killed.origins) == 1


def told(*texts: str, days: Sequence[str] = ()) -> Account:
    published = [*days, *["2021-05-20"] * (len(texts) - len(days))]
    reports = {f"t{n}": made(f"t{n}", text, published[n]) for n, text in enumerate(texts)}
    readings = {rid: read(report) for rid, report in reports.items()}
    story = Story(id="s", reports=tuple(sorted(reports)), links=(), copies=())
    return reconcile(story, reports, readings, "s")


def test_background_decides_neither_day_nor_place() -> None:
    found = told(
        "Mosque bomb kills nine in Herat\n\nA bomb killed nine worshippers outside a mosque in Herat on Wednesday, police said.\n\n"
        "Twelve others were wounded. An air strike earlier this month in Kunduz killed 31 people.",
    )
    assert (found.when.earliest, found.when.date_prec) == ("2021-05-19", 1)
    assert (found.where.name, found.where.where_prec) == ("Herat", 1)


def test_vague_words_widen_the_codes_of_precision() -> None:
    found = told(
        "Floods kill dozens\n\nFloods killed 40 people in northern Bangladesh in early May, officials said.\n\n"
        "The floods in northern Bangladesh swept away 200 houses in early May.",
    )
    assert (found.when.earliest, found.when.latest, found.when.date_prec) == ("2021-05-01", "2021-05-10", 3)
    assert found.where.where_prec == 5
    assert found.where.name == "northern Bangladesh"


def test_near_a_town_is_no_more_precise_than_that() -> None:
    found = told(
        "Bus crash kills six\n\nSix people were killed when a bus overturned near Mombasa on Tuesday, police said."
    )
    assert (found.where.name, found.where.where_prec) == ("Mombasa", 2)


def test_counts_of_other_years_are_no_toll_of_this_happening() -> None:
    found = told(
        "Girl hurt by father's gun in Akron\n\nA girl, 4, was injured when a gun went off in Akron on Tuesday, police said.\n\n"
        "Since 2014 eleven children have been killed by unlocked guns in the city. In the past two years 29 were injured."
    )
    assert not [f for f in found.figures if f.measure == "killed"]
    assert [f.best for f in found.figures if f.measure == "injured"] == [1]


def test_a_count_that_is_taken_back_does_not_stand() -> None:
    found = told(
        "Ferry death toll at 61\n\nThe ferry sinking off Ormoc on Tuesday killed 61 people, the coast guard said.\n\n"
        "An earlier count of 62 dead was wrong, the coast guard said.",
    )
    (standing,) = [
        f for f in found.figures if f.measure == "killed" and f.scope == "total" and f.standing != "superseded"
    ]
    assert standing.best == 61


def test_a_copy_under_another_title_corroborates_nothing() -> None:
    body = (
        "A night train left the rails near Tabora on Tuesday, killing three passengers and injuring nine, the railway said. "
        "The driver told investigators that the brakes had failed on the long slope above the river bridge. "
        "Two carriages came to rest in a maize field, and villagers carried the wounded to the road by lantern light."
    )
    reports = {}
    for rid, title in (("x", "Train derails near Tabora"), ("y", "Three die as night train leaves rails")):
        reports[rid] = made(rid, f"{title}\n\n{body}", "2021-05-20")
    readings = {rid: read(report) for rid, report in reports.items()}
    story = Story(id="s", reports=("x", "y"), links=(), copies=find_copies(list(reports.values())))
    account = reconcile(story, reports, readings, "s")
    assert account.independent_origins == 1
    standings = [f.standing for f in account.figures] + [f.standing for f in account.facts]
    assert "corroborated" not in standings


def test_what_goes_with_a_picture_or_a_post_is_on_neither_brief_nor_timeline() -> None:
    found = told(
        "Ferry sinks off Larne\n\nFILE - In this May 2, 2020, file photo, the ferry Aran Star leaves Larne for the islands.\n\n"
        "The ferry Aran Star sank off Larne on Tuesday with nine people aboard, the coast guard said.\n\n"
        "The harbour is full of boats looking for the ferry https://t.co/Ab12 — Jo Vale (@jovale) May 19, 2021"
    )
    assert [e.text for e in found.timeline] == ["The ferry Aran Star sank off Larne on Tuesday with nine people aboard"]
    assert not [e.quote for e in found.brief if "photo" in e.quote or "t.co" in e.quote]


def test_the_brief_tells_what_became_of_it_and_leaves_asides_and_speechless_quotations_out() -> None:
    found = told(
        "Ferry owner arrested in Larne\n\nThe ferry Aran Star sank off Larne on Tuesday with nine people aboard, the coast "
        "guard said. “We heard the boards crack, and the lights went out. We thought we would drown. We swam for an hour,” "
        "said Jo Vale, a passenger. Anyone with information about the ferry is asked to call the harbour office in Larne. "
        "The owner's lawyer did not immediately return a message on Wednesday. His brother had sold the boat in April. "
        "The ferry's owner, Pat Crane, was arrested on Wednesday at a farm near the border.",
    )
    brief = [e.quote for e in found.brief]
    assert brief[0].startswith("The ferry Aran Star sank")
    assert any("Pat Crane, was arrested" in sentence for sentence in brief)
    for left in ("Anyone with", "return a message", "We thought"):
        assert not any(left in sentence for sentence in brief)
    assert not [e.text for e in found.timeline if "return a message" in e.text]


STABBED = (
    "Prayers for man on life support\n\nA 30-year-old man was stabbed at the fish dock in Larne on Monday and is on life "
    "support, police said. No charges have been filed, the sergeant told reporters at the dock in Larne. I ask everybody to "
    "pray for the man and to stay away from the dock. Police are searching for witnesses in the streets around the dock."
)
ENDED = (
    "Man stabbed at dock dies\n\nThe 30-year-old man stabbed at the fish dock in Larne on Monday died in hospital, police "
    "said. A cook, Tom Reeve, was arrested in Larne and was charged with murder on Wednesday, prosecutors said."
)


def test_what_a_later_report_has_overtaken_neither_heads_nor_briefs() -> None:
    found = told(STABBED, ENDED, days=("2021-05-18", "2021-05-20"))
    brief = " ".join(e.quote for e in found.brief)
    assert found.headline is not None
    assert found.headline.quote == "Man stabbed at dock dies"
    assert "died in hospital" in brief
    assert "searching for witnesses" in brief, "which an arrest does not end"
    for left in ("is on life support", "No charges", "I ask everybody"):
        assert left not in brief


def test_what_was_known_from_the_beginning_overtakes_nothing() -> None:
    brief = " ".join(e.quote for e in told(STABBED, ENDED, days=("2021-05-20", "2021-05-20")).brief)
    assert "No charges" in brief


def test_a_body_or_a_person_is_no_town_of_that_name() -> None:
    found = told(
        "Lawmakers press Obama on licence\n\nThe Obama administration secretly gave a bank a licence, a report to Congress said on "
        "Tuesday. Congress asked President Barack Obama for the papers. The Obama administration sent Congress a letter."
    )
    assert found.where.name is None
    assert "Obama" not in {p.name for p in found.places}
    assert "Congress" not in {p.name for p in found.places}


def test_the_town_of_the_writer_is_not_where_people_died_abroad() -> None:
    found = told(
        "Singer's cousin shot dead\n\nNEW YORK (AP) - A singer is mourning her cousin. The man, 21, was shot dead in Barbados on "
        "Tuesday. Police in Barbados are looking for a gunman. He was killed near his home in Barbados, a newspaper said."
    )
    assert found.where.name == "Barbados"


def test_a_place_named_in_passing_is_not_where_it_happened() -> None:
    found = told(
        "Shop takes app down\n\nThe maker of telephones removed a messaging app from its shop on Tuesday. The app showed what it "
        "should not show. Both versions were taken down. They were back the next day. Its founder said he was sorry. The "
        "company praised the speed of the reply. Rivals said nothing. The founder left his country years ago. His firm, which "
        "has moved often, has its desks in Dubai."
    )
    assert found.where.name is None


def test_a_fact_has_no_day_but_that_of_the_words_that_tell_it() -> None:
    found = told(
        "Papers on the 1963 killing opened\n\nThe president on Tuesday ordered the opening of papers on the killing of the mayor.\n\n"
        "FILE PHOTO: The mayor moments before the killing of the mayor on November 22, 1963\n\n"
        "Divers looked for the lorry hours after the ferry sank off Larne on May 3.",
    )
    opened = next(f for f in found.facts if "ordered the opening" in f.text)
    assert opened.earliest == "2021-05-18"
    assert "the ferry sank off Larne on May 3" in {e.text for e in found.timeline}
