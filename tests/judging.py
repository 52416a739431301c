"""A small case to judge: six reports on two happenings, written for these tests."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from dateline.config import Config
from dateline.pipeline import Outcome, build_accounts, make_accounts, read_paths
from dateline.records import Account, Fact, Figure
from dateline.review import Entry, Row, Wanted, draft, entries, seal
from dateline.store import Case, open_case

REPORTS: tuple[dict[str, str], ...] = (
    {
        "id": "post-1",
        "published": "2021-05-03",
        "source": "Aire Post",
        "title": "Four dead in Leeds warehouse fire",
        "text": "LEEDS, England - A fire at a furniture warehouse in Leeds killed four people on Monday, police said.\n\n"
        "Seven others were injured, police said. The fire broke out shortly after noon.",
    },
    {
        "id": "echo-1",
        "published": "2021-05-03",
        "source": "Calder Echo",
        "title": "Warehouse blaze kills four in Leeds",
        "text": "Four people were killed in a fire at a furniture warehouse in Leeds on Monday, the fire service said.\n\n"
        "The fire service said the doors of the warehouse had been locked. Witnesses heard two explosions.",
    },
    {
        "id": "post-2",
        "published": "2021-05-05",
        "source": "Aire Post",
        "title": "Leeds fire toll rises to six",
        "text": "LEEDS, England - The number of people killed in the fire at a furniture warehouse in Leeds rose to six on "
        "Wednesday, police said.\n\nInvestigators arrested the owner of the warehouse on Tuesday.",
    },
    {
        "id": "echo-2",
        "published": "2021-05-06",
        "source": "Calder Echo",
        "title": "Owner of burned warehouse charged",
        "text": "The owner of the furniture warehouse in Leeds where six people were killed in a fire on Monday was "
        "charged on Thursday, prosecutors said.\n\nSix people were killed in the fire, the fire service said.",
    },
    {
        "id": "coast-1",
        "published": "2021-05-04",
        "source": "Gulf Gazette",
        "title": "Trawler sinks off Peniche",
        "text": "A fishing trawler sank off Peniche in Portugal on Tuesday and three of its crew were missing, the navy "
        "said.\n\nTwo men were rescued by helicopter.",
    },
    {
        "id": "coast-2",
        "published": "2021-05-05",
        "source": "Minho Daily",
        "title": "Search for crew of trawler off Peniche goes on",
        "text": "The search for three crew missing since their fishing trawler sank off Peniche in Portugal on Tuesday "
        "went on for a second day, the navy said on Wednesday.",
    },
)


def write(folder: Path, reports: Sequence[dict[str, str]] = REPORTS, name: str = "reports.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(report) + "\n" for report in reports), encoding="utf-8")
    return path


@cache
def outcome() -> Outcome:
    """Return the reports, read."""
    with tempfile.TemporaryDirectory() as folder:
        return read_paths([write(Path(folder))], Config())


@contextmanager
def kept(folder: Path) -> Iterator[Case]:
    """Keep the small case, with its accounts, in a folder."""
    with open_case(folder / "a.case", "1") as case:
        fill(case)
        yield case


def fill(case: Case) -> None:
    """Put the reports into a case, as they are read, and make their accounts."""
    read = outcome()
    case.add(read.reports)
    case.keep((report, read.readings[report.id]) for report in read.reports)
    make_accounts(read, Config(), None, case)


@cache
def machine() -> Outcome:
    """Return the accounts without judgements."""
    return build(())


def build(log: Sequence[Entry], of: Outcome | None = None) -> Outcome:
    return build_accounts(of or outcome(), Config(), None, None, log)


def judged(*asked: tuple[Any, ...], log: Sequence[Entry] = (), **values: Any) -> tuple[Entry, ...]:
    """Return a log with judgements added, each (verdict, name, …), asked for on the accounts as they then stand."""
    made = list(log)
    for verdict, *names in asked:
        wanted = Wanted(
            verdict=verdict, names=tuple(names), user="ana", reason="because", at="2021-06-01T12:00:00+02:00", **values
        )
        accounts = build(made).accounts
        new = draft(wanted, accounts, outcome().by_id, made)
        last = Row(made[-1].judgement.number, made[-1].sha256, b"") if made else None
        made += entries([seal(new, last)])
    return tuple(made)


def fire(of: Outcome | None = None) -> Account:
    """Return the account of the fire."""
    return next(a for a in (of or machine()).accounts if any(s.report == "post-1" for s in a.sources))


def trawler(of: Outcome | None = None) -> Account:
    """Return the account of the trawler."""
    return next(a for a in (of or machine()).accounts if any(s.report == "coast-1" for s in a.sources))


def total(account: Account, measure: str = "killed") -> Figure:
    (found,) = (f for f in account.figures if (f.measure, f.scope) == (measure, "total") and f.standing != "superseded")
    return found


def fact(account: Account, words: str) -> Fact:
    return next(f for f in account.facts if any(words in e.quote for e in f.evidence))
