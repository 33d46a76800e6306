"""Who somebody is, by an address or an id: the case of an address tells nobody apart, that of an id does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csmetrics import compute, errors

Write = Callable[..., str]

LOWER, MIXED = ("ana@x.com", "ana@x.com"), ("ana@x.com", "Ana@X.com")
IDS, MIXED_IDS = ("00ab", "00ab"), ("00ab", "00aB")


@pytest.mark.parametrize(("ids", "kept"), [(LOWER, 100.0), (MIXED, 100.0), (MIXED_IDS, 0.0)])
def test_who_buys_again_has_stayed(written: Write, ids: tuple[str, str], kept: float) -> None:
    rows = [f"{who},2026-0{month}-01,10" for month, who in enumerate(ids, 1)]
    file = written("customer,purchase date,amount", *rows)
    report = compute("retention", file, as_of="2026-02-28")
    assert report.rows[0].measure.headline.value == kept
    value = compute("ltv", file, as_of="2026-02-28").rows[0].measure.headline.value
    assert value == (None if kept else 10.0)  # nobody left, or all


@pytest.mark.parametrize(("ids", "stays"), [(MIXED, 1), (MIXED_IDS, 2)])
def test_contracts_that_follow_on_each_other_are_of_one_customer(
    written: Write, ids: tuple[str, str], stays: int
) -> None:
    one, other = ids
    file = written(
        "customer,start date,end date",
        f"{one},2026-01-01,2026-01-31",
        f"{other},2026-02-01,2026-03-31",
    )
    assert compute("retention", file, as_of="2026-06-30").rows[0].measure.headline.n == stays


@pytest.mark.parametrize(("ids", "found"), [(MIXED, 1), (IDS, 1), (MIXED_IDS, None)])
def test_contacts_are_of_a_customer_of_the_list(
    written: Write, ids: tuple[str, str], found: int | None
) -> None:
    one, other = ids
    customers = written("customer,start date", f"{one},2025-01-01", "b,2025-01-01", name="c.csv")
    rows = ("1,b,2026-01-05 10:00", f"2,{other},2026-01-06 10:00")
    report = compute("contacts", written("id,requester,created at", *rows), customers=customers)
    assert dict(report.rows[0].measure.parts)["contacts"] == 1 + (found or 0)
    alike = [each.count for each in report.diagnostics if each.kind is errors.ALIKE]
    assert alike == ([] if found else [1])


@pytest.mark.parametrize(("ids", "resolved"), [(MIXED, 50.0), (MIXED_IDS, 100.0)])
def test_who_comes_back_was_not_helped_at_once(
    written: Write, ids: tuple[str, str], resolved: float
) -> None:
    header = "id,requester,created at,resolved at"
    rows = [
        f"{day},{who},2026-01-0{day} 10:00,2026-01-0{day} 11:00" for day, who in enumerate(ids, 1)
    ]
    late = "9,z,2026-03-01 10:00,"
    report = compute("fcr", written(header, *rows, late), rule="no-return", return_within="7d")
    assert report.rows[0].measure.headline.value == resolved
