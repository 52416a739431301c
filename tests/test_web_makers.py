"""Where a page is made changes nothing in it, and the end of who made it loses none."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from starlette.testclient import TestClient

from dateline.config import Config
from dateline.store import Case
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import SESSION, Rules
from dateline.web.makers import Makers, beside
from dateline.web.pages import Kept, kept_of
from tests.judging import kept

NOW = "2021-06-01T10:00:00+00:00"
ANOTHER = "is being made"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with kept(tmp_path_factory.mktemp("case")) as made:
        yield made


@pytest.fixture
def desk(case: Case) -> Desk:
    return Desk(case, Config(), lambda: NOW)


def number_of_process(desk: Desk) -> Kept:
    assert desk.case.accounts()
    return kept_of(str(os.getpid()), "")


def while_another(makers: Makers) -> str:
    """Ask for a page while another is being made, for two seconds at most, and return the process that made it."""
    begun, go_on = Event(), Event()

    def slow(_: Desk) -> Kept:
        begun.set()
        go_on.wait(2)
        return kept_of(ANOTHER, "")

    with ThreadPoolExecutor(1) as readers:
        other = readers.submit(makers.make, slow)
        assert begun.wait(60)
        try:
            made = makers.make(number_of_process)
        finally:
            go_on.set()
        assert other.result() == kept_of(ANOTHER, "")
    assert made is not None
    return made.parts[0].decode()


def test_one_reader_starts_no_process(desk: Desk) -> None:
    with beside(desk, 1) as makers:
        made = makers.make(number_of_process)
    assert made is not None
    assert made.parts == (str(os.getpid()).encode(),)


def test_a_second_reader_is_served_by_another_process_of_the_same_case(desk: Desk) -> None:
    with beside(desk, 1) as makers:
        assert while_another(makers) != str(os.getpid())


def test_when_that_process_is_ended_pages_are_made_here(desk: Desk) -> None:
    with beside(desk, 1) as makers:
        os.kill(int(while_another(makers)), signal.SIGKILL)
        assert while_another(makers) == str(os.getpid())


def test_a_page_is_the_same_wherever_it_is_made(desk: Desk) -> None:
    account = desk.case.accounts()[0]
    report = account.sources[0].report
    paths = [
        f"/story/{account.story}",
        f"/story/{account.story}/source/{report}?at=0-5",
        f"/story/{account.story}/source/{report}",
    ]
    cookies = {SESSION: "s" * 32}
    client = TestClient(build(desk, Rules(), "Ana"), base_url="http://localhost", cookies=cookies)
    here = [client.get(path).text for path in paths]
    with beside(desk, 1) as makers:
        makers._making += 1  # as though another page were being made all the time
        other = TestClient(build(desk, Rules(), "Ana", None, makers), base_url="http://localhost", cookies=cookies)
        there = [other.get(path).text for path in paths]
        missing = other.get(f"/story/{account.story}/source/nobody").status_code
        makers._making -= 1
    assert there == here
    assert missing == 404
    assert not re.search(r"(token|user)-[0-9a-f]{32}", "".join(there))
