"""The header of a report: headline, byline, publication line and dateline, each with its characters.

Everything is a short pattern tried where the last one ended; where none fits, prose begins. Unsure means prose:
a header taken for prose costs a sentence, prose taken for a header loses one.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

import msgspec

from dateline.intake.dates import DATE, DAY, MONTH, TIME, WEEKDAY, from_words
from dateline.intake.stamps import stamped
from dateline.records import Record, Span

TITLE_LENGTH = 200
"""Longest headline in characters; the longest first lines that news sites use as headlines stay below it."""
TITLE_WORDS = 30
"""Most words of a headline."""
WRAP = 100
"""A line longer than this many characters is a paragraph of its own: the text is not wrapped by hand."""
TITLE_CASE = 0.7
"""Share of longer words with a capital from which a first line with a final period still is a headline."""
LONGEST = 200
"""Characters within which a dateline ends."""
LOOK = 240
"""Characters after a dateline that tell whether the report is written in capitals."""

MASTHEAD = 15
"""Lines that the labels of a page take at most before the headline."""
LABEL = 3
"""Most words of such a label."""
TELLING = 4
"""Fewest words of a headline below labels."""

_BLANK = re.compile(r"\s*")
_LINE = re.compile(r"[^\r\n]*")
_END = re.compile(r"[ \t]{0,200}(?:\r?\n|$)")
_LABELLED = re.compile(
    r"(?P<label>(?:last |first )?(?:date|dateline|published|posted|updated|modified|this story is from)(?: on| at)?)\b"
    r"[ \t]{0,200}[:|-]?[ \t]{0,200}"
    rf"(?P<date>{DATE}){TIME}?[ \t]{{0,200}}(?:\||(?=\s|$))[ \t]{{0,200}}",
    re.IGNORECASE,
)
_CARRIER = re.compile(
    rf"(?P<credit>[A-Z][^\n|]{{1,50}}?)[ \t]*\|[ \t]*(?=(?:(?:last |first )?(?:published|posted|updated)|{DATE}))",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"{WEEKDAY},?[ ]+(?P<date>{DATE}){TIME}?(?=[ \t]+[A-Z\"'“‘\[(]|[ \t]*\r?\n)", re.IGNORECASE)
_DATE_LINE = re.compile(rf"(?P<date>{DATE}){TIME}?[ \t]*(?=\r?\n)", re.IGNORECASE)
_NAME = r"[^\W\d_a-z][\w'’.-]{0,60}"
_NAMES = rf"{_NAME}(?:[ ](?:(?:de|del|la|al|bin|bint|van|von|der|den|ter)[ ])?{_NAME}){{1,4}}"
_BYLINE = re.compile(
    rf"(?:By|BY)[ \t:]+{_NAMES}(?:(?:,|[ ]and|[ ]&|,[ ]and)[ ]{_NAMES}){{0,4}}"
    r"(?:[ ]?[,|/(–—-][ ]?[^\r\n.]{2,60})?[ \t]*(?=\r?\n)"
)
_DASH = r"(?:--+|[–—―]|-(?=[ \t])|_(?=\s))"
_CREDIT = r"\([ ]?(?P<credit>[^\W\d_][^()\n]{1,45}?)[ ]?\)"
_WHEN = rf"(?i:,?[ ](?:{WEEKDAY}[ ,]{{1,2}})?(?:{MONTH} ?{DAY}|{DAY} ?{MONTH})(?:,?[ ]\d{{4}}|[ ]\d{{2}}(?!\d))?)"
_UPPER = r"[^\W\d_a-z][^\W\d_a-zß-öø-ÿ]++"
_CITY = rf"{_UPPER}(?:(?:[ /&'’.-]|[ ]&[ ]|\.[ ]){_UPPER}){{0,5}}"
_WITHIN = r"(?:,[ ][^\W\d_a-z][\w.'’-]{0,60}(?:[ ][^\W\d_][\w.'’-]{0,60}){0,4}){0,3}?"
_DATELINE = re.compile(
    rf"(?<![^\W_])(?P<place>(?:(?P<city>{_CITY})|[A-Z][\w'’.-]{{0,60}}(?:[ ][A-Z][\w'’.-]{{0,60}}){{0,3}}){_WITHIN})"
    rf"(?P<when>{_WHEN})?"
    rf"(?:,?[ ]?{_CREDIT})?(?:[ ]?\([^()\n]{{2,30}}\))?[ \t]{{0,200}}(?P<dash>{_DASH}|:(?=[ \t]))[ \t]{{0,200}}"
    r"(?:\[[A-Z]{4,10}\][ \t]{0,200})?",
)
_CREDIT_ONLY = re.compile(rf"{_CREDIT}[ \t]{{0,200}}(?P<dash>{_DASH})?[ \t]{{0,200}}(?=\S)")
_STAFF = r"Writers?|Staff|News Agency|News|Agency|Correspondents?|Reporters?"
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?$")


@cache
def _tables() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return first words that begin no dateline, and the pattern of agencies' signatures."""
    read = tomllib.loads(resources.files("dateline").joinpath("data/headers.toml").read_text(encoding="utf-8"))
    names = "|".join(re.escape(name) for name in sorted(read["agencies"], key=lambda n: (-len(n), n)))
    return frozenset(read["no_place"]), re.compile(rf"(?:The )?(?:{names})(?: (?:{_STAFF})){{0,2}}")


