"""HTML pages: the article in it becomes the report, each character with its place in the page.

A library picks the article's paragraphs (`selecting`), what is stored is what the page itself shows of them (`markup`).
Title, author, publisher, day and language are those the page tells of itself: JSON-LD (schema.org), meta elements (Open
Graph, Dublin Core), the html element.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from dateline.collecting import uncollected
from dateline.errors import InputError, MissingResource
from dateline.intake.article import dense, key, keys, picked
from dateline.intake.build import GAP, Raw, with_original
from dateline.intake.given import Given
from dateline.intake.guarded import guarded
from dateline.intake.markup import Block, Page, cut, joined, parse_page
from dateline.intake.plain import BOMS, decode
from dateline.intake.selfsaid import SelfSaid, self_said
from dateline.records import Original, Rejection, Report

LARGEST = 20_000_000
"""Characters of the largest page that is read."""
DEEPEST = 5_000_000
"""Characters of the largest page that the library is asked about; of a larger one the prose is taken as it stands."""
PROBE = 2048
"""Characters at the start of which one must tell that bytes are a page."""
BYLINE = 12
"""Most words of a line that names the author."""
SEPARATORS = (" | ", " — ", " – ", " - ", " :: ", " » ")
"""What stands between the headline and the name of the site in the title of a page."""

_PAGE = re.compile(
    r"\s{0,200}(?:<!--|<\?xml|<!doctype\s+html|<html|<head|<body|<meta|<article|<div|<p[\s>])", re.IGNORECASE
)
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf|opml|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p)[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)


class Fetched(NamedTuple):
    """What is known of a page besides its bytes: where it was, when it was fetched, how it is encoded, if of many."""

    path: str
    url: str | None = None
    day: str | None = None
    charset: str | None = None
    bulk: bool = False


def is_page(given: Given) -> bool:
    """Tell pages from prose, feeds and other markup, by their content."""
    head = _head(given.head)
    return bool(_PAGE.match(head) and _HTML.search(head) and not _FEED.search(head))


def read_page(given: Given) -> Iterator[Report | Rejection | Original]:
    """Yield the one report that a page is, or why it is none."""
    yield from page_report(given.whole(), Fetched(given.path))


def page_report(data: bytes, fetched: Fetched) -> Iterator[Report | Rejection | Original]:
    """Yield the report that a page is and its source, or why it is none."""
    try:
        source = decode_page(data, fetched.charset)
        if len(source) > LARGEST:
            raise InputError(f"a page of more than {LARGEST // 1_000_000} million characters")
        with uncollected():
            found = list(with_original(_raw(source, hashlib.sha256(data).hexdigest(), fetched)))
        yield from found
    except (InputError, MissingResource) as error:
        yield Rejection(path=fetched.path, reason=str(error))


def decode_page(data: bytes, charset: str | None = None) -> str:
    """Return the text of a page's bytes: by its mark, as it was sent, as it says itself, as UTF-8, or by its bytes.

    Raises:
        Undecodable: `data` is empty, binary, or in no encoding that can be told.
    """
    if not any(data.startswith(mark) for mark, _ in BOMS):
        told = _CHARSET.search(data, 0, 4096)
        for name in (charset, None if told is None else told.group(1).decode("ascii")):
            try:
                if name and "\x00" not in (text := data.decode(_web_name(name))):
                    return text
            except (LookupError, UnicodeError):
                continue
    return decode(data)


def _raw(source: str, sha256: str, fetched: Fetched) -> Raw:
    page = parse_page(source)
    said = self_said(page, fetched.url, fetched.day)
    article = _article(source, page, bulk=fetched.bulk)
    title = _title(page, said)
    if title is not None:
        headline = key(title.text)
        names = keys([block.text for block in article])
        article = [block for block, name in zip(article, names, strict=True) if name != headline]
    if not article:
        raise InputError("the page shows no text of an article")
    byline = _byline(page, said, article)
    above = [block for block in (title, byline) if block is not None]
    text, runs = joined([*above, article[0]._replace(gap=GAP), *article[1:]])
    return Raw(
        text=text,
        sha256=sha256,
        title=None if title is None else title.text,
        published=said.published,
        basis=said.basis,
        publisher=said.publisher,
        url=said.url,
        language=said.language,
        path=fetched.path,
        source=source,
        runs=runs,
    )


def _article(source: str, page: Page, *, bulk: bool) -> list[Block]:
    paragraphs = guarded().paragraphs(source, bulk=bulk) if len(source) <= DEEPEST else None
    found = picked(page.blocks, paragraphs) if paragraphs else []
    return found or dense(page.blocks)


def _title(page: Page, said: SelfSaid) -> Block | None:
    """Return the headline as the page shows it: its first heading, else its title without the name of the site."""
    stated = [key(text) for text in (said.title, page.title.text if page.title else None) if text]
    headings = [b for b in page.blocks if b.heading == 1 and not b.aside]
    for block in headings:
        if any(key(block.text) and key(block.text) in one for one in stated):
            return block
    if page.title is not None:
        return _without_site(page.title, said)
    return headings[0] if headings else None


def _without_site(title: Block, said: SelfSaid) -> Block:
    for separator in SEPARATORS:
        at = title.text.rfind(separator)
        rest = key(title.text[at + len(separator) :])
        if at > 0 and (
            (said.title and key(title.text[:at]) == key(said.title))
            or (said.publisher and rest and (rest in key(said.publisher) or key(said.publisher) in rest))
        ):
            return cut(title, 0, at)
    return title


def _byline(page: Page, said: SelfSaid, article: list[Block]) -> Block | None:
    """Return the line that names the author, where the page shows one before the article that was not picked."""
    name = key(said.author or "")
    first = article[0].runs[0][2]
    for block in page.blocks:
        if block.runs[0][2] >= first:
            break
        if name and name in key(block.text) and len(block.text.split()) <= BYLINE:
            return block
    return None


def _head(data: bytes) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) : len(mark) + 4 * PROBE].decode(encoding, "replace")[:PROBE]
    return data[:PROBE].decode("latin-1")


def _web_name(name: str) -> str:
    """Return the encoding that browsers take a name for (WHATWG Encoding)."""
    lower = name.lower()
    return "cp1252" if lower in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso8859-1"} else lower
