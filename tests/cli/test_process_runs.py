"""The real process on real files: at a terminal, in a pipe, to a file; each way to fail, by exit code.

Each exit code is seen of a process; the many mistakes that end with one of them are made in this one.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from csmetrics.cli.main import outcome
from csmetrics.metrics import METRICS

RUN = [sys.executable, "-m", "csmetrics.cli.main"]
SETTINGS = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "LC_ALL", "LANG", "TERM", "PYTHONUTF8")
PLAIN = {name: value for name, value in os.environ.items() if name not in SETTINGS}
ESCAPE = "\x1b"

RESPONSES = """\
score,channel,date
10,email,2026-01-05
9,email,2026-01-31
7,chat,2026-02-14
0,chat,2026-02-28
9,phone,2026-03-31
8,phone,2026-03-31
11,phone,2026-03-31
,email,2026-03-31
"""


class Done(NamedTuple):
    """How a process ended, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for each process, with one export in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.csv").write_text(RESPONSES, encoding="utf-8")
    return tmp_path


def run(*words: str, stdin: str | None = None, environ: Mapping[str, str] | None = None) -> Done:
    """Run csmetrics in pipes."""
    done = subprocess.run(
        [*RUN, *words],
        input=None if stdin is None else stdin.encode(),
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env={**PLAIN, **(environ or {})},
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


Called = Callable[..., Done]


@pytest.fixture
def called(capfd: pytest.CaptureFixture[str]) -> Called:
    """Call what the process calls, here: a second less, where only what is said and the exit code are asked for."""

    def call(*words: str) -> Done:
        capfd.readouterr()
        with pytest.MonkeyPatch.context() as patched:
            for name in SETTINGS:
                patched.delenv(name, raising=False)
            code = outcome(words)
        return Done(code, *capfd.readouterr())

    return call


def at_terminal(*words: str, columns: int = 120, environ: Mapping[str, str] | None = None) -> Done:
    """Run csmetrics with stdout at a terminal of that width."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [*RUN, *words],
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.PIPE,
        env={**PLAIN, "TERM": "xterm-256color", **(environ or {})},
    ) as process:
        os.close(follower)
        shown = b""
        while block := _read(leader):
            shown += block
        assert process.stderr is not None
        said = process.stderr.read()
    os.close(leader)
    return Done(process.returncode, shown.decode().replace("\r\n", "\n"), said.decode())


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux says so when the other end is closed
        return b""


def without_colour(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", text)


# At a terminal.


def test_a_wide_terminal_gets_colour_and_one_table() -> None:
    done = at_terminal("nps", "r.csv", "--by", "channel")
    assert done.code == 0
    assert ESCAPE in done.out
    shown = without_colour(done.out)
    assert "─" in shown
    assert [
        line.split()[0] for line in shown.splitlines() if line.startswith(("(", "e", "c", "p"))
    ][:4] == ["channel", "(all)", "chat", "email"]
    assert done.err.startswith("8 rows read · 6 used · 2 left out (1 blank, 1 outside 0–10)\n")


def test_a_narrow_terminal_gets_records_with_whole_numbers() -> None:
    wide = without_colour(at_terminal("nps", "r.csv", "--by", "channel", columns=200).out)
    narrow = without_colour(at_terminal("nps", "r.csv", "--by", "channel", columns=40).out)
    assert max(map(len, narrow.splitlines())) <= 40
    assert "…" not in narrow
    numbers = re.findall(r"-?\d+\.\d", wide.partition("100 ×")[0])
    assert len(numbers) > 20
    assert re.findall(r"-?\d+\.\d", narrow.partition("100 ×")[0]) == numbers


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colour(environ: dict[str, str]) -> None:
    done = at_terminal("nps", "r.csv", environ=environ)
    assert (done.code, ESCAPE in done.out) == (0, False)
    assert "─" in done.out


def test_a_terminal_of_another_encoding_gets_ascii() -> None:
    bare = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = at_terminal("nps", "r.csv", environ=bare)
    assert done.code == 0
    assert without_colour(done.out).isascii()


def test_a_file_is_no_terminal_and_no_file_is_no_wait() -> None:
    done = at_terminal("nps")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: no file given\nhint: csmetrics nps FILE, or -")


# In a pipe.


def test_a_pipe_gets_the_same_table_in_ascii_and_in_full() -> None:
    done = run("nps", "r.csv", "--by", "channel", environ={"COLUMNS": "40", "FORCE_COLOR": "1"})
    assert done.code == 0
    assert done.out.isascii()
    assert ESCAPE not in done.out
    header, rule = done.out.splitlines()[2:4]
    assert header.startswith("channel   n ")
    assert set(rule) == {"-"}
    assert len(rule) > 70


def test_an_ascii_locale_and_no_home() -> None:
    bare = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
    }
    process = subprocess.run(
        [*RUN, "nps", "r.csv", "-f", "md"], env=bare, capture_output=True, timeout=60, check=False
    )
    assert process.returncode == 0
    assert process.stderr.isascii()
    assert "–" in process.stdout.decode("utf-8")  # what a machine reads is UTF-8 everywhere
    assert sorted(os.listdir()) == ["r.csv"]


def test_head_takes_what_it_wants() -> None:
    Path("many.csv").write_text(
        "score,id\n" + "".join(f"9,{row}\n" for row in range(3000)), encoding="utf-8"
    )
    piped = f"{sys.executable} -m csmetrics.cli.main nps many.csv --by id -f csv | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", piped], capture_output=True, text=True, env=PLAIN, timeout=60, check=False
    )
    first, code = done.stdout.splitlines()
    assert first.startswith("metric,id,")
    assert code in ("0", "141")
    assert "error" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*RUN, "nps", "r.csv"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 5
    assert done.stderr.splitlines()[-1] == "error: cannot write stdout: No space left on device"


def test_stdin_is_a_file_like_any_other() -> None:
    named, piped = run("nps", "r.csv"), run("nps", "-", stdin=RESPONSES)
    assert (piped.code, piped.out) == (0, named.out)


# Mistakes: one clear error, nothing on stdout, nothing written.


def refused(done: Done, code: int, *lines: str) -> None:
    """The process ended with that code, and the error begins like this."""
    assert (done.code, done.out) == (code, "")
    errors = [line for line in done.err.splitlines() if line.startswith("error:")]
    assert len(errors) == 1
    assert "Traceback" not in done.err
    for line in lines:
        assert line in done.err
    assert sorted(os.listdir()) == sorted(EXPECTED_FILES)


EXPECTED_FILES: set[str] = set()


@pytest.fixture(autouse=True)
def known_files(folder: Path) -> None:
    """Only what a test wrote itself may be there afterwards."""
    EXPECTED_FILES.clear()
    EXPECTED_FILES.update(each.name for each in folder.iterdir())


def bad(name: str, content: bytes | str) -> str:
    """Write a file that is to be refused."""
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    EXPECTED_FILES.add(name)
    return name


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["npss", "r.csv"], ["error: no command npss", "did you mean nps"]),
        (["r.csv"], ["error: no command r.csv", "csmetrics nps r.csv"]),
        (["nps", "r.csv", "--formt", "json"], ["no option --formt", "did you mean --format"]),
        (["nps", "r.csv", "-f", "jsn"], ["--format: jsn is not one of", "did you mean json?"]),
        (["nps", "r.csv", "--by", "chanel"], ["--by: no column chanel", "did you mean channel?"]),
        (["nps", "r.csv", "--where", "chanel = a"], ["no column chanel", "did you mean channel?"]),
        (["nps", "r.csv", "--column", "scor=score"], ["--column", "did you mean score?"]),
        (["nps", "r.csv", "--goal", "good"], ["--goal: good is not a goal"]),
        (["nps", "r.csv", "-o", "r.pdf"], ["-o r.pdf: the suffix says the format"]),
        (["nps", "r.csv", "-o", "r.csv"], ["r.csv is an input of this run"]),
        (["nps", "r.csv", "-f", "value", "--by", "channel"], ["-f value prints one number"]),
        (["ces", "r.csv"], ["must be declared", "--scale 1-7 --easy high"]),
    ],
)
def test_a_wrong_call_ends_with_2(words: list[str], lines: list[str], called: Called) -> None:
    refused(called(*words), 2, *lines)


ONE_TO_FIVE = "score\n" + "".join(f"{1 + row % 5}\n" for row in range(20))


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("page.csv", "<!DOCTYPE html><html></html>", ["page.csv holds HTML, not a table"]),
        ("api.csv", '{"error": "no"}', ["api.csv holds JSON, not a table"]),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ["password"]),
        ("five.csv", ONE_TO_FIVE, ["never leave 1–5", "hint: csmetrics csat"]),
        ("none.csv", "id,note\n1,well\n", ["no column holds the score", "--column score=NAME"]),
        ("cut.csv", "score,a\n9,x\n8\n", ["2 expected", "--bad-rows skip"]),
        ("words.csv", "score,a\nfine,x\nbad luck,y\n", ["it is the wrong column"]),
    ],
)
def test_what_cannot_be_trusted_ends_with_3(
    name: str, content: bytes | str, lines: list[str], called: Called
) -> None:
    refused(called("nps", bad(name, content), "-o", "report.json"), 3, *lines)


def test_a_path_that_is_no_file_ends_with_3(folder: Path) -> None:
    (folder / "exports").mkdir()
    EXPECTED_FILES.add("exports")
    refused(run("nps", "R.csv"), 3, "R.csv: no such file", "did you mean r.csv?")
    refused(run("nps", "exports"), 3, "exports is a directory")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "x.csv is empty (0 bytes)"),
        ("score,id\n", "x.csv has a header but no rows"),
        ("score,id\n,1\nNA,2\n", "every cell of score is blank (2 rows)"),
        ("score,id\n99,1\n8.5,2\n", "no row is left to measure: 2 read, 1 not a whole number"),
    ],
)
def test_nothing_to_measure_ends_with_4(content: str, line: str, called: Called) -> None:
    given = ["--max-left-out", "100%", "-o", "report.json"]
    refused(called("nps", bad("x.csv", content), *given), 4, line)


def test_cells_are_customer_data(called: Called) -> None:
    file = bad("x.csv", "score,id\nMaria Silva,1\n9,2\n9,3\n")
    done = called("nps", file, "--max-left-out", "50%")
    assert (done.code, "Maria" in done.out + done.err) == (0, False)
    assert "(row 2)" in done.err


# Results for scripts, goals, and quiet.


def test_a_value_is_one_number_and_nothing_else() -> None:
    done = run("nps", "r.csv", "-f", "value", "-q")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"33\.3+\d?\n", done.out)


def test_quiet_keeps_errors_and_quieter_keeps_none() -> None:
    assert run("nps", "r.csv", "-q").err == ""
    assert run("nps", "x.csv", "-q").err.startswith("error: x.csv: no such file")
    assert run("nps", "x.csv", "-qq") == (3, "", "")


def test_strict_makes_a_warning_a_refusal() -> None:
    done = run("nps", "r.csv", "--strict", "-o", "r.json")
    assert (done.code, done.out) == (3, "")
    assert "warning: 1 value of score left out: outside 0–10 (row 8)" in done.err
    assert "error: --strict: refused" in done.err
    assert sorted(os.listdir()) == ["r.csv"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--goal", ">= 30"], 0),
        (["--goal", ">= 50"], 1),
        (["--goal", "> 0", "--each", "--by", "channel"], 1),
        (["--goal", ">= -50", "--each", "--every", "month"], 0),
    ],
)
def test_goals(words: list[str], code: int, called: Called) -> None:
    done = called("nps", "r.csv", *words)
    assert done.code == code
    assert done.out.count("missed" if code else "met") >= 1


def test_two_runs_give_the_same_bytes() -> None:
    words = ["nps", "r.csv", "--by", "channel", "--every", "month", "-f", "json"]
    one, other = run(*words), run(*words, environ={"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "3"})
    assert one == other
    assert json.loads(one.out)["results"][0]["n"] == 6


# Report files: whole or not at all.


def test_a_report_replaces_the_target_of_a_link_and_nothing_else(folder: Path) -> None:
    (folder / "store").mkdir()
    (folder / "store" / "old.json").write_text("yesterday")
    (folder / "link.json").symlink_to(Path("store") / "old.json")
    done = run("nps", "r.csv", "-o", "link.json", "-o", "new.md")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[-2:] == ["wrote link.json", "wrote new.md"]
    assert (folder / "link.json").is_symlink()
    assert json.loads((folder / "store" / "old.json").read_text())["kind"] == "metric"
    assert os.listdir(folder / "store") == ["old.json"]
    assert sorted(os.listdir()) == ["link.json", "new.md", "r.csv", "store"]


def test_a_failed_run_leaves_the_report_of_yesterday(folder: Path) -> None:
    (folder / "report.md").write_text("yesterday")
    EXPECTED_FILES.add("report.md")
    refused(run("nps", bad("x.csv", "score,id\n"), "-o", "report.md"), 4)
    assert (folder / "report.md").read_text() == "yesterday"


def test_two_reports_are_written_or_none(folder: Path) -> None:
    (folder / "report.md").write_text("yesterday")
    (folder / "folder.json").mkdir()
    EXPECTED_FILES.update(("report.md", "folder.json"))
    refused(run("nps", "r.csv", "-o", "report.md", "-o", "folder.json"), 5, "cannot write folder")
    assert (folder / "report.md").read_text() == "yesterday"


def test_an_input_is_never_overwritten_by_any_name(folder: Path) -> None:
    (folder / "other.csv").symlink_to("r.csv")
    os.link("r.csv", "hard.csv")
    EXPECTED_FILES.update(("other.csv", "hard.csv"))
    for name in ("other.csv", "hard.csv", "./r.csv"):
        refused(run("nps", "r.csv", "-o", name), 2, "is an input of this run")
    assert (folder / "r.csv").read_text() == RESPONSES


# Ctrl-C, and help.


def interruptible() -> None:
    """What a shell starts in the background ignores Ctrl-C, and what that starts, too: not here."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_while_reading(folder: Path) -> None:
    with subprocess.Popen(
        [*RUN, "nps", "-", "-o", "report.json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=PLAIN,
        preexec_fn=interruptible,  # noqa: PLW1509
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"score\n" + b"9\n" * 1_000_000)  # more than a pipe holds:
        process.stdin.flush()
        time.sleep(0.5)  # it has started, has read this, and waits for the rest
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stdout is not None
        assert process.stderr is not None
        assert (process.stdout.read(), process.stderr.read()) == (b"", b"interrupted\n")
    assert not (folder / "report.json").exists()


@pytest.mark.parametrize("command", [*(each.name for each in METRICS), "inspect", "explain"])
def test_help_of_every_command(command: str, called: Called) -> None:
    done = called(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: csmetrics {command} ")