class Header(Record, frozen=True, kw_only=True):
    """What stands before the prose. `published` is a day stated there, `lead_start` where prose begins."""

    lead_start: int
    title: Span | None = None
    byline: Span | None = None
    dateline: Span | None = None
    credit: Span | None = None
    published: str | None = None


def read_header(text: str, title: Span | None = None, body_start: int = 0) -> Header:
    """Find the header of `text`; `title` is the headline where the input gave it apart."""
    header = _read(text, title, body_start)
    return header if header.published else msgspec.structs.replace(header, published=stamped(text))


def _read(text: str, title: Span | None, body_start: int) -> Header:
    if title is None:
        title = find_title(text, _past_masthead(text, body_start))
    at = _skip(text, max(body_start, title.end if title else 0))
    if title is not None and at == title.end and text[at : at + 2] == ". ":
        at = _skip(text, at + 1)
    found: dict[str, Span] = {}
    days: dict[str, str] = {}
    while (end := _step(text, at, found, days)) > at:
        at = _skip(text, end)
    if title is None and (found or days):
        title = _title_after(text, at, body_start)
        if title is not None:
            return _again(text, title, found, days)
    published = days.get("published") or days.get("dateline") or days.get("updated")
    return Header(lead_start=at, title=title, published=published, **found)


def _past_masthead(text: str, start: int) -> int:
    """Return where the labels of a saved page end that go before its headline ("Menu", "Harlow Courier")."""
    at = _skip(text, start)
    for _ in range(MASTHEAD):
        line = _LINE.match(text, at)
        words = line.group().split() if line is not None else []
        if len(words) > LABEL:
            found = find_title(text, at) if at > start and len(words) >= TELLING else None
            return start if found is None else at
        if line is None or not words or _SENTENCE_END.search(line.group().rstrip()) or _header_at(text, at):
            return start
        at = _skip(text, line.end())
    return start


def find_title(text: str, start: int = 0) -> Span | None:
    """Return the first line where it is a headline: short, followed by a paragraph, not a sentence."""
    begin = _skip(text, start)
    line = _LINE.match(text, begin)
    assert line is not None  # noqa: S101 - the pattern matches the empty string
    words = line.group().rstrip()
    end = begin + len(words)
    if len(words) > TITLE_LENGTH or not 2 <= len(words.split()) <= TITLE_WORDS or not _reads_as_title(words):
        return None
    if _header_at(text, begin):
        return None
    rest = _skip(text, line.end())
    if rest == len(text):
        return None
    breaks = text.count("\n", line.end(), rest) or text.count("\r", line.end(), rest)
    following = _LINE.match(text, rest)
    assert following is not None  # noqa: S101 - as above
    if breaks >= 2 or len(following.group()) > max(WRAP, 1.5 * len(words)) or _header_at(text, rest):
        return Span(begin, end)
    return None


