"""Pages, feeds, mail, archives, tables: what an analyst has becomes reports, and what cannot is told."""

from __future__ import annotations

import bz2
import csv
import gzip
import html
import io
import json
import lzma
import re
import tarfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from dateline.cli import app
from dateline.intake import Batch, take_in
from dateline.intake.given import LINE
from dateline.intake.markup import UNSHOWN, joined, parse_page
from dateline.intake.offsets import from_utf8, from_utf16, in_source, to_utf8, to_utf16
from dateline.records import Report, Span
from dateline.store import open_case
from tests.samples import LEAD, MORE, pdf, record, tarred, zipped

LAST = "Rescue workers searched the ruins until the early hours of Wednesday, and two people were still missing."

PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Four killed in blast &amp; fire | Example News</title>
<meta property="og:title" content="Four killed in blast &amp; fire"><meta property="og:site_name" content="Example News">
<link rel="canonical" href="https://news.example/world/blast.html">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebPage"}}, {{"@type": "NewsArticle",
"datePublished": "2019-03-14T08:00:00Z", "author": [{{"@type": "Person", "name": "Jane Doe"}}]}}]}}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<main><article><h1>Four killed in  blast &amp; fire</h1><p class="byline">By <a href="/j">Jane Doe</a></p>
<p>{LEAD}</p><p>{MORE.replace("mayor", "may&shy;or").replace("company", "com<b>pany</b>")}</p><p>{LAST}</p>
</article></main><script>var hidden = "<p>Nine people were killed.</p>"</script>
<aside><h3>Most read</h3><ul><li><a href="/f">Football: the cup goes north again this year</a></li></ul></aside>
<footer><p>Copyright Example News. All rights reserved.</p></footer></body></html>"""


def taken(tmp_path: Path, data: bytes, name: str = "input") -> Batch:
    (tmp_path / name).write_bytes(data)
    return take_in([tmp_path / name])


def only(batch: Batch) -> Report:
    assert batch.rejections == ()
    (found,) = batch.reports
    return found


# ------------------------------------------------------------------ pages


def test_a_page_is_its_article_with_what_it_says_of_itself(tmp_path: Path) -> None:
    found = only(taken(tmp_path, PAGE.encode(), "saved page.txt"))
    assert found.text == f"Four killed in blast & fire\n\nBy Jane Doe\n\n{LEAD}\n\n{MORE}\n\n{LAST}"
    assert found.title is not None
    assert found.title.of(found.text) == "Four killed in blast & fire"
    assert found.byline is not None
    assert found.byline.of(found.text) == "By Jane Doe"
    assert (found.published, found.published_basis) == ("2019-03-14", "json-ld")
    assert (found.publisher, found.url) == ("Example News", "https://news.example/world/blast.html")
    assert found.language == "en"


def test_every_word_stands_where_the_page_shows_it(tmp_path: Path) -> None:
    found = only(taken(tmp_path, PAGE.encode()))
    at = 0
    for word in found.text.split():
        at = found.text.index(word, at)
        place = in_source(found.runs, Span(at, at + len(word)))
        assert place is not None
        shown = place.of(PAGE).replace("&shy;", "").replace("&amp;", "&").replace("<b>", "").replace("</b>", "")
        assert shown.removesuffix("</b") == word


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2020-05-06T23:30:00-05:00">', ("2020-05-06", "meta")),
        ('<meta name="dc.date" content="6 May 2020">', ("2020-05-06", "meta")),
        ('<meta property="og:url" content="https://n.example/2020/05/06/fire">', ("2020-05-06", "url")),
        (
            '<meta property="og:url" content="https://n.example/2012/05/06/fire"><meta name="date" content="2020-01-01">',
            ("2012-05-06", "url"),
        ),
        ('<meta name="date" content="last week">', (None, "unresolved")),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>',
            (None, "unresolved"),
        ),
    ],
)
def test_the_day_of_a_page_and_how_it_is_known(tmp_path: Path, head: str, published: tuple[str | None, str]) -> None:
    page = f"<html><head><title>Depot fire</title>{head}</head><body><p>{LEAD}</p><p>{MORE}</p></body></html>"
    found = only(taken(tmp_path, page.encode()))
    assert (found.published, found.published_basis) == published


def test_a_page_says_how_it_is_encoded(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="windows-1252"></head><body><p>“We’re safe,” she said. {LEAD}</p></body></html>'
    assert "“We’re safe,”" in only(taken(tmp_path, page.encode("cp1252"))).text


def test_only_web_addresses_are_kept(tmp_path: Path) -> None:
    page = f'<html><head><link rel="canonical" href="javascript:alert(1)"></head><body><p>{LEAD}</p></body></html>'
    assert only(taken(tmp_path, page.encode())).url is None


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000,
        "<a href='" * 20_000,
        "<!--" * 20_000,
        "&" * 100_000,
        "<script>" * 10_000,
        '<p title="' + "x" * 100_000,
        "<table><tr><td>" * 20_000,
    ],
)
def test_a_hostile_page_is_read_or_listed(tmp_path: Path, hostile: str) -> None:
    batch = taken(tmp_path, f"<html><body><p>{LEAD}</p><p>{MORE}</p>{hostile}</body></html>".encode())
    assert len(batch.reports) + len(batch.rejections) == 1
    assert all(LEAD in report.text for report in batch.reports)


# ------------------------------------------------------------------ feeds


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Example News</title><language>en</language>
<item><title>Blast &amp;amp; fire</title><description>Short.</description><guid>g1</guid>
<content:encoded><![CDATA[<p>{LEAD}</p><p>{MORE}</p>]]></content:encoded><link>https://news.example/1</link>
<pubDate>Thu, 14 Mar 2019 08:00:00 GMT</pubDate></item>
<item><title>Second</title><description>{LAST}</description><guid>g2</guid></item><item></item></channel></rss>"""


