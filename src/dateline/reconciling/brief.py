"""The headline and the brief: verbatim sentences chosen so that few of them cover most of the account."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from dateline.reconciling.amounts import STATED
from dateline.reconciling.overtaken import Course, tells_an_end
from dateline.reconciling.said import Said, by_report
from dateline.reconciling.sentences import leans, sentences_of
from dateline.records import Evidence, Fact, Figure, Reading, Report, Span
from dateline.wording import content_stems

LONGEST = 10
"""Sentences a brief has at most; a reader takes them in at a glance."""

FEWEST = 3
"""Sentences a brief has at least, where there are as many; one more for each report."""

REPEATED = 0.5
"""Share of a sentence's words already told from which it repeats the brief."""

LEADS = 3
"""Sentences at the head of a report among which one tells the main fact."""

ON_HEADLINE = 3.0
"""How many times more a sentence of the head is worth that holds every word of the headline."""

OPENS = 0.25
"""Share of the headline's words from which a sentence may open the brief before those that go before it."""

OUTCOME = re.compile(
    r"\b(?:arrested|charged|indicted|pleaded|pled|convicted|acquitted|sentenced|found\s+guilty|in\s+custody|surrendered)\b"
)
"""Words of what became of those who did it."""


def choose_headline(
    reports: Sequence[Report],
    said: Sequence[Said],
    carriers: AbstractSet[str],
    figures: Sequence[Figure],
    course: Course,
) -> Evidence | None:
    """Return the title whose words most reports share, of those that agree with the standing totals.

    One that tells how it ended goes before those that could not know. Others of reports that carry another's text are
    left out. Without titles, the first sentence of the first report.
    """
    held = by_report(said)
    spoken = Counter(word for own in held.values() for word in {word for s in own for word in s.words})
    totals = {f.measure: f for f in reversed(figures) if f.scope == "total" and f.standing != "superseded"}
    best: tuple[tuple[int, bool, float], Evidence] | None = None
    for report in reports:
        ends = report.title is not None and tells_an_end(report.title.of(report.text), course)
        if report.title is None or (report.id in carriers and not ends):
            continue
        words = content_stems(report.title.of(report.text))
        score = sum(spoken[w] for w in words) / (len(words) + 2) if words else 0.0
        title = next((s for s in held.get(report.id, ()) if s.statement.section == "title"), None)
        rank = (_agreement(title, totals), ends, round(score, 9))
        if best is None or rank > best[0]:
            best = (rank, report.quote(report.title))
    if best is not None:
        return best[1]
    return next((s.evidence for s in said if s.statement.section == "body"), None)


def _agreement(title: Said | None, totals: Mapping[str, Figure]) -> int:
    """Return -1 for a title that gives a number other than the standing total's, else 0."""
    for q in title.quantities if title is not None else ():
        total = totals.get(q.measure)
        if total is None or q.number is None or q.unit != total.unit or q.scope == "subset":
            continue
        if total.best is not None and abs(q.number - total.best) > STATED * total.best:
            return -1
    return 0


def choose_brief(
    reports: Sequence[Report],
    readings: Mapping[str, Reading],
    facts: Sequence[Fact],
    figures: Sequence[Figure],
    course: Course,
    headline: Evidence | None = None,
) -> tuple[Evidence, ...]:
    """Return at most `LONGEST` sentences that together hold the weightiest facts and figures, in telling order.

    Greedy coverage: each sentence is worth what it adds (facts by number of origins, standing totals, dates),
    less what it repeats; one at the head of a report is worth more the more of the headline it tells, and the one that
    tells most of it opens. One that begins with a pronoun is told only behind the sentence it leans on; one that a
    later report has overtaken is not told.
    """
    by_report = {report.id: report for report in reports}
    worth = _worth(facts, figures)
    limit = min(LONGEST, FEWEST + len(reports))
    shelved = _shelve(worth)
    held = {
        (report.id, n, span): _held(span, shelved.get(report.id, ()))
        for report in reports
        for n, span in enumerate(sentences_of(report, readings[report.id]))
    }
    sentences = [item for item, keys in held.items() if keys and (item[0], item[2]) not in course.overtaken]
    holds = {(rid, n): held[rid, n, span] for rid, n, span in sentences}
    words = {(rid, n): content_stems(span.of(by_report[rid].text)) for rid, n, span in sentences}
    told_by = _on_headline(words, content_stems(headline.quote) if headline is not None else frozenset())
    leaning = {(rid, n) for rid, n, span in sentences if leans(by_report[rid], readings[rid], span)}
    told_of: dict[tuple[str, int], Span] = {}
    told: set[str] = set()
    covered: set[str] = set()
    chosen: list[tuple[str, int, Span]] = []
    while len(chosen) < limit:
        scored = []
        for order, (rid, n, span) in enumerate(sentences):
            new = words[rid, n] - told
            if (rid, n, span) in chosen or len(new) < (1 - REPEATED) * len(words[rid, n]):
                continue
            if (rid, n) in leaning and not _follows(by_report[rid], span, told_of.get((rid, n - 1))):
                continue
            gain = sum(worth[key][1] for key in holds[rid, n] - covered) / (1.0 + 0.15 * n)
            gain *= 1.0 + (ON_HEADLINE - 1.0) * told_by[rid, n]
            scored.append((-round(gain, 6), order))
        if not scored or min(scored)[0] >= 0:
            break
        rid, n, span = sentences[min(scored)[1]]
        chosen.append((rid, n, span))
        told_of[rid, n] = span
        told |= words[rid, n]
        covered |= holds[rid, n]
    order_of = {item: order for order, item in enumerate(sentences)}
    ordered = sorted(chosen, key=lambda item: order_of[item])
    return tuple(by_report[rid].quote(span) for rid, n, span in _opened(ordered, told_by, leaning))


