"""Build src/dateline/data/ordinary_words.txt: words of everyday English that are also names in the gazetteer.

A word counts where enough texts of the development data write it in small letters and most of its uses are so
written. Only the words are kept. Run: python -m scripts.ordinary_words
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from bench.tasks import rows

from dateline.gazetteer import fold_place, gazetteer

SETS = (
    "gva/docs", "newscluster/all", "polnear/train", "tempeval3/train_timebank", "geo_lgl/all", "geo_geowebnews/all",
)  # fmt: skip
TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "ordinary_words.txt"
TEXTS = 6
"""Texts that write the word in small letters, at least."""

SMALL = 0.5
"""Share of its uses (in the midst of a sentence) in small letters, at least."""


def main() -> None:
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for name in SETS:
        for row in rows(name):
            text = row["text"]
            small.update(set(re.findall(r"(?<=[a-z,] )[a-z]{3,}\b", text)))
            capital.update({w.lower() for w in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b", text)})
    known = gazetteer()
    kept = sorted(
        word
        for word, n in small.items()
        if n >= TEXTS and n >= SMALL * (n + capital[word]) and fold_place(word) in known
    )
    TARGET.write_text("\n".join(kept) + "\n", encoding="ascii")
    print(len(kept))


if __name__ == "__main__":
    main()
