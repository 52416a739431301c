"""Who makes the pages of stories and reports: this process, and where many ask at once others beside it.

An interpreter makes one page at a time. Whoever reads alone is served by this process; a page asked for while another
is being made goes to a process that has the case open too. Where it is made changes nothing in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from dateline import __version__
from dateline.config import Config
from dateline.engine import Crew
from dateline.errors import InputError
from dateline.store import open_case
from dateline.web.desk import Desk
from dateline.web.pages import TOKEN_MARK, USER_MARK, Kept, ready, use_marks

Page: TypeAlias = Callable[..., Kept | None]
"""A function of a desk and of what was asked, importable by name; None where there is no such page."""

_desks: list[Desk] = []
"""The desk of a process that makes pages for another."""


class Makers:
    """What makes pages: without a crew, this process alone."""

    def __init__(self, desk: Desk, crew: Crew | None = None) -> None:
        self._desk = desk
        self._crew = crew
        self._making = 0
        self._lock = Lock()

    def make(self, page: Page, *asked: object) -> Kept | None:
        """Return a page of the desk; None where there is none.

        Raises:
            StoreError: the case cannot be read.
        """
        crew = self._crew
        with self._lock:
            alone = not self._making
            self._making += 1
        try:
            if crew is not None and not alone:
                try:
                    return crew.do(_page, page, *asked)
                except InputError:
                    if not crew.broken:
                        raise
                    self._crew = None  # whoever ended the process wants its memory: from now on pages are made here
            return page(self._desk, *asked)
        finally:
            with self._lock:
                self._making -= 1


async def page_of(request: Request, story: str, page: Page, asked: tuple[Hashable, ...]) -> Kept | None:
    """Return a page of a story: the one that is kept at once, any other when it is made; None where there is none.

    What has been made before waits for no thread: many readers of one interpreter wait for each other's threads most.

    Raises:
        StoreError: the case cannot be read.
    """
    state = request.app.state
    mark = state.desk.mark(story) if state.desk.at_hand else await run_in_threadpool(state.desk.mark, story)
    key = (page, *asked)
    kept: Kept | None = state.pages.kept(key, mark or "")
    if kept is None:
        make = partial(state.makers.make, page, *asked)
        kept = await run_in_threadpool(state.pages.get, key, mark or "", make)
    return kept


@contextmanager
def beside(desk: Desk, workers: int) -> Iterator[Makers]:
    """Have up to so many processes make pages beside this one, as long as this context lasts.

    None is started before two pages are asked for at once.
    """
    if not workers:
        yield Makers(desk)
        return
    with Crew(workers, _open, desk.case.address, desk.config, TOKEN_MARK, USER_MARK) as crew:
        yield Makers(desk, crew)


def _open(case: str | Path, config: Config, token: str, user: str) -> None:
    """Open a case for good: the process ends with the one that it makes pages for."""
    opened = open_case(case, f"{__version__} {config.pipeline}", create=False)
    _desks.append(Desk(opened.__enter__(), config, _no_clock))
    use_marks(token, user)
    ready()


def _no_clock() -> str:
    raise AssertionError("who makes pages does not judge")


def _page(page: Page, *asked: object) -> Kept | None:
    return page(_desks[0], *asked)
