"""Alignment: statements of two reports that tell the same in other words, and those that must stay apart."""

from __future__ import annotations

from dateline.reading import read
from dateline.reconciling.align import Comparer, align
from dateline.reconciling.names import gather_names
from dateline.reconciling.said import Said, lay_out
from tests.reading import report_of


def said_in(*texts: str) -> list[Said]:
    reports = [report_of(text, "2021-03-09", id=f"r{i}") for i, text in enumerate(texts)]
    readings = {report.id: read(report) for report in reports}
    return lay_out(reports, readings, gather_names(readings), (), frozenset())


def features(*texts: str) -> dict[str, float]:
    comparer = Comparer(said_in(*texts))
    comparer.weigh([(0, 1)])
    match = comparer.match(0, 1)
    assert match is not None
    return dict(match.features)


def test_another_word_for_the_same_kind_of_happening_counts_nearly_as_the_word() -> None:
    same = features("The mayor was murdered in Harwick.", "The mayor was murdered in Harwick.")["happening"]
    kind = features("The mayor was murdered in Harwick.", "The mayor was assassinated in Harwick.")["happening"]
    other = features("The mayor was murdered in Harwick.", "The mayor resigned in Harwick.").get("happening", 0.0)
    assert same > kind > other


def test_a_happening_that_took_as_long_is_likelier_the_same() -> None:
    groups, matches = align(
        said_in(
            "The siege of Harwick ended in ruins after a nine-week battle.",
            "Harwick lay in ruins after nine weeks of fighting.",
        )
    )
    assert [0, 1] in groups
    assert "figure" in dict(matches[0].features)


def test_how_long_it_took_bears_out_no_count_of_people() -> None:
    found = features(
        "Some 40 soldiers were killed during the nine-week battle for Harwick.",
        "Harwick lay in ruins after nine weeks of fighting.",
    )
    assert "figure" not in found


def test_words_of_a_number_are_no_shared_wording() -> None:
    share = features("About 80 per cent of the harbour burned.", "Some 12 per cent of the voters stayed away.")
    assert "wording" not in share
    one, other = said_in("Some 2 million crowns burned.", "The dam held 2 million litres.")
    assert not one.words & other.words
