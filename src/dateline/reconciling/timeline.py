"""Timeline: what happened when, one entry a happening, dated by the event and never by publication."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from dateline.reconciling.doing import DOING, with_doer
from dateline.reconciling.happenings import Happening, Shelf, happening_at, one_happening, shelve
from dateline.reconciling.hours import hour_of
from dateline.reconciling.kinds import base, kinds_of
from dateline.reconciling.origins import independent, standing_from
from dateline.reconciling.rows import alone, hangs, holds_alone, occurs, only_titled
from dateline.reconciling.said import Said
from dateline.records import Evidence, Fact, Reading, Record, Report, Standing, TimelineEntry

ON_ONE_DAY, IN_ONE_STRETCH = 1, 2
"""Words beside the deed that tellings of one happening share: of one day, and of a day and a stretch that holds it."""

BEFORE = 30
"""Days before a story from which what happened is its background."""

LONG_BEFORE = 300
"""Days from which it is that whatever it tells."""

HARM = frozenset({"shooting", "murder", "suicide", "injury", "attack", "bombing", "death", "crash", "hit"})
"""Kinds of happenings that befall people."""

ASIDES = frozenset({"inquiry"})
"""Kinds of what is done about a harm that is told with it."""

WEEK = 7
"""Days."""

DAY_OVER = 24.0
"""The hour at which a day's rows stand that give none."""

_DAY = "2019-01-01"

WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
EARLIER = re.compile(r"\b(?:had|last|previous|prior|before|earlier)\b", re.IGNORECASE)
"""Words of what was before."""

OF_IT = re.compile(r"\b(?:told|said|says?|believed?|believes|investigat\w{1,5})\b", re.IGNORECASE)
"""Words of what is said or done about what happened."""

COUNTED = re.compile(r"\b(?:next|following|same|ago|later|days?|yesterday|today|tonight)\b|\d", re.IGNORECASE)
"""Words of days that are told from another day."""

UNDONE = frozenset({"planned", "conditional"})
"""Statuses of what has not happened; a plan is on the calendar only once it is done."""


class News(Record, frozen=True, kw_only=True):
    """What a story is about: its first day, the lemmas of what happened, and how many people it befell, where known."""

    day: str | None = None
    main: frozenset[str] = frozenset()
    victims: float | None = None


def make_timeline(
    facts: Sequence[Fact],
    readings: Mapping[str, Reading],
    news: News | None = None,
    reports: Mapping[str, Report] | None = None,
    said: Sequence[Said] = (),
) -> tuple[TimelineEntry, ...]:
    """Return the dated facts in order of their first day, the more precise first, and of their hour; one a happening.

    Left out is what cannot be read alone (`rows.holds_alone`) or cannot have been on its day (`_in_time`). Facts of
    one day told by clauses of one sentence are one happening, told by the one with most origins; so are facts of one
    day, or of a day and the month or year that holds
    it, that `happenings.one_happening` joins, and clauses that only say when and where it was. What lies well before
    the story is marked as its background. A row made of several facts is corroborated only where all its quotations
    together have two independent origins: `said` are the statements behind them.
    """
    news = news or News()
    shelved = shelve(readings)
    told = (f for f in facts if f.earliest and f.latest and f.date_prec and f.status not in UNDONE)
    named = (with_doer(f, shelved, reports or {}) for f in told)
    dated = [f for f in named if holds_alone(f, shelved) and _in_time(f, news, reports or {})]
    days = {f.earliest for f in dated if not only_titled(f, shelved)}
    dated = [f for f in dated if f.earliest not in days or not only_titled(f, shelved)]
    groups = _told_again(_happenings(dated, readings), shelved, news)
    by_quote = {m.evidence: m for m in said}
    entries = [_entry(group, news, shelved, by_quote) for group in groups]
    return tuple(
        sorted(
            entries,
            key=lambda e: (e.earliest, e.latest, _hour(e, news, shelved), e.evidence[0].report, e.evidence[0].start),
        )
    )


def _hour(entry: TimelineEntry, news: News, shelved: Shelf) -> float:
    """Return where in its day an entry stands: at its hour; without one the news first, and the others last."""
    if entry.earliest != entry.latest or len(entry.earliest) < len(_DAY):
        return 0.0
    hour = hour_of(entry.evidence, shelved, entry.earliest)
    if hour is not None:
        return hour
    told = happening_at(entry.evidence[0], shelved)
    return -1.0 if told is not None and is_main(told, news) else DAY_OVER


