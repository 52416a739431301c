"""Claims of responsibility: who claims a deed gives neither its toll nor its day; a later claim ends that nobody did."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from dateline.linking import find_copies
from dateline.reading import read
from dateline.reconciling import reconcile
from dateline.records import Account, Figure, Story
from tests.reading import quotes, reading_of
from tests.test_accounts import made

PRESUPPOSING = tomllib.loads(files("dateline.data").joinpath("cues.toml").read_text(encoding="utf-8"))["presupposing"]

CLAIMED = [
    "The Hill Front claimed responsibility for a bombing that killed 21 people at a market in Larne.",
    "The Hill Front has claimed responsibility for the raid in which 21 people died.",
    "The mayor condemned the raid, which killed 21 people.",
    "The mayor blamed the Hill Front for a blast that killed 21 people at the station.",
    "The Hill Front claimed the attack that killed 21 guards.",
    "Responsibility for the bombing that killed 21 people was claimed by the Hill Front.",
]


def account_of(*texts: str) -> Account:
    reports = [made(name, text, f"2023-02-0{n + 6}") for n, (name, text) in enumerate(zip("abc", texts, strict=False))]
    story = Story(id="s", reports=tuple(r.id for r in reports), links=(), copies=find_copies(reports))
    return reconcile(story, {r.id: r for r in reports}, {r.id: read(r) for r in reports}, "s")


def killed(account: Account) -> Figure:
    return next(f for f in account.figures if f.measure == "killed" and f.scope == "total")


@pytest.mark.parametrize("text", CLAIMED)
def test_who_takes_a_stand_on_a_deed_does_not_give_its_toll(text: str) -> None:
    told = next(s for s in reading_of(text).statements if s.quantities)
    assert [link.name for link in told.chain] == ["the report itself"]
    assert told.stance == "asserted"


@pytest.mark.parametrize(
    "text",
    [
        "The Hill Front claimed that it had killed 21 soldiers.",
        "The Hill Front claimed a raid that nobody else had heard of and that killed 21 soldiers.",
        "The Hill Front said that its fighters had stormed the base that killed 21 of them.",
    ],
)
def test_who_says_it_himself_is_its_voice(text: str) -> None:
    told = next(s for s in reading_of(text).statements if s.quantities)
    assert told.chain[0].name == "The Hill Front"


def test_the_claim_itself_is_the_claimants() -> None:
    text = "The Hill Front on Thursday claimed responsibility for a car bombing that killed 21 people in Larne a day earlier."
    claim, toll = reading_of(text, "2023-02-09").statements
    assert (claim.chain[0].name, claim.stance) == ("The Hill Front", "alleged")
    assert claim.span.of(text).endswith("a car bombing")
    assert toll.span.of(text).startswith("that killed 21")
    assert toll.subject is not None
    assert toll.subject.of(text) == "a car bombing"


def test_the_table_of_presupposing_verbs_shows_what_it_says() -> None:
    text = PRESUPPOSING["example"]
    found = reading_of(text).attributions[0]
    assert quotes(found.source, text) == [PRESUPPOSING["source"]]
    assert PRESUPPOSING["content"] in " ".join(quotes(found.content, text))
    assert "burned" not in " ".join(quotes(found.content, text))


def test_a_toll_is_credited_to_the_office_that_gives_it() -> None:
    account = account_of(
        "Front claims market bombing in Larne\n\n"
        "The Hill Front on Thursday claimed responsibility for a bombing that killed 21 people at a market in Larne.\n\n"
        "Interior Ministry spokesman Saad Karim told reporters that 21 people were killed and 46 wounded.",
    )
    assert killed(account).attribution[0].name == "Saad Karim"
    assert killed(account).status == "completed"


def test_the_hurt_told_with_the_dead_far_down_count() -> None:
    filler = "The market sells fish and cloth and is visited by families from all over the valley on most days. " * 6
    account = account_of(
        "Bomb kills 17 in Larne\n\nA bomb killed 17 people and wounded 40 others at a market in Larne on Sunday, police said.",
        "Bomb kills 21 in Larne\n\nA bomb killed 21 people at a market in Larne on Sunday.\n\n"
        f"{filler}\n\nThe Interior Ministry said that 21 people were killed and 46 wounded.",
    )
    hurt = next(f for f in account.figures if f.measure == "injured" and f.scope == "total")
    assert hurt.best == 46


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("A lorry driver killed 84 people on the promenade. The attacker was shot dead by police.", 84),
        ("Some 28 people were killed in the attack on the hotel. A fourth attacker was killed nearby.", 28),
        ("Six people were killed at the mill on Monday. The gunman was shot dead by police.", 6),
        ("A bomber killed 21 people and himself at a market.", 22),
        ("A gunman killed three people at the mill on Monday before shooting himself dead.", 4),
    ],
)
def test_the_killer_is_no_part_of_a_toll_of_victims_unless_the_report_counts_him(text: str, dead: int) -> None:
    figure = killed(account_of(f"News from Larne\n\n{text}"))
    assert figure.best == dead
    assert any("the attacker among them" in why for why in figure.reasons) is (dead in (4, 22))


def test_a_number_behind_a_joined_verb_is_of_that_verb() -> None:
    reading = reading_of("Monday's attack killed three and injured 176, many critically, police said.")
    assert [(q.measure, q.number) for q in reading.quantities][:2] == [("killed", 3), ("injured", 176)]


UNCLAIMED = "Bomb kills six in Larne\n\nA bomb killed six people in Larne on Sunday, police said. {}"


@pytest.mark.parametrize(
    "words",
    [
        "No group immediately claimed responsibility.",
        "There was no immediate claim of responsibility for the blast.",
        "Nobody has claimed responsibility.",
    ],
)
def test_a_later_claim_replaces_that_nobody_claimed_the_deed(words: str) -> None:
    later = "Front claims bomb in Larne\n\nThe Hill Front claimed responsibility on Monday for the bomb in Larne."
    found = [d for d in account_of(UNCLAIMED.format(words), later).differences if "responsibility" in d.reason]
    assert [(d.relation, d.evidence[1].quote.rstrip(".") + ".") for d in found] == [("supersedes", words)]


def test_that_nobody_claimed_it_stands_beside_a_claim_of_the_same_report_or_of_before() -> None:
    one = UNCLAIMED.format(
        "No group claimed responsibility. The Hill Front had claimed responsibility for a raid in May."
    )
    two = "Bomb in Larne kills six\n\nThe bomb in Larne killed six. The Hill Front had claimed responsibility for a raid in May."
    assert not [d for d in account_of(one, two).differences if "responsibility" in d.reason]
