"""The account of rows left out adds like every other state."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from csmetrics import errors
from csmetrics.intake.ledger import FIRST_ROWS, Entry, Ledger

BLANK: Entry = (errors.BLANK, (), "score")
OUTSIDE: Entry = (errors.OUTSIDE_SCALE, (("low", 0), ("high", 10)), "score")
ENTRIES = st.dictionaries(
    st.sampled_from([BLANK, OUTSIDE, (errors.NO_DATE, (), "when")]),
    st.lists(st.tuples(st.integers(0, 2), st.integers(2, 99)), unique=True, max_size=6),
)


def ledger(rows: dict[Entry, list[tuple[int, int]]]) -> Ledger:
    made = Ledger()
    for entry, places in rows.items():
        made.enter(entry, len(places), sorted(places)[:FIRST_ROWS])
    return made


LEDGERS = ENTRIES.map(ledger)


@given(LEDGERS, LEDGERS, LEDGERS)
def test_a_monoid(a: Ledger, b: Ledger, c: Ledger) -> None:
    assert a + Ledger() == a == Ledger() + a
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert (a + b).left_out == a.left_out + b.left_out


@given(LEDGERS, LEDGERS)
def test_adding_changes_neither(a: Ledger, b: Ledger) -> None:
    before = (dict(a.counts), dict(a.rows), dict(b.counts), dict(b.rows))
    _ = a + b
    assert (a.counts, a.rows, b.counts, b.rows) == before


def test_the_lowest_rows_are_kept() -> None:
    total = ledger({BLANK: [(0, 9), (1, 2), (1, 3)]}) + ledger({BLANK: [(0, 4), (2, 2)]})
    assert total.counts[BLANK] == 5
    assert total.rows[BLANK] == [(0, 4), (0, 9), (1, 2)]


def test_nothing_enters_nothing() -> None:
    made = Ledger()
    made.enter(BLANK, 0, [])
    assert made == Ledger()


def test_as_data_the_most_frequent_first() -> None:
    entries = ledger({BLANK: [(0, 4)], OUTSIDE: [(0, 2), (1, 3)]}).entries(("a.csv", "b.csv"))
    assert [(left.text, left.count, left.rows) for left in entries] == [
        ("outside 0–10", 2, ("a.csv:2", "b.csv:3")),
        ("blank", 1, ("a.csv:4",)),
    ]


def test_one_file_needs_no_name() -> None:
    assert ledger({BLANK: [(0, 4)]}).entries(("a.csv",))[0].rows == ("4",)
