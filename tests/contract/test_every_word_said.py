"""No word of ours stays English: each command runs in a language that marks what it translates."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from marked import escaped, spoken

from csmetrics.cli.main import outcome
from csmetrics.intake import schema
from csmetrics.language import known
from csmetrics.metrics import LISTED

LABELS = ("Zuq", "Vix", "Wab")
TICKETS_HEADER = (
    *("id", "created", "responded", "resolved", "updated", "status", "channel", "agent"),
    *("priority", "requester", "reopens", "agents", "agent replies", "customer replies"),
    *("handle time (min)", "sla"),
)
ROLES = {
    part
    for table in ("tickets", "responses")
    for role in schema.names(table)
    for part in role.split("_")
}
METRICS = {part for each in LISTED for part in (each.name, *each.aliases)}
DATA = {
    *map(str.lower, LABELS),
    *ROLES,
    *METRICS,
    *{word.lower() for header in TICKETS_HEADER for word in header.split()},
    *("utc", "iso", "csmetrics", "nps", "csat", "kpi", "sqlite"),
    *("aberto", "fechado", "spam", "cumprido", "label", "min"),
    *("median", "mean", "share", "good", "bad"),  # values of options, as they are typed
}

SURVEY_METRICS = ("nps", "csat --scale 0-10", "ces --scale 1-7 --easy high")
TICKET_METRICS = (
    *("frt --within 1h,4h", "frt --hours 'mon-fri 09:00-18:00'", "art", "fcr", "reopens"),
    *("fcr --compare-rules", "handoffs", "aht", "sla --target 4h --of response", "volume"),
    *("backlog", "sla --of resolution"),
)
FORMS = ("table", "md")
RUNS = (
    *(f"{metric} survey.csv --by label -f {form}" for metric in SURVEY_METRICS for form in FORMS),
    *(f"{metric} tickets.csv --by agent -f {form}" for metric in TICKET_METRICS for form in FORMS),
    *("nps survey.csv --every month", "nps survey.csv --goal '>= 99' --each --by label"),
    *("art tickets.csv --every week", "frt tickets.csv --where 'agent = Zuq' --since 2026-02"),
    *("nps survey.csv -o report.txt", "summary tickets.csv survey.csv", "inspect tickets.csv"),
    *("inspect survey.csv", "compare nps 2026-01 2026-02 survey.csv --by label"),
    *("compare frt 2026-01 2026-02 tickets.csv", "trend nps survey.csv --every week --baseline 3"),
    *("standards nps survey.csv --by label --least 2", "standards fcr tickets.csv --by agent"),
    *("nps none.csv", "nps survey.csv --by none", "nps survey.csv --frob", "frob"),
    *("nps", "nps survey.csv --confidence 20", "nps survey.csv --goal high", "csat survey.csv"),
    *("nps survey.csv --where 'label ='", "frt survey.csv", "ces survey.csv", "nps tickets.csv"),
    *("nps survey.csv --since 2027", "art tickets.csv --hours 'mon 9-8'", "history list"),
    *(f"nps survey.csv --{option}" for option in ("strict", "max-left-out 0%", "tz Mars")),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small exports, whose labels are words of no language, and some of whose cells cannot be used."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    days = [f"2026-{month:02d}-{day:02d}" for month in (1, 2) for day in range(1, 29)]
    answers = ["id,answered,score,label"]
    answers += [f"{i},{day},{(i * 7) % 11},{LABELS[i % 3]}" for i, day in enumerate(days)]
    answers += ["98,2026-02-10,77,Zuq", "99,2026-02-11,,Vix"]
    Path("survey.csv").write_text("\n".join(answers) + "\n", encoding="utf-8")
    tickets = [",".join(TICKETS_HEADER)]
    tickets += [_ticket(i, day) for i, day in enumerate(days)]
    Path("tickets.csv").write_text("\n".join(tickets) + "\n", encoding="utf-8")
    return tmp_path


def _ticket(i: int, day: str) -> str:
    label, hour = LABELS[i % 3], 9 + i % 8
    resolved = "" if i % 7 == 0 else f"{day} {hour + 2}:30"
    status = "aberto" if not resolved else "spam" if i % 11 == 0 else "fechado"
    cells = (
        *(str(i if i % 9 else 1), f"{day} {hour:02d}:00", f"{day} {hour:02d}:{i % 50 + 9}"),
        *(resolved, f"{day} 22:00", status, label, label, LABELS[i % 2], f"{label}{i % 20}"),
        *(str(i % 3), str(i % 4), str(i % 3), str(i % 2), str(i % 30 + 1), "cumprido"),
    )
    return ",".join(cells)


@pytest.mark.parametrize("name", known()[1:])
@pytest.mark.parametrize("run", RUNS)
def test_no_word_escapes(
    run: str,
    name: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = shlex.split(run)
    with spoken(name, monkeypatch):
        outcome([*words, "--lang", name])
    said = capsys.readouterr()
    report = Path("report.txt").read_text(encoding="utf-8") if "-o" in words else ""
    typed = {part.lower() for word in words for part in word.replace("-", " ").split()}
    assert escaped(said.out + said.err + report, DATA | typed | {folder.name.lower()}) == []


def test_an_escaped_word_is_seen() -> None:
    said = "⟦nota: ⟦mediana de⟧ Zuq⟧ the rest --by none 4h"
    assert escaped(said, {"zuq"}) == ["the", "rest", "none"]
