"""Which addresses a watch asks, and that parsing what it got asks none."""

from __future__ import annotations

import gzip
import ipaddress
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO

import brotli
import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import Refused
from dateline.intake import selecting
from dateline.intake.feed import read_feed
from dateline.intake.given import Given
from dateline.intake.markup import parse_page
from dateline.watching import opml, robots, schedule, unpacking
from dateline.watching.addresses import checked, is_own, is_public, parse, shown
from tests.serving import serving

REFUSED = {
    "file:///etc/passwd": "only http and https",
    "ftp://news.example/feed": "only http and https",
    "gopher://news.example/": "only http and https",
    "data:text/xml,<rss/>": "only http and https",
    "javascript:alert(1)": "only http and https",
    "//news.example/feed": "only http and https",
    "http://user:secret@news.example/feed": "name or password",
    "http://user@news.example/feed": "name or password",
    "http://news.example:25/": "port 25",
    "http://news.example:0/": "port 0",
    "http://news.example:99999/": "not an address",
    "http://news.example:x/": "not an address",
    "http:///feed": "not the name of a host",
    "http://a..b/": "not the name of a host",
    "http://-a.example/": "not the name of a host",
    "http://news.example\\@127.0.0.1/": "backslashes",
    "http://news.exa\tmple/": "control characters",
    "http://news.example/a\r\nX: y": "control characters",
    "http://2130706433/": "odd spelling",
    "http://017700000001/": "odd spelling",
    "http://0x7f000001/": "odd spelling",
    "http://0177.0.0.1/": "odd spelling",
    "http://0x7f.0.0.1/": "odd spelling",
    "http://127.1/": "odd spelling",
    "http://127.0.0.1.1/": "odd spelling",
    "http://[fe80::1%25eth0]/": "not an address",
    "http://[::1/": "not an address",
    "http://news.example/" + "a" * 3000: "more than 2000 characters",
}
NOT_PUBLIC = (
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378::", "2001:db8::1", "fe80::1", "fec0::1",
    "fc00::1", "fd12:3456::1", "ff02::1", "3fff::1", "5f00::1",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8")


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_public_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(Refused, match=REFUSED[url]):
        parse(url)


def test_an_address_has_one_spelling() -> None:
    assert parse("HTTP://News.Example.:80/a?b=c#d").text == "http://news.example/a?b=c"
    assert parse("https://bücher.example/é").text == "https://xn--bcher-kva.example/%C3%A9"
    assert parse("http://①②⑦.⓪.⓪.①/").host == "127.0.0.1"
    assert parse("http://[0:0::1]:8080/").origin == "http://[::1]:8080"


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    with pytest.raises(Refused, match="not an address of the public Internet"):
        checked("news.example", [address])
    with pytest.raises(Refused):
        checked("news.example", ["8.8.8.8", address])


def test_public_addresses_are_asked() -> None:
    assert checked("news.example", PUBLIC) == [str(ipaddress.ip_address(one)) for one in PUBLIC]
    with pytest.raises(Refused, match="no address"):
        checked("news.example", [])


def test_allowing_private_opens_the_house_and_not_what_lies_beside_it() -> None:
    own = ["127.0.0.1", "10.1.2.3", "192.168.0.9", "::1", "fd00::5", "::ffff:127.0.0.1"]
    assert len(checked("intranet", own, allow_private=True)) == len(own)
    for address in ("169.254.169.254", "fe80::1", "0.0.0.0", "224.0.0.1", "::ffff:169.254.169.254"):  # noqa: S104
        with pytest.raises(Refused):
            checked("intranet", [address], allow_private=True)


@given(st.ip_addresses(v=4))
def test_an_address_carried_in_another_is_judged_as_itself(address: ipaddress.IPv4Address) -> None:
    for carrier in ("::ffff:", "64:ff9b::"):
        carried = ipaddress.ip_address(f"{carrier}{address}")
        assert is_public(carried) == is_public(address)
        assert is_own(carried) == is_own(address)
    assert not (is_public(address) and is_own(address))


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"https://news.example/{text}"):
        try:
            address = parse(url)
        except Refused:
            continue
        assert parse(address.text) == address
        assert address.text.isascii()
        assert "@" not in address.origin


def test_passwords_are_not_shown() -> None:
    assert "secret" not in shown("https://me:secret@news.example/feed")


@contextmanager
def listening() -> Iterator[list[str]]:
    """Note every look-up and connection of this process."""
    heard: list[str] = []
    on = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if on[0] and event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
            heard.append(f"{event} {arguments[1:]}")

    sys.addaudithook(hook)
    try:
        yield heard
    finally:
        on[0] = False


