"""Accounts as Markdown (CommonMark with GitHub's tables): for a note, a mail or an issue, with numbered evidence.

Whatever stands in a report is shown as it is: it makes no link, picture, heading, table, emphasis or HTML. Links are
those of the reports themselves, and only http and https.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dateline.records import Account, Evidence, Figure, Report, Source
from dateline.telling import drawn, judged, shown

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&@]")
"""What is read as Markdown, as a table, as mathematics or as HTML wherever it stands."""
_LINKS = re.compile(r":(?=/)|(?<=www)\.", re.IGNORECASE)
"""What makes an address a link without more."""
_BEGINNING = re.compile(r"^(\d{0,9})([-+=:.)])(?=[-+=:\s]|$)")
"""What makes a list or a rule where a text begins with it."""
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x20]+", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return text from outside on one line, its signs escaped so that they are shown and not read.

    >>> print(escaped("see [x](javascript:1) | `a` <b> http://n.example"))
    see \\[x\\](javascript:1) \\| \\`a\\` \\<b\\> http\\://n.example
    """
    made = _LINKS.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\g<0>", shown.clean(text)))
    return _BEGINNING.sub(r"\1\\\2", made)


def markdown(accounts: Sequence[Account], reports: Mapping[str, Report]) -> str:
    """Return accounts as one Markdown text, in the order of the page.

    Evidence is numbered as everywhere ("A3": the third quotation, out of report A) and stands with its characters under
    its source.
    """
    text = "\n\n---\n\n".join("\n\n".join(_parts(account, reports)) for account in accounts) + "\n"
    return text.encode("utf-8", "replace").decode("utf-8")


class _Refs:
    """Numbers of evidence, and what each that is met stands for."""

    def __init__(self, account: Account) -> None:
        self._numbers = shown.Numbers(account)
        self.met: dict[tuple[str, int, int], Evidence] = {}

    def to(self, evidence: Sequence[Evidence], most: int = 6) -> str:
        """Return the numbers of quotations in brackets, "" where there are none."""
        if not evidence:
            return ""
        for e in evidence[:most]:
            self.met.setdefault((e.report, e.start, e.end), e)
        more = f" +{len(evidence) - most}" if len(evidence) > most else ""
        return f"\\[{' '.join(self._numbers.of(e) for e in evidence[:most])}{more}\\]"

    def label(self, evidence: Evidence) -> str:
        """Return the number of one quotation."""
        return self._numbers.of(evidence)


def _parts(account: Account, reports: Mapping[str, Report]) -> list[str]:
    refs = _Refs(account)
    made = _head(account, refs)
    sections = (
        ("Brief", _brief(account, refs)),
        ("Figures", _figures(account, refs)),
        ("Timeline", _timeline(account, refs)),
        ("Places", _places(account, refs)),
        ("Differs or changed", _differences(account, refs)),
        ("Agrees loosely", _accords(account, refs)),
        ("Statements and origins", _matrix(account, refs)),
        ("Who says so", _voices(account)),
        ("All that is reported", _facts(account, refs)),
        ("Judgements", _judgements(account)),
    )
    for name, blocks in sections:
        made += [f"## {name}", *blocks] if blocks else []
    return [*made, "## Sources", *_sources(account, reports, refs)]


def _head(account: Account, refs: _Refs) -> list[str]:
    title = account.headline.quote if account.headline else account.group
    count = len(account.sources)
    when = "; ".join(filter(None, (shown.when(account.when), judged.dated_by(account))))
    mark = shown.headline_mark(account)
    signed = judged.signed(account)
    return [
        f"# {escaped(title)}{f' · {mark}' if mark else ''}",
        f"{escaped(judged.placed(account))} {refs.to(account.where.evidence[:1])}".rstrip(),
        f"{escaped(when)} {refs.to(account.when.evidence[:2])}".rstrip(),
        *([escaped(signed)] if signed else []),
        f"{count} report{'s' * (count != 1)} · {account.independent_origins} independent · account "
        f"{escaped(account.group)}",
    ]


def _brief(account: Account, refs: _Refs) -> list[str]:
    lines = [(f"{escaped(shown.quoted(e.quote))} {refs.to([e])}", mark) for e, mark in shown.brief(account)]
    return [f"{line} · {mark}" if mark else line for line, mark in lines]


