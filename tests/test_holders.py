"""Tests of who holds a fingerprint: the table tells what a plain dictionary would."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.linking import holders
from dateline.linking.fingerprints import Hashes
from dateline.linking.holders import Holders

SETS = st.lists(st.sets(st.integers(0, 40), max_size=25), max_size=30)


def hashes(listed: list[int]) -> Hashes:
    """Return fingerprints, nought among them, which fall into few buckets."""
    return np.array(listed, dtype=np.uint64) * np.uint64(1 << 27)


@given(SETS, st.lists(st.integers(0, 29), max_size=40, unique=True), st.integers(1, 4))
def test_the_table_tells_who_holds_what_in_order_of_coming(held: list[set[int]], gone: list[int], first: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holders, "FIRST", first)
        patch.setattr(holders, "HOLDERS", 5)
        patch.setattr(holders, "YOUNG", 6 * first - 6)
        table, plain = Holders(), {value: list[int]() for value in range(41)}
        for number, values in enumerate(held):
            table.add(hashes(sorted(values)), number)
            for value in values:
                if len(plain[value]) < 5:
                    plain[value].append(number)
        for number in gone:
            if number < len(held):
                table.remove(hashes(sorted(held[number])), number)
                plain = {value: [other for other in there if other != number] for value, there in plain.items()}
        for value, there in plain.items():
            found = table.find(hashes([value]))
            assert found == ([] if not there else there if len(there) == 1 else [tuple(there)])
        assert len(table) == sum(bool(there) for there in plain.values())


def test_a_table_that_loses_as_many_as_it_gains_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holders, "YOUNG", 300)
    table = Holders()
    values = np.random.default_rng(7).integers(1, 1 << 63, (400, 30)).astype(np.uint64)
    sizes = []
    for number, one in enumerate(values):
        table.add(one, number)
        if number >= 100:
            table.remove(values[number - 100], number - 100)
        sizes.append(len(table._values))
    assert len(table) == 3000
    assert max(sizes[200:]) == sizes[200] <= 4 * 3000