def test_each_item_of_a_feed_is_a_report(tmp_path: Path) -> None:
    batch = taken(tmp_path, RSS.encode())
    one, two = batch.reports
    assert one.text == f"Blast & fire\n\n{LEAD}\n\n{MORE}"
    assert (one.published, one.published_basis, one.publisher) == ("2019-03-14", "feed", "Example News")
    assert (one.url, one.fields) == ("https://news.example/1", (("guid", "g1"),))
    assert (two.text, two.published) == (f"Second\n\n{LAST}", None)
    assert [r.reason for r in batch.rejections] == ["an item without title and text"]


def test_a_broken_feed_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    batch = taken(tmp_path, RSS[: RSS.index("<item><title>Second")].encode())
    assert [LEAD in r.text for r in batch.reports] == [True]
    assert "broken feed" in batch.rejections[0].reason


def test_entities_of_a_feed_are_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("top secret")
    rss = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>' + RSS.partition("?>")[2].replace(
        "Second", "&x;"
    )
    batch = taken(tmp_path, ('<?xml version="1.0"?>' + rss).encode())
    assert not any("top secret" in r.text for r in batch.reports)


def test_a_json_feed(tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Example News",
        "items": [
            {"id": "1", "title": "Blast", "content_html": f"<p>{LEAD}</p>", "date_published": "2019-03-14T08:00:00Z"},
            {"id": "2", "content_text": MORE},
        ],
    }
    one, two = taken(tmp_path, json.dumps(feed, indent=1).encode()).reports
    assert (one.text, one.published, one.publisher) == (f"Blast\n\n{LEAD}", "2019-03-14", "Example News")
    assert two.text == MORE


# ------------------------------------------------------------------ mail


