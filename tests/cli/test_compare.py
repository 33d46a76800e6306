"""``csmetrics compare``: which sides are meant, what is refused, what is said and printed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from csmetrics.cli.main import outcome
from schemas import hold_to_schema

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three months of answers, each month with twice as many promoters; the last one is cut on 20 March.

    Email has the promoters of even days, phone those of odd days; vip is every fifth answer.
    """
    start = date(2026, 1, 1)
    rows = ["score,answered,channel,kind"]
    for day in range(79):
        when = start + timedelta(day)
        for place in range(4):
            score = 10 if place < when.month else 5
            channel = "email" if day % 2 else "phone"
            rows.append(f"{score},{when},{channel},{'vip' if place == 0 else 'plain'}")
    (tmp_path / "all.csv").write_text("\n".join(rows) + "\n")
    (tmp_path / "before.csv").write_text("\n".join(rows[: 1 + 31 * 4]) + "\n")
    (tmp_path / "after.csv").write_text("\n".join([rows[0], *rows[1 + 31 * 4 :]]) + "\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CSMETRICS_CONFIG", raising=False)
    return tmp_path


def told(capsys: Captured, *words: str) -> tuple[int, Any, str]:
    """The exit code, the document, and stderr; the document is as its schema says."""
    code = outcome(["compare", *words, "-f", "json"])
    out, err = capsys.readouterr()
    if not out:
        return code, None, err
    found = json.loads(out)
    hold_to_schema(found, "comparison")
    return code, found, err


# --- three kinds of sides -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kind", "ns", "difference"),
    [
        (["before.csv", "after.csv"], "file", (124, 192), None),
        (["2026-01", "2026-02", "all.csv"], "period", (124, 112), 50),
        (["2026-W04", "2026-w07", "all.csv"], "period", (28, 28), 50),
        (["2026-01-05", "2026-02-05", "all.csv"], "period", (4, 4), 50),
        (["last-month", "this-month", "all.csv", "--as-of", "2026-03-20"], "period", (112, 80), 50),
        (["kind = vip", "kind = plain", "all.csv"], "slice", (79, 237), None),
        (["channel in (email)", "channel ~ pho", "all.csv"], "slice", (156, 160), None),
    ],
)
def test_what_the_words_are(
    words: list[str], kind: str, ns: tuple[int, int], difference: float | None, capsys: Captured
) -> None:
    code, found, _ = told(capsys, "nps", *words)
    assert code == 0
    assert [side["kind"] for side in found["sides"]] == [kind, kind]
    (result,) = found["results"]
    assert (result["first"]["n"], result["second"]["n"]) == ns
    if difference is not None:
        assert result["difference"] == difference


def test_the_verdict_and_its_interval(capsys: Captured) -> None:
    _, found, _ = told(capsys, "nps", "2026-01", "2026-02", "all.csv")
    (result,) = found["results"]
    assert (result["first"]["value"], result["second"]["value"]) == (-50, 0)
    assert result["verdict"] == "higher"
    assert 0 < result["interval"]["low"] < 50 < result["interval"]["high"]
    assert result["interval"]["method"] == "MOVER of score"
    assert result["statistics"]["detractors"]["verdict"] == "lower"
    assert result["statistics"]["detractors"]["unit"] == "percentage points"
    assert "p" not in result


def test_a_partial_period_is_marked(capsys: Captured) -> None:
    _, found, err = told(capsys, "nps", "2026-02", "2026-03", "all.csv")
    assert [side["partial"] for side in found["sides"]] == [False, True]
    assert "2026-03 is covered from 2026-03-01 to 2026-03-20 only" in err
    outcome(["compare", "nps", "2026-02", "2026-03", "all.csv"])
    assert "2026-03*" in capsys.readouterr().out


def test_the_rows_of_each_side_are_accounted_for(capsys: Captured) -> None:
    _, found, err = told(capsys, "nps", "kind = vip", "kind = plain", "all.csv")
    assert "note: kind = vip: 316 rows read · 79 used" in err
    assert [side["quality"]["used"] for side in found["sides"]] == [79, 237]


