"""Cue words: which verbs, nouns and marks of a report tell that somebody says, thinks or feels something.

Each candidate is described by its word, by what it governs and by the quotations beside it; a linear model weighs that.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.reading.cues import cues
from dateline.reading.tree import OUTSIDE, Tree

COMPLEMENTS = frozenset(
    {"ccomp", "xcomp", "dobj", "oprd", "attr", "dative", "agent", "nsubj", "nsubjpass", "acomp", "prt", "advcl", "acl"}
)
"""Relations that make up the frame of a cue."""
RELATIVE = frozenset({"who", "which", "that"})
REACH = 14
"""Tokens on either side in which a quotation counts as beside a cue."""


def candidates(tree: Tree) -> Iterator[int]:
    """Yield the tokens that may be a cue: none within a quotation, whose words are not the report's own."""
    table = cues()
    for i, pos in enumerate(tree.pos):
        if tree.quotation[i] != OUTSIDE:
            continue
        lemma = tree.lemma[i]
        if (
            pos == "VERB"
            or (pos == "NOUN" and lemma in table.nouns)
            or tree.low[i] in ("according", ":")
            or (pos != "AUX" and lemma in table.plain)
        ) and not (
            (lemma in table.deeds and _does(tree, i))
            or (lemma in table.done and _does(tree, i) and _without_words(tree, i))
            or (lemma not in table.groups and _is_hearsay(tree, i))
        ):
            yield i


