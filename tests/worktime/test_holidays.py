from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from csmetrics.errors import CsmetricsError, Exit
from csmetrics.worktime import Clock, Span, SpecialDay, parse_holidays, parse_hours

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def of_2026(*texts: str) -> dict[str, str]:
    return {each.day.isoformat(): each.name for each in parse_holidays(texts).between(*YEAR)}


def lines(folder: Path, text: str) -> str:
    path = folder / "days.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    assert set(of_2026("BR-SP")) - set(of_2026("BR")) == {"2026-07-09"}
    assert of_2026("BR")["2026-11-20"].startswith("Dia Nacional de Zumbi")
    assert "2026-07-03" in of_2026("us-ca")  # the 4th is a Saturday


def test_carnival_and_corpus_christi_are_optional_in_brazil() -> None:
    more = set(of_2026("BR-SP+optional")) - set(of_2026("BR-SP"))
    assert {"2026-02-16", "2026-02-17", "2026-06-04"} <= more


def test_the_source_says_itself() -> None:
    assert str(parse_holidays(["br-sp+OPTIONAL", "BRA", "UK+public"])) == "BR-SP+optional, BR, GB"


def test_names_are_not_in_the_language_of_the_process() -> None:
    code = (
        "from datetime import date; from csmetrics.worktime import parse_holidays;"
        "print(ascii(parse_holidays(['BR']).between(date(2026, 1, 1), date(2026, 1, 1))[0].name))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "LANGUAGE": language, "LANG": f"{language}.UTF-8"},
            capture_output=True,
            check=True,
        ).stdout
        for language in ("en_US", "uk", "pt_BR")
    }
    assert len(said) == 1


def test_a_holiday_of_the_next_year_can_be_kept_in_this_one() -> None:
    # 2028-01-01 is a Saturday, and the Friday before is off
    found = parse_holidays(["US"]).between(date(2027, 12, 31), date(2027, 12, 31))
    assert [each.day for each in found] == [date(2027, 12, 31)]


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("BZ1", "BZ1 is not a region or a file of holidays", ""),
        ("Brazil", "Brazil is not a region or a file of holidays", "did you mean BR?"),
        ("united_states", "united_states is not a region", "did you mean US"),
        ("BRR-SP", "BRR-SP is not a region or a file of holidays", "BR-SP"),
        ("BR-XX", "BR-XX is not a region", "BR has: AC, AL"),
        ("US+optional", "+optional is not a kind of holiday in US", "+government"),
        ("", "nothing is not a region", "such as BR-SP"),
    ],
)
def test_an_unknown_region_is_refused_with_a_hint(text: str, said: str, hint: str) -> None:
    with pytest.raises(CsmetricsError) as refused:
        parse_holidays([text])
    assert said in refused.value.text
    assert hint in refused.value.hint
    assert refused.value.exit == Exit.USAGE


def test_a_file_lists_holidays_and_special_hours(tmp_path: Path) -> None:
    file = lines(
        tmp_path,
        "\ufeff# our own days\n\n2026-12-25,Christmas, at last\n2026-12-24,09:00-12:00,Eve # short\n"
        "2026-12-24,13:00-14:00\n2026-05-01\n2026-05-02,22h-2h\n2026-09-07,7 de setembro\n",
    )
    assert parse_holidays([file]).between(*YEAR) == (
        SpecialDay(date(2026, 5, 1), (), ""),
        SpecialDay(date(2026, 5, 2), (Span(1320, 1560),), ""),
        SpecialDay(date(2026, 9, 7), (), "7 de setembro"),
        SpecialDay(date(2026, 12, 24), (Span(540, 720), Span(780, 840)), "Eve"),
        SpecialDay(date(2026, 12, 25), (), "Christmas, at last"),
    )


def test_the_later_source_is_right(tmp_path: Path) -> None:
    file = lines(tmp_path, "2026-07-09,09:00-12:00,we work\n")
    both = parse_holidays(["BR-SP", file]).between(date(2026, 7, 9), date(2026, 7, 9))
    assert both == (SpecialDay(date(2026, 7, 9), (Span(540, 720),), "we work"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-01-01\ndate,name\n", "line 2: date is not a date such as 2026-12-25"),
        ("25/12/2026\n", "line 1: 25/12/2026 is not a date"),
        ("20261225\n", "line 1: 20261225 is not a date"),
        ("2026-02-30\n", "line 1: 2026-02-30 is not a date"),
        ("2026-12-24,09:00-25:00\n", "line 1: 25:00 is not a time"),
        ("2026-12-24,09:00-13:00 Eve\n", "line 1: 13:00 eve is not a time"),
        ("2026-12-24,09:00\n", "line 1: 09:00 is not hours from-to"),
        ("2026-12-25\n2026-12-25,Christmas\n", "line 2: 2026-12-25 is not listed once"),
        ("2026-12-25,09:00-12:00\n2026-12-25\n", "line 2: 2026-12-25 is not listed once"),
        ("2026-12-25,09:00-12:00\n2026-12-25,11:00-14:00\n", "line 2: 09:00-12:00,11:00-14:00 is"),
    ],
)
def test_a_faulty_line_is_refused_by_its_number(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CsmetricsError) as refused:
        parse_holidays([lines(tmp_path, text)])
    assert said in refused.value.text


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "days.bin"
    binary.write_bytes(b"\xff\xfe\x00")
    for file, code in ((tmp_path / "none.txt", "E001"), (tmp_path, "E003"), (binary, "E003")):
        with pytest.raises(CsmetricsError) as refused:
            parse_holidays([str(file)])
        assert refused.value.kind.code == code


def test_a_carnival_that_counts_as_work_is_told(tmp_path: Path) -> None:
    office = parse_hours("mon-fri 09:00-18:00")
    carnival = (date(2026, 2, 16), date(2026, 2, 17))
    assert Clock(office, parse_holidays(["BR-SP"])).carnival_worked(*YEAR) == carnival
    assert Clock(office, parse_holidays(["BR-SP+optional"])).carnival_worked(*YEAR) == ()
    assert Clock(office, parse_holidays(["PT"])).carnival_worked(*YEAR) == ()
    assert Clock(office).carnival_worked(*YEAR) == ()
    listed = lines(tmp_path, "2026-02-16,Carnaval\n2026-02-17,14:00-18:00\n")
    assert Clock(office, parse_holidays(["BR", listed])).carnival_worked(*YEAR) == carnival[1:]
    weekend = parse_hours("sat-sun 09:00-18:00")
    assert Clock(weekend, parse_holidays(["BR"])).carnival_worked(*YEAR) == ()
    after = date(2026, 2, 18), date(2026, 12, 31)
    assert Clock(office, parse_holidays(["BR"])).carnival_worked(*after) == ()


def test_the_package_is_loaded_for_a_region_only() -> None:
    code = (
        "import sys; from csmetrics import worktime;"
        "worktime.Clock(worktime.parse_hours('24/7'), worktime.parse_holidays([]));"
        "assert 'holidays' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
