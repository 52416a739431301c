"""The closed lists of words that records use."""

from __future__ import annotations

from typing import Literal

PublishedBasis = Literal[
    "field", "json-ld", "meta", "feed", "mail", "text", "url", "file", "other-report", "unresolved"
]
Run = tuple[int, int, int, int]
"""Characters `start` to `end` of a text, and the characters of its source that show them; of equal length, one each."""
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
TimeBasis = Literal["stated", "relative", "dateline", "published", "other-report", "judged", "unresolved"]
PlaceKind = Literal["city", "district", "adm1", "adm2", "country", "region", "water", "facility", "other"]
PlaceUse = Literal["literal", "demonym", "metonym", "source"]
ActorKind = Literal["person", "organisation", "armed group", "government", "media", "population group", "unnamed"]
Scope = Literal["total", "subset"]
CopyKind = Literal["whole", "passage", "version"]
AttributionKind = Literal["direct", "indirect", "mixed", "according-to", "credit"]
Stance = Literal["asserted", "hedged", "denied", "alleged"]
Status = Literal["completed", "ongoing", "planned", "conditional", "denied", "alleged"]
Section = Literal["title", "body", "heading", "caption"]
Standing = Literal[
    "corroborated",
    "consistent within source",
    "single source",
    "disputed",
    "superseded",
    "unresolved",
]
Relation = Literal["differs", "supersedes"]
Verdict = Literal["accept", "reject", "correct", "merge", "split", "same-origin", "revoke"]
AnchorKind = Literal["figure", "fact", "story", "origin", "report", "difference", "revision", "accord"]
ChangeKind = Literal[
    "new story",
    "revised",
    "new figure",
    "withdrawn",
    "superseded",
    "new dispute",
    "dispute settled",
    "confirmed",
    "no longer confirmed",
    "new on the timeline",
    "date revised",
    "place revised",
]