def test_wald_is_an_option_of_any_metric(capsys: Captured) -> None:
    for metric in ("nps", "csat"):
        options = ["--scale", "0-10"]
        _, found, _ = told(
            capsys, metric, "2026-01", "2026-02", "all.csv", "--interval", "wald", *options
        )
        (result,) = found["results"]
        assert result["interval"]["method"] == "Wald, unpooled"
        assert 0 <= result["p"] < 0.05


def test_by_splits_the_difference(capsys: Captured) -> None:
    _, found, _ = told(capsys, "nps", "before.csv", "after.csv", "--by", "channel")
    split = found["results"][0]["split"]
    assert split["rate"] + split["mix"] == pytest.approx(found["results"][0]["difference"])
    assert [each["slice"]["channel"] for each in split["effects"]] == ["email", "phone"]


def test_simpson_is_warned_of(capsys: Captured) -> None:
    def side(name: str, **kinds: tuple[int, int]) -> None:
        rows = [
            f"{s},{k}" for k, (n, good) in kinds.items() for s in [10] * good + [8] * (n - good)
        ]
        Path(name).write_text("score,kind\n" + "\n".join(rows) + "\n")

    side("a.csv", new=(20, 0), loyal=(80, 32))
    side("b.csv", new=(60, 6), loyal=(40, 18))
    _, _, err = told(capsys, "nps", "a.csv", "b.csv", "--by", "kind")
    assert "warning: every kind that is on both sides went up, and the whole went down" in err
    assert outcome(["compare", "nps", "a.csv", "b.csv", "--by", "kind", "--strict"]) == 3


def test_both_populations_are_compared(capsys: Captured) -> None:
    rows = [f"{i},2026-0{1 + i % 2}-03,2026-0{1 + i % 2}-0{4 + i % 4}" for i in range(20)]
    Path("t.csv").write_text("id,created,resolved\n" + "\n".join(rows) + "\n")
    _, found, _ = told(capsys, "art", "2026-01", "2026-02", "t.csv")
    names = [result["statistic"] for result in found["results"]]
    assert names == ["mean", "kaplan_meier_median"]
    assert [result["difference"] for result in found["results"]] == [86400, 86400]


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nps", "2026-01", "all.csv"], "2026-01 is a period and all.csv a file"),
        (["nps", "kind = vip", "2026-01", "all.csv"], "kind = vip is a test and 2026-01 a period"),
        (["nps", "email", "phone", "all.csv"], "email is no file here, no period and no test"),
        (["nps", "last-mnth", "2026-01", "all.csv"], "did you mean last-month?"),
        (["nps", "all.csv"], "a comparison has two sides, and all.csv is one"),
        (["nps"], "a comparison has two sides"),
        (["nps", "before.csv", "after.csv", "all.csv"], "two files are compared, and 3 are given"),
        (["nps", "2026-01", "2026-Q1", "all.csv"], "have 2026-01-01 to 2026-01-31 in common"),
        (["nps", "2026-01", "2026-01", "all.csv"], "2026-01 is named twice"),
        (["nps", "all.csv", "./all.csv"], "are one file"),
        (["nps", "2026-W60", "2026-W01", "all.csv"], "2026-W60 is not a period"),
        (["nps", "2026-01", "2026-02"], "no file given"),
        (["nps", "2026-01", "2026-02", "-"], "a pipe can be read once"),
        (["nps", "2026-01", "2026-02", "all.csv", "--goal", ">= 5"], "--goal"),
        (["nps", "2026-01", "2026-02", "all.csv", "--every", "week"], "csmetrics trend"),
        (["nps", "2026-01", "2026-02", "all.csv", "--since", "2026"], "the two periods say"),
        (["backlog", "2026-01", "2026-02", "all.csv"], "the state at one time"),
        (["nps", "kind = vip", "knd = plain", "all.csv"], "no column knd"),
    ],
)
def test_refused_by_the_call(words: list[str], says: str, capsys: Captured) -> None:
    assert outcome(["compare", *words]) == 2
    assert says in capsys.readouterr().err


def test_a_word_that_is_a_file_and_a_period_is_refused(capsys: Captured) -> None:
    Path("2026-01").write_text(Path("before.csv").read_text())
    assert outcome(["compare", "nps", "2026-01", "2026-02", "all.csv"]) == 2
    assert "./2026-01 is the file" in capsys.readouterr().err
    assert outcome(["compare", "nps", "./2026-01", "after.csv"]) == 0