Place: TypeAlias = tuple[str, int, Span]
"""A sentence: its report, its number there, where it stands."""


def _on_headline(
    words: Mapping[tuple[str, int], frozenset[str]], headline: frozenset[str]
) -> dict[tuple[str, int], float]:
    """Return for each sentence the share of the headline's words it tells, 0 for what stands below a report's head."""
    shares = {at: len(own & headline) / max(1, len(headline)) for at, own in words.items()}
    heads: dict[str, list[int]] = {}
    for rid, n in sorted(words):
        heads.setdefault(rid, []).append(n)
    return {(rid, n): shares[rid, n] if n in heads[rid][:LEADS] else 0.0 for rid, n in words}


def _opened(
    ordered: Sequence[Place], told_by: Mapping[tuple[str, int], float], leaning: Collection[tuple[str, int]]
) -> list[Place]:
    """Return sentences in telling order, but first what tells most of the headline, where another report tells it.

    What leans on that sentence follows it.
    """
    best = max(ordered, key=lambda item: (told_by[item[:2]], -ordered.index(item)), default=None)
    if best is None or best[0] == ordered[0][0] or told_by[best[:2]] < OPENS or best[:2] in leaning:
        return list(ordered)
    rid, n, _ = best
    opening = [best]
    while (follower := next((i for i in ordered if i[:2] == (rid, n + 1) and i[:2] in leaning), None)) is not None:
        opening.append(follower)
        n += 1
    return [*opening, *(item for item in ordered if item not in opening)]


def _follows(report: Report, span: Span, before: Span | None) -> bool:
    """Tell whether a sentence stands right behind one that is told."""
    return before is not None and not report.text[before.end : span.start].strip(" \t\r\n”’\"'")


def _worth(facts: Sequence[Fact], figures: Sequence[Figure]) -> dict[str, tuple[tuple[Evidence, ...], float]]:
    worth: dict[str, tuple[tuple[Evidence, ...], float]] = {}
    for fact in facts:
        if fact.standing == "superseded":
            continue
        value = len(fact.origins) + 0.5 * (fact.earliest is not None) + 0.5 * (len(fact.evidence) > 1)
        value += 1.0 * (fact.status in ("completed", "alleged") and OUTCOME.search(fact.text) is not None)
        worth[fact.id] = (fact.evidence, value * (0.3 if fact.background else 1.0))
    for figure in figures:
        if figure.standing != "superseded":
            worth[figure.id] = (figure.evidence, 3.0 if figure.scope == "total" else 1.0)
    return worth


def _shelve(worth: Mapping[str, tuple[tuple[Evidence, ...], float]]) -> dict[str, list[tuple[int, int, str]]]:
    """Return, for each report, where what is worth telling stands in it, in order."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for key, (evidence, _) in worth.items():
        for e in evidence:
            found.setdefault(e.report, []).append((e.start, e.end, key))
    return {report: sorted(held) for report, held in found.items()}


def _held(span: Span, held: Sequence[tuple[int, int, str]]) -> frozenset[str]:
    first = bisect_left(held, (span.start, 0, ""))
    last = bisect_left(held, (span.end, 0, ""))
    return frozenset(key for _, end, key in held[first:last] if end <= span.end)
