"""Accounts taken away as Markdown and CSV: whole, with their evidence, and read as nothing but text."""

from __future__ import annotations

import csv
import html
import io
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dateline.records import Account, Source
from dateline.telling import shown, terminal
from dateline.telling.files import FORMS
from dateline.telling.markdown import escaped, markdown
from dateline.telling.page import html_page
from dateline.telling.tables import Row, csv_rows, csv_text
from dateline.web.listed import COLUMNS, MEASURES, OF_MEASURE, OF_STORY
from tests import judging
from tests.conftest import ROOT, report
from tests.conftest import account as small
from tests.telling import HOSTILE, accounts, quoted, reports_of
from tests.test_accounts import account as goma
from tests.test_telling import reports

few = settings(max_examples=40)
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(), st.text("[]()<>!`*_#|~$&@:/.\\\"'=-+ 1ax\n"))


def tokens(text: str) -> list[Token]:
    """Return all tokens of a Markdown text, those within lines too."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found = []
    for token in reader.parse(text):
        found += [token, *(token.children or [])]
    return found


def words(listed: list[Token]) -> str:
    return "".join(t.content for t in listed if t.type == "text")


@given(TEXT)
def test_escaped_text_is_shown_as_it_is_wherever_it_stands(text: str) -> None:
    for before, after in (("", ""), ("- ", ""), ("# ", ""), ("“", "”"), ("| ", " |\n| --- |")):
        listed = tokens(before + escaped(text) + after)
        kinds = {t.type for t in listed}
        assert kinds <= {
            "paragraph_open", "paragraph_close", "inline", "text", "text_special", "bullet_list_open", "bullet_list_close",
            "list_item_open", "list_item_close", "heading_open", "heading_close", "table_open", "table_close", "thead_open",
            "thead_close", "tr_open", "tr_close", "th_open", "th_close",
        }  # fmt: skip
        if before != "# ":
            assert words(listed).strip("“” ") == shown.clean(text).strip("“” ")


@given(st.sampled_from(["http://n.example/x", "https://n.example", "www.n.example", "a@n.example"]))
def test_addresses_in_a_text_are_no_links(address: str) -> None:
    assert not re.search(r"https?://|(?<!\\)@|www\.", escaped(address))


def test_the_markdown_of_an_account_has_its_parts_in_order() -> None:
    text = markdown([goma()], reports())
    heads = re.findall(r"^#{1,2} (.+)$", text, re.MULTILINE)
    assert heads[1:4] == ["Brief", "Figures", "Timeline"]
    page = re.findall(r"<h2>([^<]+)</h2>", html_page([goma()], reports()))
    assert heads[1:] == [name for name in page if name in heads]
    assert {"Statements and origins", "Who says so", "All that is reported", "Sources"} <= set(heads)
    assert "superseded" in text
    assert "(a party)" in text or not any(o.party for o in goma().origins)


def test_every_number_of_evidence_stands_with_its_characters_under_its_source() -> None:
    text = markdown([goma()], reports())
    body, sources = text.split("## Sources")
    used = {
        n
        for found in re.findall(r"\\\[([A-Z]\d+(?::\d+)?[a-z]*(?: [A-Z]\d+(?::\d+)?[a-z]*)*)[^\]]*\\\]", body)
        for n in found.split()
    }
    given_ = dict(re.findall(r"^- ([A-Z]\d+(?::\d+)?[a-z]*), characters (\d+–\d+): ", sources, re.MULTILINE))
    assert used == set(given_)
    spans = {f"{start}–{end}" for _, start, end in quoted(goma())}
    assert spans & set(given_.values())


@few
@given(accounts())
def test_the_markdown_of_any_account_is_tables_lists_and_text(some: Account) -> None:
    listed = tokens(markdown([some], reports_of(some)))
    links = {str(t.attrs["href"]) for t in listed if t.type == "link_open"}
    assert links <= {"https://n.example/1"}
    assert not {t.type for t in listed} & {
        "html_block",
        "html_inline",
        "image",
        "code_inline",
        "fence",
        "code_block",
        "em_open",
        "s_open",
    }
    for table in re.findall(r"(?:^\|.*\n)+", markdown([some], reports_of(some)), re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


@few
@given(accounts())
def test_the_table_has_a_row_for_each_thing_and_reads_back(some: Account) -> None:
    text = csv_text([some])
    head, *rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 1 + len(some.figures) + len(some.facts) + len(some.timeline)
    assert {len(row) for row in rows} <= {len(head)}
    for row, kept in zip(rows, csv_rows([some]), strict=True):
        cells = dict(zip(head, row, strict=True))
        if kept.start is None:
            assert (kept.kind, cells["report"], cells["quote"]) == ("story", "", "")
        else:
            assert (cells["report"].removeprefix("'"), int(cells["start"]), int(cells["end"])) in quoted(some)
        assert cells["url"] in ("", "https://n.example/a?b=1&c=<x>", "https://n.example/1")
        assert (
            cells["quote"].removeprefix("'")
            == kept.quote.removeprefix("'").replace("\x00", "").encode("utf-8", "replace").decode()
        )
        for name, number in (("low", kept.low), ("best", kept.best), ("high", kept.high)):
            assert (float(cells[name]) if cells[name] else None) == number
        for name, cell in cells.items():
            if not isinstance(getattr(kept, name), str):
                continue
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert not cell.startswith(("\t", "\r")), name


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", " =1", "\n=1"])
def test_no_cell_of_text_is_a_formula(text: str) -> None:
    (figure,) = small().figures
    made = csv_text([small(figures=(msgspec.structs.replace(figure, whom=None, measure=text),))])
    _, row = list(csv.DictReader(io.StringIO(made, newline="")))
    assert row["measure"] == "'" + text


def test_negative_numbers_stay_numbers() -> None:
    (figure,) = small().figures
    _, row = csv.DictReader(io.StringIO(csv_text([small(figures=(msgspec.structs.replace(figure, low=-2.5),))])))
    assert row["low"] == "-2.5"


def test_lines_end_as_rfc_4180_has_them() -> None:
    text = csv_text([goma()])
    assert text.endswith("\r\n")
    assert text.count("\r\n") == 2 + len(goma().figures) + len(goma().facts) + len(goma().timeline)


def table(account: Account) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_text([account]), newline="")))


def test_the_table_tells_who_corrected_a_number_and_what_the_machine_says() -> None:
    figure = judging.total(judging.fire())
    log = judging.judged(("correct", figure.id), low=7.0, best=7.0, high=7.0)
    (row,) = [r for r in table(judging.fire(judging.build(log))) if r["id"] == figure.id]
    assert (row["low"], row["best"], row["high"]) == ("7", "7", "7")
    assert (row["verdict"], row["judged_by"], row["judged_reason"]) == ("correct", "ana", "because")
    assert row["judged_at"].startswith("2021-06-01T")
    assert float(row["machine_best"]) == figure.best
    assert row["cited"] == shown.Numbers(judging.fire()).of(figure.evidence[0])
    assert (row["standing"], row["machine_standing"]) == ("corrected", figure.standing)


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_number_that_a_person_set_is_not_told_as_the_word_of_a_source(ending: str) -> None:
    figure = judging.total(judging.fire())
    log = judging.judged(("correct", figure.id), low=7.0, best=7.0, high=7.0)
    made = FORMS[ending].make([judging.fire(judging.build(log))], {r.id: r for r in judging.build(log).reports})
    text = html.unescape(made.decode("utf-8")).replace("\\", "")
    said = f"the machine reads {shown.spread(figure)}, {figure.standing}, said by {shown.voices(figure.attribution)}"
    assert "corrected by ana (judgement 1)" in text
    assert said in text
    assert f"; {shown.voices(figure.attribution)};" not in text.split(said)[0][-200:]


def test_the_story_has_a_row_of_its_own_and_relations_name_rows() -> None:
    rows = table(goma())
    story, where, when = rows[0], goma().where, goma().when
    assert (story["kind"], story["id"]) == ("story", goma().story)
    assert (story["place"], story["earliest"], story["date_precision"]) == (where.name, when.earliest, "day")
    assert [float(story[key]) for key in ("lat", "lon")] == [where.lat, where.lon]
    assert (int(story["reports"]), int(story["independent_origins"])) == (
        len(goma().sources),
        goma().independent_origins,
    )
    known = {row["id"] for row in rows}
    assert len(known) == len(rows)
    named = [
        (row["id"], key, other) for row in rows for key in RELATIONS for other in filter(None, row[key].split("; "))
    ]
    assert {other for *_, other in named} <= known
    for one, key, other in named:
        (against,) = [row[RELATIONS[key]] for row in rows if row["id"] == other]
        assert one in against.split("; ")


def test_every_column_of_the_tables_is_described() -> None:
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    account, stories = (set(re.findall(r"`(\w+)`", part)) for part in text.split("## ")[1:])
    assert set(Row.__struct_fields__) - account == set()
    assert set(OF_STORY) - stories == set()
    assert set(COLUMNS) - set(OF_STORY) - {f"{m}_{n}" for m in MEASURES for n in OF_MEASURE} - stories == set()
    assert {f"MEASURE_{name}" for name in OF_MEASURE} | set(MEASURES) <= stories


RELATIONS = {
    "replaces": "replaced_by", "replaced_by": "replaces", "differs_from": "differs_from", "agrees_with": "agrees_with",
}  # fmt: skip


def test_what_was_rejected_stays_in_the_table_with_the_numbers_of_the_machine() -> None:
    machine = judging.fire()
    figure, fact = judging.total(machine), judging.fact(machine, "doors")
    rows = table(judging.fire(judging.build(judging.judged(("reject", figure.id), ("reject", fact.id)))))
    counted, told = (next(r for r in rows if r["id"] == key) for key in (figure.id, fact.id))
    assert (counted["standing"], counted["verdict"], counted["best"]) == ("rejected", "reject", "")
    assert float(counted["machine_best"]) == figure.best
    assert (told["standing"], told["text"], told["machine_earliest"]) == ("rejected", fact.text, fact.earliest or "")
    assert all(r["verdict"] == "" for r in rows if r["standing"] != "rejected")


def test_the_table_names_the_report_and_every_quotation() -> None:
    for row, figure in zip(table(goma())[1:], goma().figures, strict=False):
        source = next(s for s in goma().sources if s.report == row["report"])
        assert (row["title"], row["publisher"]) == (source.title or "", source.publisher or "")
        assert row["file"] == (source.path or "").rsplit("/", 1)[-1]
        others = [f"{e.report}:{e.start}-{e.end}" for e in figure.evidence[1:]]
        assert [o.split(" ", 1)[1] for o in filter(None, row["others"].split("; "))] == others


@pytest.mark.parametrize("ending", FORMS)
def test_every_export_holds_the_timeline_and_is_the_same_again(ending: str) -> None:
    make = FORMS[ending].make
    data = make([goma()], reports())
    assert data == make([goma()], dict(reversed(list(reports().items()))))
    text = data.decode("utf-8")
    assert all(shown.clean(e.text) in html.unescape(text.replace("\\", "")) for e in goma().timeline)


@pytest.mark.parametrize("ending", FORMS)
def test_what_no_file_can_hold_hinders_no_export(ending: str) -> None:
    quote = "Two \ud800 died"
    some = small(
        quote,
        sources=(
            Source(
                report="r-1", path=None, title=quote, publisher=None, url=None, published=None, published_basis="text"
            ),
        ),
    )
    assert b"died" in FORMS[ending].make([some], {"r-1": report(quote + ".")})


def test_a_number_known_by_one_bound_is_told_so_everywhere() -> None:
    (figure,) = small().figures
    some = small(figures=(msgspec.structs.replace(figure, low=2000.0, best=None, high=None),))
    held = {s.report: report("x" * 400) for s in some.sources}
    for text in (markdown([some], held), html_page([some], held), "\n".join(terminal.lines(some, held, 80))):
        assert "≥ 2,000" in text


def test_a_table_is_read_by_excel_and_by_us_alike() -> None:
    made = FORMS["csv"].make([goma()], reports())
    assert made.startswith(b"\xef\xbb\xbf")
    head, *_ = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))
    assert head[0] == "story"


def test_only_the_quotation_that_a_link_leads_to_stands_out() -> None:
    """Each anchor has a rule for the pieces of its own quotation, and these hold just its words."""
    made = FORMS["html"].make([goma()], reports()).decode()
    rules = re.findall(r'\[id="(a1-e[^"]+)"\]:target~\.(a1q\d+)\{', made)
    assert rules
    assert len({anchor for anchor, _ in rules}) == len({name for _, name in rules}) == len(rules)
    quotes = {" ".join(e.quote.split()) for f in goma().figures for e in f.evidence}
    pieces: dict[str, str] = {}
    for names, text in re.findall(r'<mark class="([^"]*)">(?:<a [^>]*>)?(.*?)(?:</a>)?</mark>', made, re.DOTALL):
        for name in names.split():
            pieces[name] = pieces.get(name, "") + html.unescape(text)
    assert quotes <= {" ".join(text.split()) for text in pieces.values()}