def test_parsing_asks_nobody() -> None:
    with serving() as site, listening() as heard:
        there = site.url
        doctype = (
            f'<!DOCTYPE r SYSTEM "{there}/x.dtd" [<!ENTITY e SYSTEM "{there}/e"><!ENTITY % p SYSTEM "{there}/p">%p;]>'
        )
        style = f'<?xml-stylesheet href="{there}/s.xsl" type="text/xsl"?>'
        include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{there}/i"/>'
        body = f'<img src="{there}/i.png"><iframe src="{there}/f"></iframe><script src="{there}/j"></script>' + (
            "<p>Two people died in a fire in the old town on Monday, the police said.</p>" * 5
        )
        html = (
            f'<html><head><base href="{there}/"><link rel="stylesheet" href="{there}/c.css">'
            f'<meta http-equiv="refresh" content="0;url={there}/r"></head><body>{body}</body></html>'
        )
        feed = (
            f'<?xml version="1.0"?>{doctype}{style}<rss xmlns:content="c" xml:base="{there}/b"><channel><title>&e;</title>{include}'
            f'<item><title>Fire</title><enclosure url="{there}/v"/><description><![CDATA[{body}]]></description></item>'
            f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{there}/h"/></channel></rss>'
        )
        selecting.paragraphs(html.encode())
        selecting.quick(html.encode())
        assert selecting.feed(feed.encode())["entries"]
        assert list(read_feed(Given(f"{there}/feed", BytesIO(feed.encode()))))
        parse_page(html)
        with pytest.raises(Refused, match="entities"):
            opml.feeds(f'<?xml version="1.0"?>{doctype}<opml><outline xmlUrl="&e;"/></opml>'.encode(), 10)
        plain = f'<?xml version="1.0"?><!DOCTYPE opml SYSTEM "{there}/x.dtd">{style}<opml><body><outline xmlUrl="{there}/f"/></body></opml>'
        assert opml.feeds(plain.encode(), 10) == (f"{there}/f",)
        robots.allows(f"Sitemap: {there}/s.xml\nUser-agent: *\nDisallow: /x\n", f"{there}/x")
        assert heard == []
        assert site.asked == []


def test_the_listener_hears() -> None:
    with serving() as site, listening() as heard:
        httpcore.request("GET", site.url)
        assert any("socket.connect" in one for one in heard)


def test_lists_of_feeds_are_read_however_deep() -> None:
    deep = "<outline text='a'>" * 400 + "<outline xmlUrl='https://b.example/2'/>" + "</outline>" * 400
    text = (
        "<?xml version='1.0' encoding='iso-8859-1'?><opml><body><outline text='Zürich'><outline type='rss' "
        f"xmlUrl=' https://a.example/1?x=1&amp;y=2 '/></outline>{deep}<OUTLINE XMLURL='https://a.example/1?x=1&amp;y=2'/>"
        "<outline htmlUrl='https://c.example/'/></body></opml>"
    )
    assert opml.feeds(text.encode("iso-8859-1"), 10) == ("https://a.example/1?x=1&y=2", "https://b.example/2")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"<opml><body>", "broken list"),
        (b"<?xml version='1.0' encoding='nonsense'?><opml/>", "broken list"),
        (b"<!DOCTYPE o [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><opml><outline text='&b;'/></opml>", "entities"),
        (b"<opml>" + b"".join(b"<outline xmlUrl='https://a.example/%d'/>" % n for n in range(20)) + b"</opml>", "more than 10"),
    ],
)  # fmt: skip
def test_hostile_lists_are_refused(text: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        opml.feeds(text, 10)


def test_robots_rules_with_wildcards() -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: dateline\nDisallow: /*.pdf$\nAllow: /\nCrawl-delay: 7\n"
    assert robots.allows(rules, "https://a.example/feed")
    assert not robots.allows(rules, "https://a.example/x/report.pdf")
    assert robots.delay(rules) == 7
    assert not robots.allows("User-agent: *\nDisallow: /\n", "https://a.example/feed")


def test_hostile_robots_rules_cost_little() -> None:
    rules = "User-agent: *\nDisallow: /" + "*a" * 2000 + "$\n"
    assert robots.allows(rules, "https://a.example/" + "a" * 1500 + "b")


@given(st.binary(max_size=300), st.sampled_from(["<opml>", "<opml><outline xmlUrl='http://a.example/'>", ""]))
def test_any_bytes_are_a_list_or_refused(data: bytes, head: str) -> None:
    with suppress(Refused):
        assert all(opml.feeds(head.encode() + data, 10))


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "identity", "x-gzip", "compress", ""]))
def test_any_bytes_unpack_within_the_cap_or_are_refused(data: bytes, name: str) -> None:
    for packed in (data, gzip.compress(data * 50)[:-1], brotli.compress(data * 50) + data):
        with suppress(Refused):
            assert len(unpacking.body([packed[:7], b"", packed[7:]], name, 200)) <= 200


@given(
    st.dictionaries(st.sampled_from(["retry-after", "cache-control", "age"]), st.text(max_size=40)),
    st.binary(max_size=200),
    st.integers(0, 4_000_000_000),
)
def test_whatever_servers_say_waits_stay_within_bounds(headers: dict[str, str], data: bytes, stamp: int) -> None:
    assert 0 <= schedule.retry_after(headers, stamp) <= schedule.LONGEST_WAIT
    hint = schedule.hint(headers, b"<ttl>" + data + b"</ttl>")
    assert stamp + 1800 <= schedule.after_answer(stamp, 1800, hint) <= stamp + schedule.LONGEST_HINT
    assert schedule.after_failure(stamp, 1800, 10**9) == stamp + schedule.DAY
