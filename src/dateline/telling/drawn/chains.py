"""Attribution chains as one tree from left to right: who said it, who carried it, which report tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from textwrap import wrap

from dateline.records import Account, Evidence, Fact, Record, Source
from dateline.telling import shown
from dateline.telling.drawn.flow import Flow, Placed, flow
from dateline.telling.drawn.matrix import heads, plain, selves

ORIGINS, CARRIERS, REPORTS = 14, 7, 12
"""Origins, chains of carriers and reports drawn one by one; the rest of each is drawn as one."""
LINE = 13.0
"""Height of a line of a name in pixels."""
WRAPPED = (17, 12, 8)
"""Letters of a line of a name, by stage, on the narrowest page."""
OTHERS = " others"
"""Their key, which no name is."""
DIRECT = "direct:"
"""What begins the key of the way from an origin to a report that nobody stands on."""


class Node(Record, frozen=True, kw_only=True):
    """One voice, chain of carriers, or report; `stage` is 0, 1 or 2, `placed` where and how high it is in pixels.

    `lines` are its name in short lines, `notes` what stands below it: that it is a party, and who else carried it than
    the chains tell (of several tellings of a fact the account keeps one chain). `direct` is a way without a carrier,
    and has no name. `report` is a report's id, `evidence` an origin's first quotation; what is folded into one node
    has neither.
    """

    stage: int
    name: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    party: bool
    direct: bool
    facts: int
    placed: Placed
    report: str | None = None
    evidence: Evidence | None = None


class Path(Record, frozen=True, kw_only=True):
    """One chain in words, from the origin to its last carrier, with the number of facts that came by it.

    `also` are those who carried the origin elsewhere, by no chain of the account.
    """

    voices: tuple[str, ...]
    party: bool
    letter: str
    report: str
    facts: int
    evidence: Evidence | None
    also: tuple[str, ...] = ()


class Chains(Record, frozen=True, kw_only=True):
    """The tree, `flow.height` pixels high; `flow.bands` join `nodes` by number.

    `paths` are all chains in words, those of most facts first; `folded` counts origins drawn as one. `key` are widths
    of lines in pixels, each with the facts that it stands for.
    """

    nodes: tuple[Node, ...]
    flow: Flow
    paths: tuple[Path, ...]
    folded: int

    @property
    def key(self) -> tuple[tuple[float, int], ...]:
        """The thinnest and the widest line."""
        drawn = {band.amount: band.width for band in self.flow.bands}
        return tuple((drawn[n], n) for n in sorted({min(drawn), max(drawn)})) if drawn else ()


ARROW = " → "
"""What stands between the voices of a chain."""
Route = tuple[str, str, str]
"""Keys of an origin, of a chain of carriers and of a report."""


def chains(account: Account) -> Chains:
    """Return the chains by which the facts of an account came to its reports; each fact comes by one."""
    letters = shown.letters(account)
    sources = {s.report: s for s in account.sources}
    through = {plain(o.name): set(o.reports) for o in account.origins}
    evidence = {plain(o.name): o.evidence[0] for o in account.origins if o.evidence}
    one, shown_as = heads(account), {plain(o.name): o.name for o in account.origins}
    through |= {key: through[head] for key, head in one.items()}
    own = selves(account)
    names: dict[str, str] = {}
    parties: set[str] = set()
    counted: dict[Route, int] = {}
    for fact in sorted(account.facts, key=lambda f: f.id):
        report = _report(fact, through, sources)
        voices = [v for v in fact.attribution if v.role != "publisher"]
        itself = own.get(report, "report ? itself")
        first = plain(voices[0].name if voices else itself)
        origin = one.get(first, first) if voices else first
        head = shown_as[origin] if origin != first else voices[0].name if voices else itself
        names.setdefault(origin, shown.clean(head) or "?")
        parties |= {origin} if voices and voices[0].party else set()
        carried = ARROW.join(shown.clean(v.name) for v in voices[1:])
        route = (origin, carried or DIRECT + report, report)
        counted[route] = counted.get(route, 0) + 1
    also = _also(account, counted)
    drawn, folded = _folded(counted)
    order = {report: n for n, report in enumerate(letters)}

    def name(stage: int, key: str) -> str:
        if key == OTHERS:
            return f"+{folded[2]}" if stage == 2 else f"{folded[stage]} others"
        return "" if key.startswith(DIRECT) else letters.get(key, "?") if stage == 2 else names.get(key, key)

    @cache
    def lines(stage: int, key: str) -> tuple[str, ...]:
        return tuple(wrap(name(stage, key), WRAPPED[stage], max_lines=3, placeholder=" …"))

    @cache
    def notes(stage: int, key: str) -> tuple[str, ...]:
        if stage:
            return ()
        others = f"also by {', '.join(also[key])}" if also.get(key) else ""
        return (*(["a party"] if key in parties else []), *wrap(others, 20, max_lines=3, placeholder=" …"))

    def least(stage: int, key: str) -> float:
        return 14.0 if key.startswith(DIRECT) else 14.0 + LINE * (len(lines(stage, key)) + len(notes(stage, key)))

    stages, placed = flow(drawn, lambda report: order.get(report, len(order)), least, OTHERS)
    return Chains(
        nodes=tuple(
            Node(
                stage=stage,
                name=name(stage, key),
                lines=lines(stage, key),
                notes=notes(stage, key),
                party=stage == 0 and key in parties,
                direct=key.startswith(DIRECT),
                facts=at.amount,
                placed=at,
                report=key if stage == 2 and key in letters else None,
                evidence=evidence.get(key) if stage == 0 else None,
            )
            for (stage, key), at in stages.items()
        ),
        flow=placed,
        paths=tuple(
            Path(
                voices=tuple(v for v in (names[o], "" if c.startswith(DIRECT) else c) if v), party=o in parties,
                letter=letters.get(r, "?"), report=r, facts=n, evidence=evidence.get(o), also=also.get(o, ()),
            )
            for (o, c, r), n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        ),
        folded=folded[0],
    )  # fmt: skip


def _also(account: Account, counted: Iterable[Route]) -> dict[str, tuple[str, ...]]:
    """Return who carried each origin, as the account has it, without those that a chain names."""
    told: dict[str, set[str]] = {}
    for named, carried, _ in counted:
        told.setdefault(named, set()).update(plain(name) for name in carried.split(ARROW))
    found: dict[str, tuple[str, ...]] = {}
    for origin in account.origins:
        key = plain(origin.name)
        left = tuple(shown.clean(c) for c in origin.carriers if plain(shown.clean(c)) not in told.get(key, set()))
        found.setdefault(key, left)
    return found


def _report(fact: Fact, through: Mapping[str, set[str]], sources: Mapping[str, Source]) -> str:
    """Return the report that a fact's chain ends in: of those that quote it one of the chain's publisher and origin."""
    held = [e.report for e in fact.evidence]
    publisher = next((v.name for v in fact.attribution if v.role == "publisher"), None)
    origin = next((v for v in fact.attribution if v.role != "publisher"), None)
    printed = [r for r in held if r in sources and sources[r].publisher == publisher] or held
    known = through.get(plain(origin.name), set()) if origin else set()
    return next((r for r in printed if r in known), printed[0])


def _folded(counted: Mapping[Route, int]) -> tuple[dict[Route, int], tuple[int, int, int]]:
    """Keep the origins, carriers and reports of most facts, and take the rest of each for one; count the rest."""
    origins = _most(((r[0], n) for r, n in counted.items()), ORIGINS)
    reports = _most(((r[2], n) for r, n in counted.items()), REPORTS)
    carriers = _most(((r[1], n) for r, n in counted.items() if not r[1].startswith(DIRECT)), CARRIERS)
    made: dict[Route, int] = {}
    for (origin, carried, report), n in counted.items():
        end = report if report in reports else OTHERS
        way = DIRECT + end if carried.startswith(DIRECT) else carried if carried in carriers else OTHERS
        route = (origin if origin in origins else OTHERS, way, end)
        made[route] = made.get(route, 0) + n
    kept = (origins, carriers, reports)
    rest = ({r[n] for r in counted if not r[n].startswith(DIRECT)} - kept[n] for n in range(3))
    one, two, three = map(len, rest)
    return made, (one, two, three)


def _most(counted: Iterable[tuple[str, int]], most: int) -> set[str]:
    """Return the keys of most facts; one more than `most` where it would be folded alone."""
    sums: dict[str, int] = {}
    for key, n in counted:
        sums[key] = sums.get(key, 0) + n
    ordered = sorted(sums, key=lambda key: (-sums[key], key))
    return set(ordered if len(ordered) == most + 1 else ordered[:most])
