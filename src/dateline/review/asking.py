"""From what a person asks for, by the ids an account shows, to a judgement that holds on to evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import msgspec

from dateline.errors import InputError
from dateline.reading.measures import measures
from dateline.records import (
    Accord,
    Account,
    Anchor,
    Correction,
    Difference,
    Evidence,
    Fact,
    Figure,
    Judgement,
    Record,
    Report,
    Scope,
    Verdict,
)
from dateline.review import anchors, between
from dateline.review.chain import FIRST, Entry
from dateline.review.placing import place_of
from dateline.review.written import iso

VERDICTS: tuple[str, ...] = get_args(Verdict)
COUNTED = ("people", "other")
"""Units of measures that count something; the others are of money, time, length and years."""
SCOPES: Mapping[str, Scope] = {"total": "total", "part": "subset", "subset": "subset"}
_QUOTE = re.compile(r"\A(.+):(\d{1,20})-(\d{1,20})")


class Wanted(Record, frozen=True, kw_only=True):
    """What a person asks for: the verdict, the ids it names, and the value to set.

    `names` are for accept, reject and correct one id; for merge two or more; for split an id and the reports (or
    REPORT:START-END quotations) that leave it; for same-origin an account and two names or reports; for revoke the
    number of a judgement. `measure` is what a figure counts, `scope` "total" or "part". `place` is the GeoNames id of
    where a story happened (None: the place it has), `where_prec` how exactly that is known (UCDP), `coordinates` its
    point: "LAT,LON".
    """

    verdict: str
    names: tuple[str, ...]
    user: str
    reason: str
    at: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    date: str | None = None
    measure: str | None = None
    scope: str | None = None
    place: str | None = None
    where_prec: int | None = None
    coordinates: str | None = None


def draft(
    wanted: Wanted, accounts: Sequence[Account], reports: Mapping[str, Report], log: Sequence[Entry]
) -> Judgement:
    """Return the judgement that is asked for, not yet numbered.

    Raises:
        InputError: an id is not in the accounts, or the verdict does not go with what is named.
    """
    for name, value in (("--user", wanted.user), ("--reason", wanted.reason)):
        if not value.strip() or any(0xD800 <= ord(c) <= 0xDFFF for c in value):
            raise InputError(f"{name}: say who judges and why; a judgement without is worth nothing to the next reader")
    if wanted.verdict not in VERDICTS:
        raise InputError(f"{wanted.verdict!r} is no verdict; there are: list, {', '.join(VERDICTS)}")
    _check_options(wanted)
    desk = _Desk(accounts, reports)
    found: tuple[Anchor, ...] = ()
    revokes = None
    if wanted.verdict == "revoke":
        revokes = _revoked(wanted.names, log)
    elif wanted.verdict == "same-origin":
        found = _origins(wanted.names, desk)
    elif wanted.verdict == "split":
        found = _split(wanted.names, desk)
    elif wanted.verdict == "merge":
        found = _merged(wanted.names, desk)
    else:
        found = _one(wanted, desk)
        wanted = _with_place(wanted, desk)
    return Judgement(
        number=0,
        previous=FIRST,
        at=moment(wanted.at),
        user=wanted.user.strip(),
        reason=wanted.reason.strip(),
        verdict=wanted.verdict,  # type: ignore[arg-type]  # checked above
        anchors=found,
        correction=_correction(wanted, found[0]) if wanted.verdict == "correct" else None,
        revokes=revokes,
    )


def moment(text: str) -> str:
    """Return a moment in UTC, to the second; one without a time zone is taken as UTC.

    >>> moment("2019-03-20T18:30:00+02:00"), moment("2019-03-20")
    ('2019-03-20T16:30:00Z', '2019-03-20T00:00:00Z')
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"--at {text!r}: write the moment as 2019-03-20T18:30:00+02:00") from None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def days(text: str, option: str = "--date") -> tuple[str, str]:
    """Return the first and last day of a date as precise as written, or of a stretch of two (`written.iso`).

    >>> days("2019-03-12"), days("2019-02"), days("2019-03-12..2019-03-14")
    (('2019-03-12', '2019-03-12'), ('2019-02-01', '2019-02-28'), ('2019-03-12', '2019-03-14'))
    """
    first, _, last = iso(text).partition("..")
    try:
        earliest, latest = _ends(first)[0], _ends(last or first)[1]
    except ValueError:
        raise InputError(
            f"{option} {text!r}: write 2019-03-12, 12 March 2019, 2019-03, 2019 or 2019-03-12..2019-03-14"
        ) from None
    if latest < earliest:
        raise InputError(f"{option} {text!r}: the last day is before the first")
    return earliest.isoformat(), latest.isoformat()


