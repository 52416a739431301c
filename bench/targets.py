"""Human target counts of `muc34`: how many of whom an incident killed, hurt or kidnapped.

The answer keys keep, for each template, a number cross-referenced to the target's descriptions, and the effect on that
target. What is scored follows the MUC-4 scorer, as far as it can be followed without templates:

* A target counts when its effect is death or injury, or when it is the target of a kidnapping that took place (the keys
  give kidnappings no effect). "No injury", "regained freedom" and "resignation" are no counts of victims.
* All descriptions of one target are alternatives, a name and its description too (`"MAYOR": "ANA RUIZ"`): a count is
  right when its number is one the key allows and its noun a word of any of them.
* A target told of in several templates is one target.
* Optional templates and fills (marked "?") earn nothing when missed and are no error when said.
* Numbers given as PLURAL are no number: such targets are right for any number and earn nothing.
* The total of a template, stated in the key or the sum of its targets, is right too: "two teachers were killed", whom
  the key lists by name, one each.
* A count without a noun ("left 67 dead") takes the noun of the target whose number it says.
* The keys hold terrorist incidents only: fighting between armies, crimes and accidents are left out on purpose. Whether
  a death was terrorism is no question of quantity, so reports without any target in the key are left out of the first
  figure, as the scorer's row for matched and missing templates leaves out spurious templates; the second figure counts
  everything said in any report, as its row for all templates does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bench.tasks import Row
from dateline.reading.doubts import of_other_days
from dateline.records import Quantity

MEASURES = ("killed", "injured", "kidnapped")
TOLD = ("completed", "ongoing", "alleged")


class Target(NamedTuple):
    """One target of the key: the numbers it allows (none where the key says plural) and the words it goes by."""

    numbers: frozenset[int]
    words: frozenset[str]
    optional: bool
    total: bool = False


class Said(NamedTuple):
    """A count read: its number and its noun, "" where none is said."""

    number: int
    head: str


def gold_targets(row: Row) -> list[Target]:
    """Return the targets of a report's templates that were killed, hurt or kidnapped, each once."""
    found: list[Target] = []
    totals: list[Target] = []
    for template in row["gold"]:
        slots = template["slots_raw"]
        aliases = _aliases(slots)
        kidnapping = "KIDNAPPING" in slots["type"] and slots["stage"] == ["ACCOMPLISHED"]
        hurt: dict[str, bool] = {}
        own: list[Target] = []
        for raw in slots["hum_tgt_effect"]:
            effect, _, about = raw.partition(":")
            if re.search(r"\b(?:DEATH|INJURY)\b", effect) and not re.search(r"\bNO ?\b", effect):
                for name in _names(about):
                    hurt[name] = hurt.get(name, True) and effect.lstrip().startswith("?")
        for raw in slots["hum_tgt_number"]:
            number, _, about = raw.partition(":")
            names = _names(about)
            if not (kidnapping or any(name in hurt for name in names)):
                continue
            optional = template["optional"] or "?" in number or any(hurt.get(name, False) for name in names)
            known = [aliases.get(name, {name}) | {name} for name in names]
            words = frozenset(word for group in known for name in group for word in _words(name))
            numbers = frozenset(int(digits) for digits in re.findall(r"\d+", number))
            found.append(Target(numbers, words, optional))
            own.append(found[-1])
        stated = {int(digits) for raw in slots["hum_tgt_total"] for digits in re.findall(r"\d+", raw)}
        if len(own) > 1 and all(target.numbers for target in own):
            stated.add(sum(min(target.numbers) for target in own))
        if stated:
            totals.append(Target(frozenset(stated), frozenset(), True, total=True))
    return _merged(found) + totals


def _merged(found: Iterable[Target]) -> list[Target]:
    """Join targets of several templates that are one: the same number, and a word of their names in common."""
    kept: list[Target] = []
    for one in found:
        at = next((i for i, k in enumerate(kept) if k.numbers == one.numbers and k.words & one.words), None)
        if at is None:
            kept.append(one)
        else:
            same = kept[at]
            kept[at] = Target(same.numbers, same.words | one.words, same.optional and one.optional)
    return kept


def _aliases(slots: Row) -> dict[str, set[str]]:
    """Return, for each name, the descriptions the key gives of it, and the other way round."""
    found: dict[str, set[str]] = {}
    for raw in slots["hum_tgt_description"]:
        described, _, named = raw.rpartition(": ")
        if described:
            group = {*_names(described), *_names(named)}
            for name in group:
                found.setdefault(name, set()).update(group)
    return found


def _names(raw: str) -> list[str]:
    return [name.replace('\\"', '"') for name in re.findall(r'"((?:[^"\\]|\\.)+)"', raw)]


SMALL = frozenset(
    ["THE", "OF", "A", "AN", "IN", "AND", "OR", "FOR", "TO", "WHO", "WAS", "WERE", "BY", "FROM", "ON", "AT"]
)


def _words(name: str) -> set[str]:
    return set(re.findall(r"[\w'-]+", name.upper())) - SMALL


def said_targets(text: str, found: Iterable[Quantity]) -> set[Said]:
    """Return what a reading says of people killed, hurt or kidnapped: number and noun, each pair once.

    Counts that the reading gives for other times ("19,000 in the last ten years") are none of an incident's.
    """
    said = set()
    for q in found:
        told = q.unit == "people" and q.measure in MEASURES and q.status in TOLD
        if q.number and told and not of_other_days(text, q):
            words = re.findall(r"[\w'-]+", re.split(r"\sOF\s", (q.whom or "").upper())[0])
            said.add(Said(int(q.number), words[-1].removesuffix("'S") if words else ""))
    return said


def score_targets(said: set[Said], gold: Sequence[Target]) -> dict[str, int]:
    """Count what is said, right, wanted and met; what the key leaves open counts on neither side."""
    right = wrong = 0
    met: set[int] = set()
    for one in said:
        about = [i for i, target in enumerate(gold) if one.head in target.words or target.total or not one.head]
        fitting = [i for i in about if one.number in gold[i].numbers]
        met.update(fitting)
        if any(gold[i].total or not gold[i].optional for i in fitting):
            right += 1
        elif not any(one.head in gold[i].words and (gold[i].optional or not gold[i].numbers) for i in about):
            wrong += 1
    wanted = {i for i, target in enumerate(gold) if target.numbers and not target.optional}
    return {"right": right, "said": right + wrong, "met": len(met & wanted), "gold": len(wanted)}
