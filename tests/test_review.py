"""Judgements: what each does to the account, that they can be taken back, and that none is lost."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.codec import encode, from_json, to_json
from dateline.errors import InputError
from dateline.pipeline import Outcome
from dateline.records import Reading, Report
from dateline.review import Entry, in_force, status
from dateline.review.overriding import overridden
from tests.judging import build, fact, fire, judged, machine, outcome, total, trawler


@pytest.fixture(autouse=True)
def _read_once() -> None:
    """Read the reports before anything is drawn: loading the language pipeline draws random numbers."""
    machine()


def plain(of: object) -> bytes:
    return b"\n".join(encode(account) for account in of.accounts)  # type: ignore[attr-defined]


# ---------------------------------------------------------------- each verdict


def test_a_correction_shows_the_value_who_and_why_and_the_machines_beside_it() -> None:
    was = total(fire())
    account = fire(build(judged(("correct", was.id), best=5.0)))
    now = total(account)
    assert (now.low, now.best, now.high) == (5.0, 5.0, 5.0)
    assert now.evidence == was.evidence
    (row,) = account.judgements
    assert (row.user, row.reason, row.at, row.applies) == ("ana", "because", "2021-06-01T10:00:00Z", True)
    assert row.machine_figures == (was,)
    assert row.targets == (now.id,)
    assert now.judged == (row.number,)
    assert from_json(to_json(account)) == account


def test_an_accepted_figure_stays_as_it_is_and_is_marked() -> None:
    was = total(fire())
    now = total(fire(build(judged(("accept", was.id)))))
    assert msgspec.structs.replace(now, judged=()) == was
    assert now.judged == (1,)


def test_a_rejected_total_is_not_counted_and_the_other_stands() -> None:
    was = total(fire())
    assert was.best == 6
    account = fire(build(judged(("reject", was.id))))
    assert total(account).best == 4
    assert account.judgements[0].machine_figures[0].best == 6
    assert was.id not in {f.id for f in account.figures}


def test_a_rejected_fact_is_gone_with_its_statement() -> None:
    was = fact(fire(), "two explosions")
    account = fire(build(judged(("reject", was.id))))
    assert not any("two explosions" in e.quote for f in account.facts for e in f.evidence)
    assert account.judgements[0].machine_facts == (was,)


def test_a_corrected_day_moves_the_fact_on_the_timeline() -> None:
    was = fact(fire(), "arrested the owner")
    account = fire(build(judged(("correct", was.id), date="2021-05-01..2021-05-02")))
    entry = next(t for t in account.timeline if t.fact == was.id)
    assert (entry.earliest, entry.latest, entry.date_prec, entry.basis) == ("2021-05-01", "2021-05-02", 2, "judged")
    assert account.judgements[0].machine_facts[0].earliest == was.earliest


def test_a_corrected_day_leaves_the_rest_of_the_timeline_and_leads_its_own_row() -> None:
    before = fire()
    for moved in (one for one in before.facts if any(entry.fact == one.id for entry in before.timeline)):
        account = fire(build(judged(("correct", moved.id), date="2021-05-06")))
        (row,) = [entry for entry in account.timeline if set(moved.evidence) <= set(entry.evidence)]
        assert (row.fact, row.earliest) == (moved.id, "2021-05-06")
        was = {entry.fact: entry for entry in before.timeline if not set(entry.evidence) & set(row.evidence)}
        assert {entry.fact: entry for entry in account.timeline if entry.fact in was} == was


def test_a_fact_that_a_person_dated_after_its_report_stands_on_the_timeline() -> None:
    moved = fact(fire(), "killed four people")
    account = fire(build(judged(("correct", moved.id), date="2021-07-01")))
    assert [entry.earliest for entry in account.timeline if entry.fact == moved.id] == ["2021-07-01"]


def test_the_last_word_on_a_figure_counts_and_the_earlier_is_overridden() -> None:
    figure = total(fire())
    log = judged(("reject", figure.id))
    log = judged(("accept", figure.id), log=log)
    account = fire(build(log))
    assert total(account).id == figure.id
    assert [(row.applies, row.note) for row in account.judgements] == [
        (False, "overridden by judgement 2"),
        (True, None),
    ]
    log = judged(("correct", figure.id), log=log, best=9.0)
    assert overridden(log) == {1: 3, 2: 3}
    log = judged(("correct", figure.id), log=log, scope="part")
    assert overridden(log) == {1: 4, 2: 4}, "another thing about it: the number stays"
    log = judged(("reject", figure.id), log=log)
    assert overridden(log) == {2: 5, 3: 5, 4: 5}


def test_the_day_of_a_happening_can_be_corrected() -> None:
    account = fire(build(judged(("correct", fire().story), date="2021-05-02")))
    assert (account.when.earliest, account.when.basis) == ("2021-05-02", "judged")
    assert account.judgements[0].machine_when == fire().when


def test_facts_that_are_one_are_joined_and_those_that_are_not_are_kept_apart() -> None:
    one, other = fact(fire(), "arrested the owner"), fact(fire(), "was charged on Thursday")
    assert one.id != other.id
    log = judged(("merge", one.id, other.id))
    joined = fact(fire(build(log)), "arrested the owner")
    assert {e.quote for e in joined.evidence} == {e.quote for e in (*one.evidence, *other.evidence)}
    log = judged(("split", joined.id, "post-2"), log=log)
    account = fire(build(log))
    assert set(fact(account, "arrested the owner").evidence) == set(one.evidence)
    assert [row.applies for row in account.judgements] == [True, True]


def test_two_origins_that_are_one_corroborate_nothing() -> None:
    was = next(f for f in fire().facts if f.standing == "corroborated" and len(f.origins) == 2)
    names = [name for origin in was.origins if (name := named(origin))]
    account = fire(build(judged(("same-origin", fire().story, *names))))
    now = next(f for f in account.facts if f.id == was.id)
    assert len(now.origins) == 1
    assert now.standing in ("single source", "consistent within source")
    (row,) = account.judgements
    assert was.id in row.targets
    assert was in row.machine_facts
    assert {f.standing for f in account.facts if f.id in row.targets and len(f.origins) == 1} <= {
        "single source", "consistent within source", "superseded", "disputed",
    }  # fmt: skip


def named(origin: str) -> str:
    """Return what the account calls an origin that is known by a key."""
    if origin.startswith("report:"):
        return origin.removeprefix("report:")
    return next(o.name for o in fire().origins if origin in o.name.casefold())


def test_reports_of_one_origin_count_once() -> None:
    before = fire().independent_origins
    account = fire(build(judged(("same-origin", fire().story, "post-1", "echo-1"))))
    assert account.independent_origins == before - 1


def test_stories_are_joined_and_taken_apart() -> None:
    log = judged(("merge", fire().story, trawler().story))
    joined = build(log)
    assert len(joined.accounts) == len(machine().accounts) - 1
    assert trawler(joined) is fire(joined)
    log = judged(("split", fire(joined).story, "coast-1", "coast-2"), log=log)
    again = build(log)
    assert {s.report for s in trawler(again).sources} == {"coast-1", "coast-2"}
    links = next(story.links for _, story in again.stories if "coast-1" in story.reports)
    assert any("ana" in link.reason for link in links)


@pytest.mark.parametrize(
    ("asked", "values", "message"),
    [
        (("accept", "n-nonsense"), {}, "no figure, fact or account"),
        (("praise", "n-1"), {}, "no verdict"),
        (("accept", "KILLED"), {"best": 3.0}, "go with correct"),
        (("correct", "KILLED"), {}, "give the right number"),
        (("correct", "KILLED"), {"date": "2021-05-03"}, "no --date"),
        (("correct", "KILLED"), {"low": 9.0, "best": 3.0}, "none below the one before"),
        (("correct", "KILLED"), {"best": float("nan")}, "none below the one before"),
        (("correct", "STORY"), {"date": "3 May"}, "write 2019"),
        (("correct", "STORY"), {"date": "2021-05-04..2021-05-03"}, "before the first"),
        (("merge", "KILLED", "STORY"), {}, "merge"),
        (("merge", "STORY"), {}, "merge"),
        (("split", "STORY", "coast-1"), {}, "no report"),
        (("split", "STORY", "post-1", "post-2", "echo-1", "echo-2"), {}, "every report would leave"),
        (("same-origin", "STORY", "police", "nobody"), {}, "no origin or report"),
        (("revoke", "7"), {}, "no judgement"),
        (("reject", "STORY"), {}, "is an account"),
    ],
)
def test_what_makes_no_sense_is_refused(asked: tuple[str, ...], values: dict[str, Any], message: str) -> None:
    names = {"KILLED": total(fire()).id, "STORY": fire().story}
    with pytest.raises(InputError, match=message):
        judged(tuple(names.get(word, word) for word in asked), **values)


# ---------------------------------------------------------------- laws


VERDICTS = ("accept", "reject", "correct", "merge", "split", "same-origin", "stories")


@st.composite
def logs(draw: st.DrawFn, verdicts: tuple[str, ...] = VERDICTS) -> list[Entry]:
    """Draw a log of judgements, each on what the judgements before it left."""
    log: tuple[Entry, ...] = ()
    for _ in range(draw(st.integers(1, 4))):
        verdict = draw(st.sampled_from(verdicts))
        found = build(log)
        asked = _stories(found, draw) if verdict == "stories" else _asked(verdict, found, draw)
        if asked is not None:
            log = judged(asked[0], log=log, **asked[1])
    return list(log)


Asked = tuple[tuple[str, ...], dict[str, Any]]


def _asked(verdict: str, found: Outcome, draw: st.DrawFn) -> Asked | None:
    account = draw(st.sampled_from(found.accounts))
    ids = [f.id for f in account.figures] + [f.id for f in account.facts]
    if verdict != "correct":
        ids += [d.id for d in account.differences] + [a.id for a in account.accords]
    if verdict == "correct":
        ids.append(account.story)
    item = draw(st.sampled_from(ids))
    if item == account.story:
        return (verdict, item), {"place": draw(st.sampled_from(["216281", "2264923"]))}
    if verdict == "correct" and item.startswith("n-"):
        kinds = st.sampled_from([{"measure": "injured"}, {"measure": "missing"}, {"scope": "part"}, {"scope": "total"}])
        return (verdict, item), draw(kinds | st.builds(lambda n: {"best": float(n)}, st.integers(0, 50)))
    if verdict == "correct":
        return (verdict, item), {"date": "2021-05-01"}
    if verdict == "merge":
        facts = draw(st.permutations([f.id for f in account.facts]))[:2]
        return ((verdict, *facts), {}) if len(facts) == 2 else None
    if verdict == "split":
        facts_of_two = [f for f in account.facts if len({e.report for e in f.evidence}) > 1]
        one = draw(st.sampled_from(facts_of_two)) if facts_of_two else None
        return ((verdict, one.id, one.evidence[0].report), {}) if one is not None else None
    if verdict == "same-origin":
        voices = [o.name for o in account.origins] + [s.report for s in account.sources]
        return ((verdict, account.story, *draw(st.permutations(voices))[:2]), {}) if len(voices) > 1 else None
    return (verdict, item), {}


def _stories(found: Outcome, draw: st.DrawFn) -> Asked | None:
    account = draw(st.sampled_from(found.accounts))
    if len(found.accounts) > 1 and draw(st.booleans()):
        return ("merge", *(a.story for a in found.accounts[:2])), {}
    reports = draw(st.permutations([s.report for s in account.sources]))
    return (("split", account.story, *reports[: len(reports) // 2]), {}) if len(reports) > 1 else None


@given(logs())
@settings(max_examples=12)
def test_revoking_restores_the_account_byte_for_byte(log: list[Entry]) -> None:
    revoked = judged(*(("revoke", str(e.judgement.number)) for e in log), log=log)
    assert in_force(revoked) == ()
    assert plain(build(revoked)) == plain(machine())
    back = judged(*(("revoke", str(e.judgement.number)) for e in revoked[len(log) :]), log=revoked)
    assert in_force(back) == tuple(log)
    assert plain(build(back)) == plain(build(log))


@given(logs())
@settings(max_examples=12)
def test_the_same_judgements_make_the_same_account(log: list[Entry]) -> None:
    assert plain(build(log)) == plain(build(log))
    rows = status(log, build(log).accounts, build(log).unplaced)
    assert [row.number for row in rows] == [e.judgement.number for e in log]


def test_judging_twice_is_judging_once() -> None:
    was = total(fire())
    once, twice = judged(("correct", was.id), best=5.0), judged(("correct", was.id), ("correct", was.id), best=5.0)
    one, two = total(fire(build(once))), total(fire(build(twice)))
    assert msgspec.structs.replace(one, judged=(), reasons=()) == msgspec.structs.replace(two, judged=(), reasons=())
    assert two.judged == (1, 2)
    assert [row.machine_figures for row in fire(build(twice)).judgements] == [(was,), (was,)]


def test_of_two_corrections_the_later_holds() -> None:
    log = judged(("correct", total(fire()).id), log=judged(("correct", total(fire()).id), best=5.0), best=7.0)
    assert total(fire(build(log))).best == 7


@given(logs(("accept", "reject")), st.randoms(use_true_random=False))
@settings(max_examples=12)
def test_the_order_of_judgements_that_do_not_contradict_each_other_decides_nothing(
    log: list[Entry], order: random.Random
) -> None:
    shuffled = list(log)
    order.shuffle(shuffled)
    for one, other in zip(build(log).accounts, build(shuffled).accounts, strict=True):
        assert {f.id: set(f.judged) for f in one.figures} == {f.id: set(f.judged) for f in other.figures}
        assert {f.id: set(f.judged) for f in one.facts} == {f.id: set(f.judged) for f in other.facts}
        assert sorted(one.judgements, key=lambda j: j.number) == sorted(other.judgements, key=lambda j: j.number)


def shifted(reading: Reading, report: Report, chance: random.Random) -> Reading:
    """Return a reading as another version might give it: statements missing, or begun or ended a little elsewhere."""
    kept = []
    for s in reading.statements:
        move = chance.choice(["keep", "keep", "shrink", "grow", "drop"])
        start, end = s.start, s.end
        if move == "shrink" and end - start > 20:
            end -= 4
        if move == "grow":
            end = min(len(report.text), end + 3)
        if move != "drop":
            kept.append(msgspec.structs.replace(s, start=start, end=end))
    return msgspec.structs.replace(reading, statements=tuple(kept))


@given(logs(), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_no_judgement_is_lost_when_the_reading_changes(log: list[Entry], chance: random.Random) -> None:
    old = outcome()
    readings = {r.id: shifted(old.readings[r.id], r, chance) for r in old.reports}
    after = build(log, msgspec.structs.replace(old, readings=readings))
    rows = status(log, after.accounts, after.unplaced)
    assert [row.number for row in rows] == [e.judgement.number for e in log]
    assert all(row.applies or row.note for row in rows)


def test_a_judgement_survives_where_its_characters_are_read_a_little_differently() -> None:
    log = judged(("accept", fact(fire(), "arrested the owner").id))
    log = judged(("correct", total(fire()).id), log=log, best=5.0)
    old = outcome()
    readings = {
        rid: msgspec.structs.replace(
            reading,
            statements=tuple(
                msgspec.structs.replace(s, end=s.end - 3 if s.end - s.start > 20 else s.end) for s in reading.statements
            ),
        )
        for rid, reading in old.readings.items()
    }
    account = fire(build(log, msgspec.structs.replace(old, readings=readings)))
    assert [row.applies for row in account.judgements] == [True, True]
    assert total(account).best == 5
    assert fact(account, "arrested the owner").judged == (1,)


def test_what_is_no_longer_there_is_listed_with_the_reason() -> None:
    log = judged(("accept", total(trawler(), "missing").id), ("merge", fire().story, trawler().story))
    old = outcome()
    kept = tuple(r for r in old.reports if not r.id.startswith("coast"))
    after = build(log, msgspec.structs.replace(old, reports=kept, readings={r.id: old.readings[r.id] for r in kept}))
    rows = status(log, after.accounts, after.unplaced)
    assert [row.applies for row in rows] == [False, False]
    assert "not among those of this run" in (rows[0].note or "")
    assert "not two of its stories" in (rows[1].note or "")


def test_a_report_under_another_id_is_known_by_its_text() -> None:
    log = judged(("accept", total(fire()).id))
    old = outcome()
    renamed = {
        r.id: msgspec.structs.replace(r, id=f"{r.id}~abc123") if r.id in ("post-2", "echo-2") else r
        for r in old.reports
    }
    readings = {report.id: msgspec.structs.replace(old.readings[rid], id=report.id) for rid, report in renamed.items()}
    after = build(log, msgspec.structs.replace(old, reports=tuple(renamed.values()), readings=readings))
    assert total(fire(after)).judged == (1,)


def test_a_text_that_changed_is_another_report() -> None:
    log = judged(("accept", fact(fire(), "two explosions").id))
    old = outcome()
    (report,) = (r for r in old.reports if r.id == "echo-1")
    changed = msgspec.structs.replace(report, text=report.text.replace("explosions", "detonators"))
    reports = tuple(changed if r.id == "echo-1" else r for r in old.reports)
    after = build(log, msgspec.structs.replace(old, reports=reports))
    (row,) = status(log, after.accounts, after.unplaced)
    assert not row.applies