def _table(head: Sequence[str], numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table, the columns `numbers` set to the right; without rows nothing."""
    if not rows:
        return []
    rule = ["---:" if n in numbers else "---" for n in range(len(head))]
    return ["\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))]


def _figures(account: Account, refs: _Refs) -> list[str]:
    rows = [_figure(f, account, refs) for f in sorted(account.figures, key=shown.figure_order)]
    rows += [[escaped(gap), "–", "–", "–", "not reported", "", ""] for gap in account.not_reported]
    return _table(("what, of whom", "low", "best", "high", "standing", "said by", "evidence"), (1, 2, 3), rows)


def _figure(figure: Figure, account: Account, refs: _Refs) -> list[str]:
    low, high = shown.bounds(figure)
    notes = judged.notes(figure, account)
    stands = judged.standing(figure, account)
    standing = stands if figure.status == "completed" else f"{stands}, {figure.status}"
    part = " (part)" if figure.scope == "subset" else ""
    what = escaped(shown.label(figure)) + part
    return [
        what,
        low,
        escaped(shown.stated(figure)),
        high,
        standing,
        escaped("; ".join(notes)),
        refs.to(figure.evidence),
    ]


def _timeline(account: Account, refs: _Refs) -> list[str]:
    rows = []
    for entry in account.timeline:
        notes = [entry.standing, *(["background"] if entry.background else [])]
        notes += [] if entry.status == "completed" else [entry.status]
        notes += ["dated through another report"] if entry.basis == "other-report" else []
        when = shown.stretch(entry.earliest, entry.latest)
        rows.append([escaped(when), escaped(shown.told(entry)), ", ".join(notes), refs.to(entry.evidence)])
    return _table(("when", "what", "standing", "evidence"), (), rows)


def _places(account: Account, refs: _Refs) -> list[str]:
    places = drawn.distinct([account.where, *account.places])
    told = [judged.placed(account) if place is account.where else shown.where(place) for place in places]
    cited = [refs.to(shown.one_a_report(place.evidence), 2) for place in places]
    lines = [f"- {escaped(name)} {links}".rstrip() for name, links in zip(told, cited, strict=True)]
    return ["\n".join(lines)] if lines else []


def _matrix(account: Account, refs: _Refs) -> list[str]:
    grid = drawn.matrix(account)
    others = any(row.others for row in grid.rows)
    made = []
    for row in grid.rows:
        cells = [
            "; ".join(
                f"{drawn.WORDS[stance]} {refs.to([e] if e else [])}".rstrip()
                for stance, e in zip(cell.stances, cell.evidence, strict=True)
            )
            for cell in row.cells
        ]
        status = f", {row.status}" if row.status else ""
        beyond = [f"+{row.others}" if row.others else ""] if others else []
        made.append([escaped(row.text), row.standing + status, *(cell or "silent" for cell in cells), *beyond])
    names = [
        f"{escaped(c.name)}{' (a party)' if c.party else ''} {' '.join(c.letters[:6])}".rstrip() for c in grid.columns
    ]
    rest = [f"{grid.more_rows} more statements that several origins speak to"] if grid.more_rows else []
    rest += [f"{grid.more_columns} more origins"] if grid.more_columns else []
    rest += [f"{grid.alone} of one origin alone"] if grid.alone else []
    left = [f"and {'; '.join(rest)}"] if made and rest else []
    return [*_table(("statement", "standing", *names, *(["more"] if others else [])), (), made), *left]


def _facts(account: Account, refs: _Refs) -> list[str]:
    made = []
    for fact in account.facts:
        date = f"{escaped(shown.stretch(fact.earliest, fact.latest))}: " if fact.earliest else ""
        notes = "; ".join((*judged.marks(fact, account), shown.voices(fact.attribution)))
        status = "" if fact.status == "completed" else f", {fact.status}"
        told = f"{escaped(shown.told(fact))} {refs.to(fact.evidence)}"
        made.append(f"- {date}{told} {fact.standing}{status}; {escaped(notes)}; {escaped(fact.id)}")
    return ["\n".join(made)] if made else []


def _differences(account: Account, refs: _Refs) -> list[str]:
    made = []
    for d in account.differences:
        kind = "superseded" if d.relation == "supersedes" else "differs"
        sides = ("now", "was") if d.relation == "supersedes" else ("one", "other")
        told = [
            f"  - {sides[min(n, 1)]}: {escaped(shown.quoted(e.quote))} {refs.to([e])}" for n, e in enumerate(d.evidence)
        ]
        marks = "".join(f" · {mark}" for mark in judged.marks(d, account))
        made.append("\n".join([f"- {kind}: {escaped(f'{d.reason}{marks}')}; {escaped(d.id)}", *told]))
    return ["\n".join(made)] if made else []


def _accords(account: Account, refs: _Refs) -> list[str]:
    made = []
    for accord in account.accords:
        told = [f"  - {escaped(shown.quoted(e.quote))} {refs.to([e])}" for e in shown.one_a_report(accord.evidence)]
        marks = "".join(f" · {mark}" for mark in judged.marks(accord, account))
        made.append("\n".join([f"- {escaped(f'{accord.reason}{marks}')}; {escaped(accord.id)}", *told]))
    return ["\n".join(made)] if made else []


def _voices(account: Account) -> list[str]:
    letters = shown.letters(account)
    rows = [
        [
            escaped(f"{shown.called(o)}, {o.role}" if o.role else shown.called(o)) + (" (a party)" if o.party else ""),
            escaped(", ".join(o.carriers)),
            str(o.facts),
            " ".join(letters[r] for r in o.reports if r in letters),
        ]
        for o in account.origins
    ]
    return _table(("voice", "carried by", "facts", "in"), (2,), rows)


def _judgements(account: Account) -> list[str]:
    made = []
    for row in account.judgements:
        text = f"{row.number} · {judged.VERBS[row.verdict]}: {row.about} ({row.user}, {row.at[:10]}: “{row.reason}”)"
        machine, note = judged.machine(row), judged.standing_of(row)
        text += f"; the machine says {machine}" if machine else ""
        made.append(f"- {escaped(f'{text}; {note}' if note else text)}")
    return ["\n".join(made)] if made else []


def _sources(account: Account, reports: Mapping[str, Report], refs: _Refs) -> list[str]:
    letters = shown.letters(account)
    made = []
    for source in account.sources:
        copied = f", carries the text of {letters.get(source.copy_of, '?')}" if source.copy_of else ""
        size = f", {len(reports[source.report].text):,} characters" if source.report in reports else ""
        lines = [f"{escaped(shown.dated(source))}{copied}{size}; report {escaped(source.report)}{_address(source)}"]
        quoted = sorted((e for e in refs.met.values() if e.report == source.report), key=lambda e: (e.start, e.end))
        lines += [f"- {refs.label(e)}, characters {e.start}–{e.end}: {escaped(shown.quoted(e.quote))}" for e in quoted]
        made += [f"### {letters[source.report]} · {escaped(shown.titled(source))}", lines[0]]
        made += ["\n".join(lines[1:])] if quoted else []
    return made


def _address(source: Source) -> str:
    return f", <{source.url}>" if source.url and _ADDRESS.fullmatch(source.url) else ""
