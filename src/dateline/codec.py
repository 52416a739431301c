"""Records to JSON and back, the JSON that other programs read, and its schema.

Keys come in a fixed order, whole numbers are written whole (655, not 655.0), text is UTF-8 unescaped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from dateline.errors import RecordError
from dateline.records import Account, Changes, Copy, Judged, Reading, Record, Report, Story, StoryLine, prepared

FORMAT = "dateline/1"
"""Version of everything written: of the JSON and of case files. It changes when a reader of the old would go wrong."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"

R = TypeVar("R", bound=Record)


def encode(record: Record) -> bytes:
    """Return a record as one line of JSON, all fields in the order of their declaration."""
    return msgspec.json.encode(record)


def decode(data: bytes | str, kind: type[R]) -> R:
    """Return the record of `kind` that `data` holds; its invariants are checked again.

    Raises:
        RecordError: the JSON is malformed, has unknown fields, or breaks an invariant.
    """
    try:
        return msgspec.json.decode(data, type=prepared(kind))
    except msgspec.MsgspecError as error:
        raise RecordError(f"not a {kind.__name__}: {error}") from error


def fingerprint(report: Report) -> str:
    """Return the hash of everything a reading of the report depends on (all but how the report is filed)."""
    return hashlib.sha256(encode(msgspec.structs.replace(report, fields=()))).hexdigest()


def to_json(account: Account) -> dict[str, Any]:
    """Return an account as plain values, as `--json` writes it.

    `headline` is its text, `headline_evidence` where that text stands; every other key is the field of the record.
    """
    plain: dict[str, Any] = _plain(msgspec.to_builtins(account))
    group, story, headline = plain.pop("group"), plain.pop("story"), plain.pop("headline")
    return {
        "group": group,
        "story": story,
        "headline": None if headline is None else headline["quote"],
        "headline_evidence": [] if headline is None else [headline],
        **plain,
        "format": FORMAT,
    }


def from_json(plain: dict[str, Any]) -> Account:
    """Return the account that `to_json` wrote.

    Raises:
        RecordError: the values are not an account of this format.
    """
    if plain.get("format") != FORMAT:
        raise RecordError(f"not an account of format {FORMAT}: format is {plain.get('format')!r}")
    values = {key: value for key, value in plain.items() if key not in ("format", "headline_evidence")}
    values["headline"] = next(iter(plain.get("headline_evidence", [])), None)
    try:
        return msgspec.convert(values, prepared(Account))
    except msgspec.ValidationError as error:
        raise RecordError(f"not an account: {error}") from error


def changes_to_json(found: Iterable[Changes], since: str, undated: Iterable[str]) -> dict[str, Any]:
    """Return what changed since a day as plain values, as `dateline diff` writes it."""
    return {
        "since": since,
        "undated": sorted(undated),
        "accounts": [_plain(msgspec.to_builtins(changes)) for changes in found],
        "format": FORMAT,
    }


def judgements_to_json(rows: Iterable[Judged]) -> list[dict[str, Any]]:
    """Return judgements as plain values, as `dateline review CASE list` writes them."""
    return [_plain(msgspec.to_builtins(row)) for row in rows]


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """Return a reading as plain values, as `dateline read` writes it."""
    plain: dict[str, Any] = _plain(msgspec.to_builtins(reading))
    return plain


def story_lines(stories: Iterable[Story], roots: Mapping[str, str], order: Iterable[str]) -> list[dict[str, Any]]:
    """Return a `StoryLine` for each report of `order` as plain values, as `dateline link` writes it.

    `roots` maps each copy to the first report of its text.
    """
    listed = list(stories)
    of = {rid: story for story in listed for rid in story.reports}
    copies = {copy.report: copy for story in listed for copy in story.copies}
    lines = (
        StoryLine(
            report=rid,
            story=of[rid].id,
            copy_of=_copy_of(copies[rid], of, roots) if rid in copies else None,
            copy=copies.get(rid),
            story_reports=len(of[rid].reports),
            story_origins=of[rid].origins,
            ties=tuple(tie for tie in of[rid].ties if tie.report == rid),
        )
        for rid in order
        if rid in of
    )
    return [_plain(msgspec.to_builtins(line)) for line in lines]


def _copy_of(copy: Copy, of: Mapping[str, Story], roots: Mapping[str, str]) -> str | None:
    if copy.kind != "passage":
        return roots.get(copy.report, copy.origin)
    return copy.origin if of.get(copy.origin) is of[copy.report] else None


def dump(value: object) -> bytes:
    """Return plain values as one line of JSON; a lone surrogate, which UTF-8 cannot hold, becomes "?".

    >>> dump({"a": "x\\ud800"}).decode()
    '{"a":"x?"}'
    """
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_writable(value))


def dump_indented(value: object) -> bytes:
    """Return plain values as indented JSON with a final newline, written as `dump` writes them."""
    return msgspec.json.format(dump(value), indent=2) + b"\n"


def _writable(value: object) -> object:
    """Return plain values with each lone surrogate, of keys too, as one question mark: offsets stay."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {_writable(key): _writable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(item) for item in value]
    return value


def schema() -> dict[str, Any]:
    """Return the JSON Schema of what `--json` writes: a list of accounts."""
    (_,), parts = msgspec.json.schema_components((Account,), ref_template="#/$defs/{name}")
    account = parts["Account"]
    properties = dict(account["properties"])
    properties["headline"] = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    properties["headline_evidence"] = {"type": "array", "items": {"$ref": "#/$defs/Evidence"}, "maxItems": 1}
    properties["format"] = {"const": FORMAT}
    parts["Account"] = {**account, "properties": properties, "required": sorted(properties)}
    return {
        "$schema": DIALECT,
        "title": f"Accounts, format {FORMAT}",
        "type": "array",
        "items": {"$ref": "#/$defs/Account"},
        "$defs": parts,
    }


def line_schema() -> dict[str, Any]:
    """Return the JSON Schema of a line that `dateline link` writes."""
    (line,), parts = msgspec.json.schema_components((StoryLine,), ref_template="#/$defs/{name}")
    return {"$schema": DIALECT, "title": f"Linked reports, format {FORMAT}", **line, "$defs": parts}


def _plain(value: Any) -> Any:
    """Return `value` with whole floats as integers."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