def _step(text: str, at: int, found: dict[str, Span], days: dict[str, str]) -> int:
    """Read one piece of header at `at`, note what it holds, and return where it ends (`at`: nothing there)."""
    for pattern in (_LABELLED, _GLUED, _DATE_LINE):
        if match := pattern.match(text, at):
            label = match.groupdict().get("label") or ""
            key = "updated" if re.search("updated|modified", label, re.IGNORECASE) else "published"
            if value := from_words(match["date"]):
                days.setdefault(key, value)
            return match.end()
    if match := _CARRIER.match(text, at):
        found.setdefault("credit", Span(*match.span("credit")))
        return match.end()
    if "byline" not in found and (match := _BYLINE.match(text, at)):
        found["byline"] = Span(*match.span())
        return match.end()
    if (match := _tables()[1].match(text, at)) and _END.match(text, match.end()):
        found.setdefault("credit", Span(*match.span()))
        return match.end()
    if "dateline" in found:
        return at
    return _dateline(text, at, found, days)


def _dateline(text: str, at: int, found: dict[str, Span], days: dict[str, str]) -> int:
    if (match := _CREDIT_ONLY.match(text, at)) and (match["dash"] or _tables()[1].fullmatch(match["credit"])):
        found["credit"] = Span(*match.span("credit"))
        return match.end()
    match = _DATELINE.match(text, at, at + LONGEST)
    if match is None or not _is_place(text, match):
        return at
    found["dateline"] = Span(match.start("place"), match.end("when") if match["when"] else match.end("place"))
    stated = from_words(match["credit"]) if match["credit"] else None
    if match["credit"] and stated is None:
        found["credit"] = Span(*match.span("credit"))
    if value := stated or (from_words(match["when"]) if match["when"] else None):
        days["dateline"] = value
    return match.end()


def _is_place(text: str, match: re.Match[str]) -> bool:
    """Tell a dateline from prose that begins with capitals and has a dash."""
    words = re.findall(r"[\w&]+", match["place"].lower())
    after = text[match.end() : match.end() + LOOK].lstrip()
    if not words or words[0] in _tables()[0] or not after or after[0].islower():
        return False
    credit, capitals = match["credit"], match["city"] is not None
    if credit and (capitals or _tables()[1].fullmatch(credit) or credit.isupper()):
        return True
    if not capitals or sum(c.isalpha() for c in match["city"]) < 3:
        return False
    return bool(match["when"]) or any(c.islower() for c in after)


def _header_at(text: str, at: int) -> bool:
    return _step(text, at, {}, {}) > at


def _title_after(text: str, at: int, body_start: int) -> Span | None:
    """Return a headline that stands below the publication line, as feeds print it."""
    return find_title(text, at) if at > body_start and "\n" in text[body_start:at] else None


def _again(text: str, title: Span, found: dict[str, Span], days: dict[str, str]) -> Header:
    rest = _read(text, title, title.end)
    published = days.get("published") or rest.published or days.get("updated")
    return Header(
        lead_start=rest.lead_start,
        title=title,
        byline=found.get("byline") or rest.byline,
        dateline=found.get("dateline") or rest.dateline,
        credit=found.get("credit") or rest.credit,
        published=published,
    )


def _reads_as_title(line: str) -> bool:
    if not any(c.isalpha() for c in line) or line[0].islower():
        return False
    if not _SENTENCE_END.search(line) or line[-1] in "?!":
        return True
    longer = re.findall(r"[^\W\d_]{4,}", line)
    return bool(longer) and sum(w[0].isupper() for w in longer) >= TITLE_CASE * len(longer) > 1


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at
