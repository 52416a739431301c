"""Statements against origins: who supports what, who differs, who is silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Literal

from dateline.records import Account, Evidence, Fact, Figure, Origin, Record, Standing
from dateline.telling import judged, shown
from dateline.telling.drawn.ranges import told

ROWS = 40
"""Statements shown."""
COLUMNS = 12
"""Origins shown."""

SHOWN = 2
"""Supporters of a statement that its row shows before another statement gets a column more."""

Stance = Literal["supports", "agrees", "carries", "replaced", "differs"]
SYMBOLS: Mapping[Stance, str] = {"supports": "●", "agrees": "◌", "carries": "→", "replaced": "○", "differs": "✕"}
"""How each stance is drawn; an origin that is silent has none."""
WORDS: Mapping[Stance, str] = {
    "supports": "supports",
    "agrees": "agrees loosely",
    "carries": "carries it from another",
    "replaced": "said what this replaces",
    "differs": "differs",
}
"""How each stance is told."""
REPORT = "report:"
"""What begins the key of an origin that is a report itself."""
OWN = "the report itself"
"""The name of its voice where no publisher is known."""

Item = Figure | Fact


class Column(Record, frozen=True, kw_only=True):
    """An origin: its key in `Fact.origins`, its name, what marks it, the letters of its reports.

    `own` are the reports that speak for the origin itself, none of a voice that reports quote.
    """

    key: str
    name: str
    role: str
    party: bool
    letters: tuple[str, ...]
    own: tuple[str, ...] = ()


class Cell(Record, frozen=True, kw_only=True):
    """What one origin says to one statement; without stances it is silent. `evidence` quotes each, or is None."""

    stances: tuple[Stance, ...] = ()
    evidence: tuple[Evidence | None, ...] = ()


class Row(Record, frozen=True, kw_only=True):
    """One statement, and a cell for each column; `others` counts origins that speak to it and have no column."""

    item: str
    kind: Literal["figure", "fact"]
    text: str
    standing: Standing
    status: str
    cells: tuple[Cell, ...]
    others: int = 0


class Matrix(Record, frozen=True, kw_only=True):
    """Statements that several origins speak to. `more_rows` and `more_columns` count what is not shown of them.

    `alone` counts the statements of one origin that nothing stands beside, which are in no row.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    more_rows: int
    more_columns: int
    alone: int

    @property
    def stances(self) -> tuple[Stance, ...]:
        """The stances that stand in a cell."""
        held = {stance for row in self.rows for cell in row.cells for stance in cell.stances}
        return tuple(stance for stance in SYMBOLS if stance in held)

    @property
    def others(self) -> bool:
        """Whether an origin without a column speaks to a row."""
        return any(row.others for row in self.rows)

    @property
    def symbols(self) -> Mapping[Stance, str]:
        """How each stance is drawn."""
        return SYMBOLS

    @property
    def words(self) -> Mapping[Stance, str]:
        """How each stance is told."""
        return WORDS


def matrix(account: Account) -> Matrix:
    """Return the statements that several origins speak to: differences first, then those of most origins.

    What facts tell alike in part (`Account.accords`) is no word on the whole of them, and is not shown here.
    """
    items: dict[str, Item] = {
        **{x.id: judged.as_read(x, account) for x in account.figures},
        **{x.id: x for x in account.facts},
    }
    names = {plain(name) for o in account.origins for name in (o.name, *o.also)}
    one = heads(account)
    keys = {x.id: tuple(dict.fromkeys(one.get(key, key) for key in credited(x, names))) for x in items.values()}
    said = {key: _said(item, items, keys) for key, item in items.items()}
    listed = sorted(
        (x for x in items.values() if len(said[x.id]) > 1 or x.against or x.supersedes or _bound(x)),
        key=lambda x: (x.standing == "superseded", not x.against, -len(said[x.id]), isinstance(x, Fact), x.id),
    )
    known, letters, titles = _names(account), shown.letters(account), selves(account)
    rows = listed[:ROWS]
    kept, of_all = _covering([said[x.id] for x in rows], known), {key for x in listed for key in said[x.id]}
    columns = tuple(_column(key, known.get(key), letters, titles) for key in kept)
    return Matrix(
        columns=columns,
        rows=tuple(_row(x, columns, said[x.id], known) for x in rows),
        more_rows=len(listed) - len(rows),
        more_columns=len(of_all) - len(kept),
        alone=len(items) - len(listed),
    )


