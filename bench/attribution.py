"""Attributions beside gold: `python -m bench attribution [--errors]` on `polnear/dev` (PolNeAR 1.0, Newell et al. 2018).

Gold is what the first annotator of an article marked; marks without content are left out. An attribution is hit by one
of the reader whose source overlaps its source (or both have none) and whose content shares half of the characters of
both (intersection over union); one hits one, the closest content first. Figures by characters ask of every character
whether it lies in a source, a cue or a content, nested or not. A gold attribution is direct where four fifths of its
content stand between quotation marks and make at least three words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from bench.tasks import Choice, Item, Result, Row, Score, Task, around, chosen, f1, rows
from dateline.reading.attribution import read_attributions
from dateline.reading.language import parse
from dateline.reading.quotations import find_quotations
from dateline.records import Attribution, Report

BARS = {"source": (0.65, 0.81), "cue": (0.60, 0.69), "content": (0.78, 0.91)}
"""By characters: bar, and what a second annotator reaches against the first."""
WHOLE_BAR, DIRECT_BAR, VOICE_BAR = 0.60, 0.90, 0.75
SAME = 0.5
"""Intersection over union from which two contents are one."""
QUOTED = 0.8
"""Share of a content between quotation marks from which it is direct."""


class Said(NamedTuple):
    """An attribution as characters: of its source, its cue and its content."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def run(choice: Choice) -> Result:
    return scored(found_in(chosen(rows("polnear/dev"), choice)))


def found_in(listed: Sequence[Row]) -> Iterator[tuple[Row, tuple[Attribution, ...]]]:
    """Read each article; who the actors are bears on chains alone, which are not scored."""
    reports = [report_of(row) for row in listed]
    for row, report, doc in zip(listed, reports, parse(reports), strict=True):
        yield row, read_attributions(doc, report, ())


def report_of(row: Row) -> Report:
    return Report(id=str(row["id"]), text=row["text"], raw_sha256="")


def scored(read: Iterable[tuple[Row, Sequence[Attribution]]]) -> Result:
    counts = dict.fromkeys(("gold", "said", "hit", "direct", "direct hit", "voice said", "voice hit"), 0)
    characters = {part: [0, 0, 0] for part in BARS}
    items: list[Item] = []
    for row, found in read:
        gold = gold_of(row)
        said = [Said(*(of_spans((s.start, s.end) for s in p) for p in (a.source, a.cue, a.content))) for a in found]
        for part, sums in characters.items():
            here, there = (frozenset().union(*(getattr(a, part) for a in some)) for some in (said, gold))
            for i, n in enumerate((len(here & there), len(here), len(there))):
                sums[i] += n
        voices = frozenset().union(*(g.source for g in gold))
        counts["voice said"] += sum(bool(a.source) for a in said)
        counts["voice hit"] += sum(bool(a.source & voices) for a in said)
        score_one(row, gold, said, counts, items)
    precision, recall, both = f1(counts["hit"], counts["said"], counts["gold"])
    scores = [
        Score("whole F1", both, WHOLE_BAR, counts=f"{counts['hit']} of {counts['said']} said, {counts['gold']} gold"),
        Score("whole precision", precision),
        Score("whole recall", recall),
    ]
    for part, sums in characters.items():
        bar, human = BARS[part]
        precision, recall, both = f1(sums[0], sums[1], sums[2])
        scores.append(
            Score(f"{part} by characters F1", both, bar, human, counts=f"precision {precision:.3f} recall {recall:.3f}")
        )
    direct = counts["direct hit"] / max(1, counts["direct"])
    voice = counts["voice hit"] / max(1, counts["voice said"])
    scores.append(
        Score("direct recall", direct, DIRECT_BAR, counts=f"{counts['direct hit']}/{counts['direct']}"),
    )
    scores.append(Score("sources that are sources", voice, VOICE_BAR))
    return Result(scores, items)


def gold_of(row: Row) -> list[Said]:
    marked: list[dict[str, Any]] = row["gold"][0]["attributions"] if row["gold"] else []
    return [Said(*(of_spans((s["start"], s["end"]) for s in a[part]) for part in BARS)) for a in marked if a["content"]]


def of_spans(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end))


def score_one(row: Row, gold: Sequence[Said], said: Sequence[Said], counts: dict[str, int], items: list[Item]) -> None:
    text: str = row["text"]
    quoted = of_spans((q.start, q.end) for q in find_quotations(text))
    matched = matches(gold, said)
    counts["gold"] += len(gold)
    counts["said"] += len(said)
    counts["hit"] += len(matched)
    for i, g in enumerate(gold):
        direct = is_direct(text, g, quoted)
        counts["direct"] += direct
        counts["direct hit"] += direct and i in matched
        near = max(said, key=lambda a: (share(a.content, g.content), len(a.cue & g.cue)), default=None)
        told = "" if i in matched or near is None else f"  nearest {shown(text, near)}"
        label = "direct" if direct else "other"
        items.append(Item(f"{row['id']}:{min(g.content)}:{i}", i in matched, f"{label} {shown(text, g)}{told}"))
    for j, a in enumerate(said):
        if j not in matched.values():
            first = min(a.cue or a.content)
            context = around(text, first, max(a.cue or a.content) + 1)
            items.append(Item(f"{row['id']}:+{first}", False, f"spurious {shown(text, a)}  in {context}"))


def matches(gold: Sequence[Said], said: Sequence[Said]) -> dict[int, int]:
    """Return which of `said` hits which of `gold`, one to one."""
    pairs = sorted(
        (-share(a.content, g.content), -len(a.cue & g.cue), i, j)
        for i, g in enumerate(gold)
        for j, a in enumerate(said)
        if share(a.content, g.content) >= SAME and (a.source & g.source or not (a.source or g.source))
    )
    found: dict[int, int] = {}
    for _, _, i, j in pairs:
        if i not in found and j not in found.values():
            found[i] = j
    return found


def share(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / max(1, len(one | other))


def is_direct(text: str, gold: Said, quoted: frozenset[int]) -> bool:
    inside = gold.content & quoted
    words = len(re.findall(r"\w+", "".join(text[i] for i in sorted(gold.content))))
    return len(inside) >= QUOTED * len(gold.content) and words >= 3


def shown(text: str, said: Said) -> str:
    return " | ".join(" ".join("".join(pieces(text, part)).split()) for part in said)


def pieces(text: str, characters: frozenset[int]) -> Iterator[str]:
    """Yield the characters in order, with a mark where some are left out."""
    last = None
    for i in sorted(characters):
        if last is not None and i != last + 1:
            yield " ... "
        yield text[i]
        last = i


TASK = Task("attribution", "who says what, by which words", run)
"""What `python -m bench` runs."""
