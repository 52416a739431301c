"""Accounts beside structured records: tolls, day and place of gun-violence incidents told by several reports.

`python -m bench.accounts [--sample N] [--skip N] [--errors]` makes one account per incident of `gva` (grouped, so
that
linking
plays no part) and prints the share whose total killed, total injured, day and place (within 25 km) are those of the
record (the town's name, where the record has no coordinates).
A toll that the account does not report counts as right where the record has none.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from dateline.config import Config
from dateline.gazetteer import fold_place
from dateline.geometry import distance_km
from dateline.pipeline import make_accounts, read_paths
from dateline.records import Account

DATA = Path(os.environ.get("DATELINE_DATA", Path(__file__).parents[1] / ".." / "shared" / "data"))
NEAR_KM = 25.0
SHORTEST = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    incidents, docs = load(args.sample, args.skip)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("".join(json.dumps(d) + "\n" for group in docs.values() for d in group), encoding="utf-8")
        outcome = make_accounts(read_paths([path], Config()), Config(), group_by="incident")
    accounts = {account.group: account for account in outcome.accounts}
    right: dict[str, int] = defaultdict(int)
    for key, gold in incidents.items():
        account = accounts.get(key)
        verdicts = judge(gold, account) if account is not None else {}
        for name, (held, shown) in verdicts.items():
            right[name] += held
            if args.errors and not held:
                print(f"{key} {name}: {shown}")
        right["any account"] += account is not None
    for name in ("any account", "killed", "injured", "day", "place"):
        print(f"{name:12} {right[name]:4} of {len(incidents)}  {right[name] / len(incidents):.3f}")


def load(sample: int, skip: int) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]]]:
    """Return gold records and reports of incidents that several usable texts tell, in the order of their ids."""
    gold = {}
    with gzip.open(DATA / "gva" / "incidents.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record.get("gold"):
                gold[record["incident_id"]] = record["gold"]
    docs: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(DATA / "gva" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            doc = json.loads(line)
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
    keys = [k for k in sorted(docs) if len(docs[k]) >= 2][skip : skip + sample]
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


if __name__ == "__main__":
    main()
