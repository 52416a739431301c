"""Feeds: RSS, Atom and JSON Feed; each item becomes a report of what the feed itself tells."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, TypeAlias
from urllib.parse import urljoin

import msgspec

from dateline.errors import InputError
from dateline.intake.build import Raw, with_original
from dateline.intake.given import Given
from dateline.intake.guarded import guarded
from dateline.intake.markup import joined, parse_page
from dateline.records import Original, Rejection, Report, Run

Found: TypeAlias = Report | Rejection | Original

PROBE = 2048
"""Bytes at the start of which one must tell that an input is a feed."""
WEB = ("http://", "https://")
"""How addresses of pages begin."""
RELATIVE = ("/", "./", "../", "?")
"""How addresses begin that are told from another on."""
JSON_FEED = "https://jsonfeed.org/version/"

_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!]|&(?:[a-zA-Z]{2,10}|#\d{2,6});")


def is_feed(given: Given) -> bool:
    """Tell feeds by their first element, or by the version they name."""
    head = given.head[:PROBE]
    return bool(_FEED.search(head)) or (head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and JSON_FEED.encode() in head)


def read_feed(given: Given) -> Iterator[Found]:
    """Yield a report for each item that tells something."""
    data = given.whole()
    if _FEED.search(data[:PROBE]):
        yield from _read_xml(data, given.path)
    else:
        yield from _read_json(data, given.path)


def _read_xml(data: bytes, path: str) -> Iterator[Found]:
    try:
        read = guarded().feed(data)
    except InputError as error:
        yield Rejection(path=path, reason=str(error))
        return
    for number, entry in enumerate(read["entries"], start=1):
        yield from _item(entry, f"{path}#{number}", path)
    if read["error"] is not None:
        yield Rejection(path=path, reason=f"a broken feed, read as far as it goes ({read['error']})")


def _read_json(data: bytes, path: str) -> Iterator[Found]:
    try:
        read = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError) as error:
        yield Rejection(path=path, reason=f"a broken JSON feed ({error})")
        return
    items = read.get("items") if isinstance(read, dict) else None
    for number, item in enumerate(items if isinstance(items, list) else [], start=1):
        where = f"{path}#{number}"
        if not isinstance(item, dict):
            yield Rejection(path=where, reason="not a JSON object")
            continue
        yield from _item(
            {
                "title": item.get("title"),
                "markup": item.get("content_html"),
                "text": item.get("content_text") or item.get("summary"),
                "day": item.get("date_published"),
                "publisher": read.get("title"),
                "url": item.get("url"),
                "language": item.get("language") or read.get("language"),
                "guid": item.get("id"),
            },
            where,
            path,
        )


def _item(found: dict[str, Any], where: str, path: str) -> Iterator[Found]:
    given = {name: value for name, value in found.items() if isinstance(value, str) and value.strip()}
    title = " ".join(_shown(given.get("title", ""))[0].split())
    source = given.get("markup") or given.get("text") or ""
    text, runs = _shown(source) if "markup" in given else (source, ())
    if not text.strip():
        if not title:
            yield Rejection(path=where, reason="an item without title and text")
            return
        text, title, runs = title, "", ()
    url = _absolute(given.get("url", ""), path)
    yield from with_original(
        Raw(
            text=text,
            sha256=hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
            title=title or None,
            published=given.get("day"),
            basis="feed",
            publisher=given.get("publisher"),
            url=url if url.startswith(WEB) else None,
            language=given.get("language"),
            path=path,
            fields=(("guid", given["guid"]),) if "guid" in given else (),
            source=source,
            runs=runs,
        )
    )


def _absolute(url: str, path: str) -> str:
    """Return the address of an item, which may be told from that of its feed on (a guid is not taken for one)."""
    try:
        return urljoin(path, url) if url.startswith(RELATIVE) and path.startswith(WEB) else url
    except ValueError:
        return ""


def _shown(source: str) -> tuple[str, tuple[Run, ...]]:
    """Return what a piece of markup shows, and where; of plain text itself."""
    if not _TAG.search(source):
        return source, ()
    return joined(parse_page(source).blocks)
