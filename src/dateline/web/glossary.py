"""What the words and signs of the pages mean: the help, to which each page leads where a word is first used."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Term(NamedTuple):
    """A word of the pages and what it means."""

    word: str
    means: str

    @property
    def anchor(self) -> str:
        """The word as an address names it."""
        return self.word.replace(" ", "-")


class Group(NamedTuple):
    """Words that belong together."""

    anchor: str
    name: str
    terms: tuple[Term, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups of `data/glossary.toml`: in each its words by the alphabet, signs as they stand there."""
    listed = tomllib.loads(files("dateline.data").joinpath("glossary.toml").read_text(encoding="utf-8"))["group"]
    return tuple(
        Group(one["anchor"], one["name"], tuple(Term(word, means) for word, means in one["terms"])) for one in listed
    )
