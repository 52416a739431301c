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
LAST_LATIN = "\u036f"
"""Letters up to here are Latin, or marks on them."""
SCRIPT_SHARE = 0.5
"""Share of letters in another script from which a text is not English."""

_WORD = re.compile(r"[^\W\d_]+")


@cache
def _tables() -> tuple[frozenset[str], dict[str, frozenset[str]], dict[str, str]]:
    """Return English function words, those of other languages by code, and the language of each script."""
    read = tomllib.loads(resources.files("dateline").joinpath("data/languages.toml").read_text(encoding="utf-8"))
    words = {entry["code"]: frozenset(entry["words"].split()) for entry in read["language"]}
    return words.pop("en"), words, read["scripts"]


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
    words = [w.lower() for w in _WORD.findall(text)]
    if len(words) < WORDS:
        return code or "en"
    english_words, others, _ = _tables()
    english = _share(words, english_words)
    share, best = max((_share(words, listed), name) for name, listed in others.items())
    if share >= FOREIGN_SHARE and share > TWICE * english:
        return best if code in ("", "en") else code
    return code or "en"


def _share(words: list[str], listed: frozenset[str]) -> float:
    return sum(w in listed for w in words) / len(words)


def _script(text: str) -> str | None:
    """Return the language that stands for the script most letters are in, None for Latin and unknown ones."""
    scripts = _tables()[2]
    letters = [c for c in text if c.isalpha()]
    names = (unicodedata.name(c, "").partition(" ")[0] for c in letters if c > LAST_LATIN)
    found = Counter(name for name in names if name in scripts)
    if not found:
        return None
    name, count = max(found.items(), key=lambda item: (item[1], item[0]))
    return scripts[name] if count >= SCRIPT_SHARE * len(letters) else None
