"""Furniture: words of the page around the news, which its publisher puts on every page and nobody copies.

Some of it shows by its form: lines without a sentence (menus, lists of other stories), sentences of the page (cookies,
subscriptions, rights). The rest shows by who carries it: texts of one publisher that are otherwise unlike.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dateline.linking.fingerprints import Words, word_hashes, words_of
from dateline.reading.boilerplate import Signs, is_boilerplate, signs
from dateline.wording import FUNCTION_WORDS

FEW = 8
"""Words up to which a line that ends in no full stop is a heading, a menu or a caption."""

CAPITALS = 0.7
"""Share of capitalised words from which a longer line that ends in no full stop is a row of headings."""

PARAGRAPH = 40
"""Words from which a line is a paragraph, of which only the sentences of the page are furniture."""

READER = 25
"""Words of a paragraph for each time that it speaks to the reader, up to which it is about the page."""

LETTERS = 4
"""Letters from which a word tells what a text is about."""

ENOUGH = 15
"""Different words that tell what a text is about, below which two texts cannot be called unlike."""

UNLIKE = 0.12
"""Share of the fewer such words below which two texts are unlike: few of one happening, half of those of two."""

TITLED = 2
"""Telling words of a title from which they can be looked for in its text."""

FOUND = 3
"""Of how many telling words of its title a text holds one at least."""

COMMON = 2
"""Telling words besides the shared text from which two reports of different days are of one happening."""

CLOSING = ")]\"”’'"
"""What may stand behind a full stop."""

STOPS = (".", "!", "?", "…")

_SENTENCE = re.compile(r"[^.!?]+[.!?]*[\s”\"]*")
_PLAYED = re.compile(r"\s{0,20}\d{1,2}:\d\d\s")
_WORD = re.compile(r"[^\W\d_][\w'’]*")

_QUOTE = re.compile(r"[\"“”«»]")
_READER = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_OUTLET = re.compile(
    r"\bour (?:newsrooms?|journalists|reporters|editors|readers|journalism|websites?|sites?|apps?|cookies|privacy"
    r" policy)\b|\b(?:written|writes|worked|working|reported|writer|columnist|editor|reporter|correspondent) (?:for|at"
    r"|of) (?:this|our) (?:newspaper|paper|magazine|website|site)\b"
    r"|\b(?:this|the) (?:web)?site uses\b",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"\b(?:newspapers?|journalism|journalists|newsroom|readers|readership|subscribers|subscriptions?|circulation|editions?"
    r"|websites?|online|broadcasters?|on paper|prizes|awards?)\b",
    re.IGNORECASE,
)

_PAPER = ("newspaper", "paper", "magazine", "website", "site")
_STAFF = ("newsroom", "journalis", "reporter", "editor", "reader", "app", "cookies", "privacy")
_OF_THE_OUTLET = (
    "you",
    *[f"our {word}" for word in _STAFF + _PAPER],
    *[f"this {word}" for word in _PAPER],
    "site uses",
)
"""Of which one stands in whatever speaks to the reader or of the outlet without its name."""

Mask = NDArray[np.bool_]
Spans: TypeAlias = tuple[tuple[int, int], ...]

ASKED = 4096
LONGEST = 2000
"""Lines of which is kept where furniture stands in them, and the characters of such a line, at most."""


def furniture(text: str, words: Words, publisher: str | None = None) -> Mask:
    """Tell of each word whether it stands in furniture that shows by its form."""
    return words.within(_pieces(text, words.start, publisher))


class _Signs(NamedTuple):
    """What of a text may show furniture, so that no line needs to be asked for more; where it stands."""

    boilerplate: Signs
    publisher: str | None
    page: list[int]
    outlet: list[int]

    def lines(self, body: str) -> Iterator[tuple[int, str, bool]]:
        """Yield the lines of a text: place, line, whether any of it stands there."""
        places = [*sorted({*self.page, *self.outlet}), len(body)]
        first = n = 0
        for line in body.split("\n"):
            while places[n] < first:
                n += 1
            last = first + len(line)
            yield first, line, places[n] < last
            first = last + 1

    def is_of_the_page(self, said: str, at: int) -> bool:
        """Tell whether what is said `at` a place is boilerplate."""
        return _between(self.page, at, at + len(said)) and is_boilerplate(said, self.boilerplate)

    def is_of_the_outlet(self, said: str, at: int) -> bool:
        """Tell whether what is said `at` a place speaks to the reader or of the outlet."""
        return _between(self.outlet, at, at + len(said)) and _is_of_the_outlet(said, self.publisher)


def _between(places: list[int], first: int, last: int) -> bool:
    return bisect_left(places, first) < bisect_left(places, last)


def _signs(body: str, publisher: str | None) -> _Signs:
    """Find every word that stands in whatever shows furniture."""
    low = body.lower()
    held = _page().find(low)
    found = tuple([sign for sign in signs() if sign[0] in held])
    told = list(_outlet().find(low).values())
    if publisher is not None and publisher in body:
        told.append(_all_places(low, publisher.lower()))
    page, outlet = sorted(chain.from_iterable(held.values())), sorted(chain.from_iterable(told))
    if len(low) != len(body):  # a few capitals have two small letters
        page = outlet = list(range(len(body)))
    return _Signs(found, publisher, page, outlet)


class Finder:
    """Finds many words in a text at once: a sweep over all stretches of four letters tells which may stand there."""

    def __init__(self, words: Iterable[str]) -> None:
        self._always = []
        self._named: NDArray[np.uint8] = np.zeros(1 << 16, dtype=np.uint8)
        self._by_name: list[list[str]] = [[]]
        for word in sorted(set(words)):
            if len(word) < STRETCH or len(self._by_name) > NAMED:
                self._always.append(word)
                continue
            name = int(_stretches(word).min())  # any of them will do
            if not self._named[name]:
                self._named[name] = len(self._by_name)
                self._by_name.append([])
            self._by_name[self._named[name]].append(word)

    def find(self, text: str) -> dict[str, list[int]]:
        """Return the places of each word that stands in a text."""
        named = self._named.take(_stretches(text))
        names = set(named[named.nonzero()[0]].tolist())
        words = [*self._always, *[word for name in names for word in self._by_name[name]]]
        return {word: places for word in words if (places := _all_places(text, word))}


NAMED = 250
"""Stretches that a finder tells apart."""


def _stretches(text: str) -> NDArray[np.uint16]:
    """Return a number for each stretch of four characters."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2").astype(np.uint16, copy=False)
    if len(codes) < STRETCH:
        return codes[:0]
    numbers: NDArray[np.uint16] = codes[:-3] * np.uint16(31)
    for n, factor in ((1, 523), (2, 7351), (3, 52501)):
        numbers += codes[n : len(codes) - 3 + n] * np.uint16(factor)
    return numbers


