"""Accounts as files to take away: one visible table of forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from dateline.codec import dump_indented, to_json
from dateline.records import Account, Report
from dateline.telling.markdown import markdown
from dateline.telling.page import html_page
from dateline.telling.tables import as_file, csv_text


class Form(NamedTuple):
    """What a file is served as, and how it is made of accounts and their reports by id."""

    media_type: str
    make: Callable[[Sequence[Account], Mapping[str, Report]], bytes]


def _html(accounts: Sequence[Account], reports: Mapping[str, Report]) -> bytes:
    return html_page(accounts, reports).encode("utf-8", "replace")


def _json(accounts: Sequence[Account], _: Mapping[str, Report]) -> bytes:
    return dump_indented([to_json(account) for account in accounts])


def _markdown(accounts: Sequence[Account], reports: Mapping[str, Report]) -> bytes:
    return markdown(accounts, reports).encode("utf-8", "replace")


def _csv(accounts: Sequence[Account], _: Mapping[str, Report]) -> bytes:
    return as_file(csv_text(accounts))


FORMS: dict[str, Form] = {
    "html": Form("text/html; charset=utf-8", _html),
    "md": Form("text/markdown; charset=utf-8", _markdown),
    "json": Form("application/json", _json),
    "csv": Form("text/csv; charset=utf-8", _csv),
}
"""Every form, by the ending of its files."""
