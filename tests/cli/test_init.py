"""``csmetrics init`` writes settings that give the answers which the options would give."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from csmetrics.cli.main import outcome

TICKETS = (
    "Chamado;Entrada do pedido;Respondido em;Canal\n1;03/08/2026 09:00;03/08/2026 09:30;chat\n"
)
SURVEY = 'nota,canal,"o que, ""enfim"""\n9,chat,a\n10,mail,b\n'
TWO = "business,human\n4,5\n2,3\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("t.csv", TICKETS), ("s.csv", SURVEY), ("two.csv", TWO)):
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_it_writes_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    named = ["--column", "created=Entrada do pedido", "--dates", "dmy"]
    assert outcome(["frt", "t.csv", *named, "-f", "json"]) == 0
    expected = json.loads(capsys.readouterr().out)["results"]
    assert outcome(["init", "t.csv", *named]) == 0
    assert "wrote csmetrics.toml" in capsys.readouterr().err
    assert outcome(["frt", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"] == expected


def test_files_of_two_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["init", "t.csv", "s.csv"]) == 0
    assert outcome(["nps", "-f", "value", "-q"]) == 0
    assert outcome(["reopens", "-q"]) != 2  # its file is found, whatever it lacks
    assert capsys.readouterr().out.startswith("100.0\n")


def test_paths_are_told_from_where_it_stands(folder: Path) -> None:
    (folder / "kpis").mkdir()
    assert outcome(["init", "s.csv", "-o", "kpis/own.toml"]) == 0
    written = tomllib.loads((folder / "kpis" / "own.toml").read_text(encoding="utf-8"))
    assert written["inputs"][0]["files"] == ["../s.csv"]
    assert outcome(["nps", "-c", "kpis/own.toml"]) == 0


def test_a_file_that_is_there_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "csmetrics.toml").write_text("tz = 'UTC'\n")
    assert outcome(["init", "s.csv"]) == 2
    assert "--force" in capsys.readouterr().err
    assert (folder / "csmetrics.toml").read_text() == "tz = 'UTC'\n"
    assert outcome(["init", "s.csv", "--force"]) == 0
    assert "[[inputs]]" in (folder / "csmetrics.toml").read_text(encoding="utf-8")


def test_questions_that_may_be_the_score_are_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["init", "two.csv", "-o", "-"]) == 0
    out = capsys.readouterr().out
    assert '# score = "business"\n# score = "human"\n' in out
    assert "score" not in tomllib.loads(out)["inputs"][0]["columns"]


def test_files_of_one_table_have_one_mapping(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "other.csv").write_text("rating,channel\n9,chat\n")
    assert outcome(["init", "s.csv", "other.csv"]) == 2
    assert "columns of other names" in capsys.readouterr().err


def test_a_preset_is_named_and_what_it_finds_is_a_comment(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With it and with the one column that it does not know, the answers are the same."""
    sample = Path(__file__).parents[1] / "golden" / "presets" / "freshdesk" / "input.csv"
    Path("f.csv").write_bytes(sample.read_bytes())
    own = ["--column", "team=Product"]
    assert outcome(["frt", "f.csv", *own, "--by", "team", "-f", "json"]) == 0
    expected = json.loads(capsys.readouterr().out)["results"]
    assert outcome(["init", "f.csv", *own]) == 0
    capsys.readouterr()
    text = Path("csmetrics.toml").read_text(encoding="utf-8")
    (entry,) = tomllib.loads(text)["inputs"]
    assert (entry["preset"], entry["columns"]) == ("freshdesk", {"team": "Product"})
    assert "# Freshdesk, ticket export: 9 of 9 of its headers" in text
    assert '# created = "Created time"' in text
    assert outcome(["frt", "--by", "team", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"] == expected


def test_units_that_were_told_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    Path("d.csv").write_text("id,status,frt\n1,open,30\n2,open,90\n")
    told = ["--column", "first_response_duration=frt:minutes"]
    assert outcome(["frt", "d.csv", *told, "-f", "value"]) == 0
    expected = capsys.readouterr().out
    assert outcome(["init", "d.csv", *told]) == 0
    assert outcome(["frt", "-f", "value"]) == 0
    assert capsys.readouterr().out == expected


def test_questions_of_two_metrics_are_comments() -> None:
    Path("q.csv").write_text("How likely to recommend us?,How satisfied are you?\n9,4\n10,5\n")
    assert outcome(["init", "q.csv"]) == 0
    text = Path("csmetrics.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["inputs"][0]["columns"] == {}
    assert "for nps only" in text