def _ends(text: str) -> tuple[date, date]:
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        first = date(int(match[1]), int(match[2]), 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text), date.fromisoformat(text)


def _check_options(wanted: Wanted) -> None:
    value = (wanted.low, wanted.best, wanted.high, wanted.measure, wanted.scope) != (None,) * 5
    head = wanted.date is not None or _placed(wanted)
    if wanted.verdict != "correct":
        if value or head:
            raise InputError(
                f"{wanted.verdict}: --value, --low, --high, --measure, --scope, --date, --place, --where-prec and"
                " --coordinates go with correct"
            )
    elif value == head:
        raise InputError(
            "correct: give the right number (--value, or --low and --high), what it counts (--measure), whether it is a"
            " total or a part (--scope), or of a fact or story the day (--date), of a story the place (--place)"
        )


def _placed(wanted: Wanted) -> bool:
    return (wanted.place, wanted.where_prec, wanted.coordinates) != (None,) * 3


def _with_place(wanted: Wanted, desk: _Desk) -> Wanted:
    """Return what is asked for with the place that the story has, where only its precision or point is said."""
    item = desk.item(wanted.names[0]) if _placed(wanted) and wanted.place is None else None
    if not isinstance(item, Account) or not item.where.geonames_id:
        return wanted
    return msgspec.structs.replace(wanted, place=str(item.where.geonames_id))


def _correction(wanted: Wanted, of: Anchor) -> Correction:
    if wanted.date is not None or _placed(wanted):
        if of.kind == "figure":
            raise InputError(
                "correct: a figure has no --date or --place; give --value, --low, --high, --measure or --scope"
            )
        if of.kind == "fact" and _placed(wanted):
            raise InputError("correct: a fact has no --place; give --date, or name the account")
        earliest, latest = (None, None) if wanted.date is None else days(wanted.date)
        where = place_of(wanted.place, wanted.where_prec, wanted.coordinates) if _placed(wanted) else None
        return Correction(earliest=earliest, latest=latest, where=where)
    if of.kind != "figure":
        raise InputError(f"correct: a {of.kind} has no --value, --measure or --scope; give --date")
    alone = wanted.low is None and wanted.high is None
    low, high = (wanted.best, wanted.best) if alone else (wanted.low, wanted.high)
    given = [v for v in (low, wanted.best, high) if v is not None]
    if given != sorted(given) or any(v < 0 or not math.isfinite(v) for v in given):
        raise InputError(
            "correct: low, best and high (--low, --value, --high) are numbers of 0 or more, none below the one before"
        )
    low, best, high = (None if v is None else float(v) for v in (low, wanted.best, high))  # 5 is hashed as 5.0
    measure, scope = _measure(wanted.measure, of), _scope(wanted.scope)
    return Correction(low=low, best=best, high=high, measure=measure, scope=scope)


def choices(measure: str) -> tuple[str, ...]:
    """Return what a figure of a measure can be said to count: people or things, where it counts these at all."""
    known = {m.name: m.unit for m in measures()}
    if known.get(measure, "other") not in COUNTED:
        return tuple(name for name in known if name in (measure, "other"))
    return tuple(name for name, unit in known.items() if unit in COUNTED)


