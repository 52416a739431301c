"""Made news without end, for load tests: new stories, new names, copies, passages, follow-ups and notices of outlets.

The first turn brings the texts of `load_news` and of the sets of `bench.stories`, mixed, as they are. In each later turn
the stem of every word and name is another one, about as frequent, the same throughout the turn; those that stand in few
texts are made up, days and months stay. So terms stay as frequent as they are in news, reports of one story stay together,
and a turn has no passage of another. Of 20 reports 3 carry an earlier text whole under another headline, one carries a
passage of it, and 2 tell it again in other words; one outlet in five puts a notice of its own on every page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import count
from math import log2
from typing import NamedTuple

from bench.stories import SETS, texts
from bench.tasks import Row, rows
from dateline.linking.marks import MONTHS, WEEKDAYS
from dateline.records import Report, Span
from dateline.wording import stem

START = date(2015, 1, 1)
OUTLETS = 490
"""Outlets, as many as load_news has sources."""

COMMON = 0.02
"""Share of texts from which a word, if no name, changes places only with words about as common."""

COUNTED = 4
"""One text in so many is counted to tell how frequent words are."""

FEW = 3
"""Texts up to which a word is made up anew in each turn."""

CARRIERS, PASSAGES, FOLLOWING = (3, 11, 17), (7,), (5, 13)
"""Places among 20 reports at which one carries an earlier text, or a passage of it, or tells it again."""

WORD = re.compile(r"[^\W\d_]+|\d{1,3}")
TOP = 12
"""Band of the most frequent names, wide enough that they change places."""

DAYS = {*(name[:3] for name in WEEKDAYS), *MONTHS}
VOWELS, CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
STRIDE = 7919


def stream(daily: int, first: int = 0, parts: int = 1) -> Iterator[Report]:
    """Yield reports without end from the `first` on, so many a day, each of so many texts (about 240 words each)."""
    for n in count(first):
        yield made(n, daily, parts)


def made(n: int, daily: int, parts: int = 1) -> Report:
    """Return the n-th report of a stream of so many a day: the same whenever it is asked for."""
    title, body = told(n, parts)
    chance = n * 2654435761 % (1 << 32) >> 4
    earlier = _plain(n - 1 - chance % (2 * daily))
    before = _plain(n - daily - chance % (10 * daily))
    if n % 20 in CARRIERS and earlier >= 0:
        words = told(earlier, parts)[1].split(" ")
        body = " ".join(words[chance % 9 : len(words) - chance % 13])
    elif n % 20 in PASSAGES and earlier >= 0:
        words = told(earlier, parts)[1].split(" ")
        body = f"{body}\n{' '.join(words[: len(words) // 2])}"
    elif n % 20 in FOLLOWING and before >= 0:
        title, body = again(*told(before, parts), n)
    outlet = chance % OUTLETS
    if outlet % 5 == 0:
        body = f"{body}\n\n{notice(outlet)}"
    text = f"{title}\n\n{body}"
    return Report(
        id=f"{n:07}",
        text=text,
        raw_sha256="",
        lead_start=len(title) + 2,
        title=Span(0, len(title)),
        published=(START + timedelta(n // daily)).isoformat(),
        published_basis="field",
        publisher=f"Outlet {outlet}",
    )


def _plain(n: int) -> int:
    """Return the nearest report at or before a place that tells news of its own."""
    while n % 20 in (*CARRIERS, *PASSAGES, *FOLLOWING):
        n -= 1
    return n


def told(n: int, parts: int = 1) -> tuple[str, str]:
    """Return title and body of a report that tells news of its own."""
    listed = sources()
    turn, place = divmod(n, len(listed))
    pieces = []
    for part in range(parts):
        row = listed[(place + 1009 * part) % len(listed)]
        pieces += [_exchanged(" ".join(row["title"].split()), turn + 1000 * part)] if not part else []
        pieces.append(_exchanged(row["text"], turn + 1000 * part))
    return pieces[0] or "News", "\n".join(pieces[1:])


def again(title: str, body: str, n: int) -> tuple[str, str]:
    """Return a text told again: every third sentence left out, every fourth word another one."""
    sentences = [s for i, s in enumerate(body.split(". ")) if (i + n) % 3]
    words = ". ".join(sentences).split(" ")
    table = exchange(500)
    told_again = [
        WORD.sub(lambda m: table[m.group()], w) if i % 4 == 3 and w[:1].islower() else w for i, w in enumerate(words)
    ]
    return " ".join(reversed(title.split(" "))), " ".join(told_again)


@cache
def notice(outlet: int) -> str:
    """Return what an outlet puts on each of its pages."""
    return _exchanged(" ".join(sources()[outlet]["text"].split(" ")[:60]), 2000 + outlet)


@cache
def sources() -> list[Row]:
    """Return the texts that the stream is made of."""
    found = [{"title": r["title"] or "", "text": r["text"]} for r in rows("load_news/articles")]
    others = [r for name, s in SETS.items() for r in texts(name, s.cluster, s.day, None)[1]]
    for n, row in enumerate(others):
        found.insert(min(len(found), 5 * n), {"title": row["title"] or "", "text": row["text"][:1500]})
    return found


class Bands(NamedTuple):
    """Stems by how many texts hold them, names apart: the band of each, its place there, and the members."""

    places: dict[str, tuple[tuple[bool, int], int]]
    members: dict[tuple[bool, int], list[str]]


@cache
def bands() -> Bands:
    """Sort the stems of the sources into bands of like frequency; names begin with a capital."""
    held: Counter[str] = Counter()
    listed = sources()[::COUNTED]
    for row in listed:
        held.update({_key(word) for word in WORD.findall(row["text"]) if word.isalpha()})
    members = defaultdict(list)
    common = {}
    for key in sorted(held):
        if held[key] < held[_other(key)]:
            continue
        if key.lower()[:3] in DAYS:
            common[key] = ((False, -1), 0)
        elif held[key] >= COMMON * len(listed) and key[0].islower():
            members[False, TOP + int(log2(held[key]))].append(key)
        elif held[key] > FEW:
            members[key[0].isupper(), min(TOP, int(2 * log2(held[key])))].append(key)
    places = {key: (band, n) for band, keys in members.items() for n, key in enumerate(keys)}
    return Bands(common | places, dict(members))


def _key(word: str) -> str:
    """Return the stem of a word in small letters, or of a name with a capital."""
    return stem(word).capitalize() if word[0].isupper() else stem(word)


def _other(key: str) -> str:
    return key.lower() if key[0].isupper() else key.capitalize()


class _Exchange(dict[str, str]):
    """The word that stands for each in one turn."""

    def __init__(self, turn: int) -> None:
        self.turn = turn

    def __missing__(self, word: str) -> str:
        value = self[word] = self._for(word)
        return value

    def _for(self, word: str) -> str:
        if word.isdigit():
            return str(int(word) + self.turn % 7)
        known, base = bands(), stem(word)
        key = next((key for key in (_key(word), _other(_key(word))) if key in known.places), None)
        if key is None:
            found = _coined(base, self.turn)
        elif known.places[key][0][1] < 0:
            return word
        else:
            band, place = known.places[key]
            found = known.members[band][(place + STRIDE * self.turn) % len(known.members[band])].lower()
        found += word[len(base) :].lower()
        return found.upper() if word.isupper() and len(word) > 1 else found.capitalize() if word[0].isupper() else found


def _coined(base: str, turn: int) -> str:
    """Return a made-up stem of the same length, another in each turn."""
    return base[0] + "".join(
        VOWELS[(VOWELS.index(c) + turn) % 5] if c in VOWELS else CONSONANTS[(ord(c) + 3 * turn + len(base)) % 21]
        for c in base[1:]
    )


exchange = lru_cache(maxsize=8)(_Exchange)


def _exchanged(text: str, turn: int) -> str:
    if not turn:
        return text
    table = exchange(turn)
    return WORD.sub(lambda m: table[m.group()], text)
