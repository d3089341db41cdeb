"""What Splink's documentation does with the FEBRL sets: its ready comparisons on the columns as written.

After the examples "deduplicating the febrl3 dataset" and "linking the febrl4 datasets": the same blocking rules, comparisons and
training blocks; `u` is sampled from a million pairs.
"""

from __future__ import annotations

import csv
import logging
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

RULES: list[Any] = [
    block_on("soc_sec_id"),
    block_on("given_name"),
    block_on("surname"),
    block_on("date_of_birth"),
    block_on("postcode"),
]
CERTAIN: list[Any] = [
    block_on("soc_sec_id"),
    block_on("given_name", "surname", "date_of_birth"),
    "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth",
]
SAMPLED = 1e6


def recipe(tables: list[Path], out: Path, threshold: float) -> None:
    """Write the pairs of one table, or of two, as `khetane match` does."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect()
    api = DuckDBAPI(connection)
    names = []
    for number, path in enumerate(tables):
        name = f"febrl_{number}"
        connection.execute(
            f"create table {name} as select * from read_csv('{path}', all_varchar = true, strict_mode = false)"
        )
        connection.execute(
            f"create or replace table {name} as select {_trimmed(connection, name)} from {name}"
        )
        names.append(name)
    frames = [api.register(name) for name in names]
    linker = Linker(
        frames if len(frames) > 1 else frames[0], _settings(len(frames) > 1), log_level=logging.ERROR
    )
    linker.training.estimate_probability_two_random_records_match(CERTAIN, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    found = linker.inference.predict(threshold_match_probability=threshold)
    rows = connection.execute(
        f"select rec_id_l, rec_id_r, match_probability from {found.physical_name}"
    ).fetchall()
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id_a", "id_b", "probability"])
        writer.writerows(rows)


def _trimmed(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """The columns without the blanks that stand before their names and values."""
    columns = [row[0] for row in connection.execute(f"describe {name}").fetchall()]
    return ", ".join(f"nullif(trim(\"{column}\"), '') as {column.strip()}" for column in columns)


def _settings(linked: bool) -> Any:
    return SettingsCreator(
        link_type="link_only" if linked else "dedupe_only",
        unique_id_column_name="rec_id",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=RULES,
        retain_intermediate_calculation_columns=False,
    )
