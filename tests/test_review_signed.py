"""An account is signed off as it stands, and says so until it is another."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.records import Account
from dateline.review import Entry
from dateline.telling import judged as told
from dateline.telling.markdown import markdown
from dateline.telling.page import html_page
from dateline.telling.terminal import lines
from tests.judging import build, fire, judged, outcome, total

SIGNED = "signed off by ana (judgement 1)"


def after(log: Sequence[Entry]) -> Account:
    return fire(build(log))


def test_an_account_is_signed_off_wherever_it_is_told() -> None:
    now = after(judged(("accept", fire().story)))
    assert told.signed(now) == SIGNED
    assert msgspec.structs.replace(now, judgements=()) == fire()
    for text in ("\n".join(lines(now, {}, 100)), markdown([now], outcome().by_id), html_page([now], outcome().by_id)):
        assert SIGNED in text


def test_who_signed_before_the_account_changed_is_told_so() -> None:
    log = judged(("accept", fire().story))
    changed = judged(("correct", total(fire()).id), log=log, best=5.0)
    assert told.signed(after(changed)) == f"{SIGNED} before the account changed"
    assert told.signed(after(judged(("revoke", "2"), log=changed))) == SIGNED
    assert told.signed(after(judged(("accept", fire().story), log=changed))) == "signed off by ana (judgement 3)"
    assert told.signed(after(judged(("revoke", "1"), log=log))) == ""


def test_who_checks_a_figure_of_it_changes_nothing() -> None:
    log = judged(("accept", fire().story), ("accept", total(fire()).id))
    assert told.signed(after(log)) == SIGNED


def test_a_report_less_is_another_account() -> None:
    log = judged(("accept", fire().story))
    left = tuple(r for r in outcome().reports if r.id != "echo-1")
    now = fire(build(log, msgspec.structs.replace(outcome(), reports=left)))
    assert told.signed(now) == f"{SIGNED} before the account changed"
