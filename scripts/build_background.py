"""Build src/dateline/data/word_frequencies.json: in how many of ten thousand news reports each term stands.

Only counts leave the texts. A term is a stem, "=" and a name in small letters (capitalised inside a sentence), or
"&" and a pair of capitalised words.
Sources: the sets named in `SETS`, a share of each so that none rules. Run: python -m scripts.build_background
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

from bench.tasks import DATA, read_rows

from dateline.linking.terms import terms_of
from dateline.linking.vocabulary import Vocabulary
from dateline.records import Report, Span

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "data" / "word_frequencies.json"
SETS = {
    "load_news/articles": 0.30,
    "tls_t17/docs": 1.0,
    "muc34/train": 1.0,
    "india_police_events/all": 1.0,
    "fakes_syria/all": 1.0,
    "gva/docs": 0.2,
    "plover_gsr/all": 1.0,
}
"""Sets and the share of each that is counted, told by a hash of the id."""

BASE = 10_000
LEAST = 5
"""Reports in which a term must stand to be listed; below, all terms are equally rare."""


def main() -> None:
    held: Counter[str] = Counter()
    vocabulary = Vocabulary()
    total = 0
    for name, share in SETS.items():
        for row in read_rows(DATA / f"{name}.jsonl.gz"):
            key = str(row.get("id", row["text"][:80]))
            if int(sha256(key.encode()).hexdigest()[:8], 16) >= share * 2**32 or len(row["text"]) < 200:
                continue
            title = " ".join((row.get("title") or "").split())
            text = f"{title}\n\n{row['text']}" if title else row["text"]
            start = len(text) - len(row["text"])
            report = Report(
                id=key, text=text, raw_sha256="", lead_start=start, title=Span(0, len(title)) if title else None
            )
            terms = terms_of(report, vocabulary)
            held.update(vocabulary.terms[number] for number in terms.numbers.tolist())
            held.update("&" + name for name in terms.names)
            total += 1
    listed = {term: round(n * BASE / total) for term, n in sorted(held.items()) if n >= LEAST}
    listed = {term: n for term, n in listed.items() if n >= 4}
    TARGET.write_text(json.dumps(listed, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{total} reports, {len(listed)} terms")


if __name__ == "__main__":
    main()
