"""Linking: reports of one happening together, of two apart, copies with whose text they carry."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.config import Config
from dateline.linking import find_copies, link
from dateline.records import Report
from tests.reading import report_of

WIRE = (
    "A granary collapsed in the river port of Matadi on Monday, trapping at least nine dockers under sacks of maize, the harbour "
    "master said. Cranes were brought from the rail yard to lift the beams while relatives waited at the gate. The harbour master, "
    "Josue Nlandu, told reporters that the roof had been repaired only last spring and that an inquiry would begin at once. "
    "By nightfall six of the dockers had been pulled out alive and taken to the mission hospital above the town."
)
OTHER = (
    "Voters in the Swiss canton of Uri rejected a plan on Sunday to widen the road over the Klausen pass, with 58 per cent against. "
    "Opponents had warned that heavier lorries would spoil the valley. The cantonal government said it respected the result and would "
    "look for cheaper ways to make the road safe in winter, its transport director, Petra Gisler, said after the count."
)
FOLLOW = (
    "Three dockers were still missing on Tuesday after the collapse of a granary in the port of Matadi, where rescuers worked through "
    "the night under floodlights. Harbour master Josue Nlandu said hope was fading. The mission hospital was treating six dockers "
    "pulled out alive from under the sacks of maize."
)


def report(rid: str, text: str, published: str | None) -> Report:
    return report_of(text, published, id=rid)


def stories(*reports: Report) -> list[set[str]]:
    return [set(story.reports) for story in link(reports, Config())]


def test_two_reports_of_one_happening_are_one_story_and_a_third_is_not() -> None:
    found = stories(
        report("a", WIRE, "2022-05-02"), report("b", FOLLOW, "2022-05-03"), report("c", OTHER, "2022-05-03")
    )
    assert {"a", "b"} in found
    assert {"c"} in found


def test_an_undated_report_joins_by_what_it_tells() -> None:
    assert {"a", "u"} in stories(report("a", WIRE, "2022-05-02"), report("u", FOLLOW, None))


def test_after_the_window_a_story_takes_no_report_that_names_none_of_its_people() -> None:
    unnamed = FOLLOW.replace("Harbour master Josue Nlandu", "The harbour master")
    assert {"b"} in stories(report("a", WIRE, "2022-05-02"), report("b", unnamed, "2022-09-03"))


def test_a_story_keeps_its_id_as_it_grows() -> None:
    first = link([report("a", WIRE, "2022-05-02")], Config())
    grown = link([report("a", WIRE, "2022-05-02"), report("b", FOLLOW, "2022-05-03")], Config())
    assert first[0].id == grown[0].id


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(shuffle: random.Random) -> None:
    reports = [
        report("a", WIRE, "2022-05-02"),
        report("b", FOLLOW, "2022-05-03"),
        report("c", OTHER, "2022-05-03"),
        report("d", WIRE + " More soon.", "2022-05-02"),
        report("u", FOLLOW + " Updates follow.", None),
    ]
    straight = link(reports, Config())
    shuffle.shuffle(reports)
    assert link(reports, Config()) == straight


def test_one_wire_text_with_trimmed_ends_is_one_origin_with_its_carriers() -> None:
    carriers = [report(f"c{n:02}", f"Headline number {n}\n\n{WIRE[n:]}", "2022-05-03") for n in range(6)]
    copies = find_copies([report("wire", WIRE, "2022-05-02"), *carriers])
    assert {c.report for c in copies} == {c.id for c in carriers}
    assert {c.origin for c in copies} == {"wire"}


def test_shared_passages_are_the_same_words_on_both_sides() -> None:
    one, other = report("a", WIRE, "2022-05-02"), report("b", "Port news. " + WIRE, "2022-05-03")
    (copy,) = find_copies([one, other])
    for passage in copy.passages:
        assert passage.here.of(other.text) == passage.there.of(one.text)


def test_quoting_the_same_sentence_is_no_copying() -> None:
    quote = "“We will rebuild this quay stone by stone and pay every family of those who died here, and no one will sleep in the open.”"
    one = report(
        "a",
        f"The minister flew in on Monday. {quote} He left after an hour to meet the owners of the quay.",
        "2022-05-02",
    )
    other = report(
        "b", f"Anger grew among dockers. {quote} Few believed it, said the union, which called a strike.", "2022-05-02"
    )
    assert find_copies([one, other]) == ()
