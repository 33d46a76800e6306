"""--min-group: an answer is the same whoever the hidden ones are, so that nobody can work them out from it.

Each test has two files that differ in hidden groups alone, and not in what they come to together: what is told of
both must be the same, to the last digit.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from csmetrics.cli.main import outcome
from schemas import hold_to_schema

Told = Callable[..., Any]


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    """The document of a command over some rows, without what names the file."""

    def run(header: str, rows: Iterable[str], *args: str) -> Any:
        file = tmp_path / "rows.csv"
        file.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        assert outcome([*args, str(file), "--min-group", "5", "-f", "json"]) == 0
        document = json.loads(capsys.readouterr().out)
        hold_to_schema(document, args[0] if args[0] in ("drivers", "standards") else "metric")
        del document["inputs"]
        return document

    return run


def answers(**of: Iterable[int]) -> list[str]:
    """Scores by channel."""
    return [f"{score},{channel}" for channel, scores in of.items() for score in scores]


EMAIL, CHAT = [9, 10, 3, 7] * 10, [2, 9, 6] * 8
LESS = answers(email=EMAIL, chat=CHAT, phone=[0, 1, 8, 9, 10], fax=[10, 9])
MORE = answers(email=EMAIL, chat=CHAT, phone=[8, 9, 10, 10], fax=[9, 1, 0])


@pytest.mark.parametrize(
    "words",
    [
        ("drivers", "nps"),
        ("standards", "nps", "--by", "channel"),
        ("standards", "nps", "--by", "channel", "--standard", ">= 20", "--least", "2"),
    ],
)
def test_no_number_of_an_analysis_rests_on_who_is_hidden(told: Told, words: tuple[str]) -> None:
    assert told("score,channel", LESS, *words) == told("score,channel", MORE, *words)


def test_what_goes_with_a_score_is_that_of_the_levels_shown(told: Told) -> None:
    (found,) = told("score,channel", LESS, "drivers", "nps")["drivers"]
    alone = told("score,channel", answers(email=EMAIL, chat=CHAT), "drivers", "nps")["drivers"]
    assert found["n"] == 64
    assert [found[name] for name in ("value", "p")] == [alone[0][name] for name in ("value", "p")]


def test_variance_is_not_parted_among_columns_of_which_levels_are_hidden(told: Told) -> None:
    rows = [f"{each},{place % 7}" for place, each in enumerate(LESS)]
    found = told("score,channel,wait", rows, "drivers", "nps", "--by", "channel", "--by", "wait")
    assert [found["explained"], found["complete"]] == [None, None]
    assert {each["share_of_variance"] for each in found["drivers"]} == {None}


def test_who_is_judged_is_who_is_shown(told: Told) -> None:
    found = told("score,channel", LESS, "standards", "nps", "--by", "channel")
    whole = told("score,channel", LESS, "nps")["results"][0]
    assert found["judged"] == 2
    assert found["centre"] == pytest.approx(whole["value"])  # that of all is known without labels


def test_cells_that_are_no_numbers_are_not_counted_where_they_are_hidden(told: Told) -> None:
    rows = [f"{score},{place % 7}" for place, score in enumerate(EMAIL + CHAT)]
    found = told("score,wait", [*rows, "9,x", "3,y", "1,z"], "drivers", "nps")["drivers"][0]
    assert (found["levels"][-1]["n"], found["unread"]) == (None, None)


def paid(team: str, *salaries: int) -> list[str]:
    """An answer of each, by team."""
    return [f"{place % 11},{team},{each}" for place, each in enumerate(salaries)]


SALARIES = range(1300, 3300, 50)


def test_where_all_are_hidden_no_value_of_theirs_is_listed(told: Told) -> None:
    rows, words = paid("a", *SALARIES), ("drivers", "nps", "--where", "team = b")
    first = told("score,team,salary", [*rows, *paid("b", 1619, 1704, 2999)], *words)
    assert first == told("score,team,salary", [*rows, *paid("b", 1500, 1500, 1700)], *words)
    assert [each["levels"] for each in first["drivers"]] == [[], []]


def test_the_edges_of_quarters_are_what_nobody_has(told: Told) -> None:
    rows, words = paid("a", *SALARIES), ("drivers", "nps")
    first = told("score,team,salary", [*rows, *paid("a", 7, 987_654)], *words)
    assert first == told("score,team,salary", [*rows, *paid("a", 1250, 4000)], *words)
    quarters = next(each for each in first["drivers"] if each["column"] == "salary")["levels"]
    edges = [(each["low"], each["high"]) for each in quarters]
    assert edges == [(None, 1720), (1720, 2280), (2280, 2780), (2780, None)]


def test_a_number_that_few_have_is_not_listed(told: Told) -> None:
    rows = paid("a", *[1, 2, 3] * 10)
    first = told("score,team,visits", [*rows, *paid("b", 4)], "drivers", "nps")
    assert first == told("score,team,visits", [*rows, *paid("b", 9)], "drivers", "nps")
    visits = next(each for each in first["drivers"] if each["column"] == "visits")["levels"]
    assert [each["low"] for each in visits] == [2, 3]  # of 1 there are no more than of others


# --- several tables in one answer ----------------------------------------------------------------


def hidden(document: Any) -> dict[Any, list[Any]]:
    """Which labels are hidden, by question and table."""
    found: dict[Any, list[Any]] = {}
    for each in document["results"]:
        labels = found.setdefault((each.get("question"), each.get("title")), [])
        if each.get("hidden"):
            labels += each["slice"].values()
    return found


def test_two_questions_hide_the_same_groups(told: Told) -> None:
    teams = {"a": (3, 3), "b": (8, 8), "c": (9, 7), "d": (40, 40)}  # how many answered each
    rows = [
        f"{team},{k % 11},{k % 11 if k < second else ''}"
        for team, (first, second) in teams.items()
        for k in range(first)
    ]
    words = ("nps", "--by", "team", "--score", "q1", "--score", "q2")
    assert [*hidden(told("team,q1,q2", rows, *words)).values()] == [["a", "b"], ["a", "b"]]


def test_both_tables_of_resolution_times_hide_the_same_teams(told: Told) -> None:
    teams = {"a": (3, 3), "b": (10, 10), "c": (30, 9), "d": (40, 35)}  # opened, resolved
    rows = [
        f"{team}{k},{team},2026-01-05 09:00,{'2026-01-06 09:00' if k < ended else ''}"
        for team, (opened, ended) in teams.items()
        for k in range(opened)
    ]
    found = hidden(told("id,team,created,resolved", rows, "art", "--by", "team"))
    assert [*found.values()] == [["a", "b"], ["a", "b"]]


def bought(new: dict[str, int]) -> list[str]:
    """Who bought by plan: who comes in February and stays is new then; all others come in March."""
    there = {(plan, month): [*range(30)] for plan in "xyz" for month in (3, 4)}
    for plan, stay in (("x", 15), ("y", 12), ("z", 2)):
        there[plan, 1] = [*range(20)]
        there[plan, 2] = [*range(stay), *range(20, 20 + new[plan])]
    return [f"{plan}{k},2026-{m:02}-05,{plan}" for (plan, m), who in there.items() for k in who]


def test_a_period_does_not_tell_the_n_of_the_next(told: Told) -> None:
    """Of plan z 3 or 4 were there in February: these are who was there then, in March."""
    words = ("retention", "--every", "month", "--by", "plan", "--as-of", "2026-04-30")
    first = told("customer,bought,plan", bought({"x": 8, "y": 9, "z": 1}), *words)
    assert first == told("customer,bought,plan", bought({"x": 8, "y": 8, "z": 2}), *words)
    found = {tuple(each["slice"].values()): each for each in first["results"]}
    assert found["z", "2026-03"]["hidden"]
    assert found["x", "2026-02"]["parts"]["there_now"] == 23


def opened(**of_month: int) -> list[str]:
    """Tickets by month of their creation, all of them resolved in June."""
    months = {name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may"), 1)}
    return [
        f"2026-{months[name]:02}-{k % 28 + 1:02},2026-06-10"
        for name, count in of_month.items()
        for k in range(count)
    ]


def test_who_is_active_does_not_tell_what_came_before(told: Told) -> None:
    """What was active at the end of March is what was at the end of January, and what came in February."""
    words = ("volume", "--every", "month", "--as-of", "2026-06-30")
    one = told("created,resolved", opened(jan=20, feb=3, mar=30, apr=20, may=4), *words)
    assert one == told("created,resolved", opened(jan=20, feb=4, mar=30, apr=20, may=3), *words)
    january = one["results"][1]["statistics"]
    values = {name: each["value"] for name, each in january.items()}
    assert values == {"new": 20, "resolved": 0, "active": None}


def test_a_channel_is_as_large_as_who_was_in_touch_by_it(told: Told) -> None:
    rows = [f"{k},K{k % 15},2026-01-{k % 28 + 1:02},email" for k in range(40)]
    rows += [f"{k},K{k % 9},2026-01-{k % 28 + 1:02},chat" for k in range(40, 60)]
    rows += ["60,K1,2026-01-05,legal", "61,K1,2026-01-06,legal"]
    found = hidden(told("id,requester,created,channel", rows, "contacts", "--by", "channel"))
    assert [*found.values()] == [["chat", "legal"]]


def test_a_period_of_few_customers_is_hidden_though_none_was_in_touch(
    told: Told, tmp_path: Path
) -> None:
    """Four customers in January, of whom nobody called; 34 from February on, of whom 20 called each month."""
    customers = tmp_path / "customers.csv"
    since = [*["2026-01-01"] * 4, *["2026-02-01"] * 30]
    lines = (f"K{k},{day}" for k, day in enumerate(since))
    customers.write_text("\n".join(["customer,start date", *lines]), encoding="utf-8")
    rows = [f"{m}-{k},K{k + 4},2026-0{m}-05" for m in (2, 3, 4) for k in range(20)]
    rows.append("0,stranger,2026-01-02")
    words = ("contacts", "--every", "month", "--customers", str(customers))
    found = {
        each["slice"]["period"]: each
        for each in told("id,requester,created", rows, *words)["results"]
        if each["slice"]
    }
    assert found["2026-01"].get("hidden")
    assert any(not each.get("hidden") for each in found.values())


def test_what_customers_pay_is_hidden_where_few_do(told: Told) -> None:
    """Of plan z 20 were there in January and 3 in February: what they pay is of these 3."""
    there = {("y", 1): 30, ("y", 2): 20, ("x", 1): 30, ("x", 2): 29, ("z", 1): 20, ("z", 2): 3}
    rows = [f"{p}{k},2026-0{m}-05,{p},{k}" for (p, m), count in there.items() for k in range(count)]
    document = told(
        "customer,bought,plan,amount", rows,
        *("ltv", "--every", "month", "--by", "plan", "--as-of", "2026-02-28"),
    )  # fmt: skip
    found = {tuple(each["slice"].values()): each.get("hidden") for each in document["results"]}
    assert found["z", "2026-02"]
    assert not found["x", "2026-02"]


def test_sides_of_a_group_are_hidden_where_one_is_small(told: Told) -> None:
    """Of ana's 30 tickets 3 were handed off: how satisfied these are is hidden, not how many she has."""
    agents = {"ana": (30, 3), "bob": (40, 12), "cy": (30, 9)}
    rows = [
        f"{name}{k},{name},{2 if k < handed else 1},{k % 5 + 1},2026-01-05 09:00,2026-01-05 10:00"
        for name, (count, handed) in agents.items()
        for k in range(count)
    ]
    header = "id,agent,agents,satisfaction,created,resolved"
    own, sides = hidden(told(header, rows, "handoffs", "--by", "agent")).values()
    assert (own, sides) == ([], ["ana", "cy"])


def test_nothing_is_remarked_on_a_whole_that_is_hidden(told: Told) -> None:
    """Without --min-group a note says what its totals would tell: 75.0 %, not 50.0 %."""
    days = ("01-05", "02-05"), ("01-06", "03-06"), ("02-01", "03-04"), ("03-31",)
    rows = [f"{who},2026-{day}" for who, own in enumerate(days) for day in own]
    document = told("customer,bought", rows, "retention")
    assert document["results"][0]["hidden"]
    assert "%" not in " ".join(each["text"] for each in document["diagnostics"])


def test_the_account_does_not_say_how_many_a_hidden_whole_is(told: Told) -> None:
    words = ("nps", "--where", "channel = fax")
    first = told("score,channel", LESS, *words)
    assert first == told("score,channel", MORE, *words) | {"options": first["options"]}
    assert first["quality"] == {"rows_read": 71, "used": None, "left_out": []}
