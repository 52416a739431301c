"""Carriers: edited, late and partial copies, versions of one article, and what only looks like a copy."""

from __future__ import annotations

import itertools
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.config import Config
from dateline.intake.build import Raw, build
from dateline.linking import find_copies, link
from dateline.linking.copies import roots_of
from dateline.reading import read
from dateline.reconciling import reconcile
from dateline.reconciling.said import copy_roots
from dateline.records import Copy, Report

LEAD = (
    "A dam above the mill town of Harrow Vale gave way before dawn on Monday, sending a wall of water through three streets and "
    "killing at least 14 people, the regional governor said."
)
WATER = (
    "The water tore eleven houses from their footings and carried a school bus two kilometres down the valley, where it came to "
    "rest against the pillars of a railway bridge. Nobody was in the bus at that hour."
)
SEARCH = (
    "Governor Anselm Roke said that 40 people were still missing. Soldiers with dogs searched the mud below the paper mill, and "
    "a field kitchen was set up in the market hall for those who had lost their homes."
)
OWNER = (
    "The dam was built in 1931 for a cotton mill that closed long ago. An inspector had written in the spring that its spillway "
    "was too small, the defense of the owners' lawyer being that the letter went to the wrong address in the U.S. capital."
)
WIRE = f"{LEAD}\n{WATER}\n{SEARCH}\n{OWNER}"
STRIKE = (
    "Dockers in Port Sable walked out on Thursday after a foreman was dismissed, leaving nineteen ships at anchor in the bay. The "
    "union said that the man had asked for helmets. The harbour company answered that he had left his crane without leave.\n"
    "Bakers in the old town ran out of flour by the evening, and the ferry to the islands sailed half empty. A mediator, Ines "
    "Corr, is to hear both sides on Saturday in the customs house, where a strike of eleven weeks was settled in 2004.\n"
    "Shipping agents said that fruit worth two million crowns would rot if the cranes stood still for longer than five days."
)
HISTORY = (
    "The insurgency in the eastern hills began in 2006, when a council of elders refused to hand over its rifles and the army "
    "burned two villages. Some 9,000 people have died since, and a quarter of a million live in camps along the river, according "
    "to relief agencies. Four ceasefires have failed, the last of them after only nine days in the autumn of 2018."
)
DRONE = (
    "Gunmen shot down a small drone near the fuel depot of Melk on Monday, the army said, and two sentries were hurt."
)
TALKS = "Talks on exchanging prisoners opened at a lakeside hotel on Thursday without the movement's leader, who sent a cousin."
BRIEFS = (
    "A cyclist was hurt when a van turned without looking at the corner of Mill Lane and Quay Street. Witnesses are sought.",
    "The swimming pool at Larkfield will stay shut until June because its boiler needs a part that is no longer made.",
    "Two boys found a shell from the war in a ditch near Garrow on Sunday. Army experts blew it up.",
)
AROUND = (
    "Home | News | Sport | Business | Weather",
    "We value the time that you spend with us, and we and our partners keep small files on the device you read with, so that the "
    "pages load faster and the offers you see are closer to what you care about; you may change your mind at any time.",
    "The Quarry Post was founded in 1871 by the printer Josiah Quill. It is read in forty towns, has won nine prizes for its "
    "reporting on the stone trade, and is printed on paper made in the county.",
    "Related\nTen walks for a rainy day\nWhere to eat by the canal",
    "Honest reporting costs money. For less than the price of a cup of coffee a week you can read every page we make, on paper "
    "and on screen, and support those who sit through every council evening so that you do not have to.",
)


def report(rid: str, text: str, day: str | None = "2023-03-06", source: str | None = None, **more: str) -> Report:
    return build(Raw(id=rid, text=text, sha256="", published=day, publisher=source, **more))  # type: ignore[arg-type]


def told(*reports: Report) -> dict[str, tuple[str, str]]:
    return {copy.report: (copy.origin, copy.kind) for copy in find_copies(reports)}


def only(*reports: Report) -> Copy:
    (copy,) = find_copies(reports)
    return copy


