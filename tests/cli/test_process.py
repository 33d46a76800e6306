"""The real process: what starts, what is loaded, what it says where, and how it ends."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from csmetrics import __version__
from csmetrics.cli.app import COMMANDS, OVER
from csmetrics.metrics import LISTED

RUN = [sys.executable, "-m", "csmetrics.cli.main"]
PLAIN = {
    name: value
    for name, value in os.environ.items()
    if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_ALL", "LANG", "PYTHONUTF8")
}


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RUN, *words],
        capture_output=True,
        encoding="utf-8",
        env={**PLAIN, **environ},
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def test_version() -> None:
    for words in (["--version"], ["--version", "nps"]):
        done = run(*words)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"csmetrics {__version__}\n", "")


def test_help_names_every_command_and_hides_the_aliases() -> None:
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert run("-h").stdout == done.stdout
    listed = set(re.findall(r"^  ([a-z]+)  ", done.stdout, re.MULTILINE))
    assert listed == {
        *(metric.name for metric in LISTED),
        *(name for name, _ in (*OVER, *COMMANDS)),
    }
    for metric in LISTED:
        for alias in metric.aliases:
            assert f"  {alias} " not in done.stdout


def test_help_of_a_metric_has_its_options_and_the_shared_ones_under_headings() -> None:
    done = run("nps", "--help")
    assert done.returncode == 0
    headings = re.findall(r"^(\S.*):$", done.stdout, re.MULTILINE)
    assert headings == [
        *("Arguments", "Options of nps", "Input", "Working time", "Slices", "Gate", "Report"),
        *("Output", "Configuration", "History", "Other"),
    ]
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert run("net-promoter-score", "--help").returncode == 0


def test_a_bare_call_gets_the_help_but_is_no_success() -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == run("--help").stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["npz"], "error: no command npz"),
        (["--formt"], "error: csmetrics has no option --formt"),
        (["nps"], "error: no file given"),
        (["nps", "x.csv", "-f", "jsn"], "error: --format: jsn is not one of"),
    ],
)
def test_a_mistake_is_on_stderr(words: list[str], line: str) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(line)


def test_no_file_at_a_terminal_does_not_wait() -> None:
    leader, follower = pty.openpty()
    try:
        done = subprocess.run(
            [*RUN, "nps"], stdin=follower, capture_output=True, timeout=60, check=False
        )
    finally:
        os.close(leader)
        os.close(follower)
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: no file given\nhint: csmetrics nps FILE")


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["explain", "nps"], ["nps", "-h"]])
def test_an_ascii_locale_and_no_home(words: list[str], tmp_path: Path) -> None:
    bare = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [*RUN, *words], capture_output=True, env={**bare, "PYTHONUTF8": "0"}, cwd=tmp_path,
        timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", [["--version"], ["--help"], ["explain", "nps"]])
def test_a_full_device_is_a_failure(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*RUN, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 5
    assert done.stderr == "error: cannot write stdout: No space left on device\n"


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["explain", "nps"]])
def test_a_reader_that_has_left_is_no_noise(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run([*RUN, *words], stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_interrupted() -> None:
    waiting = (
        "import time; from csmetrics.cli import main\n"
        "def start(argv):\n"
        "    print('ready', flush=True)\n"
        "    return lambda terminal: time.sleep(60)\n"
        "raise SystemExit(main.outcome([], start))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", waiting],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # what a shell starts in the background ignores Ctrl-C, and what that starts, too
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "interrupted\n")


@pytest.mark.parametrize(
    ("words", "also"),
    [
        (["--version"], {"typer", "dataclasses", "re", "csmetrics.errors"}),
        (["--help"], set()),
        (["nps", "--help"], set()),
        (["explain", "nps"], set()),
        (["nps"], set()),
    ],
)
def test_little_is_loaded(words: list[str], also: set[str]) -> None:
    heavy = {"pandas", "numpy", "pyarrow", "rich", "python_calamine", "openpyxl", "pydantic"}
    code = (
        "import sys; from csmetrics.cli.main import outcome; outcome(sys.argv[1:])\n"
        "sys.stderr.write('|' + ' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *words], capture_output=True, text=True, check=True,
        env={**PLAIN, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert not (heavy | also) & set(done.stderr.partition("|")[2].split())


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("csmetrics np", ["nps"]),
        ("csmetrics nps --pro", ["--promoter-from"]),
        ("csmetrics nps x.csv --every w", ["week"]),
    ],
)
def test_completion(line: str, offers: list[str]) -> None:
    done = run(
        _CSMETRICS_COMPLETE="complete_bash",
        COMP_WORDS=line,
        COMP_CWORD=str(len(line.split()) - 1),
    )
    assert done.stdout.split() == offers
