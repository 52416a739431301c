"""Build src/dateline/data/lowercase.txt: the words that news writes small, most often, in the middle of a sentence.

Counted over `load_news`, `polnear` and `tls_t17` (none of them scores quantities). A word enters when it was seen
SEEN times after another small word and small in SHARE of them. Run: python -m scripts.build_lowercase
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from bench.tasks import DATA, read_rows

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "lowercase.txt"
SOURCES = ("load_news/articles", "polnear/train", "tls_t17/docs")
SEEN = 3
SHARE = 0.4
PAIR = re.compile(r"(?<=[a-z,] )([A-Za-z]+)\b(?= ?[a-z,.])")
"""A word between small ones: where it begins with a capital, the word itself is the reason."""


def main() -> None:
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for source in SOURCES:
        for row in read_rows(DATA / f"{source}.jsonl.gz"):
            for word in PAIR.findall(row["text"]):
                (small if word.islower() else large)[word.lower()] += 1
    kept = sorted(w for w, n in small.items() if n + large[w] >= SEEN and n >= SHARE * (n + large[w]))
    TARGET.write_text("".join(f"{word}\n" for word in kept), encoding="utf-8")
    print(len(kept), "words")


if __name__ == "__main__":
    main()
