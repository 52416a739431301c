"""What an analyst does on the desk, from finding a story to taking its account away, in a browser."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.desk import PATIENCE, Look, Served, told

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
expect.set_options(timeout=PATIENCE)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


@pytest.fixture(params=["town", "flood"])
def served(request: pytest.FixtureRequest) -> Served:
    """Serve the case of two reports, and that of five hundred."""
    made: Served = request.getfixturevalue(request.param)
    return made


def story(served: Served) -> dict[str, Any]:
    (account,) = told(served)
    return account


def disputed(account: dict[str, Any]) -> dict[str, Any]:
    # of the two reports the dead, of the five hundred the injured
    return next(f for f in account["figures"] if f["standing"] == "disputed" and f["measure"] in ("killed", "injured"))


def at(account: dict[str, Any]) -> str:
    return f"/story/{account['story']}"


def row(page: Page, item: str) -> Locator:
    return page.locator(f'[id="{item}"][data-item]')


def highlighted(page: Page) -> str:
    """Return the characters that stand out in the report that is open."""
    expect(page.locator(".source mark.here").first).to_be_visible()
    return "".join(page.locator(".source mark.here").all_text_contents())


# ---------------------------------------------------------------- reading


def test_a_story_is_found_by_words_of_a_report(served: Served, look: Look) -> None:
    page = look(served.url).page("/")
    words = {"town": "harbour mines trader", "flood": "helicopter pungwe"}
    asked = next(text for name, text in words.items() if name in str(served.case))
    page.get_by_role("searchbox").fill(asked)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    found = page.locator("[data-row]")
    expect(found).to_have_count(1)
    assert page.locator(".snippet mark").count() > 0
    title = found.inner_text()
    found.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_nothing_is_found_where_there_is_nothing(town: Served, look: Look) -> None:
    page = look(town.url).page("/?q=zeppelin")
    expect(page.locator("[data-row]")).to_have_count(0)
    page.get_by_role("link", name=re.compile("Show all")).click()
    expect(page.locator("[data-row]")).to_have_count(1)


def test_a_figure_leads_to_its_very_characters(served: Served, look: Look) -> None:
    account = story(served)
    page = look(served.url).page(at(account))
    for figure in account["figures"][:3]:
        for n, evidence in enumerate(figure["evidence"][:2]):
            row(page, figure["id"]).locator("a.ev").nth(n).dispatch_event("click")
            page.wait_for_function(
                "id => document.querySelector('.source')?.dataset.source === id", arg=evidence["report"]
            )
            page.wait_for_url(re.compile(f"at={evidence['start']}-{evidence['end']}"))
            assert highlighted(page) == evidence["quote"]
            expect(page.locator(".source mark.here").first).to_be_in_viewport()


def test_a_highlight_tells_what_was_made_of_it(served: Served, look: Look) -> None:
    account = story(served)
    figure = disputed(account)
    page = look(served.url).page(at(account))
    row(page, figure["id"]).locator("a.ev").first.click()
    expect(page.locator(".source mark.here").first).to_be_visible()
    page.locator(".source mark.here a").first.click()
    popup = page.get_by_role("dialog", name="What was made of it")
    expect(popup).to_contain_text(figure["evidence"][0]["quote"])
    popup.locator(f'a[href$="#{figure["id"]}"]').click()
    expect(row(page, figure["id"])).to_be_in_viewport()
    expect(row(page, figure["id"])).to_have_attribute("aria-current", "true")


def test_why_figures_are_disputed(served: Served, look: Look) -> None:
    account = story(served)
    figure = disputed(account)
    differs = next(
        d for d in account["differences"] if figure["id"] in (d["one"], d["other"]) and d["relation"] == "differs"
    )
    other = next(
        f for f in account["figures"] if f["id"] == ({differs["one"], differs["other"]} - {figure["id"]}).pop()
    )
    page = look(served.url).page(at(account))
    expect(row(page, figure["id"])).to_contain_text("disputed")
    if served.case.parent.name.startswith("town"):
        row(page, figure["id"]).locator(f'.rel a[href$="#{other["id"]}"]').click()
        expect(row(page, other["id"])).to_have_attribute("aria-current", "true")
    shown = (
        page.locator(".differs")
        .filter(has_text=differs["reason"])
        .filter(has_text=differs["evidence"][0]["quote"])
        .first
    )
    for evidence in differs["evidence"]:
        assert evidence["quote"] in (shown.text_content() or "")
    shown.locator("a.ev").first.evaluate("link => link.click()")
    assert highlighted(page) in {evidence["quote"] for evidence in differs["evidence"]}


def test_a_statement_has_an_address_of_its_own(served: Served, look: Look) -> None:
    account = story(served)
    fact = account["facts"][-1]
    page = look(served.url).page(f"{at(account)}#{fact['id']}")
    expect(row(page, fact["id"])).to_be_in_viewport()


# ---------------------------------------------------------------- judging


def test_a_figure_is_corrected_seen_in_the_history_and_restored(own_town: Served, look: Look) -> None:
    _correct_and_undo(own_town, look)


def test_a_figure_of_five_hundred_reports_is_corrected_and_restored(flood: Served, look: Look) -> None:
    _correct_and_undo(flood, look)


def test_a_place_is_looked_up_in_the_form_without_losing_what_was_written(own_town: Served, look: Look) -> None:
    account = story(own_town)
    page = look(own_town.url).page(at(account))
    page.get_by_role("link", name="correct date or place").click()
    form = page.get_by_role("dialog")
    form.get_by_label("correct", exact=True).check()
    why = form.get_by_role("textbox", name="Why required", exact=True)
    why.fill("the other one")
    form.get_by_label("Search places").fill("Goma")
    form.get_by_label("Search places").press("Enter")
    form.get_by_label("Goma, Nord-Kivu, Democratic Republic of the Congo populated place").check()
    expect(why).to_have_value("the other one")
    form.get_by_label("where_prec").select_option("6")
    form.get_by_role("button", name="Keep").click()
    expect(page.locator("header.head")).to_contain_text("(country); corrected by Ana")
    expect(page.locator("#part-map")).to_contain_text("Democratic Republic of the Congo")


def _correct_and_undo(served: Served, look: Look) -> None:
    account = story(served)
    figure = disputed(account)
    page = look(served.url).page(at(account))
    mine = row(page, figure["id"])
    best = mine.locator("td.best")
    before = best.inner_text()
    mine.get_by_role("link", name="judge", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("correct").check()
    form.get_by_label("best").fill("4,321")
    form.get_by_role("textbox", name="Why required", exact=True).fill("counted <again> & “again”")
    form.get_by_role("button", name="Keep").click()
    expect(best).to_have_text("4,321")
    expect(form).to_be_hidden()
    for _ in range(2):
        expect(mine).to_contain_text("corrected by Ana (judgement 1)")
        page.reload()
    expect(best).to_have_text("4,321")
    mine.get_by_role("link", name="judge", exact=True).click()
    expect(form.locator(".log li")).to_have_count(1)
    expect(form.locator(".log li")).to_contain_text("counted <again> & “again”")
    expect(form.locator(".log li")).to_contain_text("the machine says")
    form.get_by_label("Why is judgement 1 taken back?").fill("misread")
    form.get_by_role("button", name="Undo").click()
    expect(best).to_have_text(before)
    page.goto(f"{served.url}/judgements")
    expect(page.locator(".log > li")).to_have_count(2)
    expect(page.locator("#j1")).to_contain_text("taken back by judgement 2")
    after = story(served)
    assert next(f for f in after["figures"] if f["id"] == figure["id"]) == figure


def test_what_is_typed_outlives_a_reload_and_a_closed_form(own_town: Served, look: Look) -> None:
    account = story(own_town)
    figure = disputed(account)
    page = look(own_town.url).page(at(account))
    row(page, figure["id"]).get_by_role("link", name="judge", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("correct").check()
    form.get_by_label("high").fill("777")
    form.get_by_role("textbox", name="Why required", exact=True).fill("half a reason")
    page.reload()
    expect(form.get_by_role("textbox", name="Why required", exact=True)).to_have_value("half a reason")
    expect(form.get_by_label("high")).to_have_value("777")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    page.reload()
    row(page, figure["id"]).get_by_role("link", name="judge", exact=True).click()
    expect(form.get_by_role("textbox", name="Why required", exact=True)).to_have_value("half a reason")
    assert story(own_town) == account


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_who_judges_from_an_older_page_is_told_and_keeps_what_they_wrote(
    own_town: Served, look: Look, script: bool
) -> None:
    account = story(own_town)
    figure = disputed(account)
    seated = [look(own_town.url, script=script) for _ in range(2)]
    seated[1].expected.add(409)
    forms = []
    for person in seated:
        page = person.page(at(account))
        row(page, figure["id"]).get_by_role("link", name="judge", exact=True).click()
        forms.append(page.get_by_role("dialog") if script else page.locator("main"))
        forms[-1].get_by_label("correct").check()
    for name, number, form in zip(("Ana", "Ben"), ("401", "402"), forms, strict=True):
        form.get_by_label("best").fill(number)
        form.get_by_role("textbox", name="Why required", exact=True).fill(f"as {name} reads it")
        form.get_by_label("Your name").fill(name)
    forms[0].get_by_role("button", name="Keep").click()
    expect(row(seated[0].context.pages[0], figure["id"]).locator("td.best")).to_have_text("401")
    forms[1].get_by_role("button", name="Keep").click()
    late = forms[1]
    expect(late.get_by_role("alert")).to_contain_text("changed since")
    expect(late.locator(".log")).to_contain_text("as Ana reads it")
    expect(late.get_by_label("best")).to_have_value("402")
    expect(late.get_by_role("textbox", name="Why required", exact=True)).to_have_value("as Ben reads it")
    expect(late.get_by_role("textbox", name="Your name required")).to_have_value("Ben")
    assert len(story(own_town)["judgements"]) == 1
    late.get_by_role("button", name="Keep").click()
    expect(row(seated[1].context.pages[0], figure["id"]).locator("td.best")).to_have_text("402")
    assert [j["user"] for j in story(own_town)["judgements"]] == ["Ana", "Ben"]


def test_what_nobody_reviewed_is_gone_through_by_key(own_town: Served, look: Look) -> None:
    account = story(own_town)
    page = look(own_town.url).page(at(account))
    page.get_by_role("heading", level=1).click()
    items = page.locator(".account [data-item]:not([data-aside])").evaluate_all("all => all.map(one => one.id)")
    assert len(items) == len(account["figures"]) + len(account["facts"])
    for item in items[:3]:
        page.keyboard.press("n")
        expect(row(page, item)).to_have_attribute("aria-current", "true")
    page.keyboard.press("N")
    expect(row(page, items[1])).to_have_attribute("aria-current", "true")
    page.keyboard.press("a")
    expect(page.get_by_role("dialog").get_by_label("accept")).to_be_checked()
    expect(page.get_by_role("textbox", name="Why required", exact=True)).to_be_focused()
    page.keyboard.type("as told")
    page.keyboard.press("Control+Enter")
    expect(row(page, items[1])).to_contain_text("accepted by Ana")
    expect(page.locator(".progress")).to_contain_text(f"1 of {len(items)} reviewed")
    page.keyboard.press("n")
    expect(row(page, items[2])).to_have_attribute("aria-current", "true")
    page.keyboard.press("N")
    expect(row(page, items[0])).to_have_attribute("aria-current", "true")


# ---------------------------------------------------------------- all of it


def test_all_of_it_by_keyboard_alone(own_town: Served, look: Look) -> None:
    account = story(own_town)
    page = look(own_town.url).page("/")
    press, typed = page.keyboard.press, page.keyboard.type
    press("/")
    typed("insurgents")
    press("Enter")
    page.wait_for_url("**/?q=insurgents*")
    press("j")
    expect(page.locator("[data-row]")).to_be_focused()
    press("Enter")
    page.wait_for_url("**/story/**")
    press("n")
    figure = page.locator("[data-item][aria-current=true]").get_attribute("id")
    evidence = next(f for f in account["figures"] if f["id"] == figure)["evidence"][0]
    press("e")
    assert highlighted(page) == evidence["quote"]
    expect(page.locator(".source mark.here a").first).to_be_focused()
    press("Enter")
    expect(page.locator(".popup")).to_contain_text("killed")
    press("Escape")
    expect(page.locator(".popup")).to_have_count(0)
    expect(page.locator(".source mark.here a").first).to_be_focused()
    press("Escape")
    expect(page.locator("[data-pane-list]")).to_be_visible()
    press("c")
    expect(page.get_by_role("dialog").get_by_label("low")).to_be_focused()
    press("Tab")
    typed("399")
    for _ in ("high", "counts", "is", "why"):
        press("Tab")
    typed("the list of names")
    press("Tab")
    press("Tab")
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    press("Enter")
    assert figure is not None
    expect(row(page, figure).locator("td.best")).to_have_text("399")
    expect(row(page, figure)).to_be_focused()
    press("u")
    expect(page.get_by_role("textbox", name="Why is judgement 1 taken back?")).to_be_focused()
    typed("misread")
    press("Enter")
    expect(row(page, figure).locator("td.best")).not_to_have_text("399")
    press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Keys")
    press("Escape")
    press("g")
    press("l")
    page.wait_for_url(f"{own_town.url}/")
    assert [j["verdict"] for j in story(own_town)["judgements"]] == ["correct", "revoke"] or len(
        story(own_town)["judgements"]
    ) == 0


def test_all_of_it_without_script(own_town: Served, look: Look) -> None:
    account = story(own_town)
    figure = disputed(account)
    evidence = figure["evidence"][0]
    page = look(own_town.url, script=False).page("/")
    page.get_by_role("searchbox").fill("insurgents")
    page.get_by_role("button", name="Search").click()
    page.locator("[data-row]").click()
    row(page, figure["id"]).locator("a.ev").first.click()
    assert highlighted(page) == evidence["quote"]
    page.locator("mark.here a").first.click()
    made = page.locator(":target")
    expect(made).to_contain_text(evidence["quote"])
    made.locator(f'a[href$="#{figure["id"]}"]').first.click()
    expect(page.locator(":target")).to_have_attribute("id", figure["id"])
    row(page, figure["id"]).get_by_role("link", name="judge", exact=True).click()
    page.get_by_label("correct").check()
    page.get_by_label("best").fill("399")
    page.get_by_role("textbox", name="Why required", exact=True).fill("the list of names")
    page.get_by_role("button", name="Keep").click()
    expect(row(page, figure["id"]).locator("td.best")).to_have_text("399")
    page.get_by_role("navigation", name="Desk").get_by_role("link", name="Judgements").click()
    page.get_by_text("Undo").first.click()
    page.get_by_role("textbox", name="Why is judgement 1 taken back?").fill("misread")
    page.get_by_role("button", name="Undo").click()
    page.goto(own_town.url + at(account))
    expect(row(page, figure["id"]).locator("td.best")).not_to_have_text("399")
    with page.expect_download() as taken:
        page.get_by_role("link", name="JSON").click()
    assert json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))


# ---------------------------------------------------------------- taking away


def test_the_account_is_taken_away_in_four_forms(served: Served, look: Look, tmp_path: Path) -> None:
    account = story(served)
    page = look(served.url).page(at(account))
    files = {}
    for name in ("HTML", "Markdown", "JSON", "CSV"):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name, exact=True).click()
        files[name] = tmp_path / taken.value.suggested_filename
        taken.value.save_as(files[name])
    (again,) = json.loads(files["JSON"].read_text(encoding="utf-8"))
    assert again == json.loads(json.dumps(account))
    rows = list(csv.DictReader(io.StringIO(files["CSV"].read_text(encoding="utf-8-sig"))))
    assert {figure["id"] for figure in account["figures"]} <= {value for r in rows for value in r.values()}
    markdown = files["Markdown"].read_text(encoding="utf-8")
    assert markdown.startswith("# ")
    assert "disputed" in markdown
    alone = look(files["HTML"].as_uri())
    opened = alone.page("")
    expect(opened.get_by_role("heading", level=1).or_(opened.get_by_role("heading", level=2)).first).to_be_visible()
    assert "disputed" in opened.locator("body").inner_text()
    links = opened.locator("a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert all(link.startswith(("#", "http://", "https://")) for link in links)
    anchors = set(opened.locator("[id]").evaluate_all("all => all.map(one => one.id)"))
    assert {link[1:] for link in links if link.startswith("#")} <= anchors
