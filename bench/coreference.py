"""Coreference within a report, as far as accounts need it: `python -m bench coreference`.

On the articles of PolNeAR's dev part: the share of sources told by a pronoun ("he said") and by a description ("the
spokesman said", "experts said") whose chain begins with somebody named, or speaks for somebody named. Descriptions
that take somebody up are counted again by themselves: one person or body with a definite article, a possessive or
whom it speaks for ("the senator", "his lawyer", "a spokesman for the port"); "experts" can mean nobody named.

On reports of `gvdb`: the share of killed and injured counts of people linked to an actor of the report, and of those
the counts that could be linked to somebody named: the counted words hold a name, or one person is counted and the
report names a person who is not only a source. "11 people" with no name is rightly of nobody.

No gold says who is meant, so these are shares resolved, not shares right; the items show what each was resolved to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.tasks import Choice, Item, Result, Row, Score, Task, around, chosen, rows
from dateline.reading import read_all
from dateline.reading.coreference import is_named
from dateline.reading.kinds import kind_of_noun
from dateline.reading.measures import units
from dateline.reading.portraits import is_one, vocabulary
from dateline.records import Link, Quantity, Reading, Report

SAMPLE = 40
PRONOUNS = frozenset({"he", "she", "they", "it", "who", "we", "i"})
PLURALS = frozenset(f"{word}s" for word, unit in units().items() if unit == "people") | {"men", "women", "children"}
"""Nouns for several people, of whom nobody is the one named."""

SHOWN = 100
"""Characters on either side that an item shows."""

_TAKES_UP = re.compile(
    r"(?:the|this|that|these|those|his|her|its|their|our|my)\b|.*\b(?:spokes\w+|aides?|lawyers?|officials?) for\b"
)


def run(choice: Choice) -> Result:
    items: list[Item] = []
    kinds = (
        "pronoun sources",
        "described sources",
        "role sources",
        "people counted",
        "people counted who may be named",
    )
    counts = {kind: [0, 0] for kind in kinds}
    for row, report, reading in read_rows("polnear/dev", choice):
        for n, a in enumerate(reading.attributions):
            kind = kind_of_source(a.source[0].of(report.text)) if a.source else None
            if kind is None:
                continue
            link = a.chain[0] if a.chain else None
            named = link is not None and leads_to_name(link, reading)
            tell(counts["pronoun sources" if kind == "pronoun sources" else "described sources"], named)
            if kind == "role sources":
                tell(counts[kind], named)
            told = f"{link.name} ({link.role})" if link else ""
            shown = f"{kind[:4]} {told!r} {around(report.text, a.source[0].start, a.source[0].end, SHOWN)}"
            items.append(Item(f"polnear {row['id']} {n}", named, shown))
    for row, report, reading in read_rows("gvdb/dev", choice):
        for n, q in enumerate(reading.quantities):
            if q.measure in ("killed", "injured") and q.unit == "people" and q.whom:
                tell(counts["people counted"], q.actor is not None)
                named = q.actor is not None and is_named(reading.actors[q.actor])
                if may_be_named(q, reading):
                    tell(counts["people counted who may be named"], named)
                told = reading.actors[q.actor].name if q.actor is not None else ""
                shown = f"{may_be_named(q, reading)} {told!r} {around(report.text, q.start, q.end, SHOWN)}"
                items.append(Item(f"gvdb {row['id']} {n}", named, shown))
    scores = [
        Score(f"{kind} resolved", right / max(1, total), counts=f"{right}/{total}")
        for kind, (right, total) in counts.items()
    ]
    return Result(scores, items)


def kind_of_source(source: str) -> str | None:
    """Return whether a source is a pronoun, a description that takes somebody up, another one; None for names."""
    words = source.split()
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return "pronoun sources"
    low = words[0].lower() + source.removeprefix(words[0])
    named_for = _TAKES_UP.match(low)
    if any(word[:1].isupper() for word in words[1:] or words) and not (named_for and " for " in low):
        return None
    table = vocabulary()
    nouns = table.speakers | table.collective | table.named_so | table.bodies.keys()
    people = any(
        (is_one(word, "NN") and word not in PLURALS) or word in nouns for word in re.findall(r"[\w-]+", low.lower())
    )
    return "role sources" if named_for and people else "described sources"


def leads_to_name(link: Link, reading: Reading) -> bool:
    """Tell whether a voice is somebody named, or speaks for somebody named."""
    words = (link.role or "").split()
    speaks_for = words[:1] == ["for"] and any(w[:1].isupper() and kind_of_noun(w.lower()) is None for w in words)
    return speaks_for or (link.actor is not None and is_named(reading.actors[link.actor]))


def may_be_named(q: Quantity, reading: Reading) -> bool:
    """Tell whether a count could be linked to somebody named in its report."""
    if any(word[:1].isupper() for word in (q.whom or "").split()[1:]):
        return True
    voices = {link.actor for a in reading.attributions for link in a.chain[:1]}
    others = (i for i, a in enumerate(reading.actors) if a.kind == "person" and " " in a.name and i not in voices)
    return q.number == 1 and next(others, None) is not None


def read_rows(name: str, choice: Choice) -> Iterator[tuple[Row, Report, Reading]]:
    listed = chosen(rows(name), Choice(choice.part, choice.sample or SAMPLE))
    reports = [Report(id=str(row["id"]), text=row["text"], raw_sha256="") for row in listed]
    yield from zip(listed, reports, read_all(reports), strict=True)


def tell(count: list[int], right: bool) -> None:
    count[0] += right
    count[1] += 1


TASK = Task("coreference", "sources and counts resolved to somebody named", run)
