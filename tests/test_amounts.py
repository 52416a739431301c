"""Numbers as they are shown: one rule of signs, whatever words a report has."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dateline.reading.numbers import find_numbers
from dateline.records import Account
from dateline.telling import amounts, shown, terminal
from dateline.telling.drawn.ranges import told
from dateline.telling.files import FORMS
from dateline.web.resting import figure_told
from dateline.web.since import amount
from dateline.web.summaries import totals
from tests.conftest import account as small

SAID = (
    ("at least 17", "≥ 17"), ("17 or more", "≥ 17"), ("more than 17", "> 17"), ("over 17", "> 17"),
    ("up to 17", "≤ 17"), ("fewer than 17", "< 17"), ("nearly 17", "< 17"), ("about 17", "≈ 17"), ("some 17", "≈ 17"),
    ("17", "17"), ("exactly 17", "17"), ("hundreds", "≥ 200"),
)  # fmt: skip
VALUE = st.none() | st.integers(0, 10**6).map(float)


def counted(words: str) -> Account:
    """Return an account of one figure, that which these words give."""
    (found,) = find_numbers(words)
    (figure,) = small().figures
    read = {name: getattr(found, name) for name in ("low", "best", "high", "qualifier")}
    return small(figures=(msgspec.structs.replace(figure, **read, unit="people"),))


@pytest.mark.parametrize(("words", "wanted"), SAID)
def test_a_number_has_the_sign_of_its_words_wherever_it_is_told(words: str, wanted: str) -> None:
    account = counted(words)
    (figure,) = account.figures
    (total,) = totals(msgspec.structs.replace(account, figures=(msgspec.structs.replace(figure, scope="total"),)))
    out = io.StringIO()
    terminal.render(account, {}, Console(file=out, width=100))
    assert shown.stated(figure) == wanted
    assert amount(total) == wanted
    assert told(figure) == wanted
    assert figure_told(figure).endswith(f": {wanted}")
    assert f" {wanted}" in out.getvalue()
    assert f"| {wanted.replace('<', chr(92) + '<').replace('>', chr(92) + '>')} |" in FORMS["md"].make(
        [account], {}
    ).decode("utf-8")


@given(VALUE, VALUE, VALUE, st.none() | st.sampled_from(["more than", "about", "nearly", "only", "whatever"]))
def test_an_open_bound_is_never_told_as_a_plain_number(
    low: float | None, best: float | None, high: float | None, qualifier: str | None
) -> None:
    (figure,) = small().figures
    one = msgspec.structs.replace(figure, low=low, best=best, high=high, qualifier=qualifier, unit="people")
    text = shown.spread(one)
    if (low is None) != (high is None):
        assert text[0] in "≥>≤<" or "open" in text
    if low is not None and low == best == high:
        assert text.removeprefix("≈ ") == amounts.number(best)
    assert ("open" in text) <= (None in (low, high))


@given(st.integers(0, 10**13))
def test_a_number_cut_short_is_the_same_number(value: int) -> None:
    text = amounts.number(float(value)).replace(",", "")
    assert round(float(text.removesuffix(" bn")) * (10**9 if text.endswith(" bn") else 1)) == value
