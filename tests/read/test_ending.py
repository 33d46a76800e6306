"""What stands below the data: left out where it lacks what rows have, and named; otherwise data, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import read_bytes, refusal

from csmetrics import errors
from csmetrics.read import _chunks
from csmetrics.read._ending import ending_of

DATA = "1,9,Ana,fine\n2,8,Bo,\n3,7,Ana,ok\n"


def left_out(below: str, data: str = DATA) -> list[str]:
    """Why each of the records below some rows of four columns is left out."""
    records = [line.split(",") for line in (data + below).splitlines()]
    return [reason.name for _, reason in ending_of(records, 4).left_out]


TOTALS = [
    "Total,152,,",
    "Average,7.6,,",
    "Total,152",
    "TOTAL GERAL,24,,",
    "Média,8,,",
    ",,Total,3",
    "Suma:,24,,",
    "Grand Totals (5700 records),,,",
    "Total: 3,,,",
    "Sub-total,24,,",
]


@pytest.mark.parametrize("line", TOTALS)
def test_totals(line: str) -> None:
    assert left_out(line) == ["totals-row"]


ROWS = [
    "Totally,9,Ana,x",
    "4,9,Total,Total",  # an agent and a comment
    "4,9,,",
    "4,9,Cy,Average",
]


@pytest.mark.parametrize("line", ROWS)
def test_rows_of_data(line: str) -> None:
    assert left_out(line) == []


def test_a_word_in_the_middle_is_data() -> None:
    assert left_out("Total,24,,\n4,9,Ana,x") == []


def test_a_row_as_full_as_the_data_is_only_doubted() -> None:
    rows = [["Ana", "9"], ["Bo", "8"], ["Cy", "7"], ["Total", "8"]]
    ending = ending_of(rows, 2)
    assert (ending.left_out, ending.doubtful) == ((), 3)


CLOSING = [
    "Confidential Information - Do Not Distribute",
    "Copyright (c) 2000-2026 somebody",
    "Gerado em 05/01/2026",
    "Exported by Ana on Monday,,,",
    "\nPeriod: 2026-01-01 to 2026-01-31",
    "\nAll figures are provisional,,,",
]


@pytest.mark.parametrize("lines", CLOSING)
def test_closing_lines(lines: str) -> None:
    assert left_out(lines + "\n") == ["closing-line"]


def test_one_text_alone_is_no_closing_line_unless_it_says_so() -> None:
    assert left_out("the agent was") == []


def test_a_report_with_totals_and_closing_lines(tmp_path: Path) -> None:
    below = '\nGrand Totals (3 records)\n\n"Confidential"\n"Copyright (c) 2026"\n'
    seen = read_bytes(f"id,score,agent,comment\n{DATA}{below}".encode(), tmp_path)
    assert list(seen.rows) == [2, 3, 4]
    found = {reason.name: rows for reason, rows in seen.findings.left_out.items()}
    assert found == {"totals-row": [6], "closing-line": [8, 9]}
    told = [note.text.partition(": ")[2] for note in seen.findings.notes]
    assert told == [
        "line 6: a totals row at the end of the data left out",
        "lines 8 and 9: text below the data left out",
    ]


@pytest.mark.parametrize("size", [1, 7, 30, 1000])
def test_seams_change_nothing(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_chunks, "CHUNK_BYTES", size)
    data = "id,score,agent,comment\n" + DATA * 50 + '"x\n",9,Ana,\n' + "Total,8,,\n"
    seen = read_bytes(data.encode(), tmp_path)
    assert (len(seen.rows), list(seen.findings.left_out.values())) == (151, [[153]])
    assert ": line 154: " in seen.findings.notes[0].text


def test_a_line_that_was_cut_off(tmp_path: Path) -> None:
    told = refusal(f"id,score,agent,comment\n{DATA}4,9,A".encode(), tmp_path, errors.INCOMPLETE)
    assert "its last line (5) has 3 of 4 fields and no line end" in told.text


class TestSecondTable:
    HEAD = f"id,score,agent,comment\n{DATA}\n"

    def told(self, data: str, folder: Path) -> str:
        return refusal(data.encode(), folder, errors.SECOND_TABLE, expected=("score",)).text

    def test_of_another_width(self, tmp_path: Path) -> None:
        data = self.HEAD + "agent,mean\nAna,8\n"
        assert "line 6" in self.told(data, tmp_path)

    def test_of_the_same_width(self, tmp_path: Path) -> None:
        data = self.HEAD + "agent,team,mean,best\nAna,x,8,9\n"
        assert "line 6" in self.told(data, tmp_path)

    def test_rows_below_an_empty_line_are_data(self, tmp_path: Path) -> None:
        assert list(read_bytes((self.HEAD + DATA).encode(), tmp_path).rows) == [2, 3, 4, 6, 7, 8]


class TestDelimiterTooMany:
    def test_nothing_behind_it(self, tmp_path: Path) -> None:
        seen = read_bytes(b"id,score\n1,9,\n2,8,\n", tmp_path)
        assert (seen.header, seen.notes) == (("id", "score", ""), ["N052"])
        assert seen.cells == [("1", "9", ""), ("2", "8", "")]

    def test_something_behind_it_far_below(self, tmp_path: Path) -> None:
        data = b"id,score\n" + b"1,9,\n" * 300 + b"2,8,x\n"
        told = refusal(data, tmp_path, errors.FIELD_COUNT)
        assert "line 302: 3 fields, 2 expected" in told.text
        seen = read_bytes(data, tmp_path, bad_rows="skip")
        assert (len(seen.rows), seen.findings.bad_rows) == (300, [302])
