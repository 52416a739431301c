"""Tables of reports: JSON Lines, a JSON list of objects, CSV and TSV, Parquet.

Contract: `text`, and optional `id`, `title`, `published` (ISO 8601), `source` (the publisher), `url`, `language`;
every other field is kept as a string, each value of a list by itself. Where there is no field of the contract's name,
one that exports often use stands for it (`NAMES`), and is kept under its own name too.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dateline.errors import InputError, Undecodable
from dateline.intake.build import Raw, build
from dateline.intake.given import LINE, Given
from dateline.intake.guarded import guarded
from dateline.intake.plain import decode
from dateline.records import Rejection, Report

NAMES = {
    "id": ("id",),
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "article_text", "maintext"),
    "title": ("title", "headline"),
    "published": ("published", "published_at", "publication_date", "publish_date", "pub_date", "pubdate", "date"),
    "source": ("source", "publisher", "outlet", "newspaper", "domain"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
}
"""Names of the contract, each with those that stand for it, the likeliest first."""
KNOWN = frozenset(NAMES)
"""Field names the contract gives a meaning to."""
PROBE = 5
"""First lines of which one must be a JSON object for bytes to be JSON Lines, so that one may be broken."""
DELIMITERS = ",;\t|"
"""What parts the cells of a table of text."""
COLUMN_WORDS = 2
"""Most words of a column's name."""

csv.field_size_limit(LINE)


def is_table(given: Given) -> bool:
    """Tell tables from prose, by their content."""
    if given.head.startswith(b"PAR1"):
        return True
    try:
        text = _head(given)
    except Undecodable:
        return False
    return _is_lines(text) or _delimiter(text) is not None or _as_list(given, text) is not None


def read_table(given: Given) -> Iterator[Report | Rejection]:
    """Yield a report or a rejection for each row; rejections name `path:line` or `path#item`."""
    if given.head.startswith(b"PAR1"):
        yield from _rows(guarded().rows(given.whole()), given.path)
        return
    text = _head(given)
    if _is_lines(text):
        yield from _lines(given)
    elif (delimiter := _delimiter(text)) is not None:
        yield from _rows(_cells(given, delimiter), given.path)
    else:
        yield from _rows(_as_list(given, text) or [], given.path)


def _lines(given: Given) -> Iterator[Report | Rejection]:
    if given.head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        whole = io.BytesIO(decode(given.whole()).encode("utf-8", "surrogatepass"))
        lines: Iterable[tuple[int, bytes]] = enumerate(whole, start=1)
    else:
        lines = given.onward()
    for number, line in lines:
        if line.strip():
            yield _one(
                _decode(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line),
                given.path,
                f"{given.path}:{number}",
            )


def _rows(rows: Iterable[object], path: str) -> Iterator[Report | Rejection]:
    for number, row in enumerate(rows, start=1):
        yield _one(row, path, f"{path}#{number}")


def _one(item: object, path: str, where: str) -> Report | Rejection:
    if isinstance(item, msgspec.DecodeError):
        return Rejection(path=where, reason=f"not JSON ({item})")
    if not isinstance(item, dict):
        return Rejection(path=where, reason="not a JSON object")
    found = {
        name: item.get(name) or next((item[n] for n in names if item.get(n)), item.get(name))
        for name, names in NAMES.items()
    }
    text = found["text"]
    if not isinstance(text, str):
        return Rejection(path=where, reason="no field 'text' with a string in it")
    if not text.strip("\ufeff\u200b \t\r\n\x0b\x0c\x00\u00a0"):
        return Rejection(path=where, reason="the field 'text' is empty")
    text = text.removeprefix("\ufeff")
    return build(
        Raw(
            text=text,
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            id=_string(found["id"]),
            title=_string(found["title"]),
            published=_string(found["published"]),
            publisher=_string(found["source"]),
            url=_string(found["url"]),
            language=_string(found["language"]),
            path=path,
            fields=tuple(
                sorted(
                    (name, value)
                    for name in item
                    if name not in KNOWN and item[name] is not found["text"]
                    for value in _values(item[name])
                )
            ),
        )
    )


def _values(value: object) -> list[str]:
    if isinstance(value, list):
        return [found for item in value for found in _values(item)]
    found = _string(value)
    return [] if found is None else [found]


def _string(value: object) -> str | None:
    """Return a field's value as a string; None where there is none."""
    if value is None or value in ("", [], {}):
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _decode(line: bytes) -> object:
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return error
    except RecursionError:
        return msgspec.DecodeError("nested too deep")


def _head(given: Given) -> str:
    """Return the first characters, without a character that the end of the first bytes cuts."""
    return decode(given.head).rstrip("\ufffd")


def _is_lines(text: str) -> bool:
    lines = [line for line in text.split("\n", 4 * PROBE)[: 4 * PROBE] if line.strip()][:PROBE]
    if not lines or lines[0].lstrip()[0] not in "{[":
        return False
    return any(isinstance(_decode(line.encode("utf-8", "surrogatepass")), dict) for line in lines)


def _as_list(given: Given, head: str) -> list[Any] | None:
    """Return the items where the whole text is one JSON list, or one object over several lines."""
    if head.lstrip()[:1] not in ("[", "{"):
        return None
    found = _decode(decode(given.whole()).strip().encode("utf-8", "surrogatepass"))
    if isinstance(found, list) and found and all(isinstance(item, dict) for item in found):
        return found
    return [found] if isinstance(found, dict) else None


def _delimiter(text: str) -> str | None:
    """Return what parts the cells where the first line names the columns of a table of reports."""
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0].strip("\r")
    if len(first) > 2000:
        return None
    for delimiter in DELIMITERS:
        try:
            names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:
            continue
        if _are_columns(names) and any(name in NAMES["text"] for name in names):
            return delimiter
    return None


def _are_columns(names: list[str]) -> bool:
    """Tell names of columns from the words of a sentence."""
    return len(names) > 1 and len(set(names)) == len(names) and all(len(name.split()) <= COLUMN_WORDS for name in names)


def _cells(given: Given, delimiter: str) -> Iterator[object]:
    text = decode(given.whole())
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff\r\n"), newline=""), delimiter=delimiter)
    names = [name.strip() for name in next(rows)]
    try:
        for row in rows:
            if row:
                yield {name: cell for name, cell in zip(names, row, strict=False) if cell}
    except csv.Error as error:
        raise InputError(f"a damaged table, read as far as it goes ({error})") from error
