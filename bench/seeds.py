"""The worked example: what a careful analyst recorded from two reports, beside what dateline records.

`python -m bench seeds [--errors]`, per kind of gold item. Found: a record of the right kind overlaps the gold quotation
and agrees in value (dates, numbers, source, coordinates); wrong: it overlaps and disagrees. Traps are relations that
must not be made.
"""

from __future__ import annotations

import json
from typing import Any

from bench.tasks import DATA, Choice, Item, Result, Score, Task
from dateline.config import Config
from dateline.pipeline import make_accounts, read_paths
from dateline.reading import read
from dateline.reconciling import date_through_story
from dateline.reconciling.names import fold_name
from dateline.records import Account, Evidence, Fact, Figure, Reading, Report, Span, Statement

SEEDS = DATA.parent / "seeds"
NEAR_DEGREES = 0.35
HALF = 0.5

Gold = dict[str, Any]
Verdict = tuple[str, str, str]
"""What was looked for, how it came out (found, missed, wrong), and why."""


BARS = {"facts": 0.75}


def run(choice: Choice) -> Result:
    """Score the two reports; `choice` plays no part, there are only these."""
    gold: Gold = json.loads((SEEDS / "seed_gold.json").read_text(encoding="utf-8"))
    outcome = make_accounts(read_paths([SEEDS], Config()), Config())
    by_letter = {
        letter: next(r for r in outcome.reports if (r.path or "").endswith(gold["documents"][letter]["file"]))
        for letter in gold["documents"]
    }
    dated = date_through_story(outcome.reports, outcome.readings)
    readings = {letter: read(dated.get(report.id, report)) for letter, report in by_letter.items()}
    checks = [
        ("facts", check_facts(gold, by_letter, readings)),
        ("actors", check_actors(gold, readings)),
        ("places", check_places(gold, readings)),
        ("relations", check_relations(gold, by_letter, list(outcome.accounts))),
        ("questions", check_questions(list(outcome.accounts))),
    ]
    scores = []
    for kind, results in checks:
        found = sum(verdict == "found" for _, verdict, _ in results)
        scores.append(Score(kind, found / len(results), BARS.get(kind), counts=f"{found}/{len(results)}"))
    traps = sum(verdict == "wrong" for _, verdict, _ in checks[3][1])
    scores.append(Score("traps fallen into", traps, 0.0, most=True))
    scores.append(Score("stories, of 1", len(outcome.accounts), 1.0, most=True))
    items = [
        Item(f"{kind} {key} {n}", verdict == "found", f"{verdict}: {why}")
        for kind, results in checks
        for n, (key, verdict, why) in enumerate(results)
    ]
    return Result(scores, items)


