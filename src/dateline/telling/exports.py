"""What accounts are taken away as: a page, Markdown, JSON, a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from dateline.codec import dump_indented, to_json
from dateline.records import Account, Report
from dateline.telling.markdown import markdown
from dateline.telling.page import html_page
from dateline.telling.tables import csv_text


class Format(NamedTuple):
    """A kind of file: what it is served as, and how it is made of accounts and the reports that they rest on."""

    media_type: str
    make: Callable[[Sequence[Account], Mapping[str, Report]], bytes]


def _html(accounts: Sequence[Account], reports: Mapping[str, Report]) -> bytes:
    return html_page(accounts, reports).encode("utf-8", "replace")


def _markdown(accounts: Sequence[Account], reports: Mapping[str, Report]) -> bytes:
    return markdown(accounts, reports).encode("utf-8")


def _json(accounts: Sequence[Account], reports: Mapping[str, Report]) -> bytes:
    del reports  # the accounts carry their quotations
    return dump_indented([to_json(account) for account in accounts])


def _csv(accounts: Sequence[Account], reports: Mapping[str, Report]) -> bytes:
    del reports
    return csv_text(accounts).encode("utf-8")


FORMATS: Mapping[str, Format] = {
    "html": Format("text/html; charset=utf-8", _html),
    "md": Format("text/markdown; charset=utf-8", _markdown),
    "json": Format("application/json", _json),
    "csv": Format("text/csv; charset=utf-8; header=present", _csv),
}
"""Kinds of files by the ending of their names."""
