"""A report with the stretches that the account rests on marked, each with what was made of it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.web.desk import Desk
from dateline.web.pages import render


def page(request: Request) -> Response:
    """Show a report of a story; `?at=START-END` is the stretch to look at."""
    desk: Desk = request.app.state.desk
    opened = desk.open(request.path_params["story"])
    report = None if opened is None else opened.reports.get(request.path_params["report"])
    if opened is None or report is None:
        raise HTTPException(404)
    return render(request, "source.html", account=opened.account, report=report)
