"""The same jobs as SQL over read_csv_auto, run by DuckDB inside Python."""

import json
import sys

import duckdb

POINTS = "avg(CASE WHEN score >= 9 THEN 100 WHEN score <= 6 THEN -100 ELSE 0 END)"
NPS = f"SELECT {POINTS} FROM read_csv_auto(?) WHERE score IS NOT NULL"
NPS_BY_CHANNEL_MONTH = f"""
    SELECT channel || ' ' || strftime(date_trunc('month', date), '%Y-%m') AS slice, {POINTS}
    FROM read_csv_auto(?) WHERE score IS NOT NULL GROUP BY slice
"""


def nps(path: str) -> float:
    (value,) = duckdb.execute(NPS, [path]).fetchall()[0]
    return float(value)


def nps_by_channel_month(path: str) -> dict[str, float]:
    return dict(duckdb.execute(NPS_BY_CHANNEL_MONTH, [path]).fetchall())


if __name__ == "__main__":
    job, file = sys.argv[1:]
    print(json.dumps(nps(file) if job == "nps" else nps_by_channel_month(file)))
