"""Events beside gold codes: `python -m bench events [--errors]` on `plover_pairs` and `india_police_events`.

Pairs: a sentence and two of its actors have one PLOVER root; the reading's is that of the event told of the pair (actor
within the source, recipient or place within the target). A pair without a coded event counts as wrong.

Police: a sentence has the classes that the events in it give, of those that police or troops do: killing, arresting, using
force, failing to act, doing anything at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bench.tasks import Choice, Item, Result, Row, Score, Task, chosen, f1, rows
from dateline.reading.actors import read_actors
from dateline.reading.attribution import read_attributions
from dateline.reading.events import read_events
from dateline.reading.language import parse
from dateline.reading.places import read_places
from dateline.reading.times import read_times
from dateline.records import Actor, Event, Place, Report, Span

POLICE_CLASSES = ("KILL", "ARREST", "FAIL", "FORCE", "ANY")
BARS = dict.fromkeys(POLICE_CLASSES, 0.70)
FORCES = re.compile(
    r"\b(?:police\w*|constab\w+|cops?|army\w*|troops?|soldiers?|jawans?|security (?:forces?|men|personnel|guards?)|"
    r"armed forces|paramilitar\w+|commandos?|gendarm\w+|sheriffs?|inspectors?|superintendents?|detectives?|"
    r"[a-z]*pf|rpf|srp|bsf|pac|raf|itbp|cisf|rapid action|ips|dgp|igp|dcp|acp)\b",
    re.IGNORECASE,
)
"""The actors of the police classes: those the codebook of the set counts as police, by their English and Indian names."""
FORCE_MODES = frozenset({"firearms", "force", "killing", "wounding"})
OWN_MODES = frozenset({"curfew", "troops", "seize"})
"""Acts that are the police's where nobody is named, or where they are sent to do them ("troops were deployed")."""


class Parts(NamedTuple):
    """What the readers found in one text; `words` are the sources of what is said, where they are asked for."""

    report: Report
    places: Sequence[Place]
    actors: Sequence[Actor]
    events: Sequence[Event]
    voices: Sequence[Span] = ()


def run(choice: Choice) -> Result:
    roots, wrong_roots = pairs(choice)
    classes, wrong_classes = police(choice)
    return Result([*roots, *classes], [*wrong_roots, *wrong_classes])


def parts_of(listed: Iterable[Row], voices: bool = False) -> Iterator[Parts]:
    reports = [Report(id=str(row["id"]), text=row["text"], raw_sha256="") for row in listed]
    for report, doc in zip(reports, parse(reports), strict=True):
        times = read_times(doc, report)
        places = read_places(doc, report, times)
        actors = read_actors(doc, report, places)
        told = read_attributions(doc, report, actors) if voices else ()
        heard = [span for attribution in told for span in (*attribution.source, *attribution.cue)]
        yield Parts(report, places, actors, read_events(doc, report, actors, places, times), heard)


# ---------------------------------------------------------------- pairs


def pairs(choice: Choice) -> tuple[list[Score], list[Item]]:
    """Score the root of each sentence and pair of actors."""
    listed = [row for row in chosen(rows("plover_pairs/plv_train"), choice) if row["gold"].get("gold_root")]
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    items = []
    for row, parts in zip(listed, parts_of(listed), strict=True):
        wanted = row["gold"]["gold_root"]
        event = event_of_pair(parts, span_of(row["gold"].get("source")), span_of(row["gold"].get("target")))
        found = None if event is None else event.root
        gold[wanted] += 1
        said[str(found)] += 1
        right[wanted] += found == wanted
        lemma = "" if event is None else event.lemma
        items.append(Item(str(row["id"]), found == wanted, f"{wanted} read {found} ({lemma})  {shown(row)}"))
    by_root = {root: f1(right[root], said[root], n)[2] for root, n in sorted(gold.items())}
    total = sum(gold.values())
    coded = total - said["None"]
    return [
        Score("pairs root macro F1", sum(by_root.values()) / max(1, len(by_root)), 0.70),
        Score(
            "pairs root micro F1", f1(sum(right.values()), coded, total)[2], 0.70, counts=f"{coded} of {total} coded"
        ),
        *(Score(f"pairs {root} F1", value, counts=f"{gold[root]}") for root, value in by_root.items()),
    ], items


