"""What is remembered of reconciling is what would be made, and nothing is made twice."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from dateline.reconciling import Overrides, reconcile
from dateline.records import Account
from dateline.review import Remembered, remembering
from tests.judging import machine, outcome


def asked() -> dict[str, Any]:
    group, story = next(iter(machine().stories))
    read = outcome()
    return {"story": story, "reports": read.by_id, "readings": read.readings, "group": group}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each reconciling."""
    found: list[str] = []

    def noted(*values: Any) -> Account:
        found.append(values[0].id)
        return reconcile(*values)

    monkeypatch.setattr(remembering, "reconcile", noted)
    return found


def test_what_is_asked_again_is_not_made_again(made: list[str]) -> None:
    remembered, values = Remembered(), asked()
    first = remembered(**values)
    assert remembered(**asked()) is first
    assert first == reconcile(**values)
    assert len(made) == 1


def test_another_reading_report_group_or_override_is_another_account(made: list[str]) -> None:
    remembered, values = Remembered(), asked()
    remembered(**values)
    rid = values["story"].reports[0]
    reading, report = values["readings"][rid], values["reports"][rid]
    shorter = msgspec.structs.replace(reading, statements=reading.statements[:-1])
    remembered(**values | {"readings": values["readings"] | {rid: shorter}})
    remembered(**values | {"reports": values["reports"] | {rid: msgspec.structs.replace(report, publisher="Z")}})
    assert remembered(**values | {"group": "another"}).group == "another"
    one = Overrides(origins=((),))
    remembered(**values, overrides=one)
    assert len(made) == 5


def test_no_more_is_remembered_than_asked_for(made: list[str]) -> None:
    remembered, values = Remembered(most=1), asked()
    for group in ("a", "b", "a"):
        assert remembered(**values | {"group": group}).group == group
    assert len(made) == 3
