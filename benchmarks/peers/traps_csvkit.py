"""The same questions with csvkit: in2csv for workbooks, csvsql for a query, csvstat for a mean and a count.

The encodings are tried in turn. What csvkit says on stderr is passed on.
"""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

Asked = dict[str, str]

TOOLS = Path(sys.executable).parent

NPS = """
    SELECT 100.0 * (sum({column} >= 9) - sum({column} <= 6)) / count(*) AS nps, count(*) AS n
    FROM stdin WHERE {column} BETWEEN 0 AND 10
"""
GROUPS = """
    SELECT trim({group}) AS g, count(*) AS n FROM stdin WHERE {column} BETWEEN 0 AND 10 GROUP BY trim({group})
"""
HOURS = """
    SELECT avg(h) AS mean, count(h) AS n
    FROM (SELECT (julianday({resolved}) - julianday({created})) * 24 AS h FROM stdin) WHERE h >= 0
"""


def told(tool: str, *words: str, given: bytes | None = None) -> bytes:
    done = subprocess.run([TOOLS / tool, *words], input=given, capture_output=True, check=False)
    if done.returncode:
        raise ValueError(done.stderr.decode(errors="replace").strip()[-200:])
    sys.stderr.write(done.stderr.decode(errors="replace"))
    return done.stdout


def as_csv(path: str) -> bytes:
    if path.endswith((".xlsx", ".xls")):
        return told("in2csv", path)
    utf16 = Path(path).read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252"):
        try:
            return told("in2csv", "-f", "csv", "-I", "-e", encoding, path)
        except ValueError as trouble:
            if "encod" not in str(trouble) and "codec" not in str(trouble):
                raise
    raise ValueError("no encoding fits")


def locale(path: str) -> list[str]:
    """Files with semicolons between the fields have commas in the numbers."""
    first = Path(path).read_bytes().partition(b"\n")[0]
    return ["-L", "pt_BR"] if b";" in first else []


def query(table: bytes, sql: str, asked: Asked, *how: str) -> list[dict[str, str]]:
    names = {
        role: '"' + asked[role].replace('"', '""') + '"'
        for role in ("column", "created", "resolved", "group")
        if role in asked
    }
    rows = told("csvsql", *how, "--query", sql.format(**names), "--tables", "stdin", given=table)
    return list(csv.DictReader(io.StringIO(rows.decode())))


def hours(table: bytes, asked: Asked) -> dict[str, str]:
    for how in ((), ("--datetime-format", "%d/%m/%Y %H:%M")):
        (row,) = query(table, HOURS, asked, *how)
        if row["mean"]:
            break
    return row


def statistic(table: bytes, asked: Asked, *which: str) -> float:
    words = ("-c", asked["column"], "--decimal-format", "%.9f")
    return float(told("csvstat", *which, *words, given=table).decode().replace(",", ""))


def answer(path: str, asked: Asked) -> dict[str, float]:
    table = as_csv(path)
    metric, how = asked["metric"], locale(path)
    if metric == "groups":
        return {row["g"]: int(row["n"]) for row in query(table, GROUPS, asked, *how)}
    if metric in ("nps", "hours"):
        row = query(table, NPS, asked, *how)[0] if metric == "nps" else hours(table, asked)
        return {name: float(value) for name, value in row.items()}
    if metric == "distinct":  # of texts, as they are ids
        return {"distinct": statistic(table, asked, "--unique", "-I")}
    n = statistic(table, asked, "--non-nulls", *how)
    return {"mean": statistic(table, asked, "--mean", *how), "n": n}


if __name__ == "__main__":
    print(json.dumps(answer(sys.argv[1], json.loads(sys.argv[2]))))
