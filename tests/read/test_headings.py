"""Headers of several rows in text files: joined where it is certain, otherwise left as they are."""

from __future__ import annotations

from pathlib import Path

from reading import read_bytes

from csmetrics.read._headings import heading_of

QUALTRICS = (
    "StartDate,ResponseId,Q1,Q1_TEXT\n"
    'Start Date,Response ID,"How likely are you\nto recommend us?",Q1_TEXT\n'
    '"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}","{""ImportId"":""_recordId""}",'
    '"{""ImportId"":""QID1"",""timeZone"":""Z""}","{""ImportId"":""QID1_TEXT""}"\n'
    "2026-01-05 10:00:00,R_1,9,good\n"
    "2026-01-06 10:00:00,R_2,8,\n"
)


def test_codes_questions_and_a_row_of_json(tmp_path: Path) -> None:
    seen = read_bytes(QUALTRICS.encode(), tmp_path)
    assert seen.header == ("StartDate", "ResponseId", "Q1", "Q1_TEXT")
    assert seen.table.aliases[1:] == ("Response ID", "How likely are you to recommend us?", "")
    assert seen.table.zones == {0: "America/Denver", 2: "UTC"}
    assert list(seen.rows) == [4, 5]
    assert seen.rows[4] == ("2026-01-05 10:00:00", "R_1", "9", "good")


def test_codes_and_a_row_of_json(tmp_path: Path) -> None:
    first, *below = QUALTRICS.split("\n")
    seen = read_bytes("\n".join([first, *below[2:]]).encode(), tmp_path)
    assert (seen.header[2], seen.table.aliases, list(seen.rows)) == ("Q1", ("",) * 4, [3, 4])


def test_codes_over_their_texts() -> None:
    rows = [
        ["V1", "V2", "Q1"],
        ["ResponseID", "EndDate", "How was it?"],
        ["R_1", "2024-01-02", "4"],
    ]
    heading = heading_of(rows)
    assert (heading.place, heading.last) == (0, 1)
    assert heading.names == ("ResponseID", "EndDate", "Q1")
    assert heading.aliases == ("", "", "How was it?")
    assert heading_of([["V1", "V2"], ["a", "b"], ["c", "d"]]).last == 0


def test_questions_over_their_choices(tmp_path: Path) -> None:
    data = (
        "Respondent ID,Collector ID,Which did you use?,,How was it?,Why?\n"
        ",,Chat,Phone,Response,Open-Ended Response\n"
        "1,7,Chat,,9,fast\n"
        "2,7,,Phone,8,\n"
    )
    seen = read_bytes(data.encode(), tmp_path)
    assert seen.header[2:] == (
        "Which did you use? – Chat",
        "Which did you use? – Phone",
        "How was it?",
        "Why?",
    )
    assert seen.table.aliases == ("", "", "Chat", "Phone", "", "")
    assert list(seen.rows) == [3, 4]


GROUPS = ["Report", ",,Bot,,Agent,", "id,name,score,text,score,text", "1,x,9,a,8,b"]


def test_groups_tell_columns_of_one_name_apart() -> None:
    found = heading_of([line.split(",") for line in GROUPS])
    assert (found.place, found.names) == (2, ("id", "name", "score", "text", "score", "text"))
    assert found.aliases == ("", "", "Bot score", "Bot text", "Agent score", "Agent text")


OTHERS = [
    ["id,agent,score", ",Ana,9", "2,Bo,8"],
    ["id,agent,score", ",Ana,nine", "2,Bo,eight"],
    [",January,,", "id,name,score,text", "1,x,9,a"],
    ["a,b", "x,", ",y", "z,w"],
]


def test_what_is_not_certain_is_one_row() -> None:
    for lines in OTHERS:
        found = heading_of([line.split(",") for line in lines])
        assert found.place == found.last
        assert not any(found.aliases)


def test_exports_of_one_form_that_were_joined(tmp_path: Path) -> None:
    """The header again, with the mark of the second file before it, is left out and named."""
    part = "id,agent,score\n1,Ana,9\n2,Bo,8\n"
    seen = read_bytes((part + "\ufeff" + part + part).encode(), tmp_path)
    assert list(seen.rows) == [2, 3, 5, 6, 8, 9]
    assert seen.findings.notes[0].text.endswith(
        "rows 4 and 7 are the header again, left out: exports were joined"
    )
