"""The stream of linking: what stays apart, what is taken up again, what is kept in memory, and why."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import combinations
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.config import Config
from dateline.linking import Linker, explain, find_copies, link
from dateline.linking.copies import Shelf
from dateline.linking.fingerprints import RUN, STRETCH, run_hashes, shared_runs, winnow, word_hashes
from dateline.linking.holders import HOLDERS
from dateline.linking.marks import marks_of
from dateline.linking.model import model
from dateline.records import Report, Span
from dateline.telling.links import GROUPS, explained
from tests.reading import report_of

FIRST = (
    "A 34-year-old baker, Tomas Orlik, was shot dead outside his shop on Weaver Street in Brno on Friday night, police said. "
    "Officers found Orlik beside his delivery van and arrested nobody. A neighbour heard four shots and a motorcycle leaving."
)
FIRST_AGAIN = (
    "Police in Brno appealed on Saturday for witnesses to the killing of Tomas Orlik, 34, a baker who was shot outside his shop "
    "on Weaver Street. Four shots were heard and a motorcycle was seen."
)
SECOND = (
    "Two students were wounded when a gunman fired into a tram stop on Castle Road in Brno on Thursday, police said. The students, "
    "aged 19 and 21, were taken to hospital. The gunman, Pavel Hruby, 52, was arrested at the scene."
)
TRIAL = (
    "Radim Stary went on trial on Monday for the murder of Tomas Orlik, the baker shot dead on Weaver Street in Brno last year. "
    "Prosecutors told the court that Stary fired four shots from a motorcycle. Tomas Orlik was 34."
)
TOWNS = [
    "Lund",
    "Graz",
    "Metz",
    "Bath",
    "Oulu",
    "Split",
    "Turku",
    "Ghent",
    "Bergen",
    "Malmo",
    "Tartu",
    "Kosice",
    "Parma",
    "Lugo",
    "Namur",
    "Vaasa",
]
THINGS = [
    "bridge",
    "mill",
    "ferry",
    "school",
    "quarry",
    "harbour",
    "orchard",
    "tunnel",
    "brewery",
    "chapel",
    "stadium",
    "library",
]
NAMES = ["Aldo", "Berta", "Cyril", "Dora", "Emil", "Frida", "Gustav", "Hedda", "Igor", "Jana", "Karel", "Lotte"]


def report(rid: str, text: str, published: str | None) -> Report:
    return report_of(text, published, id=rid)


def made_up(n: int, day: date) -> Report:
    town, thing, name = TOWNS[n % 16], THINGS[n % 12], NAMES[(n // 7) % 12]
    text = (
        f"The {thing} of {town} was closed on day {n} after {name} {town}sen{n}, its keeper, found a crack numbered {n * 37}. "
        f"Keeper {name} {town}sen{n} said that the {thing} would stay shut for {n % 50 + 2} weeks and that {n * 11} visitors were told."
    )
    return report(f"r{n:05}", text, day.isoformat())


def test_two_shootings_in_one_city_a_week_apart_are_two_stories() -> None:
    found = link(
        [
            report("a", FIRST, "2021-03-06"),
            report("b", FIRST_AGAIN, "2021-03-06"),
            report("c", SECOND, "2021-03-12"),
        ],
        Config(),
    )
    assert {frozenset(story.reports) for story in found} == {frozenset("ab"), frozenset("c")}


def test_a_trial_takes_the_story_up_again_and_is_marked() -> None:
    reports = [report("a", FIRST, "2021-03-06"), report("b", FIRST_AGAIN, "2021-03-06")]
    (story,) = link([*reports, report("t", TRIAL, "2022-02-14")], Config())
    assert story.reports == ("a", "b", "t")
    assert "closed story" in story.links[2].reason
    assert "follow-up" in story.links[2].reason


def test_ids_stay_when_the_stream_goes_on() -> None:
    reports = [report("a", FIRST, "2021-03-06"), report("c", SECOND, "2021-03-12"), report("t", TRIAL, "2022-02-14")]
    before = {rid: story.id for story in link(reports[:2], Config()) for rid in story.reports}
    after = {rid: story.id for story in link(reports, Config()) for rid in story.reports}
    assert before.items() <= after.items()


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_reports_of_one_time_may_come_in_any_order(shuffle: random.Random) -> None:
    reports = [report(f"{n}", text, "2021-03-12") for n, text in enumerate((FIRST, FIRST_AGAIN, SECOND, TRIAL, FIRST))]
    straight = Linker(Config()).take(reports)
    mixed = list(enumerate(reports))
    shuffle.shuffle(mixed)
    taken = Linker(Config()).take([one for _, one in mixed])
    assert sorted(zip((n for n, _ in mixed), taken, strict=True), key=lambda pair: pair[0]) == list(enumerate(straight))


@settings(max_examples=4, deadline=None)
@given(st.integers(min_value=2, max_value=8))
def test_what_is_kept_depends_on_the_window_and_not_on_history(daily: int) -> None:
    config = Config()
    linker = Linker(config)
    shelf = Shelf()
    day = date(2020, 1, 1)
    for step in range(90):
        today = day + timedelta(step)
        batch = [made_up(step * daily + n, today) for n in range(daily)]
        linker.take(batch)
        shelf.forget_before(today.toordinal() - config.window_days)
        for one in batch:
            shelf.add(one)
        assert len(linker) <= (config.window_days + 1) * daily
        assert len(shelf) <= (config.window_days + 1) * daily


def test_undated_reports_leave_with_the_window_too() -> None:
    linker = Linker(Config())
    linker.add(made_up(1, date(2020, 1, 1)))
    linker.take([report("u", SECOND, None)])
    linker.add(made_up(2, date(2020, 6, 1)))
    assert len(linker) == 1


def test_an_explanation_names_the_story_joined_and_what_decided() -> None:
    reports = [
        report("a", FIRST, "2021-03-06"),
        report("b", FIRST_AGAIN, "2021-03-07"),
        report("c", SECOND, "2021-03-12"),
    ]
    found = explain(reports, "b", Config())
    assert found is not None
    assert found.compared[0].story == found.story.id
    assert found.compared[0].score >= found.threshold
    assert {"nearest report", "rare names"} <= {name for name, _, _ in found.compared[0].features}
    shared = dict(found.compared[0].shared)
    assert "tomas orlik" in shared["full names"]
    assert shared["ages"] == ("34",)
    assert explain(reports, "nobody", Config()) is None


def test_the_points_of_an_explanation_add_up_to_its_likelihood() -> None:
    reports = [
        report("a", FIRST, "2021-03-06"),
        report("b", FIRST_AGAIN, "2021-03-07"),
        report("c", SECOND, "2021-03-12"),
        report("t", TRIAL, "2022-02-14"),
    ]
    met = [one for rid in "bct" for one in getattr(explain(reports, rid, Config()), "compared", ())]
    assert met
    for one in met:
        points = one.bias + sum(added for _, _, added in one.features)
        assert one.score == pytest.approx(1 / (1 + exp(-points)), abs=0.02)


def test_an_explanation_in_words_shows_the_points_that_it_sums() -> None:
    reports = [report("a", FIRST, "2021-03-06"), report("b", FIRST_AGAIN, "2021-03-07")]
    found = explain(reports, "b", Config())
    assert found is not None
    told = explained(found, {one.id: one for one in reports})
    shown = [float(row[0]) for line in told.splitlines() if (row := line.split())[:1] and row[0][0] in "+-"]
    (compared,) = found.compared
    assert sum(shown) == pytest.approx(compared.bias + sum(added for _, _, added in compared.features), abs=0.05)
    assert "34 in both" in told
    assert "Tomas Orlik" in told
    assert "Weaver in both" in told
    assert "1 day from the story's latest report" in told


UNLIKE = (
    "The council of Port Amery voted by nine to four to close the old fish market, where the roof has leaked since a storm.",
    "Biologists counted forty pairs of ospreys on the lakes around Brennick, more than in any year since records began.",
    "A freight train carrying grain left the rails outside Kelso Junction, blocking the only line to the coast.",
    "Hanna Lindqvist, a former bank manager, was jailed for stealing from the accounts of elderly customers over years.",
    "Bus drivers walked off the job after talks over night shifts broke down, and taxis charged three times the usual fare.",
)


@pytest.mark.parametrize("day", ["2021-03-06", "2021-03-07"])
def test_reports_with_nothing_in_common_are_no_story_however_few_there_are(day: str) -> None:
    for one, other in combinations(UNLIKE, 2):
        assert len(link([report("a", one, "2021-03-06"), report("b", other, day)], Config())) == 2
    assert len(link([report(f"u{n}", text, day) for n, text in enumerate(UNLIKE)], Config())) == len(UNLIKE)


def test_marks_are_ages_streets_tolls_and_days() -> None:
    marks = marks_of(report("m", FIRST + " Two people were wounded.", "2021-03-07"))
    assert marks.ages == {"34"}
    assert marks.streets == {"weaver"}
    assert "2 injured" in marks.tolls
    assert marks.days == {date(2021, 3, 5).toordinal()}
    assert marks_of(report("m", "A quake of magnitude 6.8 killed many.", "2021-03-07")).tolls == frozenset()


def test_an_agency_is_the_origin_of_a_text_published_at_the_same_time() -> None:
    credit = "(Moravia Press) "
    carrier = report_of(
        credit + FIRST, "2021-03-06", id="a", publisher="Town Post", lead_start=len(credit), credit=Span(1, 14)
    )
    agency = report_of(FIRST, "2021-03-06", id="z", publisher="Moravia Press")
    (copy,) = find_copies([carrier, agency])
    assert (copy.report, copy.origin) == ("a", "z")


def test_more_carriers_than_are_kept_under_one_print_still_have_one_origin() -> None:
    carriers = [report(f"c{n:03}", f"Town paper {n} reports. {FIRST}", "2021-03-07") for n in range(HOLDERS + 20)]
    copies = find_copies([report("wire", FIRST, "2021-03-06"), *carriers])
    assert {copy.origin for copy in copies} == {"wire"}
    assert len(copies) == len(carriers)


WORDS = st.lists(st.sampled_from([f"w{n}" for n in range(400)]), min_size=0, max_size=40)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS, st.lists(st.integers(0, 10**6), min_size=RUN + STRETCH - 1, max_size=60), WORDS, WORDS)
def test_a_shared_passage_is_sure_to_share_a_print_and_is_found(
    a: list[str], b: list[str], shared: list[int], c: list[str], d: list[str]
) -> None:
    passage = [f"p{n}" for n in shared]
    one, other = word_hashes(" ".join([*a, *passage, *b]), 0), word_hashes(" ".join([*c, *passage, *d]), 0)
    mine, its = (
        dict(zip(found.values.tolist(), found.places.tolist(), strict=True))
        for found in (winnow(run_hashes(one)), winnow(run_hashes(other)))
    )
    anchors = [(place, its[value]) for value, place in mine.items() if value in its]
    assert anchors
    found = list(shared_runs(one, other, anchors, RUN))
    assert max(length for _, _, length in found) >= len(passage)
    for here, there, length in found:
        assert (one[here : here + length] == other[there : there + length]).all()


def test_every_feature_is_explained_in_words() -> None:
    assert {name for names, _ in GROUPS.values() for name in names} == set(model().names)


@given(st.dictionaries(st.sampled_from(model().names), st.floats(0, 5)))
def test_points_add_up_to_the_likelihood(found: dict[str, float]) -> None:
    (likely,) = model().likeness([found])
    assert 1 / (1 + exp(-model().base - sum(model().contributions(found).values()))) == pytest.approx(likely)
