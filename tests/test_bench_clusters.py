import pytest
from bench.clusters import best_alignment, compare
from hypothesis import given
from hypothesis import strategies as st


def named(*groups: str) -> dict[str, int]:
    return {mention: n for n, group in enumerate(groups) for mention in group}


def test_perfect_agreement_is_one() -> None:
    figures = compare(named("abc", "d"), named("abc", "d"))
    assert figures.conll == pytest.approx(1.0)


def test_a_worked_example() -> None:
    # Gold {a b c} {d e}; said {a b} {c d e}.
    figures = compare(named("ab", "cde"), named("abc", "de"))
    # MUC: of three gold links 3 - 2 + 2 - 1 = 2 are kept, of three said links 2 are right.
    assert figures.muc.recall == pytest.approx(2 / 3)
    assert figures.muc.precision == pytest.approx(2 / 3)
    # B3 recall: a, b 2/3 each, c 1/3, d, e 1 each: (5/3 + 2) / 5; precision: a, b 1, c 1/3, d, e 2/3.
    assert figures.b_cubed.recall == pytest.approx(11 / 15)
    assert figures.b_cubed.precision == pytest.approx(11 / 15)
    # CEAF-e: {abc}-{ab} 4/5 and {de}-{cde} 4/5, of two clusters either side.
    assert figures.ceaf_e.f1 == pytest.approx(0.8)


def test_singletons_count_for_clusters_and_mentions_but_not_for_links() -> None:
    figures = compare(named("ab", "c", "d"), named("ab", "cd"))
    assert figures.muc.recall == pytest.approx(1 / 2)
    assert figures.muc.precision == pytest.approx(1.0)
    assert figures.b_cubed.precision == pytest.approx(1.0)
    assert figures.ceaf_e.recall == pytest.approx((1 + 2 / 3) / 2)
    assert figures.ceaf_e.precision == pytest.approx((1 + 2 / 3) / 3)


def test_other_mentions_are_refused() -> None:
    with pytest.raises(ValueError, match="different mentions"):
        compare(named("ab"), named("ac"))


def test_the_best_alignment_is_not_the_greedy_one() -> None:
    import numpy as np

    assert best_alignment(np.array([[0.9, 0.8], [0.8, 0.0]])) == pytest.approx(1.6)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.lists(st.integers(0, 4), min_size=8, max_size=8))
def test_recall_one_way_is_precision_the_other(one: list[int], other: list[int]) -> None:
    said, gold = dict(enumerate(one)), dict(enumerate(other[: len(one)]))
    there, back = compare(said, gold), compare(gold, said)
    for a, b in zip(there, back, strict=True):
        assert a.recall == pytest.approx(b.precision)