def _measure(wanted: str | None, of: Anchor) -> str | None:
    if wanted is not None and wanted not in choices(of.measure or ""):
        raise InputError(
            f"--measure {wanted!r}: this figure counts {of.measure}; there are: {', '.join(choices(of.measure or ''))}"
        )
    return wanted


def _scope(wanted: str | None) -> Scope | None:
    if wanted is None:
        return None
    if wanted not in SCOPES:
        raise InputError(f"--scope {wanted!r}: a figure is a total or a part")
    return SCOPES[wanted]


# ---------------------------------------------------------------- what is named


class _Desk:
    """The accounts and reports on the desk, and what their ids and letters mean."""

    def __init__(self, accounts: Sequence[Account], reports: Mapping[str, Report]) -> None:
        self.accounts = accounts
        self.reports = reports

    def between(self, key: str) -> tuple[Difference | Accord, Account] | None:
        """Return the difference or accord with this id, one that was rejected too, and its account."""
        for account in self.accounts:
            known: list[Difference | Accord] = [*account.differences, *account.accords]
            for row in account.judgements:
                known += [*row.machine_differences, *row.machine_accords]
            if (one := next((one for one in known if one.id == key), None)) is not None:
                return one, account
        return None

    def item(self, key: str) -> Figure | Fact | Account:
        """Return the figure, fact or account with this id, as the machine made it."""
        for account in self.accounts:
            for figure in account.figures:
                if figure.id == key:
                    return next((f for j in account.judgements for f in j.machine_figures if f.id == key), figure)
            for fact in account.facts:
                if fact.id == key:
                    return next((f for j in account.judgements for f in j.machine_facts if f.id == key), fact)
        return self.account(key)

    def taken_out(self, key: str) -> Figure | Fact | None:
        """Return the figure or fact with this id that a judgement took out of its account, as the machine made it."""
        for account in self.accounts:
            here = {item.id for item in account.figures} | {item.id for item in account.facts}
            rows = [] if key in here else account.judgements
            was: list[Figure | Fact] = [item for row in rows for item in row.machine_figures]
            was += [item for row in rows for item in row.machine_facts]
            if (found := next((item for item in was if item.id == key), None)) is not None:
                return found
        return None

    def account(self, key: str) -> Account:
        """Return the account of a story or group."""
        for account in self.accounts:
            if key in (account.story, account.group):
                return account
        raise InputError(f"no figure, fact or account has the id {key!r}; dateline account shows them")

    def report(self, account: Account, name: str) -> str | None:
        """Return the id of a report of an account, by id, path or the name of its file."""
        for source in account.sources:
            if name in (source.report, source.path, (source.path or "").rsplit("/", 1)[-1]):
                return source.report
        return None


def _one(wanted: Wanted, desk: _Desk) -> tuple[Anchor, ...]:
    if len(wanted.names) != 1:
        raise InputError(f"{wanted.verdict}: name one figure, fact, difference or accord")
    name = wanted.names[0]
    if (found := desk.between(name)) is not None:
        if wanted.verdict == "correct":
            raise InputError(f"correct: {name} is what lies between two; accept or reject it")
        of = found[0]
        items = [desk.item(side) for side in (of.facts if isinstance(of, Accord) else (of.one, of.other))]
        return between.anchors_of(of, [i for i in items if isinstance(i, (Figure, Fact))], desk.reports)
    item = desk.taken_out(name) or desk.item(name)
    if isinstance(item, Account):
        if wanted.verdict == "reject":
            raise InputError(f"{wanted.verdict}: {name} is an account; name a figure or fact of it")
        if wanted.verdict == "accept":
            return (anchors.of_account(item, desk.reports),)
        return (anchors.of_sources(item, desk.reports),)
    return (anchors.of_figure(item, desk.reports) if isinstance(item, Figure) else anchors.of_fact(item, desk.reports),)


