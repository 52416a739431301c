"""Pages out of templates: one environment, one way to answer.

What is the same for everybody is made once for each state of a case and kept; what belongs to the person who asks is
put in last, at marks that no report can contain.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from html import escape
from secrets import token_hex
from threading import Lock
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dateline import __version__
from dateline.records import Record

FRAGMENT = "x-fragment"
"""The header with which a script asks for the middle of a page only."""
USER = "dateline-user"
"""The cookie that keeps the name of the person who judges."""
TOKEN_MARK = f"token-{token_hex(16)}"
USER_MARK = f"user-{token_hex(16)}"
"""What stands in a kept page for the token of a form, and for the name of the person."""
KEPT = 64_000_000
"""Characters of all pages that are kept."""
KEPT_SIZE = 2_000_000
"""Characters of the longest page that is kept."""


@cache
def environment() -> Environment:
    """Return the templates of the desk and of what accounts are told with."""
    found = Environment(
        loader=ChoiceLoader([PackageLoader("dateline.web"), PackageLoader("dateline.telling")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.globals.update(version=__version__, token=TOKEN_MARK, user=USER_MARK)
    found.filters.update(web=web_address, path=path_part)
    return found


def web_address(url: str | None) -> str | None:
    """Return an address that may be linked to, None for any other.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return (url or "").strip() if parts.scheme in ("http", "https") and parts.netloc else None


@lru_cache(maxsize=20_000)
def path_part(text: str) -> str:
    """Return a text as one part of a path.

    >>> path_part("a/b #1")
    'a%2Fb%20%231'
    """
    return quote(text, safe="", errors="surrogatepass")


def is_fragment(request: Request) -> bool:
    """Tell whether a script asks for the middle of a page only."""
    return request.headers.get(FRAGMENT) == "1"


def user_of(request: Request) -> str:
    """Return the name of the person who asks: the one given last, else that of the desk."""
    given = unquote(request.cookies.get(USER, "")).strip()
    return given[:100] or str(request.app.state.user)


class Kept(Record, frozen=True):
    """A page as it is kept."""

    body: str
    status: int = 200


class Pages:
    """Pages made before, by what they show; the ones asked for last stay."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return the page of a key, made where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        if len(made.body) <= KEPT_SIZE:
            with self._lock:
                if key not in self._kept:
                    self._kept[key] = made
                    self._size += len(made.body)
                while self._size > KEPT:
                    self._size -= len(self._kept.popitem(last=False)[1].body)
        return made


def render(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """Return the answer that a template makes; for a script, its block `main` only."""
    return answer(request, made(request, template, status, **context))


def made(request: Request, template: str, status: int = 200, **context: Any) -> Kept:
    """Return what a template makes, before it is anybody's."""
    found = environment().get_template(template)
    values = {"path": request.url.path, **context}
    if is_fragment(request):
        page = found.new_context(values)
        return Kept("".join(found.blocks["main"](page)), status)
    return Kept(found.render(values), status)


def answer(request: Request, page: Kept) -> Response:
    """Return a page as the answer to the person who asks, or that it is still the one they have."""
    body = page.body.replace(TOKEN_MARK, request.state.form_token).replace(USER_MARK, escape(user_of(request)))
    data = body.encode("utf-8", "replace")
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"etag": etag, "vary": f"cookie, {FRAGMENT}"}
    if page.status == 200 and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(data, page.status, headers)
