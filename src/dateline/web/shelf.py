"""The list as it is served: the index, the visits and what follows the case, and the answer to whoever asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.store.database import is_server
from dateline.web import asked, side
from dateline.web.columns import WIDE
from dateline.web.desk import Desk
from dateline.web.following import Following
from dateline.web.index import Index
from dateline.web.listing import State, view
from dateline.web.pages import Kept, Pages, answer, environment, is_fragment, made, user_of
from dateline.web.rows import Rows
from dateline.web.visits import Visits

EVERY = 1_000_000
"""Values of a kind among which one is looked for by name."""


class Shelf:
    """What the list is made of."""

    def __init__(self, index: Index, visits: Visits, following: Following) -> None:
        self.index, self.visits, self.following = index, visits, following
        self.rows = Rows(environment().get_template("row.html"))

    def state(self) -> State:
        """Return what the list tells of itself."""
        return State(working=self.index.working, problem=self.following.problem, lasting=self.visits.lasting)


@contextmanager
def opened(desk: Desk) -> Iterator[Shelf]:
    """Open the list of a desk's case, and follow the case as long as this context lasts.

    Raises:
        StoreError: a side file cannot be made.
    """
    with ExitStack() as stack:
        places = stack.enter_context(side.places(desk.case.name, server=is_server(desk.case.name)))
        with side.told():
            index = Index(places.desk)
            stack.callback(index.close)
            visits = Visits(places.visits, lasting=places.lasting)
            stack.callback(visits.close)
        following = stack.enter_context(Following(index, visits, desk.case, desk.catch_up))
        desk.when_changed = following.soon
        yield Shelf(index, visits, following)


def page(request: Request) -> Response:
    """Show the list: the parameters of the address are what `asked` reads."""
    shelf: Shelf | None = request.app.state.shelf
    if shelf is None:
        raise HTTPException(503, "The list is not served here.")
    wanted = asked.read(request.query_params.multi_items())
    visit = shelf.visits.look(user_of(request), request.app.state.desk.clock())
    state = shelf.state()
    pages: Pages = request.app.state.pages
    fragment = is_fragment(request)
    key = ("list", shelf.index.generation, wanted, visit.mark, state, fragment)

    def make() -> Kept:
        found = shelf.index.page(
            wanted.query, visit.changed if wanted.query.changed else None, wanted.more, EVERY if wanted.among else WIDE
        )
        return made("list.html", request.url.path, fragment=fragment, **view(wanted, found, visit, state, shelf.rows))

    return answer(request, pages.get(key, "", make))


def noting(story: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Return a story's page that remembers who opened it."""

    @wraps(story)
    async def noted(request: Request) -> Response:
        response = await story(request)
        shelf: Shelf | None = request.app.state.shelf
        if shelf is not None and response.status_code in (200, 304):
            opened = (user_of(request), request.path_params["story"], request.app.state.desk.clock())
            if not shelf.visits.open(*opened, wait=False):
                await run_in_threadpool(shelf.visits.open, *opened)
        return response

    return noted
