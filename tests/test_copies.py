"""Copies: a wire text and its carriers, passages inside longer reports, and furniture of the page that nobody copies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.config import Config
from dateline.linking import find_copies, link
from dateline.linking.fingerprints import words_of
from dateline.linking.furniture import Finder, _asked, furniture
from dateline.records import Report, Span
from tests.reading import report_of

WIRE = (
    "A cable car broke loose above the ski village of Valdorra on Tuesday and slid two hundred metres down the rope before its "
    "brake held, injuring eleven people, the mountain rescue service said. Helicopters lifted the passengers out one by one in "
    "strong wind. The operator, Lift Union, said the car had passed a test in October and that it would pay for every treatment.\n"
    "Among the injured were two guides and a family of five from Lisbon, the clinic in the valley said. Three were in a grave "
    "condition. The public attorney, Irene Castell, ordered the rope and both brakes to be taken down and kept as evidence."
)
NEWS = (
    "The council of Port Amery voted by nine to four on Monday to close the old fish market, where the roof has leaked since a "
    "storm in March. Traders will move to a hall near the station until a new market opens, Mayor Lois Tanner said. The union of "
    "porters called the plan hasty and asked for a meeting with the harbour board before the first stalls are taken down.",
    "Biologists counted forty pairs of ospreys on the lakes around Brennick this spring, more than in any year since records began. "
    "Dr Owen Hale of the bird trust said cleaner water had brought back the perch that the birds live on. Volunteers watched the "
    "nests from dawn, and two young birds were fitted with transmitters to follow them on their way to West Africa.",
    "A freight train carrying grain left the rails outside Kelso Junction early on Sunday, blocking the only line to the coast. The "
    "driver was unhurt. Engineers said a broken axle had torn up three hundred metres of track and that buses would replace "
    "passenger trains until Thursday at least, while a crane was brought from the depot in the capital.",
)
FURNITURE = (
    "Home | News | Sport | Business | Opinion | Weather | Obituaries",
    "We value the time that you spend with us, and we and our partners keep small files on the device you read with, so that the "
    "pages load faster and the offers you see are closer to what you care about; you may change your mind in the settings.",
    "Honest reporting costs money. For less than the price of a cup of coffee a week you can read every page we make, on paper "
    "and on screen, and support the reporters who sit through every council evening so that you do not have to.",
    "Most read\nTen walks for a rainy day\nWhere to eat by the canal\nThe tram that never came",
    "Jonas Prell has written for this newspaper since 1998. He covers the county, keeps bees, and is the author of two books about "
    "lighthouses. Write to him with a hint or a complaint, and he will answer within the week.",
    "Copyright 2023 The Amery Gazette. All rights reserved.",
)


def page(news: str, order: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> str:
    parts = [FURNITURE[n] for n in order]
    return "\n\n".join([*parts[:2], news, *parts[2:]])


def from_gazette(rid: str, news: str, published: str) -> Report:
    return report_of(page(news), published, id=rid, publisher="The Amery Gazette")


def test_one_wire_text_on_forty_domains_is_one_origin_with_forty_carriers() -> None:
    wire = report_of(WIRE, "2023-02-07", id="wire", publisher="Alpine Press")
    carriers = []
    for n in range(40):
        body = " ".join(WIRE.split(" ")[n % 7 : len(WIRE.split(" ")) - n % 11])
        title = f"{('Cable car', 'Ski lift', 'Gondola')[n % 3]} accident hurts eleven, version {n}"
        carriers.append(
            report_of(
                f"{title}\n\n{body}",
                "2023-02-08",
                id=f"c{n:02}",
                publisher=f"paper{n}.example",
                title=Span(0, len(title)),
                lead_start=len(title) + 2,
            )
        )
    copies = find_copies([*carriers, wire])
    assert {copy.report for copy in copies} == {carrier.id for carrier in carriers}
    assert {copy.origin for copy in copies} == {"wire"}
    (story,) = link([*carriers, wire], Config())
    assert len(story.reports) == 41


def test_a_wire_paragraph_inside_a_longer_report_is_found_on_both_sides() -> None:
    paragraph = WIRE.split("\n", maxsplit=1)[0]
    local = report_of(
        "Families in Lisbon waited for news all night. Neighbours of the Prado family brought soup and blankets to the stairs of "
        f"their house while the telephone rang without end.\n{paragraph}\nA cousin, Rui Prado, flew out on the first morning "
        "plane. He had skied there as a child, he said, and remembered the old car, its wooden bench and the smell of oil. "
        "The foreign ministry sent a consul to the clinic and opened a line for relatives, who had until then been told nothing.",
        "2023-02-08",
        id="local",
        publisher="Lisbon Courier",
    )
    wire = report_of(WIRE, "2023-02-07", id="wire", publisher="Alpine Press")
    (copy,) = find_copies([local, wire])
    assert (copy.report, copy.origin) == ("local", "wire")
    (passage,) = copy.passages
    assert passage.here.of(local.text) == passage.there.of(wire.text)
    assert passage.here.of(local.text).startswith("A cable car broke loose")
    assert copy.share < 1


@pytest.mark.parametrize(
    "days", [("2023-05-02", "2023-05-02", "2023-05-02"), ("2023-05-01", "2023-05-02", "2023-05-04")]
)
def test_furniture_that_the_pages_of_a_publisher_share_makes_no_copies(days: tuple[str, ...]) -> None:
    pages = [from_gazette(f"p{n}", news, day) for n, (news, day) in enumerate(zip(NEWS, days, strict=True))]
    assert find_copies(pages) == ()
    assert find_copies(pages[:2]) == ()


def test_furniture_of_pages_whose_publisher_is_unknown_makes_no_copies() -> None:
    pages = [report_of(page(news), "2023-05-02", id=f"p{n}") for n, news in enumerate(NEWS)]
    assert find_copies(pages) == ()


def test_a_wire_text_within_the_furniture_of_a_page_is_still_a_copy() -> None:
    wire = report_of(WIRE, "2023-02-07", id="wire", publisher="Alpine Press")
    pages = [from_gazette(f"p{n}", news, "2023-02-07") for n, news in enumerate(NEWS)]
    (copy,) = find_copies([wire, *pages, from_gazette("carrier", WIRE, "2023-02-08")])
    assert (copy.report, copy.origin) == ("carrier", "wire")


def test_a_reprint_by_its_own_publisher_is_a_copy() -> None:
    (copy,) = find_copies([from_gazette("p1", WIRE, "2023-02-07"), from_gazette("p2", WIRE, "2023-02-09")])
    assert (copy.report, copy.origin) == ("p2", "p1")


def test_a_carrier_that_came_first_but_credits_the_agency_is_the_copy() -> None:
    credit = "(Alpine Press) "
    carrier = report_of(
        credit + WIRE, "2023-02-07", id="early", publisher="Town Post", lead_start=len(credit), credit=Span(1, 13)
    )
    agency = report_of(WIRE, "2023-02-08", id="agency", publisher="Alpine Press")
    (copy,) = find_copies([carrier, agency])
    assert (copy.report, copy.origin) == ("early", "agency")
    for passage in copy.passages:
        assert passage.here.of(carrier.text) == passage.there.of(agency.text)


def test_two_reports_that_quote_the_same_sentences_are_no_copies() -> None:
    quote = (
        "“We knew the brake was old, we wrote to the ministry three times in two winters, and nobody came to look at it, nobody "
        "called, nobody even answered the letter that our mechanic had signed with his full name and the date.”"
    )
    one = report_of(f"The guides' union spoke on Wednesday. {quote} It asked for a strike.", "2023-02-08", id="a")
    other = report_of(f"Irene Castell heard the operator. {quote} That is what a guide told her.", "2023-02-08", id="b")
    assert find_copies([one, other]) == ()


LINES = (
    "The ferry to İzmir turned back in the storm, and 212 passengers slept on benches in the harbour hall.",
    "Follow us on all networks.",
    "You can read our journalism only because readers like you pay; support your paper today.",
    "Young sailors from four villages asked the harbour master for ropes on Friday.",
    "Most Read Stories Of The Week",
    "The Gazette sends its newspaper to your door, wherever you are.",
    "A gale that had been forecast since the weekend tore the roof off the customs house before dawn, and the mayor, who had "
    "come by boat, told the crowd that nobody would be sent away. Follow us on all networks. The ferry is to sail on Sunday, "
    "when the wind is expected to turn, with those who were first in line.",
)


@given(st.lists(st.sampled_from(LINES), max_size=9))
def test_whether_a_line_is_furniture_does_not_depend_on_the_lines_around_it(lines: list[str]) -> None:
    text = "\n".join(lines)
    _asked.clear()
    alone = [furniture(line, words_of(line, 0), "Gazette").tolist() for line in lines]
    _asked.clear()
    assert furniture(text, words_of(text, 0), "Gazette").tolist() == [held for line in alone for held in line]


def test_lines_and_sentences_of_the_page_are_furniture_and_news_is_not() -> None:
    held = [furniture(line, words_of(line, 0), "Gazette") for line in LINES]
    assert [bool(mask.all()) for mask in held] == [False, True, True, False, True, True, False]
    assert [int(mask.sum()) for mask in held if not mask.all()] == [0, 0, 5]


def test_a_passage_that_a_carrier_tells_twice_is_shared_both_times() -> None:
    told = NEWS[0].replace("Monday", "Tuesday")
    wire = report_of(told, "2023-02-07", id="wire", publisher="Alpine Press")
    carrier = report_of(f"{told}\n{told}", "2023-02-08", id="carrier", publisher="Town Post")
    (copy,) = find_copies([wire, carrier])
    assert (copy.report, copy.kind, len(copy.passages)) == ("carrier", "whole", 2)
    assert copy.share == 1


@given(st.text("ab \u2019\U0001f600", max_size=40), st.lists(st.text("ab ", min_size=1, max_size=6), max_size=6))
def test_many_words_are_found_at_once_where_each_alone_is_found(text: str, words: list[str]) -> None:
    expected = {w: [n for n in range(len(text)) if text.startswith(w, n)] for w in words if w in text}
    assert Finder(words).find(text) == expected
