"""The same jobs as a lazy polars query over scan_csv, collected by the streaming engine."""

import json
import sys
from collections.abc import Callable
from functools import partial

import polars as pl

NINE_HOURS = 9 * 3600
FORMAT = "%Y-%m-%d %H:%M:%S"


def points() -> pl.Expr:
    score = pl.col("score")
    return pl.when(score >= 9).then(100).when(score <= 6).then(-100).otherwise(0).mean()


def nps(path: str) -> float:
    answers = pl.scan_csv(path).filter(pl.col("score").is_not_null())
    return float(answers.select(points()).collect(engine="streaming").item())


def nps_by_channel_month(path: str) -> dict[str, float]:
    grouped = (
        pl.scan_csv(path)
        .filter(pl.col("score").is_not_null())
        .group_by("channel", pl.col("date").str.slice(0, 7).alias("month"))
        .agg(points().alias("value"))
        .collect(engine="streaming")
    )
    return {f"{channel} {month}": value for channel, month, value in grouped.iter_rows()}


def dated(path: str, told: bool, *names: str) -> pl.LazyFrame:
    """Read dates: by a format that is told, or as polars finds it."""
    if told:
        return pl.scan_csv(path).with_columns(pl.col(names).str.to_datetime(FORMAT))
    return pl.scan_csv(path, try_parse_dates=True)


def frt(path: str, told: bool = False) -> dict[str, float]:
    created, first = pl.col("created_at"), pl.col("first_response_at")
    waited = (first - created).dt.total_seconds()
    answered = dated(path, told, "created_at", "first_response_at").filter(first.is_not_null())
    return statistics(
        answered.group_by("agent").agg(
            waited.mean().alias("mean"),
            waited.median().alias("median"),
            waited.quantile(0.9, interpolation="linear").alias("p90"),
        )
    )


def hours(path: str, told: bool = False) -> dict[str, float]:
    created, resolved = pl.col("created_at"), pl.col("resolved_at")
    days = pl.business_day_count(created.dt.date(), resolved.dt.date()).cast(pl.Int64)
    worked = days * NINE_HOURS + today(resolved) - today(created)
    closed = dated(path, told, "created_at", "resolved_at").filter(resolved.is_not_null())
    return statistics(
        closed.group_by("channel").agg(worked.mean().alias("mean"), worked.median().alias("median"))
    )


def today(when: pl.Expr) -> pl.Expr:
    """Count the working seconds from midnight to a time: 9 to 18 o'clock, Monday to Friday."""
    clock = pl.sum_horizontal(
        when.dt.hour().cast(pl.Int64) * 3600,
        when.dt.minute().cast(pl.Int64) * 60,
        when.dt.second().cast(pl.Int64),
    )
    passed = (clock - NINE_HOURS).clip(0, NINE_HOURS)
    return pl.when(when.dt.weekday() <= 5).then(passed).otherwise(0)


def statistics(query: pl.LazyFrame) -> dict[str, float]:
    """Name each figure by its group and its statistic."""
    table = query.collect(engine="streaming")
    return {
        f"{group} {name}": value
        for group, *values in table.iter_rows()
        for name, value in zip(table.columns[1:], values, strict=True)
    }


JOBS: dict[str, Callable[[str], float | dict[str, float]]] = {
    "nps": nps,
    "nps-by-channel-month": nps_by_channel_month,
    "frt": frt,
    "frt-told": partial(frt, told=True),
    "hours": hours,
    "hours-told": partial(hours, told=True),
}

if __name__ == "__main__":
    job, file = sys.argv[1:]
    print(json.dumps(JOBS[job](file)))
