"""What a form offers: stories that may be one with a given story, places where it may have happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dateline.gazetteer import Entry, gazetteer
from dateline.records import Where
from dateline.review import placing
from dateline.telling import shown
from dateline.web.index import Index
from dateline.web.queries import Query
from dateline.web.summaries import AT, Summary
from dateline.wording import FUNCTION_WORDS, content_stems

SHOWN = 12
"""Stories that are offered."""
NEAR = 14
"""Days from which a story counts as far away."""
WORDS = 12
"""Words of a headline by which stories are looked for."""
FOUND = 60
"""Stories that are weighed."""

_WORD = re.compile(r"[^\W\d_]{3,}")


def sought(index: Index, text: str, story: str) -> list[Summary]:
    """Return the stories that hold all words of a search, but one; those that a field groups are not merged."""
    found = index.page(Query(text=text)).stories
    return [one for one in found if one.story != story and one.group == one.story][:SHOWN]


def likely(index: Index, of: Summary) -> list[Summary]:
    """Return the stories that are likest to one: of near days, of its place, of its actors, told in its words."""
    words = [word for word in dict.fromkeys(_WORD.findall(of.title)) if word.casefold() not in FUNCTION_WORDS]
    found = {other.story: other for other in index.of_words(words[:WORDS], FOUND)}
    if of.place is not None:
        place = f"{AT}{of.geonames_id}" if of.geonames_id else shown.clean(of.place)
        for other in index.page(Query(place=place)).stories:
            found.setdefault(other.story, other)
    found.pop(of.story, None)
    weighed = sorted(found.values(), key=lambda other: (-likeness(of, other), other.story))
    return [other for other in weighed if other.group == other.story and likeness(of, other) >= 1][:SHOWN]


def places_of(text: str, where: Where, others: Sequence[Where], chosen: str) -> list[Entry]:
    """Return the place chosen, then those that a search finds; without a search those called like the place of a story.

    Behind these stand the other places that its reports name.
    """
    found: list[Entry | None] = [placing.numbered(chosen)]
    if text:
        found += placing.found(text)
    else:
        found += placing.found(where.name or "", SHOWN // 2)
        found += [gazetteer().numbered(place.geonames_id or 0) for place in (where, *others[:SHOWN])]
    return list({entry.id: entry for entry in found if entry is not None}.values())[:SHOWN]


def likeness(one: Summary, other: Summary) -> float:
    """Return how much speaks for two stories being one: a point or so for each of words, days, place and actors."""
    first, second = content_stems(one.title), content_stems(other.title)
    words = len(first & second) / max(1, min(len(first), len(second)))
    here = one.place is not None and (one.geonames_id, one.place) == (other.geonames_id, other.place)
    country = bool(one.within and other.within and one.within[-1] == other.within[-1])
    actors = min(1.0, len(set(one.actors) & set(other.actors)) / 2)
    apart = _apart(one, other)
    near = 0.0 if apart is None else 1 - min(apart, NEAR) / NEAR
    return 1.5 * words + (1.0 if here else 0.4 * country) + actors + near


def _apart(one: Summary, other: Summary) -> int | None:
    """Return the days between two happenings; between their last reports where one of them has no date."""
    dated = one.earliest and other.earliest
    first, second = (one.earliest, other.earliest) if dated else (one.last_report, other.last_report)
    return None if first is None or second is None else abs((_day(first) - _day(second)).days)


def _day(iso: str) -> date:
    return date.fromisoformat(f"{iso}-01-01"[:10] if len(iso) == 4 else f"{iso}-01"[:10])
