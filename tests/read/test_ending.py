"""What stands below the data: left out where it lacks what rows have, and named; otherwise data, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import read_bytes, refusal

from csmetrics import compute, errors
from csmetrics.read import _chunks
from csmetrics.read._ending import BARE, WORD, ending_of

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
    assert (ending.left_out, ending.doubtful) == ((), ((3, WORD),))


WORDS = [
    "Overall",
    "Promedio general",
    "Média geral",
    "Average score",
    "Geral",
    "Resultado",
    "All agents",
]
SCORES = [["A", "5"], ["B", "4"], ["C", "5"], ["D", "2"], ["E", "1"]]


@pytest.mark.parametrize("word", [*WORDS, "TOTAL GERAL", "Team average", "Consolidado"])
def test_words_of_totals(word: str) -> None:
    doubted = ending_of([*SCORES, [word, "4"]], 2, whole=True)
    assert (doubted.left_out, doubted.doubtful) == ((), ((5, WORD),))
    assert ending_of([*SCORES, [word, "17"]], 2, whole=True).kept == 5  # their sum


@pytest.mark.parametrize("name", ["Allan", "Generals", "General Smith", "Overall good", "Score"])
def test_names_that_are_no_words_of_totals(name: str) -> None:
    assert ending_of([*SCORES, [name, "17"]], 2, whole=True).doubtful == ()


TICKETS = [[str(number), "2026-01-05", "10"] for number in range(7)]


@pytest.mark.parametrize("value", ["70", "10", "70.0"])
def test_numbers_alone_that_sum_up_the_column(value: str) -> None:
    assert ending_of([*TICKETS, ["", "", value]], 3, whole=True).kept == 7


@pytest.mark.parametrize("value", ["33", "69", "10.4"])
def test_numbers_alone_that_do_not_are_doubted(value: str) -> None:
    ending = ending_of([*TICKETS, ["", "", value]], 3, whole=True)
    assert (ending.kept, ending.doubtful) == (8, ((7, BARE),))


def test_the_sum_of_rows_that_are_not_seen_is_not_known() -> None:
    assert ending_of([*TICKETS, ["", "", "70"]], 3).doubtful == ((7, BARE),)


def test_rows_without_a_name_are_data() -> None:
    rows = [["Ana", "9"], ["Bo", "8"], ["Cy", "7"], ["", "8"], ["", "3"], ["", "5"]]
    assert (ending_of(rows, 2, whole=True).kept, ending_of(rows, 2).doubtful) == (6, ())


def test_two_rows_are_enough_for_a_word(tmp_path: Path) -> None:
    data = b"ticket id,created at,handle time (s)\n1,2026-01-01,10\n2,2026-01-02,20\nSum:,,31\n"
    assert list(read_bytes(data, tmp_path).findings.left_out.values()) == [[4]]


def test_subtotals_in_between_are_named(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("agent,team,score\nA,x,5\nB,x,4\nC,y,5\nTotal,,4\nD,y,2\nTotal,y,3\nE,y,2\n")
    told = [each.text for each in compute("csat", str(path), by="agent").diagnostics]
    assert f"{path}: line 5: a word for totals stands first; read as data" in told


def test_columns_in_another_order_further_down(tmp_path: Path) -> None:
    data = b"nps,csat\n9,5\n8,4\ncsat,nps\n5,9\n"
    assert ": line 4 names" in refusal(data, tmp_path, errors.COLUMNS_SWAPPED).text


def test_names_of_columns_may_be_values(tmp_path: Path) -> None:
    data = b"email,phone,channel\n1,2,email\nphone,email,phone\n3,4,phone\n"
    assert len(read_bytes(data, tmp_path).rows) == 3


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

    @pytest.mark.parametrize("rows", [2, 20])
    def test_below_a_title_as_a_workbook_saves_it(self, rows: int, tmp_path: Path) -> None:
        data = "team,score\n" + "x,10\n" * rows + ",\nSummary,\nteam,nps\na,10\n"
        assert f"line {rows + 3}:" in self.told(data, tmp_path)

    def test_a_row_without_a_number_below_an_empty_line_is_data(self, tmp_path: Path) -> None:
        data = b"name,score\nAna,9\nBo,8\n\nCy,none\nDi,none\n"
        assert len(read_bytes(data, tmp_path).rows) == 4

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
