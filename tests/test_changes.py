"""What changed: each kind of change with both sides, and nothing where nothing did."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from dateline.changes import changes
from dateline.config import Config
from dateline.intake import take_in
from dateline.pipeline import Outcome, what_changed
from dateline.records import (
    Account,
    Change,
    Changes,
    Difference,
    Evidence,
    Fact,
    Figure,
    Judged,
    Source,
    Standing,
    TimelineEntry,
    When,
)
from dateline.store import open_case
from dateline.telling.changed import lines
from tests import conftest
from tests.judging import build, fire, judged, machine, outcome, total, trawler, write


def evidence(report: str, quote: str, start: int = 0) -> Evidence:
    return Evidence(report, start, start + len(quote), quote)


def fact(key: str, *quoted: Evidence, standing: Standing = "single source", **fields: object) -> Fact:
    values: dict[str, object] = {
        "id": key, "text": quoted[0].quote, "standing": standing, "status": "completed", "earliest": None, "latest": None,
        "date_prec": None, "basis": "unresolved", "attribution": (), "origins": ("police",), "evidence": quoted, **fields,
    }  # fmt: skip
    return Fact(**values)  # type: ignore[arg-type]


def figure(key: str, best: float, *quoted: Evidence, **fields: object) -> Figure:
    values: dict[str, object] = {
        "id": key, "measure": "killed", "whom": "people", "scope": "total", "unit": "people", "low": best, "best": best,
        "high": best, "qualifier": None, "as_of": None, "standing": "single source", "status": "completed",
        "attribution": (), "origins": ("police",), "evidence": quoted, **fields,
    }  # fmt: skip
    return Figure(**values)  # type: ignore[arg-type]


def source(report: str) -> Source:
    return Source(
        report=report, path=None, title=None, publisher=None, url=None, published="2021-05-03", published_basis="field"
    )


def account(reports: str, **fields: object) -> Account:
    return conftest.account(**{"figures": (), "sources": tuple(source(r) for r in reports), **fields})  # type: ignore[arg-type]


def only(before: Account, now: Account) -> Change:
    (found,) = changes([before], [now])
    (change,) = found.changes
    return change


A, B, C = evidence("a", "Four people died"), evidence("b", "Six people died"), evidence("b", "Four died", 40)


def test_nothing_changed() -> None:
    one = account("ab", facts=(fact("f-1", A),), figures=(figure("n-1", 4.0, A),))
    assert changes([one], [one]) == ()


@pytest.mark.parametrize(("was", "now"), [(4.0, 6.0), (6.0, 4.0)])
def test_a_revised_figure_upward_or_downward(was: float, now: float) -> None:
    replaced = figure("n-1", was, A, standing="superseded")
    revision = Difference(relation="supersedes", one="n-2", other="n-1", reason="killed revised", evidence=(B, A))
    change = only(
        account("a", figures=(figure("n-1", was, A),)),
        account("ab", figures=(figure("n-2", now, B), replaced), differences=(revision,)),
    )
    assert (change.kind, change.about, change.reason) == ("revised", "killed", "killed revised")
    assert change.before is not None
    assert change.after is not None
    assert (change.before.text, change.after.text) == (f"{was:g} people", f"{now:g} people")
    assert (change.before.evidence, change.after.evidence) == ((A,), (B,))


def test_a_figure_that_is_new_and_one_that_is_gone() -> None:
    without, with_it = account("a"), account("ab", figures=(figure("n-1", 6.0, B),))
    assert only(without, with_it).kind == "new figure"
    assert only(with_it, without).kind == "withdrawn"


def test_a_figure_newly_disputed_is_told_as_that() -> None:
    change = only(
        account("a", figures=(figure("n-1", 4.0, A),)),
        account("ab", figures=(figure("n-2", 4.0, A, B, high=6.0, standing="disputed"),)),
    )
    assert change.kind == "new dispute"
    assert change.after is not None
    assert change.after.evidence[0] == B


def test_new_independent_confirmation_names_the_origin_and_shows_its_words_first() -> None:
    was = fact("f-1", A)
    now = fact("f-2", A, C, standing="corroborated", origins=("hospital", "police"))
    change = only(account("a", facts=(was,)), account("ab", facts=(now,)))
    assert change.kind == "confirmed"
    assert "hospital" in change.reason
    assert change.after is not None
    assert change.after.evidence == (C, A)
    assert only(account("ab", facts=(now,)), account("ab", facts=(was,))).kind == "no longer confirmed"


def test_a_second_report_of_the_same_origin_confirms_nothing() -> None:
    now = fact("f-2", A, C, standing="consistent within source")
    (found,) = changes([account("a", facts=(fact("f-1", A),))], [account("ab", facts=(now,))])
    assert found.changes == ()
    assert found.new == ("b",)


def test_a_superseded_statement_is_shown_with_what_replaced_it() -> None:
    gone, new = fact("f-1", A, standing="superseded"), fact("f-2", B, supersedes=("f-1",))
    why = Difference(relation="supersedes", one="f-2", other="f-1", reason="told as done", evidence=(B, A))
    change = only(account("a", facts=(fact("f-1", A),)), account("ab", facts=(gone, new), differences=(why,)))
    assert (change.kind, change.reason) == ("superseded", "told as done")
    assert change.before is not None
    assert change.after is not None
    assert (change.before.evidence, change.after.evidence) == ((A,), (B,))


def test_a_new_dispute_and_its_end() -> None:
    one, other = fact("f-1", A, standing="disputed", against=("f-2",)), fact("f-2", B, standing="disputed")
    dispute = Difference(relation="differs", one="f-2", other="f-1", reason="opposed on doors", evidence=(B, A))
    calm = account("a", facts=(fact("f-1", A),))
    torn = account("ab", facts=(one, other), differences=(dispute,))
    change = only(calm, torn)
    assert change.kind == "new dispute"
    assert change.before is not None
    assert change.after is not None
    assert (change.before.id, change.after.id) == ("f-1", "f-2")
    assert only(torn, account("ab", facts=(fact("f-1", A), fact("f-2", B)))).kind == "dispute settled"


def test_a_dispute_that_stood_before_is_not_new_when_a_report_joins_it() -> None:
    def torn(first: Fact) -> Account:
        dispute = Difference(
            relation="differs", one="f-2", other=first.id, reason="opposed", evidence=(B, first.evidence[0])
        )
        return account("abc", facts=(first, fact("f-2", B, standing="disputed")), differences=(dispute,))

    third = evidence("c", "Four were dead")
    before = torn(fact("f-1", A, standing="disputed"))
    assert changes([before], [torn(fact("f-3", third, A, standing="disputed"))]) == ()


def test_dated_facts_that_are_new_and_a_day_that_is_revised() -> None:
    dated = fact("f-2", B, earliest="2021-05-04", latest="2021-05-04", date_prec=1)
    entry = TimelineEntry(
        earliest="2021-05-04", latest="2021-05-04", date_prec=1, basis="stated", text=dated.text,
        standing=dated.standing, status="completed", fact="f-2", evidence=dated.evidence,
    )  # fmt: skip
    change = only(account("a"), account("ab", facts=(dated,), timeline=(entry,)))
    assert (change.kind, change.about) == ("new on the timeline", "2021-05-04")
    moved = account(
        "a", when=When(earliest="2017-10-21", latest="2017-10-21", date_prec=1, basis="stated", evidence=(A,))
    )
    assert only(account("a"), moved).kind == "date revised"


def test_a_new_story_and_one_told_apart() -> None:
    (found,) = changes([], [account("a")])
    assert [c.kind for c in found.changes] == ["new story"]
    whole, rest, part = account("abc"), account("ab"), account("c", group="s-2", story="s-2")
    left, apart = changes([whole], [rest, part])
    assert (left.left, left.new, apart.new) == (("c",), (), ())
    assert [(c.kind, c.reason) for c in apart.changes] == [("new story", "told apart from another account")]


def test_a_judgement_is_named_as_the_cause() -> None:
    row = Judged(
        number=3, sha256="0" * 64, at="2021-06-01T10:00:00Z", user="ana", reason="misread", verdict="correct",
        about="killed", applies=True, note=None, targets=("n-1",),
    )  # fmt: skip
    was = figure("n-1", 4.0, A)
    now = figure("n-1", 5.0, A, judged=(3,))
    change = only(account("a", figures=(was,)), account("a", figures=(now,), judgements=(row,)))
    assert change.judgements == (3,)
    assert change.reason == "judgement 3, ana: misread"
    (undone,) = changes([account("a", figures=(now,), judgements=(row,))], [account("a", figures=(was,))])
    assert [c.kind for c in undone.changes] == ["revised"]
    assert "taken back" in "\n".join(lines([undone], "2021-05-05", 0, 80))
    assert "the same quotations" in "\n".join(lines([undone], "2021-05-05", 0, 80))


# ---------------------------------------------------------------- rebuilt from a case


def since(day: str, of: Outcome) -> tuple[Changes, ...]:
    """Return what changed, the accounts rebuilt from the reports of earlier days."""
    kept = tuple(r for r in of.reports if (r.published or "") < day)
    early = msgspec.structs.replace(of, reports=kept, readings={r.id: of.readings[r.id] for r in kept})
    return changes(build((), early).accounts, build((), of).accounts)


def test_a_later_count_is_told_with_the_quotations_of_both() -> None:
    found = next(c for c in since("2021-05-05", outcome()) if c.story == fire().story)
    assert found.new == ("post-2", "echo-2")
    (revised,) = (c for c in found.changes if c.kind == "revised" and c.about == "killed")
    assert revised.before is not None
    assert revised.after is not None
    assert revised.before.text.startswith("4")
    assert revised.after.text.startswith("6")
    assert {e.report for e in revised.before.evidence} <= {"post-1", "echo-1"}
    assert {e.report for e in revised.after.evidence} <= {"post-2", "echo-2"}
    for side in (revised.before, revised.after):
        for e in side.evidence:
            assert outcome().by_id[e.report].text[e.start : e.end] == e.quote


def test_before_everything_all_is_new_and_after_everything_nothing_is() -> None:
    assert [c.kind for found in since("2021-01-01", outcome()) for c in found.changes] == ["new story"] * len(
        machine().accounts
    )
    assert since("2021-05-07", outcome()) == ()


def test_every_line_shown_of_a_change_can_be_traced() -> None:
    found = since("2021-05-05", outcome())
    text = "\n".join(lines(found, "2021-05-05", 0, 100))
    for side in (s for f in found for c in f.changes for s in (c.before, c.after) if s is not None):
        e = side.evidence[0]
        assert f" {e.start}-{e.end}]" in text
    assert all(len(line) <= 100 for line in text.splitlines())
    assert all(len(line) <= 60 for line in lines(found, "2021-05-05", 1, 60))


def test_judgements_count_from_the_day_they_were_given() -> None:
    log = judged(("correct", total(fire()).id), best=5.0)
    corrected = changes(machine().accounts, build(log).accounts)
    assert [c.kind for f in corrected for c in f.changes] == ["revised"]
    joined = build(judged(("merge", fire().story, trawler().story)))
    (found,) = changes(machine().accounts, joined.accounts)
    assert set(found.joined) in ({"coast-1", "coast-2"}, {"post-1", "post-2", "echo-1", "echo-2"})


def test_a_case_is_rebuilt_as_it_was_known(tmp_path: Path) -> None:
    undated = {"id": "note", "title": "An orchard", "text": "Apples were picked in an orchard. Nobody knows by whom."}
    with open_case(tmp_path / "a.case", "1") as case:
        case.add(outcome().reports)
        case.keep((r, outcome().readings[r.id]) for r in outcome().reports)
        case.add(take_in([write(tmp_path, [undated])]).reports)
        for entry in judged(("correct", total(fire()).id), best=5.0):
            case.append(entry.judgement)
        found = what_changed(case, "2021-05-05", Config())
        assert found.undated == ("note",)
        assert {r.id for r in found.before.reports} == {"note", "coast-1", "post-1", "echo-1"}
        assert total(fire(found.before)).best == 4
        assert total(fire(found.after)).best == 5
        assert case.accounts() == []
        later = what_changed(case, "2021-06-01", Config())
        assert later.changes[0].judgements[0].number == 1
        assert what_changed(case, "2021-06-02", Config()).before.accounts == later.after.accounts
