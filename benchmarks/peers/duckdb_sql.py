"""The same jobs as SQL over a CSV file whose types DuckDB detects, run inside Python."""

import json
import sys

import duckdb

POINTS = "avg(CASE WHEN score >= 9 THEN 100 WHEN score <= 6 THEN -100 ELSE 0 END)"
NPS = f"SELECT {POINTS} FROM read_csv_auto(?) WHERE score IS NOT NULL"
NPS_BY_CHANNEL_MONTH = f"""
    SELECT channel || ' ' || strftime(date_trunc('month', date), '%Y-%m') AS slice, {POINTS}
    FROM read_csv_auto(?) WHERE score IS NOT NULL GROUP BY slice
"""
FIRST_RESPONSE = """
    SELECT agent, avg(seconds) AS mean, median(seconds) AS median,
        quantile_cont(seconds, 0.9) AS p90
    FROM (
        SELECT agent, epoch(first_response_at)::BIGINT - epoch(created_at)::BIGINT AS seconds
        FROM read_csv(?) WHERE first_response_at IS NOT NULL
    ) GROUP BY agent
"""
# what we look at as well: ids that stand twice, the latest of all dates, statuses that nobody waits for
WITH_CHECKS = """
    CREATE TEMP TABLE tickets AS
    SELECT id, created_at, first_response_at, resolved_at, updated_at, status, agent FROM read_csv(?)
"""
CHECKS = """
    SELECT count(*) - count(DISTINCT id),
        max(greatest(created_at, first_response_at, resolved_at, updated_at)),
        count(*) FILTER (status IN ('deleted', 'spam', 'merged'))
    FROM tickets
"""
# working seconds from a Monday long ago to t: 45 hours a week, 9 on each day from Monday to Friday
WORKED = """
    CREATE TEMP MACRO worked(t) AS (
        (t + 259200) // 604800 * 162000
        + least((t + 259200) // 86400 % 7, 5) * 32400
        + CASE WHEN (t + 259200) // 86400 % 7 < 5
            THEN greatest(0, least(t % 86400 - 32400, 32400)) ELSE 0 END
    )
"""
WORKING_HOURS = """
    SELECT channel, avg(seconds) AS mean, median(seconds) AS median
    FROM (
        SELECT channel,
            worked(epoch(resolved_at)::BIGINT) - worked(epoch(created_at)::BIGINT) AS seconds
        FROM read_csv(?) WHERE resolved_at IS NOT NULL
    ) GROUP BY channel
"""
RETENTION = """
    WITH visits AS (
        SELECT DISTINCT customer, date_trunc('month', "purchase date") AS month FROM read_csv(?)
    ), steps AS (
        SELECT month, lag(month) OVER (PARTITION BY customer ORDER BY month) AS before FROM visits
    ), counts AS (
        SELECT month, count(*) AS active, count(*) FILTER (before IS NULL) AS new,
            count(*) FILTER (before = month - INTERVAL 1 MONTH) AS kept
        FROM steps GROUP BY month
    )
    SELECT strftime(month, '%Y-%m') AS period, 100.0 * kept / lag(active) OVER (ORDER BY month) AS retention
    FROM counts QUALIFY retention IS NOT NULL
"""


def nps(path: str) -> float:
    (value,) = duckdb.execute(NPS, [path]).fetchall()[0]
    return float(value)


def nps_by_channel_month(path: str) -> dict[str, float]:
    return dict(duckdb.execute(NPS_BY_CHANNEL_MONTH, [path]).fetchall())


def statistics(query: str, path: str | None) -> dict[str, float]:
    answer = duckdb.execute(query, [] if path is None else [path])
    names = [column[0] for column in answer.description[1:]]
    return {
        f"{group} {name}": float(value)
        for group, *values in answer.fetchall()
        for name, value in zip(names, values, strict=True)
    }


def frt(path: str) -> dict[str, float]:
    return statistics(FIRST_RESPONSE, path)


def frt_checked(path: str) -> dict[str, float]:
    duckdb.execute(WITH_CHECKS, [path])
    repeated, latest, gone = duckdb.execute(CHECKS).fetchall()[0]
    if repeated or gone or latest is None:
        raise AssertionError("the file of this benchmark has no such rows")
    return statistics(FIRST_RESPONSE.replace("read_csv(?)", "tickets"), None)


def retention(path: str) -> dict[str, float]:
    return statistics(RETENTION, path)


def hours(path: str) -> dict[str, float]:
    duckdb.execute(WORKED)
    return statistics(WORKING_HOURS, path)


JOBS = {
    "nps": nps,
    "nps-by-channel-month": nps_by_channel_month,
    "frt": frt,
    "frt-checked": frt_checked,
    "hours": hours,
    "retention": retention,
}

if __name__ == "__main__":
    job, file = sys.argv[1:]
    print(json.dumps(JOBS[job](file)))