def span_of(told: Row | None) -> Span | None:
    return Span(told["start"], told["end"]) if told and told["start"] < told["end"] else None


def shown(row: Row) -> str:
    gold = row["gold"]
    source, target = ((gold.get(side) or {}).get("text") for side in ("source", "target"))
    return f"{source} -> {target} | {row['text']}"


def event_of_pair(parts: Parts, source: Span | None, target: Span | None) -> Event | None:
    """Return the coded event most surely told of the pair, the first of equals; None where none is coded."""
    best: tuple[int, int] = (0, 0)
    found = None
    for event in parts.events:
        if event.root is None:
            continue
        score = 4 * meets(parts.actors, event.actor, source) + 2 * meets(parts.actors, event.recipient, target)
        score += event.place is not None and target is not None and parts.places[event.place].span.overlaps(target)
        score += not any(side is not None and side.covers(event.span) for side in (source, target))
        if found is None or (score, -event.start) > best:
            best, found = (score, -event.start), event
    return found


def meets(actors: Sequence[Actor], index: int | None, side: Span | None) -> bool:
    return index is not None and side is not None and any(m.overlaps(side) for m in actors[index].mentions)


# ---------------------------------------------------------------- police


def police(choice: Choice) -> tuple[list[Score], list[Item]]:
    """Score the classes of every sentence."""
    listed = chosen(rows("india_police_events/all"), choice)
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    items = []
    for row, parts in zip(listed, parts_of(listed, voices=True), strict=True):
        for sentence in row["gold"]["sentences"]:
            start, end = sentence["start"], sentence["end"]
            wanted = {label.removesuffix("_ACTION") for label in sentence["labels"]}
            found = classes_of(parts, start, end)
            gold.update(wanted)
            said.update(found)
            right.update(wanted & found)
            for label in sorted(wanted | found):
                how = "" if label in wanted & found else "missed" if label in wanted else "spurious"
                text = " ".join(row["text"][start:end].split())
                items.append(Item(f"{row['id']}:{sentence['sent_id']}:{label}", not how, f"{label} {how}  {text}"))
    scores = []
    for label in POLICE_CLASSES:
        precision, recall, both = f1(right[label], said[label], gold[label])
        told = f"P {precision:.2f} R {recall:.2f} of {gold[label]}"
        scores.append(Score(f"police {label} sentence F1", both, BARS[label], counts=told))
    return scores, items


def classes_of(parts: Parts, start: int, end: int) -> set[str]:
    """Return the classes that the events between two characters give; who speaks there does something."""
    found: set[str] = set()
    for event in parts.events:
        if start <= event.start < end:
            found |= classes_of_event(event, parts.actors)
    if any(start <= span.start < end and FORCES.search(span.of(parts.report.text)) for span in parts.voices):
        found.add("ANY")
    return found


def are_police(actor: int | None, actors: Sequence[Actor]) -> bool:
    """Tell whether an actor of a reading is of the police or the troops, by its names and its office."""
    if actor is None:
        return False
    told = actors[actor]
    return any(FORCES.search(name) for name in (told.name, *told.aliases, told.role or "", told.of or ""))


def classes_of_event(event: Event, actors: Sequence[Actor]) -> set[str]:
    """Return the classes one event gives: what the police are to do or may do is something, but no arrest and no force."""
    by_police = are_police(event.actor, actors)
    if event.mode == "inaction":
        return {"FAIL"} if by_police else set()
    if event.negated or event.status == "denied":
        return set()
    if event.status in ("conditional", "planned"):
        return {"ANY"} if by_police else set()
    if event.mode == "arrest":
        return {"ARREST", "ANY"}
    if by_police:
        force = {"FORCE"} if event.mode in FORCE_MODES else set()
        return {"ANY"} | force | ({"KILL"} if event.mode == "killing" else set())
    if event.mode == "force":
        return {"FORCE", "ANY"}
    sent = event.mode in OWN_MODES and (event.actor is None or are_police(event.recipient, actors))
    return {"ANY"} if sent else set()


TASK = Task("events", "roots of pairs of actors, acts of police", run)
