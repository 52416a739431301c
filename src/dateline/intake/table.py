"""Tables of reports: JSON Lines, or one JSON list of objects.

Contract: `text`, and optional `id`, `title`, `published` (ISO 8601), `source` (the publisher), `url`, `language`;
every other field is kept as a string, each value of a list by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import msgspec

from dateline.errors import Undecodable
from dateline.intake.build import Raw, build
from dateline.intake.plain import decode
from dateline.records import Rejection, Report

KNOWN = frozenset({"id", "text", "title", "published", "source", "url", "language"})
"""Field names the contract gives a meaning to."""
PROBE = 5
"""First lines of which one must be a JSON object for bytes to be JSON Lines, so that one may be broken."""


def is_table(data: bytes) -> bool:
    """Tell JSON Lines and JSON lists of objects from prose, by their content."""
    try:
        text = decode(data)
    except Undecodable:
        return False
    lines = [line for line in text.split("\n", 4 * PROBE)[: 4 * PROBE] if line.strip()][:PROBE]
    if not lines or lines[0].lstrip()[0] not in "{[":
        return False
    return any(isinstance(_decode(line), dict) for line in lines) or _as_list(text) is not None


def read_table(data: bytes, path: str) -> Iterator[Report | Rejection]:
    """Yield a report or a rejection for each object; rejections name `path:line` or `path#item`."""
    text = decode(data)
    if (listed := _as_list(text)) is not None:
        for number, item in enumerate(listed, start=1):
            yield _one(item, path, f"{path}#{number}")
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _one(_decode(line), path, f"{path}:{number}")


def _one(item: object, path: str, where: str) -> Report | Rejection:
    if isinstance(item, msgspec.DecodeError):
        return Rejection(path=where, reason=f"not JSON ({item})")
    if not isinstance(item, dict):
        return Rejection(path=where, reason="not a JSON object")
    text = item.get("text")
    if not isinstance(text, str):
        return Rejection(path=where, reason="no field 'text' with a string in it")
    if not text.strip("\ufeff\u200b \t\r\n\x0b\x0c\x00\u00a0"):
        return Rejection(path=where, reason="the field 'text' is empty")
    text = text.removeprefix("\ufeff")
    return build(
        Raw(
            text=text,
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            id=_string(item.get("id")),
            title=_string(item.get("title")),
            published=_string(item.get("published")),
            publisher=_string(item.get("source")),
            url=_string(item.get("url")),
            language=_string(item.get("language")),
            path=path,
            fields=tuple(sorted((name, value) for name in item if name not in KNOWN for value in _values(item[name]))),
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
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _decode(line: str) -> object:
    try:
        return msgspec.json.decode(line.encode("utf-8", "surrogatepass"))
    except msgspec.DecodeError as error:
        return error


def _as_list(text: str) -> list[object] | None:
    """Return the items where the whole text is one JSON list, or one object over several lines."""
    whole = text.strip()
    if whole.startswith("[") or (whole.startswith("{") and not isinstance(_decode(whole.split("\n", 1)[0]), dict)):
        found = _decode(whole)
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return found
        if isinstance(found, dict):
            return [found]
    return None
