"""Tables of customers, of what they buy and of totals that every metric of customers can be computed on."""

from __future__ import annotations

from hypothesis import strategies as st

Record = tuple[str, ...]

HEADER: Record = (
    *("customer", "channel", "started", "ended", "bought", "amount"),
    *("churned", "tenure", "charge", "at_start", "at_end", "new_customers"),
)

_names = st.sampled_from(["a", "b", "c", "00123", "123", "é", "", " "])
_labels = st.sampled_from(["web", "mail", "", "NA", "é", "a,b"])
_days = st.sampled_from(
    [
        *("2025-12-31", "2026-01-01", "2026-01-31 23:59", "2026-02-01 02:30", "2026-02-28"),
        *("2026-03-29 02:30", "2026-04-02", "2026-05-31", "", "soon"),
    ]
)
_ends = st.one_of(st.just(""), _days)
_amounts = st.sampled_from(["10", "2.50", "0", "-5", "", "x"])
_flags = st.sampled_from(["yes", "no", "no", "", "perhaps"])
_tenures = st.sampled_from(["0", "1", "1.5", "12", "", "-1"])

records = st.lists(
    st.tuples(
        *(_names, _labels, _days, _ends, _days, _amounts, _flags, _tenures, _amounts),
        *(st.sampled_from(["10", "20"]), st.sampled_from(["5", "12"]), st.sampled_from(["0", "3"])),
    ),
    min_size=1,
    max_size=14,
)

slicings = st.fixed_dictionaries(
    {},
    optional={
        "by": st.sampled_from([("channel",), ("channel", "churned")]),
        "every": st.sampled_from(["week", "month", "quarter", "year"]),
        "since": st.sampled_from(["2026-01-31", "2026-02"]),
        "until": st.sampled_from(["2026-02", "2026-05-02"]),
        "as_of": st.sampled_from(["2026-02-28", "2026-06-30"]),
        "where": st.sampled_from([("channel = web",), ("channel != NA",)]),
        "tz": st.sampled_from(["Europe/Berlin", "America/Sao_Paulo"]),
    },
)


def alone(rows: list[Record]) -> list[Record]:
    """The same where nobody has two rows, of which their order would say which one counts."""
    return [(f"customer {place}", *row[1:]) for place, row in enumerate(rows)]


def sound(label: str, number: int) -> Record:
    """A customer who counts for every metric."""
    day = f"2026-01-{number % 27 + 1:02d}"
    flag = "yes" if number % 3 == 0 else "no"
    return (str(number), label, day, "", day, "10", flag, "2", "5", "10", "12", "3")


def late() -> Record:
    """One who bought again, in another month."""
    return ("0", "web", "2026-02-01", "", "2026-03-01", "10", "no", "1", "5", "10", "12", "3")
