from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codec import (
    decode,
    dump_indented,
    encode,
    fingerprint,
    from_json,
    line_schema,
    reading_to_json,
    schema,
    story_lines,
    to_json,
)
from dateline.errors import RecordError
from dateline.records import Account, Attribution, Copy, Evidence, Reading, Report, Span, Story, StoryTie
from tests.conftest import account, report

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
NUMBERS = st.none() | st.floats(min_value=0, max_value=1e12, allow_nan=False)


def walk(value: Any) -> list[Any]:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(found for item in inner for found in walk(item))]


@given(quote=WORDS, number=NUMBERS, group=WORDS)
def test_accounts_survive_the_round_trip(quote: str, number: float | None, group: str) -> None:
    one = account(quote=quote, number=number, group=group)
    assert from_json(to_json(one)) == one
    assert decode(encode(one), Account) == one


def test_account_has_the_keys_of_the_contract() -> None:
    plain = to_json(account(quote="655 died", number=655.0))
    named = ["group", "headline", "when", "where", "figures", "facts", "timeline", "sources", "origins", "not_reported"]
    assert set(named) <= set(plain)
    assert plain["headline"] == "655 died"
    assert plain["headline_evidence"] == [{"report": "r-1", "start": 0, "end": 8, "quote": "655 died"}]
    (figure,) = plain["figures"]
    assert (figure["best"], type(figure["best"])) == (655, int)
    assert figure["evidence"] == [{"report": "r-1", "start": 0, "end": 8, "quote": "655 died"}]
    assert [voice["name"] for voice in figure["attribution"]] == ["police", "Post"]
    assert b"655.0" not in dump_indented(plain)
    assert not any(isinstance(v, float) and v.is_integer() for v in walk(plain))


def test_schema_names_every_key_written() -> None:
    properties = schema()["$defs"]["Account"]["properties"]
    assert set(properties) == set(to_json(account()))


def test_reading_lists_spans_as_start_and_end() -> None:
    attribution = Attribution(source=(Span(0, 3),), cue=(Span(4, 8),), content=(Span(9, 12),), kind="indirect")
    reading = Reading(
        id="a", body_start=0, sentences=(), times=(), places=(), actors=(), quantities=(), attributions=(attribution,),
        events=(), statements=(),
    )  # fmt: skip
    (plain,) = reading_to_json(reading)["attributions"]
    assert (plain["source"], plain["cue"], plain["content"]) == (
        [{"start": 0, "end": 3}],
        [{"start": 4, "end": 8}],
        [{"start": 9, "end": 12}],
    )


def test_story_lines_follow_the_order_given_and_name_the_first_of_a_text() -> None:
    copies = (
        Copy(report="b", origin="a", kind="whole", share=0.9, origin_share=1.0, passages=(), reason="same text"),
        Copy(report="d", origin="b", kind="version", share=0.9, origin_share=0.5, passages=(), reason="same text"),
    )
    away = Copy(report="c", origin="a", kind="passage", share=0.1, origin_share=0.2, passages=(), reason="a paragraph")
    tie = StoryTie(kind="merge", story="s-1", other="s-2", report="d", score=0.9, reports=(), reason="one")
    stories = [
        Story(id="s-1", reports=("a", "b", "d"), links=(), copies=copies, origins=1, ties=(tie,)),
        Story(id="s-2", reports=("c",), links=(), copies=(away,), ties=(tie,)),
    ]
    lines = story_lines(stories, {"b": "a", "d": "a"}, ["c", "a", "b", "d"])
    assert [(line["report"], line["story"], line["copy_of"]) for line in lines] == [
        ("c", "s-2", None),
        ("a", "s-1", None),
        ("b", "s-1", "a"),
        ("d", "s-1", "a"),
    ]
    assert [line["copy"]["kind"] if line["copy"] else None for line in lines] == ["passage", None, "whole", "version"]
    assert lines[3]["copy"]["origin"] == "b"
    assert [len(line["ties"]) for line in lines] == [0, 0, 0, 1]
    assert all(set(line) == set(line_schema()["$defs"]["StoryLine"]["properties"]) for line in lines)
    assert (lines[0]["story_origins"], lines[1]["story_reports"], lines[1]["story_origins"]) == (None, 3, 1)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"id": "a"}', b'{"start": 3, "end": 3}'])
def test_malformed_records_are_refused(data: bytes) -> None:
    for kind in (Report, Evidence, Span):
        with pytest.raises(RecordError):
            decode(data, kind)


def test_accounts_of_another_format_are_refused() -> None:
    with pytest.raises(RecordError, match="format"):
        from_json({**to_json(account()), "format": "dateline/0"})


def test_fingerprint_knows_what_a_reading_depends_on() -> None:
    one = report()
    assert fingerprint(one) == fingerprint(report(fields=(("event", "x"),)))
    assert len({fingerprint(r) for r in (one, report(published="2017-10-20"), report("Three died."))}) == 3


def test_many_threads_may_decode_the_first_record_at_once() -> None:
    code = """
import sys
from threading import Barrier, Thread
from dateline.codec import decode
from dateline.records import Account

data = sys.stdin.buffer.read()
sys.setswitchinterval(1e-6)
together = Barrier(8)

def work():
    together.wait()
    decode(data, Account)

threads = [Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    data = encode(account())
    runs = [subprocess.run([sys.executable, "-c", code], input=data, check=False).returncode for _ in range(10)]
    assert runs == [0] * 10  # two threads that find out at once what an account is made of end the process
