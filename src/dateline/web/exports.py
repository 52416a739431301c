"""What is taken away: the account of a story as a file of its own."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.telling.files import FORMS
from dateline.web.desk import Desk


def export(request: Request) -> Response:
    """Give the account of a story as a file."""
    desk: Desk = request.app.state.desk
    opened = desk.open(request.path_params["story"])
    ending = request.path_params["ending"]
    if opened is None or ending not in FORMS:
        raise HTTPException(404)
    form = FORMS[ending]
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in opened.account.story)[:80]
    headers = {
        "content-disposition": f'attachment; filename="{name or "account"}.{ending}"',
        "etag": f'"{opened.mark[:32]}-{ending}"',
    }
    return Response(form.make([opened.account], opened.reports), media_type=form.media_type, headers=headers)