def test_one_day_in_common_is_an_overlap(capsys: Captured) -> None:
    assert outcome(["compare", "nps", "2026-W05", "2026-02", "all.csv"]) == 2
    assert "have 2026-02-01 in common" in capsys.readouterr().err


def test_files_of_one_name_are_called_by_their_folders(capsys: Captured) -> None:
    for folder, source in (("one", "before.csv"), ("two", "after.csv")):
        Path(folder).mkdir()
        Path(folder, "r.csv").write_bytes(Path(source).read_bytes())
    _, found, _ = told(capsys, "nps", "one/r.csv", "two/r.csv")
    assert [side["label"] for side in found["sides"]] == ["one/r.csv", "two/r.csv"]


def test_copies_are_refused(capsys: Captured) -> None:
    Path("copy.csv").write_bytes(Path("all.csv").read_bytes())
    assert outcome(["compare", "nps", "all.csv", "copy.csv"]) == 2
    assert "hold the same bytes" in capsys.readouterr().err


def test_scales_that_were_inferred_otherwise_are_refused(capsys: Captured) -> None:
    for name, most in (("a.csv", 5), ("b.csv", 7)):
        Path(name).write_text("rating\n" + "".join(f"{1 + i % most}\n" for i in range(70)))
    assert outcome(["compare", "csat", "a.csv", "b.csv", "--column", "score=rating"]) == 3
    err = capsys.readouterr().err
    assert "the two sides are not measured alike" in err
    assert "--scale" in err


def test_wald_without_counts_is_refused(capsys: Captured) -> None:
    rows = [f"{i},2026-0{1 + i % 2}-03,2026-0{1 + i % 2}-0{4 + i % 4}" for i in range(20)]
    Path("t.csv").write_text("id,created,resolved\n" + "\n".join(rows) + "\n")
    assert outcome(["compare", "art", "2026-01", "2026-02", "t.csv", "--interval", "wald"]) == 2
    assert "neither a share nor an NPS" in capsys.readouterr().err


def test_an_empty_side_is_named(capsys: Captured) -> None:
    assert outcome(["compare", "nps", "2025", "2026", "all.csv"]) == 4
    assert "(the side 2025)" in capsys.readouterr().err


def test_settings_give_files_and_what_applies(capsys: Captured) -> None:
    inputs = '[[inputs]]\ntable = "responses"\nfiles = ["all.csv"]\n'
    words = 'every = "month"\nsince = 2026-02-01\n[metrics.nps]\ninterval = "adjusted-wald"\n'
    Path("csmetrics.toml").write_text(words + inputs)
    _, found, err = told(capsys, "nps", "2026-01", "2026-02")
    (result,) = found["results"]
    assert result["difference"] == 50
    assert result["interval"]["method"] == "adjusted Wald, unpooled"
    assert "csmetrics.toml sets 1 file" in err


# --- rows on both sides -----------------------------------------------------------------------------


def test_rows_that_fit_both_tests_are_counted(capsys: Captured) -> None:
    _, _, err = told(capsys, "nps", "kind = vip", "channel = email", "all.csv")
    assert "warning: 39 rows are on both sides, kind = vip and channel = email" in err
    assert "column=where" not in err  # two tests may ask of two columns


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("score = 10", "score = 10.0"),
        ("kind = vip", "kind in (vip, plain)"),
        ("kind ~ v", "kind = vip"),
    ],
)
def test_tests_in_other_words_may_share_rows(first: str, second: str, capsys: Captured) -> None:
    _, _, err = told(capsys, "nps", first, second, "all.csv")
    assert "rows are on both sides" in err


@pytest.mark.parametrize("other", ["kind = plain", "kind != vip", "score < 10"])
def test_tests_that_share_no_row_are_not_warned_of(other: str, capsys: Captured) -> None:
    _, _, err = told(capsys, "nps", "kind = vip", other, "all.csv")
    assert "both sides" not in err


def test_ids_that_are_in_both_files_are_counted(capsys: Captured) -> None:
    for name, first in (("a.csv", 0), ("b.csv", 15)):
        rows = [f"{i},2026-01-03,2026-01-0{4 + i % 4}" for i in range(first, first + 20)]
        Path(name).write_text("id,created,resolved\n" + "\n".join(rows) + "\n")
    _, _, err = told(capsys, "art", "a.csv", "b.csv")
    assert "warning: 5 rows are on both sides, a.csv and b.csv" in err


