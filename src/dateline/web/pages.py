"""Pages out of templates: one environment, one way to answer.

What is the same for everybody is made once for each state of a case and kept; what belongs to the person who asks is
put in last, at marks that no report can contain.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from html import escape
from secrets import token_hex
from threading import Lock
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
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
_DOT = re.compile(r"(?<=\w\w)(?=\.\w\w)|(?<=\w/)(?=\w)")
_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
SHORT = 14
"""Letters of an amount that is never broken."""
KEPT = 64_000_000
"""Bytes of all pages that are kept."""
TURNS = 1024
"""Locks that those share who ask for a page that is being made."""
KEPT_SIZE = 2_000_000
"""Bytes of the longest page that is kept."""


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
    found.filters.update(web=web_address, path=path_part, lines=lines, dots=dots, tight=tight)
    return found


def ready() -> None:
    """Have the templates at hand before many ask for their pages at once."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def use_marks(token: str, user: str) -> None:
    """Put in what another process looks for: pages made here are for it."""
    environment().globals.update(token=token, user=user)


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


def lines(text: str, spaced: bool) -> Markup:
    """Return a text with room behind each of its lines, where each is a paragraph."""
    if not spaced:
        return Markup.escape(text)
    return Markup('\n<span class="gap"></span>').join(_BREAK.split(text))


def tight(amount: str) -> str:
    """Return a short amount in one piece: its sign, currency and unit stay with the number.

    >>> tight("≥ USD 2 bn") == "≥ USD 2 bn".replace(" ", chr(160)), tight("9,000 square kilometres")
    (True, '9,000 square kilometres')
    """
    return amount.replace(" ", "\u00a0") if len(amount) <= SHORT else amount


def dots(text: str) -> Markup:
    """Return a text that holds an address so that its lines break there before a dot or behind a stroke.

    >>> dots("news.example.org <b>")
    Markup('news<wbr>.example<wbr>.org &lt;b&gt;')
    """
    return Markup(_DOT.sub(r"\g<0><wbr>", str(Markup.escape(text))))  # noqa: S704 - escaped just now


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
    """A page as it is kept, in UTF-8; `mark` is that of the account that it shows, `sha256` that of its bytes.

    What belongs to the person who asks goes between its parts: `gaps` tells for each whether it is the token of a form
    or the name of the person.
    """

    parts: tuple[bytes, ...]
    gaps: tuple[bool, ...]
    mark: str
    sha256: bytes

    @property
    def size(self) -> int:
        """Its bytes, without what belongs to a person."""
        return sum(map(len, self.parts))


class Pages:
    """Pages made before, by what they show; the ones asked for last stay."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Hashable, str], Kept] = OrderedDict()
        self._size = 0
        self._turns = tuple(Lock() for _ in range(TURNS))
        self._lock = Lock()

    def kept(self, asked: Hashable, mark: str) -> Kept | None:
        """Return the page that was asked for, None where none with this mark is kept."""
        with self._lock:
            if (asked, mark) in self._kept:
                self._kept.move_to_end((asked, mark))
            return self._kept.get((asked, mark))

    def get(self, asked: Hashable, mark: str, make: Callable[[], Kept | None]) -> Kept | None:
        """Return the page that was asked for, made where none with this mark is kept; None where there is none."""
        kept = self.kept(asked, mark)
        if kept is None:
            with self._turns[hash(asked) % TURNS]:  # what many ask for at once is made by the first
                kept = self.kept(asked, mark) or self._keep(asked, make())
        return kept

    def _keep(self, asked: Hashable, made: Kept | None) -> Kept | None:
        if made is not None and made.size <= KEPT_SIZE:
            key = (asked, made.mark)  # the account may have changed since it was asked for
            with self._lock:
                if key not in self._kept:
                    self._kept[key] = made
                    self._size += made.size
                while self._size > KEPT:
                    self._size -= self._kept.popitem(last=False)[1].size
        return made


def render(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """Return the answer that a template makes; for a script, its block `main` only."""
    return answer(request, made(template, request.url.path, fragment=is_fragment(request), **context), status)


def made(template: str, path: str, *, fragment: bool, mark: str = "", **context: Any) -> Kept:
    """Return what a template makes for an address, before it is anybody's; of a fragment its block `main` only."""
    found = environment().get_template(template)
    values = {"path": path, "mark": mark, **context}
    if fragment:
        page = found.new_context(values)
        body = "".join(found.blocks["main"](page))
    else:
        body = found.render(values)
    return kept_of(body, mark)


def kept_of(body: str, mark: str) -> Kept:
    """Return a page as it is kept."""
    whole = body.encode("utf-8", "replace")
    token, user = (str(environment().globals[name]) for name in ("token", "user"))
    parts = re.split(f"({token}|{user})".encode(), whole)
    is_token = tuple(found == token.encode() for found in parts[1::2])
    return Kept(tuple(parts[::2]), is_token, mark, hashlib.sha256(whole).digest())


def answer(request: Request, page: Kept | None, status: int = 200) -> Response:
    """Return a page as the answer to the person who asks, or that it is still the one they have.

    Raises:
        HTTPException: there is none.
    """
    if page is None:
        raise HTTPException(404)
    token, user = request.state.form_token, escape(user_of(request))
    etag = f'"{hashlib.sha256(page.sha256 + f"{token} {user}".encode("utf-8", "replace")).hexdigest()[:32]}"'
    headers = {"etag": etag, "vary": f"cookie, {FRAGMENT}"}
    if status == 200 and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    own = (user.encode("utf-8", "replace"), token.encode())
    filled = [page.parts[0]]
    for is_token, part in zip(page.gaps, page.parts[1:], strict=True):
        filled += (own[is_token], part)
    return HTMLResponse(b"".join(filled), status, headers)
