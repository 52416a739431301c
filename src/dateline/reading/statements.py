"""Statements: one clause's worth of what is reported, joined with all that belongs to it.

Titles, headings and captions are one statement each; a direct quotation is one statement a sentence; everywhere else a
statement is a clause, cut to the content of the attribution it stands in. The clause that only introduces
what someone says is no statement, unless saying it is itself a happening (an announcement, a demand).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from dateline.reading.boilerplate import is_boilerplate, is_shown
from dateline.reading.charspans import Overlaps, by_sentence, meet
from dateline.reading.clauses import SHARED_TIME, Clause, clauses, only_cites
from dateline.reading.clausetime import clause_time, lies_ahead
from dateline.reading.language import offsets
from dateline.reading.lookback import is_reported, looks_back
from dateline.reading.shelf import Shelf
from dateline.reading.sources import outward
from dateline.reading.stubs import is_label, without_stubs
from dateline.reading.subjects import subject_elsewhere
from dateline.reading.teasers import labelled, teasers
from dateline.records import Attribution, Event, Link, Mention, Reading, Report, Section, Span, Statement, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc

CUT = 0.5
"""Share of a clause that must lie in the content of an attribution for the clause to be cut to it."""

HEADING = 90
"""Characters up to which a line of its own without a final stop is a heading rather than a paragraph."""

SPEECH_ACTS = frozenset(
    {"announce", "declare", "demand", "pledge", "proclaim", "promise", "threaten", "order", "appeal", "call", "claim"}
)
"""Lemmas of cues that are happenings in themselves and stay statements beside what they introduce."""

LINK = 140
"""Characters up to which such a line may be a link to another story."""

UNNAMED = "the report itself"
"""Who says what a report says in its own voice, where nothing tells its publisher: a file's name is none."""

STANCES = ("asserted", "hedged", "alleged", "denied")
"""From plain to contested; of nested attributions the most contested stance holds."""


class Piece(NamedTuple):
    """A stretch of text that becomes a statement, and the clause head it came from (None: no parse behind it)."""

    span: Span
    section: Section
    clause: Clause | None


def read_statements(doc: Doc, report: Report, reading: Reading) -> Reading:
    """Return `reading` with its statements, in text order, each with what lies inside it."""
    heard = [a for a in reading.attributions if a.kind != "credit"]
    cut = clauses(
        doc, [span for a in reading.attributions for span in a.cue], [span for a in heard for span in a.content]
    )
    shelves = _shelve(doc, reading)
    pieces = _pieces(report, reading, cut, shelves)
    statements = [_statement(piece, report, reading, shelves) for piece in pieces]
    statements = _share_times(statements, pieces, reading.times)
    return msgspec.structs.replace(reading, statements=tuple(statements))


# ---------------------------------------------------------------- which stretches of text


def _pieces(report: Report, reading: Reading, cut: list[Clause], shelves: _Shelves) -> list[Piece]:
    whole = _whole(report, reading)
    taken = Shelf((piece.span.start, piece.span.end, n) for n, piece in enumerate(whole))
    pieces = list(whole)
    for clause in (c for c in cut if not only_cites(c)):
        span, at = clause.span, clause.head.idx
        if span.start < report.lead_start or any(start <= at < end for start, end, _ in taken.touching(span)):
            continue
        introduced = [reading.attributions[n] for n in shelves.cued_at(at)]
        if introduced:
            if clause.head.lemma_.lower() not in SPEECH_ACTS and not _own_content(clause, introduced[0]):
                continue
            span = _with_content(clause, introduced)
        else:
            span = _cut_to_content(span, at, shelves.contents, reading.attributions)
        if not _says_something(clause, span, shelves):
            continue
        pieces.append(Piece(_without(span, taken), "body", clause))
    around = [s for s in reading.sentences if is_boilerplate(s.of(report.text))]
    around += teasers([s for s in reading.sentences if _is_heading(report.text, s, report, LINK)], report)
    around += labelled(report.text)
    page = Shelf((s.start, s.end, n) for n, s in enumerate(around))
    pieces = [piece for piece in pieces if not page.touching(piece.span) and not is_label(piece.span, report.text)]
    pieces = _cut_tails(pieces, report.text)
    cuts = without_stubs([piece.span for piece in pieces], report.text)
    unique = {span: piece._replace(span=span) for span, piece in zip(cuts, pieces, strict=True)}
    return [unique[span] for span in sorted(unique)]


