"""The desk under attack: by pages of strangers in the same browser, by whoever else reaches it, by broken requests."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from dateline import __version__
from dateline.config import Config
from dateline.errors import InputError
from dateline.store import Case, open_case
from dateline.web.app import build
from dateline.web.desk import Desk
from dateline.web.guard import HEADERS, LONGEST_BODY, POLICY, Rules, rules_for
from tests.desk import TOWN, Served, make_case, serving

NOW = "2021-06-01T10:00:00+00:00"
TOKEN = "a-token-of-some-length"  # noqa: S105 - it admits to nothing but these tests


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case(tmp_path_factory.mktemp("guard"), TOWN)


@pytest.fixture(scope="module")
def case(kept: Path) -> Iterator[Case]:
    with open_case(kept, __version__) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(case: Case) -> Desk:
    return Desk(case, Config(), lambda: NOW)


@pytest.fixture(scope="module")
def served(kept: Path) -> Iterator[Served]:
    with serving(kept, "--user", "Ana") as opened:
        yield opened


@pytest.fixture(scope="module")
def story(case: Case) -> str:
    return case.accounts()[0].story


def client(desk: Desk, rules: Rules | None = None, base: str = "http://localhost:8321") -> TestClient:
    app = build(desk, rules or Rules(), "Ana")
    return TestClient(app, base_url=base, follow_redirects=False, raise_server_exceptions=False)


def check_headers(answer: Response) -> None:
    """Every answer forbids the same things, and shares nothing with other origins."""
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name) == [value]
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def form_of(asking: TestClient, story: str) -> dict[str, str]:
    page = asking.get(f"/story/{story}/judge?item={story}")
    found = dict(re.findall(r'<input type="hidden" name="(token|seen|item)" value="([^"]*)"', page.text))
    return found | {"verdict": "correct", "date": "2019-08-15", "user": "Eve", "reason": "none"}


# ---------------------------------------------------------------- names


OWN = ["localhost", "localhost:8321", "LOCALHOST", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8321", "localhost."]
FOREIGN = [
    "evil.example", "evil.example:8321", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example@localhost",
    "localhost@evil.example", "localhost:8321@evil.example", "localhost:99999", "localhost:x", "localhost/x",
    "localhost#", "localhost?", "localhost evil.example", "localhost,evil.example", "[::1", "::1", "[::1]evil", "[::ffff:1.2.3.4]",
    "0.0.0.0", "127.1", "2130706433", "0x7f000001", "10.0.0.1", "", " ", ".", "localhost\t",  # noqa: S104 - asked for, not listened at
    "\\localhost", "local host",
    "xn--lcalhost-54a", "l\u00f6calhost",
]  # fmt: skip


@pytest.mark.parametrize("host", OWN)
def test_the_desk_answers_to_its_own_names(desk: Desk, host: str) -> None:
    answer = client(desk).get("/help", headers={"host": host})
    assert answer.status_code == 200
    check_headers(answer)


@pytest.mark.parametrize("path", ["/help", "/api/judgements", "/static/desk.js"])
@pytest.mark.parametrize("host", FOREIGN)
def test_a_name_that_a_stranger_may_point_at_this_machine_reads_nothing(desk: Desk, host: str, path: str) -> None:
    answer = client(desk).get(path, headers=[(b"host", host.encode("latin-1"))])
    assert answer.status_code == 421
    assert "Pemba" not in answer.text
    check_headers(answer)


@pytest.mark.parametrize("hosts", [[], ["localhost", "localhost"], ["localhost", "evil.example"]])
def test_one_host_is_named(served: Served, hosts: list[str]) -> None:
    lines = "".join(f"Host: {host}\r\n" for host in hosts)
    for version in ("1.0", "1.1"):
        sent = f"GET /help HTTP/{version}\r\n{lines}Connection: close\r\n\r\n"
        assert status(raw(served, sent.encode())) in (400, 421)


def test_further_names_are_admitted_where_they_are_given(desk: Desk) -> None:
    rules = rules_for("127.0.0.1", None, ["Desk.Example"])
    assert client(desk, rules).get("/help", headers={"host": "desk.example:8321"}).status_code == 200
    assert client(desk, rules).get("/help", headers={"host": "www.desk.example"}).status_code == 421


# ---------------------------------------------------------------- the token


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example", "", "127.1", "localhost.example"])  # noqa: S104
def test_a_desk_that_others_may_reach_asks_for_a_token(host: str) -> None:
    token = rules_for(host, None).token
    assert token is not None
    assert len(token) >= 32
    assert rules_for(host, None).token != token


@pytest.mark.parametrize(
    "token",
    [
        "short",
        "a b c d e f g h",
        "ein-langes-Schlüsselwort",
        "x" * 201,
        "a;b=cdefghijkl",
        "a\r\nSet-Cookie: b=c",
        "中" * 20,
    ],
)
def test_a_token_that_would_not_pass_is_refused(token: str) -> None:
    for host in ("127.0.0.1", "192.0.2.7"):
        with pytest.raises(InputError, match="12 or more"):
            rules_for(host, token)


def test_without_its_token_nothing_is_read(desk: Desk, story: str) -> None:
    asking = client(desk, rules_for("192.0.2.7", TOKEN), "http://192.0.2.7:8321")
    known = [
        f"/story/{story}",
        f"/api/stories/{story}",
        f"/story/{story}/export.json",
        "/help",
        "/static/desk.js",
        "/none",
    ]
    wrong: list[bytes] = [
        b"a: b", b"authorization: Basic " + TOKEN.encode(), b"authorization: Bearer", b"authorization: Bearer \xff",
        b"authorization: Bearer " + TOKEN.encode() + b"x", b"cookie: dateline-token=" + TOKEN[:-1].encode(), b"cookie: dateline-token=",
    ]  # fmt: skip
    for path in known:
        for header in wrong:
            answer = asking.get(path, headers=dict([header.split(b": ")]))
            assert answer.status_code == 401
            assert "Pemba" not in answer.text
            check_headers(answer)
    for path in (f"/help?token={TOKEN[:-1]}", "/help?token=", "/help?token=%ff%ed%a0%80", f"/help?TOKEN={TOKEN}"):
        assert asking.get(path).status_code == 401
    assert asking.post(f"/help?token={TOKEN}", data={"a": "b"}).status_code == 401


def test_the_token_opens_the_desk_once_as_an_address_then_as_a_cookie(desk: Desk, story: str) -> None:
    asking = client(desk, rules_for("192.0.2.7", TOKEN), "http://192.0.2.7:8321")
    opened = asking.get(f"/help?token={TOKEN}&x=1%202&token={TOKEN}")
    assert (opened.status_code, opened.headers["location"]) == (303, "/help?x=1+2")
    (cookie,) = [c for c in opened.headers.get_list("set-cookie") if TOKEN in c]
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"httponly", "samesite=strict", "path=/"}
    assert asking.get(f"/story/{story}").status_code == 200
    fresh = client(desk, rules_for("192.0.2.7", TOKEN), "http://192.0.2.7:8321")
    assert fresh.get("/api/judgements", headers={"authorization": f"bearer {TOKEN}"}).status_code == 200


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "///evil.example/", "/\\evil.example", "/\\/evil.example", "//evil.example/..", "/%2f%2fevil.example",
     "/%5cevil.example", "/.//evil.example", "/%0d%0aLocation:%20//evil.example", "/\t/evil.example", "/@evil.example"],
)  # fmt: skip
def test_the_token_leads_nowhere_else(desk: Desk, target: str) -> None:
    asking = client(desk, rules_for("192.0.2.7", TOKEN), "http://192.0.2.7:8321")
    scope_path = target.encode().decode("latin-1")
    answer = asking.get("/", params={"token": TOKEN}, extensions={"target": f"{scope_path}?token={TOKEN}".encode()})
    place = urlsplit(answer.headers["location"].replace("\\", "/"))
    assert (place.scheme, place.netloc) == ("", "")
    assert TOKEN not in answer.headers["location"]


# ---------------------------------------------------------------- pages of strangers


STRANGERS = [
    {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": ""}, {"origin": "http://localhost:9999"},
    {"origin": "https://localhost:8321"}, {"origin": "http://localhost:8321.evil.example"},
    {"origin": "http://127.0.0.1:8321"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    {"origin": "http://localhost:8321", "sec-fetch-site": "cross-site"},
]  # fmt: skip


@pytest.mark.parametrize("headers", STRANGERS, ids=str)
def test_a_page_of_a_stranger_changes_nothing(desk: Desk, case: Case, story: str, headers: dict[str, str]) -> None:
    asking = client(desk)
    data = form_of(asking, story)
    assert asking.post(f"/story/{story}/judge", data=data, headers=headers).status_code == 403
    assert asking.post("/judgements/1/undo", data=data, headers=headers).status_code == 403
    sent = {"verdict": "correct", "names": [story], "user": "E", "reason": "r", "seen": "", "date": "2019"}
    refused = asking.post(f"/api/stories/{story}/judgements", json=sent, headers=headers)
    assert refused.status_code == 403
    assert list(refused.json()) == ["error"]
    assert case.judgements() == ()


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", ""]
)
def test_the_api_takes_nothing_that_a_form_can_send(desk: Desk, case: Case, story: str, kind: str) -> None:
    body = b'{"verdict":"correct","names":["' + story.encode() + b'"],"user":"E","reason":"r","seen":"","date":"2019"}'
    answer = client(desk).post(f"/api/stories/{story}/judgements", content=body, headers={"content-type": kind})
    assert answer.status_code == 415
    assert case.judgements() == ()


def test_a_form_without_the_token_of_its_session_changes_nothing(desk: Desk, case: Case, story: str) -> None:
    asking, other = client(desk), client(desk)
    data = form_of(asking, story)
    for token in ("", "x", form_of(other, story)["token"], data["token"].upper()):
        assert asking.post(f"/story/{story}/judge", data=data | {"token": token}).status_code == 403
    del data["token"]
    assert asking.post(f"/story/{story}/judge", data=data).status_code == 403
    assert case.judgements() == ()


@pytest.mark.parametrize(
    ("dest", "mode", "status"),
    [("document", "navigate", 200), ("image", "no-cors", 403), ("script", "no-cors", 403), ("iframe", "navigate", 403),
     ("empty", "cors", 403), ("style", "no-cors", 403), ("object", "navigate", 403)],
)  # fmt: skip
def test_pages_of_strangers_may_only_link_here(desk: Desk, dest: str, mode: str, status: int) -> None:
    for site in ("cross-site", "same-site"):
        headers = {"sec-fetch-site": site, "sec-fetch-dest": dest, "sec-fetch-mode": mode}
        answer = client(desk).get("/help", headers=headers)
        assert answer.status_code == status
        check_headers(answer)


def test_nothing_is_shared_with_other_origins(desk: Desk, story: str) -> None:
    asking = client(desk)
    asks = {
        "origin": "http://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    refused = asking.options(f"/api/stories/{story}/judgements", headers=asks)
    assert refused.status_code == 405
    check_headers(refused)
    check_headers(asking.get(f"/api/stories/{story}", headers={"origin": "http://evil.example"}))


def test_cookies_of_other_servers_on_this_machine_do_no_harm(desk: Desk, story: str) -> None:
    asking = client(desk)
    data = form_of(asking, story)
    session = asking.cookies["dateline-desk"]
    asking.cookies.clear()
    for odd in ('{"a": "b, c"}', "a b", "\x01", 'un"closed', "[1]", "=", "\u00e9"):
        sent = f"odd={odd}; o(d)d=1; dateline-desk={session}; {odd}"
        answer = asking.post(
            f"/story/{story}/judge", data=data | {"reason": ""}, headers=[(b"cookie", sent.encode("latin-1"))]
        )
        assert answer.status_code == 422
        assert "set-cookie" not in answer.headers


# ---------------------------------------------------------------- addresses, methods, bodies


ADDRESSES = [
    "/static/%00", "/static/..%2f..%2fguard.py", "/static/%2e%2e/app.py", "/static/..%5capp.py", "/static//etc/passwd",
    "/static/%2fetc%2fpasswd", "/static/", "/static", "/static/" + "a" * 5000, "/static/desk.css/x", "/static/__init__.py",
    "/judgements/" + "9" * 5000, "/judgements/-1", "/judgements/1e3", "/judgements/%00", "/story/%00", "/story/" + "a" * 5000,
    "/story/%ed%a0%80", "/story/..%2f", "/story/x/source/%00", "/api/stories/%00", "/api/stories/x/reports/%2e%2e%2f",
    "/story/{story}/source/../../etc/passwd", "/story/{story}/source/%2e%2e%2f", "/story/{story}/source/town-1/",
    "/story/{story}/export.exe", "/story/{story}/export.", "/story/{story}/export.html%00", "/story/{story}/export..json",
    "//evil.example/", "/%0d%0aSet-Cookie:%20a=b", "/\u00e9", "/story/{story}?source=%00&at=9-1",
    "/story/{story}/source/town-1?at=5-" + "9" * 5000, "/story/{story}/source/town-1?at=-1-2", "/story/{story}/source/town-1?at=%00",
    "/story/{story}/judge?item=%ed%a0%80", "/story/{story}/judge?item=%00&verdict=%3Cb%3E", "/judgements?before=" + "9" * 5000,
    "/judgements?before=0", "/judgements?before=%d9%a1", "/api/judgements?limit=" + "9" * 5000,
    "/?q=" + "%22" * 300, "/?page=" + "9" * 5000, "/?from=%00&to=0000&place=%ff&least=nan&sort=x&measure=%27",
]  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES, ids=lambda path: path[:40])
def test_no_address_breaks_the_desk(served: Served, story: str, path: str) -> None:
    target = quote(path.format(story=story), safe="/%?&=.:")
    answer = raw(served, f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert status(answer) in (200, 307, 400, 404, 422)
    assert b"root:" not in answer
    assert b"import " not in answer
    assert f"content-security-policy: {POLICY}".encode() in answer
    location = re.search(rb"(?im)^location: (\S+)", answer)
    assert location is None or urlsplit(location[1].decode()).hostname in (None, "localhost")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "OPTIONS", "get", "X"])
def test_other_methods_are_refused(served: Served, story: str, method: str) -> None:
    for path in ("/help", f"/story/{story}/judge", "/api/judgements", "/static/desk.js", "*"):
        answer = raw(
            served,
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode(),
        )
        assert status(answer) == 405
        assert b"allow: GET, HEAD, POST" in answer


def test_another_method_cannot_be_given_along(desk: Desk, case: Case, story: str) -> None:
    asking = client(desk)
    data = form_of(asking, story)
    assert (
        asking.get(
            f"/story/{story}/judge", params=data | {"_method": "POST"}, headers={"x-http-method-override": "POST"}
        ).status_code
        == 200
    )
    assert asking.get("/judgements/1/undo", params=data).status_code == 405
    assert asking.head(f"/story/{story}/judge", params=data).status_code == 200
    assert case.judgements() == ()


def test_a_body_has_a_length_and_an_end(served: Served, story: str) -> None:
    head = f"POST /story/{story}/judge HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
    form = head.encode()
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    assert status(raw(served, form + b"\r\n")) == 411
    assert status(raw(served, form + b"Transfer-Encoding: chunked\r\n\r\n" + chunk)) == 411
    assert status(raw(served, form + b"Content-Length: %d\r\n\r\n" % (LONGEST_BODY + 1))) == 413
    assert status(raw(served, form + b"Content-Length: -1\r\n\r\n")) == 400
    assert status(raw(served, form + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\na")) == 400
    both = form + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 5 + b"0\r\n\r\n"
    assert status(raw(served, both)) in (400, 413)
    assert status(raw(served, form + b"Content-Length: 3\r\n\r\na=b")) == 403
    assert status(raw(served, b"GET /help HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000)) in (400, 0)
    assert status(raw(served, b"nonsense\r\n\r\n")) == 400


def test_who_sends_slowly_holds_up_nobody(served: Served) -> None:
    slow = [connect(served) for _ in range(60)]
    try:
        for one in slow:
            one.sendall(b"POST /judgements/1/undo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na")
        assert status(raw(served, b"GET /help HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) == 200
    finally:
        for one in slow:
            one.close()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disp"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="token"; filename=x\r\n\r\nx\r\n--b--\r\n'),
        ("multipart/form-data; boundary=b; charset=unicode_escape", b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n\\ud800\r\n--b--\r\n'),
        ("multipart/form-data; boundary=b; charset=no-such", b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n\xff\r\n--b--\r\n'),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(3000))),
        ("application/x-www-form-urlencoded", b"token=%ed%a0%80&item=%00"),
        ("application/json", b"{}"),
    ],
)  # fmt: skip
def test_broken_forms_are_refused(desk: Desk, story: str, kind: str, body: bytes) -> None:
    answer = client(desk).post(f"/story/{story}/judge", content=body, headers={"content-type": kind})
    assert answer.status_code in (400, 403)
    check_headers(answer)


@pytest.mark.parametrize(
    "user", ["a\r\nSet-Cookie: b=c", "a\nb", "\u2028", "a; Path=/x", '"', "\u202e", "\x00", "é" * 100, "\\"]
)
def test_a_name_cannot_leave_its_header(desk: Desk, case: Case, story: str, user: str) -> None:
    asking = client(desk)
    kept = asking.post(f"/story/{story}/judge", data=form_of(asking, story) | {"user": user})
    assert kept.status_code in (303, 422)
    assert [h.split("=")[0] for h in kept.headers.get_list("set-cookie")] in ([], ["dateline-user"])
    for page in ("/judgements", f"/story/{story}", f"/story/{story}/judge?item={story}"):
        assert asking.get(page).status_code == 200
    for entry in case.judgements()[-1:]:
        data = form_of(asking, story) | {"back": "//evil.example", "reason": "taken back"}
        back = asking.post(f"/judgements/{entry.judgement.number}/undo", data=data)
        assert back.headers.get("location", "/").startswith(("/story/", "/judgements"))


def test_a_defect_is_told_without_its_inside(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("/home/somebody/secret")

    monkeypatch.setattr(desk, "log", broken)
    for path in ("/judgements", "/api/judgements"):
        answer = client(desk).get(path)
        assert answer.status_code == 500
        assert "RuntimeError" in answer.text
        assert "secret" not in answer.text
        check_headers(answer)


# ---------------------------------------------------------------- bytes on the wire


def connect(served: Served) -> socket.socket:
    place = urlsplit(served.url)
    assert place.hostname is not None
    assert place.port is not None
    return socket.create_connection((place.hostname, place.port), timeout=30)


def raw(served: Served, sent: bytes) -> bytes:
    """Send bytes, and return all that is answered."""
    got = b""
    with closing(connect(served)) as connection:
        try:
            connection.sendall(sent)
            while part := connection.recv(65536):
                got += part
        except ConnectionError:  # it may hang up on what it does not take
            pass
    return got


def status(answer: bytes) -> int:
    """Return the status of an answer, 0 where there is none."""
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(found[1]) if found else 0
