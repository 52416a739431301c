"""The gazetteer: names of places and what they may stand for, in two files mapped into memory.

`gazetteer.trie` (a marisa trie) gives each folded name a number, `gazetteer.bin` the places of that number and their
fields.
Data: GeoNames (https://www.geonames.org), CC BY 4.0; built by scripts/build_gazetteer.py.
"""

from __future__ import annotations

import json
import mmap
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from itertools import islice
from typing import Any, NamedTuple, overload

import marisa_trie
import numpy as np

from dateline.errors import MissingResource
from dateline.records import PlaceKind

HEADER = 4096
"""Bytes at the beginning of gazetteer.bin that hold its layout as JSON."""

KINDS: tuple[PlaceKind, ...] = ("city", "adm1", "adm2", "country", "region", "water", "other")
"""Kinds of place by their number in the file."""

PREC: Mapping[PlaceKind, int] = {
    "city": 1,
    "district": 1,
    "adm2": 3,
    "adm1": 4,
    "region": 5,
    "water": 5,
    "country": 6,
    "facility": 1,
    "other": 5,
}
"""UCDP's where_prec for a place named without more."""

_ARTICLE = re.compile(r"\b(?:al|el|ad|ar|as|ash|an|at|az|ez|ed|es|et)[-‑](?=\w)")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i"})
_PUNCTUATION = re.compile(r"[.'’‘ʼ`]")
_BREAKS = re.compile(r"[-‐‑–/,\s]+")


class Entry(NamedTuple):
    """A place: GeoNames id (0: the project's own), name, WGS 84 degrees, inhabitants, kind, country, division's row."""

    row: int
    id: int
    name: str
    lat: float
    lon: float
    population: int
    kind: PlaceKind
    country: str
    adm1: int


def fold_place(name: str) -> str:
    """Return a place name as the gazetteer keys it: small letters, no diacritics, Arabic articles as "al".

    >>> fold_place("Deir ez-Zor"), fold_place("São Paulo"), fold_place("U.S.")
    ('deir al zor', 'sao paulo', 'us')
    """
    if name.isascii():
        low = name.casefold()
        if low.replace(" ", "").isalpha() and "  " not in low:
            return low.strip()
    else:
        plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
        low = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return _BREAKS.sub(" ", _PUNCTUATION.sub("", _ARTICLE.sub("al ", low))).strip()


class Gazetteer:
    """The two files, open. Look-ups are exact on folded names and sorted by inhabitants, then id."""

    def __init__(self, trie: Any, data: memoryview) -> None:
        self._trie = trie
        head = json.loads(bytes(data[:HEADER]))
        self._countries: list[str] = head["countries"]
        fields = {
            name: data[at : at + size].cast(code) for name, (code, at, size) in head["layout"].items() if code != "s"
        }
        self._fields = fields
        self._starts, self._flat = fields["starts"], fields["flat"]
        _, at, size = head["layout"]["names"]
        self._names = data[at : at + size]

    def __contains__(self, folded: str) -> bool:
        """Tell whether a folded name is that of a place."""
        return folded in self._trie

    def rows(self, folded: str) -> list[int]:
        """Return the rows of the places a folded name stands for."""
        number = self._trie.get(folded)
        return [] if number is None else list(self._flat[self._starts[number] : self._starts[number + 1]])

    def lookup(self, name: str) -> Found:
        """Return the places a name stands for, those with most inhabitants first."""
        return Found(self, self.rows(fold_place(name)))

    def numbered(self, number: int) -> Entry | None:
        """Return the place with a GeoNames id."""
        rows = np.flatnonzero(np.asarray(self._fields["id"]) == number) if number > 0 else np.array([])
        return self.entry(int(rows[0])) if len(rows) else None

    def beginning(self, folded: str, most: int) -> list[str]:
        """Return the first folded names, at most so many, that begin so."""
        return list(islice(self._trie.iterkeys(folded), most))

    def within(self, entry: Entry) -> tuple[str, ...]:
        """Return what holds a place: the name of its division, the code of its country."""
        over = (self.entry(entry.adm1).name,) if entry.adm1 >= 0 else ()
        return (*over, entry.country) if entry.country else over

    def countries(self) -> list[Entry]:
        """Return every country."""
        country = KINDS.index("country")
        return [self.entry(row) for row, kind in enumerate(self._fields["kind"]) if kind == country]

    def entry(self, row: int) -> Entry:
        """Return the place in a row."""
        f = self._fields
        start, end = f["offsets"][row], f["offsets"][row + 1]
        return Entry(
            row,
            f["id"][row],
            bytes(self._names[start:end]).decode(),
            round(f["lat"][row], 5),
            round(f["lon"][row], 5),
            f["population"][row],
            KINDS[f["kind"][row]],
            self._countries[f["country"][row]],
            f["adm1"][row],
        )


class Found(Sequence[Entry]):
    """The places of one name; each is read from the files only when it is asked for."""

    def __init__(self, known: Gazetteer, rows: Sequence[int]) -> None:
        self._known, self._rows = known, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(index, slice):
            return tuple(self._known.entry(row) for row in self._rows[index])
        return self._known.entry(self._rows[index])


@cache
def gazetteer() -> Gazetteer:
    """Open the gazetteer once.

    Raises:
        MissingResource: its files are not in the package.
    """
    folder = files("dateline.data")
    try:
        with as_file(folder.joinpath("gazetteer.trie")) as trie_path, as_file(folder.joinpath("gazetteer.bin")) as path:
            trie = marisa_trie.Trie().mmap(str(trie_path))
            with path.open("rb") as file:
                return Gazetteer(trie, memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    except (OSError, RuntimeError) as error:
        raise MissingResource("the gazetteer is not in the package: run scripts/build_gazetteer.py") from error


@cache
def countries() -> Mapping[str, Entry]:
    """Return every country by its ISO 3166-1 code."""
    return {entry.country: entry for entry in gazetteer().countries()}


@cache
def country_names() -> Mapping[str, str]:
    """Return what each country is called, by its ISO 3166-1 code.

    >>> country_names()["PH"]
    'Philippines'
    """
    return {code: entry.name for code, entry in countries().items()}