def check_facts(gold: Gold, reports: dict[str, Report], readings: dict[str, Reading]) -> list[Verdict]:
    entities = {
        e["id"]: {fold_name(m["quote"]) for m in e["mentions"]} | {fold_name(e["name"])} for e in gold["entities"]
    }
    results = []
    for fact in gold["facts"]:
        reading, report = readings[fact["doc"]], reports[fact["doc"]]
        span = Span(fact["start"], fact["end"])
        over = [
            s for s in reading.statements if _shared(s.span, span) >= HALF * min(span.end - span.start, s.end - s.start)
        ]
        if not over:
            results.append((fact["id"], "missed", fact["quote"][:100]))
            continue
        wrong = [_wrong(fact, s, reading, entities) for s in over]
        best = min(wrong, key=len)
        value = [w for w in best if not w.startswith("no ")]
        verdict = "found" if not best else "wrong" if value else "missed"
        shown = over[wrong.index(best)].span.of(report.text)[:60]
        results.append((fact["id"], verdict, f"{'; '.join(best)} | {shown}"))
    return results


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _wrong(fact: Gold, statement: Statement, reading: Reading, entities: dict[str, set[str]]) -> list[str]:
    found = []
    for date in fact.get("date") or []:
        if not date.get("span") or (not date.get("from_doc_alone", date.get("value")) and fact["doc"] == "B"):
            continue
        value = str(date["value"])[:10].split("/")[0].strip("<>= ")
        if not value[:4].isdigit():
            continue
        inside = [t for t in reading.times if _shared(t.span, Span(date["span"]["start"], date["span"]["end"]))]
        dated = [t for t in inside if t.earliest is not None and t.latest is not None]
        if not dated:
            found.append(f"no date {value}")
        elif not any(
            (t.earliest or "") <= value + "-28"[: 0 if len(value) > 7 else 3] and value <= (t.latest or "")
            for t in dated
        ):
            found.append(f"date {dated[0].earliest} is not {value}")
    for number in fact.get("quantities") or []:
        quote = Span(number["span"]["start"], number["span"]["end"])
        inside_q = [q for q in reading.quantities if _shared(q.span, quote)]
        if not inside_q:
            found.append(f"no quantity {number['span']['quote']}")
        elif number.get("value") is not None and not any(q.number == number["value"] for q in inside_q):
            found.append(f"number {inside_q[0].number} is not {number['value']}")
    source = fact["attribution_chain"][0]["source"]
    head = statement.chain[0] if statement.chain else None
    if source.startswith("doc:"):
        if head is not None and head.role != "publisher":
            found.append(f"source {head.name}, unattributed in gold")
    elif head is None or head.role == "publisher":
        found.append(f"no source {source}")
    elif not any(
        _named(link.name, entities.get(source, set())) for link in statement.chain if link.role != "publisher"
    ):
        found.append(f"source {head.name} is not {source}")
    return found


def _named(name: str, known: set[str]) -> bool:
    """Tell whether a voice of the chain goes by one of an entity's names."""
    folded = fold_name(name)
    return any(n and (n in folded or folded in n) for n in known)


def check_actors(gold: Gold, readings: dict[str, Reading]) -> list[Verdict]:
    results = []
    for entity in gold["entities"]:
        for mention in entity["mentions"]:
            span = Span(mention["start"], mention["end"])
            hit = any(_shared(m, span) for a in readings[mention["doc"]].actors for m in a.mentions)
            results.append((entity["id"], "found" if hit else "missed", mention["quote"]))
    return results


def check_places(gold: Gold, readings: dict[str, Reading]) -> list[Verdict]:
    results = []
    for place in gold["places"]:
        for mention in place["mentions"]:
            span = Span(mention["start"], mention["end"])
            hits = [p for p in readings[mention["doc"]].places if _shared(p.span, span)]
            if not hits:
                results.append((place["id"], "missed", mention["quote"]))
                continue
            wrong = place["lat"] is not None and not any(
                p.lat is not None
                and p.lon is not None
                and abs(p.lat - place["lat"]) < NEAR_DEGREES
                and abs(p.lon - place["lon"]) < NEAR_DEGREES
                for p in hits
            )
            shown = f"{mention['quote']}: {[(p.name, p.kind, p.lat, p.lon, p.where_prec) for p in hits]}"
            results.append((place["id"], "wrong" if wrong else "found", shown))
    return results


def check_relations(gold: Gold, reports: dict[str, Report], accounts: list[Account]) -> list[Verdict]:
    """Corroborations count as found when two of the facts are one, or agree loosely; tensions as a difference.

    What must not match must not agree loosely either.
    """
    spans = {f["id"]: (reports[f["doc"]].id, Span(f["start"], f["end"])) for f in gold["facts"]}
    results = []
    for relation in gold["cross_relations"]:
        ids = relation["facts"]
        held = {i: _facts_of(spans[i], accounts) for i in ids}
        together = any(held[a] & held[b] for a in ids for b in ids if a < b)
        loosely = not together and _agree([spans[i] for i in ids], accounts)
        pairs = {(d.one, d.other) for account in accounts for d in account.differences}
        apart = any(
            (x in held[a] and y in held[b]) or (y in held[a] and x in held[b])
            for x, y in pairs
            for a in ids
            for b in ids
            if a != b
        )
        kind = relation["relation"]
        if kind == "must_not_match":
            results.append(
                (relation["id"], "wrong" if together or loosely else "found", f"trap: {relation['statement'][:80]}")
            )
        elif kind.startswith(("tension", "supersedes")):
            results.append((relation["id"], "found" if apart else "missed", f"{kind}: {relation['statement'][:80]}"))
        elif kind == "single_source":
            standings = _standings([spans[i] for i in ids], accounts)
            results.append(
                (relation["id"], "missed" if "corroborated" in standings or not standings else "found", kind)
            )
        elif kind.startswith(("corroborates", "consistent", "complements")):
            verdict = "found" if together or loosely else "missed"
            how = " (told as agreeing loosely)" if loosely else ""
            results.append((relation["id"], verdict, f"{kind}{how}: {relation['statement'][:80]}"))
    return results


