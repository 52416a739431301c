"""Hostile servers: whatever they send, a request ends in time, in size, and with one line that says why."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import brotli
import httpcore
import pytest

from dateline.errors import Refused
from dateline.watching import unpacking
from dateline.watching.clock import SYSTEM
from dateline.watching.fetch import Answer, Fetcher, Wanted
from dateline.watching.limits import Limits
from dateline.watching.network import Halted
from tests.serving import Page, Site, serving

LIMITS = Limits(seconds=1.0, connect=1.0, redirects=3)
SMALL = 100_000


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def ask(url: str, largest: int = SMALL, stop: threading.Event | None = None, **options: Any) -> Answer:
    """Ask one address without looking at robots.txt."""
    settings = {"allow_private": True, **options}
    fetcher = Fetcher(LIMITS, SYSTEM, stop or threading.Event(), **settings)
    try:
        return fetcher.ask(Wanted(url, "*/*", largest, ("image/",), private=True), lambda *_: None)
    finally:
        fetcher.close()


def dripping(first: bytes, every: bytes, pause: float = 0.05) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return an answer that never ends."""

    def raw(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(first)
        while True:
            handler.wfile.write(every)
            time.sleep(pause)

    return raw


def once(data: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return an answer that is just these bytes."""

    def raw(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(data)

    return raw


OK = b"HTTP/1.1 200 OK\r\n"


def test_an_answer_is_unpacked_and_says_who_asked(site: Site) -> None:
    text = b"<rss>" + b"news " * 1000 + b"</rss>"
    for name, packed in (
        ("gzip", gzip.compress(text)),
        ("br", brotli.compress(text)),
        ("deflate", zlib.compress(text)),
    ):
        site.pages["/"] = Page(
            packed, headers=(("Content-Encoding", name), ("Content-Type", "text/xml; charset=utf-8"))
        )
        answer = ask(site.url + "/", contact="desk@news.example")
        assert (answer.status, answer.body, answer.media, answer.charset) == (200, text, "text/xml", "utf-8")
    sent = site.last("/")
    assert sent["user-agent"].startswith("dateline/")
    assert "desk@news.example" in sent["user-agent"]
    assert sent["accept-encoding"] == ", ".join(unpacking.encodings())
    assert not {"cookie", "authorization", "referer"} & set(sent)


@pytest.mark.parametrize(
    "pack", [gzip.compress, brotli.compress, zlib.compress, lambda data: gzip.compress(gzip.compress(data))]
)
def test_bombs_are_not_unpacked(site: Site, pack: Callable[[bytes], bytes]) -> None:
    names = {gzip.compress: "gzip", brotli.compress: "br", zlib.compress: "deflate"}
    site.pages["/"] = Page(pack(b"\0" * 30_000_000), headers=(("Content-Encoding", names.get(pack, "gzip, gzip")),))
    with pytest.raises(Refused, match=r"unpacks to more than 97 kB|not asked for"):
        ask(site.url + "/")


HOSTILE: dict[str, tuple[Page, str]] = {
    "a body without end": (Page(raw=dripping(OK + b"\r\n", b"a" * 20_000, 0.0)), "larger than 97 kB"),
    "a body in drops": (Page(raw=dripping(OK + b"\r\n", b"a")), "no whole answer within 1 s"),
    "chunks in drops": (
        Page(raw=dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n")),
        "no whole answer",
    ),
    "headers in drops": (Page(raw=dripping(OK, b"X: y\r\n")), "no whole answer within 1 s"),
    "a status in drops": (Page(raw=dripping(b"HTTP/1.1 20", b"0")), "no whole answer|no answer"),
    "interim answers without end": (Page(raw=dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n")), "no whole answer"),
    "headers without end": (Page(raw=dripping(OK, b"X-A: " + b"a" * 9000 + b"\r\n", 0.0)), "no answer"),
    "a header of a megabyte": (Page(raw=once(OK + b"X: " + b"a" * 1_000_000 + b"\r\n\r\nbody")), "no answer"),
    "silence": (Page(raw=lambda _: time.sleep(3)), "no whole answer within 1 s"),
    "a line hung up": (Page(raw=lambda *_: None), "no answer"),
    "no HTTP": (Page(raw=once(b"SSH-2.0-OpenSSH_9.2\r\n")), "no answer"),
    "a length that is a lie": (Page(raw=once(OK + b"Content-Length: 500\r\n\r\nshort")), "no answer"),
    "two lengths": (Page(raw=once(OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nshort")), "no answer"),
    "a huge length": (Page(raw=once(OK + b"Content-Length: 99999999999999999999\r\n\r\n")), "larger than|no answer"),
    "chunks cut off": (Page(raw=once(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab")), "no answer"),
    "gzip cut off": (Page(gzip.compress(b"a" * 9000)[:-9], headers=(("Content-Encoding", "gzip"),)), "cut short"),
    "no gzip": (Page(b"<rss/>", headers=(("Content-Encoding", "gzip"),)), "does not unpack"),
    "no brotli": (Page(b"<rss/>" * 9, headers=(("Content-Encoding", "br"),)), "does not unpack|cut short"),
    "an unknown packing": (Page(b"x", headers=(("Content-Encoding", "zstd"),)), "not asked for"),
    "a picture": (Page(b"x", headers=(("Content-Type", "image/png"),)), "sent as image/png"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_is_refused_in_time(site: Site, name: str) -> None:
    site.pages["/"], reason = HOSTILE[name]
    begin = time.monotonic()
    with pytest.raises(Refused, match=reason):
        ask(site.url + "/")
    assert time.monotonic() - begin < 3


def test_a_request_under_way_stops_when_told(site: Site) -> None:
    site.pages["/"] = Page(raw=lambda _: time.sleep(3))
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    begin = time.monotonic()
    with pytest.raises(Halted):
        ask(site.url + "/", stop=stop)
    assert time.monotonic() - begin < 0.95


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Refused, match=r"no answer \(.*refused"):
        ask(f"http://127.0.0.1:{port}/")
    with pytest.raises(Refused, match="its name is not known"):
        ask("http://news.example/", resolve=lambda *_: _unknown())


def _unknown() -> list[str]:
    raise socket.gaierror(-2, "Name or service not known")


def test_plain_text_where_tls_is_spoken(site: Site) -> None:
    with pytest.raises(Refused, match="no answer"):
        ask(f"https://127.0.0.1:{site.port}/")


# ---------------------------------------------------------------- redirects


def moved(place: str, status: int = 302) -> Page:
    return Page(status=status, headers=(("Location", place),))


def test_redirects_are_followed_and_remembered(site: Site) -> None:
    site.pages.update({"/a": moved("/b", 301), "/b": moved(f"{site.url}/c", 308), "/c": Page(b"here")})
    answer = ask(site.url + "/a")
    assert (answer.body, answer.url, answer.moved) == (b"here", site.url + "/c", site.url + "/c")
    site.pages["/b"] = moved("/c", 302)
    assert ask(site.url + "/a").moved == site.url + "/b"


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("/a", "in a circle"),
        ("file:///etc/passwd", "only http and https"),
        ("ftp://news.example/", "only http and https"),
        ("http://me:secret@127.0.0.1/", "name or password"),
        ("http://169.254.169.254/latest/meta-data/", "not an address of the public Internet"),
        ("http://0x7f.1/", "odd spelling"),
        ("http://[::ffff:169.254.169.254]/", "not an address of the public Internet"),
        ("http://[", "no address|not an address"),
    ],
)
def test_redirects_that_are_not_followed(site: Site, place: str, reason: str) -> None:
    site.pages["/a"] = moved(place)
    with pytest.raises(Refused, match=reason) as refused:
        ask(site.url + "/a")
    assert "secret" not in str(refused.value)


def test_a_chain_of_redirects_ends(site: Site) -> None:
    site.pages.update({f"/{n}": moved(f"/{n + 1}") for n in range(50)})
    with pytest.raises(Refused, match="more than 3 redirects"):
        ask(site.url + "/0")
    assert len(site.asked) == 4


# ---------------------------------------------------------------- which network is asked


class Far(httpcore.NetworkStream):
    """A connection to the server of the test that says that it leads elsewhere."""

    def __init__(self, stream: httpcore.NetworkStream, host: str) -> None:
        self._stream = stream
        self._host = host

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return (self._host, 80) if info == "server_addr" else self._stream.get_extra_info(info)


class Outside(httpcore.NetworkBackend):
    """Stands for the network: whatever is asked leads to the server of the test; every connection is noted."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connected: list[str] = []

    def connect_tcp(self, host: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        self.connected.append(host)
        return Far(httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, 1.0), host)


Public = Callable[..., tuple[Fetcher, Outside, list[str]]]


@pytest.fixture
def public(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Public]:
    """Make a fetcher as it comes, for which names resolve to these addresses, one after the other."""
    made: list[Fetcher] = []

    def make(*answers: list[str], allow_private: bool = False) -> tuple[Fetcher, Outside, list[str]]:
        outside, looked = Outside(site.port), list[str]()

        def resolve(host: str, _port: int) -> list[str]:
            looked.append(host)
            return answers[min(len(looked), len(answers)) - 1]

        plain = httpcore.SyncBackend
        monkeypatch.setattr(httpcore, "SyncBackend", lambda: outside)
        made.append(Fetcher(LIMITS, SYSTEM, threading.Event(), resolve=resolve, allow_private=allow_private))
        monkeypatch.setattr(httpcore, "SyncBackend", plain)
        return made[-1], outside, looked

    yield make
    for fetcher in made:
        fetcher.close()


CLOSING = (("Connection", "close"), ("Content-Type", "text/xml"))


def test_loopback_is_not_asked_unless_allowed(site: Site) -> None:
    site.pages["/"] = Page(b"x")
    for url in (
        site.url,
        f"http://localhost:{site.port}",
        f"http://[::ffff:127.0.0.1]:{site.port}",
        f"http://[::1]:{site.port}",
    ):
        with pytest.raises(Refused, match="not an address of the public Internet; --allow-private"):
            ask(url + "/", allow_private=False)
    assert site.asked == []


def test_a_name_is_resolved_once_and_the_connection_goes_there(site: Site, public: Public) -> None:
    site.pages["/"] = Page(b"x")
    fetcher, outside, looked = public(["93.184.216.34", "2606:4700::1111"], ["127.0.0.1"])
    wanted = Wanted("http://news.example/", "*/*", SMALL)
    assert fetcher.ask(wanted, lambda *_: None).body == b"x"
    assert (looked, outside.connected) == (["news.example"], ["93.184.216.34"])
    assert site.last("/")["host"] == "news.example"


def test_a_name_that_turns_private_is_refused(site: Site, public: Public) -> None:
    site.pages["/"] = Page(b"x", headers=CLOSING)
    fetcher, outside, looked = public(["93.184.216.34"], ["127.0.0.1"])
    wanted = Wanted("http://news.example/", "*/*", SMALL)
    fetcher.ask(wanted, lambda *_: None)
    with pytest.raises(Refused, match=r"news\.example is 127\.0\.0\.1"):
        fetcher.ask(wanted, lambda *_: None)
    assert (len(looked), outside.connected) == (2, ["93.184.216.34"])


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "fd00::1"])
def test_a_redirect_into_the_house_is_refused(site: Site, public: Public, address: str) -> None:
    site.pages["/"] = moved("http://inside.example/")
    fetcher, outside, _ = public(["93.184.216.34"], [address])
    with pytest.raises(Refused, match=r"inside\.example is .* not an address of the public"):
        fetcher.ask(Wanted("http://news.example/", "*/*", SMALL), lambda *_: None)
    assert outside.connected == ["93.184.216.34"]


