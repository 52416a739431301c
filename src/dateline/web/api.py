"""The same data as JSON: one visible tuple of endpoints, from which the OpenAPI description is made too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dateline.codec import dump, judgements_to_json, to_json
from dateline.errors import DatelineError, InputError, Outdated
from dateline.records import Judgement, Record, Report, Verdict, prepared
from dateline.review import Wanted, in_force
from dateline.web import asked
from dateline.web.desk import Desk, Opened
from dateline.web.plainly import plainly
from dateline.web.summaries import Summary

PAGE = 100
"""Judgements given at once at most."""


class Problem(Record, frozen=True):
    """What is wrong with a request, in one line."""

    error: str


class Nothing(Record, frozen=True):
    """No parameters."""


class Listing(Record, frozen=True, kw_only=True):
    """The parameters of the list: those of the page at `/`, which leaves out what it does not understand."""

    q: str = ""
    from_: str = msgspec.field(name="from", default="")
    to: str = ""
    undated: str = ""
    place: str = ""
    box: str = ""
    country: str = ""
    actor: str = ""
    measure: str = ""
    least: str = ""
    standing: str = ""
    unreviewed: str = ""
    signed: str = ""
    lapsed: str = ""
    sort: str = ""
    page: str = ""


class Stories(Record, frozen=True, kw_only=True):
    """A page of the list: how many stories are wanted in all, how many pages, and what was not understood."""

    total: int
    page: int
    pages: int
    stories: tuple[Summary, ...]
    notes: tuple[str, ...]


class Back(Record, frozen=True, kw_only=True):
    """Which part of the log is asked for: the judgements before a number, newest first."""

    before: Annotated[int, Meta(ge=1, le=1_000_000_000)] | None = None
    limit: Annotated[int, Meta(ge=1, le=PAGE)] = PAGE


class Asked(Record, frozen=True, kw_only=True):
    """A judgement that is asked for, as `dateline review` takes it.

    `place` is a GeoNames id; a name is refused, with the ids of the places that are called so.
    `seen` is the mark of the account that was looked at (its `ETag`, without quotation marks): where the account is
    another by now, nothing is kept.
    """

    verdict: Verdict
    names: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=500)], ...], Meta(min_length=1, max_length=500)]
    user: Annotated[str, Meta(min_length=1, max_length=100)]
    reason: Annotated[str, Meta(min_length=1, max_length=2_000)]
    seen: str
    low: Annotated[float, Meta(ge=0)] | None = None
    best: Annotated[float, Meta(ge=0)] | None = None
    high: Annotated[float, Meta(ge=0)] | None = None
    date: str | None = None
    measure: str | None = None
    scope: Literal["total", "part"] | None = None
    place: Annotated[str, Meta(max_length=100)] | None = None
    where_prec: Literal[1, 2, 3, 4, 5, 6] | None = None
    coordinates: Annotated[str, Meta(max_length=100)] | None = None


class Logged(Record, frozen=True, kw_only=True):
    """A row of the log, its hash, and whether it is in force."""

    judgement: Judgement
    sha256: str
    in_force: bool


class Log(Record, frozen=True, kw_only=True):
    """A part of the log, newest first, and how many rows there are in all."""

    total: int
    rows: tuple[Logged, ...]


class Laid(Record, frozen=True, kw_only=True):
    """A judgement that was kept: its number and hash, and the stories whose accounts it changed, made or took away."""

    number: int
    sha256: str
    changed: tuple[str, ...]


class Found(NamedTuple):
    """An answer: its body, and headers."""

    body: bytes
    headers: Mapping[str, str] = {}
    status: int = 200


class Missing(Exception):
    """There is nothing at an address."""


class Endpoint(NamedTuple):
    """One address of the API: how it is asked, what it takes and gives; a record, or the name of a schema."""

    method: Literal["get", "post"]
    path: str
    summary: str
    answer: Callable[[Request, Any], Found]
    takes: type[Record]
    gives: type[Record] | str


def stories(request: Request, _: Listing) -> Found:
    """Give the stories of a case, as the list shows them."""
    shelf = request.app.state.shelf
    if shelf is None:
        raise Missing
    wanted = asked.read(request.query_params.multi_items())
    found = shelf.index.page(wanted.query)
    page = Stories(total=found.total, page=found.page, pages=found.pages, stories=found.stories, notes=wanted.notes)
    return Found(msgspec.json.encode(page))


def account(request: Request, _: Nothing) -> Found:
    """Give the account of a story."""
    opened = _opened(request)
    return Found(dump(to_json(opened.account)), {"etag": f'"{opened.mark}"'})


def report(request: Request, _: Nothing) -> Found:
    """Give a report of a story: its text, and where that came from."""
    found = _opened(request).reports.get(request.path_params["report"])
    if found is None:
        raise Missing
    return Found(msgspec.json.encode(found))


def judgements(request: Request, _: Nothing) -> Found:
    """Give the judgements that lie over an account, with what the machine says without them."""
    return Found(dump(judgements_to_json(_opened(request).account.judgements)))


def log(request: Request, wanted: Back) -> Found:
    """Give the log of judgements."""
    desk: Desk = request.app.state.desk
    every = desk.log()
    force = {entry.sha256 for entry in in_force(every)}
    last = len(every) if wanted.before is None else min(wanted.before - 1, len(every))
    rows = every[max(0, last - wanted.limit) : last][::-1]
    listed = tuple(Logged(judgement=e.judgement, sha256=e.sha256, in_force=e.sha256 in force) for e in rows)
    return Found(msgspec.json.encode(Log(total=len(every), rows=listed)))


def judge(request: Request, wanted: Asked) -> Found:
    """Keep a judgement on what an account holds."""
    desk: Desk = request.app.state.desk
    opened = _opened(request)
    seen = {opened.account.story: wanted.seen}
    others = []
    if wanted.verdict == "merge" and opened.account.story in wanted.names:
        found = [desk.open(name) for name in wanted.names if name != opened.account.story]
        others = [one for one in found if one is not None]
        seen |= {one.account.story: one.mark for one in others}
    values = {name: getattr(wanted, name) for name in wanted.__struct_fields__ if name != "seen"}
    entry, changed = desk.judge(Wanted(at=desk.clock(), **values), [opened, *others], seen)
    laid = Laid(number=entry.judgement.number, sha256=entry.sha256, changed=changed)
    return Found(msgspec.json.encode(laid), status=201)


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("get", "/api/stories", "The stories, filtered and sorted", stories, Listing, Stories),
    Endpoint("get", "/api/stories/{story}", "The account of a story", account, Nothing, "Account"),
    Endpoint("get", "/api/stories/{story}/reports/{report}", "A report of a story", report, Nothing, Report),
    Endpoint("get", "/api/stories/{story}/judgements", "What people judged of it", judgements, Nothing, "Judgements"),
    Endpoint("post", "/api/stories/{story}/judgements", "Judge it", judge, Asked, Laid),
    Endpoint("get", "/api/judgements", "The log of judgements", log, Back, Log),
)


def routes() -> list[Route]:
    """Return the addresses of the API, and that of its description."""
    from dateline.web.openapi import describe

    async def description(_: Request) -> Response:
        return _json(Found(dump(describe(ENDPOINTS))))

    paths = dict.fromkeys(endpoint.path for endpoint in ENDPOINTS)
    made = [Route(_pattern(path), _serve(path), methods=_methods(path)) for path in paths]
    return [*made, Route("/api/openapi.json", description)]


def _methods(path: str) -> list[str]:
    return [endpoint.method.upper() for endpoint in ENDPOINTS if endpoint.path == path]


def _pattern(path: str) -> str:
    return path.replace("{report}", "{report:anything}")


def _serve(path: str) -> Callable[[Request], Any]:
    by_method = {endpoint.method.upper(): endpoint for endpoint in ENDPOINTS if endpoint.path == path}

    async def served(request: Request) -> Response:
        endpoint = by_method["GET" if request.method == "HEAD" else request.method]
        body = await request.body() if endpoint.method == "post" else b""
        return _json(await run_in_threadpool(_answered, request, endpoint, body))

    return served


def _answered(request: Request, endpoint: Endpoint, body: bytes) -> Found:
    """Return the answer of an endpoint, or what is wrong with the request."""
    try:
        if endpoint.method == "post" and request.headers.get("content-type", "").split(";")[0] != "application/json":
            return _problem("send JSON, as content-type application/json", 415)
        return endpoint.answer(request, _taken(request, endpoint, body))
    except Missing:
        return _problem("there is nothing at this address", 404)
    except Outdated as error:
        return _problem(plainly(str(error)), 409)
    except (InputError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        return _problem(plainly(str(error)), 422)
    except DatelineError as error:
        return _problem(str(error), 503)


def _taken(request: Request, endpoint: Endpoint, body: bytes) -> Record:
    if endpoint.method == "post":
        return msgspec.json.decode(body, type=prepared(endpoint.takes))
    keys = request.query_params.multi_items()
    if len(dict(keys)) < len(keys):
        raise InputError("a parameter is given twice")
    return msgspec.convert(dict(keys), prepared(endpoint.takes), strict=False)


def _opened(request: Request) -> Opened:
    desk: Desk = request.app.state.desk
    opened = desk.open(request.path_params["story"])
    if opened is None:
        raise Missing
    return opened


def _problem(said: str, status: int) -> Found:
    return Found(msgspec.json.encode(Problem(said)), status=status)


def _json(found: Found) -> Response:
    return Response(found.body, found.status, found.headers, media_type="application/json")
