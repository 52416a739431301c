"""Which language a text is in: enough to leave out what is surely not English, and nothing more.

Short, upper-case, garbled and mixed texts count as English: a report is set aside only on plain evidence.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib import resources

WORDS = 30
"""Fewest words that can tell a language by its function words."""
LOOK = 20_000
"""Characters looked at."""
FOREIGN_SHARE = 0.12
"""Share of words that are function words of another language from which a text is in it (English news: below 0.05)."""
TWICE = 2
"""How many times the English function words those of another language must outnumber: a quotation does not."""
PLAIN_SHARE = 0.22
"""Share of English function words from which a text is English: no other language has twice as many of its own."""
LAST_LATIN = "\u036f"
"""Letters up to here are Latin, or marks on them."""
SCRIPT_SHARE = 0.5
"""Share of letters in another script from which a text is not English."""

_WORD = re.compile(r"[^\W\d_]+")
_ASCII = bytes(range(128))


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return the languages of which a word is a function word, by word, and the language of each script."""
    read = tomllib.loads(resources.files("dateline").joinpath("data/languages.toml").read_text(encoding="utf-8"))
    words: dict[str, tuple[str, ...]] = {}
    for entry in read["language"]:
        for word in entry["words"].split():
            words[word] = (*words.get(word, ()), entry["code"])
    return words, read["scripts"]


@cache
def _english() -> frozenset[str]:
    return frozenset(word for word, languages in _tables()[0].items() if "en" in languages)


def language_of(text: str, declared: str | None = None) -> str:
    """Return the ISO 639-1 code of the language of `text`: "en" unless there is plain evidence against it.

    >>> language_of("BLAST KILLS 4"), language_of("Взрыв на рынке унёс жизни четырёх человек", "en")
    ('en', 'ru')
    """
    code = (declared or "").strip().lower().replace("_", "-").split("-")[0]
    code = {"eng": "en", "english": "en"}.get(code, code)
    text = text[:LOOK]
    if script := _script(text):
        return code if code not in ("", "en") else script
    if _is_plain(text):
        return code or "en"
    words = _WORD.findall(text)
    if len(words) < WORDS:
        return code or "en"
    said: Counter[str] = Counter()
    listed = _tables()[0]
    for word, count in Counter(words).items():
        for language in listed.get(word.lower(), ()):
            said[language] += count
    english = said.pop("en", 0)
    most, best = max(((count, name) for name, count in said.items()), default=(0, ""))
    if most >= FOREIGN_SHARE * len(words) and most > TWICE * english:
        return best if code in ("", "en") else code
    return code or "en"


def _is_plain(text: str) -> bool:
    """Tell at a glance what is surely English: so many of its words are function words that no other has as many."""
    words = text.lower().split()
    english = _english()
    return sum(map(english.__contains__, words)) > PLAIN_SHARE * len(words) > 0


def _script(text: str) -> str | None:
    """Return the language that stands for the script most letters are in, None for Latin and unknown ones."""
    if text.isascii():
        return None
    others = text.encode("utf-8", "replace").translate(None, _ASCII).decode()
    scripts = _tables()[1]
    found: Counter[str] = Counter()
    for letter, count in Counter(others).items():
        if letter > LAST_LATIN and letter.isalpha():
            found[unicodedata.name(letter, "").partition(" ")[0]] += count
    name, count = max(((n, c) for n, c in found.items() if n in scripts), key=lambda i: (i[1], i[0]), default=("", 0))
    return scripts[name] if count and count >= SCRIPT_SHARE * sum(map(str.isalpha, text)) else None
