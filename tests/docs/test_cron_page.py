"""The lines of docs/cron.md run as they stand there: in an empty environment, by /bin/sh, from /.

A crontab says in its first lines where things are, and so does this test. In the units of systemd, which cannot,
the two paths are replaced, as the page asks its reader to do.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from documents import DOCS

PAGE = (DOCS / "cron.md").read_text(encoding="utf-8")
PROGRAM = Path(sys.executable).with_name("csmetrics")
STATED = ("/opt/csmetrics/bin/csmetrics", "/srv/kpis")
TIME = re.compile(r"((?:\S+\s+){5})(.+)")

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="csmetrics is not installed")


class Done(NamedTuple):
    code: int
    mail: str
    """What cron mails: all that is printed."""


def block(name: str) -> str:
    found = re.search(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)^```$", PAGE, re.M | re.S)
    assert found is not None, name
    return found[1]


def jobs(kpis: Path) -> tuple[dict[str, str], list[str]]:
    """The environment and the commands of the crontab, with the two places of this machine."""
    lines = [line for line in block("crontab").splitlines() if line and line[0] != "#"]
    named = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    assert (named["CSMETRICS"], named["KPIS"]) == STATED
    timed = (TIME.fullmatch(line) for line in lines[len(named) :])
    commands = [each[2] for each in timed if each is not None]
    assert len(commands) == len(lines) - len(named)
    return {**named, "CSMETRICS": str(PROGRAM), "KPIS": str(kpis)}, commands


def by_cron(kpis: Path, wanted: str) -> list[Done]:
    """Run the commands of the crontab that hold a word."""
    environment, commands = jobs(kpis)
    words = [f"{name}={value}" for name, value in environment.items()]
    chosen = [each for each in commands if wanted in each]
    assert chosen
    return [ended(["env", "-i", *words, "/bin/sh", "-c", command]) for command in chosen]


def by_systemd(kpis: Path, unit: str) -> list[Done]:
    """Run what a service starts, without a shell."""

    def placed(word: str) -> str:
        return word.replace(STATED[0], str(PROGRAM)).replace(STATED[1], str(kpis))

    starts = re.findall(r"^ExecStart=(.*)$", block(f"systemd {unit}"), re.MULTILINE)
    assert starts
    return [ended(["env", "-i", *map(placed, shlex.split(each))]) for each in starts]


def ended(command: list[str]) -> Done:
    done = subprocess.run(
        command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return Done(done.returncode, done.stdout.decode())


@pytest.fixture
def kpis(tmp_path: Path) -> Path:
    """A folder as the page describes it, with exports up to yesterday."""
    folder = tmp_path / "kpis of Iguaçu"
    folder.mkdir()
    (folder / "csmetrics.toml").write_text(block("settings"), encoding="utf-8")
    exported(folder)
    return folder


def exported(folder: Path, *, satisfied: int = 5, ended: int = 1) -> None:
    """Exports of ten weeks that end so many days ago: each day an answer, and a ticket that takes an hour."""
    shutil.rmtree(folder / "exports", ignore_errors=True)
    (folder / "exports").mkdir()
    last = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    days = [last - timedelta(days=ended + back) for back in range(70)]
    shown = "%Y-%m-%d %H:%M:%S"
    answers = ["answered_at,satisfaction", *(f"{day:{shown}},{satisfied}" for day in days)]
    tickets = ["Ticket ID,Created at,First response at,Status"]
    tickets += [
        f"T{back},{day - timedelta(hours=1):{shown}},{day:{shown}},solved"
        for back, day in enumerate(days)
    ]
    for name, lines in (("answers", answers), ("tickets", tickets)):
        (folder / "exports" / f"{name}-1.csv").write_text("\n".join(lines) + "\n")


def test_when_all_is_well_nobody_is_mailed(kpis: Path) -> None:
    before = sorted(kpis.rglob("*"))
    assert by_cron(kpis, " check ") == [(0, "")]
    assert by_systemd(kpis, "csmetrics-check.service") == [(0, "")]
    assert sorted(kpis.rglob("*")) == before


def test_a_missed_goal_is_one_mail_that_names_whose_it_is(kpis: Path) -> None:
    """The locale is C; the name is in UTF-8, and all else in ASCII."""
    settings = kpis / "csmetrics.toml"
    settings.write_text(settings.read_text("utf-8").replace("Iris", "Inês"), "utf-8")
    exported(kpis, satisfied=1)
    (found,) = by_cron(kpis, " check ")
    assert found.code == 1
    assert found.mail.startswith("Goals   1 missed, 1 met")
    assert "missed: csat >= 75% (Inês)" in found.mail
    assert found.mail.replace("Inês", "").isascii()
    assert max(map(len, found.mail.splitlines())) <= 78


def test_an_export_that_stopped_is_no_quiet_morning(kpis: Path) -> None:
    exported(kpis, ended=10)
    (found,) = by_cron(kpis, " check ")
    assert found.code == 3
    assert found.mail.count("the export stopped arriving") == 2


def test_an_export_that_is_not_there_is_told(kpis: Path) -> None:
    (kpis / "exports" / "tickets-1.csv").unlink()
    (found,) = by_cron(kpis, " check ")
    assert found.code == 3
    assert "no such file" in found.mail


def test_a_mistake_in_the_settings_is_told_with_its_line(kpis: Path) -> None:
    settings = kpis / "csmetrics.toml"
    settings.write_text(settings.read_text("utf-8").replace("csat >=", "cast >="), "utf-8")
    (found,) = by_cron(kpis, " check ")
    assert found.code == 2
    assert "did you mean csat?" in found.mail


def test_figures_are_kept_in_silence_and_once(kpis: Path) -> None:
    history = kpis / "history.sqlite"
    assert by_cron(kpis, " --save ") == [(0, ""), (0, "")]
    kept = history.read_bytes()
    assert [each.code for each in by_systemd(kpis, "csmetrics-save.service")] == [0, 0]
    assert history.read_bytes() == kept


def test_on_mondays_the_report_is_there(kpis: Path) -> None:
    assert by_cron(kpis, " report ") == [(0, "")]
    assert "csat" in (kpis / "kpis.html").read_text("utf-8").lower()


def test_no_command_holds_a_percent_sign_which_cron_takes_for_a_new_line(kpis: Path) -> None:
    assert not any("%" in command for command in jobs(kpis)[1])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    names = re.findall(r"<!-- systemd (\S+) -->", PAGE)
    assert len(names) == 4
    for name in names:
        text = block(f"systemd {name}").replace(STATED[0], str(PROGRAM))
        (tmp_path / name).write_text(re.sub(r"^(OnFailure|User)=.*\n", "", text, flags=re.M))
    paths = [str(tmp_path / name) for name in names]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not [line for line in done.stderr.splitlines() if "csmetrics-" in line], done.stderr