def page(news: str) -> str:
    return "\n\n".join((*AROUND[:2], news, *AROUND[2:]))


def retyped(text: str) -> str:
    return (
        text.replace("U.S.", "US").replace("defense", "defence").replace("14", "fourteen").replace("two", "2")
        .replace("eleven", "11").replace("owners'", "owners’").replace("kilometres", "kilometers")
    )  # fmt: skip


def unseen(text: str) -> str:
    """Put soft hyphens into words, and accents apart from their letters."""
    return unicodedata.normalize("NFD", text.replace("Roke", "Roké")).replace("regional", "re\u00adgional")


def every_eleventh_changed(text: str) -> str:
    return " ".join(f"x{word}" if n % 11 == 9 else word for n, word in enumerate(text.split(" ")))


@pytest.mark.parametrize("edited", [retyped, unseen, str.upper, every_eleventh_changed])
def test_a_text_that_a_desk_has_edited_is_a_whole_copy(edited: object) -> None:
    assert callable(edited)
    carrier = report("b", edited(WIRE), "2023-03-07", "Courier")
    copy = only(report("a", WIRE, source="Northwire"), carrier)
    assert (copy.report, copy.origin, copy.kind) == ("b", "a", "whole")


def test_passages_hold_the_same_words_on_both_sides_and_do_not_overlap() -> None:
    wire, carrier = report("a", WIRE), report("b", retyped(WIRE), "2023-03-07")
    passages = only(wire, carrier).passages
    assert len(passages) == 5
    for passage in passages:
        here, there = passage.here.of(carrier.text), passage.there.of(wire.text)
        assert here.replace("’", "'").casefold() == there.casefold()
    for one, other in itertools.pairwise(passages):
        assert one.here.end <= other.here.start


def test_a_wire_text_within_a_longer_report_is_a_passage_of_that_report() -> None:
    copy = only(report("a", LEAD + " " + WATER), report("b", f"{STRIKE}\n{LEAD} {WATER}\n{HISTORY}", "2023-03-07"))
    assert copy.kind == "passage"
    assert copy.share < 0.5
    assert copy.origin_share == 1.0


def test_a_short_text_is_a_copy_only_if_it_is_the_same_from_end_to_end() -> None:
    brief = "A bus caught fire in Port Sable on Monday evening; nobody was hurt, the fire brigade said."
    assert told(report("a", brief), report("b", brief, "2023-03-07")) == {"b": ("a", "whole")}
    assert told(report("a", brief), report("b", f"{brief} Its driver fled.", "2023-03-07")) == {}


def test_reports_of_two_happenings_that_share_their_background_carry_a_passage() -> None:
    one, other = report("a", f"{DRONE}\n{HISTORY}", source="Post"), f"{TALKS}\n{HISTORY}"
    assert told(one, report("b", other, "2023-03-09", "Courier")) == {"b": ("a", "passage")}
    assert told(one, report("b", other, "2023-03-09", "Post")) == {}


@pytest.mark.parametrize("source", ["The Quarry Post", None])
@pytest.mark.parametrize(
    "days", [("2023-05-02", "2023-05-02", "2023-05-02"), ("2023-05-02", "2023-05-03", "2023-05-05")]
)
def test_short_news_within_the_furniture_of_a_publisher_is_no_copy(days: tuple[str, ...], source: str | None) -> None:
    pages = [report(f"p{n}", page(news), day, source) for n, (news, day) in enumerate(zip(BRIEFS, days, strict=True))]
    if source is not None:
        assert told(*pages) == {}
        assert told(*pages[:2]) == {}
    else:
        assert "whole" not in {kind for _, kind in told(*pages).values()}


def test_a_notice_left_where_the_news_was_is_no_copy() -> None:
    notice = "Success! A letter with a link is on its way to the address that was given, and the list will be confirmed soon."
    pages = [
        report("a", notice, title="Dam break kills 14"),
        report("b", notice, "2023-03-07", title="Dockers walk out"),
    ]
    assert told(*pages) == {}


