"""Citations: one number for a quotation wherever it is shown, whatever is judged."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import msgspec
from hypothesis import given, settings
from rich.console import Console

from dateline.records import Account, Evidence, Where
from dateline.telling import shown, terminal
from dateline.telling.markdown import markdown
from dateline.telling.page import html_page
from dateline.telling.trace import trace
from dateline.web.resting import Cited, items_of, uses
from tests import judging
from tests.telling import accounts, reports_of
from tests.test_accounts import account as goma
from tests.test_telling import reports

few = settings(max_examples=40)


def numbered(account: Account) -> dict[tuple[str, int, int], str]:
    """Return the number of every quotation of an account by its address."""
    numbers = shown.Numbers(account)
    return {(e.report, e.start, e.end): numbers.of(e) for e, _ in uses(account)}


def test_quotations_are_counted_through_each_report() -> None:
    some = goma()
    letters = shown.letters(some)
    for report, letter in letters.items():
        stated = {(e.start, e.end) for x in items_of(some).values() for e in x.evidence if e.report == report}
        stated |= {(f.subject.start, f.subject.end) for f in some.facts if f.subject and f.subject.report == report}
        got = [numbered(some)[report, *span] for span in sorted(stated)]
        assert got == [f"{letter}{n}" for n in range(1, len(got) + 1)]


def test_a_place_named_in_a_statement_bears_its_number_and_how_far_in_it_stands() -> None:
    some = goma()
    first = some.facts[0].evidence[0]
    inside = tuple(Evidence(first.report, first.start + n, first.start + n + 3, "Gom") for n in (2, 9))
    place = Where(name="Goma", geonames_id=None, lat=None, lon=None, where_prec=None, evidence=inside)
    numbers = shown.Numbers(msgspec.structs.replace(some, places=(place,), headline=None, brief=()))
    assert [numbers.of(e) for e in inside] == [f"{numbers.of(first)}:2", f"{numbers.of(first)}:9"]


def test_the_number_of_a_place_or_day_does_not_hang_on_what_else_is_quoted() -> None:
    some = goma()
    fewer = msgspec.structs.replace(some, brief=(), headline=None, accords=(), timeline=())
    assert numbered(fewer).items() <= numbered(some).items()


@few
@given(accounts())
def test_no_two_quotations_share_a_number(some: Account) -> None:
    made = numbered(some)
    assert len(set(made.values())) == len(made)


@few
@given(accounts())
def test_numbers_do_not_depend_on_what_is_told_first(some: Account) -> None:
    turned = msgspec.structs.replace(
        some, figures=some.figures[::-1], facts=some.facts[::-1], timeline=some.timeline[::-1], brief=some.brief[::-1]
    )
    assert numbered(turned) == numbered(some)


def test_a_judgement_moves_no_number() -> None:
    machine = judging.fire()
    before = numbered(machine)
    items = items_of(machine).values()
    for item in items:
        after = numbered(judging.fire(judging.build(judging.judged(("reject", item.id)))))
        assert {key: after[key] for key in before.keys() & after.keys()}.items() <= before.items()


def test_page_file_terminal_trace_and_desk_cite_alike() -> None:
    some = goma()
    cited, numbers = Cited(some), shown.Numbers(some)
    assert all(cited.label(e) == numbers.of(e) for e, _ in uses(some))
    out = io.StringIO()
    terminal.render(some, reports(), Console(file=out, width=100))
    told = {
        "page": html_page([some], reports()),
        "file": markdown([some], reports()).replace("\\", ""),
        "terminal": out.getvalue(),
    }
    for e in some.brief:
        line = re.escape(shown.clean(e.quote)[:40])
        for where, text in told.items():
            (found,) = re.findall(rf"“{line}[^“]*?\[([A-Z]\d+(?::\d+)?[a-z]*)\]", re.sub(r"\s+", " ", text))[:1]
            assert found == numbers.of(e), where
    item = some.figures[0]
    traced = re.findall(r"^  ([A-Z]\d+) ", trace(some, item.id, reports()), re.MULTILINE)
    assert traced == [numbers.of(e) for e in item.evidence]


def test_a_line_of_the_brief_tells_that_its_figure_is_disputed_or_superseded() -> None:
    some = goma()
    (old,) = [f for f in some.figures if f.standing == "superseded"][:1]
    standing = [f for f in some.figures if f.standing not in ("superseded", "disputed")][:1]
    lines = (old.evidence[0], *(f.evidence[0] for f in standing))
    told = msgspec.structs.replace(some, brief=lines, figures=(old, *standing))
    assert [mark for _, mark in shown.brief(told)] == ["", "superseded"]
    assert shown.brief(told)[-1][0] == old.evidence[0]
    assert {mark for _, mark in shown.brief(msgspec.structs.replace(told, figures=tuple(standing)))} == {""}


@few
@given(accounts())
def test_every_line_of_the_brief_is_told_once_and_has_its_mark(some: Account) -> None:
    lines = shown.brief(some)
    assert sorted(e for e, _ in lines) == sorted(some.brief)
    assert {mark for _, mark in lines} <= {"", "superseded", "disputed"}
    assert html_page([some], reports_of(some)).count('class="brief"') == bool(some.brief)


def test_quotations_that_begin_together_are_told_apart() -> None:
    some = goma()
    first = some.facts[0].evidence[0]
    many = tuple(Evidence(first.report, 10_000, 10_003 + n, "Goma" + "a" * (n - 1)) for n in range(1, 30))
    place = Where(name="Goma", geonames_id=None, lat=None, lon=None, where_prec=None, evidence=many)
    numbers = shown.Numbers(msgspec.structs.replace(some, places=(place,)))
    ends = [re.sub(r"^[A-Z]\d+:\d+", "", numbers.of(e)) for e in many]
    assert all((len(a), a) < (len(b), b) for a, b in pairwise(ends))
