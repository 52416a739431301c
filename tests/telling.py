"""Accounts of any shape for the laws of telling, with texts that would be read as something else than text."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from dateline.records import (
    Account,
    Difference,
    Evidence,
    Fact,
    Figure,
    Origin,
    Report,
    Source,
    Standing,
    Status,
    TimelineEntry,
    Voice,
    When,
    Where,
)

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}", "=HYPERLINK(\"http://evil.example\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "| a | b |", "`x` **b** _i_",
    "[l](javascript:alert(1))", "![i](http://evil.example/i.png)", "<http://evil.example>", "http://evil.example", "www.evil.example",
    "# head", "1. list", "- list", "> quote", "--- ", "&lt;b&gt; &amp;", "\\", "a\\| b", "\u202eevil", "two\nlines", "]]></svg>", "~~x~~",
    "</style><script>alert(1)</script>", "$x$", "[^1]", "*", "_", "\x1b[31mred",
)  # fmt: skip
"""Texts that are markup, formulas, addresses or commands to something that shows them."""

REPORTS = ("a", "b", "c<d>", 'e"f')
words = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=12).filter(str.strip), st.just("coast guard"))
numbers = st.one_of(st.none(), st.integers(0, 2000).map(float), st.sampled_from([0.5, 1e6, 12345.25]))
days = st.dates(date(1950, 1, 1), date(2030, 12, 31))
places = st.builds(
    Where,
    name=words,
    geonames_id=st.one_of(st.none(), st.integers(1, 9)),
    lat=st.one_of(st.none(), st.floats(-90, 90)),
    lon=st.one_of(st.none(), st.floats(-180, 180)),
    where_prec=st.one_of(st.none(), st.integers(1, 7)),
    within=st.sampled_from([(), ("SY",), ("Ar Raqqah", "SY"), ("RU",), ("FJ",), ("AQ",), ("XX",), ("US",)]),
    evidence=st.just(()),
)


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    quote, start = draw(words), draw(st.integers(0, 50))
    return Evidence(draw(st.sampled_from(REPORTS)), start, start + len(quote), quote)


several = st.lists(evidence(), min_size=1, max_size=4, unique=True).map(tuple)
voices = st.lists(
    st.builds(Voice, name=words, party=st.booleans(), role=st.sampled_from([None, "spokesman"])), max_size=3
).map(lambda v: (*v, Voice(name="the report itself", kind="media", role="publisher")))
origin_keys = st.lists(
    st.sampled_from(["coast guard", "report:a", "report:b", "<i>x</i>", "police"]), min_size=1, max_size=3, unique=True
).map(tuple)
STANDINGS: tuple[Standing, ...] = ("corroborated", "single source", "disputed", "superseded", "unresolved")
STATUSES: tuple[Status, ...] = ("completed", "alleged", "planned")
standings, statuses = st.sampled_from(STANDINGS), st.sampled_from(STATUSES)


@st.composite
def figures(draw: st.DrawFn) -> tuple[Figure, ...]:
    made: list[Figure] = []
    for n in range(draw(st.integers(0, 6))):
        low, best, high = sorted((draw(numbers), draw(numbers), draw(numbers)), key=lambda x: (x is not None, x or 0))
        others = st.lists(st.sampled_from([f.id for f in made] or ["n-x"]), max_size=2, unique=True).map(tuple)
        made.append(
            Figure(
                id=f"n-{n}", measure=draw(st.sampled_from(["killed", "injured"])), whom=draw(st.one_of(st.none(), words)),
                scope=draw(st.sampled_from(["total", "subset"])), unit=draw(st.sampled_from(["people", "USD"])), low=low, best=best,
                high=high, qualifier=draw(st.one_of(st.none(), words)), as_of=draw(st.one_of(st.none(), dated())), standing=draw(standings),
                status=draw(statuses), attribution=draw(voices), origins=draw(origin_keys), evidence=draw(several),
                supersedes=draw(others), against=draw(others), support=draw(others),
            )
        )  # fmt: skip
    return tuple(made)


@st.composite
def dated(draw: st.DrawFn) -> str:
    return draw(days).isoformat()[: draw(st.sampled_from([4, 7, 10]))]


@st.composite
def facts(draw: st.DrawFn) -> tuple[Fact, ...]:
    made: list[Fact] = []
    for n in range(draw(st.integers(0, 6))):
        held = draw(several)
        others = st.lists(st.sampled_from([f.id for f in made] or ["f-x"]), max_size=2, unique=True).map(tuple)
        made.append(
            Fact(
                id=f"f-{n}", text=held[0].quote, standing=draw(standings), status=draw(statuses), earliest=None, latest=None,
                date_prec=None, basis="unresolved", attribution=draw(voices), origins=draw(origin_keys), evidence=held,
                supersedes=draw(others), against=draw(others), support=draw(others),
                subject=draw(st.one_of(st.none(), evidence())),
            )
        )  # fmt: skip
    return tuple(made)


@st.composite
def entries(draw: st.DrawFn) -> tuple[TimelineEntry, ...]:
    made = []
    for n in range(draw(st.integers(0, 6))):
        first = draw(days)
        last = draw(st.one_of(st.just(first), st.dates(first, date(2031, 1, 1))))
        held = draw(several)
        made.append(
            TimelineEntry(
                earliest=first.isoformat(), latest=last.isoformat(), date_prec=draw(st.integers(1, 5)), basis="stated",
                text=held[0].quote, standing=draw(standings), status=draw(statuses), fact=f"f-{n}", evidence=held,
                background=draw(st.booleans()),
            )
        )  # fmt: skip
    return tuple(made)


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """An account of reports that hold anything; every quotation is a report's."""
    told, counted = draw(facts()), draw(figures())
    held = [e for f in told for e in f.evidence] + [e for n in counted for e in n.evidence]
    where = draw(places)
    differences = tuple(
        Difference(relation="differs", one=f.id, other=f.id, reason=draw(words), evidence=f.evidence) for f in told[:2]
    )
    return Account(
        group="s-1", story="s-1", headline=held[0] if held else None,
        when=When(earliest="2017-10-20", latest="2017-10-20", date_prec=1, basis="stated", evidence=tuple(held[:1])),
        where=where, brief=tuple(held[:2]), figures=counted, not_reported=(draw(words),), facts=told,
        timeline=draw(entries()), differences=differences,
        origins=tuple(
            Origin(name=name, kind="unnamed", role=draw(st.one_of(st.none(), words)), party=draw(st.booleans()), facts=n + 1,
                   reports=REPORTS[: n + 1], carriers=(draw(words),), evidence=tuple(held[:1]))
            for n, name in enumerate(draw(st.lists(words, max_size=3, unique=True)))
        ),
        independent_origins=1, actors=(), places=tuple(draw(st.lists(places, max_size=5))),
        sources=tuple(
            Source(report=r, path=draw(words), title=draw(words), publisher=draw(st.one_of(st.none(), words)),
                   url=draw(st.sampled_from([None, "javascript:alert(1)", "https://n.example/a?b=1&c=<x>", "https://n.example/1"])),
                   published=draw(st.sampled_from([None, "2017-10-20", "2017-10-21T08:00:00Z"])), published_basis="text")
            for r in REPORTS
        ),
    )  # fmt: skip


def reports_of(account: Account) -> dict[str, Report]:
    """Return reports long enough for every quotation."""
    return {s.report: Report(id=s.report, text="<b>x</b> & y " * 20, raw_sha256="0" * 64) for s in account.sources}


def quoted(account: Account) -> set[tuple[str, int, int]]:
    """Return the address of every quotation that an account rests on."""
    items: list[Figure | Fact | TimelineEntry | Origin | Where] = [*account.figures, *account.facts, *account.timeline]
    items += [*account.origins, account.where, *account.places]
    return {(e.report, e.start, e.end) for x in items for e in x.evidence}
