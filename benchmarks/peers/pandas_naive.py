"""The same jobs as most people write them with pandas: read_csv(f), and then the question."""

import json
import sys

import pandas as pd


def nps(path: str) -> float:
    score = pd.read_csv(path)["score"]
    return float(((score >= 9).sum() - (score <= 6).sum()) * 100 / score.count())


def nps_by_channel_month(path: str) -> dict[str, float]:
    data = pd.read_csv(path, parse_dates=["date"]).dropna(subset=["score"])
    month = data["date"].dt.to_period("M").rename("month")
    points = (data["score"] >= 9).astype(int) - (data["score"] <= 6).astype(int)
    table = (points.groupby([data["channel"], month]).mean() * 100).reset_index(name="value")
    slices = table["channel"] + " " + table["month"].astype(str)
    return dict(zip(slices, table["value"].astype(float), strict=True))


if __name__ == "__main__":
    job, file = sys.argv[1:]
    print(json.dumps(nps(file) if job == "nps" else nps_by_channel_month(file)))