def _is_hearsay(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is itself only said to be so: "allegedly fired" is no cue of the one who fired."""
    return any(tree.lemma[kid] in cues().adverbs for kid in tree.kids[verb])


def _does(tree: Tree, verb: int) -> bool:
    """Tell whether a verb of saying does what it names ("declared victory", "declared war") and reports nothing."""
    governed = {tree.dep[kid] for kid in tree.kids[verb] if kid > verb}
    return "dobj" in governed and not governed & {"ccomp", "xcomp", "oprd", "parataxis"}


def _without_words(tree: Tree, verb: int) -> bool:
    """Tell a verb whose object is no words, and beside which nobody is quoted: "posted a bond"."""
    held = [kid for kid in tree.kids[verb] if tree.dep[kid] == "dobj"]
    return cues().worded.isdisjoint(tree.lemma[kid] for kid in held) and beside_quotation(tree, verb) == "none none"


def subject(tree: Tree, verb: int) -> int | None:
    """Return the subject of a verb: its own, or that of the verb it hangs on."""
    for _ in range(5):
        for kid in tree.kids[verb]:
            if tree.dep[kid] in ("nsubj", "nsubjpass", "csubj"):
                return tree.head[verb] if tree.low[kid] in RELATIVE and tree.dep[verb] == "relcl" else kid
        dep, above = tree.dep[verb], tree.head[verb]
        if dep == "acl":
            return above
        if dep not in ("conj", "xcomp", "advcl", "ccomp", "pcomp") or above == verb:
            return None
        verb = above
    return None


def frame(tree: Tree, cue: int) -> str:
    """Return what a cue governs, as one word: "nsubj ccomp-that", "nsubj dobj prep-for"."""
    found = []
    for kid in tree.kids[cue]:
        dep = tree.dep[kid]
        if dep == "ccomp":
            side = "<" if kid < cue else ""
            that = "-that" if any(tree.dep[k] == "mark" and tree.low[k] == "that" for k in tree.kids[kid]) else ""
            found.append(f"ccomp{side}{that}")
        elif dep == "prep":
            found.append(f"prep-{tree.low[kid]}" if kid > cue else "prep<")
        elif dep in COMPLEMENTS:
            found.append(dep)
    return " ".join(sorted(set(found)))


def features(tree: Tree, i: int) -> list[str]:
    """Return what holds of a candidate."""
    lemma, dep, tag, pos = tree.lemma[i], tree.dep[i], tree.tag[i], tree.pos[i]
    above = tree.head[i]
    governed = frame(tree, i)
    group = cues().groups.get(lemma, "none")
    beside = beside_quotation(tree, i)
    found = [
        "bias",
        f"lemma={lemma}",
        f"tag={tag}",
        f"dep={dep}",
        f"tag={tag} dep={dep}",
        f"lemma={lemma} tag={tag}",
        f"lemma={lemma} dep={dep}",
        f"frame={governed}",
        f"frame={governed} group={group}",
        f"lemma={lemma} frame={governed}",
        f"group={group} tag={tag} dep={dep}",
        f"head={tree.lemma[above]} dep={dep}",
        f"head pos={tree.pos[above]} dep={dep}",
        f"quotation={beside}",
        f"quotation={beside} group={group}",
        f"quotation={beside} dep={dep}",
        f"lemma={lemma} quotation={beside}",
    ]
    for part in governed.split():
        found += (f"has={part}", f"lemma={lemma} has={part}", f"has={part} tag={tag}")
    found += _of_subject(tree, i, lemma, group)
    before = tree.low[i - 1] if i > tree.first[i] else "<"
    after = tree.low[i + 1] if i < tree.last[i] else ">"
    found += (f"before={before}", f"after={after}", f"after={after} group={group}", f"lemma={lemma} after={after}")
    for kid in tree.kids[i]:
        if tree.dep[kid] in ("aux", "neg", "auxpass", "mark", "advmod", "poss", "det"):
            found.append(f"{tree.dep[kid]}={tree.low[kid]}")
        elif tree.dep[kid] in ("dobj", "attr", "oprd", "acomp"):
            found += (f"object={tree.lemma[kid]}", f"object {tree.pos[kid]} {tree.entity[kid]} group={group}")
            found.append(f"lemma={lemma} object {tree.pos[kid]}")
            found.append(f"lemma={lemma} object={tree.lemma[kid]}")
    if i == tree.first[i]:
        found.append("begins")
    if tree.last[i] - i <= 1:
        found += ("ends", f"ends group={group}")
    if pos == "PUNCT":
        found += _of_colon(tree, i)
    return found


def _of_subject(tree: Tree, i: int, lemma: str, group: str) -> list[str]:
    subj = subject(tree, i)
    if subj is None:
        return ["subject none", f"subject none group={group}"]
    word, entity, pos = tree.lemma[subj], tree.entity[subj], tree.pos[subj]
    kind = tree.low[subj] if pos == "PRON" else "name " + entity if entity and pos == "PROPN" else pos
    own = "own" if tree.head[subj] == i else "far"
    found = [
        f"subject={word}",
        f"subject kind={kind}",
        f"subject kind={kind} group={group}",
        f"subject {own} kind={kind}",
        f"lemma={lemma} subject kind={kind}",
        f"subject {'<' if subj < i else '>'} group={group}",
    ]
    if word in cues().carriers:
        found += ("subject speaks", f"subject speaks lemma={lemma}")
    edge = min(tree.left[subj], i) - 1
    if edge >= tree.first[i] and tree.low[edge] in (",", "-", "–", "—", "--", '"', "''"):
        found.append(f"subject behind {tree.low[edge]} group={group}")
    return found


def _of_colon(tree: Tree, i: int) -> list[str]:
    if i == 0 or i == tree.first[i]:
        return ["colon first"]
    lead = i - tree.first[i]
    after = tree.low[i + 1] if i + 1 < len(tree.low) else ">"
    return [
        f"colon behind {tree.pos[i - 1]} {tree.entity[i - 1]}",
        f"colon behind {tree.lemma[i - 1]}",
        f"colon at {min(lead, 8)}",
        f"colon of {'no verb' if not any(p == 'VERB' for p in tree.pos[tree.first[i] : i]) else 'verb'}",
        f"colon before {'capital' if tree.tag[min(i + 1, len(tree.tag) - 1)].startswith('NNP') else after[:1]}",
        f"colon upper {tree.tag[i - 1]}",
    ]


def beside_quotation(tree: Tree, i: int) -> str:
    """Say which quotation stands beside a token: behind it, before it, on both sides; at once or further on."""
    first, last = tree.first[i], tree.last[i]
    before = next((n for n in range(i - 1, max(first, i - REACH) - 1, -1) if tree.quotation[n] != OUTSIDE), None)
    if before is None and first > 0 and tree.quotation[first - 1] != OUTSIDE and i - first <= REACH:
        before = first - 1
    after = next((n for n in range(i + 1, min(last, i + REACH) + 1) if tree.quotation[n] != OUTSIDE), None)
    if after is None and last + 1 < len(tree.low) and tree.quotation[last + 1] != OUTSIDE and last - i <= 3:
        after = last + 1
    near = "none" if before is None else "near" if i - before <= 5 else "far"
    next_to = "none" if after is None else "near" if after - i <= 3 else "far"
    if before is not None and near == "near" and tree.low[before] == ",":
        near = "comma"
    return f"{near} {next_to}"
