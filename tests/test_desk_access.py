"""The desk for everybody: by axe-core, on a phone and at twice the size, by keyboard, in both themes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dateline import __version__
from dateline.review import Wanted
from dateline.store import open_case
from tests.desk import Look, Served, serving_here, told

if TYPE_CHECKING:
    from playwright.sync_api import Page

NARROW, WIDE = 360, 1280
PATHS = ("list", "filtered", "story", "source", "item", "where", "judge", "place", "log", "help", "error")


@pytest.fixture(scope="module")
def judged(town_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a case on which somebody has judged, so that every part of every page is there."""
    from dateline.config import Config
    from dateline.web.desk import Desk

    path = Path(shutil.copy(town_case, tmp_path_factory.mktemp("judged") / "a.case"))
    with open_case(path, __version__) as case:
        desk = Desk(case, Config(), lambda: "2021-06-01T10:00:00+00:00")
        for n in range(3):
            opened = desk.open(case.accounts()[0].story)
            assert opened is not None
            figure = opened.account.figures[n]
            wanted = Wanted(verdict="accept", names=(figure.id,), user="Ana", reason=f"read {n}", at=desk.clock())
            desk.judge(wanted, [opened], {opened.account.story: opened.mark})
    with serving_here(path) as served:
        yield served


def addresses(served: Served) -> dict[str, str]:
    (account,) = told(served)
    story = f"/story/{account['story']}"
    figure = account["figures"][0]
    quoted = figure["evidence"][0]
    return {
        "list": "/",
        "filtered": "/?q=insurgents&measure=killed&place=Nowhere",
        "story": story,
        "source": f"{story}/source/{quoted['report']}?at={quoted['start']}-{quoted['end']}",
        "item": f"{story}/item/{figure['id']}",
        "where": f"{story}/item/where",
        "judge": f"{story}/judge?item={figure['id']}&verdict=correct",
        "place": f"{story}/judge?item={account['story']}&verdict=correct&where=Goma",
        "log": "/judgements",
        "help": "/help",
        "error": "/nothing",
    }


def findings(page: Page, *only: str) -> list[str]:
    """Return what axe-core finds wrong, the serious and the critical; the moderate is printed."""
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    found = []
    for one in Axe().run(page, options=options).response["violations"]:
        line = f"{one['impact']} {one['id']}: {'; '.join(str(n['html'])[:110] for n in one['nodes'][:4])} ({len(one['nodes'])})"
        if one["impact"] in ("serious", "critical"):
            found.append(line)
        else:
            print(page.url, line)  # noqa: T201 - pytest shows it where the test fails, or with -s
    return found


def show_evidence(page: Page) -> None:
    page.locator("[data-item] a.ev").first.click()
    page.locator(".source mark.here a").first.click()
    page.locator(".popup").wait_for()


def show_form(page: Page) -> None:
    page.locator("[data-item]").get_by_role("link", name="judge", exact=True).first.click()
    page.locator("dialog[open] textarea").wait_for()


