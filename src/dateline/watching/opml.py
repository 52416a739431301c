"""Lists of feeds (OPML): the addresses in their outlines, however deep. Entities are refused, nothing is loaded."""

from __future__ import annotations

import re
from xml.parsers import expat

from dateline.errors import Refused

PROBE = 2048
"""Bytes at the start of which one must tell that an input is a list."""
_OPML = re.compile(rb"<opml[\s>]", re.IGNORECASE)


def is_opml(data: bytes) -> bool:
    """Tell lists of feeds by their first element."""
    return bool(_OPML.search(data[:PROBE].replace(b"\x00", b"")))


def feeds(data: bytes, most: int) -> tuple[str, ...]:
    """Return the addresses of the feeds of a list, each once, in its order.

    Raises:
        Refused: it is not well-formed, declares entities, or names more than `most` feeds.
    """
    found: dict[str, None] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.lower() != "outline":
            return
        url = next((value.strip() for key, value in attributes.items() if key.lower() == "xmlurl"), "")
        if url:
            found[url] = None
        if len(found) > most:
            raise Refused(f"a list of more than {most} feeds; divide it")

    def entity(*_: object) -> int:
        raise Refused("a list that declares entities; write it without")

    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    parser.ExternalEntityRefHandler = entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refused(f"a broken list of feeds ({error})") from error
    return tuple(found)