def _cut_tails(pieces: list[Piece], text: str) -> list[Piece]:
    """End a clause where a clause of its own begins that runs to the same end."""
    starts = sorted(piece.span.start for piece in pieces if piece.clause is not None)
    ends = {piece.span.start: piece.span.end for piece in pieces if piece.clause is not None}
    made = []
    for piece in pieces:
        span = piece.span
        if piece.clause is not None:
            at = piece.clause.head.idx
            last = piece.clause.span.end
            low, high = bisect_right(starts, max(at, span.start)), bisect_left(starts, min(span.end, last))
            inner = [s for s in starts[low:high] if ends[s] >= span.end]
            if inner:
                kept = text[span.start : inner[0]].rstrip(" ,;-–—\n")
                span = Span(span.start, span.start + len(kept)) if len(kept) > at - span.start else span
        made.append(piece._replace(span=span))
    return made


def _whole(report: Report, reading: Reading) -> list[Piece]:
    """Stretches that are one statement as they stand: title, headings, captions, quoted sentences."""
    text, sentences = report.text, Overlaps(reading.sentences)
    found: list[Piece] = []
    if report.title is not None:
        found.append(Piece(report.title, "title", None))
    for attribution in reading.attributions:
        if attribution.kind == "credit":
            found += [Piece(span, "caption", None) for span in by_sentence(attribution.content, sentences)]
    shown = [s for s in reading.sentences if s.start >= report.lead_start and is_shown(s.of(text))]
    found += [Piece(span, "caption", None) for span in shown]
    captions = Overlaps(piece.span for piece in found if piece.section == "caption")
    for attribution in reading.attributions:
        if attribution.kind == "direct":
            for span in by_sentence(attribution.content, sentences):
                section: Section = "caption" if captions.of(span) else "body"
                found.append(Piece(span, section, None))
    quoted = Overlaps(piece.span for piece in found if piece.section == "body")
    found = [p for p in found if p.section != "caption" or all(q == p.span for q in quoted.of(p.span))]
    others = Overlaps(piece.span for piece in found)
    found += [
        Piece(span, "heading", None)
        for span in reading.sentences
        if _is_heading(text, span, report) and not others.of(span)
    ]
    return _apart(found, len(text))


def _apart(pieces: list[Piece], length: int) -> list[Piece]:
    """Drop pieces that overlap a longer one (nested quotations), in a text of some length."""
    kept: list[Piece] = []
    taken = bytearray(length)
    for piece in sorted(pieces, key=lambda p: (p.span.start - p.span.end, p.span, p.section)):
        start, end = piece.span.start, piece.span.end
        if taken.find(1, start, end) < 0:
            taken[start:end] = bytes([1]) * (end - start)
            kept.append(piece)
    return sorted(kept, key=lambda p: p.span)


def _is_heading(text: str, span: Span, report: Report, longest: int = HEADING) -> bool:
    if span.start < report.lead_start or span.end - span.start > longest or span.of(text)[-1] in ".!?:;,”\"')":
        return False
    begin, end = span.start, span.end
    while begin and text[begin - 1] in " \t":
        begin -= 1
    while end < len(text) and text[end] in " \t":
        end += 1
    return (not begin or text[begin - 1] == "\n") and text[end : end + 1] == "\n" and span.of(text)[:1].isupper()


def _own_content(clause: Clause, introduced: Attribution) -> bool:
    """Tell whether the content of the clause's cue is part of the clause itself ("appealed to them to assist")."""
    return introduced.kind != "direct" and all(clause.span.covers(span) for span in introduced.content)


def _with_content(clause: Clause, introduced: Iterable[Attribution]) -> Span:
    """Return the clause of an announcement together with what it announces, where that follows at once."""
    end = clause.span.end
    for a in introduced:
        if a.kind != "direct":
            end = max([end, *(s.end for s in a.content if clause.span.start < s.start <= end + 3)])
    return Span(clause.span.start, end)


