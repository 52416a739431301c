"""One judgement laid over the accounts it concerns makes what a run over everything makes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.config import Config
from dateline.errors import InputError, Outdated
from dateline.pipeline import build_accounts
from dateline.reconciling import reconcile
from dateline.records import Account
from dateline.relaying import add, catch_up
from dateline.review import Reconcile, Remembered, Wanted, draft
from dateline.store import Case, open_case
from tests.judging import fill, outcome

CONFIG = Config()


def wanted(verdict: str, *names: str, **values: Any) -> Wanted:
    return Wanted(verdict=verdict, names=names, user="A", reason="seen", at="2021-06-01T10:00:00Z", **values)


def judge(case: Case, what: Wanted, made: Reconcile = reconcile) -> tuple[str, ...]:
    accounts = case.accounts()
    reports = {report.id: report for report in case.told_apart()}
    return add(case, draft(what, accounts, reports, case.judgements()), case.account_marks(), CONFIG, made)[1]


def whole(case: Case) -> list[Account]:
    """Return what a run over everything makes."""
    return list(build_accounts(outcome(), CONFIG, None, None, case.judgements()).accounts)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_judging_step_by_step_makes_what_a_whole_run_makes(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, open_case(Path(folder) / "a.case", "1") as case:
        fill(case)
        made: Reconcile = data.draw(st.sampled_from([Remembered(), Remembered(most=1)]))
        for _ in range(data.draw(st.integers(1, 4))):
            what = data.draw(st.sampled_from(possible(case)))
            before = case.account_marks()
            try:
                changed = judge(case, what, made)
            except InputError:
                continue
            now = case.account_marks()
            assert {s for s in before.keys() | now.keys() if before.get(s) != now.get(s)} <= set(changed)
            assert case.accounts() == whole(case)
        assert case.damage() == []


def possible(case: Case) -> list[Wanted]:
    """Return judgements that could be given of what a case holds."""
    accounts = case.accounts()
    found = [wanted("revoke", str(e.judgement.number)) for e in case.judgements() if e.judgement.revokes is None]
    if len(accounts) > 1:
        found.append(wanted("merge", accounts[0].story, accounts[1].story))
    for account in accounts:
        found += [wanted("accept", f.id) for f in account.figures[:2]]
        found += [wanted("reject", f.id) for f in account.figures[:3]]
        found += [wanted("correct", f.id, best=5) for f in account.figures[:2]]
        found += [wanted("correct", f.id, measure="injured") for f in account.figures[:2]]
        found += [wanted("reject", f.id) for f in account.facts[:3]]
        found += [wanted(verdict, d.id) for d in account.differences[:2] for verdict in ("accept", "reject")]
        found += [wanted("correct", account.story, date="2021-05-02"), wanted("accept", account.story)]
        found += [wanted("correct", account.story, place="216281", where_prec=prec) for prec in (None, 4)]
        if len(account.sources) > 1:
            found.append(wanted("split", account.story, account.sources[-1].report))
            found.append(wanted("same-origin", account.story, *(s.report for s in account.sources[:2])))
        if len(account.facts) > 1:
            found.append(wanted("merge", *(f.id for f in account.facts[:2])))
    return found


def test_two_who_judge_one_account_do_not_overwrite_each_other(place: str) -> None:
    with open_case(place, "1") as case:
        fill(case)
        seen = case.account_marks()
        figure = case.accounts()[0].figures[0]
        reports = {report.id: report for report in case.told_apart()}
        first = draft(wanted("correct", figure.id, best=5), case.accounts(), reports, ())
        second = draft(wanted("reject", figure.id), case.accounts(), reports, ())
        add(case, first, seen, CONFIG)
        with pytest.raises(Outdated, match="changed since"):
            add(case, second, seen, CONFIG)
        assert [entry.judgement.verdict for entry in case.judgements()] == ["correct"]


def test_accounts_made_by_a_run_that_began_before_a_judgement_are_brought_up_to_it(place: str) -> None:
    with open_case(place, "1") as case:
        fill(case)
        figure = case.accounts()[0].figures[0]
        judge(case, wanted("reject", figure.id))
        late = build_accounts(outcome(), CONFIG, None, None, ())
        case.replace_accounts(late.accounts, None, late.found, None)
        assert catch_up(case, CONFIG) == (case.accounts()[0].story,)
        assert case.accounts() == whole(case)
        assert catch_up(case, CONFIG) == ()


def test_a_story_that_a_judgement_leaves_empty_loses_its_account(place: str) -> None:
    with open_case(place, "1") as case:
        fill(case)
        one, other = (account.story for account in case.accounts())
        assert set(judge(case, wanted("merge", one, other))) == {one, other}
        assert len(case.accounts()) == len(case.account_marks()) == 1
        assert set(judge(case, wanted("revoke", "1"))) == {one, other}
        assert [account.story for account in case.accounts()] == [one, other]
