"""Questions to an odd export, as a careful analyst asks them with pandas.

Encodings are tried in turn, the delimiter is sniffed, nothing is typed by guess, numbers may have either decimal
sign, dates are ISO or have the day first, and what lies outside its range is dropped.
"""

import csv
import json
import sys
from typing import Any

import pandas as pd

Asked = dict[str, str]


def read(path: str) -> pd.DataFrame:
    if path.endswith((".xlsx", ".xls")):
        return pd.read_excel(path, engine="openpyxl")
    for encoding in ("utf-8-sig", "utf-16", "cp1252", "latin-1"):
        try:
            return pd.read_csv(path, sep=None, engine="python", encoding=encoding, dtype=str)
        except csv.Error:  # the delimiter cannot be determined
            return pd.read_csv(path, encoding=encoding, dtype=str)
        except UnicodeError:
            continue
    raise ValueError("no encoding fits")


def numbers(column: "pd.Series[Any]") -> "pd.Series[Any]":
    if pd.api.types.is_numeric_dtype(column):
        return column
    text = column.astype(str).str.strip().str.removesuffix("%")
    if text.str.contains(r",\d{1,2}$|\.\d{3},", regex=True).any():  # 1.234,5
        text = text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    else:  # 1,234.5
        text = text.str.replace(",", "", regex=False)
    return pd.to_numeric(text, errors="coerce")


def times(column: "pd.Series[Any]", zone: str | None) -> "pd.Series[Any]":
    column = column.astype(str)
    iso = pd.to_datetime(column, format="ISO8601", errors="coerce", utc=True)
    day_first = pd.to_datetime(column, format="mixed", dayfirst=True, errors="coerce", utc=True)
    found = iso.where(iso.notna(), day_first)
    if zone:
        return found.dt.tz_localize(None).dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    return found


def hours(taken: "pd.Series[Any]") -> dict[str, float]:
    seconds = taken.dt.total_seconds()
    seconds = seconds[seconds >= 0]
    return {"mean": float(seconds.mean()) / 3600, "n": len(seconds)}


def nps(scores: "pd.Series[Any]") -> dict[str, float]:
    scores = scores[scores.between(0, 10)]
    promoters, detractors = (scores >= 9).sum(), (scores <= 6).sum()
    return {"nps": float(100 * (promoters - detractors) / len(scores)), "n": len(scores)}


def answer(path: str, asked: Asked) -> dict[str, float]:
    table = read(path)
    table.columns = pd.Index([str(name).strip() for name in table.columns])
    metric, column = asked["metric"], table[asked["column"]]
    if metric == "distinct":
        return {"distinct": int(column.nunique())}
    if metric == "hours":
        start, end = (
            times(table[asked[name]], asked.get("tz")) for name in ("created", "resolved")
        )
        return hours(end - start)
    if asked.get("unit") == "hours":
        return hours(pd.to_timedelta(column, errors="coerce"))
    if metric == "groups":
        scores = numbers(column)
        counts = scores[scores.between(0, 10)].groupby(table[asked["group"]].str.strip()).count()
        return {str(name): int(n) for name, n in counts.items()}
    values = numbers(column).dropna()
    return nps(values) if metric == "nps" else {"mean": float(values.mean()), "n": len(values)}


if __name__ == "__main__":
    print(json.dumps(answer(sys.argv[1], json.loads(sys.argv[2]))))