MAIL = f"""From: Example Wire <wire@news.example>\r
To: desk@news.example\r
Subject: =?utf-8?q?Blast_=26_fire?=\r
Date: Thu, 14 Mar 2019 23:30:00 -0500\r
Message-ID: <m1@news.example>\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
\r
{LEAD}\r
\r
{MORE}\r
"""


def test_a_message_is_a_report(tmp_path: Path) -> None:
    found = only(taken(tmp_path, MAIL.encode()))
    assert found.text == f"Blast & fire\n\n{LEAD}\n\n{MORE}\n"
    assert (found.published, found.published_basis, found.publisher) == ("2019-03-14", "mail", "Example Wire")


def test_a_mailbox_holds_messages(tmp_path: Path) -> None:
    second = MAIL.replace(LEAD, f">From the start, {LAST}").replace("m1@", "m2@")
    box = f"From wire Thu Mar 14 23:30:00 2019\n{MAIL}\n\nFrom wire Thu Mar 14 23:31:00 2019\n{second}"
    texts = [report.text for report in taken(tmp_path, box.replace("\r\n", "\n").encode()).reports]
    assert sorted(text.split("\n\n")[1] for text in texts) == sorted([LEAD, f"From the start, {LAST}"])


def test_a_letter_in_html_with_a_text_attached(tmp_path: Path) -> None:
    mail = MAIL.replace(
        "Content-Type: text/plain; charset=utf-8\r\n", 'Content-Type: multipart/mixed; boundary="b"\r\n'
    )
    head, _, _ = mail.partition("\r\n\r\n")
    body = (
        f"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>{LEAD}</p>\r\n--b\r\nContent-Type: text/plain\r\n"
        f'Content-Disposition: attachment; filename="../note.txt"\r\n\r\n{LAST}\r\n--b--\r\n'
    )
    batch = taken(tmp_path, (head + body).encode())
    assert sorted(r.text.strip() for r in batch.reports) == sorted([f"Blast & fire\n\n{LEAD}", LAST])


def test_prose_with_colons_is_no_mail(tmp_path: Path) -> None:
    text = f"Date: 14 March 2019\nSource: Example News\n\n{LEAD}"
    assert only(taken(tmp_path, text.encode())).text == text


# ------------------------------------------------------------------ archives


FILES = {"a/one.txt": LEAD.encode(), "../../two.txt": MORE.encode(), "page.html": PAGE.encode()}


