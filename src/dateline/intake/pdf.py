"""PDF documents: the text of their pages, as the document holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dateline.errors import InputError
from dateline.intake.build import Raw, build
from dateline.intake.given import Given
from dateline.intake.guarded import guarded
from dateline.records import Rejection, Report


def is_pdf(given: Given) -> bool:
    """Tell PDF documents by their mark, which some bytes may precede."""
    return b"%PDF-" in given.head[:1024]


def read_pdf(given: Given) -> Iterator[Report | Rejection]:
    """Yield the one report that a document is, or why it is none."""
    data = given.whole()
    try:
        found = guarded().document(data)
    except InputError as error:
        yield Rejection(path=given.path, reason=str(error))
        return
    text = "\n\n".join(page.strip() for page in found["pages"] if page.strip())
    if not text:
        yield Rejection(path=given.path, reason=found.get("error") or "a PDF without text (scanned pages?)")
        return
    yield build(
        Raw(
            text=text,
            sha256=hashlib.sha256(data).hexdigest(),
            path=given.path,
            file_name=given.name,
        )
    )
