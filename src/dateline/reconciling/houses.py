"""Houses: which reports come from one publisher, and which are worked from one text though none copies another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from urllib.parse import urlsplit

from dateline.reconciling.names import fold_name
from dateline.reconciling.wires import wire_of
from dateline.records import Report
from dateline.wording import WORD, content_stems

RUN = 8
"""Words in a row that two writers hardly choose alike by chance."""

SHARED, AT_LEAST, AT_MOST = 0.08, 7, 13
"""Share of a report's runs that another has too from which both are worked from one text; never on fewer runs than the
second number, nor are more than the third needed: one passage of twenty words."""

HELD = 12
"""Reports of a story in which a run may stand and still tell two of them: an oftener one is a formula."""

_QUOTED = re.compile(r"[“\"][^“”\"]{1,1500}[”\"]")
_ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/[^/]+/")
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "gob", "ac", "edu"})


def house_of(report: Report) -> str | None:
    """Return a key of the publisher: that of its site where a name or address gives one, else its name.

    Where the input names none, whoever signs the text in its header ("(Harwick News) --") stands for it.

    >>> site_of("https://web.archive.org/web/2016/http://www.news.example.co.uk:80/a")
    'example.co.uk'
    """
    host = site_of(report.publisher or "") or site_of(report.url or "")
    name = report.publisher or (report.credit.of(report.text) if report.credit is not None else None)
    return host or (fold_name(name) if name else None)


@lru_cache(maxsize=4096)
def site_of(address: str) -> str | None:
    """Return the registered domain of an address or host name, None where there is none."""
    address = _ARCHIVED.sub("", address.strip())
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    labels = host.casefold().removeprefix("www.").split(".")
    if len(labels) < 2 or " " in address or not all(labels) or labels[-1].isdigit():
        return None
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


_KINDS_OF_OUTLETS = ("news", "newspaper", "tv", "television", "radio", "online", "com", "website")


@lru_cache(maxsize=4096)
def is_house(voice: str, house: str) -> bool:
    """Tell whether a voice (a folded name) names a publisher (`house_of`): by its name, or as its site shortens it.

    >>> [is_house(voice, "wave3.com") for voice in ("wave 3 news", "wave3", "wave")]
    [True, True, False]
    >>> is_house("new harwick post", "nhpost.com"), is_house("harwick post", "nhpost.com")
    (True, False)
    """
    site = house.replace(" ", "")
    words = voice.rstrip("+").split()
    own = {"".join(words)}
    own |= {"".join(w[0] for w in words[:n]) + "".join(words[n:]) for n in range(2, len(words))}
    while len(words) > 1 and words[-1] in _KINDS_OF_OUTLETS:
        words = words[:-1]
        own.add("".join(words))
    return any(len(name) > 2 and name in (site, *site.split(".")[:1]) for name in own)


def worked_from_one_text(reports: Sequence[Report], roots: Mapping[str, str]) -> dict[str, str]:
    """Map reports that share many runs of words outside quotations to the first of them, by id; copies to their root.

    A wire's text lightly rewritten keeps its sentences; two writers of their own share names and formulas. What one
    agency sends twice is its own both times.
    """
    grams = {report.id: runs_of(report.text[report.lead_start :]) for report in reports}
    home = {report.id: roots.get(report.id, report.id) for report in reports}
    for (one, other), shared in sorted(_shared(grams).items()):
        least = min(len(grams[one]), len(grams[other]))
        if shared >= max(AT_LEAST, min(AT_MOST, SHARED * least)):
            _join(home, one, other)
    wires: dict[str, str] = {}
    for report in reports:
        if (wire := wire_of(report)) is not None:
            _join(home, wires.setdefault(wire, report.id), report.id)
    for one, other in _headlines(reports):
        _join(home, one, other)
    return {key: root for key in home if (root := _root(home, key)) != key}


SCANT, BARE = 12, 20
"""Words behind its title, or in all where it has none, up to which a report is a headline or a teaser."""

TEASED = 40
"""Words behind its title up to which a report that breaks off is a teaser."""

_CUT = re.compile(r"(?:…|\.\.\.|\bread more)\W{0,20}$", re.IGNORECASE)
"""How a teaser breaks off."""

HEAD = 1500
"""Characters of a longer report, its title among them, whose words a headline sums up."""

SUMS_UP = 0.8
"""Share of a headline's words with a meaning that a longer report has, from which it sums that up."""


def _headlines(reports: Sequence[Report]) -> Iterable[tuple[str, str]]:
    """Yield each report that is no more than a headline, with the longer one whose words and numbers are all it has."""
    sizes = {r.id: len(WORD.findall(r.text[:HEAD])) for r in reports}
    for report in (r for r in reports if _is_scant(r, sizes[r.id])):
        own, numbers = content_stems(report.text), _numbers(report)
        longer = [r for r in reports if sizes[r.id] >= 2 * sizes[report.id] and numbers <= _numbers(r)]
        told = [(len(own & content_stems(r.text[:HEAD])), r.id) for r in longer]
        shared, key = max(told, default=(0, ""))
        if key and shared >= SUMS_UP * len(own):
            yield report.id, key


def _is_scant(report: Report, words: int) -> bool:
    if report.title is None:
        return words <= BARE
    most = TEASED if _CUT.search(report.text.rstrip()[-12:]) else SCANT
    return words - len(WORD.findall(report.title.of(report.text))) <= most


def _numbers(report: Report) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", report.text[:HEAD]))


@lru_cache(maxsize=4096)
def runs_of(text: str) -> frozenset[str]:
    """Return the runs of words of a text outside its quotations; none reaches over a quotation."""
    return frozenset(run for piece in _QUOTED.split(text) for run in _runs(piece))


def _runs(text: str) -> Iterable[str]:
    words = [match.group().casefold() for match in WORD.finditer(text)]
    return (" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1))


def _shared(grams: Mapping[str, frozenset[str]]) -> Counter[tuple[str, str]]:
    holders: dict[str, list[str]] = {}
    for key in sorted(grams):
        for run in grams[key]:
            holders.setdefault(run, []).append(key)
    return Counter(pair for found in holders.values() if 1 < len(found) <= HELD for pair in combinations(found, 2))


def _root(home: Mapping[str, str], key: str) -> str:
    while home.get(key, key) != key:
        key = home[key]
    return key


def _join(home: dict[str, str], one: str, other: str) -> None:
    low, high = sorted((_root(home, one), _root(home, other)))
    home[high] = low