@pytest.mark.parametrize(
    "packed",
    [
        zipped(FILES),
        tarred(FILES),
        gzip.compress(tarred(FILES)),
        bz2.compress(tarred(FILES)),
        lzma.compress(tarred(FILES)),
        zipped({"inner.zip": zipped(FILES)}),
    ],
    ids=["zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "zip in zip"],
)
def test_an_archive_is_what_it_holds_and_nothing_is_written(tmp_path: Path, packed: bytes) -> None:
    batch = taken(tmp_path, packed)
    assert batch.rejections == ()
    assert {LEAD, MORE} <= {r.text for r in batch.reports}
    assert len(batch.reports) == 3
    assert [p.name for p in tmp_path.iterdir()] == ["input"]


def test_a_cut_archive_gives_what_was_whole(tmp_path: Path) -> None:
    packed = gzip.compress(tarred({"one.txt": LEAD.encode(), "two.txt": bytes(range(256)) * 4000}), mtime=0)
    batch = taken(tmp_path, packed[: len(packed) - 2000])
    assert LEAD in [r.text for r in batch.reports]
    assert batch.rejections


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    batch = taken(tmp_path, zipped({"bomb.txt": b"a" * 50_000_000, "one.txt": LEAD.encode()}))
    assert [r.text for r in batch.reports] == [LEAD]
    assert "times its size" in batch.rejections[0].reason


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    packed = zipped({"one.txt": LEAD.encode()})
    for _ in range(6):
        packed = zipped({"inner.zip": packed})
    batch = taken(tmp_path, packed)
    assert batch.reports == ()
    assert "deep" in batch.rejections[0].reason


def test_links_in_an_archive_are_told(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    batch = taken(tmp_path, out.getvalue())
    assert (batch.reports, len(batch.rejections)) == ((), 1)


# ------------------------------------------------------------------ web archives


def answer(body: bytes, url: str, kind: str = "text/html", status: str = "200 OK") -> bytes:
    return record(gzip.compress(body, mtime=0), url, kind, "gzip", status)


RECORDS = [
    answer(PAGE.encode(), "https://news.example/1"),
    answer(f"<html><body><p>{MORE}</p><p>{LAST}</p></body></html>".encode(), "https://news.example/2019/03/13/two"),
    answer(b"\x89PNG", "https://news.example/i.png", "image/png"),
    answer(b"gone", "https://news.example/gone", status="404 Not Found"),
    answer(LAST.encode(), "https://news.example/t.txt", "text/plain"),
]


@pytest.mark.parametrize("packed", [b"".join(RECORDS), b"".join(map(gzip.compress, RECORDS))], ids=["warc", "warc.gz"])
def test_the_pages_of_a_web_archive(tmp_path: Path, packed: bytes) -> None:
    batch = taken(tmp_path, packed)
    assert sorted((r.url or "", r.published or "") for r in batch.reports) == [
        ("", ""),
        ("https://news.example/2019/03/13/two", "2019-03-13"),
        ("https://news.example/world/blast.html", "2019-03-14"),
    ]
    assert [r.reason for r in batch.rejections] == ["records that hold no page or text: image/png 1, status 404 1"]


@pytest.mark.parametrize("packed", [b"".join(RECORDS[:2]), b"".join(map(gzip.compress, RECORDS[:2]))])
def test_a_cut_web_archive_is_always_told(tmp_path: Path, packed: bytes) -> None:
    whole = {len(RECORDS[0]), len(gzip.compress(RECORDS[0]))}
    first = min(whole, key=lambda n: packed[n : n + 4] not in (b"WARC", b"\x1f\x8b\x08\x00"))
    cuts = [1 + n * (len(packed) - 2) // 99 for n in range(100)]
    for cut in cuts:
        if cut in whole:
            continue
        batch = taken(tmp_path, packed[:cut], "pages.warc" + (".gz" if packed.startswith(b"\x1f") else ""))
        assert batch.rejections, cut
        assert len(batch.reports) >= (cut > first)


def test_a_record_that_was_changed_is_told(tmp_path: Path) -> None:
    packed = b"".join(RECORDS[:2])
    at = packed.index(b"\r\n\r\n", packed.index(b"HTTP/1.1")) + 40
    batch = taken(tmp_path, packed[:at] + bytes([packed[at] ^ 1]) + packed[at + 1 :])
    assert "digest" in batch.rejections[0].reason
    assert len(batch.reports) == 1


# ------------------------------------------------------------------ tables and documents


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_of_reports(tmp_path: Path, delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(
        [["url", "Body".lower(), "date", "event"], ["https://n.example/1", LEAD + '\n"Yes"', "2019-03-14", "x"]]
    )
    writer.writerow(["https://n.example/2", "", "", ""])
    batch = taken(tmp_path, ("\ufeff" + out.getvalue()).encode())
    (found,) = batch.reports
    assert found.text == LEAD + '\n"Yes"'
    assert (found.url, found.published) == ("https://n.example/1", "2019-03-14")
    assert found.fields == (("date", "2019-03-14"), ("event", "x"))
    assert [r.path.rpartition("#")[2] for r in batch.rejections] == ["2"]


def test_a_parquet_file_of_reports(tmp_path: Path) -> None:
    table = pa.table({"id": ["a", "b"], "text": [LEAD, None], "published": ["2019-03-14", None], "n": [1, 2]})
    out = io.BytesIO()
    pq.write_table(table, out)
    batch = taken(tmp_path, out.getvalue())
    assert [(r.id, r.published, r.fields) for r in batch.reports] == [("a", "2019-03-14", (("n", "1"),))]
    assert len(batch.rejections) == 1
    assert "damaged" in taken(tmp_path, out.getvalue()[:-30]).rejections[0].reason


def test_prose_with_commas_is_no_spreadsheet(tmp_path: Path) -> None:
    text = f"text, body and title\n{LEAD}"
    assert only(taken(tmp_path, text.encode())).text == text


def test_a_document_is_its_text(tmp_path: Path) -> None:
    assert only(taken(tmp_path, pdf(LEAD))).text == LEAD


def test_a_damaged_document_is_told(tmp_path: Path) -> None:
    batch = taken(tmp_path, b"%PDF-1.7 nothing here")
    assert (batch.reports, len(batch.rejections)) == ((), 1)
    assert "\n" not in batch.rejections[0].reason


# ------------------------------------------------------------------ originals


def test_a_case_keeps_the_page_and_its_quotations_show_in_it(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "feed.xml").write_text(RSS)
    run = CliRunner()
    assert run.invoke(app, ["account", str(tmp_path), "--case", str(tmp_path / "a.case")]).exit_code == 1
    checked = run.invoke(app, ["check", str(tmp_path / "a.case")])
    assert "2 pages: each shows the text that was taken out of it" in checked.output
    with open_case(tmp_path / "a.case", "x") as case:
        (page,) = [report for report in case.reports() if "blast.html" in (report.url or "")]
        original = case.original(page.original_sha256 or "")
    assert original is not None
    at = page.text.index("mayor")
    place = in_source(page.runs, Span(at, at + 5))
    assert place is not None
    assert place.of(original.text) == "may&shy;or"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.data())
def test_offsets_convert_exactly(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if start == end:
        return
    span = Span(start, end)
    assert text.encode()[to_utf8(text, span).start : to_utf8(text, span).end].decode() == span.of(text)
    assert from_utf8(text, to_utf8(text, span)) == span
    assert from_utf16(text, to_utf16(text, span)) == span


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_in_a_page_stands_where_it_is_shown(text: str) -> None:
    page = f"<p>before</p><p>{html.escape(text)}</p>"
    shown, runs = joined(parse_page(page).blocks)
    assert "".join(shown.split()) == "before" + re.sub(rf"[{UNSHOWN}\s]", "", text)
    for number, character in enumerate(shown):
        place = in_source(runs, Span(number, number + 1))
        if not character.isspace():
            assert place is not None
            assert html.unescape(place.of(page)) == character


@given(st.text(alphabet="<>/!-&;#x='\" apbrdivscript\n", max_size=300))
def test_any_markup_is_taken(markup: str) -> None:
    shown, runs = joined(parse_page(markup).blocks)
    assert all(0 <= start < end <= len(shown) and 0 <= a < b <= len(markup) for start, end, a, b in runs)


def test_a_message_of_parts_without_end_is_refused(tmp_path: Path) -> None:
    part = '--b\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    head = MAIL.partition("Content-Type")[0] + 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    batch = taken(tmp_path, (head + part * 20_000).encode())
    assert "parts" in batch.rejections[0].reason


def test_an_answer_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    packed = answer(b"<p>" + b"a " * 40_000_000, "https://news.example/bomb")
    batch = taken(tmp_path, packed + RECORDS[0])
    assert ["unpacks to more than" in r.reason for r in batch.rejections] == [True]
    assert len(batch.reports) == 1


def test_a_table_is_read_up_to_where_it_breaks(tmp_path: Path) -> None:
    data = f'id,text\n1,{LEAD.replace(",", "")}\n2,"'.encode() + b"a" * (LINE + 1) + b'"\n'
    batch = taken(tmp_path, data)
    assert [r.id for r in batch.reports] == ["1"]
    assert "damaged table" in batch.rejections[0].reason
