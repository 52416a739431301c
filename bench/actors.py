"""Actors beside gold entities: `python -m bench actors [--errors]` on `re3d`.

Gold: organisations and persons that annotators agreed on (confidence from one half), pronouns left out, the longest of
those nested in one another. What an actor meets besides (a nested entity, a nationality, a ship, a place that acts) counts on
neither side. Every mention of the reading's actors is scored once, by overlap and by the same characters.
"""

from __future__ import annotations

from bench.tasks import Choice, Item, Result, Row, Score, Task, around, chosen, f1, rows
from dateline.reading.actors import read_actors
from dateline.reading.language import parse
from dateline.reading.places import read_places
from dateline.reading.times import read_times
from dateline.records import ActorKind, Report

SURE = 0.5
PRONOUNS = frozenset(
    {
        *(
            "i",
            "me",
            "my",
            "mine",
            "myself",
            "we",
            "us",
            "our",
            "ours",
            "ourselves",
            "you",
            "your",
            "yours",
            "yourself",
        ),
        *(
            "he",
            "him",
            "his",
            "himself",
            "she",
            "her",
            "hers",
            "herself",
            "it",
            "its",
            "itself",
            "who",
            "whom",
            "whose",
        ),
        *("they", "them", "their", "theirs", "themselves", "this", "that", "these", "those", "which", "one", "others"),
        *("everyone", "someone", "anyone", "everybody", "somebody", "anybody", "nobody", "some", "many", "all", "both"),
    }
)
SCORED = ("Organisation", "Person")
PEOPLE: frozenset[ActorKind] = frozenset({"person", "unnamed"})
"""Kinds of the reader that gold may call a Person; the unnamed may be either."""


class Gold:
    """The entities of one text: those scored, and the characters of those that count on neither side."""

    def __init__(self, row: Row) -> None:
        entities = [e for e in row["gold"]["entities"] if e["start"] < e["end"]]
        sure = {(e["start"], e["end"]): e["type"] for e in entities if e["type"] in SCORED and e["confidence"] >= SURE}
        named = {at: t for at, t in sure.items() if row["text"][at[0] : at[1]].strip().lower() not in PRONOUNS}
        self.scored = {
            at: t for at, t in named.items() if not any(o != at and o[0] <= at[0] and at[1] <= o[1] for o in named)
        }
        self.beside = {(e["start"], e["end"]) for e in entities} - set(self.scored)


def run(choice: Choice) -> Result:
    listed = chosen(rows("re3d/all"), choice)
    reports = [Report(id=str(row["id"]), text=row["text"], raw_sha256="") for row in listed]
    counts = dict.fromkeys(("gold", "said", "met", "seen", "exact", "typed", "typed said", "named", "named seen"), 0)
    items: list[Item] = []
    for row, report, doc in zip(listed, reports, parse(reports), strict=True):
        actors = read_actors(doc, report, read_places(doc, report, read_times(doc, report)))
        found = {(m.start, m.end): a.kind for a in actors for m in a.mentions}
        score(row, found, counts, items)
    precision, recall = counts["met"] / max(1, counts["said"]), counts["seen"] / max(1, counts["gold"])
    typed = f1(counts["typed"], counts["typed said"], counts["gold"])[2]
    return Result(
        [
            Score("re3d entity precision, overlap", precision),
            Score("re3d entity recall, overlap", recall, counts=f"{counts['seen']}/{counts['gold']}"),
            Score("re3d entity F1, overlap", 2 * precision * recall / max(1e-9, precision + recall), 0.70),
            Score("re3d entity F1, overlap and kind", typed, 0.70),
            Score("re3d entity F1, same characters", f1(counts["exact"], counts["said"], counts["gold"])[2]),
            Score("re3d named recall, overlap", counts["named seen"] / max(1, counts["named"])),
        ],
        items,
    )


def score(row: Row, found: dict[tuple[int, int], ActorKind], counts: dict[str, int], items: list[Item]) -> None:
    gold, text = Gold(row), row["text"]
    for (start, end), kind in found.items():
        over = [t for (s, e), t in gold.scored.items() if start < e and s < end]
        if not over and any(start < e and s < end for s, e in gold.beside):
            continue
        counts["said"] += 1
        counts["typed said"] += 1
        counts["met"] += bool(over)
        if not over:
            items.append(Item(f"{row['id']}:+{start}", False, f"spurious {kind}  {around(text, start, end)}"))
    for (start, end), wanted in gold.scored.items():
        over_kinds = [k for (s, e), k in found.items() if start < e and s < end]
        same = (start, end) in {bare(text, *at) for at in found} or bare(text, start, end) in {
            bare(text, *at) for at in found
        }
        fits = any(k == "unnamed" or (wanted == "Person") == (k in PEOPLE) for k in over_kinds)
        counts["gold"] += 1
        counts["seen"] += bool(over_kinds)
        counts["exact"] += same
        counts["typed"] += fits
        name = text[bare(text, start, end)[0]].isupper()
        counts["named"] += name
        counts["named seen"] += name and bool(over_kinds)
        verdict = "missed" if not over_kinds else f"kind {'/'.join(over_kinds)}" if not fits else ""
        items.append(Item(f"{row['id']}:{start}", fits, f"{wanted} {verdict}  {around(text, start, end)}"))


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without its article, which gold now has and now has not."""
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        if text.startswith(article, start) and start + len(article) < end:
            return start + len(article), end
    return start, end


TASK = Task("actors", "organisations and persons found", run)
