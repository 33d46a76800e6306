"""The same jobs as a lazy polars query over scan_csv, collected by the streaming engine."""

import json
import sys

import polars as pl


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


if __name__ == "__main__":
    job, file = sys.argv[1:]
    print(json.dumps(nps(file) if job == "nps" else nps_by_channel_month(file)))
