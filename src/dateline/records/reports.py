"""Records of intake: reports, the pages they came from, what was refused, how far an input was taken in."""

from __future__ import annotations

import hashlib
import zlib

from dateline.errors import RecordError
from dateline.records.base import Evidence, Record, Span
from dateline.records.terms import PublishedBasis, Run


class Report(Record, frozen=True, kw_only=True):
    """One text as it came in, stored once and never edited.

    `body_start` is where the input's own text begins in `text` (a title given apart is stored before it);
    `lead_start` is where prose begins, after title, byline, header and dateline. `fields` holds every other
    input field as sorted (name, value) pairs; a name may occur twice when one text was filed twice.
    `published` is an ISO 8601 date, or None; `published_basis` says how it is known. Where `text` was taken out of a
    page, `original_sha256` names the `Original` that the page is kept as, and `runs` tell which of its characters show
    which of the text; without them the text is as it came in.
    """

    id: str
    text: str
    raw_sha256: str
    body_start: int = 0
    lead_start: int = 0
    title: Span | None = None
    byline: Span | None = None
    dateline: Span | None = None
    credit: Span | None = None
    published: str | None = None
    published_basis: PublishedBasis = "unresolved"
    publisher: str | None = None
    url: str | None = None
    path: str | None = None
    language: str = "en"
    fields: tuple[tuple[str, str], ...] = ()
    original_sha256: str | None = None
    runs: tuple[Run, ...] = ()

    def __post_init__(self) -> None:
        size = len(self.text)
        if not 0 <= self.body_start <= self.lead_start <= size:
            raise RecordError(f"report {self.id}: body or lead begins outside its {size} characters")
        for span in (self.title, self.byline, self.dateline, self.credit):
            if span is not None and span.end > size:
                raise RecordError(f"report {self.id}: span {span.start}-{span.end} ends after character {size}")

    def quote(self, span: Span) -> Evidence:
        """Return the evidence that `span` of this report is."""
        return Evidence(self.id, span.start, span.end, self.text[span.start : span.end])


class Original(Record, frozen=True, kw_only=True, order=True):
    """The decoded page or markup that a report's text was taken out of; `sha256` is that of its text in UTF-8."""

    sha256: str
    packed: bytes

    @classmethod
    def of(cls, text: str) -> Original:
        """Pack a text."""
        data = text.encode("utf-8", "surrogatepass")
        return cls(sha256=hashlib.sha256(data).hexdigest(), packed=zlib.compress(data))

    @property
    def text(self) -> str:
        """The text.

        Raises:
            RecordError: it is not what was packed.
        """
        try:
            data = zlib.decompress(self.packed)
        except zlib.error as error:
            raise RecordError(f"original {self.sha256}: damaged ({error})") from error
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise RecordError(f"original {self.sha256}: its text has another hash")
        return data.decode("utf-8", "surrogatepass")


class Rejection(Record, frozen=True, kw_only=True, order=True):
    """An input that could not be taken in: which, why, and what to do."""

    path: str
    reason: str


class Taken(Record, frozen=True, kw_only=True):
    """How far an input was taken in: whole, or its first `lines` lines, which are its first `size` bytes.

    `sha256` is the hash of those bytes: where they have changed, the input is taken in from its beginning.
    """

    path: str
    size: int
    sha256: str
    whole: bool
    lines: int = 0
    rejections: tuple[Rejection, ...] = ()