def test_what_a_publisher_writes_on_in_one_article_is_a_version() -> None:
    first = report("a", f"{LEAD}\n{WATER}", source="Post", url="https://post.example/dam")
    grown = report("b", WIRE, "2023-03-07", "Post", url="https://post.example/dam")
    assert told(first, grown) == {"b": ("a", "version")}


def test_a_new_lead_under_the_same_title_is_a_version() -> None:
    title = "Dam break in Harrow Vale"
    lead = "The toll of the dam break in Harrow Vale rose to 21 on Tuesday, the governor said, as soldiers cleared streets."
    pages = [
        report("a", f"{LEAD}\n{WATER}\n{SEARCH}", source="Post", title=title),
        report("b", f"{lead}\n{WATER}\n{SEARCH}", "2023-03-07", "Post", title=f"UPDATE 2 - {title}"),
    ]
    assert told(*pages) == {"b": ("a", "version")}


def test_a_form_of_words_filled_in_every_day_is_no_version() -> None:
    form = (
        "The main index of the exchange closed at {} points on {}. Figures come from the exchange and are checked by the desk "
        "before they are printed. The index measures the thirty largest companies by value and is reviewed twice each year."
    )
    pages = [
        report("a", form.format("4,512", "Monday"), source="Post"),
        report("b", form.format("4,498", "Tuesday"), "2023-03-07", "Post"),
    ]
    assert told(*pages) == {}


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"HARROW VALE (AP) - {WIRE}", "The Associated Press"),
        (f"By Jana Holt, Northwire\n\n{WIRE}", "Northwire"),
        (f"{WIRE}\n\n– Northwire", "Northwire"),
    ],
)
def test_an_agency_that_comes_later_is_the_origin_of_those_that_sign_its_text(text: str, agency: str) -> None:
    copy = only(report("early", text, source="Post"), report("late", WIRE, "2023-03-08", agency))
    assert (copy.report, copy.origin) == ("early", "late")
    assert "credited" in copy.reason


def test_a_late_agency_is_the_origin_of_those_that_do_not_sign_too() -> None:
    reports = [
        report("silent", WIRE, "2023-03-06", "Echo"),
        report("signed", f"HARROW VALE (Northwire) - {WIRE}", "2023-03-07", "Post"),
        report("agency", WIRE, "2023-03-08", "Northwire"),
        report("later", WIRE, "2023-03-09", "Courier"),
    ]
    assert set(roots_of(find_copies(reports)).items()) == {(rid, "agency") for rid in ("silent", "signed", "later")}


def test_an_agency_that_updates_its_text_does_not_become_a_copy_of_the_update() -> None:
    reports = [
        report("v1", WIRE, "2023-03-06", "Northwire"),
        report("carrier", f"HARROW VALE (Northwire) - {WIRE}", "2023-03-07", "Post"),
        report("v2", f"{WIRE}\nThe search goes on, the governor said late at night.", "2023-03-08", "Northwire"),
    ]
    assert told(*reports) == {"carrier": ("v1", "whole"), "v2": ("v1", "version")}


def test_a_copy_of_a_copy_has_the_first_text_as_its_origin() -> None:
    reports = [
        report("a", f"{LEAD}\n{WATER}\n{SEARCH}", "2023-03-06", "A"),
        report("b", f"{WATER}\n{SEARCH}\n{OWNER}", "2023-03-07", "B"),
        report("c", f"{SEARCH}\n{OWNER}", "2023-03-08", "C"),
    ]
    assert roots_of(find_copies(reports)) == {"b": "a", "c": "a"}


def test_which_of_two_of_one_day_was_first_is_not_claimed() -> None:
    assert "not known" in only(report("a", WIRE, source="Post"), report("b", WIRE, source="Courier")).reason
    signed = f"HARROW VALE (Northwire) - {WIRE}"
    assert (
        "both credit Northwire" in only(report("a", signed, source="Post"), report("b", signed, source="Echo")).reason
    )


