"""Reconciling: one story's readings made into one account. `reconcile(story, …)` is the whole room."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.reconciling.accords import apply_accords, find_accords, ground_of
from dateline.reconciling.align import align
from dateline.reconciling.brief import choose_brief, choose_headline
from dateline.reconciling.calendar import calendar_order
from dateline.reconciling.corrections import find_corrections
from dateline.reconciling.dating import date_through_story
from dateline.reconciling.differences import find_differences, split_opposed
from dateline.reconciling.disagreements import exclusive, find_disagreements, gather_told
from dateline.reconciling.doers import given_to_two_camps
from dateline.reconciling.facts import make_facts
from dateline.reconciling.figures import Happening, make_figures
from dateline.reconciling.happening import list_places, main_lemmas, news_of, when_of, where_of
from dateline.reconciling.houses import worked_from_one_text
from dateline.reconciling.judged import NO_OVERRIDES, Overrides, agreeing, differing, regroup, unended, unite_origins
from dateline.reconciling.lines import Texts, lines_of
from dateline.reconciling.missing import not_reported
from dateline.reconciling.names import GENERIC, gather_names
from dateline.reconciling.origins import story_origins
from dateline.reconciling.overtaken import course_of
from dateline.reconciling.resolved import resolve
from dateline.reconciling.said import copy_roots, find_parties, lay_out
from dateline.reconciling.standing import apply_differences
from dateline.reconciling.timeline import make_timeline
from dateline.reconciling.towns import agree_on_towns
from dateline.reconciling.voices import list_origins
from dateline.records import Account, Reading, Report, Source, Story

__all__ = ["Overrides", "calendar_order", "date_through_story", "reconcile"]


def reconcile(
    story: Story,
    reports: Mapping[str, Report],
    readings: Mapping[str, Reading],
    group: str,
    overrides: Overrides = NO_OVERRIDES,
) -> Account:
    """Reconcile one story into one account.

    `reports` and `readings` hold at least the story's own, by id; the undated ones already dated through the
    story where that is possible (`date_through_story`). `group` is the field's value when reports were grouped,
    else the story id. `overrides` is what judgements say of which statements and which origins are one.
    """
    own = {rid: reports[rid] for rid in story.reports}
    listed = sorted(own.values(), key=lambda r: (r.published is None, r.published or "", r.id))
    read = agree_on_towns({rid: readings[rid] for rid in story.reports}, own)
    names = gather_names(read, own)
    parties = find_parties(read.values(), names)
    roots = copy_roots(story.copies, listed)
    homes = worked_from_one_text(listed, roots | overrides.roots)
    carriers = roots.keys() - {copy.report for copy in story.copies if copy.kind == "version"}
    said = unite_origins(lay_out(listed, read, names, story.copies, parties), overrides)
    groups, matches = align(said)
    texts = Texts(own, read)
    lines = lines_of(said, texts, names)
    told = gather_told(lines, read, names)
    apart = exclusive(told) | given_to_two_camps(said, groups, texts)
    groups, matches = regroup(said, split_opposed(said, groups, apart), matches, overrides)
    facts = make_facts(said, groups, matches)
    differences = find_differences(said, groups, facts, lines, texts) + find_corrections(lines, facts)
    differences = differing(differences, facts, overrides)
    facts = apply_differences(facts, differences)
    differences += differing(find_disagreements(told, facts), facts, overrides)
    accords = find_accords(said, facts, told, ground_of(said, lines, texts, names), differences)
    accords = agreeing(accords, facts, overrides)
    facts = apply_accords(facts, accords)
    main = main_lemmas(read)
    when = when_of(said, own, read, main)
    where = where_of(said, own, read, main)
    happening = Happening(when.earliest, where, main, overrides.withdrawn)
    figures, revisions = make_figures(said, own, read, names, happening)
    figures, over = unended(figures, resolve(figures, said, facts, own, read), facts, overrides)
    course = course_of(listed, [(rid, span) for rid in sorted(read) for span in read[rid].sentences])
    headline = choose_headline(listed, said, carriers, figures, course)
    return Account(
        group=group,
        story=story.id,
        headline=headline,
        when=when,
        where=where,
        brief=choose_brief(listed, read, facts, figures, course, headline),
        figures=figures,
        not_reported=not_reported(figures, parties, names, said),
        facts=tuple(facts),
        timeline=make_timeline(facts, read, news_of(read, when, figures), own, said),
        differences=(*revisions, *over, *differences),
        origins=list_origins(said, groups, names),
        independent_origins=story_origins(listed, homes),
        actors=tuple(sorted({n.name for n in names.known.values() if n.kind not in GENERIC})),
        places=list_places(own, read),
        sources=tuple(_source(report, roots) for report in listed),
        accords=tuple(accords),
    )


def _source(report: Report, roots: Mapping[str, str]) -> Source:
    return Source(
        report=report.id,
        path=report.path,
        title=report.title.of(report.text) if report.title is not None else None,
        publisher=report.publisher,
        url=report.url,
        published=report.published,
        published_basis=report.published_basis,
        copy_of=roots.get(report.id),
    )