STRETCH = 4


@cache
def _page() -> Finder:
    return Finder({word for word, _ in signs()})


@cache
def _outlet() -> Finder:
    return Finder(_OF_THE_OUTLET)


def _all_places(text: str, word: str) -> list[int]:
    places = []
    at = text.find(word)
    while at >= 0:
        places.append(at)
        at = text.find(word, at + 1)
    return places


def _pieces(text: str, start: int, publisher: str | None) -> list[tuple[int, int]]:
    """Return where furniture stands in a text. What is told of a line is kept: who copies a text, copies its lines."""
    lines = text[start:].split("\n")
    asked = [(line, publisher if publisher is not None and publisher in line else None) for line in lines]
    told = {one: spans for one in asked if (spans := _asked.get(one)) is not None}
    new = [one for one in dict.fromkeys(asked) if one not in told]
    if new:
        told.update(zip(new, _of_lines([line for line, _ in new], publisher), strict=True))
        if len(_asked) > ASKED:
            _asked.clear()
        _asked.update({one: told[one] for one in new if len(one[0]) <= LONGEST})
    found = []
    for one in asked:
        found += [(start + first, start + last) for first, last in told[one]]
        start += len(one[0]) + 1
    return found


_asked: dict[tuple[str, str | None], Spans] = {}
"""Where furniture stands in a line, which names its publisher or none."""


