"""A file that was damaged on its way gives what it says by the letter, a diagnostic, or a refusal: no other number.

The suite looks at a sample. All mutants, by two processes, with the table of outcomes (minutes)::

    MUTANTS=all pytest tests/mutation -s
    MUTANTS=all BAD_ROWS=skip pytest tests/mutation -s
"""

from __future__ import annotations

import os
import random

import pytest
from judge import CRASHED, SAME, SILENT, TOLD, all_judged, answer, judged, table
from mutants import Mutant, mutants
from seeds import SEEDS, Seed
from truth import truth

from csmetrics.errors import CsmetricsError

SAMPLE = 80
ALL = os.environ.get("MUTANTS") == "all"
every_seed = pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)


def as_it_is(seed: Seed) -> Mutant:
    return Mutant(seed, "nothing", 0, seed.data, seed.encoding)


def at(seed: Seed, before: str, mark: str) -> Mutant:
    """A mark put before the first of some letters."""
    text = seed.text.replace(before, mark + before, 1)
    return Mutant(seed, "put", 0, seed.mark + text.encode(seed.encoding), seed.encoding)


# how many count, by hand: one of 20 answers is blank, one of 12 tickets is open
COUNTED = {
    "comma": 19,
    "semicolon-cp1252": 15,
    "lines-inside": 12,
    "pipe-tickets": 11,
    "tab-utf16": 12,
}


@every_seed
def test_a_seed_says_the_same_to_both_readers(seed: Seed) -> None:
    by_the_letter = truth(as_it_is(seed))
    assert by_the_letter is not None
    value, n, _ = answer(seed.metric, seed.data)
    assert value == pytest.approx(by_the_letter[0])
    assert n == by_the_letter[1] == COUNTED[seed.name]
    assert 12 <= seed.text.count("\n") <= 25


def test_what_is_said_by_the_letter() -> None:
    comma, semicolon, lines, pipe, _ = SEEDS
    assert truth(as_it_is(comma)) == (100 * (10 - 5) / 19, 19)
    assert truth(at(comma, "7,Ben", "1,")) is None  # a row too wide
    assert truth(at(comma, "fine", '"')) is None  # a quote that nobody closes
    assert truth(at(comma, "2,9", "\n")) == truth(as_it_is(comma))  # a blank line
    assert truth(at(semicolon, "2,5", '"')) is None
    assert truth(at(lines, "fine", "\n")) == truth(as_it_is(lines))  # within quotes
    assert truth(at(pipe, "created", "x")) is None  # no column of that name
    assert truth(at(pipe, "T-6", "|")) is None


def test_measured_cells_lie_where_they_lie() -> None:
    for seed in SEEDS:
        cells = [seed.text[cell.start : cell.stop] for cell in seed.measured_cells()]
        assert len(cells) == len(seed.measured) * (len(cells) // len(seed.measured))
        assert all(cell == "" or cell.isdecimal() or cell.startswith("2026-") for cell in cells)
        (inside,) = {each.inside for each in mutants(seed) if each.place == 0}
        assert not inside


def test_a_wrong_answer_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    comma = SEEDS[0]
    shorter = Mutant(comma, "cut", 0, comma.data[: comma.data.index(b"3,10")], comma.encoding)
    assert judged(shorter).outcome == SAME
    monkeypatch.setattr("judge.answer", lambda metric, data: (26.3, 19, frozenset()))
    assert judged(shorter).outcome == SILENT
    monkeypatch.setattr("judge.answer", lambda metric, data: (26.3, 19, frozenset({"W999"})))
    monkeypatch.setattr("judge.told_of", lambda seed: frozenset())
    assert judged(shorter).outcome == TOLD
    monkeypatch.setattr("judge.answer", lambda metric, data: 1 // 0)
    assert judged(shorter).outcome == CRASHED


@every_seed
def test_a_sample_is_never_silently_wrong(seed: Seed) -> None:
    some = random.Random(1).sample(mutants(seed), SAMPLE)  # noqa: S311 - no secret
    wrong = [each for each in map(judged, some) if each.outcome in (SILENT, CRASHED)]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.skipif(not ALL, reason="some 20,000 files take minutes: MUTANTS=all")
def test_none_is_ever_silently_wrong() -> None:
    verdicts = list(all_judged([each for seed in SEEDS for each in mutants(seed)], processes=2))
    print(f"\n{table(verdicts)}")  # noqa: T201 - the table is what the run is for
    wrong = [each for each in verdicts if each.outcome in (SILENT, CRASHED)]
    assert not wrong, "\n".join(map(str, wrong))


@every_seed
def test_a_bom_alone_on_the_last_line_is_no_bug(seed: Seed) -> None:
    """Where an empty export was joined to this one."""
    mark = "\ufeff".encode(seed.encoding if "utf" in seed.encoding else "utf-8")
    joined = Mutant(seed, "join", len(seed.text), seed.data + mark, seed.encoding)
    assert judged(joined).outcome not in (SILENT, CRASHED)


def test_a_bom_that_the_bytes_belie_is_said_or_refused() -> None:
    seed = SEEDS[1]
    assert seed.encoding == "cp1252"
    try:
        _, _, told = answer(seed.metric, b"\xef\xbb\xbf" + seed.data)
    except CsmetricsError:
        return
    assert told - answer(seed.metric, seed.data)[2]
