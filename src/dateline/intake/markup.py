"""Markup to visible text: the blocks of a page, each character with its place in the source.

One scan in linear time after the tokenisation of the HTML standard (WHATWG, 13.2.5), reduced to what is shown: no tree
is built, so nothing that nests or is left open can cost more than its length. Character references are decoded, white
space collapses, marks that do not show (soft hyphens, zero-width and bidirectional marks) are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dateline.records import Run

UNSHOWN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters that do not show, as a part of a character class; of those between letters only what is no letter."""

NAME = 40
"""Longest name of an element."""
ATTRIBUTES = 8192
"""Characters of attributes that are read; what a page tells of itself is shorter."""

HIDDEN = frozenset([
    "script", "style", "noscript", "template", "svg", "math", "iframe", "noembed", "noframes", "textarea",
    "select", "datalist",
])  # fmt: skip
"""Elements whose text is not shown as text of the page."""
RAW = frozenset(["script", "style", "iframe", "noembed", "noframes", "textarea", "title", "xmp"])
"""Elements that hold text and no elements."""
ASIDE = frozenset(["nav", "footer", "aside", "form", "menu", "button", "dialog"])
"""Elements that stand beside what a page is about."""
BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
])  # fmt: skip
"""Elements that begin and end a block."""
TOLD = frozenset(["meta", "link", "time", "html"])
"""Elements whose attributes tell of the page."""
HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
"""Headings by their ranks."""
PLAIN_BLOCKS = BLOCKS - HIDDEN - RAW - ASIDE - TOLD - HEADINGS.keys()
"""Elements that mean nothing but the end of a block."""
MEANT = BLOCKS | HIDDEN | RAW | ASIDE | TOLD | {"a", "br"}
"""Elements that mean anything here."""

_STEP = re.compile(
    rf"([^<]*+)(?:<(/?)([A-Za-z][A-Za-z0-9:_-]{{0,{NAME}}}+)(?:[^>\"'=]++|=\"[^\"]*+\"|='[^']*+'|=(?![\"']))*+(>?))?+"
)
"""Text and a tag as most are written; a tag of which this finds no end is taken slowly, mark by mark."""
_NAME = re.compile(rf"/?([A-Za-z][A-Za-z0-9:_-]{{0,{NAME}}})")
_STOP = re.compile(r"[>\"']")
_ATTRIBUTE = re.compile(r"([A-Za-z][\w:.-]{0,60})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_SHOWN = re.compile(
    rf"(?P<words>[^\s&{UNSHOWN}]+(?: [^\s&{UNSHOWN}]+)*)|(?P<space>\s+)"
    r"|(?P<reference>&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?)|&|[" + UNSHOWN + "]+"
)
_WORDS = re.compile(rf"(\s*+)([^\s&{UNSHOWN}]++(?: [^\s&{UNSHOWN}]++)*+)?+(\s*+)")
"""Text as most is written: words with a space between two of them, nothing to decode or to leave out."""
_UNSHOWN = re.compile(f"[{UNSHOWN}]+")


class Block(NamedTuple):
    """A paragraph, heading, cell or line: its text, where each character stands in the source, and what it is.

    `gap` is what parts it from the block before, `heading` the rank of a heading (0: none), `linked` the share of
    its characters that are links; `aside` tells that it stands in a menu, footer or form.
    """

    text: str
    runs: tuple[Run, ...]
    gap: str = "\n\n"
    heading: int = 0
    linked: float = 0.0
    aside: bool = False


class Page(NamedTuple):
    """What a page shows and what it tells of itself.

    `told` holds each element of `TOLD` by name and attributes, `data` the scripts of JSON-LD.
    """

    blocks: tuple[Block, ...]
    title: Block | None
    told: tuple[tuple[str, dict[str, str]], ...]
    data: tuple[str, ...]


def parse_page(source: str) -> Page:
    """Return the visible blocks of an HTML document, in order."""
    scan = _Scan(source)
    scan.run()
    return Page(tuple(scan.blocks), scan.title, tuple(scan.told), tuple(scan.data))


def plain(markup: str) -> str:
    """Return the visible text of a piece of markup, a blank line between two blocks.

    >>> plain("<p>Four &amp; <b>five</b></p><p>six</p>")
    'Four & five\\n\\nsix'
    """
    return joined(parse_page(markup).blocks)[0]


