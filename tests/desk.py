"""A desk that is served as users serve it, and a browser that looks at it and lets nothing pass."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import uvicorn

from dateline import __version__
from dateline.codec import to_json
from dateline.config import Config
from dateline.pipeline import make_accounts, read_paths
from dateline.store import open_case
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import rules_for
from dateline.web.shelf import opened
from tests.conftest import ROOT
from tests.judging import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

TOWN: tuple[dict[str, str], ...] = (
    {
        "id": "town-1",
        "title": "Army-Backed Militias Claim Victory Over Insurgents In Pemba",
        "source": "Indian Ocean Wire",
        "published": "2019-08-16",
        "text": """\
After five months of fighting, a coalition of militias and soldiers backed by Tanzanian airstrikes has declared victory over the insurgents in Pemba, the Mozambican port that they had held since the spring.

The fighting was over by Thursday, when the last fighters gave up the hospital and the harbour. The militias said 480 insurgents were killed in the battle for Pemba. According to aid groups, some 140,000 civilians remain in camps in the surrounding districts, and about 60 per cent of the city is destroyed.

A Reuters witness said militiamen celebrated in the streets, waving flags from their trucks.

"We do know that there are still mines in and around the harbour, so the militias will go on clearing it carefully," said Colonel Peter Ngowi, a spokesman for the coalition.

Amina Said, a 44-year-old trader, said she had left her house for the first time in weeks. The insurgents had killed her brother for hiding a radio, she said.

The last assault began on Sunday after a group of 90 local fighters surrendered under a deal with village elders, leaving some 200 foreign fighters to defend the harbour, Reuters reported.""",
    },
    {
        "id": "town-2",
        "published": "2019-08-16",
        "title": "Pemba is free of insurgents, coalition says",
        "source": "Cabo Daily",
        "text": """\
A coalition of Mozambican militias and soldiers declared victory over the insurgents in the port of Pemba on Friday, after a five-month battle that left the city in ruins.

At a ceremony in the harbour the militias handed the city over to a council of elders and a police force of 1,200 men.

"This is a victory of all who live here," said Ibrahim Momade, a commander of the militias.

The United Nations said 350 insurgents were killed in the battle for Pemba. Momade said 212 militiamen lost their lives in five months.

The United Nations and aid groups estimate that about 60 per cent of the city is destroyed. Some 140,000 civilians remain in camps, the United Nations said.

Residents will be allowed to return once the mines are cleared, Momade said. The coalition had announced on Thursday that the last fighters had left the hospital.""",
    },
)
"""Two reports on the end of a siege, which do not give the same number of dead; written for these tests."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""How Chromium is started: it may be root here, and nothing but loopback has an address."""
PATIENCE = 60_000
"""Milliseconds that a page is waited for; nothing is measured by it."""


class Served(NamedTuple):
    """A desk that is open: its address without a slash at the end, and its case."""

    url: str
    case: Path


def make_case(folder: Path, reports: Sequence[dict[str, str]], group_by: str | None = None) -> Path:
    """Take reports in and tell their accounts; return the case."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "a.case"
    with open_case(path, __version__) as case:
        outcome = read_paths([write(folder, reports)], Config(), case)
        make_accounts(outcome, Config(), group_by, case)
    return path


@contextmanager
def serving(case: Path, *options: str) -> Iterator[Served]:
    """Serve a case in a process of its own, on a free port of loopback."""
    command = [sys.executable, "-m", "dateline", "serve", str(case), "--port", "0", *options]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "TZ": "UTC"}
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        said = process.stdout.readline()
        if not said:
            raise AssertionError(process.stderr.read())
        yield Served(said.split()[-1].partition("?")[0].rstrip("/"), case)
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def serving_here(path: Path, user: str = "Ana") -> Iterator[Served]:
    """Serve a case in a thread of this process, which saves loading all of it once more."""
    moments = count(datetime(2021, 6, 1, 10, tzinfo=UTC).timestamp())
    with open_case(path, __version__, create=False) as case, socket.create_server(("127.0.0.1", 0)) as listener:
        desk = Desk(case, Config(), lambda: datetime.fromtimestamp(next(moments), UTC).isoformat())
        with opened(desk) as stories:
            app = build(desk, rules_for("127.0.0.1", None), user, stories)
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
            thread = Thread(target=server.run, args=([listener],))
            thread.start()
            try:
                yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", path)
            finally:
                server.should_exit = True
                thread.join()


def chromium() -> str:
    """Return the path of a Chromium to look at pages with; without one the test is skipped."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("DATELINE_TEST_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.skip(os.environ.get("DATELINE_NO_CHROMIUM") or "no Chromium: DATELINE_TEST_CHROMIUM is not set")
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start a browser."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Looking:
    """A person at a browser of their own: cookies, storage, pages; what goes wrong there is written down.

    Wrong are a request that leaves `home`, an error on the console, a breach of the policy, an exception, a dialog, and
    whatever of a hostile text ran (`window.__pwned`). `expected` holds statuses that the test asks for.
    """

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.context = context
        self.home = home
        self.wrong: list[str] = []
        self.expected: set[int] = set()
        context.set_default_timeout(PATIENCE)
        context.on("request", self._asked)
        context.on("console", self._logged)
        context.on("weberror", lambda error: self.wrong.append(f"exception: {error.error}"))
        context.on("page", self._opened)

    def page(self, path: str | None = None) -> Page:
        """Open a page, at a path of the desk."""
        page = self.context.new_page()
        if path is not None:
            self.go(page, path)
        return page

    def go(self, page: Page, path: str) -> None:
        """Go to a path of the desk."""
        answer = page.goto(self.home + path)
        assert answer is not None
        assert answer.status < 400 or answer.status in self.expected, f"{path}: {answer.status}"

    def check(self) -> None:
        """Tell what went wrong so far."""
        for page in self.context.pages:
            if page.evaluate("() => window.__pwned !== undefined"):
                self.wrong.append(f"{page.url}: a hostile text ran")
        assert self.wrong == [], self.wrong

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "about:")):
            self.wrong.append(f"request to {request.url}")

    def _logged(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if message.text.startswith("Failed to load resource") and any(f" {s} " in message.text for s in self.expected):
            return
        self.wrong.append(f"console: {message.text}")

    def _opened(self, page: Page) -> None:
        def told(dialog: Any) -> None:
            self.wrong.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", told)


Look = Callable[..., Looking]
"""Sits a person down at a browser: `look(served, width=…, dark=…, script=…)`."""


@contextmanager
def people(browser: Browser) -> Iterator[Look]:
    """Give browsers of their own to people; when they leave, nothing may have gone wrong."""
    seated: list[Looking] = []

    def look(home: str, *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True) -> Looking:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            accept_downloads=True,
            reduced_motion="reduce",
        )
        seated.append(Looking(context, home))
        return seated[-1]

    try:
        yield look
        for one in seated:
            one.check()
    finally:
        for one in seated:
            one.context.close()


def told(served: Served) -> list[dict[str, Any]]:
    """Return the accounts of a case that is served, as JSON."""
    with open_case(served.case, __version__, create=False) as case:
        return [dict(to_json(account)) for account in case.accounts()]
