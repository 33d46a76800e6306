"""No label of the data is taken for one of our words."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from csmetrics.cli.main import outcome
from csmetrics.language import speaking
from csmetrics.render._labels import label_text


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (None, "(blank)"),
        ("(blank)", '"(blank)"'),
        ("(all)", '"(all)"'),
        ('"(all)"', '""(all)""'),
        ("(others)", "(others)"),
        ("all", "all"),
    ],
)
def test_a_label_that_reads_like_a_word_of_ours_stands_in_quotes(
    label: str | None, text: str
) -> None:
    assert label_text(label) == text


def test_words_of_other_languages_are_quoted_in_these() -> None:
    assert label_text("(todos)") == "(todos)"
    with speaking("pt-BR"):
        assert label_text("(todos)") == '"(todos)"'
        assert label_text("(all)") == '"(all)"'


def test_where_takes_what_a_table_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,score,channel\n1,9,(all)\n2,3,(blank)\n3,10,\n4,8,web\n")
    outcome(["nps", str(file), "--by", "channel", "-f", "csv", "-q"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    found = {row["channel"]: row["value"] for row in rows if row["statistic"] == "nps"}
    assert list(found) == ["(all)", '"(all)"', '"(blank)"', "web", "(blank)"]
    for label in list(found)[1:]:
        assert (
            outcome(["nps", str(file), "--where", f"channel = {label}", "-f", "value", "-q"]) == 0
        )
        assert capsys.readouterr().out == f"{found[label]}\n"
