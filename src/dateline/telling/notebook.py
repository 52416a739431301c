"""Accounts in a notebook: the page in a frame of its own, in which nothing runs and from which nothing is reached."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence

from dateline.records import Account, Record, Report
from dateline.telling.page import html_page

HEIGHT = 640
"""Pixels of the frame; it scrolls."""


class Page(Record, frozen=True):
    """A page as notebooks show it at the end of a cell; `html` is the page by itself."""

    html: str

    def _repr_html_(self) -> str:
        """Return what a notebook puts into its page (IPython's protocol of rich display)."""
        # an address of data, not `srcdoc`, whose links would lead into the notebook
        page = b64encode(self.html.encode("utf-8", "replace")).decode("ascii")
        frame = f'width="100%" height="{HEIGHT}" title="dateline"'
        return f'<iframe sandbox="allow-popups" {frame} src="data:text/html;charset=utf-8;base64,{page}"></iframe>'


def show(accounts: Sequence[Account], reports: Mapping[str, Report]) -> Page:
    """Return accounts as a page that a notebook shows: `dateline.show(outcome.accounts, outcome.by_id)`.

    The frame is sandboxed (HTML Standard, `iframe` attribute `sandbox`): no script, no form, no access to the notebook.
    """
    return Page(html_page(accounts, reports))
