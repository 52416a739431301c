"""One voice: an agency's texts, an outlet's names, one person's descriptions and pieces of a passage raise no standing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.config import Config
from dateline.pipeline import make_accounts, read_paths
from dateline.reading import read
from dateline.reconciling.names import fold_name, gather_names
from dateline.reconciling.origins import standing_from
from dateline.reconciling.wires import wire_of
from dateline.records import Account, Evidence
from tests.reading import reading_of, report_of
from tests.test_align import said_in

FIRST = "A ship struck a bridge near Harwick on Tuesday evening. There were 129 people on board the ship, and the pier was closed."
SECOND = (
    "Engineers looked at the pillar on Wednesday. The vessel that struck a bridge near Harwick had 129 people on board."
)


def account_of(tmp_path: Path, *reports: dict[str, str]) -> Account:
    rows = [{"id": f"r{n}", "story": "one", "published": "2021-03-17", **report} for n, report in enumerate(reports)]
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return make_accounts(read_paths([path], Config()), Config(), group_by="story").accounts[0]


@pytest.mark.parametrize(
    ("url", "text", "wire"),
    [
        ("https://times.example/aponline/2021/03/17/a.html", FIRST, "associated press"),
        ("https://mail.example/wires/afp/article-1.html", FIRST, "agence france-presse"),
        ("https://mail.example/world/map/article-1.html", FIRST, None),
        ("https://mail.example/a", f"{FIRST}\nCopyright 2021 The Associated Press. All rights reserved.", "associated press"),
        ("https://mail.example/a", f"{FIRST}\nReuters", "reuters"),
        ("https://mail.example/a", f"{FIRST}\n(AFP, Reuters)", None),
        ("https://mail.example/a", f"{FIRST}\nCopyright 2021 Harwick Post.", None),
    ],
)  # fmt: skip
def test_whose_wire_a_report_is(url: str, text: str, wire: str | None) -> None:
    assert wire_of(report_of(text, "2021-03-17", url=url)) == wire


def test_what_one_agency_sends_to_two_papers_is_one_origin(tmp_path: Path) -> None:
    papers = ("https://times.example/aponline/ship.html", "https://mail.example/wires/ap/ship.html")
    same = account_of(
        tmp_path, *({"text": t, "url": url, "source": url} for t, url in zip((FIRST, SECOND), papers, strict=True))
    )
    apart = account_of(
        tmp_path, *({"text": t, "source": name} for t, name in ((FIRST, "First Paper"), (SECOND, "Second Paper")))
    )
    assert (same.independent_origins, apart.independent_origins) == (1, 2)
    aboard = [next(f for f in a.figures if f.best == 129) for a in (same, apart)]
    assert [f.standing == "corroborated" for f in aboard] == [False, True]


def test_a_headline_that_is_anothers_is_no_second_origin(tmp_path: Path) -> None:
    title = "Two work trains collide in Harwick tunnel, one worker injured"
    account = account_of(
        tmp_path,
        {"source": "First Paper", "title": title, "text": "Two work trains collided in a tunnel in Harwick on Tuesday, injuring one worker."},
        {"source": "Second Paper", "title": title, "text": "Subscribe today to read all of our stories about the town and its people."},
    )  # fmt: skip
    assert "corroborated" not in {*(f.standing for f in account.figures), *(f.standing for f in account.facts)}


def test_a_passage_does_not_bear_out_a_piece_of_itself() -> None:
    said = said_in("He ordered all markets closed for three days. The mayor closed the port.")[0]
    quote = "He ordered all markets closed for three days"
    whole, part = Evidence("r", 0, 44, quote), Evidence("r", 11, 44, quote[11:])
    again, other = Evidence("r", 60, 104, quote), Evidence("r", 120, 140, "the markets are shut")
    assert standing_from(["a"], [(said, whole), (said, part)]) == "single source"
    assert standing_from(["a"], [(said, whole), (said, again)]) == "single source"
    assert standing_from(["a"], [(said, whole), (said, other)]) == "consistent within source"


def test_a_suspect_is_no_second_origin_of_his_own_deed(tmp_path: Path) -> None:
    account = account_of(
        tmp_path,
        {"source": "First Paper", "title": "Shop shooting", "text": "A clerk was shot in a shop in Harwick on Tuesday. The clerk was taken to hospital."},
        {"source": "First Paper", "title": "Man in court", "text": "The suspect told the court that a clerk was shot in a shop in Harwick on Tuesday."},
    )  # fmt: skip
    assert "corroborated" not in {*(f.standing for f in account.figures), *(f.standing for f in account.facts)}


def test_a_name_is_one_with_and_without_accents_and_by_its_surname() -> None:
    assert fold_name("François Duval") == fold_name("Francois Duval")
    texts = {
        "a": "Anna Kowalska, a pastor, said the church was closed. Kowalska spoke on Tuesday.",
        "b": "The church was closed, Kowalska said on Tuesday.",
    }
    reports = {rid: report_of(text, id=rid) for rid, text in texts.items()}
    names = gather_names({rid: read(report) for rid, report in reports.items()}, reports)
    assert len({key for key, one in names.known.items() if "kowalska" in key and one.kind == "person"}) == 1


def chains(text: str) -> list[list[str]]:
    return [[link.name for link in a.chain] for a in reading_of(text).attributions]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Twelve people were killed, Reuters reported, citing the coast guard.", ["the coast guard", "Reuters"]),
        ("Reuters, citing the coast guard, said twelve people were killed.", ["the coast guard", "Reuters"]),
        ("A car bomb killed twelve people in the market, police and medical sources said.", ["police and medical sources"]),
        ("A car bomb killed twelve people, according to police and medics.", ["police and medics"]),
        ("“He had taken his gun out of its holster,” the boy's uncle, Tom Orr, said.", ["Tom Orr"]),
        ("“He never hurt anyone,” said Ana Ruiz of her son.", ["Ana Ruiz"]),
    ],
)  # fmt: skip
def test_who_speaks_is_who_says_it(text: str, chain: list[str]) -> None:
    assert chains(text) == [chain]


def test_a_mother_with_the_surname_of_her_son_speaks_for_herself() -> None:
    text = "Ben Ware, 4, was asleep when the shot was fired. “He is a happy child,” his mother, Ana Ware, said."
    assert chains(text) == [["Ana Ware"]]


def test_words_that_only_cite_are_no_statement() -> None:
    report = report_of("Twelve people were killed, Reuters reported, citing the coast guard.")
    assert [s.span.of(report.text) for s in read(report).statements] == ["Twelve people were killed"]


def test_according_to_two_is_cut_from_what_they_say() -> None:
    report = report_of("A car bomb killed twelve people, according to police and medics.")
    assert [s.span.of(report.text) for s in read(report).statements] == ["A car bomb killed twelve people"]


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("Police said the driver had fled on foot.", False),
        ("Police said the driver had fled from another crash last year.", True),
        ("The driver had fled on foot.", True),
        ("A nurse said the hospital had previously been warned.", True),
    ],
)
def test_the_past_perfect_of_reported_words_is_their_past(text: str, background: bool) -> None:
    report = report_of(text, "2021-03-17")
    assert read(report).statements[-1].background is background


def test_a_question_tells_nothing(tmp_path: Path) -> None:
    text = "A wall fell in Harwick on Tuesday. “Would the wall have fallen without the rain?” a neighbour, Ida Berg, asked."
    account = account_of(tmp_path, {"text": text, "source": "First Paper"})
    assert [f.text for f in account.facts if "rain" in f.text] == []
    assert any("wall fell" in f.text for f in account.facts)