def test_one_private_address_among_public_ones_is_enough(public: Public) -> None:
    fetcher, outside, _ = public(["93.184.216.34", "192.168.0.1"])
    with pytest.raises(Refused, match=r"192\.168\.0\.1"):
        fetcher.ask(Wanted("http://news.example/", "*/*", SMALL), lambda *_: None)
    assert outside.connected == []


def test_what_is_public_never_leads_into_the_house_whatever_is_allowed(site: Site, public: Public) -> None:
    site.pages["/"] = moved("http://inside.example/story")
    fetcher, outside, _ = public(["93.184.216.34"], ["192.168.0.9"], allow_private=True)
    with pytest.raises(Refused, match=r"inside\.example is 192\.168\.0\.9"):
        fetcher.ask(Wanted("http://news.example/", "*/*", SMALL, private=True), lambda *_: None)
    with pytest.raises(Refused, match=r"inside\.example is 192\.168\.0\.9"):
        fetcher.ask(Wanted("http://inside.example/", "*/*", SMALL), lambda *_: None)
    assert outside.connected == ["93.184.216.34"]


def test_what_is_in_the_house_leads_on_where_that_is_allowed(site: Site, public: Public) -> None:
    site.pages.update({"/": moved("http://inside.example/story"), "/story": Page(b"x")})
    fetcher, outside, _ = public(["10.0.0.7"], ["192.168.0.9"], allow_private=True)
    answer = fetcher.ask(Wanted("http://news.example/", "*/*", SMALL, private=True), lambda *_: None)
    assert (answer.body, answer.private, outside.connected) == (b"x", True, ["10.0.0.7", "192.168.0.9"])
    with pytest.raises(
        Refused, match=r"inside\.example is 192"
    ):  # not through a connection that was allowed to another
        fetcher.ask(Wanted("http://inside.example/story", "*/*", SMALL), lambda *_: None)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_certificate_must_be_of_the_name_that_was_asked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = (
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=news.example "
        f"-addext subjectAltName=DNS:news.example -keyout {key} -out {certificate}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context) as safe:
        safe.pages["/"] = Page(b"x")
        url = f"https://news.example:{safe.port}/"
        options: dict[str, Any] = {"resolve": lambda *_: ["127.0.0.1"]}
        with pytest.raises(Refused, match="CERTIFICATE_VERIFY_FAILED"):
            ask(url, **options)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert ask(url, **options).body == b"x"
        with pytest.raises(Refused, match=r"other\.example"):
            ask(f"https://other.example:{safe.port}/", **options)
    assert site.asked == []


def test_proxies_of_the_environment_are_not_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, site.url)
    with pytest.raises(Refused, match="not an address of the public Internet"):
        ask("http://10.0.0.1/", allow_private=False)
    with pytest.raises(Refused, match="its name is not known"):
        ask("http://news.example/", resolve=lambda *_: _unknown())
    assert site.asked == []


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_unpacking_does_not_mind_how_bytes_arrive(name: str) -> None:
    text = bytes(range(256)) * 2000 + b"a" * 500_000
    packed = {"gzip": gzip.compress(text), "deflate": zlib.compress(text), "br": brotli.compress(text)}[name]
    for step in (1, 7, len(packed)):
        parts = [packed[n : n + step] for n in range(0, len(packed), step)]
        assert unpacking.body(parts, name, len(text)) == text
        with pytest.raises(Refused, match="cut short"):
            unpacking.body(parts[:-1] or [packed[:-1]], name, len(text))
    with pytest.raises(Refused, match="more than"):
        unpacking.body([packed], name, len(text) - 1)


def test_unpacking_takes_every_member_of_a_gzip_stream_and_no_padding() -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 20
    assert unpacking.body([packed[n : n + 1] for n in range(len(packed))], "gzip", 100) == b"one two"
    raw = zlib.compressobj(wbits=-15)
    assert unpacking.body([raw.compress(b"three") + raw.flush()], "deflate", 100) == b"three"
    assert unpacking.body([], "gzip", 100) == b""
