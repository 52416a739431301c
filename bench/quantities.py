"""Quantities beside what coders counted: `python -m bench quantities [--errors]`.

`idmc_displacement`: each coded figure with its unit and kind of measure, read anywhere in its excerpt. The coders' nine
terms are finer than the vocabulary in one way and coarser in another; IDMC_TERMS says which measures answer each.
The bar is on the strictest scoring: every excerpt, though some are in Spanish, French or Portuguese and intake sets those
aside, and no sums, though a coded figure may be the sum of what an excerpt counts by place or year ("58,926 in the north and
94,000 in the south"). Beside it stand English excerpts alone, and with sums.
`gvdb` and `gva`: the one number of killed and of injured per report, exact. `muc34`: human target counts (bench.targets).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bench.targets import gold_targets, said_targets, score_targets
from bench.tasks import Choice, Item, Result, Row, Score, Task, chosen, rows
from dateline.intake.foreign import language_of
from dateline.reading.language import parse
from dateline.reading.quantities import read_quantities
from dateline.reading.times import read_times
from dateline.reading.tolls import report_toll
from dateline.records import Quantity, Report

SAMPLE = 250
"""Records of each set unless a run asks for another number: minutes, not an hour."""

IDMC_TERMS = {
    "Displaced": {"displaced"},
    "Forced to Flee": {"displaced"},
    "Relocated": {"displaced", "evacuated"},
    "Evacuated": {"evacuated"},
    "Homeless": {"homeless"},
    "In Relief Camp": {"sheltered"},
    "Sheltered": {"sheltered"},
    "Destroyed Housing": {"destroyed"},
    "Uninhabitable Housing": {"destroyed", "damaged", "displaced"},
    "Partially Destroyed Housing": {"damaged"},
}
IDMC_MEASURES = frozenset().union(*IDMC_TERMS.values())
IDMC_UNITS = {"people": "People", "households": "Households", "houses": "Households"}
"""The coders count houses as the households that lived in them."""


def run(choice: Choice) -> Result:
    choice = choice if choice.sample else choice._replace(sample=SAMPLE)
    incidents = {row["incident_id"]: row["gold"] for row in rows("gva/incidents")}

    def gva_gold(row: Row) -> tuple[int, int]:
        gold = incidents[row["incident_id"]]
        return int(gold["n_killed"]), int(gold["n_injured"])

    parts = [
        displaced(chosen(rows("idmc_displacement/idmc_labelled"), choice)),
        tolls("gvdb", chosen(rows("gvdb/dev"), choice), gvdb_gold, (0.85, 0.80)),
        tolls("gva", chosen(rows("gva/docs"), choice), gva_gold, (None, None)),
        targets(chosen(rows("muc34/dev") + rows("muc34/train"), choice)),
    ]
    return Result([s for part in parts for s in part.scores], [i for part in parts for i in part.items])


def readings(listed: list[Row]) -> Iterator[tuple[Row, Report, tuple[Quantity, ...]]]:
    reports = [report_of(row) for row in listed]
    for row, report, doc in zip(listed, reports, parse(reports), strict=True):
        yield row, report, read_quantities(doc, report, read_times(doc, report), ())


def report_of(row: Row) -> Report:
    """Return a report with its title apart, where the row has one."""
    text, title = row["text"], row.get("title") or ""
    if title and text.startswith(title):
        text = text[len(title) :]
    head = title + "\n\n" if title else ""
    return Report(id=str(row["id"]), text=head + text, raw_sha256="", body_start=len(head), lead_start=len(head))


def displaced(listed: list[Row]) -> Result:
    """Score the coded facts of every excerpt, then of those in English, then with sums allowed (see the module)."""
    counts = {name: [0, 0, 0, 0] for name in ("idmc every excerpt", "idmc English", "idmc English, or a sum")}
    items = []
    for row, report, found in readings(listed):
        told = [q for q in found if IDMC_UNITS.get(q.unit) and q.measure in IDMC_MEASURES]
        english = is_english(row["text"])
        right: set[int] = set()
        for fact in row["gold"]:
            same = [q for q in found if fact["quantity"] in (q.number, q.low, q.best)]
            fitting = [q for q in told if q.measure in IDMC_TERMS[fact["term"]] and IDMC_UNITS[q.unit] == fact["unit"]]
            met = [q.start for q in fitting if q in same]
            right.update(met)
            summed = bool(met) or is_sum(fact["quantity"], fitting)
            for name, good in (
                ("idmc every excerpt", bool(met)),
                *((("idmc English", bool(met)), ("idmc English, or a sum", summed)) if english else ()),
            ):
                counts[name] = [
                    n + more for n, more in zip(counts[name], (good, bool(same) or good, 1, 0), strict=True)
                ]
            wanted = (fact["quantity"], fact["term"], fact["unit"])
            items.append(Item(f"{row['id']}:{fact['quantity']}", bool(met), shown(report, wanted, found)))
        wrong = len({(q.number, q.unit, q.measure) for q in told if q.number and q.start not in right})
        for name in counts if english else ("idmc every excerpt",):
            counts[name][3] += wrong
    scores = []
    for name, (good, figures, total, wrong) in counts.items():
        recall, precision = good / max(1, total), good / max(1, good + wrong)
        bar = 0.75 if name == "idmc every excerpt" else None
        scores.append(Score(f"{name}: figure, unit, measure", recall, bar, counts=f"{good}/{total}"))
        if not name.endswith("sum"):
            scores += [
                Score(f"{name}: of what is said", precision, counts=f"{good}/{good + wrong}"),
                Score(f"{name}: figure alone", figures / max(1, total), counts=f"{figures}/{total}"),
            ]
    return Result(scores, items)


def is_english(text: str) -> bool:
    """Tell whether intake would take a text of these words for English, however short it is."""
    return language_of(f"{text} " * 30) == "en"


def is_sum(figure: float, fitting: list[Quantity]) -> bool:
    """Tell whether a coder's figure is the sum of the counts of one kind in the excerpt, as about one in twenty is."""
    every = [q.number for q in fitting if q.number]
    totals = [q.number for q in fitting if q.number and q.scope == "total"]
    return any(len(numbers) > 1 and sum(numbers) == figure for numbers in (every, totals))


