"""--max-age: the clock is asked once, by name, and only for whether the data still arrive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from csmetrics import compute, errors
from csmetrics.errors import CsmetricsError, Exit
from csmetrics.pipeline import given

HEAD = "id,created at,resolved at,due at,status\n"
TICKETS = (
    HEAD + "1,2026-03-06 17:00,2026-03-09 10:00,2026-03-20,solved\n2,2026-03-08 09:00,,,open\n"
)


@pytest.fixture(autouse=True)
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given, "now", lambda: datetime(2026, 3, 11, 10, tzinfo=UTC))


def refused(tmp_path: Path, text: str, metric: str = "volume", **options: object) -> CsmetricsError:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(CsmetricsError) as refusal:
        compute(metric, str(tmp_path / "t.csv"), **options)
    return refusal.value


def test_the_newest_time_of_what_has_happened_counts(tmp_path: Path) -> None:
    """Not the due time, which lies ahead. Exactly as old as it may be is fresh."""
    (tmp_path / "t.csv").write_text(TICKETS)
    for enough in ("2d", "48h", "2880m", "none"):
        assert compute("volume", str(tmp_path / "t.csv"), max_age=enough).rows
    fault = refused(tmp_path, TICKETS, max_age="47h")
    assert (fault.kind, fault.exit) == (errors.STALE, Exit.REFUSED)
    assert fault.text == (
        f"{tmp_path}/t.csv: the newest time, of resolved at, is 2026-03-09 10:00 (UTC), 2d ago, "
        "and --max-age allows 47h: the export stopped arriving"
    )


def test_it_is_of_the_table_not_of_what_was_asked(tmp_path: Path) -> None:
    """Old months of a living export are fresh, and "now" of the data is no clock."""
    (tmp_path / "t.csv").write_text(TICKETS)
    asked = {"since": "2026-03-06", "until": "2026-03-06", "where": ["id = 1"]}
    assert compute("art", str(tmp_path / "t.csv"), max_age="2d", date="created", **asked).rows
    assert compute("volume", str(tmp_path / "t.csv"), max_age="2d", as_of="2026-03-07").rows


def test_several_files_are_one_table(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text(TICKETS)
    (tmp_path / "old.csv").write_text(TICKETS.replace("2026-03", "2026-01"))
    files = [str(tmp_path / "old.csv"), str(tmp_path / "new.csv")]
    assert compute("volume", files, dedupe="none", max_age="2d").rows


def test_a_day_without_a_time_may_be_any_time_of_it(tmp_path: Path) -> None:
    days = "id,created at,status\n1,2026-03-08,open\n"
    (tmp_path / "t.csv").write_text(days)
    assert compute("volume", str(tmp_path / "t.csv"), max_age="58h").rows
    fault = refused(tmp_path, days, max_age="57h")
    assert "is 2026-03-08 (UTC), 2d 10h ago" in fault.text
    mixed = days + "2,2026-03-07 23:30,open\n"  # among times it is a day, too
    assert "is 2026-03-08 (UTC), 2d 10h ago" in refused(tmp_path, mixed, max_age="57h").text


def test_dates_of_the_future_prove_nothing(tmp_path: Path) -> None:
    slip = TICKETS + "3,2062-03-09 10:00,,,open\n"
    assert "is 2026-03-09 10:00" in refused(tmp_path, slip, max_age="1d").text
    ahead = TICKETS + "3,2026-03-11 22:00,,,open\n"  # a zone that is ahead of the run's
    (tmp_path / "t.csv").write_text(ahead)
    assert compute("volume", str(tmp_path / "t.csv"), max_age="1d").rows


def test_a_table_without_a_date_is_refused(tmp_path: Path) -> None:
    fault = refused(tmp_path, "score\n9\n", "nps", max_age="2d")
    assert (fault.kind, fault.exit) == (errors.NO_AGE, Exit.REFUSED)
    assert "no column is known to hold a date of what has happened" in fault.text
    assert fault.hint == "--column answered=NAME"
    future = refused(tmp_path, "score,answered at\n9,2062-01-01\n", "nps", max_age="2d")
    assert "answered at holds no date up to now" in future.text


def test_a_time_without_a_unit_is_refused_before_any_file_is_opened(tmp_path: Path) -> None:
    with pytest.raises(CsmetricsError, match="--max-age: 2 is not a time"):
        compute("nps", str(tmp_path / "none.csv"), max_age="2")


def test_it_changes_no_figure(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("score,answered at\n9,2026-03-10\n3,2026-03-11\n")
    plain = compute("nps", str(tmp_path / "s.csv"))
    assert compute("nps", str(tmp_path / "s.csv"), max_age="2d").rows == plain.rows


def test_a_day_outlasts_a_time_of_the_same_day(tmp_path: Path) -> None:
    both = "id,created at,updated at,status\n1,2026-03-08 17:00,2026-03-08,open\n"
    assert "is 2026-03-08 (UTC), 2d 10h ago" in refused(tmp_path, both, max_age="57h").text
