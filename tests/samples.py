"""One small input of each format, and inputs that would have things fetched."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import random
import tarfile
import zipfile
from email.message import EmailMessage

import pyarrow as pa
import pyarrow.parquet as pq

LEAD = "Four people were killed on Tuesday when a fuel depot exploded on the edge of the city, the fire service said."
MORE = "The mayor said the dead were workers at the depot and that their families had been told of it by the company."

PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Depot fire | Site</title>
<meta property="article:published_time" content="2019-03-14T08:00:00Z"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Depot fire</h1><p>{LEAD}</p><p>{MORE}</p></article><footer>All rights reserved</footer></body></html>""".encode()
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><item><title>Fire</title>
<description>&lt;p&gt;{LEAD}&lt;/p&gt;</description><link>https://n.example/1</link><guid>g1</guid>
<pubDate>Thu, 14 Mar 2019 08:00:00 GMT</pubDate></item></channel></rss>""".encode()
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title>Fire</title>
<id>urn:1</id><updated>2019-03-14T08:00:00Z</updated><content type="html">&lt;p&gt;{LEAD}&lt;/p&gt;</content></entry></feed>""".encode()
JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": f"<p>{LEAD}</p>"}]}
).encode()
LINES = "".join(
    json.dumps({"id": str(n), "text": f"{LEAD} {n}", "published": "2019-03-14"}) + "\n" for n in range(3)
).encode()
SHEET = f'id,text,published\n1,"{LEAD}",2019-03-14\n2,"{MORE}",\n'.encode()


