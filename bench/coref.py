"""Which mentions are of one happening, across reports: `python -m bench coref [--errors]` on ECB+.

Mentions are gold (those of the sentences its authors checked); all reports of the part are given at once, with no word
of their topic. MUC, B³, CEAF-e and their mean over all mentions, singletons among them. A half is one of topics, told
by a hash of the topic. For comparison: mentions of the same word, and those in reports grouped by their words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bench.clusters import Clustering, Figures, compare
from bench.tasks import Choice, Item, Result, Row, Score, Task, around, chosen, rows
from dateline.reconciling.mentions import EventMention, mention_at
from dateline.reconciling.sameness import Ground, same_happenings, weights
from dateline.records import Span

BAR, PUBLISHED = 0.80, 0.867
LEMMA, LEMMA_IN_GROUPS = 0.619, 0.744


def run(choice: Choice) -> Result:
    listed = of_half(rows("ecbplus/dev"), choice)
    mentions, gold, shown = gold_mentions(listed)
    texts = {str(row["id"]): str(row["text"]) for row in listed}
    ground = Ground(mentions, texts, weights()["tellings"])
    found = same_happenings(mentions, texts)
    same_word = [m.base for m in mentions]
    in_groups = [(m.base, ground.group[r]) for m, r in zip(mentions, ground.report, strict=True)]
    ours = against(found, gold)
    scores = [
        Score("CoNLL F1", ours.conll, BAR, PUBLISHED, counts=f"{len(mentions)} mentions"),
        Score("MUC F1", ours.muc.f1),
        Score("B3 F1", ours.b_cubed.f1),
        Score("CEAF-e F1", ours.ceaf_e.f1),
        Score("CoNLL F1, same word", against(same_word, gold).conll, published=LEMMA),
        Score("CoNLL F1, same word in groups", against(in_groups, gold).conll, published=LEMMA_IN_GROUPS),
    ]
    return Result(scores, items(found, gold, shown, mentions))


def of_half(listed: Sequence[Row], choice: Choice) -> list[Row]:
    """Return the reports of a half's topics; `sample` is a number of topics."""
    topics = [{"topic": topic} for topic in sorted({str(row["topic"]) for row in listed})]
    wanted = {row["topic"] for row in chosen(topics, choice, key="topic")}
    return [row for row in listed if str(row["topic"]) in wanted]


def gold_mentions(listed: Sequence[Row]) -> tuple[list[EventMention], list[str], list[str]]:
    """Return the event mentions of reports, the gold cluster of each, and each in its context."""
    mentions, gold, shown = [], [], []
    for row in listed:
        sentences = [Span(s["start"], s["end"]) for s in row["sentences"]]
        for g in row["gold"]:
            if g["kind"] == "event" and g["in_selected_sentence"]:
                mentions.append(mention_at(str(row["id"]), row["text"], Span(g["start"], g["end"]), sentences))
                gold.append(g["cluster"])
                shown.append(around(row["text"], g["start"], g["end"]))
    return mentions, gold, shown


def against(found: Sequence[object], gold: Sequence[str]) -> Figures:
    said: Clustering = dict(enumerate(found))
    return compare(said, dict(enumerate(gold)))


def items(
    found: Sequence[int], gold: Sequence[str], shown: Sequence[str], mentions: Sequence[EventMention]
) -> list[Item]:
    """Return each mention, right where its group is its gold cluster to the last member."""
    size, wanted = Counter(found), Counter(gold)
    both = Counter(zip(found, gold, strict=True))
    return [
        Item(
            f"ecbplus {m.report} {m.span.start}",
            both[said, true] == size[said] == wanted[true],
            f"group {said}, of {both[said, true]} of {wanted[true]}, {size[said] - both[said, true]} others: {context}",
        )
        for m, said, true, context in zip(mentions, found, gold, shown, strict=True)
    ]


TASK = Task("coref", "mentions of one happening across reports", run)
