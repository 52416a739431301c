"""Reconciling: small stories written for the purpose, each beside the account that a careful reader expects.

`python -m bench reconciling [--errors]` reads `tests/stories/*.toml` and prints the share of expectations met for each
kind of story. The stories are ordinary tests too (`tests/test_stories.py`); the two halves of other tasks play no part.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from bench.origins import recount
from bench.tasks import Choice, Item, Result, Score, Task
from dateline.config import Config
from dateline.pipeline import Outcome, make_accounts, read_paths
from dateline.records import Account, Difference, Figure, Record

FOLDER = Path(__file__).parents[1] / "tests" / "stories"

Row = dict[str, Any]


def stories() -> list[Row]:
    """Return every story of the suite, by file and place in it."""
    return [row for path in sorted(FOLDER.glob("*.toml")) for row in tomllib.loads(path.read_text("utf-8"))["story"]]


@cache
def outcome() -> Outcome:
    """Read all stories at once and make their accounts, each story a group of its own."""
    lines = [
        json.dumps({"id": f"{story['id']}-{n}", "story": story["id"], **report})
        for story in stories()
        for n, report in enumerate(story["reports"])
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stories.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        return make_accounts(read_paths([path], Config()), Config(), group_by="story")


def accounts() -> dict[str, Account]:
    """Return the accounts of the suite by story."""
    return {account.group: account for account in outcome().accounts}


def check(story: Row, account: Account) -> list[tuple[str, bool, str]]:
    """Return each expectation of a story: what was expected, whether it is met, and what is there instead."""
    found = [
        (f"{name} {json.dumps(expected)}", *judge(expected, account))
        for name, judge in JUDGES.items()
        if name in story
        for expected in (story[name] if name in MANY and isinstance(story[name], list) else [story[name]])
    ]
    wrong = recount(account, outcome().by_id, outcome().readings)
    return [*found, ("never corroborated on one origin", not wrong, "; ".join(wrong))]


Verdict = tuple[bool, str]


def _figure(expected: Row, account: Account) -> Verdict:
    own = [f for f in account.figures if f.measure == expected["measure"]]
    return any(_fits(f, expected, own) for f in own if f.standing != "superseded"), "; ".join(map(_shown, own))


def _fits(figure: Figure, expected: Row, own: Iterable[Figure]) -> bool:
    given: Row = {
        "superseded": sorted(f.best for f in own if f.standing == "superseded" and f.best is not None),
        "origins": len(figure.origins),
        "support": len(figure.support),
        "against": len(figure.against),
        "party": any(v.party for v in figure.attribution),
    }
    return all((given[key] if key in given else getattr(figure, key)) == value for key, value in expected.items())


def _absent(expected: Row, account: Account) -> Verdict:
    told = [f for f in account.figures if f.standing != "superseded" and f.status != "denied"]
    standing = [f for f in told if _fits(f, expected, ())]
    return not standing, "; ".join(map(_shown, standing))


def _shown(figure: Figure) -> str:
    names = ("scope", "whom", "low", "best", "high", "standing", "status", "origins")
    return " ".join(str(getattr(figure, name)) for name in names)


def _related(relation: str) -> Callable[[Any, Account], Verdict]:
    def judge(expected: Any, account: Account) -> Verdict:
        own = [d for d in account.differences if d.relation == relation]
        shown = " | ".join(f"{d.reason}: {[e.quote for e in d.evidence]}" for d in own)
        if expected == 0:
            return not own, shown
        return any(_between(d, expected) for d in own), shown

    return judge


def _between(difference: Difference, expected: list[str]) -> bool:
    """Tell whether a difference sets two quotations holding these words against each other."""
    quotes = [e.quote.casefold() for e in difference.evidence]
    one, other = (word.casefold() for word in expected)
    orders = [(one, other)] if difference.relation == "supersedes" else [(one, other), (other, one)]
    return len(quotes) == 2 and any(a in quotes[0] and b in quotes[1] for a, b in orders)


def _when(expected: str, account: Account) -> Verdict:
    when = account.when
    given = {when.earliest or "", when.latest or ""} if when.earliest else {""}
    return given == {expected}, f"{when.earliest} {when.latest} {[e.quote for e in when.evidence]}"


def _not_when(expected: str, account: Account) -> Verdict:
    return not (account.when.earliest or "").startswith(expected), str(account.when)


def _equal(read: Callable[[Account], object]) -> Callable[[Any, Account], Verdict]:
    def judge(expected: Any, account: Account) -> Verdict:
        return read(account) == expected, str(read(account))

    return judge


def _holds(read: Callable[[Account], Iterable[str]], *, held: bool = True) -> Callable[[Any, Account], Verdict]:
    def judge(expected: str, account: Account) -> Verdict:
        given = list(read(account))
        return any(expected.casefold() in text.casefold() for text in given) == held, str(given)

    return judge


def _entries(expected: dict[str, int], account: Account) -> Verdict:
    given: dict[str, int] = defaultdict(int)
    for entry in account.timeline:
        given[entry.earliest] += 1
    return all(given[day] == count for day, count in expected.items()), str(
        [(e.earliest, e.text) for e in account.timeline]
    )


def _corroborated(account: Account) -> int:
    records: list[Record] = [*account.figures, *account.facts]
    return sum(getattr(record, "standing", "") == "corroborated" for record in records)


JUDGES: dict[str, Callable[[Any, Account], Verdict]] = {
    "figures": _figure,
    "absent": _absent,
    "differs": _related("differs"),
    "supersedes": _related("supersedes"),
    "when": _when,
    "not_when": _not_when,
    "where": _equal(lambda a: a.where.name),
    "country": _equal(lambda a: a.where.within[-1] if a.where.within else None),
    "independent": _equal(lambda a: a.independent_origins),
    "corroborated": _equal(_corroborated),
    "not_reported": _holds(lambda a: a.not_reported),
    "parties": _holds(lambda a: [o.name for o in a.origins if o.party]),
    "not_parties": _holds(lambda a: [o.name for o in a.origins if o.party], held=False),
    "not_timeline": _holds(lambda a: [e.earliest for e in a.timeline], held=False),
    "headline": _holds(lambda a: [a.headline.quote] if a.headline else []),
    "dated": _holds(lambda a: [s.published or "" for s in a.sources if s.published_basis == "other-report"]),
    "entries": _entries,
}
"""What a story may expect of its account, by the name of the expectation."""

MANY = frozenset(
    {"figures", "absent", "differs", "supersedes", "not_reported", "parties", "not_parties", "not_timeline", "dated"}
)
"""Expectations that are lists of their kind."""


def run(choice: Choice) -> Result:
    """Score every story; its kind's share is of expectations, the last line of whole stories."""
    made = accounts()
    items = []
    whole: dict[str, list[bool]] = defaultdict(list)
    parts: dict[str, list[bool]] = defaultdict(list)
    for story in stories():
        verdicts = check(story, made[story["id"]])
        parts[story["kind"]] += [right for _, right, _ in verdicts]
        whole[story["kind"]].append(all(right for _, right, _ in verdicts))
        items += [Item(f"{story['id']} {what}", right, f"[{story['kind']}] {shown}") for what, right, shown in verdicts]
    scores = [
        Score(kind, sum(held) / len(held), counts=f"{sum(held)}/{len(held)}") for kind, held in sorted(parts.items())
    ]
    told = [right for held in whole.values() for right in held]
    scores.append(Score("whole stories", sum(told) / len(told), counts=f"{sum(told)}/{len(told)}"))
    return Result(scores, items)


TASK = Task("reconciling", "accounts of small stories, as a reader expects them", run)
