"""Who may ask the desk, and what every answer forbids: an ASGI layer around the whole page.

A page of a stranger, open in the same browser, must neither read nor change a case. The Host header is held against
names that cannot be given to a foreign address (DNS rebinding), what changes anything must come from a page of the
desk (Origin, and a token in the form), nothing is shared with other origins, and only what the desk serves may run.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from secrets import compare_digest, token_urlsafe
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request, cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.errors import InputError
from dateline.records import Record

SESSION = "dateline-desk"
"""The cookie that forms are tied to."""
ADMITTED = "dateline-token"
"""The cookie that holds the token of a desk that others can reach."""
LONGEST_BODY = 256 * 1024
"""Bytes that a request may send."""
METHODS = ("GET", "HEAD", "POST")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_FORBIDDING = {name.encode("ascii"): value.encode("ascii") for name, value in HEADERS.items()}
_TOKEN = re.compile(r"[\w.~-]{12,200}", re.ASCII)
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[\w.-]+))(?::(?P<port>\d{0,5}))?", re.ASCII | re.IGNORECASE)


class Rules(Record, frozen=True, kw_only=True):
    """What a desk admits: names in the Host header, in small letters, without port; a token where others can reach it.

    A Host that is an address of the network, not a name, is admitted where there is a token: no stranger's name can
    stand for it.
    """

    names: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")
    token: str | None = None


def rules_for(host: str, token: str | None, names: Iterable[str] = ()) -> Rules:
    """Return the rules of a desk that listens at `host`: one that others can reach has a token.

    Raises:
        InputError: the token is short, or has signs that no address or cookie carries as they are.

    >>> rules_for("127.0.0.1", None).token is None, rules_for("192.0.2.7", None).token is None
    (True, False)
    """
    if token and _TOKEN.fullmatch(token) is None:
        raise InputError("--token: 12 or more letters, digits, and - . _ ~ of ASCII; without one it is made")
    alone = host == "localhost" or _is_loopback(host)
    if not alone and not token:
        token = token_urlsafe(24)
    return Rules(names=tuple({*Rules().names, host.lower(), *(n.lower() for n in names)}), token=token or None)


class Guard:
    """The layer: refuses what the rules do not admit, and puts the forbidding headers on every answer.

    `failed` makes the answer to what nobody foresaw: made here, it carries the headers too.
    """

    def __init__(self, app: ASGIApp, rules: Rules, failed: Callable[[Request, Exception], Response]) -> None:
        self._app = app
        self._rules = rules
        self._failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session, fresh = _cookie(headers, SESSION), False
        if len(session) < 20:
            session, fresh = token_urlsafe(24), True
        scope.setdefault("state", {})["form_token"] = form_token(session)
        answer = refuse(scope, headers, self._rules)
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                listed = [pair for pair in message.get("headers", ()) if pair[0].lower() not in _FORBIDDING]
                listed += _FORBIDDING.items()
                if all(name.lower() != b"cache-control" for name, _ in listed):
                    listed.append((b"cache-control", b"no-cache"))
                if fresh:
                    cookie = f"{SESSION}={session}; Path=/; HttpOnly; SameSite=Strict"
                    listed.append((b"set-cookie", cookie.encode("ascii")))
                message = {**message, "headers": listed}
            await send(message)

        try:
            await (answer or self._app)(scope, _bounded(receive), sent)
        except Exception as error:
            if not begun:
                await self._excuse(scope, error)(scope, receive, sent)
            if not isinstance(error, ClientDisconnect):
                raise

    def _excuse(self, scope: Scope, error: Exception) -> Response:
        if isinstance(error, ClientDisconnect):  # who went away reads no answer; who sent more than was said does
            return _no(scope, "The request is longer than it said.", 413)
        return self._failed(Request(scope), error)


def refuse(scope: Scope, headers: Headers, rules: Rules) -> Response | None:
    """Return the answer to a request that is not admitted, None to one that is."""
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _is_admitted(hosts[0], rules):
        return _no(scope, "This desk does not answer to that name.", 421)
    if scope["method"] not in METHODS:
        return _no(scope, "Only GET, HEAD and POST.", 405, {"allow": ", ".join(METHODS)})
    if rules.token is not None and (answer := _unknown(scope, headers, rules.token)) is not None:
        return answer
    if _is_drawn_in(headers):
        return _no(scope, "Pages of others may link to this desk, and nothing else.", 403)
    if scope["method"] != "POST":
        return None
    if not headers.get("content-length", "").isdecimal():
        return _no(scope, "Say how long the request is.", 411)
    if int(headers["content-length"]) > LONGEST_BODY:
        return _no(scope, "The request is too long.", 413)
    origin = headers.get("origin")
    own = f"{scope.get('scheme', 'http')}://{hosts[0]}"
    if origin is not None and origin.lower() != own.lower():
        return _no(scope, "Only pages of this desk may change the case.", 403)
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return _no(scope, "Only pages of this desk may change the case.", 403)
    return None


def _is_drawn_in(headers: Headers) -> bool:
    """Tell whether a page of others asks, as an image, a script or a frame, not a person who follows its link.

    It could read nothing of the answer; but that a page was looked at is remembered, and it takes time to make.
    """
    if headers.get("sec-fetch-site", "none") in ("same-origin", "none"):
        return False
    return headers.get("sec-fetch-mode") != "navigate" or headers.get("sec-fetch-dest") != "document"


def form_token(session: str) -> str:
    """Return what a form carries to show that it comes from a page of this session."""
    return hashlib.sha256(f"form of {session}".encode()).hexdigest()


def _unknown(scope: Scope, headers: Headers, token: str) -> Response | None:
    """Return the answer to a request without the token; one that brings it in its address gets a cookie instead."""
    bearer = headers.get("authorization", "").partition(" ")
    given = bearer[2] if bearer[0].lower() == "bearer" else _cookie(headers, ADMITTED)
    if compare_digest(given.encode("utf-8", "replace"), token.encode()):
        return None
    query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    asked = dict(query).get("token", "")
    if scope["method"] == "GET" and compare_digest(asked.encode("utf-8", "replace"), token.encode()):
        rest = urlencode([pair for pair in query if pair[0] != "token"])
        path = "/" + scope.get("raw_path", b"/").decode("latin-1").split("?")[0].lstrip("/\\")
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(ADMITTED, token, httponly=True, samesite="strict")
        return answer
    return _no(scope, "This desk asks for its token: open the address that dateline serve printed.", 401)


def _no(scope: Scope, said: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": said}, status, headers)
    return PlainTextResponse(said, status, headers)


def _is_admitted(host: str, rules: Rules) -> bool:
    found = _HOST.fullmatch(host)
    if found is None or int(found["port"] or 0) > 65535:
        return False
    name = (found["six"] or found["name"]).lower().rstrip(".")
    return name in rules.names or (rules.token is not None and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ipaddress.ip_address(name).is_loopback


def _cookie(headers: Headers, name: str) -> str:
    """Return a cookie by its name; those of other servers on this machine, however odd, are passed over."""
    return str(cookie_parser("; ".join(headers.getlist("cookie"))).get(name, ""))


def _bounded(receive: Receive) -> Receive:
    """Return `receive` that ends a body that is longer than it said."""
    came = 0

    async def received() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > LONGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return received
