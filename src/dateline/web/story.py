"""A story: the account beside its sources."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dateline.telling import shown
from dateline.web.desk import Desk
from dateline.web.pages import Pages, answer, is_fragment, made


def page(request: Request) -> Response:
    """Show the account of a story."""
    desk: Desk = request.app.state.desk
    pages: Pages = request.app.state.pages
    opened = desk.open(request.path_params["story"])
    if opened is None:
        raise HTTPException(404)
    account = opened.account
    title = shown.clean(account.headline.quote) if account.headline else account.group
    key = ("story", account.story, opened.mark, is_fragment(request))
    kept = pages.get(key, lambda: made(request, "story.html", account=account, title=title, mark=opened.mark))
    return answer(request, kept)