def test_a_story_counts_its_independent_texts() -> None:
    own = (
        "Fourteen people died when an old dam broke above Harrow Vale early on Monday. Governor Anselm Roke called it the worst "
        "day of the valley. The paper mill stood in two metres of mud, and forty people were missing in Harrow Vale."
    )
    reports = [
        report("wire", f"HARROW VALE (Northwire) - {WIRE}", source="Northwire"),
        report("post", WIRE, source="Post"),
        report("echo", f"HARROW VALE (Northwire) - {LEAD}\n{OWNER}", source="Echo"),
        report("own", own, source="Courier"),
    ]
    (story,) = link(reports, Config())
    assert (len(story.reports), story.origins) == (4, 2)


def test_copies_of_a_text_that_another_story_holds_are_one_text() -> None:
    reports = [report("b", WIRE), report("c", WIRE), report("d", STRIKE)]
    copies = [
        Copy(report=rid, origin="a", kind="whole", share=1.0, origin_share=1.0, passages=(), reason="same text")
        for rid in "bc"
    ]
    assert copy_roots(copies, reports) == {"c": "b"}
    assert copy_roots(copies, [report("a", WIRE), *reports]) == {"b": "a", "c": "a"}


def test_a_later_version_with_the_standing_toll_heads_the_account() -> None:
    text = "A dam above Harrow Vale gave way before dawn on Monday, killing {} people, the governor said.\n" + WATER
    reports = {
        rid: report(rid, text.format(toll), day, "Post", title=f"Dam break kills {toll} in Harrow Vale", url="https://post.example")
        for rid, toll, day in (("v1", 14, "2023-03-06"), ("v2", 21, "2023-03-07"))
    }  # fmt: skip
    (story,) = link(list(reports.values()), Config())
    assert [copy.kind for copy in story.copies] == ["version"]
    made = reconcile(story, reports, {rid: read(one) for rid, one in reports.items()}, story.id)
    assert made.headline is not None
    assert made.headline.quote == "Dam break kills 21 in Harrow Vale"
    assert made.independent_origins == 1


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "‘{}’", "'{}'", "«{}»", "„{}“", "``{}''", "“{}\n“{}”"])
def test_reports_that_quote_the_same_words_are_no_copies_whatever_the_marks(marks: str) -> None:
    said = (
        "We knew that the wall was weak, we wrote to the ministry's office three times in two winters, and nobody came to look at "
        "it, nobody called, nobody even answered the letter that our engineer had signed with his full name and the date."
    )
    quote = marks.format(said, said.replace("We knew that the wall", "And then the pump house"))
    one = report("a", f"The wardens' union spoke on Wednesday.\n{quote}\nIt asked for a strike.", source="Post")
    other = report("b", f"Irene Castell heard them all.\n{quote}\nThat is what a guide told her.", "2023-03-07", "Echo")
    assert told(one, other) == {}


def test_a_reprint_after_the_window_is_no_text_of_its_own() -> None:
    reports = [report("a", WIRE, "2023-03-06", "Post"), report("b", WIRE, "2023-09-01", "Echo")]
    (story,) = link(reports, Config())
    assert story.origins == 1
    assert [(copy.report, copy.origin) for copy in story.copies] == [("b", "a")]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(["2023-03-06", None]))
def test_reports_of_one_day_may_come_in_any_order(shuffle: random.Random, day: str | None) -> None:
    reports = [
        report("a", WIRE, day, "Post"),
        report("b", f"HARROW VALE (Northwire) - {WIRE}", day, "Courier"),
        report("c", WIRE, day, "Northwire"),
        report("d", f"{STRIKE}\n{LEAD} {WATER}", day, "Echo"),
        report("e", f"{DRONE}\n{HISTORY}", day, "Echo"),
        report("f", f"{TALKS}\n{HISTORY}", day, "Post"),
        *(report(f"p{n}", page(news), day, "The Quarry Post") for n, news in enumerate(BRIEFS)),
        report("q", retyped(WIRE), "2023-03-07", "Late"),
    ]
    expected = link(reports, Config())
    shuffle.shuffle(reports)
    assert link(reports, Config()) == expected