def tolls(
    name: str, listed: list[Row], gold: Callable[[Row], tuple[int, int]], bars: tuple[float | None, float | None]
) -> Result:
    right = [0, 0]
    items = []
    for row, report, found in readings(listed):
        wanted = gold(row)
        for i, measure in enumerate(("killed", "injured")):
            toll = report_toll(report.text, found, measure)
            said = int(toll.number) if toll else 0
            right[i] += said == wanted[i]
            counted = [q for q in found if q.measure in ("killed", "injured")]
            about = shown(report, f"{measure} {wanted[i]}, said {said}", counted)
            items.append(Item(f"{row['id']}:{measure}", said == wanted[i], about))
    size = len(listed)
    scores = [
        Score(f"{name} {measure}, exact", n / max(1, size), bar, counts=f"{n}/{size}")
        for measure, n, bar in zip(("killed", "injured"), right, bars, strict=True)
    ]
    return Result(scores, items)


def gvdb_gold(row: Row) -> tuple[int, int]:
    return row["gold"]["n_victims_killed"], row["gold"]["n_victims_injured_only"]


def targets(listed: list[Row]) -> Result:
    """Score human target counts, first in reports of incidents, then in all, on which the bar is (see bench.targets)."""
    counts = {which: dict.fromkeys(("right", "said", "met", "gold"), 0) for which in ("muc", "muc all reports")}
    items = []
    for row, report, found in readings(listed):
        gold = gold_targets(row)
        scored = score_targets(said_targets(report.text, found), gold)
        for which in ("muc", "muc all reports") if gold else ("muc all reports",):
            for key in scored:
                counts[which][key] += scored[key]
        good = scored["right"] == scored["said"] and scored["met"] == scored["gold"]
        items.append(Item(row["id"], good, shown(report, [str(target) for target in gold], found, 3000)))
    scores = []
    for which, bar in (("muc", None), ("muc all reports", 0.55)):
        n = counts[which]
        precision, recall = n["right"] / max(1, n["said"]), n["met"] / max(1, n["gold"])
        both = 2 * precision * recall / max(1e-9, precision + recall)
        scores += [
            Score(f"{which} targets, precision", precision, counts=f"{n['right']}/{n['said']}"),
            Score(f"{which} targets, recall", recall, counts=f"{n['met']}/{n['gold']}"),
            Score(f"{which} targets, F1", both, bar),
        ]
    return Result(scores, items)


def shown(report: Report, wanted: object, found: Iterable[Quantity], reach: int = 600) -> str:
    """Show what was wanted, the report's beginning, and every quantity read, a line each."""
    lines = [f"gold {wanted}", " ".join(report.text[:reach].split())]
    for q in found:
        trigger = q.trigger.of(report.text) if q.trigger else None
        read = f"{report.text[q.start : q.end]!r} {q.best} {q.unit} {q.measure} whom={q.whom!r}"
        lines.append(f"{read} {q.scope} {q.status} {trigger!r} attacker={q.counts_attacker}")
    return "\n      ".join(lines)


TASK = Task("quantities", "numbers of whom, and what befell them", run)
