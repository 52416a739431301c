"""One story of hundreds of reports, made of a few templates written for these tests."""

from __future__ import annotations

from datetime import date, timedelta

FIRST = date(2019, 3, 15)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OUTLETS = ("Post", "Echo", "Star", "Standard", "Gazette", "Courier", "Herald", "Radio", "Mirror", "Observer")
TOWNS = ("Calder", "Aire", "Minho", "Gulf", "Savane", "Delta", "Harbour", "Inland", "Coast", "River")
VOICES = (
    "the governor of Sofala",
    "police",
    "the Red Cross",
    "the interior minister",
    "the mayor of Beira",
    "the army",
)
LEADS = (
    "A flood swept through Beira in Mozambique {when} and killed {dead} people, {voice} said.",
    "{dead} people were killed when a flood swept through Beira in Mozambique {when}, {voice} said.",
    "The flood that swept through Beira in Mozambique {when} killed {dead} people, according to {voice}.",
    "{Voice} said that {dead} people were killed in the flood that swept through Beira in Mozambique {when}.",
)
MORE = (
    "{hurt} people were injured, {other} said.",
    "{Other} said {missing} people were missing.",
    "The flood destroyed {houses} houses in Beira, {other} said.",
    "{homeless} people were sheltered in schools, {other} said.",
    "A bridge over the Pungwe River collapsed, {voice} said. Trucks with food waited on the far side.",
    "{Other} asked for boats, tents and {houses} blankets.",
    "The hospital of Beira lost its roof. Doctors treated {hurt} people in a church, {other} said.",
    "Teacher Ana Chissano, {age}, said she had waited on a roof for {hours} hours.",
    "{Voice} denied that the dam upstream had been opened. {Other} said it had been opened on Thursday night.",
    "The airport was closed. Soldiers brought {missing} people out by helicopter, {other} said.",
)


def flood(count: int) -> tuple[dict[str, str], ...]:
    """Return so many reports of one flood, whose toll rises from day to day."""
    return tuple(_told(n, count) for n in range(count))


def _told(n: int, count: int) -> dict[str, str]:
    days = n * 14 // count
    at = FIRST + timedelta(days=days)
    voice, other = VOICES[n % 6], VOICES[(n + 1 + n // 6) % 6]
    values = {
        "when": "on Friday" if days < 6 else "on March 15",
        "dead": 12 + 9 * days + (n % 5 == 0) * 4,
        "hurt": 40 + 11 * days + n % 7,
        "missing": 90 - 5 * days + n % 3,
        "houses": f"{1200 + 100 * days:,}",
        "homeless": f"{5000 + 1000 * days:,}",
        "age": 20 + n % 60,
        "hours": 3 + n % 9,
        "voice": voice,
        "other": other,
        "Voice": voice[0].upper() + voice[1:],
        "Other": other[0].upper() + other[1:],
    }
    sentences = [LEADS[n // 2 % len(LEADS)], MORE[n % len(MORE)], MORE[(3 * n + n // 10) % len(MORE)]]
    return {
        "id": f"flood-{n:03}",
        "published": at.isoformat(),
        "source": f"{TOWNS[n % 10]} {OUTLETS[n // 10 % 10]}",
        "title": f"Flood in Beira kills {values['dead']}",
        "text": "\n\n".join(sentence.format(**values) for sentence in dict.fromkeys(sentences)),
    }