def _standings(places: list[tuple[str, Span]], accounts: list[Account]) -> set[str]:
    """Return the standings of the facts and figures that quote any of the places."""
    things: list[Fact | Figure] = [f for a in accounts for f in a.facts]
    things += [f for a in accounts for f in a.figures if f.unit == "people"]
    return {
        thing.standing
        for thing in things
        for e in thing.evidence
        for report, span in places
        if e.report == report and 2 * _shared(Span(e.start, e.end), span) > min(e.end - e.start, span.end - span.start)
    }


def _agree(places: list[tuple[str, Span]], accounts: list[Account]) -> bool:
    """Tell whether one accord quotes two of the places, in two reports."""
    for account in accounts:
        for accord in account.accords:
            held = {report for e in accord.evidence for report, span in places if _covers(e, report, span)}
            if len(held) > 1:
                return True
    return False


def _covers(e: Evidence, report: str, span: Span) -> bool:
    shared = _shared(Span(e.start, e.end), span)
    return e.report == report and shared > HALF * min(e.end - e.start, span.end - span.start)


def _facts_of(at: tuple[str, Span], accounts: list[Account]) -> set[str]:
    report, span = at
    return {f.id for account in accounts for f in account.facts for e in f.evidence if _covers(e, report, span)}


def check_questions(accounts: list[Account]) -> list[Verdict]:
    figures = [f for a in accounts for f in a.figures]
    days = {entry.earliest for a in accounts for entry in a.timeline}
    missing = " ".join(m for a in accounts for m in a.not_reported)

    def has(measure: str, best: float, whom: str = "", unit: str = "") -> bool:
        return any(
            f.best == best
            and f.measure in measure.split("|")
            and whom in (f.whom or "")
            and (not unit or f.unit == unit)
            for f in figures
        )

    tests = {
        "announced 2017-10-17, declared 2017-10-20": {"2017-10-17", "2017-10-20"} <= days,
        "2014-01, early June 2017, 2017-10-15": {"2014-01", "2017-06-01", "2017-10-15"} <= days,
        "battle of four months": has("duration", 4),
        "655 fighters killed": has("killed", 655, "fighters"),
        "ISIS dead not reported": "ISIS" in missing or "Islamic State" in missing,
        "one civilian killed, alleged": any(
            f.measure == "killed" and f.best == 1 and f.status == "alleged" for f in figures
        ),
        "270,000 civilians in camps": has("sheltered|displaced|remaining", 270000, "civilians"),
        "80 per cent of the city": has("destroyed|damaged", 80, "", "percent"),
        "3,000 police": any(f.best == 3000 for f in figures),
        "300 fighters": any(f.best == 300 for f in figures),
        "Raqqa 35.95 N 39.01 E": any(
            a.where.lat is not None
            and a.where.lon is not None
            and abs(a.where.lat - 35.95) < 0.1
            and abs(a.where.lon - 39.01) < 0.1
            for a in accounts
        ),
        "one story": len(accounts) == 1,
    }
    return [(name, "found" if held else "missed", "") for name, held in tests.items()]


TASK = Task("seeds", "the worked example", run)
