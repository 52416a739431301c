"""What robots.txt allows (RFC 9309): wildcards, the longest rule decides, and what holds where there is none."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from dateline.errors import MissingResource, Refused
from dateline.watching.fetch import Answer

if TYPE_CHECKING:
    from protego import Protego

NAME = "dateline"
"""The name that robots.txt knows a watch by."""
HOLDS = 24 * 3600
"""Seconds for which what robots.txt said holds (RFC 9309: no longer than a day)."""
AGAIN = 1800
"""Seconds after which a server that did not give its robots.txt is asked for it again."""


def require() -> None:
    """Raise where the library is not installed.

    Raises:
        MissingResource: it is not.
    """
    if any(find_spec(name) is None for name in ("httpcore", "protego", "feedparser")):
        raise MissingResource("watching needs httpcore, protego and feedparser: pip install 'dateline[intake,watch]'")


def learnt(answer: Answer | Refused, stamp: int) -> tuple[str | None, str | None, int]:
    """Return text of the rules, why nothing may be asked, and until when: a robots.txt that is not there allows all."""
    if isinstance(answer, Refused):
        return None, f"its robots.txt cannot be had ({answer})", stamp + AGAIN
    if answer.status == 200:
        return answer.body.decode("utf-8-sig", "replace"), None, stamp + HOLDS
    if 400 <= answer.status < 500 and answer.status != 429:
        return None, None, stamp + HOLDS
    return None, f"its robots.txt cannot be had (status {answer.status})", stamp + AGAIN


def allows(text: str | None, url: str) -> bool:
    """Tell whether rules let an address be asked.

    >>> allows("User-agent: *\\nDisallow: /private/\\n", "https://news.example/private/1")
    False
    >>> allows(None, "https://news.example/")
    True
    """
    return text is None or _rules(text).can_fetch(url, NAME)


def delay(text: str | None) -> float:
    """Return the seconds between two requests that rules ask for, 0 where they do not.

    >>> delay("User-agent: dateline\\nCrawl-delay: 5\\n")
    5.0
    """
    if text is None:
        return 0.0
    rules = _rules(text)
    rate = rules.request_rate(NAME)
    found = [float(rules.crawl_delay(NAME) or 0.0)]
    if rate is not None and rate.requests > 0:
        found.append(float(rate.seconds) / rate.requests)
    return max(0.0, *found)


@lru_cache(maxsize=512)
def _rules(text: str) -> Protego:
    from protego import Protego

    return Protego.parse(text)
