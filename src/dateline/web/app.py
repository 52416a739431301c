"""The page and its addresses: one visible tuple, a function each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dateline.errors import DatelineError, InputError, Outdated
from dateline.web import api, exports, listed, log, shelf, sources, story, traced, undoing, work
from dateline.web.desk import Desk
from dateline.web.glossary import groups
from dateline.web.guard import Guard, Rules
from dateline.web.makers import Makers
from dateline.web.pages import Pages, ready, render
from dateline.web.plainly import plainly

THREADS = 32
"""Requests answered at the same time: most wait for a database or for a page that another process makes."""


def help_page(request: Request) -> Response:
    """Tell how the desk is used."""
    return render(request, "help.html", groups=groups())


class _Anything(PathConvertor):
    """The rest of an address, whatever it is: a report may have an id of several lines."""

    regex = r"[\s\S]*"


register_url_convertor("anything", _Anything())

ROUTES: tuple[BaseRoute, ...] = (
    Route("/", shelf.page),
    Route("/stories.csv", listed.page),
    Route("/story/{story}", shelf.noting(story.page)),
    Route("/story/{story}/source/{report:anything}", sources.page),
    Route("/story/{story}/item/{item:path}", traced.page),
    Route("/story/{story}/judge", work.form, methods=["GET"]),
    Route("/story/{story}/judge", work.judge, methods=["POST"]),
    Route("/story/{story}/export.{ending}", exports.export),
    Route("/story/{story}/mark", story.mark),
    Route("/judgements", log.page),
    Route("/judgements/{number}", log.find),
    Route("/judgements/{number}/undo", undoing.undo, methods=["POST"]),
    Route("/help", help_page),
    *api.routes(),
    Route("/static/drawn.css", story.drawn_style),
    Mount("/static", StaticFiles(packages=[("dateline.web", "static")])),
)


def build(
    desk: Desk, rules: Rules, user: str = "", stories: shelf.Shelf | None = None, makers: Makers | None = None
) -> Starlette:
    """Return the application that serves a desk; `user` is the name to begin with, `stories` the list of stories.

    Without `makers`, every page is made in this process.
    """
    app = Starlette(
        routes=ROUTES,
        middleware=[Middleware(Guard, rules=rules, failed=_defect)],
        exception_handlers={HTTPException: _failed, DatelineError: _wrong},
        lifespan=_begin,
    )
    app.state.desk = desk
    app.state.pages = Pages()
    app.state.makers = makers or Makers(desk)
    app.state.user = user
    app.state.shelf = stories
    return app


@asynccontextmanager
async def _begin(_: Starlette) -> AsyncIterator[None]:
    ready()
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these
    if error.status_code == 303 and error.headers:
        return RedirectResponse(error.headers["location"], 303)
    said = "There is nothing at this address." if error.detail == "Not Found" else error.detail
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": said}, error.status_code, error.headers)
    return render(request, "error.html", error.status_code, said=said, code=error.status_code)


def _wrong(request: Request, error: Exception) -> Response:
    status = 409 if isinstance(error, Outdated) else 422 if isinstance(error, InputError) else 503
    return render(request, "error.html", status, said=plainly(str(error)), code=status)


def _defect(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": f"A defect in dateline ({type(error).__name__})."}, 500)
    said = f"A defect in dateline ({type(error).__name__}); please report it. Nothing was changed."
    return render(request, "error.html", 500, said=said, code=500)
