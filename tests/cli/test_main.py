"""Every outcome is text on stderr and an exit code."""

from __future__ import annotations

import errno
import gc
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer

from csmetrics.cli.main import outcome
from csmetrics.errors import EMPTY, NO_FILE, CsmetricsError, Exit


@pytest.fixture(autouse=True)
def _process() -> Iterator[None]:
    """Undo what a process tunes for itself."""
    threshold = gc.get_threshold()
    with warnings.catch_warnings():
        yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    gc.enable()


def _raising(problem: BaseException) -> Callable[[Sequence[str]], Any]:
    def start(argv: Sequence[str]) -> Any:
        def job(terminal: object) -> int:
            raise problem

        return job

    return start


@pytest.mark.parametrize("code", list(Exit))
def test_the_code_of_the_work_is_the_code_of_the_process(code: Exit) -> None:
    assert outcome([], lambda argv: lambda terminal: code) == code
    assert outcome([], lambda argv: code) == code


@pytest.mark.parametrize(
    ("problem", "code", "says"),
    [
        (
            CsmetricsError(NO_FILE, file="x.csv", suggestion="did you mean y.csv?"),
            3,
            "error: x.csv: no such file\nhint: did you mean y.csv?\n",
        ),
        (CsmetricsError(EMPTY, file="x\x1b.csv"), 4, "error: x\\x1b.csv is empty (0 bytes)\n"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 141, ""),
        (OSError(errno.ENOSPC, "No space left"), 5, "error: cannot write stdout: No space left\n"),
        (typer.BadParameter("Bad thing."), 2, "error: invalid value: Bad thing\nhint: csmetrics "),
        (SystemExit(0), 0, ""),
        (SystemExit(7), 7, ""),
    ],
)
def test_outcomes(
    problem: BaseException, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome([], _raising(problem)) == code
    seen = capsys.readouterr()
    assert seen.out == ""
    assert seen.err.startswith(says)
    assert says or not seen.err


def test_a_bug_is_one_line_with_type_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    secret = ValueError("jane@example.com")
    assert outcome([], _raising(secret)) == 70
    seen = capsys.readouterr().err
    assert seen.startswith("error: a bug in csmetrics: ValueError at cli/main.py:")
    assert "jane" not in seen
    assert "Traceback" not in seen


def test_debug_shows_where_a_bug_came_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["nps", "--debug"], _raising(ValueError("why"))) == 70
    seen = capsys.readouterr().err
    assert "Traceback (most recent call last)" in seen
    assert "ValueError: why" in seen


def test_an_os_error_about_a_file_is_a_bug_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome([], _raising(OSError(errno.ENOSPC, "full", "somewhere"))) == 70


@pytest.mark.parametrize(
    ("argv", "lines"),
    [(["-q"], 1), (["-qq"], 0), (["-q", "--quiet"], 0), (["-vq"], 1), (["--", "-qq"], 1)],
)
def test_quiet_keeps_errors_and_very_quiet_nothing(
    argv: list[str], lines: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(argv, _raising(CsmetricsError(EMPTY, file="x"))) == 4
    assert len(capsys.readouterr().err.splitlines()) == lines


@pytest.mark.parametrize(
    ("argv", "says", "hint"),
    [
        (["npz", "x"], "no command npz", "did you mean nps"),
        (["x.csv"], "no command x.csv", "a command comes first: csmetrics nps x.csv"),
        (["qqqqq"], "no command qqqqq", "csmetrics --help lists the commands"),
        (["nps", "--formt", "x"], "csmetrics nps has no option --formt", "did you mean --format?"),
        (["nps", "x", "-Z"], "csmetrics nps has no option -Z", "csmetrics nps --help shows"),
        (["nps", "x", "--by"], "option '--by' requires an argument", "csmetrics nps --help shows"),
        (["nps"], "no file given", "csmetrics nps FILE, or - to read from a pipe"),
        (["inspect"], "no file given", "csmetrics inspect FILE, or - to read from a pipe"),
        (["nps", "x", "--every", "weak"], "--every: weak is not one of", "did you mean week?"),
        (["nps", "x", "-f", "jsn"], "--format: jsn is not one of", "did you mean json?"),
        (["nps", "x", "-o", "a.foo"], "-o a.foo: the suffix says the format", "end the name in"),
        (["explain", "npz"], "no metric npz", "did you mean nps"),
        (["explain"], "no metric given", "one of nps, "),
        (["--formt"], "csmetrics has no option --formt", ""),
    ],
)
def test_mistakes_are_answered_with_the_cure(
    argv: list[str], says: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {says}")
    assert f"\nhint: {hint}" in err


def test_explain_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(["explain", "net-promoter-score"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    for word in ("Formula\n", "Rule\n", "--promoter-from", "Sources\n", "default: 9"):
        assert word in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("explain nps", "Fórmula"),
        ("npss x.csv", "erro: não há comando npss"),
        ("compare nps 2026-Q1", "erro: uma comparação tem dois lados"),
        ("history", "erro: history não faz nada sozinho"),
        ("inspect none.csv", "erro: none.csv: o arquivo não existe"),
        ("explain nps --lang en", "Formula"),
        ("nps none.csv --no-config", "error: none.csv: no such file"),
    ],
)
def test_the_language_of_the_settings_is_that_of_every_command_and_error(
    words: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "csmetrics.toml").write_text('lang = "pt-BR"\n')
    monkeypatch.chdir(tmp_path)
    outcome(words.split())
    said = capsys.readouterr()
    assert told in said.out + said.err