# --- for people ---------------------------------------------------------------------------------------


def test_the_finding_comes_first(capsys: Captured) -> None:
    assert outcome(["compare", "nps", "2026-01", "2026-02", "all.csv", "-q"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Net Promoter Score: higher by 50.0 points   2026-01 -> 2026-02")
    assert lines[4].split()[:6] == ["NPS", "124", "-50.0", "112", "0.0", "+50.0"]
    assert lines[4].endswith("higher")


def test_long_tests_are_a_and_b(capsys: Captured) -> None:
    words = ["channel in (email, telegram, fax)", "channel = phone"]
    assert outcome(["compare", "nps", *words, "all.csv", "-q"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "A: channel in (email, telegram, fax) -> B: channel = phone" in lines[0]
    assert lines[2].split()[:5] == ["Statistic", "n", "A", "n", "B"]


def table(capsys: Captured, *words: str) -> list[list[str]]:
    """The rows of all tables that are printed, by their words."""
    assert outcome(["compare", *words, "-q"]) == 0
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def test_the_table_of_rate_and_mix(capsys: Captured) -> None:
    Path("a.csv").write_text("score,kind\n" + "10,x\n8,x\n" * 5 + "8,y\n" * 10)
    Path("b.csv").write_text("score,kind\n" + "10,x\n8,x\n" * 5 + "8,y\n" * 30)
    lines = table(capsys, "nps", "a.csv", "b.csv", "--by", "kind")
    # 25 → 12.5, all by mix; x is 50, y is 0, the average of the whole 18.75
    assert ["(all)", "100.0", "%", "100.0", "%", "25.0", "12.5", "0.0", "-12.5", "-12.5"] in lines
    assert ["x", "50.0", "%", "25.0", "%", "50.0", "50.0", "0.0", "-7.8", "-7.8"] in lines
    assert ["y", "50.0", "%", "75.0", "%", "0.0", "0.0", "0.0", "-4.7", "-4.7"] in lines


def test_a_small_p_is_not_0(capsys: Captured) -> None:
    lines = table(capsys, "nps", "2026-01", "2026-03", "all.csv", "--interval", "wald")
    (row,) = [line for line in lines if line[:1] == ["NPS"]]
    assert row[5:] == ["+100.0", "+75.7", "to", "+124.3", "<", "0.001", "higher"]


def test_times_are_in_words_and_days_of_work_are_hours(capsys: Captured) -> None:
    rows = [
        f"{i},2026-01-{5 + i % 2 * 7:02d} 09:00,2026-01-{9 + i % 2 * 7:02d} 18:00" for i in range(8)
    ]
    Path("t.csv").write_text("id,created,resolved\n" + "\n".join(rows) + "\n")
    words = ["art", "2026-W02", "2026-W03", "t.csv", "--hours", "mon-fri 09:00-21:00"]
    lines = table(capsys, *words, "--holidays", "BR-SP")
    assert "working time mon-fri 09:00-21:00, BR-SP" in " ".join(lines[0])
    assert ["Mean", "4", "57h", "4", "57h", "0s"] in [line[:6] for line in lines]


def test_what_has_no_interval_is_shown_and_not_judged(capsys: Captured) -> None:
    rows = [f"{i},2026-01-{1 + i:02d}," for i in range(9)] + ["9,2026-02-01,", "10,2026-02-28,"]
    Path("t.csv").write_text("id,created,resolved\n" + "\n".join(rows) + "\n")
    lines = table(capsys, "volume", "2026-01", "2026-02", "t.csv")
    assert lines[0][:5] == ["Volume", "(new):", "-7,", "not", "judged"]
    assert [line[0] for line in lines[4:7]] == ["New", "Resolved", "Active"]


def test_help_has_one_option_of_a_name(capsys: Captured) -> None:
    for metric, choices in (("nps", "score|adjusted-wald|wald"), ("csat", "score|wald")):
        assert outcome(["compare", metric, "--help"]) == 0
        out = capsys.readouterr().out
        assert out.count("--interval") == 1
        assert f"--interval {choices}" in out