def _cut_to_content(span: Span, at: int, contents: Shelf, attributions: Sequence[Attribution]) -> Span:
    """Cut a clause to the attribution content that holds its head, so that neither source nor cue is in it."""
    best = span
    for start, end, n in sorted(contents.touching(Span(at, at + 1)), key=lambda item: item[2]):
        part = meet(best, Span(start, end))
        said = (meet(best, words) for words in (*attributions[n].cue, *attributions[n].source))
        room = best.end - best.start - sum(words.end - words.start for words in said if words is not None)
        if part is not None and part.end - part.start >= CUT * room:
            best = part
    return best


def _says_something(clause: Clause, span: Span, shelves: _Shelves) -> bool:
    if clause.head.pos_ in ("VERB", "AUX"):
        return True
    return bool(shelves.events.inside(span) or shelves.quantities.inside(span))


def _without(span: Span, taken: Shelf) -> Span:
    """Shorten `span` where it runs into a stretch that is a statement of its own."""
    start, end = span.start, span.end
    for first, last, _ in taken.touching(span):
        if first <= start < last < end:
            start = last
        elif start < first < end <= last:
            end = first
    return Span(start, end)


# ---------------------------------------------------------------- what belongs to each


def _statement(piece: Piece, report: Report, reading: Reading, shelves: _Shelves) -> Statement:
    span = piece.span
    own = _own_test(piece, shelves)
    events = _inside(shelves.events, span, own)
    times = _inside(shelves.times, span, own)
    places = _inside(shelves.places, span, own)
    attributions = _holding(span, shelves) or _claimed(piece, reading, shelves)
    head = _head_event(piece, events, reading)
    event = reading.events[head] if head is not None else None
    actors = tuple(sorted(set(_inside(shelves.actors, span, own))))
    verb = piece.clause.head if piece.clause is not None else None
    time = clause_time(verb, times, report, reading, event.time if event and _leads(event, piece) else None)
    status = event.status if event else "completed"
    if status == "completed" and lies_ahead(verb, None if time is None else reading.times[time], report.published):
        status = "planned"
    return Statement(
        start=span.start,
        end=span.end,
        section=piece.section,
        events=_first(head, events),
        subject=subject_elsewhere(piece.clause.head, span, report.text) if piece.clause is not None else None,
        quantities=_inside(shelves.quantities, span, own),
        times=times,
        places=places,
        actors=actors,
        attributions=attributions,
        time=time,
        place=_place_of(places, reading, event.place if event else None),
        status=status,
        stance=_stance(attributions, reading),
        negated=event.negated if event else False,
        background=verb is not None
        and looks_back(verb, reported=is_reported(reading.attributions[i] for i in attributions)),
        chain=_chain(attributions, report, reading),
    )


def _own_test(piece: Piece, shelves: _Shelves) -> _Own:
    """Return a test for offsets that belong to the clause itself, not to a clause embedded in it."""
    if piece.clause is None:
        return _Own(None)
    return _Own(frozenset(shelves.tokens[i] for i in piece.clause.own))


class _Own(NamedTuple):
    """The offsets of a clause's own tokens; None where everything inside belongs."""

    starts: frozenset[int] | None

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a mention begins at, or holds, a token of the clause."""
        return self.starts is None or start in self.starts or any(at in self.starts for at in range(start, end))


class _Shelves(NamedTuple):
    """What a reading found, by place; characters of each attribution's content; where each token begins."""

    events: Shelf
    quantities: Shelf
    times: Shelf
    places: Shelf
    actors: Shelf
    contents: Shelf
    cues: Shelf
    lengths: tuple[int, ...]
    tokens: list[int]

    def cued_at(self, at: int) -> list[int]:
        """Return the attributions, captions aside, one of whose cues holds a character, in their order."""
        return sorted({n for _, _, n in self.cues.touching(Span(at, at + 1))})


def _shelve(doc: Doc, reading: Reading) -> _Shelves:
    def of(mentions: Iterable[Mention]) -> Shelf:
        return Shelf((m.start, m.end, i) for i, m in enumerate(mentions))

    return _Shelves(
        of(reading.events),
        of(reading.quantities),
        of(reading.times),
        of(reading.places),
        Shelf((m.start, m.end, i) for i, a in enumerate(reading.actors) for m in a.mentions),
        Shelf((c.start, c.end, i) for i, a in enumerate(reading.attributions) for c in a.content),
        Shelf((c.start, c.end, i) for i, a in enumerate(reading.attributions) if a.kind != "credit" for c in a.cue),
        tuple(sum(c.end - c.start for c in a.content) for a in reading.attributions),
        offsets(doc),
    )


