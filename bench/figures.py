"""Accounts beside structured records: tolls, day and place of gun-violence incidents told by several reports.

`python -m bench figures [--errors]` makes one account per incident of `gva` (grouped, so that linking plays no part):
the share whose total killed, total injured, day and place (within 25 km, or the town's name where the record has no
coordinates) are those of the record. A toll that is not reported counts as none.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.tasks import Choice, Item, Result, Score, Task, chosen, rows
from dateline.config import Config
from dateline.gazetteer import fold_place
from dateline.geometry import distance_km
from dateline.pipeline import make_accounts, read_paths
from dateline.records import Account

NEAR_KM = 25.0
SHORTEST = 300


BARS = {"killed": 0.85, "injured": 0.78, "both": 0.68, "day": 0.70, "place": 0.75}
"""Shares to reach. The commonest number gives 0.48, 0.37 and a page of regular expressions 0.70, 0.63, both 0.46."""

SAMPLE = 150
"""Incidents scored unless told otherwise: some minutes."""


def run(choice: Choice) -> Result:
    """Score accounts of incidents that two usable texts or more tell."""
    incidents, docs = load(choice)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(d) + "\n" for group in docs.values() for d in group), encoding="utf-8")
        outcome = make_accounts(read_paths([path], Config()), Config(), group_by="incident")
    accounts = {account.group: account for account in outcome.accounts}
    items = []
    for key, gold in incidents.items():
        account = accounts.get(key)
        verdicts = judge(gold, account) if account is not None else {}
        for name in ("killed", "injured", "day", "place"):
            held, shown = verdicts.get(name, (False, "no account"))
            items.append(Item(f"{key} {name}", held, shown))
    scores = []
    for name in ("killed", "injured", "day", "place"):
        right = sum(item.right for item in items if item.id.endswith(" " + name))
        scores.append(Score(name, right / max(1, len(incidents)), BARS[name], counts=f"{right}/{len(incidents)}"))
    both = sum(all(item.right for item in items if item.id in (f"{key} killed", f"{key} injured")) for key in incidents)
    scores.insert(
        2, Score("killed and injured", both / max(1, len(incidents)), BARS["both"], counts=f"{both}/{len(incidents)}")
    )
    return Result(scores, items)


def load(choice: Choice) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]]]:
    """Return gold records and reports of incidents that several usable texts tell."""
    gold = {r["incident_id"]: r["gold"] for r in rows("gva/incidents") if r.get("gold")}
    docs: dict[str, list[dict[str, str]]] = defaultdict(list)
    for doc in rows("gva/docs"):
        if len(doc["text"]) >= SHORTEST and doc["incident_id"] in gold:
            docs[doc["incident_id"]].append(
                {
                    "id": doc["id"] + "-" + doc["incident_id"],
                    "title": doc["title"],
                    "text": doc["text"],
                    "published": doc["dct"],
                    "url": doc["url"],
                    "incident": doc["incident_id"],
                }
            )
    several = [{"id": key} for key in sorted(docs) if len(docs[key]) >= 2]
    keys = sorted(str(row["id"]) for row in chosen(several, Choice(choice.part, choice.sample or SAMPLE)))
    return {k: gold[k] for k in keys}, {k: docs[k] for k in keys}


def judge(gold: dict[str, Any], account: Account) -> dict[str, tuple[bool, str]]:
    """Return, per question, whether the account gives the record's answer, and both."""
    verdicts = {}
    for measure in ("killed", "injured"):
        total = next(
            (f for f in account.figures if f.measure == measure and f.scope == "total" and f.standing != "superseded"),
            None,
        )
        given = total.best if total is not None and total.best is not None else total.low if total is not None else 0
        verdicts[measure] = (
            (given or 0) == gold[f"n_{measure}"],
            f"{given} is not {gold[f'n_{measure}']} | {account.headline.quote if account.headline else ''} | {[e.quote for e in total.evidence][:3] if total else ''}",
        )
    verdicts["day"] = (
        account.when.earliest == account.when.latest == gold["date"],
        f"{account.when.earliest} {account.when.latest} is not {gold['date']} | {[e.quote for e in account.when.evidence][:3]} {[s.published for s in account.sources]}",
    )
    where = account.where
    if gold.get("lat"):
        apart = distance_km(where.lat or 0.0, where.lon or 0.0, float(gold["lat"]), float(gold["lon"]))
        near = where.lat is not None and where.lon is not None and apart <= NEAR_KM
    else:
        near = fold_place(where.name or "") == fold_place(gold["city_or_county"])
    verdicts["place"] = (
        near,
        f"{where.name}, {where.within} is not {gold['city_or_county']}, {gold['state']} | {[e.quote for e in where.evidence][:3]}",
    )
    return verdicts


TASK = Task("figures", "tolls, day and place of whole accounts", run)
