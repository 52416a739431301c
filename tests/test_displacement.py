"""Figures of displacement and relief as newspapers and situation reports word them (tests/displacement.txt)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_quantities import read, told

TABLE = Path(__file__).with_name("displacement.txt")
UNITS = {"people", "households", "houses"}
MEASURES = {
    *("displaced", "evacuated", "homeless", "sheltered", "stranded", "returned", "affected", "missing"),
    *("destroyed", "damaged", "killed", "injured"),
}


def excerpts() -> Iterator[object]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, _, rest = line.partition(" =>")
        facts, _, reason = rest.partition("!!")
        marks = [pytest.mark.xfail(strict=True, reason=reason.strip())] if reason else []
        yield pytest.param(text, facts.strip(), marks=marks, id=text[:40])


def wanted(fact: str) -> tuple[float, str, set[str]]:
    number, unit, measure = fact.strip(" ()").split()
    return float(number), unit, set(measure.split("|"))


@pytest.mark.parametrize(("text", "facts"), list(excerpts()))
def test_all_that_is_told_and_no_more(text: str, facts: str) -> None:
    listed = [fact for fact in facts.split(";") if fact.strip()]
    said = list(read(text))
    for fact in listed:
        number, unit, measures = wanted(fact)
        fitting = [q for q in said if number in (q.number, q.low, q.best) and q.unit == unit and q.measure in measures]
        assert fitting or "(" in fact, (fact, said)
        said = [q for q in said if q not in fitting]
    told_more = [q for q in said if q.number and q.unit in UNITS and q.measure in MEASURES]
    assert not told_more


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Evacuated: 512 in Lugo and 341 in Vigo.", [(512, "people", "evacuated"), (341, "people", "evacuated")]),
        ("The 512 in Lugo met 341 in Vigo.", []),
        ("Forty-two people were displaced.", [(42, "people", "displaced")]),
        ("Twenty-five to thirty-two houses burned.", [(None, "houses", "damaged")]),
    ],
)
def test_lists_and_spelled_numbers(text: str, expected: list[tuple[float | None, str, str]]) -> None:
    assert told(text) == expected