def _covering(rows: Sequence[Mapping[str, Mapping[Stance, Item]]], known: Mapping[str, Origin]) -> list[str]:
    """Return the origins that get a column, those that speak to most statements first.

    Chosen one by one (greedy maximum coverage): the one that most rows still want, of which each wants its first
    `SHOWN` supporters and all who differ; then the one that speaks to most rows.
    """
    spoken: dict[str, int] = {}
    for row in rows:
        for key in row:
            spoken[key] = spoken.get(key, 0) + 1
    order = sorted(spoken, key=lambda key: (-spoken[key], -(known[key].facts if key in known else 0), key))
    rank = {key: n for n, key in enumerate(order)}
    kept: list[str] = []
    lacking = [min(SHOWN, sum("supports" in stances for stances in row.values())) for row in rows]
    while len(kept) < min(COLUMNS, len(order)):
        left = [key for key in order if key not in kept]
        wanted = dict.fromkeys(left, 0)
        for row, lack in zip(rows, lacking, strict=True):
            for key in wanted.keys() & row.keys():
                wanted[key] += "differs" in row[key] or (lack > 0 and "supports" in row[key])
        best = max(left, key=lambda key: (wanted[key], -rank[key]))
        kept.append(best)
        lacking = [lack - ("supports" in row.get(best, {})) for row, lack in zip(rows, lacking, strict=True)]
    return sorted(kept, key=rank.__getitem__)


def credited(item: Item, names: AbstractSet[str]) -> tuple[str, ...]:
    """Return the origins of an item, by the name that it is credited to where its own report stands for a named voice.

    `names` are those of the account's origins, as they are keyed.
    """
    voice = next((plain(v.name) for v in item.attribution if v.role != "publisher"), None)
    own = REPORT + item.evidence[0].report
    if voice is None or voice not in names or voice in item.origins or own not in item.origins:
        return item.origins
    return tuple(voice if key == own else key for key in item.origins)


def _bound(item: Item) -> tuple[str, ...]:
    """Return the figures that agree with a bound."""
    return item.support if isinstance(item, Figure) else ()


def _said(item: Item, items: Mapping[str, Item], keys: Mapping[str, tuple[str, ...]]) -> dict[str, dict[Stance, Item]]:
    """Return what each origin says to a statement, and where it says so."""
    found: dict[str, dict[Stance, Item]] = {}
    sides: tuple[tuple[Stance, Iterable[str]], ...] = (
        ("supports", (item.id,)),
        ("agrees", _bound(item)),
        ("replaced", item.supersedes),
        ("differs", item.against),
    )
    for stance, ids in sides:
        for other in (items[i] for i in ids if i in items):
            for origin in keys[other.id]:
                if not (stance == "agrees" and "supports" in found.get(origin, {})):
                    found.setdefault(origin, {}).setdefault(stance, other)
    return found


def _row(
    item: Item, columns: Sequence[Column], said: Mapping[str, dict[Stance, Item]], known: Mapping[str, Origin]
) -> Row:
    return Row(
        item=item.id,
        kind="figure" if isinstance(item, Figure) else "fact",
        text=f"{shown.label(item)}: {told(item)}" if isinstance(item, Figure) else shown.told(item),
        standing=item.standing,
        status="" if item.status == "completed" else item.status,
        cells=tuple(_cell(item, column, said.get(column.key, {}), known) for column in columns),
        others=len(said.keys() - {column.key for column in columns}),
    )


