"""A case of very many stories, made without reading as many: real accounts of made texts, told again of other towns and days.

A few dozen stories are written here, read and reconciled as any are. Each is then copied under new ids, its town exchanged
for another of as many letters and its days moved by whole weeks, so that every quotation still stands where it says;
further sentences behind the last quotation make the texts as different as real ones.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar

import msgspec

from dateline.codec import decode, encode
from dateline.config import Config
from dateline.gazetteer import Entry, gazetteer
from dateline.intake import tell_apart
from dateline.pipeline import Outcome, build_accounts, read_one
from dateline.records import Account, Record, Rejection, Report, Span, Story
from dateline.store import Case

TOWNS = ("Nampula", "Calapan", "Chimoio", "Lashkar", "Quetta", "Tuguegarao", "Maroua", "Jalgaon", "Tulcan", "Potenza")
OUTLETS = ("Daily Post", "Evening Star", "Coast Radio", "The Standard", "Northern Wire", "Harbour Gazette")
VOICES = ("the governor", "police", "the Red Cross", "Doctor Ana Machava", "the interior minister", "Reuters")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday")
HAPPENINGS = (
    ("Flood in {town} kills {dead}",
     "A flood swept away {few} houses in {town} on {day}, killing {dead} people, {voice} said.",
     "At least {hurt} people were injured and {few} children are still missing, {other} said. The water rose for {few} hours."),
    ("Bomb kills {dead} at {town} market",
     "A car bomb killed {dead} people at a market in {town} on {day}, {voice} said. No group claimed the attack.",
     "Hospitals took in {hurt} injured people, {other} said. Police detained {few} suspects near the bus station."),
    ("{dead} dead as ferry sinks off {town}",
     "A ferry with {many} passengers sank off {town} on {day} and {dead} people drowned, {voice} said.",
     "{Other} denied that the boat had carried more people than it was allowed to. Rescuers saved {hurt} passengers."),
    ("Fire destroys factory in {town}",
     "A fire destroyed a textile factory in {town} on {day}. {dead} workers were killed, {voice} said.",
     "Some {hurt} workers were treated for burns, {other} said. The owner was arrested, according to police."),
    ("Thousands march in {town}",
     "More than {many} people marched through {town} on {day} against rising prices, {voice} said.",
     "Police fired tear gas and {hurt} people were injured, {other} said. {few} students were detained, their lawyer said."),
    ("Quake shakes {town}, {dead} killed",
     "An earthquake shook {town} on {day}, killing {dead} people and destroying {many} houses, {voice} said.",
     "{Other} said that {many} people were homeless. About {hurt} people were injured, most of them in their sleep."),
    ("Gunmen attack village near {town}",
     "Gunmen killed {dead} villagers near {town} last month, {voice} said. They burned {few} houses.",
     "The army said it had killed {few} of the attackers. {Other} said {many} people fled to {town}."),
    ("Cholera spreads in {town}",
     "Cholera has killed {dead} people in {town}, {voice} said. {hurt} patients are being treated.",
     "{Other} said the wells were not safe. Aid workers put the number of dead at {more}."),
)  # fmt: skip
"""Headline, first and further sentences of what happens."""
_SEED = 7
_ID = re.compile(r'"((?:t\d\d-\d|[gs]-[0-9a-f]+))"')
_DAY = re.compile(r'"(earliest|latest|as_of|published)":"(\d{4}(?:-\d\d(?:-\d\d)?)?)')
_PLACE = re.compile(
    r'"name":"[A-Za-z]+","geonames_id":\d+,"lat":[-\d.]+,"lon":[-\d.]+,"where_prec":\d,"within":\[[^\]]*\]'
)


R = TypeVar("R", bound=Record)


class Template(NamedTuple):
    """A story that is told again: its account and reports, and the town that is exchanged."""

    account: Account
    reports: tuple[Report, ...]
    town: str


def templates(count: int = 40) -> list[Template]:
    """Return accounts of invented happenings, each of two to six reports, by the way of any account."""
    config = Config()
    made = []
    for n in range(count):
        town = TOWNS[n % len(TOWNS)]
        reports = tell_apart(_told(n, part, town) for part in range(2 + n % 5))
        readings = {}
        for report in reports:
            reading = read_one(report, config)
            if isinstance(reading, Rejection):
                raise TypeError(reading.reason)
            readings[report.id] = reading
        filed = tuple(msgspec.structs.replace(r, fields=(("story", str(n)),)) for r in reports)
        outcome = Outcome(reports=filed, rejections=(), readings=readings)
        made += [Template(a, filed, town) for a in build_accounts(outcome, config, "story", None, ()).accounts]
    return made


def _told(n: int, part: int, town: str) -> Report:
    title, first, more = HAPPENINGS[n % len(HAPPENINGS)]
    voice, other = VOICES[(n + part) % 6], VOICES[(n + part + 2) % 6]
    values: dict[str, Any] = {
        "town": town, "day": DAYS[(n // 8) % 4], "dead": 5 + n + (part > 2) * 3 + 4 * (part == 1 and n % 3 == 0), "more": 9 + n, "hurt": 30 + 2 * n, "few": 3 + n % 6,
        "many": 200 + 10 * n, "voice": voice, "other": other, "Other": other[0].upper() + other[1:],
    }  # fmt: skip
    headline = title.format(**values)
    body = f"{first.format(**values)}\n\n{more.format(**values)} Officials came to {town} from the capital."
    if part % 3 == 1:
        body = f"{more.format(**values)}\n\n{first.format(**values)} Shops in {town} stayed closed."
    undated = n % 8 == 7 and n % 3 == 0
    return Report(
        id=f"t{n:02}-{part}",
        text=f"{headline}\n\n{body}",
        raw_sha256="",
        title=Span(0, len(headline)),
        lead_start=len(headline) + 2,
        published=None if undated else f"2019-03-{14 + part // 2:02}",
        published_basis="unresolved" if undated else "field",
        publisher=OUTLETS[part],
    )


# ---------------------------------------------------------------- told again


def copies(made: Sequence[Template], count: int, first: int = 0) -> Iterator[tuple[Account, list[Report]]]:
    """Yield stories `first` to `first + count`, each a template told again; a number is always the same story."""
    for number in range(first, first + count):
        yield _copy(made[number % len(made)], number)


def _copy(template: Template, number: int) -> tuple[Account, list[Report]]:
    chance = random.Random(f"{_SEED} {number}")  # noqa: S311 - texts, not secrets
    places = _places(len(template.town))
    place = places[int(len(places) * chance.random() ** 2)]  # some towns far more often than others
    weeks = timedelta(weeks=chance.randrange(-900, 300))
    ids = {r.id: f"r-{hashlib.sha256(f'{r.id} {number}'.encode()).hexdigest()[:12]}" for r in template.reports}
    story = f"s-{hashlib.sha256(f'{number}'.encode()).hexdigest()[:12]}"
    names = {**ids, template.account.story: story}

    def changed(record: R) -> R:
        text = encode(record).decode().replace(template.town, place.name)
        text = _ID.sub(lambda found: f'"{names.get(found[1], found[1])}"', text)
        text = _DAY.sub(lambda found: f'"{found[1]}":"{_moved(found[2], weeks)}', text)
        return decode(_PLACE.sub(f'"name":"{place.name}",{_where(place)}', text), type(record))

    reports = []
    for report in template.reports:
        told = changed(report)
        reports.append(msgspec.structs.replace(told, fields=(), text=f"{told.text}\n\n{_padding(chance)}"))
    return msgspec.structs.replace(changed(template.account), group=story), reports


def _moved(text: str, by: timedelta) -> str:
    whole = f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10]
    return (date.fromisoformat(whole) + by).isoformat()[: len(text)]


def _where(place: Entry) -> str:
    return f'"geonames_id":{place.id},"lat":{place.lat},"lon":{place.lon},"where_prec":1,"within":["{place.country}"]'


@cache
def _places(letters: int) -> list[Entry]:
    """Return towns with names of so many letters, the greatest first."""
    known = gazetteer()
    found = [known.entry(row) for row in range(150_000)]
    wanted = [e for e in found if e.kind == "city" and len(e.name) == letters and e.name.isascii() and e.name.isalpha()]
    return sorted(wanted, key=lambda e: (-e.population, e.id))[:600]


@cache
def _words() -> list[str]:
    text = files("dateline.data").joinpath("lowercase.txt").read_text(encoding="utf-8")
    return [word for word in text.split() if word.isalpha()]


def _padding(chance: random.Random) -> str:
    """Return sentences of words, some of them far more often than others."""
    known = _words()
    told = [known[int(len(known) * chance.random() ** 3)] for _ in range(chance.randrange(120, 320))]
    return ". ".join(" ".join(told[n : n + 12]) for n in range(0, len(told), 12)).capitalize() + "."


# ---------------------------------------------------------------- into a case


def fill(case: Case, made: Sequence[Template], count: int, each: int = 500) -> None:
    """Keep so many stories in a case, with their reports."""
    for first in range(0, count, each):
        case.add([r for _, reports in copies(made, min(each, count - first), first) for r in reports])
    stories: list[tuple[str, Story]] = []

    def accounts() -> Iterator[Account]:
        for account, _ in copies(made, count):
            stories.append((account.group, story_of(account)))
            yield account

    case.replace_accounts(accounts(), stories=stories)  # the stories are kept after all accounts


def story_of(account: Account) -> Story:
    """Return the story that an account is of."""
    return Story(id=account.story, reports=tuple(s.report for s in account.sources), links=())