def _in_time(fact: Fact, news: News, reports: Mapping[str, Report]) -> bool:
    """Tell whether a fact can have happened on its day, as its reports and the story are dated.

    What is done on a later day than its report's is not done yet, or its report was changed later; then, too, the
    weekday that follows the report's own is taken for that of the week before, which is before the story began.
    """
    days = [reports[e.report].published for e in fact.evidence if e.report in reports]
    known = [date.fromisoformat(day[:10]) for day in days if day is not None and len(day) >= len(_DAY)]
    if not known or fact.basis == "judged" or fact.earliest is None or len(fact.earliest) < len(_DAY):
        return True
    day = date.fromisoformat(fact.earliest[:10])
    return min((day - stamp).days for stamp in known) <= 1 and not _is_misread(fact, day, known[0], news, reports)


def _is_misread(fact: Fact, day: date, stamp: date, news: News, reports: Mapping[str, Report]) -> bool:
    """Tell a weekday from before the story that is rather that of the week after, on which some report was told.

    Of the hurt little is told from days before; in other stories only the day after the report's is so taken.
    """
    if fact.basis != "relative" or fact.earliest != fact.latest or fact.background or news.day is None:
        return False
    begun = date.fromisoformat((news.day + "-01-01")[: len(_DAY)])
    last = max((r.published[: len(_DAY)] for r in reports.values() if r.published is not None), default="")
    next_day = (stamp - day).days == WEEK - 1 and day < begun
    hurt = news.victims is not None and (begun - day).days >= WEEK // 2 and EARLIER.search(fact.text) is None
    if WEEKDAY.search(fact.text) is None:
        return next_day and COUNTED.search(fact.text) is None
    return next_day or (hurt and str(day + timedelta(days=WEEK)) <= last)


def _happenings(facts: Sequence[Fact], readings: Mapping[str, Reading]) -> list[list[Fact]]:
    """Group facts of one stretch of days that share a sentence, in the order of the facts."""
    group_of: dict[str, list[Fact]] = {}
    order = {fact.id: n for n, fact in enumerate(facts)}
    at: dict[tuple[str, int, str, str], list[Fact]] = {}
    for fact in facts:
        mine = group_of.setdefault(fact.id, [fact])
        for evidence in fact.evidence:
            key = (
                evidence.report,
                _sentence(evidence, readings[evidence.report]),
                fact.earliest or "",
                fact.latest or "",
            )
            other = at.setdefault(key, mine)
            other = group_of[other[0].id]
            if other is not mine:
                first, second = sorted((other, mine), key=lambda g: order[g[0].id])
                first += second
                for joined in second:
                    group_of[joined.id] = first
                mine = first
    seen: dict[int, list[Fact]] = {id(group): group for group in group_of.values()}
    return list(seen.values())


def _told_again(groups: Sequence[list[Fact]], shelved: Shelf, news: News) -> list[list[Fact]]:
    """Join groups of facts whose leading facts tell of one happening; leads decide alone, the surest dated first."""
    found: list[tuple[Fact, Happening | None, list[Fact]]] = []
    late: list[list[Fact]] = []
    for group in sorted(groups, key=lambda g: (g[0].date_prec or 0, _days(g[0]), *_rank(_lead(g)))):
        lead = _lead(group)
        if occurs(lead) is not None:
            late.append(group)
            continue
        told = happening_at(lead.evidence[0], shelved)
        same = next((own for other, was, own in found if _again(lead, told, other, was, news)), None)
        if same is None:
            found.append((lead, told, group))
        else:
            same += group
    return [group for _, _, group in found] + _occurring(late, found, news)


def _occurring(
    late: Sequence[list[Fact]], found: Sequence[tuple[Fact, Happening | None, list[Fact]]], news: News
) -> list[list[Fact]]:
    """Join what only says when and where it was to what happened that day; return what nothing of the day is told for.

    What is named by a pronoun, or by a word of the happening, is the happening itself.
    """
    left: list[list[Fact]] = []
    for group in late:
        lead = _lead(group)
        named = occurs(lead) or ""
        kinds = kinds_of(base(named)) if named else frozenset()
        same = [
            (own, was)
            for other, was, own in found
            if was is not None and (other.earliest, other.latest) == (lead.earliest, lead.latest)
        ]
        main = [own for own, was in same if was and (was.kinds & kinds or is_main(was, news))]
        if main:
            main[0] += group
        elif named:
            left.append(group)
    return left


def is_main(told: Happening, news: News) -> bool:
    """Tell whether a telling is of what the story is about."""
    return told.deed.base in {base(lemma) for lemma in news.main}


def _is_news(told: Happening, news: News) -> bool:
    """Tell whether a telling is of the harm that the story is about, and of nothing that followed it."""
    harm = HARM & {kind for lemma in news.main for kind in kinds_of(base(lemma))}
    return bool(told.kinds & harm) and (not told.deed.kinds or bool(told.deed.kinds & (HARM | ASIDES)))