def _cell(item: Item, column: Column, said: Mapping[Stance, Item], known: Mapping[str, Origin]) -> Cell:
    """Return what an origin says to a statement, or that it carries it: its report, or the account's chain, does."""
    quoting = set(known[column.key].reports) if column.key in known else set()
    if said:
        through = {*column.own, *quoting}
        return Cell(stances=tuple(said), evidence=tuple(_quotation(x, through) for x in said.values()))
    through = {*column.own, *(quoting if any(plain(v.name) == column.key for v in item.attribution[1:]) else ())}
    cited = next((e for e in item.evidence if e.report in through), None)
    return Cell(stances=("carries",), evidence=(cited,)) if cited else Cell()


def _quotation(item: Item, through: set[str]) -> Evidence | None:
    """Return the first quotation of an item out of an origin's reports, or out of the only report of the item."""
    own = next((e for e in item.evidence if e.report in through), None)
    return own or (item.evidence[0] if len({e.report for e in item.evidence}) == 1 else None)


def _names(account: Account) -> dict[str, Origin]:
    """Return the account's origins by the keys that facts name them by.

    A key is an origin's name, or else stands alone in an item whose first voice is the origin's.
    """
    named = {plain(name): o for o in reversed(account.origins) for name in (*o.also, o.name)}
    items: list[Item] = [*account.facts, *account.figures]
    for item in sorted(items, key=lambda x: x.id):
        voice = next((v for v in item.attribution if v.role != "publisher"), None)
        if voice is None or len(item.origins) != 1 or item.origins[0].startswith(REPORT):
            continue
        if plain(voice.name) in named:
            named.setdefault(item.origins[0], named[plain(voice.name)])
    return named


def heads(account: Account) -> dict[str, str]:
    """Map what else origins are called to the names that they are shown under, both as they are keyed."""
    own = {plain(o.name) for o in account.origins}
    return {key: plain(o.name) for o in reversed(account.origins) for n in o.also if (key := plain(n)) not in own}


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a name as origins are keyed: in small letters, without an article.

    >>> plain("The coast guard"), plain("an official")
    ('coast guard', 'official')
    """
    first, _, rest = name.casefold().partition(" ")
    return rest if first in ("the", "a", "an") and rest else name.casefold()


def selves(account: Account) -> dict[str, str]:
    """Return what each report is called where it is the origin itself: its publisher, as statements name it, if known.

    Without a publisher it is "report A itself".
    """
    letters = shown.letters(account)
    found = {s.report: shown.clean(s.publisher) for s in account.sources if s.publisher}
    items: list[Item] = [*account.facts, *account.figures]
    for item in sorted(items, key=lambda x: x.id):
        report = item.evidence[0].report
        if item.origins == (REPORT + report,) and item.attribution and item.attribution[-1].role == "publisher":
            found.setdefault(report, shown.clean(item.attribution[-1].name))
    itself = {report: f"report {letter} itself" for report, letter in letters.items()}
    return {r: found[r] if found.get(r, OWN) not in ("", OWN) else name for r, name in itself.items()}


def _column(key: str, origin: Origin | None, letters: Mapping[str, str], titles: Mapping[str, str]) -> Column:
    if key.startswith(REPORT):
        report = key.removeprefix(REPORT)
        letter = letters.get(report, "?")
        name = titles.get(report, f"report {letter} itself")
        own = () if name == f"report {letter} itself" else (letter,)
        return Column(key=key, name=name, role="", party=False, letters=own, own=(report,))
    return Column(
        key=key,
        name=shown.clean(origin.name if origin else key),
        role=shown.clean(origin.role or "") if origin else "",
        party=bool(origin and origin.party),
        letters=tuple(letters[r] for r in origin.reports if r in letters) if origin else (),
        own=tuple(report for report, title in titles.items() if plain(title) == key),
    )
