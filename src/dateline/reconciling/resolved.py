"""Resolved: people missing, held or cut off of whom a later report says that all were found, freed or reached."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from dateline.reconciling.said import Said
from dateline.records import Difference, Evidence, Fact, Figure, Reading, Record, Report


class Ending(Record, frozen=True, kw_only=True):
    """What ends a state of people: the words of the state and those of its end, told of all of them."""

    measure: str
    state: re.Pattern[str]
    end: re.Pattern[str]


@cache
def endings() -> tuple[Ending, ...]:
    """Return the table data/endings.toml, compiled."""
    table = tomllib.loads(files("dateline.data").joinpath("endings.toml").read_text(encoding="utf-8"))
    return tuple(
        Ending(measure=row["measure"], state=_words(row["state"]), end=_words(row["end"])) for row in table["ending"]
    )


_ALL = re.compile(
    r"(?<!nearly )(?<!almost )(?<!not )(?<!at )(?<!after )(?<!above )(?<!virtually )"
    r"\b(?:all(?! of wh)|every|everyone|everybody|both|the last|the remaining)\b",
    re.IGNORECASE,
)
"""Words that tell of everyone."""

_NONE = re.compile(
    r"\b(?:no one|nobody|none|no\s+\w+)\s+(?:\w+\s+){0,3}?(?:is|are|was|were|remains?|remained)\s+(?:still\s+)?",
    re.IGNORECASE,
)
"""Words that say of a state that nobody is in it any more."""


NEAR = 100
"""Characters behind a word for everyone within which the end is told ("all nine who were missing were found")."""

CLOSE = 25
"""Characters before it within which the end, or a wish for it, is told ("found all nine", "until all are freed")."""

_WISHED = re.compile(
    r"\b(?:until|unless|if|demand\w*|urg\w*|call\w*|vow\w*|promis\w*|hop\w*|want\w*|will|would|should|must|could|be"
    r"|to\s+(?:\w+\s+)?$|secur\w*|ensur\w*|committed)\b",
    re.IGNORECASE,
)
"""Words of an end that has not come."""


def _words(listed: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, listed)) + r")\b", re.IGNORECASE)


def ends(measure: str, sentence: str) -> bool:
    """Tell whether a sentence says that a state of people is over for all of them.

    >>> ends("missing", "All nine hikers who were missing were found alive."), ends("missing", "Two were found.")
    (True, False)
    """
    for ending in endings():
        if ending.measure == measure and (state := ending.state.search(sentence)):
            nobody = _NONE.search(sentence, 0, state.start() + 1)
            return nobody is not None or any(_of_all(found, ending, sentence) for found in _ALL.finditer(sentence))
    return False


def _of_all(found: re.Match[str], ending: Ending, sentence: str) -> bool:
    """Tell whether a word for everyone is the subject or object of an end that has come, within a few words of it."""
    end = ending.end.search(sentence, found.end(), found.end() + NEAR) or ending.end.search(
        sentence, max(0, found.start() - CLOSE), found.start()
    )
    return (
        end is not None
        and _WISHED.search(sentence, max(0, min(found.start(), end.start()) - CLOSE), end.start()) is None
    )


def resolve(
    figures: Sequence[Figure],
    said: Sequence[Said],
    facts: Sequence[Fact],
    reports: Mapping[str, Report],
    readings: Mapping[str, Reading],
) -> tuple[tuple[Figure, ...], list[Difference]]:
    """Mark figures of people who were all found or freed later as superseded by the sentence that says so."""
    made, differences = list(figures), []
    for n, figure in enumerate(figures):
        if (
            figure.scope != "total"
            or figure.standing == "superseded"
            or figure.best == 0
            or not any(e.measure == figure.measure for e in endings())
        ):
            continue
        found = _ended(figure, said, facts, reports, readings)
        if found is None:
            continue
        fact, evidence = found
        first = next((e for e in figure.evidence if not _overlap(e, evidence)), None)
        if first is None:
            continue
        made[n] = msgspec.structs.replace(
            figure, standing="superseded", reasons=(*figure.reasons, "a later report tells that it is over for all")
        )
        differences.append(
            Difference(
                relation="supersedes",
                one=fact,
                other=figure.id,
                reason=f"{figure.measure}: told as over for all",
                evidence=(evidence, first),
            )
        )
    return tuple(made), differences


def _ended(
    figure: Figure,
    said: Sequence[Said],
    facts: Sequence[Fact],
    reports: Mapping[str, Report],
    readings: Mapping[str, Reading],
) -> tuple[str, Evidence] | None:
    """Return the fact and the sentence that end a figure's state, from a report no older than its first one."""
    first = min((p for e in figure.evidence if (p := reports[e.report].published)), default="")
    home = {e: fact.id for fact in facts for e in fact.evidence}
    for s in said:
        if (s.published or "") < first or s.evidence not in home:
            continue
        span = next((x for x in readings[s.report].sentences if x.overlaps(s.statement.span)), None)
        if span is not None and ends(figure.measure, span.of(reports[s.report].text)):
            return home[s.evidence], reports[s.report].quote(span)
    return None


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.report == other.report and one.start < other.end and other.start < one.end
