"""Figures of another kind: what a figure counts, and whether it is a total or a part, set by a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dateline.errors import InputError
from dateline.records import Account, Correction, Figure, Judgement
from dateline.review import Entry
from dateline.review.asking import choices
from dateline.review.chain import FIRST, canonical
from dateline.telling import judged as told
from tests.judging import build, fact, fire, judged, total


def of(account: Account, measure: str) -> list[tuple[float | None, str, str]]:
    return [(f.best, f.scope, f.standing) for f in account.figures if f.measure == measure]


def after(log: Sequence[Entry]) -> Account:
    return fire(build(log))


def figure(account: Account, measure: str, best: float) -> Figure:
    return next(f for f in account.figures if (f.measure, f.best) == (measure, best))


def test_a_figure_that_counts_something_else_is_put_together_with_that() -> None:
    was = total(fire())
    now = after(judged(("correct", was.id), measure="missing"))
    assert of(now, "missing") == [(6, "total", "corroborated")]
    assert total(now).best == 4
    assert total(now).standing == "corroborated"
    (row,) = now.judgements
    assert row.about.endswith("→ missing")
    assert row.machine_figures == (was,)
    missing = figure(now, "missing", 6)
    assert row.targets == (missing.id,)
    assert told.marks(missing, now) == ["corrected by ana (judgement 1); the machine says killed 6"]
    assert missing.reasons[-1] == "killed corrected to missing by ana"


def test_a_total_that_is_a_part_leaves_the_total_to_another() -> None:
    was = total(fire())
    now = after(judged(("correct", was.id), scope="part"))
    assert total(now).best == 4
    part = figure(now, "killed", 6)
    assert part.scope == "subset"
    assert told.marks(part, now) == ["corrected by ana (judgement 1); the machine says 6, a total"]
    assert now.judgements[0].about.endswith("→ a part")


def test_a_part_that_is_a_total_is_one() -> None:
    part = judged(("correct", total(fire()).id), scope="part")
    now = after(judged(("correct", figure(after(part), "killed", 6).id), log=part, scope="total"))
    assert figure(now, "killed", 6).scope == "total"


def test_a_number_and_its_kind_are_corrected_at_once() -> None:
    now = after(judged(("correct", total(fire()).id), measure="missing", best=5.0))
    assert of(now, "missing") == [(5, "total", "corroborated")]
    assert now.judgements[0].about.endswith("→ missing, 5")


def test_of_two_corrections_of_a_kind_the_later_holds_and_both_are_taken_back() -> None:
    was = total(fire())
    log = judged(("correct", was.id), measure="missing")
    log = judged(("correct", figure(after(log), "missing", 6).id), log=log, measure="killed")
    assert of(after(log), "missing") == []
    assert total(after(log)).best == 6
    back = judged(("revoke", "1"), ("revoke", "2"), log=log)
    assert after(back) == fire()


def test_what_counts_something_else_can_be_rejected_too() -> None:
    log = judged(("correct", total(fire()).id), measure="missing")
    log = judged(("correct", figure(after(log), "missing", 6).id), log=log, scope="part")
    assert figure(after(log), "missing", 6).scope == "subset"
    log = judged(("reject", figure(after(log), "missing", 6).id), log=log)
    now = after(log)
    assert of(now, "missing") == []
    assert total(now).best == 4


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"measure": "sunk"}, r"this figure counts killed; there are: .*injured"),
        ({"measure": "cost"}, "this figure counts killed"),
        ({"scope": "half"}, "a total or a part"),
    ],
)
def test_what_no_figure_counts_is_refused(values: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        judged(("correct", total(fire()).id), **values)
    with pytest.raises(InputError, match=r"go with correct"):
        judged(("accept", total(fire()).id), **values)
    with pytest.raises(InputError, match="a fact has no"):
        judged(("correct", fact(fire(), "explosions").id), **values)


def test_money_is_no_count_of_people() -> None:
    assert choices("cost") == ("cost", "other")
    assert {"killed", "injured", "destroyed", "other"} < set(choices("killed"))
    assert not {"cost", "age", "distance"} & set(choices("killed"))


def test_rows_of_older_logs_stay_as_they_are() -> None:
    row = Judgement(
        number=1, previous=FIRST, at="2021-06-01T10:00:00Z", user="a", reason="b", verdict="correct",
        correction=Correction(low=5.0, best=5.0, high=5.0),
    )  # fmt: skip
    assert b'"correction":{"best":5.0,"earliest":null,"high":5.0,"latest":null,"low":5.0}' in canonical(row)
