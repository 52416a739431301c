"""Judgements on what lies between figures and facts: that they differ, that one replaces the other, that they agree."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec
import pytest

from dateline.codec import from_json, to_json
from dateline.config import Config
from dateline.errors import InputError
from dateline.pipeline import Outcome, build_accounts
from dateline.reading import read
from dateline.records import Accord, Account, Difference, Figure
from dateline.review import Entry, Row, Wanted, draft, entries, seal, status
from dateline.review.words import about
from dateline.telling import judged as told
from tests.reading import report_of

TEXTS = (
    ("2021-05-06", "Twelve people were killed when a bridge fell in Leeds on Thursday, police said. Nine people were missing, police said."
     " The mayor opened the bridge to trucks on Monday."),
    ("2021-05-06", "Fifteen people were killed when a bridge fell in Leeds on Thursday, the fire service said."
     " The mayor did not open the bridge to trucks on Monday, his office said."),
    ("2021-05-05", "LEEDS - Eight people were killed when a bridge fell in Leeds on Wednesday, the council said."),
    ("2021-05-07", "All of the missing people were found alive after the bridge in Leeds fell, police said."),
)  # fmt: skip
ALIKE = (
    "DORN, Sept. 3 - The Harbour Front entered Dorn on Monday, supported by air strikes. Engineers are working to clear"
    " landmines from the fish market.",
    "The Harbour Front said it had driven the River Army out of Dorn on Monday after weeks of shelling, and warplanes"
    " pounded the docks. Traders may go back once the mines and explosives are removed.",
)


def read_of(listed: Sequence[tuple[str, str]]) -> Outcome:
    reports = [
        msgspec.structs.replace(report_of(text, day, id=f"r{n}", publisher=f"Paper {n}"), fields=(("story", "one"),))
        for n, (day, text) in enumerate(listed)
    ]
    return Outcome(reports=tuple(reports), rejections=(), readings={r.id: read(r) for r in reports})


@cache
def bridge() -> Outcome:
    return read_of(TEXTS)


@cache
def harbour() -> Outcome:
    return read_of([("2018-09-04", text) for text in ALIKE])


def account(of: Outcome, log: Sequence[Entry] = ()) -> Account:
    return build_accounts(of, Config(), "story", None, log).accounts[0]


def judged(of: Outcome, *asked: tuple[str, str], log: Sequence[Entry] = ()) -> tuple[Entry, ...]:
    made = list(log)
    for verdict, name in asked:
        wanted = Wanted(verdict=verdict, names=(name,), user="ana", reason="because", at="2021-06-01")
        new = draft(wanted, [account(of, made)], of.by_id, made)
        made += entries([seal(new, Row(made[-1].judgement.number, made[-1].sha256, b"") if made else None)])
    return tuple(made)


def between(of: Account, relation: str, reason: str) -> str:
    (found,) = {d.id for d in of.differences if d.relation == relation and reason in d.reason}
    return found


def figure(of: Account, number: float, measure: str = "killed") -> Figure:
    return next(f for f in of.figures if f.measure == measure and f.best == number)


def test_figures_that_do_not_differ_are_not_disputed_and_keep_their_own_numbers() -> None:
    was = account(bridge())
    id_ = between(was, "differs", "against")
    assert {figure(was, n).standing for n in (12, 15)} == {"disputed"}
    now = account(bridge(), judged(bridge(), ("reject", id_)))
    assert id_ not in {d.id for d in now.differences}
    for number in (12, 15):
        found = figure(now, number)
        assert (found.low, found.high, found.standing, found.against) == (number, number, "single source", ())
    (row,) = now.judgements
    assert (row.applies, row.note) == (True, None)
    assert [d.id for d in row.machine_differences] == [id_]
    assert set(row.targets) == {figure(now, 12).id, figure(now, 15).id}
    assert not figure(now, 12).judged
    assert "the two differ: killed: " in told.machine(row)
    assert " differs from " in row.about
    assert from_json(to_json(now)) == now


def test_a_figure_that_is_not_replaced_stands_again() -> None:
    was = account(bridge())
    old = figure(was, 8)
    assert old.standing == "superseded"
    now = account(bridge(), judged(bridge(), ("reject", between(was, "supersedes", "killed: 8"))))
    assert figure(now, 8).standing == "single source"
    assert old.id not in {i for f in now.figures for i in f.supersedes}
    assert now.judgements[0].about.count(" replaces ") == 1


def test_a_figure_that_is_not_over_stands_again() -> None:
    was = account(bridge())
    assert figure(was, 9, "missing").standing == "superseded"
    now = account(bridge(), judged(bridge(), ("reject", between(was, "supersedes", "over for all"))))
    assert figure(now, 9, "missing").standing == "single source"
    assert not [d for d in now.differences if "over for all" in d.reason]


def test_facts_that_do_not_differ_are_not_disputed() -> None:
    was = account(bridge())
    (found,) = [d for d in was.differences if "mayor" in d.evidence[0].quote]
    assert {f.standing for f in was.facts if f.id in (found.one, found.other)} == {"disputed"}
    now = account(bridge(), judged(bridge(), ("reject", found.id)))
    sides = [f for f in now.facts if f.id in (found.one, found.other)]
    assert {f.standing for f in sides} == {"single source"}
    assert not any(f.against for f in sides)


def test_tellings_that_do_not_agree_are_not_told_as_alike() -> None:
    was = account(harbour())
    one = next(a for a in was.accords if "mines" in a.reason)
    now = account(harbour(), judged(harbour(), ("reject", one.id)))
    assert {a.id for a in now.accords} == {a.id for a in was.accords} - {one.id}
    assert now.judgements[0].machine_accords == (one,)
    assert " agrees with " in now.judgements[0].about


@pytest.mark.parametrize("of", [bridge, harbour])
def test_what_is_accepted_stays_and_says_by_whom(of: object) -> None:
    read_ = of()  # type: ignore[operator]
    was = account(read_)
    id_ = was.differences[0].id if was.differences else was.accords[0].id
    now = account(read_, judged(read_, ("accept", id_)))
    listed: list[Difference | Accord] = [*now.differences, *now.accords]
    marked = [one for one in listed if one.judged]
    assert {one.id for one in marked} == {id_}
    assert told.marks(marked[0], now) == ["accepted by ana (judgement 1)"]
    plain = msgspec.structs.replace(
        now,
        judgements=(),
        differences=tuple(msgspec.structs.replace(d, judged=()) for d in now.differences),
        accords=tuple(msgspec.structs.replace(a, judged=()) for a in now.accords),
    )
    assert plain == was


def test_what_was_rejected_is_restored_by_taking_that_back() -> None:
    was = account(bridge())
    ids = list(dict.fromkeys(d.id for d in was.differences))
    log = judged(bridge(), *(("reject", id_) for id_ in ids))
    assert not account(bridge(), log).differences
    back = judged(bridge(), *(("revoke", str(e.judgement.number)) for e in log), log=log)
    assert account(bridge(), back) == was


def test_what_was_rejected_can_be_judged_again_by_its_id() -> None:
    was = account(bridge())
    id_ = between(was, "differs", "against")
    log = judged(bridge(), ("reject", id_), ("accept", id_))
    assert [row.applies for row in account(bridge(), log).judgements] == [True, True]


def test_what_does_not_differ_stays_so_beside_another_judgement() -> None:
    was = account(bridge())
    log = judged(bridge(), ("reject", figure(was, 8).id), ("reject", between(was, "differs", "against")))
    assert not [d for d in account(bridge(), log).differences if d.reason.startswith("killed")]


def test_what_lies_between_is_accepted_or_rejected_only() -> None:
    id_ = between(account(bridge()), "differs", "against")
    wanted = Wanted(verdict="correct", names=(id_,), user="a", reason="b", at="2021-06-01", best=5.0)
    with pytest.raises(InputError, match="lies between two"):
        draft(wanted, [account(bridge())], bridge().by_id, ())


def test_a_side_that_is_gone_is_listed_with_the_reason() -> None:
    log = judged(bridge(), ("reject", between(account(bridge()), "differs", "against")))
    left = [pair for n, pair in enumerate(TEXTS) if n != 1]
    after = build_accounts(read_of(left), Config(), "story", None, log)
    (row,) = status(log, after.accounts, after.unplaced)
    assert not row.applies
    assert "of its sides" in (row.note or "")
    assert about(log[0].judgement) == row.about