def joined(blocks: Iterable[Block]) -> tuple[str, tuple[Run, ...]]:
    """Return blocks as one text, and where each of its characters stands in the source."""
    parts: list[str] = []
    runs: list[Run] = []
    length = 0
    for block in blocks:
        gap = block.gap if parts else ""
        runs += shifted(block.runs, length + len(gap))
        parts += (gap, block.text)
        length += len(gap) + len(block.text)
    return "".join(parts), tuple(runs)


class _Scan:
    """One pass over a document."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.title: Block | None = None
        self.told: list[tuple[str, dict[str, str]]] = []
        self.data: list[str] = []
        self._never: set[str] = set()
        self._hidden: dict[str, int] = {}
        self._asides: dict[str, int] = {}
        self._links = 0
        self._heading = 0
        self._soft = False
        self._space: tuple[int, int] | None = None
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        self._linked = 0

    def run(self) -> None:
        at = 0
        while at < len(self.source):
            at = self._onward(at)
        self._flush()

    def _onward(self, at: int) -> int:
        """Take text and tags from `at` on; return from where to go on: behind what is no plain tag, or at the end."""
        for match in _STEP.finditer(self.source, at):
            text, leaves, name, whole = match.groups()
            if text and not self._hidden:
                self._take(text, match.start())
            if not whole:
                at = match.end(1)
                return self._tag(at) if at < len(self.source) else at
            if name not in MEANT and (name := name.lower()) not in MEANT:
                continue
            if name in PLAIN_BLOCKS:
                if self._length:
                    self._flush()
                else:
                    self._soft, self._space = False, None
            elif name == "a":
                self._links = 0 if leaves else 1
            elif leaves:
                self._leave(name)
            elif (at := self._enter(name, match.end(3), match.end())) != match.end():
                return at
        return len(self.source)

    def _tag(self, at: int) -> int:
        """Take the tag, comment or stray bracket at `at`; return where it ends."""
        source = self.source
        if source.startswith("<!--", at):
            return self._after("-->", at + 4)
        if source.startswith(("<!", "<?"), at):
            return self._after(">", at + 2)
        match = _NAME.match(source, at + 1)
        if match is None:
            if source.startswith("</", at):
                return self._after(">", at + 2)
            self._show(at, at + 1)
            return at + 1
        end = self._close(match.end())
        name = match.group(1).lower()
        if name not in MEANT:
            return end
        if source[at + 1] == "/":
            self._leave(name)
            return end
        return self._enter(name, match.end(), end)

    def _after(self, mark: str, at: int) -> int:
        """Return where the next `mark` ends; the end of the source where there is none."""
        found = -1 if mark in self._never else self.source.find(mark, at)
        if found < 0:
            self._never.add(mark)
            return len(self.source)
        return found + len(mark)

    def _close(self, at: int) -> int:
        """Return where a tag ends whose name ended at `at`: at the first bracket outside quoted values."""
        source = self.source
        bracket = source.find(">", at)
        if bracket >= 0 and "'" not in (inside := source[at:bracket]) and '"' not in inside:
            return bracket + 1
        while (match := _STOP.search(source, at)) is not None:
            mark = match.group()
            if mark == ">":
                return match.end()
            at = match.end()
            if mark not in self._never and source[max(0, at - 9) : at - 1].rstrip()[-1:] == "=":
                closed = source.find(mark, at)
                if closed < 0:
                    self._never.add(mark)
                else:
                    at = closed + 1
        return len(source)

    def _enter(self, name: str, at: int, end: int) -> int:
        if name in BLOCKS:
            self._flush()
        if name in TOLD:
            self._tell(name, at, end)
        if name in RAW:
            return self._raw(name, at, end)
        if name in HIDDEN:
            self._hidden[name] = self._hidden.get(name, 0) + 1
        elif name in ASIDE:
            self._asides[name] = self._asides.get(name, 0) + 1
        elif name == "a":
            self._links = 1
        elif name == "br":
            self._flush(soft=True)
        elif name in HEADINGS:
            self._heading = HEADINGS[name]
        return end

    def _leave(self, name: str) -> None:
        if name in BLOCKS:
            self._flush()
        for held in (self._hidden, self._asides):
            if held.get(name):
                held[name] -= 1
                if not held[name]:
                    del held[name]
        if name == "a":
            self._links = 0
        elif name in HEADINGS:
            self._heading = 0

    def _raw(self, name: str, at: int, end: int) -> int:
        """Take an element that holds text alone; return where it ends."""
        closed = re.compile(rf"</(?i:{name})(?=[\s/>])").search(self.source, end)
        stop = len(self.source) if closed is None else closed.start()
        if name == "script" and "ld+json" in self.source[at:end].lower():
            self.data.append(self.source[end:stop])
        elif name in ("title", "xmp"):
            kept, self.blocks = self.blocks, []
            self._show(end, stop)
            self._flush()
            found, self.blocks = self.blocks, kept
            if name == "xmp":
                self.blocks += found
            elif self.title is None and found:
                self.title = found[0]
        return stop if closed is None else self._close(closed.end())

    def _tell(self, name: str, at: int, end: int) -> None:
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.source, at, min(end, at + ATTRIBUTES)):
            value = next((v for v in match.groups()[1:] if v is not None), "")
            found.setdefault(match.group(1).lower(), _UNSHOWN.sub("", html.unescape(value)).strip())
        if found:
            self.told.append((name, found))

    def _take(self, text: str, at: int) -> None:
        """Add text that is not hidden and stands at `at` to the block."""
        match = _WORDS.fullmatch(text)
        if match is None:
            self._show(at, at + len(text))
            return
        before, words, after = match.groups()
        begin = at + len(before)
        if before and self._space is None:
            self._space = (at, begin)
        if not words:
            return
        end = begin + len(words)
        if self._length:
            self._add(words, begin, end)
        else:
            self._length = length = end - begin
            self._parts = [words]
            self._linked = length * self._links
            self._runs = [(0, length, begin, end)]
        self._space = (end, end + len(after)) if after else None

    def _show(self, start: int, end: int) -> None:
        """Add what the source shows from `start` to `end` to the block."""
        if self._hidden:
            return
        for match in _SHOWN.finditer(self.source, start, end):
            begin, stop = match.span()
            if match.lastgroup == "space":
                self._space = self._space or (begin, stop)
            elif match.lastgroup == "words":
                self._add(match.group(), begin, stop)
            elif match.lastgroup == "reference":
                shown = _UNSHOWN.sub("", html.unescape(match.group()))
                if shown.isspace():
                    self._space = self._space or (begin, stop)
                elif shown:
                    self._add(shown, begin, stop)
            elif match.group() == "&":
                self._add("&", begin, stop)

    def _add(self, text: str, begin: int, end: int) -> None:
        space, self._space = self._space, None
        if space is not None and self._length:
            self._put(" ", *space)
        self._put(text, begin, end)

    def _put(self, text: str, begin: int, end: int) -> None:
        start = self._length
        self._length += len(text)
        self._parts.append(text)
        self._linked += len(text) * self._links
        if self._runs and self._runs[-1][3] == begin and len(text) == end - begin:
            before = self._runs[-1]
            if before[1] - before[0] == before[3] - before[2]:
                self._runs[-1] = (before[0], self._length, before[2], end)
                return
        self._runs.append((start, self._length, begin, end))

    def _flush(self, *, soft: bool = False) -> None:
        """End the block."""
        if not self._length:
            self._soft, self._space = False, None
        else:
            gap = "\n" if self._soft and self.blocks else "\n\n"
            linked = self._linked / self._length
            parts = self._parts
            text = parts[0] if len(parts) == 1 else "".join(parts)
            self.blocks.append(Block(text, tuple(self._runs), gap, self._heading, linked, bool(self._asides)))
            self._soft = soft
            self._clear()

    def _clear(self) -> None:
        self._parts = []
        self._runs = []
        self._length = 0
        self._linked = 0
        self._space = None


def cut(block: Block, start: int, end: int) -> Block:
    """Return characters `start` to `end` of a block as a block."""
    return block._replace(text=block.text[start:end], runs=tuple(_clipped(block.runs, start, end)))


def shifted(runs: tuple[Run, ...], by: int) -> Iterator[Run]:
    """Yield runs of a text that stands `by` characters further on in another."""
    return ((start + by, end + by, first, last) for start, end, first, last in runs)


def _clipped(runs: tuple[Run, ...], start: int, end: int) -> Iterator[Run]:
    for begin, stop, first, last in runs:
        left, right = max(begin, start), min(stop, end)
        if left >= right:
            continue
        if stop - begin == last - first:
            yield left - start, right - start, first + left - begin, first + right - begin
        else:
            yield left - start, right - start, first, last
