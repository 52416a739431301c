import tomllib
from importlib.resources import files
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts.train_sameness import deal

from dateline.reconciling.forest import Forest, Tree
from dateline.reconciling.kinds import base, kinds, kinds_told
from dateline.reconciling.linkage import average_link
from dateline.reconciling.mentions import EventMention, mention_at
from dateline.reconciling.sameness import FEATURES, Ground, same_happenings, weights
from dateline.records import Span
from dateline.wording import WORD

TABLE = tomllib.loads(files("dateline.data").joinpath("happenings.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TABLE["kind"], ids=lambda row: str(row["name"]))
def test_the_example_of_a_kind_tells_it_with_two_words(row: dict[str, str]) -> None:
    words = WORD.findall(row["example"])
    telling = {base(word) for i, word in enumerate(words) if row["name"] in kinds_told([word], words[i + 1 : i + 8])[0]}
    assert len(telling) >= 2


def test_every_phrase_is_written_so_that_it_can_be_met() -> None:
    for first, phrases in kinds().phrases.items():
        for phrase in phrases:
            assert phrase.kind in kinds_told([first], phrase.rest)[1]


def test_a_phrase_is_met_with_words_between_but_not_far_off() -> None:
    assert "arrest" in kinds_told(["took"], ["the", "two", "men", "into", "custody"])[1]
    assert "arrest" not in kinds_told(["took"], ["a", "bus", "home", "after", "the", "long", "custody", "hearing"])[1]


TEXTS = {
    "a": "Gunman kills mayor of Harwick.\nA gunman shot the mayor of Harwick dead on Monday outside the town hall. "
    "Police in Harwick arrested a carpenter, Ned Alder, hours later.",
    "b": "Carpenter held after mayor of Harwick is shot.\nThe mayor of Harwick was killed in a shooting outside the town "
    "hall on Monday. Ned Alder, a carpenter, was taken into custody by Harwick police hours later.",
    "c": "Ferry workers walked out.\nFerry workers in Dunmore want more pay. The strike will last a week.",
    "d": "Rocket tested.\nEngineers tested a rocket near Solvik. The rocket lifted off at dawn.",
    "e": "Bread dearer.\nThe price of bread rose in Orvale by a tenth. Bakers blamed the drought.",
    "f": "Bridge opened.\nThe king opened a bridge over the Lenn. It cost nine million crowns.",
}


def mentions_of(*told: tuple[str, str]) -> list[EventMention]:
    found = []
    for report, word in told:
        text = TEXTS[report]
        cut = text.index("\n")
        start = text.index(word)
        found.append(mention_at(report, text, Span(start, start + len(word)), (Span(0, cut), Span(cut + 1, len(text)))))
    return found


def test_one_happening_told_in_other_words_is_one() -> None:
    mentions = mentions_of(("a", "arrested"), ("b", "taken"), ("a", "shot"), ("b", "shooting"), ("c", "strike"))
    arrested, taken, shot, shooting, strike = same_happenings(mentions, TEXTS)
    assert arrested == taken
    assert shot == shooting
    assert len({arrested, shot, strike}) == 3


def test_groups_do_not_depend_on_the_order_of_mentions() -> None:
    told = [("a", "arrested"), ("b", "taken"), ("a", "shot"), ("b", "shooting"), ("c", "strike"), ("c", "walked")]
    there, back = (same_happenings(mentions_of(*order), TEXTS) for order in (told, told[::-1]))
    assert {(told[i], told[j]) for i, j in combinations(range(6), 2) if there[i] == there[j]} == {
        (told[i], told[j]) for i, j in combinations(range(6), 2) if back[5 - i] == back[5 - j]
    }


def test_the_model_was_fitted_to_these_features() -> None:
    assert tuple(weights()["features"]) == FEATURES
    ground = Ground(mentions_of(("a", "shot"), ("b", "shooting")), TEXTS, weights()["tellings"])
    assert len(ground.features(0, 1)) == len(FEATURES)


def test_no_mention_and_one_mention() -> None:
    assert same_happenings([], {}) == []
    assert same_happenings(mentions_of(("a", "shot")), TEXTS) == [0]


def test_a_tree_numbers_its_leaves_by_its_answers() -> None:
    import numpy as np

    tree = Tree((1, 0), (0.5, 2.0), np.array([0.0, 1.0, 2.0, 3.0]))
    rows = np.array([[0.0, 0.0], [0.0, 1.0], [3.0, 0.0], [3.0, 1.0]])
    assert tree.leaf_of(rows).tolist() == [0, 1, 2, 3]
    assert Forest(0.0, [tree]).likelihood(rows)[0] == 0.5


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1]), st.floats(0, 1), max_size=20
    ),
    st.floats(0.05, 1),
)
def test_average_link_stops_where_no_two_groups_are_like_enough(
    pairs: dict[tuple[int, int], float], least: float
) -> None:
    groups = average_link(8, pairs, least)
    members = {g: [i for i in range(8) if groups[i] == g] for g in set(groups)}
    assert [members[g][0] for g in sorted(members)] == sorted(m[0] for m in members.values())
    for one, other in combinations(sorted(members), 2):
        total = sum(pairs.get((min(i, j), max(i, j)), 0.0) for i in members[one] for j in members[other])
        assert total / (len(members[one]) * len(members[other])) < least + 1e-9


def test_grounds_hold_every_report_once_and_no_topic_in_two() -> None:
    reports = [{"id": f"{topic} {n}", "topic": f"t{topic}"} for topic in range(25) for n in range(1 + topic % 3)]
    draws = [deal(reports, draw) for draw in range(2)]
    for grounds in draws:
        assert sorted(row["id"] for ground in grounds for row in ground) == sorted(row["id"] for row in reports)
        assert sum(len({row["topic"] for row in ground}) for ground in grounds) == 25
        assert all(4 <= len({row["topic"] for row in ground}) <= 8 for ground in grounds)
    assert draws[0] != draws[1]