def _inside(shelf: Shelf, span: Span, own: _Own) -> tuple[int, ...]:
    """Return what lies in the span and belongs to the clause itself."""
    return tuple(n for start, end, n in shelf.inside(span) if own.holds(start, end))


def _head_event(piece: Piece, events: tuple[int, ...], reading: Reading) -> int | None:
    if piece.clause is not None:
        at = piece.clause.head.idx
        for i in events:
            if reading.events[i].start <= at < reading.events[i].end:
                return i
    return events[0] if events else None


def _leads(event: Event, piece: Piece) -> bool:
    """Tell whether an event is what the clause tells, and not named in it ("opened the papers on the 1963 killing")."""
    return piece.clause is None or event.start <= piece.clause.head.idx < event.end


def _first(head: int | None, events: tuple[int, ...]) -> tuple[int, ...]:
    return events if head is None else (head, *(i for i in events if i != head))


def _place_of(places: tuple[int, ...], reading: Reading, of_event: int | None) -> int | None:
    literal = [i for i in places if reading.places[i].use == "literal"]
    if of_event in literal:
        return of_event
    return min(literal, key=lambda i: (reading.places[i].where_prec or 9, i), default=None)


def _holding(span: Span, shelves: _Shelves) -> tuple[int, ...]:
    """Return the attributions whose content holds the greater part of `span`, innermost (shortest) first."""
    shared: dict[int, int] = {}
    for start, end, n in shelves.contents.touching(span):
        shared[n] = shared.get(n, 0) + min(end, span.end) - max(start, span.start)
    held = [n for n, size in shared.items() if size > CUT * (span.end - span.start)]
    return tuple(sorted(held, key=lambda n: (shelves.lengths[n], n)))


def _claimed(piece: Piece, reading: Reading, shelves: _Shelves) -> tuple[int, ...]:
    """Return the attributions by which a clause tells that somebody claims something ("claimed the raid")."""
    if piece.clause is None:
        return ()
    at, end = piece.clause.head.idx, piece.span.end
    cued = [n for n in shelves.cued_at(at) if reading.attributions[n].stance == "alleged"]
    return tuple(
        n for n in cued if shelves.lengths[n] > CUT * (end - at) and reading.attributions[n].content[-1].end <= end
    )


def _stance(attributions: tuple[int, ...], reading: Reading) -> Literal["asserted", "hedged", "denied", "alleged"]:
    return max((reading.attributions[i].stance for i in attributions), key=STANCES.index, default="asserted")


def _chain(attributions: tuple[int, ...], report: Report, reading: Reading) -> tuple[Link, ...]:
    links: list[Link] = []
    for i in outward(attributions, reading.attributions):
        links += [link for link in reading.attributions[i].chain if all(link.name != seen.name for seen in links)]
    if (signed := report.credit) is not None and all(signed.of(report.text) != seen.name for seen in links):
        links.append(Link(name=signed.of(report.text), kind="media", span=signed))
    links.append(Link(name=publisher_of(report), kind="media", role="publisher"))
    return tuple(links)


def publisher_of(report: Report) -> str:
    """Return what the last link of every chain is called: the publisher or the host of the address, where known."""
    if report.publisher is not None:
        return report.publisher
    address = re.findall(r"https?://(?:www\.)?([^/:?#]+)", report.url or "")
    return address[-1] if address else UNNAMED


def _share_times(statements: list[Statement], pieces: list[Piece], times: tuple[Time, ...]) -> list[Statement]:
    """Give a clause joined by "as", "when" or "while" the time of its neighbour, where it has none of its own."""
    at = {piece.clause.head.i: n for n, piece in enumerate(pieces) if piece.clause is not None}
    shared = list(statements)
    for n, piece in enumerate(pieces):
        clause = piece.clause
        if clause is None or clause.head.head.i != clause.parent or clause.mark not in SHARED_TIME:
            continue
        other = at.get(clause.parent)
        if other is None:
            continue
        for one, two in ((n, other), (other, n)):
            time = shared[two].time
            if shared[one].time is None and time is not None and times[time].type != "SET":
                shared[one] = msgspec.structs.replace(shared[one], time=time)
    return shared