def _merged(names: Sequence[str], desk: _Desk) -> tuple[Anchor, ...]:
    items = [desk.item(name) for name in names]
    if len(set(names)) < 2:
        raise InputError("merge: name two facts of one account, or two stories")
    stories = [item for item in items if isinstance(item, Account)]
    if len(stories) == len(items):
        for story in stories:
            _check_linked(story)
        return tuple(anchors.of_sources(story, desk.reports) for story in stories)
    facts = [item for item in items if isinstance(item, Fact)]
    homes = {n for n, account in enumerate(desk.accounts) for fact in account.facts if fact.id in names}
    if len(facts) < len(items) or len(homes) != 1:
        raise InputError("merge: facts of one account are merged, or stories; a figure is corrected")
    return tuple(anchors.of_fact(fact, desk.reports) for fact in facts)


def _split(names: Sequence[str], desk: _Desk) -> tuple[Anchor, ...]:
    if len(names) < 2:
        raise InputError("split: name a fact or story, then the reports (or REPORT:START-END quotations) that leave it")
    item = desk.item(names[0])
    if isinstance(item, Figure):
        raise InputError("split: facts and stories are split; a figure is corrected or rejected")
    if isinstance(item, Account):
        _check_linked(item)
        leaving = [_report(item, name, desk) for name in names[1:]]
        staying = [s.report for s in item.sources if s.report not in leaving]
        if not staying:
            raise InputError("split: every report would leave; name only those that tell of something else")
        return anchors.of_story(sorted(set(leaving)), desk.reports), anchors.of_story(staying, desk.reports)
    home = next(account for account in desk.accounts if any(fact.id == item.id for fact in account.facts))
    part = [e for name in names[1:] for e in _quotations(item, name, home, desk)]
    rest = [e for e in item.evidence if e not in part]
    if not rest:
        raise InputError("split: every quotation would leave; name only those that say something else")
    return anchors.of_fact(item, desk.reports, part), anchors.of_fact(item, desk.reports, rest)


def _check_linked(account: Account) -> None:
    if account.group != account.story:
        raise InputError(f"account {account.group} holds what is filed under a field; only linked stories are judged")


def _quotations(fact: Fact, name: str, account: Account, desk: _Desk) -> list[Evidence]:
    """Return the quotations of a fact that a report, or REPORT:START-END, names."""
    report = desk.report(account, name)
    found = [e for e in fact.evidence if e.report == report]
    if not found and (match := _QUOTE.fullmatch(name)):
        report = desk.report(account, match[1])
        place = (report, int(match[2]), int(match[3]))
        found = [e for e in fact.evidence if (e.report, e.start, e.end) == place]
    if not found:
        raise InputError(f"split: {fact.id} has no quotation in {name!r}; dateline trace lists them")
    return found


def _report(account: Account, name: str, desk: _Desk) -> str:
    found = desk.report(account, name)
    if found is None:
        raise InputError(f"account {account.group} has no report {name!r}; name its id or its file")
    return found


def _origins(names: Sequence[str], desk: _Desk) -> tuple[Anchor, ...]:
    if len(set(names)) < 3:
        raise InputError("same-origin: name the account, then two origins (or two reports) that are one")
    account = desk.account(names[0])
    return tuple(_origin(name, account, desk) for name in names[1:])


def _origin(name: str, account: Account, desk: _Desk) -> Anchor:
    origin = next((o for o in account.origins if o.name == name), None)
    if origin is not None:
        return anchors.of_origin(origin, desk.reports)
    report = desk.report(account, name)
    if report is None:
        raise InputError(f"same-origin: account {account.group} has no origin or report {name!r}; it lists both")
    return anchors.of_report(desk.reports[report])


def _revoked(names: Sequence[str], log: Sequence[Entry]) -> str:
    """Return the hash of the judgement to take back, named by its number."""
    if len(names) != 1:
        raise InputError("revoke: name one judgement by its number")
    for entry in log:
        if names[0] == str(entry.judgement.number):
            return entry.sha256
    raise InputError(f"revoke: there is no judgement {names[0]!r}; dateline review CASE list shows them")