def _of_lines(lines: list[str], publisher: str | None) -> Iterator[Spans]:
    """Yield where furniture stands in each of some lines."""
    body = "\n".join(lines)
    held = _signs(body, publisher)
    for first, line, signed in held.lines(body):
        if line and _is_listed(line):
            yield ((0, len(line)),)
        elif signed:
            yield tuple([(one - first, last - first) for one, last in _of_line(line, first, held)])
        else:
            yield ()


def _of_line(line: str, at: int, held: _Signs) -> list[tuple[int, int]]:
    """Return where furniture stands in a line that is a sentence or several, and begins `at` a place."""
    if held.is_of_the_outlet(line, at):
        return [(at, at + len(line))]
    if len(line) < PARAGRAPH or len(_WORD.findall(line)) < PARAGRAPH:
        return [(at, at + len(line))] if held.is_of_the_page(line, at) else []
    sentences = [(at + one.start(), one.group()) for one in _SENTENCE.finditer(line)]
    return [
        (first, first + len(one))
        for first, one in sentences
        if held.is_of_the_page(one, first) or held.is_of_the_outlet(one, first)
    ]


def _is_listed(line: str) -> bool:
    """Tell whether a line is a heading, an item of a menu or the length of a recording."""
    if line[-1] in STOPS or _is_ended(line):
        return False
    return _is_heading(_WORD.findall(line)) or _PLAYED.match(line) is not None


def _is_ended(line: str) -> bool:
    """Tell whether a line ends in a full stop, or in one and what closes behind it."""
    return line.rstrip().rstrip(CLOSING)[-1:] in STOPS


def _is_heading(words: list[str]) -> bool:
    return len(words) <= FEW or sum([word[0].isupper() for word in words]) >= CAPITALS * len(words)


def _is_of_the_outlet(said: str, publisher: str | None) -> bool:
    """Tell whether a paragraph or sentence speaks to the reader, or of the outlet and its writers; quotes nobody."""
    low = said.lower()
    told = len(_READER.findall(said)) if low.count("you") >= 2 else 0
    if told >= 2 and READER * told >= len(said.split()):
        return _QUOTE.search(said) is None
    of_it = [word for word in _OF_THE_OUTLET[1:] if word in low] and _OUTLET.search(said)
    if of_it or (publisher is not None and publisher in said and _PRESS.search(said)):
        return _QUOTE.search(said) is None
    return False


def is_beside(title: str, words: Words) -> bool:
    """Tell whether a text hardly names what its title tells of: it is of the page, and the news was left out."""
    named = _telling_of(title)
    return len(named) >= TITLED and len(named & set(words.hashes.tolist())) * FOUND < len(named)


def _telling_of(title: str) -> set[int]:
    words = words_of(title, 0)
    return _telling(words, np.ones(len(words.hashes), dtype=np.bool_))


def unlike(one: Words, rest_one: Mask, other: Words, rest_other: Mask, enough: int = ENOUGH) -> bool:
    """Tell whether what two texts do not share, `enough` telling words in each, is about different things."""
    here, there = _telling(one, rest_one), _telling(other, rest_other)
    fewer = min(len(here), len(there))
    return fewer >= enough and len(here & there) < UNLIKE * fewer


def _telling(words: Words, rest: Mask) -> set[int]:
    """Return the hashes of the different words that tell what a part of a text is about."""
    return set(words.hashes[rest & (words.ends - words.starts >= LETTERS)].tolist()) - _EMPTY


def other_day(one: Words, rest_one: Mask, other: Words, rest_other: Mask) -> bool:
    """Tell whether what two texts do not share tells of other days of the week, and of hardly a thing in common."""
    here, there = _telling(one, rest_one), _telling(other, rest_other)
    days = (here & _DAYS, there & _DAYS)
    return all(days) and not days[0] & days[1] and len(here & there) < COMMON


_DAYS = set(word_hashes("monday tuesday wednesday thursday friday saturday sunday", 0).tolist())
_EMPTY = set(word_hashes(" ".join(sorted(FUNCTION_WORDS)), 0).tolist())
