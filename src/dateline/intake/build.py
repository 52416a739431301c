"""One report from what an input gave: text and title joined, header read, publication date found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import msgspec

from dateline.intake import dates
from dateline.intake.foreign import language_of
from dateline.intake.header import read_header
from dateline.intake.markup import shifted
from dateline.records import Original, PublishedBasis, Record, Report, Run, Span

GAP = "\n\n"
"""What stands between a title given apart and the text."""
ID_LENGTH = 12
"""Hexadecimal digits of an id made from content: 48 bits, a clash in a million reports once in five hundred runs."""

STRINGS = ("text", "source", "id", "title", "published", "publisher", "url", "language", "path", "file_name")
"""What of a report's input is text."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class Raw(Record, frozen=True, kw_only=True):
    """What an input gave for one report, before anything is made of it."""

    text: str
    sha256: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    path: str | None = None
    file_name: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    basis: PublishedBasis = "field"
    source: str | None = None
    runs: tuple[Run, ...] = ()


def with_original(raw: Raw) -> Iterator[Report | Original]:
    """Yield the source that the text was taken out of, where there is one, then the report."""
    raw = _sound(raw)
    if raw.source is None or not raw.runs:
        yield build(raw)
        return
    original = Original.of(raw.source)
    yield original
    yield msgspec.structs.replace(build(raw), original_sha256=original.sha256)


def build(raw: Raw) -> Report:
    """Make the report. An id that is not given is made from the bytes of the text."""
    raw = _sound(raw)
    text, title, body_start = _join(raw)
    header = read_header(text, title, body_start)
    published, basis = _published(raw, header.published)
    return Report(
        id=raw.id or f"r-{hashlib.sha256(raw.text.encode('utf-8', 'surrogatepass')).hexdigest()[:ID_LENGTH]}",
        text=text,
        raw_sha256=raw.sha256,
        body_start=body_start,
        lead_start=header.lead_start,
        title=header.title,
        byline=header.byline,
        dateline=header.dateline,
        credit=header.credit,
        published=published,
        published_basis=basis,
        publisher=raw.publisher,
        url=raw.url,
        path=raw.path,
        language=language_of(text[header.lead_start :] or text, raw.language),
        fields=tuple(sorted(set(raw.fields))),
        runs=tuple(shifted(raw.runs, body_start)) if body_start else raw.runs,
    )


def _sound(raw: Raw) -> Raw:
    """Return what was given with U+FFFD for each half of a pair of surrogates, which no encoding of Unicode allows."""
    given = {name: value for name in STRINGS if (value := getattr(raw, name)) is not None}
    if all(map(_is_sound, given.values())) and all(map(_is_sound, (part for pair in raw.fields for part in pair))):
        return raw
    return msgspec.structs.replace(
        raw,
        fields=tuple((_whole(name), _whole(value)) for name, value in raw.fields),
        **{name: _whole(value) for name, value in given.items()},
    )


def _is_sound(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _join(raw: Raw) -> tuple[str, Span | None, int]:
    """Return the stored text, the span of a title given apart, and where the input's own text begins."""
    title = (raw.title or "").strip()
    if not title:
        return raw.text, None, 0
    begin = len(raw.text) - len(raw.text.lstrip())
    if raw.text.startswith(title, begin):
        return raw.text, Span(begin, begin + len(title)), 0
    return title + GAP + raw.text, Span(0, len(title)), len(title) + len(GAP)


def _published(raw: Raw, stated: str | None) -> tuple[str | None, PublishedBasis]:
    """Return the day of publication and how it is known, the surest way first."""
    ways: tuple[tuple[str | None, PublishedBasis], ...] = (
        (dates.from_field(raw.published) if raw.published else None, raw.basis),
        (stated, "text"),
        (dates.from_url(raw.url) if raw.url else None, "url"),
        (dates.from_file_name(raw.file_name) if raw.file_name else None, "file"),
    )
    for day, basis in ways:
        if day is not None:
            return day, basis
    return None, "unresolved"
