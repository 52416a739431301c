"""What a page tells of itself: title, author, publisher, day, language, address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import msgspec

from dateline.intake import dates
from dateline.intake.markup import Page
from dateline.records import PublishedBasis

ARTICLE = ("Article", "BlogPosting", "Report", "NewsItem")
"""Endings of the schema.org types that are articles (NewsArticle, ReportageNewsArticle, LiveBlogPosting and others)."""
DAYS = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "dc.date.issued", "dcterms.created", "dcterms.date",
    "dc.date", "article.published", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
"""Names of meta elements that give the day of publication, the surest first."""
PUBLISHERS = ("og:site_name", "publisher", "dc.publisher", "cre", "application-name")
AUTHORS = ("author", "article:author", "byl", "parsely-author", "dc.creator", "sailthru.author")
TITLES = ("og:title", "dc.title", "twitter:title", "parsely-title")
LATE = timedelta(days=60)
"""Days by which a stated day may follow that in the address: later, the page was moved, and the address knows."""
NESTED = 6
"""Depth to which JSON-LD is searched."""


class SelfSaid(NamedTuple):
    """What a page tells of itself; `published` is an ISO 8601 date, `basis` where it stands."""

    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    basis: PublishedBasis
    language: str | None
    url: str | None


def self_said(page: Page, url: str | None = None, fetched: str | None = None) -> SelfSaid:
    """Gather what a page tells of itself; no day after `fetched` is believed."""
    meta = _meta(page)
    article = next((item for script in page.data for item in _items(script) if _is_article(item)), {})
    address = _address(page, meta, url)
    published, basis = _published(page, meta, article, address, fetched)
    return SelfSaid(
        title=_text(article.get("headline")) or _first(meta, TITLES),
        author=_name(article.get("author")) or next((a for n in AUTHORS if (a := meta.get(n)) and "/" not in a), None),
        publisher=_name(article.get("publisher")) or _first(meta, PUBLISHERS),
        published=published,
        basis=basis,
        language=_text(article.get("inLanguage")) or _language(page, meta),
        url=address,
    )


def _meta(page: Page) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, attributes in page.told:
        if name == "meta" and (content := attributes.get("content")):
            for key in ("property", "name", "itemprop", "http-equiv"):
                if key in attributes:
                    found.setdefault(attributes[key].lower(), " ".join(content.split()))
    return found


def _published(
    page: Page, meta: dict[str, str], article: dict[str, Any], url: str | None, fetched: str | None
) -> tuple[str | None, PublishedBasis]:
    stated: list[tuple[str | None, PublishedBasis]] = [(_text(article.get("datePublished")), "json-ld")]
    stated += [(meta.get(name), "meta") for name in DAYS]
    stated += [
        (a.get("datetime"), "meta") for name, a in page.told if name == "time" and ("pubdate" in a or "itemprop" in a)
    ]
    in_url = dates.from_url(url) if url else None
    for value, basis in stated:
        day = dates.from_field(value) or dates.from_words(value) if value else None
        if day is None or (fetched is not None and day > fetched[:10]):
            continue
        if in_url is not None and date.fromisoformat(day) - date.fromisoformat(in_url) > LATE:
            continue
        return day, basis
    return None, "field"


def _items(script: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a script of JSON-LD; of a broken one none."""
    try:
        read = msgspec.json.decode(script.strip().encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return
    waiting = [(read, 0)]
    while waiting:
        item, depth = waiting.pop(0)
        if isinstance(item, dict):
            yield item
        if depth < NESTED and isinstance(item, dict | list):
            inner = item if isinstance(item, list) else [item.get("@graph"), item.get("mainEntity")]
            waiting += [(one, depth + 1) for one in inner]


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(ARTICLE) for kind in listed)


def _name(value: object) -> str | None:
    """Return the name of an author or publisher, of several the first."""
    if isinstance(value, list):
        return next((name for one in value if (name := _name(one))), None)
    if isinstance(value, dict):
        return _text(value.get("name"))
    text = _text(value)
    return None if text is None or "://" in text else text


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _language(page: Page, meta: dict[str, str]) -> str | None:
    html = next((attributes for name, attributes in page.told if name == "html"), {})
    return html.get("lang") or html.get("xml:lang") or meta.get("content-language") or meta.get("og:locale")


def _address(page: Page, meta: dict[str, str], url: str | None) -> str | None:
    """Return the address the page gives itself, the one it was fetched from where it gives none; only http(s)."""
    links = (a for name, a in page.told if name == "link" and "canonical" in a.get("rel", "").lower().split())
    for one in (next(links, {}).get("href"), meta.get("og:url"), url):
        if not one:
            continue
        try:
            whole = one if one.startswith(("http://", "https://")) else urljoin(url or "", one)
            parts = urlsplit(whole)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname:
            return whole
    return None