def show_help(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("dialog[open] kbd").first.wait_for()


STATES: tuple[tuple[str, Callable[[Page], None] | None], ...] = (
    ("story", show_evidence),
    ("story", show_form),
    *((name, None) for name in PATHS if name != "story"),
)
"""What is looked at: the story with all that can lie open on it, and the other pages."""


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (NARROW, False), (WIDE, True), (NARROW, True)])
def test_axe_finds_nothing_serious(judged: Served, look: Look, width: int, dark: bool) -> None:
    person = look(judged.url, width=width, dark=dark)
    person.expected.add(404)
    known = addresses(judged)
    page = person.page()
    found = []
    for name, act in STATES[: 4 if width == NARROW and dark else None]:
        person.go(page, known[name])
        if act is not None:
            act(page)
        # what the themes do not share are colours
        listed = findings(page, "color-contrast", "link-in-text-block") if dark else findings(page)
        page.keyboard.press("Escape")
        found += [f"{name}{act.__name__ if act else ''}: {line}" for line in listed]
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 640, 1280, 3840])
def test_no_page_is_wider_than_the_window(judged: Served, look: Look, width: int) -> None:
    person = look(judged.url, width=width, height=450)
    person.expected.add(404)
    page = person.page()
    wide = []
    for name, path in addresses(judged).items():
        person.go(page, path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(name)
    assert wide == []


def test_what_lies_over_a_narrow_page_fits_and_closes(judged: Served, look: Look) -> None:
    page = look(judged.url, width=NARROW, height=640).page(addresses(judged)["story"])
    for act, closed in ((show_evidence, ".popup"), (show_form, "dialog[open]"), (show_help, "dialog[open]")):
        act(page)
        box = page.locator(closed).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW
        page.keyboard.press("Escape")
        page.locator(closed).wait_for(state="detached" if closed == ".popup" else "hidden")
        page.keyboard.press("Escape")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


@pytest.mark.parametrize("name", PATHS)
def test_headings_and_landmarks_are_in_order(judged: Served, look: Look, name: str) -> None:
    person = look(judged.url)
    person.expected.add(404)
    page = person.page(addresses(judged)[name])
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "all => all.filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for role in ("banner", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("search").count() >= 1
    assert page.get_by_role("navigation", name="Desk").count() == 1
    assert page.title().endswith("· dateline")
    assert page.locator("html").get_attribute("lang") == "en"
    ids = page.locator("[id]").evaluate_all("all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids))


FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const ring = (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
  const around = one.closest("label, summary, li, tr, tbody");
  return {
    name: one.outerHTML.slice(0, 100), body: one === document.body,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    ring: ring(style) || (around !== null && ring(getComputedStyle(around))),
    key: (window.__known ??= new Map()).get(one) ?? (window.__known.set(one, window.__known.size), window.__known.get(one)),
  };
}"""
STEPS = 120
"""How often the tabulator is pressed at most."""


@pytest.mark.parametrize("name", PATHS)
def test_focus_goes_through_the_whole_page_and_is_seen(judged: Served, look: Look, name: str) -> None:
    person = look(judged.url)
    person.expected.add(404)
    page = person.page(addresses(judged)[name])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('skip')")
    seen: list[int] = []
    wrong: list[str] = []
    for _ in range(STEPS):
        at = page.evaluate(FOCUSED)
        if at["body"] or (seen and at["key"] == seen[0]):
            break
        if at["key"] in seen:
            wrong.append(f"caught at {at['name']}")
            break
        seen.append(at["key"])
        wrong += [f"{what}: {at['name']}" for what in ("seen", "ring") if not at[what]]
        page.keyboard.press("Tab")
    assert wrong == []
    assert len(seen) > 5
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_dialog_holds_the_focus_and_gives_it_back(judged: Served, look: Look) -> None:
    page = look(judged.url).page(addresses(judged)["story"])
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.locator("dialog[open] textarea").wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.closest('[data-item]') !== null")


def test_the_theme_is_kept(judged: Served, look: Look) -> None:
    page = look(judged.url).page("/")
    shade = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(shade)
    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate(shade)
    assert light != dark
    page.goto(f"{judged.url}/help")
    assert page.evaluate(shade) == dark


def test_a_story_is_printed_whole(judged: Served, look: Look) -> None:
    page = look(judged.url).page(addresses(judged)["story"])
    assert len(page.pdf()) > 20_000
    page.emulate_media(media="print")
    assert not page.locator(".masthead form").is_visible()
    assert page.locator("#part-figures").is_visible()


def test_the_account_that_is_taken_away_is_for_everybody_too(judged: Served, look: Look, tmp_path: Path) -> None:
    page = look(judged.url).page(addresses(judged)["story"])
    with page.expect_download() as taken:
        page.get_by_role("link", name="HTML", exact=True).click()
    taken.value.save_as(tmp_path / "taken.html")
    alone = look((tmp_path / "taken.html").as_uri(), width=NARROW).page("")
    assert findings(alone) == []
    assert alone.evaluate("document.documentElement.scrollWidth") <= NARROW
