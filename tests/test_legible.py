"""What the language pipeline is given in place of capitals and of lines of one width; offsets hold."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.casing import in_capitals, recased
from dateline.reading.language import legible, parse
from dateline.reading.wrapping import unwrapped
from tests.reading import report_of

DISPATCH = """HARBOUR CITY, 4 MAY 91 (HNA) -- [TEXT] COLONEL ANA RUIZ SAID TODAY THAT
TWO PEASANTS WERE KILLED BY A MINE NEAR SAN TELMO WHILE THEY WERE ON
THEIR WAY TO THE MARKET.  THE MAYOR'S DRIVER WAS WOUNDED IN THE SAME
EXPLOSION AND TAKEN TO A HOSPITAL.

THE NORTHERN FRONT (NFX) DENIED ANY PART IN IT."""


def test_capitals_become_ordinary_case() -> None:
    made = recased(DISPATCH)
    assert len(made) == len(DISPATCH)
    assert "4 May 91 (HNA)" in made
    assert "Colonel Ana Ruiz said today that" in made
    assert "two peasants were killed by a mine near San Telmo while they were on\ntheir way" in made
    assert "The mayor's driver was wounded" in made
    assert "(NFX) denied" in made


@pytest.mark.parametrize(
    "text",
    ["", "NATO", "UN: 12 DEAD", "The UN and the EU met in Geneva.", "Ana Ruiz said: “WE WILL NOT GO.” She left."],
)
def test_other_texts_keep_their_case(text: str) -> None:
    assert recased(text) == text
    assert not in_capitals(text)


def test_soft_breaks_end_no_sentence() -> None:
    (doc,) = parse([report_of(DISPATCH)])
    first = next(s.text for s in doc.sents if "peasants" in s.text)
    assert first.rstrip().endswith("way to the market.")
    assert [token.idx for token in doc][-1] < len(DISPATCH)


@pytest.mark.parametrize(
    "text",
    [
        "A short line.\nAnother line.\nA third line.\nA fourth line.",
        "Dead: 12\nHurt: 30\nMissing: 4\nHouses destroyed: 80",
        "- 12 dead\n- 340 evacuated\n- 56 houses destroyed",
        "One paragraph that goes on for as long as it likes and has no need of any break whatever within all of its words.\n"
        "And another one.\nAnd a third.\nAnd a last.",
    ],
)
def test_hard_breaks_stay(text: str) -> None:
    assert unwrapped(text) == text


def test_a_sentence_cut_by_a_page_is_joined() -> None:
    assert unwrapped("Some 300 families\nwere moved.\nMore follow.") == "Some 300 families were moved.\nMore follow."


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("ABCİßŒ'.-\n (\u0301)12abc"), max_size=200) | st.text(max_size=100))
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(legible(text)) == len(text)


def test_long_texts_take_linear_time() -> None:
    started = time.process_time()
    for piece in ("WORD ", "WORD\n", "A.B.C. ", "(", "word \n", "' ", "\n"):
        legible(piece * 40_000)
    assert time.process_time() - started < 10
