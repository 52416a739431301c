"""The place of a story set by a person: as it is asked for, kept, shown everywhere, and taken back."""

from __future__ import annotations

import html
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.changes import changes
from dateline.codec import from_json, to_json
from dateline.errors import InputError
from dateline.pipeline import Outcome
from dateline.records import Account, Correction, Judgement, Where
from dateline.review import Wanted, draft, entries, placing, seal
from dateline.review.chain import FIRST, canonical
from dateline.telling import judged as told
from dateline.telling import shown
from dateline.telling.drawn import place_map
from dateline.telling.files import FORMS
from dateline.telling.terminal import lines
from tests.judging import build, fire, judged, outcome, total
from tests.test_exports import table

GOMA, BRITAIN = "216281", "2635167"


def placed(**values: Any) -> Account:
    return fire(build(judged(("correct", fire().story), **values)))


def plain(where: Where) -> tuple[str | None, int | None, tuple[str, ...], int | None]:
    return (where.name, where.geonames_id, where.within, where.where_prec)


# ---------------------------------------------------------------- what is set


def test_a_place_is_set_and_what_was_read_stays_beside_it() -> None:
    was = fire().where
    account = placed(place=GOMA)
    assert plain(account.where) == ("Goma", 216281, ("Nord-Kivu", "CD"), 1)
    assert account.where.evidence == was.evidence
    (row,) = account.judgements
    assert (row.machine_where, row.machine_when, row.targets) == (was, None, (account.story,))
    assert row.about.endswith("→ Goma, Nord-Kivu, CD (where_prec 1)")
    assert account.when == fire().when
    assert account.places == fire().places
    assert from_json(to_json(account)) == account


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"where_prec": 2}, ("Goma", 216281, ("Nord-Kivu", "CD"), 2)),
        ({"where_prec": 4}, ("Nord-Kivu", 206938, ("CD",), 4)),
        ({"where_prec": 6}, ("Democratic Republic of the Congo", 203312, ("CD",), 6)),
        ({"place": BRITAIN}, ("United Kingdom", 2635167, ("GB",), 6)),
    ],
)
def test_a_place_is_as_exact_as_is_said(values: dict[str, Any], expected: object) -> None:
    assert plain(placed(**{"place": GOMA, **values}).where) == expected


def test_coordinates_are_those_that_are_given() -> None:
    where = placed(place=GOMA, coordinates=" -1.7, +29.25 ").where
    assert (where.name, where.lat, where.lon) == ("Goma", -1.7, 29.25)


def test_the_place_that_a_story_has_is_known_less_exactly() -> None:
    assert plain(placed(where_prec=4).where) == ("England", 6269131, ("GB",), 4)
    assert plain(placed(where_prec=6).where) == ("United Kingdom", int(BRITAIN), ("GB",), 6)
    assert placed(coordinates="53.79,-1.53").where.lat == 53.79


def test_only_a_place_of_the_gazetteer_is_known_less_exactly() -> None:
    nowhere = msgspec.structs.replace(fire(), where=msgspec.structs.replace(fire().where, geonames_id=None))
    asked = Wanted(verdict="correct", names=(fire().story,), user="ana", reason="so", at="2021-06-01", where_prec=2)
    with pytest.raises(InputError, match="give that of its --place"):
        draft(asked, [nowhere], outcome().by_id, ())


def test_day_and_place_are_set_at_once() -> None:
    account = placed(place=GOMA, date="2021-05-02")
    assert (account.when.earliest, account.where.name) == ("2021-05-02", "Goma")
    (row,) = account.judgements
    assert (row.machine_when, row.machine_where) == (fire().when, fire().where)
    assert row.about.endswith("→ 2021-05-02; Goma, Nord-Kivu, CD (where_prec 1)")


def test_of_two_places_the_later_holds_until_it_is_taken_back() -> None:
    story = fire().story
    log = judged(("correct", story), log=judged(("correct", story), place=GOMA), place=BRITAIN)
    account = fire(build(log))
    assert account.where.name == "United Kingdom"
    assert [row.machine_where for row in account.judgements] == [fire().where] * 2
    log = judged(("revoke", "2"), log=log)
    assert fire(build(log)).where.name == "Goma"
    assert fire(build(judged(("revoke", "1"), log=log))).where == fire().where


def test_a_place_stays_when_further_reports_come() -> None:
    first = parts("post-1", "echo-1")
    was = build((), first)
    asked = Wanted(verdict="correct", names=(fire(was).story,), user="ana", reason="so", at="2021-06-01", place=GOMA)
    log = entries([seal(draft(asked, was.accounts, first.by_id, ()), None)])
    account = fire(build(log))
    assert len(account.sources) > len(fire(was).sources)
    assert (account.where.name, account.judgements[0].applies) == ("Goma", True)
    assert account.judgements[0].machine_where == fire().where


def parts(*ids: str) -> Outcome:
    whole = outcome()
    kept = tuple(report for report in whole.reports if report.id in ids)
    return msgspec.structs.replace(whole, reports=kept, readings={rid: whole.readings[rid] for rid in ids})


def test_a_place_is_set_where_none_was_read() -> None:
    whole = outcome()
    readings = {rid: msgspec.structs.replace(r, places=(), statements=()) for rid, r in whole.readings.items()}
    blank = msgspec.structs.replace(whole, readings=readings)
    log = judged(("correct", fire().story), place=GOMA)
    account = fire(build(log, blank))
    assert (account.where.name, account.where.evidence) == ("Goma", ())
    assert account.judgements[0].machine_where is not None
    assert "the machine says place unresolved" in told.placed_by(account)


