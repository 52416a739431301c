"""What is taken away: the account of a story as a file of its own."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.codec import dump_indented, to_json
from dateline.telling.page import html_page
from dateline.web.desk import Desk, Opened


def _html(opened: Opened) -> bytes:
    return html_page([opened.account], opened.reports).encode("utf-8", "replace")


def _json(opened: Opened) -> bytes:
    return dump_indented([to_json(opened.account)])


FORMATS: dict[str, tuple[str, Callable[[Opened], bytes]]] = {
    "html": ("text/html; charset=utf-8", _html),
    "json": ("application/json", _json),
}
"""What a file is served as, and how it is made, by its ending."""


def export(request: Request) -> Response:
    """Give the account of a story as a file."""
    desk: Desk = request.app.state.desk
    opened = desk.open(request.path_params["story"])
    ending = request.path_params["ending"]
    if opened is None or ending not in FORMATS:
        raise HTTPException(404)
    kind, make = FORMATS[ending]
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in opened.account.story)[:80]
    headers = {
        "content-disposition": f'attachment; filename="{name or "account"}.{ending}"',
        "etag": f'"{opened.mark[:32]}-{ending}"',
    }
    return Response(make(opened), media_type=kind, headers=headers)
