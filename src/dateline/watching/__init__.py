"""Watching: feeds are asked again and again, and what they bring changes the accounts of a case.

Polite: conditional requests, robots.txt, a pause between requests to one server, waits that servers and feeds ask for,
longer ones after each failure. Careful: only public addresses are asked, each connection goes to the address that was
checked, and time, size, redirects and numbers are capped. What is remembered lies in the case file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from dateline.config import Config
from dateline.engine import ended_alike
from dateline.errors import InputError, Refused
from dateline.telling.shown import clean
from dateline.watching import lines, opml, robots, schedule, state
from dateline.watching.addresses import parse, shown
from dateline.watching.clock import SYSTEM, Clock, told
from dateline.watching.feeds import Desk, Pages
from dateline.watching.fetch import Fetcher
from dateline.watching.limits import Limits
from dateline.watching.network import Resolve, look_up
from dateline.watching.polite import Manners
from dateline.watching.rounds import News, Round, due_feeds, listed, next_due

if TYPE_CHECKING:
    from dateline.store import Case

__all__ = ["Options", "Voice", "World", "listing", "watch", "when"]

INTERRUPTED = 130
"""Exit code of a round that was ended before its end."""
SHORTEST = 5
"""Seconds between two rounds at least."""
CONTACT = 100
"""Characters of a contact."""


class Options(NamedTuple):
    """What a user may say of a watch; `interval` is in seconds, `contact` goes with every request."""

    once: bool = False
    interval: int = schedule.INTERVAL
    pages: Pages = "auto"
    allow_private: bool = False
    contact: str = ""
    width: int = 100


class World(NamedTuple):
    """What a watch knows the world by: the clock, how names are resolved, the caps; tests bring their own."""

    clock: Clock = SYSTEM
    resolve: Resolve = look_up
    limits: Limits = Limits()


HERE = World()
"""The world of this machine."""


class Voice(NamedTuple):
    """Where a watch speaks: `show` for what is new, `say` for what was refused, `hint` for what only a person reads."""

    show: Callable[[str], None]
    say: Callable[[str], None]
    hint: Callable[[str], None]


def watch(
    feeds: Iterable[str],
    case: Case,
    config: Config,
    options: Options,
    voice: Voice,
    world: World = HERE,
) -> int:
    """Ask feeds again and again, or once, and tell what changed; return the exit code.

    Ctrl-C and SIGTERM end it: what came in is kept. That is how a watch ends, so it returns 0; a single round that did
    not come to its end returns 130. A single round returns 1 where something was refused.

    Raises:
        InputError: what is to be watched is no address and no list.
        MissingResource: a library is not installed.
        StoreError: what the case file remembers is damaged.
    """
    robots.require()
    clock, resolve, caps = world
    wanted = sources(feeds, caps, allow_private=options.allow_private)
    stop = threading.Event()
    fetcher = Fetcher(
        caps, clock, stop, allow_private=options.allow_private, contact=_contact(options.contact), resolve=resolve
    )
    try:
        with ended_alike():
            rows = state.load(case)
            known = {url: row for url, row in rows.items() if isinstance(row, state.Server)}
            manners = Manners(fetcher, caps, clock, stop, known)
            desk = Desk(manners.ask, caps, clock, options.interval, options.pages)
            turn = Round(case, config, desk, manners, stop)
            while True:
                due = due_feeds(wanted, rows, clock.stamp(), options.interval)
                voice.hint(f"asking {len(due)} of {len(listed(wanted, rows))} feeds")
                news = turn.run(wanted, rows)
                _tell(news, options, voice)
                if options.once:
                    return 1 if news.refused or news.unread else 0
                wait = max(SHORTEST, next_due(wanted, rows) - clock.stamp())
                brought = f"{lines.count(news.asked, 'feed')} asked, {lines.count(len(news.came), 'report')} new"
                voice.hint(f"{brought}; next {told(clock.stamp() + wait)}")
                clock.pause(wait, stop)
    except KeyboardInterrupt:
        voice.say("stopped; what came in is kept, and its accounts are made at the next start at the latest")
        return INTERRUPTED if options.once else 0
    finally:
        stop.set()
        fetcher.close()


def when(text: str) -> Pages:
    """Return when pages are asked for.

    Raises:
        InputError: it is no such word.
    """
    for known in get_args(Pages):
        if text == known:
            return known  # type: ignore[no-any-return]
    raise InputError(f"--pages {text}: auto, always or never")


def listing(feeds: Iterable[str], case: Case, config: Config, options: Options, voice: Voice) -> int:
    """Tell how feeds stand, all that the case file remembers where none are named; return the exit code."""
    del config
    known = {url: row for url, row in state.load(case).items() if isinstance(row, state.Feed)}
    named = {_spelt(url, allow_private=options.allow_private) for url in feeds}
    for line in lines.feeds((row for url, row in known.items() if not named or url in named), options.width):
        voice.show(line)
    if not known:
        voice.show("no feeds")
    return 0


def sources(given: Iterable[str], limits: Limits, *, allow_private: bool) -> tuple[str, ...]:
    """Return the addresses to ask: those given, and those that lists in files name, in one spelling each.

    One that may not be asked stays in: it is refused, and named, when its turn comes.

    Raises:
        InputError: something given is neither an address nor a list of feeds.
    """
    found: dict[str, None] = {}
    for one in given:
        found.update(dict.fromkeys(_spelt(url, allow_private=allow_private) for url in _expanded(one, limits)))
    if not found:
        raise InputError("no feeds to watch; name their addresses, or an OPML list")
    return tuple(found)


def _expanded(one: str, limits: Limits) -> tuple[str, ...]:
    if "://" in one:
        return (one,)
    try:
        data = Path(one).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{one}: {reason}; an address begins with https://, a list is an OPML file") from error
    if not opml.is_opml(data):
        raise InputError(f"{one}: not an OPML list of feeds")
    try:
        return opml.feeds(data, limits.outlines)
    except Refused as error:
        raise InputError(f"{one}: {error}") from error


def _spelt(url: str, *, allow_private: bool) -> str:
    try:
        return parse(url, allow_private=allow_private).text
    except Refused:
        return shown(url)


def _contact(text: str) -> str:
    """Return what goes with every request so that a publisher can write.

    Raises:
        InputError: it cannot stand in a header.
    """
    if not text.isascii() or not text.isprintable() or len(text) > CONTACT or set("()\\") & set(text):
        raise InputError(f"a contact is at most {CONTACT} plain characters without brackets: an address or a page")
    return text


def _tell(news: News, options: Options, voice: Voice) -> None:
    for line in lines.news(news, options.width):
        voice.show(line)
    for note in news.notes:
        voice.say(clean(note))
    for rejection in (*news.refused, *news.unread):
        voice.say(clean(f"not taken in: {rejection.path}: {rejection.reason}"))
