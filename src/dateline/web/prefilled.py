"""What the form of a correction begins with: the values that stand, and what of them a person changed."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.records import Account
from dateline.review.asking import days
from dateline.telling import shown

NUMBERS = ("low", "best", "high")


def standing(account: Account, item: str) -> dict[str, str]:
    """Return the values of a figure, a fact or a story as a form has them, by field; none of what has no value."""
    for figure in account.figures:
        if figure.id == item:
            return {
                name: plain(value) for name, value in zip(NUMBERS, (figure.low, figure.best, figure.high), strict=True)
            }
    for fact in account.facts:
        if fact.id == item:
            return {"date": between(fact.earliest, fact.latest)}
    if item == account.story:
        return {"date": between(account.when.earliest, account.when.latest)}
    return {}


def plain(value: float | None) -> str:
    """Return a number as one types it.

    >>> plain(270000.0), plain(4.5), plain(None)
    ('270,000', '4.5', '')
    """
    if value is None:
        return ""
    return f"{int(value):,}" if value == int(value) else repr(value)


def between(earliest: str | None, latest: str | None) -> str:
    """Return a date or a stretch as one types it.

    >>> between("2017-10-01", "2017-10-31"), between("2017-10-15", "2017-10-17"), between(None, None)
    ('2017-10', '2017-10-15..2017-10-17', '')
    """
    if earliest is None:
        return ""
    last = latest or earliest
    stretch = (days(earliest)[0], days(last)[1])
    whole = (earliest, earliest[:7], earliest[:4])
    return next((text for text in whole if days(text) == stretch), f"{earliest}..{last}")


def changed(given: Mapping[str, str], stands: Mapping[str, str], *, corrects: bool) -> dict[str, str]:
    """Return of the fields of a correction those that a person changed; "" stands for what is left as it is.

    Where only "best" was changed the bounds stay as the form shows them, but for one that the bounds said as well, or
    that lies outside of them: that sets all three.
    """
    found = {name: given[name].strip() for name in (*NUMBERS, "date") if name in given}
    same = {name for name in found if _one(found[name]) == _one(stands.get(name, ""))}
    numbers = {name for name in NUMBERS if name in found}
    alone = numbers <= same or (numbers - same == {"best"} and not _within(found["best"], stands))
    drop = same if not corrects or alone else same - numbers
    return {name: "" if name in drop else text for name, text in found.items()}


def _within(best: str, stands: Mapping[str, str]) -> bool:
    """Tell whether a number lies within the bounds that stand beside the one before, which was not the only one."""
    given = {_one(stands.get(name, "")) for name in NUMBERS}
    try:
        low, high = (float(_one(stands.get(name, "")) or open_) for name, open_ in (("low", "0"), ("high", "inf")))
        return len(given) > 1 and low <= float(_one(best)) <= high
    except ValueError:  # it is no number, which is said later
        return False


def _one(text: str) -> str:
    return "".join(text.split()).replace(",", "")


def told(account: Account, item: str) -> str:
    """Return what stands now, with the signs that the page has."""
    figure = next((figure for figure in account.figures if figure.id == item), None)
    return "" if figure is None else shown.spread(figure)
