"""Publication dates: calendar days as fields, headers, addresses and file names write them.

Only a whole day counts. What is ambiguous ("05/06/2017"), malformed or implausible is no date.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

FIRST_YEAR = 1900
"""Earliest plausible year of publication; older digits are numbers of something else."""
LAST_YEAR = 2100
"""Latest plausible year; a constant and not today, so that the same input always gives the same output."""
PIVOT = 50
"""Two-digit years from here on are 19xx: "90" is 1990, "17" is 2017."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?(?![a-z])"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?(?![a-z])"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d)"
YEAR = r"(?:1[89]|20|21)\d\d(?!\d)"
DATE = (
    rf"(?:{YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)"
    rf"|(?:{WEEKDAY}[ ,]{{1,3}})?(?:{MONTH} ?{DAY}[ ,]{{1,3}}{YEAR}|{DAY} ?{MONTH}[ ,]{{1,3}}{YEAR})"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]{YEAR})"
)
"""A day with its year, in any of the ways headers write it (compile with IGNORECASE)."""
TIME = (
    r"(?:[ ,T|-]{0,3}(?:at )?\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:[ap]\.?m\.?(?![a-z]))?"
    r"(?: ?(?:Z|[+-]\d\d:?\d\d|[A-Z]{2,4}T|GMT|UTC|hrs)(?![a-z]))?)"
)
"""The time of day that may follow the day."""

_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_WORDS = re.compile(r"\d+|[a-z]+", re.IGNORECASE)
_FIELD = re.compile(r"\s{0,20}(\d{4}-\d{2}-\d{2})(?:$|[T\s])")
_IN_URL = (
    re.compile(r"/(?P<y>\d{4})/(?P<m>\d{1,2}|[a-z]{3})/(?P<d>\d{1,2})(?=[/_-]|$)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})[-/](?P<d>\d{2})(?!\d)"),
    re.compile(r"/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?=[/_-]|$)"),
    re.compile(r"/(?P<y>\d{4})/(?P<m>\d{2})(?P<d>\d{2})/"),
)
_IN_FILE = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<s>[-_.]?)(?P<m>\d{2})(?P=s)(?P<d>\d{2})(?!\d)")
_ARCHIVED = re.compile(r"^/web/\d{4,14}[a-z_]*/")


def day(year: int, month: int, number: int) -> str | None:
    """Return the ISO 8601 day, or None where it is not on the calendar or not plausible."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None


def from_field(value: str) -> str | None:
    """Return the calendar day of an ISO 8601 date or date-time, as written (no change of time zone).

    >>> from_field("2017-10-20T23:30:00-05:00"), from_field("20171020"), from_field("soon"), from_field("2017-02-30")
    ('2017-10-20', '2017-10-20', None, None)
    """
    match = _FIELD.match(value)
    text = match.group(1) if match else value.strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return day(found.year, found.month, found.day)


def from_words(text: str) -> str | None:
    """Return the day that a string matched by `DATE` names, two-digit years included.

    >>> from_words("Fri, Oct. 20, 2017"), from_words("4 FEB 90"), from_words("20/10/2017"), from_words("05/06/2017")
    ('2017-10-20', '1990-02-04', '2017-10-20', None)
    """
    if match := _ISO.search(text):
        return day(int(match[1]), int(match[3]), int(match[4]))
    if match := _NUMERIC.search(text):
        one, two, year = int(match[1]), int(match[2]), int(match[3])
        if one <= 12 and two <= 12 and one != two:
            return None
        return day(year, min(one, two), max(one, two))
    words = _WORDS.findall(text)
    months = [MONTHS[w.lower()] for w in words if w.lower() in MONTHS]
    numbers = [w for w in words if w.isdecimal()]
    if len(months) != 1 or len(numbers) < 2:
        return None
    return day(_year(numbers[1]), months[0], int(numbers[0]))


def from_url(url: str) -> str | None:
    """Return the day in the path of an address; the day an archive took its copy is not one.

    >>> from_url("https://news.example/world/2017/10/20/raqqa-free"), from_url("https://news.example/2017/oct/20/raqqa")
    ('2017-10-20', '2017-10-20')
    >>> from_url("http://web.archive.org/web/20180101120000/http://news.example/story/12345678")
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    path = _ARCHIVED.sub("/", path).lower()
    for pattern in _IN_URL:
        for match in pattern.finditer(path):
            month = MONTHS.get(match["m"]) or (int(match["m"]) if match["m"].isdecimal() else 0)
            if found := day(int(match["y"]), month, int(match["d"])):
                return found
    return None


def from_file_name(name: str) -> str | None:
    """Return the ISO date in a file's name.

    >>> from_file_name("2017-10-20-raqqa.txt"), from_file_name("report_20171020.txt"), from_file_name("12345678.txt")
    ('2017-10-20', '2017-10-20', None)
    """
    for match in _IN_FILE.finditer(name):
        if found := day(int(match["y"]), int(match["m"]), int(match["d"])):
            return found
    return None


def _year(digits: str) -> int:
    number = int(digits[:5])
    if len(digits) > 2:
        return number
    return number + (1900 if number >= PIVOT else 2000)