def mail_with(attached: dict[str, str]) -> bytes:
    """Return a message with texts attached to it under some names."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Wire <wire@n.example>", "Fire"
    message["Date"], message["Message-ID"] = "Thu, 14 Mar 2019 23:30:00 -0500", "<1@n.example>"
    message.set_content(LEAD)
    for name, text in attached.items():
        message.add_attachment(text.encode(), "text", "plain", filename=name)
    return message.as_bytes()


def record(block: bytes, url: str, kind: str = "text/html", coding: str = "identity", status: str = "200 OK") -> bytes:
    """Return the answer of a server as a record of a web archive."""
    block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Encoding: {coding}\r\n\r\n".encode() + block
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{len(block)}>\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2019-03-15T10:00:00Z\r\nWARC-Block-Digest: sha1:{digest}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def zipped(files: dict[str, bytes]) -> bytes:
    """Return files, by name, as a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    """Return files, by name, as a tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


_TAR = tarred({"one.txt": LEAD.encode()})


def _parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"id": ["a"], "text": [LEAD], "published": ["2019-03-14"]}), out)
    return out.getvalue()


def pdf(text: str, more: str = "") -> bytes:
    """Return a PDF document of one page."""
    stream = f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {more} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return out + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


WARC = record(PAGE, "https://n.example/1") + record(LEAD.encode(), "https://n.example/2", "text/plain")
SAMPLES: dict[str, bytes] = {
    "plain": f"Depot fire\n\nLIMA, March 14 (Wire) - {LEAD}\n\n{MORE}\n".encode(),
    "utf-16": f"{LEAD}\r\n{MORE}".encode("utf-16"),
    "page": PAGE,
    "rss": RSS,
    "atom": ATOM,
    "json feed": JSON_FEED,
    "json lines": LINES,
    "json list": json.dumps([{"id": "a", "text": LEAD}], indent=1).encode(),
    "csv": SHEET,
    "parquet": _parquet(),
    "pdf": pdf(LEAD),
    "mail": mail_with({"note.txt": MORE}),
    "mailbox": b"From wire Thu Mar 14 23:30:00 2019\n" + mail_with({}) + b"\n\nFrom wire Thu Mar 14\n" + mail_with({}),
    "warc": WARC,
    "warc.gz": gzip.compress(WARC, mtime=0),
    "zip": zipped({"one.txt": LEAD.encode(), "page.html": PAGE}),
    "tar": _TAR,
    "tar.gz": gzip.compress(_TAR, mtime=0),
    "tar.bz2": bz2.compress(_TAR),
    "tar.xz": lzma.compress(_TAR),
}
"""One input of each format, by name."""

BEGINNINGS = (
    b"", b"<html><p>", b"<?xml version='1.0'?><rss><channel><item><title>", b"<feed><entry><content>", b'{"text": "', b"id,text\n1,",
    b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"BZh9", b"\xfd7zXZ\x00", b"WARC/1.0\r\n", b"%PDF-1.4\n", b"PAR1", b"From a@b.example 1\n",
    b"From: a\nDate: b\nSubject: c\nReceived: ", b"\xff\xfe", b"\xef\xbb\xbf",
)  # fmt: skip
"""First bytes by which formats are told."""

_RSS_WITH = """<?xml version="1.0"?>{before}<rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel>
<item><title>Fire</title><description>{inside} It burned for a day.</description></item></channel></rss>"""
FETCHING: dict[str, str] = {
    "entity": _RSS_WITH.format(before='<!DOCTYPE r [<!ENTITY x SYSTEM "SECRET">]>', inside="&x;"),
    "parameter entity": _RSS_WITH.format(before='<!DOCTYPE r [<!ENTITY % x SYSTEM "SECRET"> %x;]>', inside="a"),
    "remote doctype": _RSS_WITH.format(before='<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd">', inside="a"),
    "xinclude": _RSS_WITH.format(before="", inside='<xi:include href="SECRET" parse="text"/>'),
    "style sheet": _RSS_WITH.format(
        before='<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:9/x.xsl"?>', inside="a"
    ),
    "opml": '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY x SYSTEM "SECRET">]><opml version="2.0"><body>'
    '<outline text="&x;" xmlUrl="http://127.0.0.1:9/feed"/></body></opml>',
    "xhtml": '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://127.0.0.1:9/x.dtd"'
    f' [<!ENTITY x SYSTEM "SECRET">]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>&x; {LEAD}</p><p>{MORE}</p></body></html>',
    "page": '<html><head><base href="http://127.0.0.1:9/"><link rel="stylesheet" href="SECRET"><script src="SECRET"></script>'
    f'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"></head><body><iframe src="SECRET"></iframe><p>{LEAD}</p>'
    f'<img src="http://127.0.0.1:9/i.png"><object data="SECRET"></object><p>{MORE}</p></body></html>',
    "svg": '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "SECRET">]><svg xmlns="http://www.w3.org/2000/svg">'
    '<image href="http://127.0.0.1:9/i.png"/><text>&x; A fire burned for a day.</text></svg>',
    "pdf": pdf(
        LEAD, "/OpenAction << /S /URI /URI (http://127.0.0.1:9/) >> /AF [<< /F (SECRET) /Type /Filespec /FS /URL >>]"
    ).decode("latin-1"),
    "mail": "From: a@b.example\nDate: Thu, 14 Mar 2019 08:00:00 GMT\nSubject: Fire\nMIME-Version: 1.0\nContent-Type: message/"
    'external-body; access-type=URL; URL="http://127.0.0.1:9/"; name="SECRET"\n\nContent-Type: text/plain\n\nA fire burned.\n',
}
"""Inputs that would have a file (SECRET) or an address fetched."""

LANGUAGES = {
    "de": "Bei einem Brand in einem Lager am Rande der Stadt sind am Dienstag vier Menschen ums Leben gekommen; die Polizei teilte mit, "
    "dass die Ursache noch nicht bekannt ist und dass die Feuerwehr auch in der Nacht im Einsatz war.",
    "es": "Cuatro personas murieron el martes en el incendio de un depósito de combustible en las afueras de la ciudad; la policía dijo "
    "que no se conoce la causa y que los bomberos trabajaron por la noche para apagar el fuego.",
    "fr": "Quatre personnes sont mortes mardi dans un incendie qui a détruit un dépôt aux abords de la ville; la police a dit que la cause "
    "est inconnue et que les pompiers ont travaillé pour sauver les ouvriers qui étaient dans les bureaux.",
    "ru": "Четыре человека погибли во вторник при взрыве на складе топлива на окраине города, сообщили в полиции.",
    "ar": "قتل أربعة أشخاص يوم الثلاثاء في انفجار مستودع للوقود على أطراف المدينة، بحسب ما أفادت الشرطة.",
    "zh": "星期二,城市边缘的一座油库发生爆炸,造成四人死亡,警方表示原因不明。",
    "hi": "मंगलवार को शहर के किनारे एक ईंधन डिपो में विस्फोट होने से चार लोगों की मौत हो गई, पुलिस ने कहा।",
    "el": "Τέσσερις άνθρωποι σκοτώθηκαν την Τρίτη από έκρηξη σε αποθήκη καυσίμων στα περίχωρα της πόλης, ανακοίνωσε η αστυνομία.",
    "tr": "Salı günü bir yakıt deposu için çıkan yangın ve ardından gelen patlama kadar büyük bir olay daha sonra da görülmedi; polis bu "
    "olayda dört kişi öldü ve çok kişi de yaralandı dedi, ancak nedeni ile ilgili bir bilgi olarak açıklama yapılmadı.",
}
"""A report in each of some languages, by code (ISO 639-1)."""


def mutated(data: bytes, chosen: random.Random) -> bytes:
    """Return `data` with a few of its bytes changed, cut out, doubled, swapped or made long."""
    made = bytearray(data)
    for _ in range(chosen.randrange(1, 6)):
        at = chosen.randrange(len(made) + 1)
        size = chosen.choice((1, 1, 2, 4, 16, 100))
        way = chosen.randrange(7)
        if way == 0 and at < len(made):
            made[at] ^= 1 << chosen.randrange(8)
        elif way == 1:
            del made[at : at + size]
        elif way == 2:
            made[at:at] = made[at : at + size] * chosen.choice((1, 3, 50))
        elif way == 3:
            made[at:at] = bytes(chosen.randrange(256) for _ in range(size))
        elif way == 4:
            made[at : at + size] = bytes([chosen.choice((0, 0xFF, 0x20, 0x3C, 0x22, 0x0A))]) * size
        elif way == 5:
            del made[at:]
        else:
            other = chosen.randrange(len(made) + 1)
            made[at:at] = made[other : other + size]
    return bytes(made)