def test_a_row_without_a_place_is_hashed_as_before_there_were_any() -> None:
    row = Judgement(
        number=1, previous=FIRST, at="2021-06-01T10:00:00Z", user="a", reason="b", verdict="correct",
        correction=Correction(earliest="2021-05-02", latest="2021-05-02"),
    )  # fmt: skip
    assert b"where" not in canonical(row)
    (entry,) = entries([seal(row, None)])
    assert entry.judgement == row


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"place": "999999999"}, "no place with this GeoNames id"),
        ({"place": "0"}, "no place with this GeoNames id"),
        ({"place": "-216281"}, "no place of this name"),
        ({"place": "9" * 5000}, "no place of this name"),
        ({"place": "216281'; DROP TABLE judgements; --"}, "no place of this name"),
        ({"place": "<script>alert(1)</script>\x1b[31m\n\udcff"}, "no place of this name"),
        ({"place": " "}, "give that of its --place"),
        ({"place": "Goma"}, "216281 is Goma, Nord-Kivu, Democratic Republic of the Congo"),
        ({"place": GOMA, "where_prec": 5}, "1, 2, 4, 6 would"),
        ({"place": GOMA, "where_prec": 10**30}, "does not go with Goma"),
        ({"place": BRITAIN, "where_prec": 1}, "does not go with United Kingdom"),
        ({"place": GOMA, "coordinates": "90.1,0"}, "degrees"),
        ({"place": GOMA, "coordinates": "0,-180.5"}, "degrees"),
        ({"place": GOMA, "coordinates": "nan,inf"}, "degrees"),
        ({"place": GOMA, "coordinates": "1 2"}, "degrees"),
        ({"place": GOMA, "best": 3.0}, "give the right number"),
    ],
)
def test_what_is_no_place_is_refused_in_one_line(values: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        placed(**values)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 500


def test_only_a_story_has_a_place_and_only_correct_sets_it() -> None:
    for item in (total(fire()).id, fire().facts[0].id):
        with pytest.raises(InputError, match=r"has no .*--place"):
            judged(("correct", item), place=GOMA)
    with pytest.raises(InputError, match="go with correct"):
        judged(("accept", fire().story), place=GOMA)


# ---------------------------------------------------------------- the search


def test_places_are_found_by_name_and_by_what_holds_them() -> None:
    assert int(GOMA) in {entry.id for entry in placing.found("Goma")}
    here = placing.found("goma, Democratic Republic of the Congo")
    assert (
        {entry.country for entry in here} == {"CD"} == {entry.country for entry in placing.found("Goma, nord-kivu, cd")}
    )
    assert placing.found("Goma, Rwanda") == []
    populations = [entry.population for entry in placing.found("San José")]
    assert populations == sorted(populations, reverse=True)
    assert any(entry.name == "Kreuzberg" for entry in placing.found("Kreuzbe"))


@given(st.text(max_size=40))
def test_whatever_is_sought_is_answered_with_places_that_can_be_named(text: str) -> None:
    for entry in placing.found(text):
        assert placing.numbered(str(entry.id)) is not None
        for prec in placing.levels(entry):
            assert placing.place_of(str(entry.id), prec, None).where_prec == prec


# ---------------------------------------------------------------- where it is told

SAID = "corrected by ana (judgement 1); the machine says "


@pytest.mark.parametrize("ending", ["html", "md"])
def test_exports_say_who_set_the_place(ending: str) -> None:
    log = judged(("correct", fire().story), place=GOMA)
    made = FORMS[ending].make([fire(build(log))], {r.id: r for r in build(log).reports})
    text = " ".join(html.unescape(made.decode("utf-8")).replace("\\", "").split())
    said = " ".join(f"{SAID}{shown.where(fire().where)}".split())
    assert "Goma, Nord-Kivu, CD 1.67 S 29.23 E (the place named); " + said in text


def test_the_terminal_says_who_set_the_place() -> None:
    text = " ".join(" ".join(lines(placed(place=GOMA), outcome().by_id, 100)).split())
    assert "· place " + " ".join(f"{SAID}{shown.where(fire().where)}".split()) in text


def test_the_table_says_who_set_the_place_and_what_the_machine_reads() -> None:
    row = table(placed(place=GOMA))[0]
    assert (row["place"], row["geonames_id"], row["where_prec"]) == ("Goma", GOMA, "1")
    assert (row["verdict"], row["judged_by"], row["machine_earliest"]) == ("correct", "ana", "")
    assert (row["machine_place"], row["machine_geonames_id"]) == (fire().where.name, str(fire().where.geonames_id))


def test_the_map_draws_the_place_that_was_set() -> None:
    drawing = place_map(placed(place=GOMA))
    assert drawing is not None
    (main,) = [mark for mark in drawing.marks if mark.main]
    assert (main.name, main.kind) == ("Goma", "point")
    assert SAID in main.told


def test_a_change_of_place_names_the_judgement() -> None:
    account = placed(place=GOMA)
    (found,) = changes([fire()], [account])
    (change,) = [c for c in found.changes if c.kind == "place revised"]
    assert (change.judgements, change.reason) == ((1,), "judgement 1, ana: because")
    assert change.after is not None
    assert change.after.text == "Goma, Nord-Kivu, CD"
