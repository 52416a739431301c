"""Mail: one message (EML) or many (MBOX); a newsletter's text becomes a report, what is attached an input."""

from __future__ import annotations

import email
import hashlib
import io
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime

from dateline.intake.article import dense
from dateline.intake.build import Raw, with_original
from dateline.intake.given import Given
from dateline.intake.markup import joined, parse_page
from dateline.records import Original, Rejection, Report, Run

PARTS = 200
"""Parts of the largest message."""

_HEADER = re.compile(rb"(?:[!-9;-~]{1,60}:[ \t][^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n){0,40}){3,80}?")
_TOLD = re.compile(
    rb"^(?:from|date|subject|received|message-id|mime-version|return-path|delivered-to):", re.IGNORECASE | re.MULTILINE
)
_FROM = re.compile(rb"From [^\r\n]{3,200}\r?\n")


def is_mail(given: Given) -> bool:
    """Tell mail by its header: lines of names and values, of which three are those of mail."""
    head = given.head[:16_384]
    if _FROM.match(head):
        head = head.split(b"\n", 1)[-1]
    match = _HEADER.match(head)
    return match is not None and len(_TOLD.findall(head.split(b"\n\n")[0].split(b"\r\n\r\n")[0])) >= 3


def read_mail(given: Given) -> Iterator[Report | Rejection | Original | Given]:
    """Yield each message's report and what is attached to it."""
    if not _FROM.match(given.head):
        yield from _message(given.whole(), given.path, given)
        return
    for number, data in enumerate(_split(given), start=1):
        yield from _message(data, f"{given.path}#{number}", given)


def _split(given: Given) -> Iterator[bytes]:
    """Yield the messages of a mailbox (RFC 4155): each begins with a line "From " after a blank one."""
    held: list[bytes] = []
    blank = True
    for line in given.lines():
        if blank and _FROM.match(line):
            if held:
                yield b"".join(held)
            held = []
        else:
            held.append(line[1:] if line.startswith(b">From ") else line)
        blank = not line.strip()
    if held:
        yield b"".join(held)


def _message(data: bytes, path: str, given: Given) -> Iterator[Report | Rejection | Original | Given]:
    if data.lower().count(b"\ncontent-type:") > PARTS:
        yield Rejection(path=path, reason=f"a message of more than {PARTS} parts")
        return
    message = email.message_from_bytes(data, policy=default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    texts = [p for p in parts if p.get_content_type() in ("text/plain", "text/html") and not p.get_filename()]
    body = next((p for p in texts if p.get_content_type() == "text/plain" and _content(p).strip()), None)
    body = body or next(iter(texts), None)
    source = "" if body is None else _content(body)
    text, runs = _article(source) if body is not None and body.get_content_type() == "text/html" else (source, ())
    if not text.strip():
        yield Rejection(path=path, reason="a message without text")
    else:
        yield from with_original(_raw(message, text, source, runs, path))
    for part in parts:
        if part not in texts and part.get_content_maintype() not in ("image", "audio", "video", "font"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                name = f"{path}!{part.get_filename() or part.get_content_type()}"
                yield Given(name, io.BytesIO(content), given.depth + 1, given.allowance)


def _raw(message: EmailMessage, text: str, source: str, runs: tuple[Run, ...], path: str) -> Raw:
    name, address = parseaddr(_header(message, "From"))
    return Raw(
        text=text.replace("\r\n", "\n") if not runs else text,
        sha256=hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
        title=" ".join(_header(message, "Subject").split()) or None,
        published=_day(_header(message, "Date")),
        basis="mail",
        publisher=name or address or None,
        path=path,
        fields=(("message-id", given),) if (given := _header(message, "Message-ID").strip()) else (),
        source=source,
        runs=runs,
    )


def _article(source: str) -> tuple[str, tuple[Run, ...]]:
    blocks = parse_page(source).blocks
    return joined(dense(blocks) or blocks)


def _content(part: EmailMessage) -> str:
    """Return the text of a part; what its encoding does not allow becomes U+FFFD."""
    try:
        found = part.get_content()
    except (LookupError, ValueError, AssertionError):
        found = part.get_payload(decode=True)
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else str(found)


def _header(message: EmailMessage, name: str) -> str:
    """Return a header's value, "" where there is none or none that can be read."""
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError, OverflowError):  # the library on broken headers
        return ""


def _day(value: str) -> str | None:
    """Return the calendar day of a mail's date as its sender wrote it."""
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
