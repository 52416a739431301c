"""Telling: an account as a reader meets it, on a terminal, as a page, traced; safe whatever stands in the reports."""

from __future__ import annotations

import html
import io
import re

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dateline.records import Report, Span
from dateline.telling.annotate import cut
from dateline.telling.page import html_page
from dateline.telling.shown import clean
from dateline.telling.terminal import lines, render
from dateline.telling.trace import trace
from tests.test_accounts import FIRST, SECOND, THIRD, UNDATED, account, made

HOSTILE = "<script>alert(1)</script> [bold red]x[/] \x1b[31mred\x1b[0m \u202eevil"


def reports() -> dict[str, Report]:
    return {rid: made(rid, text, None) for rid, text in (("a", FIRST), ("b", SECOND), ("c", THIRD), ("u", UNDATED))}


def test_no_line_is_wider_than_the_terminal() -> None:
    for width in (60, 80, 120):
        assert max(map(len, lines(account(), reports(), width))) <= width


def test_the_terminal_shows_what_an_analyst_looks_for_first() -> None:
    text = "\n".join(lines(account(), reports(), 80))
    order = [text.index(name) for name in ("Goma", "BRIEF", "FIGURES", "TIMELINE", "WHO SAYS SO", "SOURCES")]
    assert order == sorted(order)
    assert "undated in itself" in text
    assert "superseded" in text


def test_text_from_outside_is_neither_markup_nor_control_sequence() -> None:
    out = io.StringIO()
    render(account(), reports(), Console(file=out, width=80, force_terminal=True, no_color=False))
    assert "\x1b" not in out.getvalue().replace("\x1b[0m", "")
    assert clean(HOSTILE) == "<script>alert(1)</script> [bold red]x[/] [31mred[0m evil"


def test_every_link_on_the_page_has_a_target_and_nothing_leaves_it() -> None:
    page = html_page([account()], reports())
    targets = set(re.findall(r'id="([^"]+)"', page))
    links = re.findall(r'href="([^"]+)"', page)
    assert links
    assert {link.removeprefix("#") for link in links} <= targets
    assert not re.search(r"<script|src=|https?://", page)


def test_hostile_text_is_shown_as_text() -> None:
    hostile = dict(reports())
    text = hostile["a"].text + "\n" + HOSTILE
    hostile["a"] = made("a", text, None)
    page = html_page([account()], hostile)
    assert "<script>alert" not in page
    assert html.escape("<script>alert(1)</script>") in page


def test_the_page_holds_each_report_character_for_character() -> None:
    page = html_page([account()], reports())
    shown = [
        html.unescape(re.sub(r"<[^>]+>", "", m))
        for m in re.findall(r'<div class="text">(.*?)</div></section>', page, re.DOTALL)
    ]
    assert sorted(shown) == sorted(r.text for r in reports().values())


def test_a_trace_gives_every_quotation_with_its_report_and_voice() -> None:
    figure = next(f for f in account().figures if f.measure == "killed" and f.standing != "superseded")
    text = trace(account(), figure.id, reports())
    assert all(clean(e.quote) in text for e in figure.evidence)
    assert "REPLACES" in text


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6))
def test_marked_text_is_the_text(text: str, marks: list[tuple[int, int]]) -> None:
    spans = [(Span(start, start + size), f"m{n}") for n, (start, size) in enumerate(marks)]
    assert "".join(piece.text for piece in cut(text, spans)) == text
