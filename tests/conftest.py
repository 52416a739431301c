from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from dateline.records import Account, Evidence, Figure, Report, Voice, When, Where

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.desk import Look, Served

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has what it puts behind ignore Ctrl-C

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"

Dateline = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def dateline() -> Dateline:
    """Run the command line in a process of its own, from the root of the repository."""

    def run(*args: str | Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "dateline", *map(str, args)]
        return subprocess.run(
            command, cwd=ROOT, input=stdin, capture_output=True, check=False, env={**os.environ, **env}, timeout=300
        )

    return run


def server() -> str:
    """Return the address of a PostgreSQL server to try things on; without one the test is skipped."""
    address = os.environ.get("DATELINE_TEST_POSTGRESQL")
    if not address:
        pytest.skip(os.environ.get("DATELINE_NO_POSTGRESQL") or "no PostgreSQL: DATELINE_TEST_POSTGRESQL is not set")
    return address


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Name a new case, on each kind of store."""
    if request.param == "SQLite":
        yield str(tmp_path / "a.case")
        return
    address = server()
    import psycopg

    name = f"t{os.getpid()}_{abs(hash(request.node.nodeid))}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
        yield f"{address}{'&' if '?' in address else '?'}options=-csearch_path%3D{name}"
        connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one browser for all who look."""
    from tests.desk import browsing

    with browsing() as started:
        yield started


@pytest.fixture(scope="session")
def town_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a case of two reports; who writes to it takes a copy."""
    from tests.desk import TOWN, make_case

    return make_case(tmp_path_factory.mktemp("town"), TOWN)


@pytest.fixture(scope="session")
def town(town_case: Path) -> Iterator[Served]:
    """Serve a case of two reports, for readers."""
    from tests.desk import serving_here

    with serving_here(town_case) as served:
        yield served


@pytest.fixture
def own_town(town_case: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve a case of two reports, for one who judges."""
    from tests.desk import serving_here

    with serving_here(Path(shutil.copy(town_case, tmp_path / "own.case"))) as served:
        yield served


@pytest.fixture(scope="session")
def flood(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a case of one story of five hundred reports."""
    from tests.desk import chromium, make_case, serving_here
    from tests.many import flood

    chromium()
    with serving_here(make_case(tmp_path_factory.mktemp("flood"), flood(500))) as served:
        yield served


@pytest.fixture
def look(browser: Browser) -> Iterator[Look]:
    """Sit people down at browsers of their own; the test fails where anything goes wrong there."""
    from tests.desk import people

    with people(browser) as seat:
        yield seat


def report(text: str = "Two people died.", **fields: object) -> Report:
    """Return a report with nothing but a text, unless told."""
    values: dict[str, object] = {"id": "r-1", "raw_sha256": "0" * 64, **fields}
    return Report(text=text, **values)  # type: ignore[arg-type]


def account(quote: str = "Two died", number: float | None = 2.0, group: str = "s-1", **fields: object) -> Account:
    """Return an account of one figure, resting on one quotation."""
    evidence = Evidence("r-1", 0, len(quote), quote)
    figure = Figure(
        id="f-1", measure="killed", whom=None, scope="total", unit="people", low=number, best=number, high=None,
        qualifier=None, as_of="2017-10-20", standing="single source", status="completed", origins=("police",),
        attribution=(Voice(name="police", kind="government"), Voice(name="Post", kind="media")), evidence=(evidence,),
    )  # fmt: skip
    values: dict[str, object] = {
        "group": group, "story": "s-1", "headline": evidence, "brief": (evidence,), "figures": (figure,),
        "when": When(earliest="2017-10-20", latest="2017-10-20", date_prec=1, basis="stated"),
        "where": Where(name="Raqqa", geonames_id=172955, lat=35.95, lon=39.0, where_prec=1),
        "not_reported": (), "facts": (), "timeline": (), "differences": (), "origins": (), "independent_origins": 1,
        "actors": (), "places": (), "sources": (), **fields,
    }  # fmt: skip
    return Account(**values)  # type: ignore[arg-type]
