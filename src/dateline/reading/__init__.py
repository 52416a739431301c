"""Reading: what one report says. `read(report)` is the whole room; each step is the file named after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dateline.config import Config
from dateline.reading.actors import read_actors
from dateline.reading.attribution import read_attributions
from dateline.reading.coreference import coreference
from dateline.reading.events import read_events
from dateline.reading.language import parse, sentences
from dateline.reading.places import read_places
from dateline.reading.quantities import read_quantities
from dateline.reading.statements import read_statements
from dateline.reading.stubs import without_stubs
from dateline.reading.times import read_times
from dateline.reading.whose import with_actors
from dateline.records import Reading, Report

if TYPE_CHECKING:
    from spacy.tokens import Doc

DEFAULTS = Config()


def read(report: Report, config: Config = DEFAULTS) -> Reading:
    """Say what one report says, every mention with its characters.

    Raises:
        MissingResource: the language pipeline named in `config` is not installed.
    """
    return next(read_all([report], config))


def read_all(reports: Iterable[Report], config: Config = DEFAULTS) -> Iterator[Reading]:
    """Read reports one after the other, in the order given."""
    listed = list(reports)
    for report, doc in zip(listed, parse(listed, config.pipeline), strict=True):
        yield _read(report, doc)


def _read(report: Report, doc: Doc) -> Reading:
    times = read_times(doc, report)
    places = read_places(doc, report, times)
    actors = read_actors(doc, report, places)
    meant = coreference(doc, report, actors)
    quantities = with_actors(read_quantities(doc, report, times, actors), meant)
    attributions = read_attributions(doc, report, actors, meant)
    events = read_events(doc, report, actors, places, times)
    parts = Reading(
        id=report.id,
        body_start=report.body_start,
        sentences=without_stubs(sentences(doc), report.text),
        times=times,
        places=places,
        actors=actors,
        quantities=quantities,
        attributions=attributions,
        events=events,
        statements=(),
    )
    return read_statements(doc, report, parts)
