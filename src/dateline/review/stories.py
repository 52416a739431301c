"""Judgements on stories: which reports tell of one happening, laid over what linking found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dateline.intake import order
from dateline.linking import find_copies, story_id
from dateline.linking.stories import origins
from dateline.records import Judgement, Report, Story, StoryLink
from dateline.review.anchors import Index, locate
from dateline.review.chain import Entry


class Told(NamedTuple):
    """What became of a judgement: whether it applies, and what else is to be said of it."""

    applies: bool
    note: str | None = None


class Part(NamedTuple):
    """A story in the making: its id, its reports, those that a judgement moved here, and whether any did."""

    id: str
    reports: frozenset[str]
    moved: Mapping[str, Judgement]
    changed: bool = False


def concerns_stories(judgement: Judgement) -> bool:
    """Tell whether a judgement is on which reports are one story."""
    return judgement.verdict in ("merge", "split") and judgement.anchors[0].kind == "story"


def regroup(
    stories: Sequence[Story], judged: Sequence[Entry], reports: Mapping[str, Report], where: Index
) -> tuple[tuple[Story, ...], dict[int, Told]]:
    """Return the stories as judged, and what became of each judgement on stories, by number."""
    parts, told = _parts(stories, judged, reports, where)
    by_id = {story.id: story for story in stories}
    links = {link.report: link for story in stories for link in story.links}
    return tuple(_story(part, reports, links) if part.changed else by_id[part.id] for part in parts), told


def members(
    stories: Sequence[Story], judged: Sequence[Entry], reports: Mapping[str, Report], where: Index
) -> dict[str, frozenset[str]]:
    """Return the reports of each story as judged, by its id: what `regroup` does, less all else that a story holds."""
    parts, _ = _parts(stories, judged, reports, where)
    return {_id(part, reports): part.reports for part in parts}


def _parts(
    stories: Sequence[Story], judged: Sequence[Entry], reports: Mapping[str, Report], where: Index
) -> tuple[list[Part], dict[int, Told]]:
    parts = [Part(story.id, frozenset(story.reports), {}) for story in stories]
    copies = {c.report: c.origin for story in stories for c in story.copies if c.kind != "passage"}
    told = {}
    for judgement, _ in judged:
        if not concerns_stories(judgement):
            continue
        found = [locate(anchor, where) for anchor in judgement.anchors]
        sets = [frozenset(key.report for key in anchor.reports) if anchor else frozenset[str]() for anchor in found]
        known = frozenset(rid for part in parts for rid in part.reports)
        sets = [ids & known for ids in sets]
        if sum(bool(ids) for ids in sets) < 2:
            told[judgement.number] = Told(
                False, "not two of its stories are linked in this run: their reports are gone, or filed under a field"
            )
        elif judgement.verdict == "merge":
            parts, told[judgement.number] = _merge(parts, frozenset().union(*sets), judgement, reports)
        else:
            parts, told[judgement.number] = _split(parts, (sets[0], sets[1]), judgement, copies)
    return parts, told


def _merge(
    parts: list[Part], ids: frozenset[str], judgement: Judgement, reports: Mapping[str, Report]
) -> tuple[list[Part], Told]:
    own = [part for part in parts if part.reports & ids]
    if len(own) == 1:
        return parts, Told(True, "linking puts them together by itself")
    host = min(own, key=lambda part: min(order(reports[rid]) for rid in part.reports))
    moved = dict(host.moved)
    for part in own:
        if part is not host:
            moved |= dict.fromkeys(part.reports, judgement)
    joined = Part(host.id, frozenset().union(*(part.reports for part in own)), moved, changed=True)
    return [joined if part is host else part for part in parts if part is host or part not in own], Told(True)


def _split(
    parts: list[Part], sides: tuple[frozenset[str], frozenset[str]], judgement: Judgement, copies: Mapping[str, str]
) -> tuple[list[Part], Told]:
    """Take the one side out of every story that holds some of both; whole copies of it that came later go with it."""
    one, rest = sides
    made: list[Part] = []
    found = False
    for part in parts:
        if not (part.reports & one and part.reports & rest):
            made.append(part)
            continue
        found = True
        leaving = part.reports & one
        leaving |= {rid for rid in part.reports - rest if copies.get(rid) in leaving}
        staying = part.reports - leaving
        first = next((side for side in (leaving, staying) if any(story_id(r) == part.id for r in side)), staying)
        for side in (staying, leaving):
            moved = {rid: j for rid, j in part.moved.items() if rid in side}
            if side == leaving:
                moved |= dict.fromkeys(side, judgement)
            made.append(Part(part.id if side == first else "", side, moved, changed=True))
    return made, Told(True, None if found else "linking keeps them apart by itself")


def _story(part: Part, reports: Mapping[str, Report], links: Mapping[str, StoryLink]) -> Story:
    listed = sorted((reports[rid] for rid in part.reports), key=order)
    copies = find_copies(listed)
    return Story(
        id=_id(part, reports),
        reports=tuple(report.id for report in listed),
        links=tuple(_link(report.id, part, links) for report in listed),
        origins=origins(listed, copies),
        copies=copies,
    )


def _id(part: Part, reports: Mapping[str, Report]) -> str:
    return part.id or story_id(min((reports[rid] for rid in part.reports), key=order).id)


def _link(report: str, part: Part, links: Mapping[str, StoryLink]) -> StoryLink:
    """Return why a report is in its story: the judgement that moved it here, or what linking says."""
    judgement = part.moved.get(report)
    if judgement is None:
        return links[report]
    reason = f"judgement {judgement.number}, {judgement.user}: {judgement.reason}"
    return StoryLink(report=report, score=1.0, features=(("judged", 1.0),), reason=reason)
