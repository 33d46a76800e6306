"""The same jobs as most people write them with pandas: read_csv(f), and then the question."""

import json
import sys
from typing import Any

import numpy as np
import pandas as pd

NINE_HOURS = 9 * 3600


def nps(path: str) -> float:
    return nps_of(pd.read_csv(path)["score"])


def nps_of(score: "pd.Series[Any]") -> float:
    return float(((score >= 9).sum() - (score <= 6).sum()) * 100 / score.count())


def nps_xlsx(path: str) -> float:
    return nps_of(pd.read_excel(path, engine="openpyxl")["score"])  # its default, said outright


def nps_xlsx_calamine(path: str) -> float:
    return nps_of(pd.read_excel(path, engine="calamine")["score"])


def nps_by_channel_month(path: str) -> dict[str, float]:
    data = pd.read_csv(path, parse_dates=["date"]).dropna(subset=["score"])
    month = data["date"].dt.to_period("M").rename("month")
    points = (data["score"] >= 9).astype(int) - (data["score"] <= 6).astype(int)
    table = (points.groupby([data["channel"], month]).mean() * 100).reset_index(name="value")
    slices = table["channel"] + " " + table["month"].astype(str)
    return dict(zip(slices, table["value"].astype(float), strict=True))


def frt(path: str) -> dict[str, float]:
    data = pd.read_csv(path)
    waited = pd.to_datetime(data["first_response_at"]) - pd.to_datetime(data["created_at"])
    groups = waited.dt.total_seconds().groupby(data["agent"])
    return statistics(groups.mean(), groups.median(), groups.quantile(0.9))


def hours(path: str) -> dict[str, float]:
    data = pd.read_csv(path).dropna(subset=["resolved_at"])
    created, resolved = pd.to_datetime(data["created_at"]), pd.to_datetime(data["resolved_at"])
    first, last = (when.to_numpy().astype("datetime64[D]") for when in (created, resolved))
    worked = pd.Series(
        np.busday_count(first, last) * NINE_HOURS + today(resolved) - today(created),
        index=data.index,
    )
    groups = worked.groupby(data["channel"])
    return statistics(groups.mean(), groups.median())


def today(when: "pd.Series[Any]") -> "pd.Series[Any]":
    """Count the working seconds from midnight to a time: 9 to 18 o'clock, Monday to Friday."""
    clock = when.dt.hour * 3600 + when.dt.minute * 60 + when.dt.second
    passed: pd.Series[Any] = (clock - NINE_HOURS).clip(0, NINE_HOURS)
    return passed.where(when.dt.day_of_week < 5, 0)


def statistics(*columns: "pd.Series[Any]") -> dict[str, float]:
    """Name each figure by its group and its statistic."""
    names = ("mean", "median", "p90")
    return {
        f"{group} {name}": float(value)
        for name, column in zip(names, columns, strict=False)
        for group, value in column.items()
    }


JOBS = {
    "nps": nps,
    "nps-by-channel-month": nps_by_channel_month,
    "nps-xlsx": nps_xlsx,
    "nps-xlsx-calamine": nps_xlsx_calamine,
    "frt": frt,
    "hours": hours,
}

if __name__ == "__main__":
    job, file = sys.argv[1:]
    print(json.dumps(JOBS[job](file)))