def _again(lead: Fact, told: Happening | None, other: Fact, was: Happening | None, news: News) -> bool:
    if told is None or was is None or lead.earliest is None or other.earliest is None:
        return False
    if (lead.earliest, lead.latest) == (other.earliest, other.latest):
        befell = news.victims == 1 and bool(told.deed.kinds & HARM and was.deed.kinds & HARM)
        news_itself = lead.earliest == lead.latest == news.day and _is_news(told, news) and _is_news(was, news)
        if news_itself and one_happening(told, was, 0, any_kind=True):
            return True
        return (befell and told.denies == was.denies) or one_happening(told, was, ON_ONE_DAY)
    holds = lead.earliest <= other.earliest and (other.latest or "") <= (lead.latest or "")
    return holds and one_happening(told, was, IN_ONE_STRETCH)


def _days(fact: Fact) -> int:
    first, last = date.fromisoformat(fact.earliest or "0001-01-01"), date.fromisoformat(fact.latest or "0001-01-01")
    return (last - first).days


def _lead(group: Sequence[Fact]) -> Fact:
    return min(group, key=_rank)


def _rank(f: Fact) -> tuple[bool, bool, bool, bool, bool, bool, int, Evidence]:
    """Order of tellings: what a person dated, news, what happened before when and what is said of it, whole."""
    return (
        f.basis != "judged",
        f.background,
        occurs(f) is not None,
        hangs(f.text),
        DOING.match(f.text) is not None,
        OF_IT.search(f.text) is not None,
        -len(f.origins),
        f.evidence[0],
    )


def _sentence(evidence: Evidence, reading: Reading) -> int:
    return max(0, bisect_right(reading.sentences, evidence.start, key=lambda span: span.start) - 1)


def _entry(group: Sequence[Fact], news: News, shelved: Shelf, by_quote: Mapping[Evidence, Said]) -> TimelineEntry:
    fact = _lead([f for f in group if (f.earliest, f.latest) == (group[0].earliest, group[0].latest)])
    assert fact.earliest is not None  # noqa: S101 - narrowed by the caller
    assert fact.latest is not None  # noqa: S101
    assert fact.date_prec is not None  # noqa: S101
    quotes = tuple(dict.fromkeys(e for f in (fact, *group) for e in f.evidence))
    return TimelineEntry(
        earliest=as_precise(fact.earliest, fact.latest, fact.earliest),
        latest=as_precise(fact.earliest, fact.latest, fact.latest),
        date_prec=fact.date_prec,
        basis=fact.basis,
        text=alone(fact.text),
        standing=_standing(fact, quotes, by_quote),
        status=fact.status,
        fact=fact.id,
        evidence=quotes,
        subject=fact.subject,
        background=_is_background(fact, news, shelved),
    )


def _standing(fact: Fact, quotes: Sequence[Evidence], by_quote: Mapping[Evidence, Said]) -> Standing:
    """Return a fact's standing; what else its row quotes may show whose words the fact's were."""
    told = [(by_quote[e], e) for e in quotes if e in by_quote]
    if fact.standing != "corroborated" or len(quotes) == len(fact.evidence) or len(told) < len(quotes):
        return fact.standing
    return standing_from(independent([m for m, _ in told]), told)


def _is_background(fact: Fact, news: News, shelved: Shelf) -> bool:
    """Tell whether a fact lies well before the story, and tells nothing of its happening."""
    if fact.background:
        return True
    if news.day is None or fact.latest is None:
        return False
    first = date.fromisoformat((news.day + "-01-01")[:10] if len(news.day) == len("2019") else (news.day + "-01")[:10])
    before = (first - date.fromisoformat(fact.latest)).days
    if before <= BEFORE or before > LONG_BEFORE:
        return before > LONG_BEFORE
    told = happening_at(fact.evidence[0], shelved)
    return told is None or not is_main(told, news)


def as_precise(earliest: str, latest: str, day: str) -> str:
    """Return `day` cut to what is known: the year or month where the stretch is exactly that year or month.

    >>> as_precise("2014-01-01", "2014-01-31", "2014-01-01")
    '2014-01'
    """
    if earliest[5:] == "01-01" and latest[5:] == "12-31":
        return day[:4]
    if earliest[:7] == latest[:7] and earliest[8:] == "01" and latest[8:] == _last_day(latest[:7]):
        return day[:7]
    return day


def _last_day(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    if number == 2:
        return "29" if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else "28"
    return "30" if number in (4, 6, 9, 11) else "31"
