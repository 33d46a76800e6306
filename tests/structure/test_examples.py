"""The committed examples are what their script writes, byte for byte."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = (
    "responses.csv",
    "pesquisa-nps.csv",
    "csat.xlsx",
    "effort.csv",
    "tickets.csv",
    "rated-tickets.csv",
    "chamados.csv",
    "customers.csv",
    "purchases.csv",
    *(
        f"year/{table}-{year}-{month:02d}.csv"
        for table in ("tickets", "answers")
        for year, months in ((2025, (11, 12)), (2026, range(1, 11)))
        for month in months
    ),
)


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    script = str(EXAMPLES / "make_examples.py")
    subprocess.run([sys.executable, script, str(folder)], check=True)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_same_bytes(remade: Path, name: str) -> None:
    assert (remade / name).read_bytes() == (EXAMPLES / name).read_bytes()


def test_every_file_is_remade_and_listed(remade: Path) -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    made = [path for path in remade.rglob("*") if path.is_file()]
    assert sorted(path.relative_to(remade).as_posix() for path in made) == sorted(FILES)
    assert [name for name in FILES if f"`{name.partition('/')[0]}" not in readme] == []


def test_responses_hold_what_the_account_should_tell() -> None:
    with (EXAMPLES / "responses.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    scores = Counter(row["score"] for row in rows)
    assert (len(rows), scores[""], scores["11"], scores["8.5"]) == (302, 4, 2, 1)
    assert any("\n" in row["comment"] for row in rows)
    assert any('"' in row["comment"] for row in rows)
    assert {row["answered_at"][:7] for row in rows} == {"2026-08", "2026-09", "2026-10"}


def test_pesquisa_is_what_a_brazilian_spreadsheet_writes() -> None:
    data = (EXAMPLES / "pesquisa-nps.csv").read_bytes()
    text = data.decode("cp1252")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert text.startswith("Carimbo de data/hora;De 0 a 10, quanto você")
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_tickets_hold_what_the_readme_says() -> None:
    with (EXAMPLES / "tickets.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    last = {row["Ticket ID"]: row for row in rows}.values()
    statuses = Counter(row["Status"] for row in last)
    assert (len(rows), len(last)) == (216, 214)
    assert (statuses["deleted"], statuses["spam"]) == (1, 1)
    active = [row for row in last if row["Status"] in {"new", "open", "pending", "on-hold"}]
    assert (len(active), sum(bool(row["Resolved at"]) for row in active)) == (10, 1)
    settled = [row for row in last if row["Resolved at"] and row["Agent replies"] == "0"]
    assert len(settled) == 3
    assert sum("" < row["Resolved at"] < row["Created at"] for row in last) == 1
    assert {row["Created at"][:7] for row in rows} == {"2026-08", "2026-09", "2026-10"}


def test_chamados_are_what_a_brazilian_help_desk_exports() -> None:
    data = (EXAMPLES / "chamados.csv").read_bytes()
    rows = list(csv.reader(data.decode("cp1252").splitlines(), delimiter=";"))
    assert data.count(b"\n") == data.count(b"\r\n") == len(rows) == 65
    assert {"Fechado", "Em atendimento"} <= {row[6] for row in rows}
    assert "," in rows[1][-1]
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_a_ticket_of_the_year_stands_in_each_export_until_it_is_solved() -> None:
    found: dict[str, list[dict[str, str]]] = {}
    for path in sorted((EXAMPLES / "year").glob("tickets-*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                found.setdefault(row["Ticket ID"], []).append(row)
    assert (len(found), sum(map(len, found.values()))) == (2687, 2781)
    for states in found.values():
        assert not any(state["Resolved at"] for state in states[:-1])
    assert sum(not states[-1]["Resolved at"] for states in found.values()) == 14


def test_the_year_is_small() -> None:
    assert sum(path.stat().st_size for path in (EXAMPLES / "year").iterdir()) < 700_000
