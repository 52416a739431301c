"""Pages: the texts of reports laid out for comparing word for word, each part made once and when it is first needed."""

from __future__ import annotations

import re
from functools import cached_property

from dateline.linking.direction import title_of
from dateline.linking.fingerprints import Words, words_of
from dateline.linking.furniture import Mask, furniture, is_beside
from dateline.records import Report

KEPT = 64
"""Pages kept at hand: a text that is carried, or a notice of an outlet, is compared again and again for some days."""

_QUOTED = re.compile(
    r"[„«`\"“‘'](?:(?<=„)[^„“”\n]{3,2000}[“”]|(?<=«)[^«»\n]{3,2000}»|(?<=`)`[^`\n]{3,2000}?''"
    r"|(?<=[\"“])[^\"“”\n]{3,2000}(?:[\"”]|(?=\n\s*[\"“]))"
    r"|(?<=‘)(?:[^‘’\n]|(?<=\w)’(?=\w)){20,2000}’(?!\w)"
    r"|(?<=')(?<![\w']')(?:[^'\n]|(?<=\w)'(?=\w)){20,2000}'(?!\w))"
)
"""What stands in quotation marks of any kind; a quotation that goes on in the next paragraph closes at the end only."""


class Page:
    """A report's words, and which of them count."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.words: Words = words_of(report.text, report.lead_start)

    @cached_property
    def unquoted(self) -> Mask:
        """Tell of each word whether it stands outside quotation marks."""
        matches = _QUOTED.finditer(self.report.text, self.report.lead_start)
        return ~self.words.within([match.span() for match in matches])

    @cached_property
    def counts(self) -> Mask:
        """Tell of each word whether it stands outside quotation marks and outside furniture that shows by its form."""
        return self.unquoted & ~furniture(self.report.text, self.words, self.report.publisher)

    @cached_property
    def is_beside(self) -> bool:
        """Tell whether the text hardly names what its title tells of."""
        return is_beside(title_of(self.report), self.words)


class Pages:
    """The pages compared last, by number."""

    def __init__(self) -> None:
        self._pages: dict[int, Page] = {}

    def get(self, number: int, report: Report) -> Page:
        """Return a page, laid out anew if it is not at hand."""
        page = self._pages.pop(number, None) or Page(report)
        self._pages[number] = page
        if len(self._pages) > KEPT:
            del self._pages[next(iter(self._pages))]
        return page
