"""Where the result goes, and what is said about it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from csmetrics.cli import output
from csmetrics.cli.terminal import Terminal
from csmetrics.errors import (
    LEFT_OUT,
    MAPPED,
    OWN_INPUT,
    SHEET_FULL,
    STRICT,
    CsmetricsError,
    Exit,
)
from csmetrics.options import OutputOptions
from csmetrics.render import _workbook
from csmetrics.report import (
    Definition,
    Diagnostic,
    Measure,
    Quality,
    Report,
    Row,
    Statistic,
    Verdict,
)

WARNING = Diagnostic(
    LEFT_OUT,
    (("count", 2), ("values", "values"), ("column", "score"), ("reason", "outside 0–10")),
    count=2,
    rows=("2", "5"),
)
NOTE = Diagnostic(MAPPED, (("role", "score"), ("column", "Nota"), ("why", "its name")))


def report(
    *verdicts: bool | None, diagnostics: tuple[Diagnostic, ...] = (WARNING, NOTE), rows: int = 1
) -> Report:
    measure = Measure((Statistic("nps", 42.0, "points", 50),))
    labels = [(), (("channel", "chat"),)][:rows]
    return Report(
        "metric",
        Definition("nps", "Net Promoter Score", "p − d", "9–10", "points"),
        tuple(Row("nps", label, measure) for label in labels),
        Quality(50, 50, ()),
        diagnostics=diagnostics,
        verdicts=tuple(Verdict(">= 50", (), 42.0, met, "42 < 50") for met in verdicts),
    )


def delivered(options: OutputOptions, what: Report, strict: bool = False) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    terminal = Terminal(None, out, err, {}, quiet=options.quiet, verbose=options.verbose)
    output.deliver(what, output.plan(options, (), terminal), terminal, strict=strict)
    return out.getvalue(), err.getvalue()


def test_a_table_on_stdout_and_the_account_on_stderr() -> None:
    out, err = delivered(OutputOptions(), report())
    assert "Net Promoter Score" in out
    assert err.splitlines() == [
        "50 rows read · 50 used",
        "warning: 2 values of score left out: outside 0–10 (rows 2, 5)",
    ]


def test_verbose_says_also_what_went_well_and_quiet_nothing() -> None:
    assert "note: score is the column Nota" in delivered(OutputOptions(verbose=1), report())[1]
    assert delivered(OutputOptions(quiet=1, format="value"), report()) == ("42.0\n", "")


def test_a_file_alone_leaves_stdout_empty(tmp_path: Path) -> None:
    target = tmp_path / "KPIS.MD"
    out, err = delivered(OutputOptions(output=(str(target),)), report())
    assert out == ""
    assert err.splitlines()[-1] == f"wrote {target}"
    assert "Net Promoter Score" in target.read_text(encoding="utf-8")


def test_a_file_and_a_format_give_both(tmp_path: Path) -> None:
    targets = (str(tmp_path / "a.csv"), str(tmp_path / "b.json"))
    out, err = delivered(OutputOptions(format="csv", output=targets), report())
    assert out.encode() == (tmp_path / "a.csv").read_bytes()
    assert err.count("wrote ") == 2


def test_what_cannot_be_rendered_leaves_no_file(tmp_path: Path) -> None:
    options = OutputOptions(format="value", output=(str(tmp_path / "a.csv"),))
    with pytest.raises(CsmetricsError) as caught:
        delivered(options, report(rows=2))
    assert caught.value.exit == Exit.USAGE
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_is_refused_leaves_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = tuple(str(tmp_path / name) for name in ("a.csv", "b.xlsx", "c.json"))
    monkeypatch.setattr(_workbook, "ROWS", 1)
    with pytest.raises(CsmetricsError) as caught:
        delivered(OutputOptions(output=targets), report())
    assert caught.value.kind is SHEET_FULL
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    delivered(OutputOptions(output=targets), report())
    assert Path(targets[1]).read_bytes()[:4] == b"PK\x03\x04"


def test_a_workbook_is_not_written_on_a_screen() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    with pytest.raises(CsmetricsError, match="xlsx is binary and would garble the terminal"):
        output.plan(OutputOptions(format="xlsx"), (), Terminal(None, Screen(), None, {}))


def test_strict_refuses_a_warning_and_writes_nothing(tmp_path: Path) -> None:
    options = OutputOptions(output=(str(tmp_path / "a.csv"),))
    with pytest.raises(CsmetricsError) as caught:
        delivered(options, report(), strict=True)
    assert (caught.value.kind, caught.value.exit) == (STRICT, Exit.REFUSED)
    assert list(tmp_path.iterdir()) == []
    delivered(options, report(diagnostics=(NOTE,)), strict=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ((), Exit.OK),
        ((True,), Exit.OK),
        ((True, False), Exit.MISSED),
        ((None,), Exit.NOTHING),
        ((False, None), Exit.NOTHING),
    ],
)
def test_the_gate(verdicts: tuple[bool | None, ...], code: Exit) -> None:
    assert output.gate(report(*verdicts)) == code


def test_a_missed_goal_is_named_where_no_table_does() -> None:
    assert "goal >= 50 missed" in delivered(OutputOptions(format="value"), report(False))[1]
    out, err = delivered(OutputOptions(), report(False))
    assert ("goal >= 50 missed" in out, "goal" in err) == (True, False)


@pytest.mark.parametrize("way", ["same", "symlink", "hard link", "stdin"])
def test_a_report_never_overwrites_its_input(tmp_path: Path, way: str) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("score\n9\n")
    if way in ("same", "stdin"):
        target = source
    elif way == "symlink":
        target.symlink_to(source)
    else:
        os.link(source, target)
    with source.open() as stdin:
        terminal = Terminal(stdin, None, None, {})
        inputs = ("-",) if way == "stdin" else (str(source),)
        with pytest.raises(CsmetricsError) as caught:
            output.plan(OutputOptions(output=(str(target),)), inputs, terminal)
    assert caught.value.kind is OWN_INPUT


@pytest.mark.parametrize(
    ("names", "code", "says"),
    [
        (("a.foo",), 2, "the suffix says the format"),
        (("a",), 2, "the suffix says the format"),
        (("-",), 2, "stdout is no file"),
        (("a.csv", "./a.csv"), 2, "a.csv and ./a.csv are one file"),
        (("absent/a.csv",), 5, "there is no folder"),
    ],
)
def test_what_cannot_work_is_refused_beforehand(
    names: tuple[str, ...], code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CsmetricsError, match=says) as caught:
        output.plan(OutputOptions(output=names), (), Terminal(None, None, None, {}))
    assert caught.value.exit == code
