"""The API: what its description says is what it does, whatever it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from dateline.codec import from_json
from dateline.config import Config
from dateline.store import Case
from dateline.web import shelf
from dateline.web.api import ENDPOINTS, Endpoint
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import Rules
from tests.judging import kept

NOW = "2021-06-01T10:00:00+00:00"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with kept(tmp_path_factory.mktemp("case")) as made:
        yield made


@pytest.fixture(scope="module")
def client(case: Case) -> Iterator[TestClient]:
    desk = Desk(case, Config(), lambda: NOW)
    with shelf.opened(desk) as stories:
        stories.following.once()
        app = build(desk, Rules(names=("localhost", "testserver")), "", stories)
        yield TestClient(app, base_url="http://localhost")


@pytest.fixture(scope="module")
def story(case: Case) -> str:
    return case.accounts()[0].story


MODES = schemathesis.GenerationMode
TRIED = [
    *((endpoint, MODES.POSITIVE) for endpoint in ENDPOINTS),
    *((endpoint, MODES.NEGATIVE) for endpoint in ENDPOINTS if endpoint.takes.__struct_fields__),
]
"""What is sent as described, and where there is something to get wrong, what is not."""


@pytest.mark.parametrize(("endpoint", "mode"), TRIED, ids=lambda one: getattr(one, "value", None))
def test_whatever_is_sent_the_answer_is_as_described(
    client: TestClient, story: str, endpoint: Endpoint, mode: schemathesis.GenerationMode
) -> None:
    operation = schemathesis.openapi.from_asgi("/api/openapi.json", client.app)[endpoint.path][endpoint.method]
    known = {"story": story, "report": "post-1"}

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode), st.booleans())
    def each(case: schemathesis.Case[Any], there: bool) -> None:
        if there:
            case.path_parameters = {name: known[name] for name in case.path_parameters}
        # which verdicts go with which names and values, no schema says
        case.call_and_validate(excluded_checks=[positive_data_acceptance] if endpoint.method == "post" else [])

    each()


def test_stories_are_listed_with_what_was_not_understood(client: TestClient, case: Case) -> None:
    every = client.get("/api/stories").json()
    assert {one["story"] for one in every["stories"]} == set(case.account_marks())
    few = client.get("/api/stories", params={"q": "trawler", "sort": "sideways"}).json()
    assert (few["total"], len(few["notes"])) == (1, 1)


def test_an_account_is_given_as_it_is_exported(client: TestClient, case: Case, story: str) -> None:
    answer = client.get(f"/api/stories/{story}")
    assert from_json(answer.json()) in case.accounts()
    assert answer.headers["etag"] == f'"{case.account_marks()[story]}"'
    (exported,) = client.get(f"/story/{story}/export.json").json()
    assert exported == answer.json()


def test_a_report_is_given_with_the_characters_that_evidence_names(client: TestClient, story: str) -> None:
    evidence = client.get(f"/api/stories/{story}").json()["facts"][0]["evidence"][0]
    text = client.get(f"/api/stories/{story}/reports/{evidence['report']}").json()["text"]
    assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_a_judgement_is_kept_once_for_each_state_of_the_account(client: TestClient, case: Case, story: str) -> None:
    def send(**values: object) -> Response:
        return client.post(f"/api/stories/{story}/judgements", json={"user": "B", "reason": "read twice", **values})

    seen = case.account_marks()[story]
    figure = client.get(f"/api/stories/{story}").json()["figures"][0]["id"]
    before = client.get("/api/judgements").json()["total"]
    kept = send(verdict="accept", names=[figure], seen=seen)
    assert (kept.status_code, kept.json()["changed"]) == (201, [story])
    assert send(verdict="reject", names=[figure], seen=seen).status_code == 409
    now = case.account_marks()[story]
    assert send(verdict="correct", names=[figure], seen=now).status_code == 422
    assert send(verdict="accept", names=["n-0"], seen=now).status_code == 422
    log = client.get("/api/judgements", params={"limit": 1}).json()
    assert (log["total"], len(log["rows"])) == (before + 1, 1)
    row = log["rows"][0]
    assert (row["judgement"]["user"], row["judgement"]["at"], row["in_force"]) == ("B", "2021-06-01T10:00:00Z", True)
    over = client.get(f"/api/stories/{story}/judgements").json()
    assert [judged["number"] for judged in over][-1] == kept.json()["number"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/stories/s-none", 404),
        ("GET", "/api/none", 404),
        ("PUT", "/api/judgements", 405),
        ("POST", "/api/judgements", 405),
        ("GET", "/api/judgements?limit=0", 422),
        ("GET", "/api/judgements?limit=1&limit=2", 422),
        ("GET", "/api/judgements?other=1", 422),
        ("POST", "/api/stories/s-none/judgements", 415),
    ],
)
def test_what_is_wrong_is_one_line_of_json(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path, content=b"{}" if method == "POST" else None)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]
