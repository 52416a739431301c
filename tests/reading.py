"""Short ways to read a text written for a test."""

from __future__ import annotations

from dateline.reading import read
from dateline.records import Reading, Report, Span


def report_of(text: str, published: str | None = None, **fields: object) -> Report:
    return Report(
        id=str(fields.pop("id", "r")),
        text=text,
        raw_sha256="",
        published=published,
        published_basis="field" if published else "unresolved",
        **fields,  # type: ignore[arg-type]
    )


def reading_of(text: str, published: str | None = None, **fields: object) -> Reading:
    return read(report_of(text, published, **fields))


def quotes(spans: tuple[Span, ...], text: str) -> list[str]:
    return [span.of(text) for span in spans]
