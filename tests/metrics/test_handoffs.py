"""Hand-offs: one less than the agents of a ticket, and what other columns count instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tickets import account, facts, measure, measures, statistic, table

from csmetrics import errors
from csmetrics.api import compute
from csmetrics.errors import CsmetricsError
from csmetrics.metrics import _rated, by_name
from csmetrics.metrics.handoffs import Handoffs
from csmetrics.pipeline import account as limits
from csmetrics.report import Report, Statistic

Written = Callable[..., str]


def test_share_and_mean_of_tickets_that_an_agent_held() -> None:
    read = table(agents=["1", "1", "2", "4", "0", ""])
    result = measure(Handoffs(), read)
    assert result.headline.name == "handoffs"
    assert (result.headline.value, result.headline.n) == (50.0, 4)
    mean = statistic(result, "mean")
    assert (mean.value, mean.n, mean.unit) == (1.0, 4, "hand-offs")  # 0 + 0 + 1 + 3
    assert mean.interval is not None
    assert mean.interval.low == 0.0  # Student's would be below
    assert result.parts == (("handed_off", 2),)
    assert account(read) == {"held by no agent": 1, "blank": 1}


def test_what_is_no_number_of_agents_is_left_out() -> None:
    read = table(agents=["2", "1.5", "-1", "some", "2000000"])
    assert measure(Handoffs(), read).headline.n == 1
    assert account(read) == {
        "not a whole number": 1,
        "a number below 0": 1,
        "not a number": 1,
        "too large to be one row": 1,
    }


@pytest.mark.parametrize(
    ("header", "counts"),
    [
        ("Agents involved", "agents"),
        ("Número de atendentes", "agents"),
        ("Assignee stations", "assignments"),
        ("assignment_count", "assignments"),
        ("reassignment_count", "handoffs"),
        ("Hand-offs", "handoffs"),
        ("Transfers", "handoffs"),
        ("Transferências", "handoffs"),
        ("Owner changes", "handoffs"),
        ("ownerChanges", "handoffs"),
        ("Escalations", "handoffs"),
        ("Repasses", "handoffs"),
        ("Mudanças de responsável", "handoffs"),
        ("Trocas de atendente", "handoffs"),
        ("Cambios de agente", "handoffs"),
        ("Derivaciones", "handoffs"),
    ],
)
def test_the_header_says_what_is_counted(header: str, counts: str) -> None:
    settled, notes = Handoffs().settle(facts(table(agents=["1"], headers={"agents": header})))
    assert settled.counts == counts
    assert notes == ()


def test_assignments_are_an_upper_bound_and_said_to_be() -> None:
    settled, _ = Handoffs().settle(
        facts(table(agents=["1"], headers={"agents": "Assignee stations"}))
    )
    assert "upper bound: the column counts assignments, not people" in settled.definition().rule


def test_hand_offs_are_taken_as_they_are() -> None:
    read = table(agents=["0", "1", "2"], headers={"agents": "Reassignments"})
    result = measure(Handoffs(statistic="mean"), read)
    assert (result.headline.name, result.headline.value, result.headline.n) == ("mean", 1.0, 3)
    assert statistic(result, "handoffs").value == pytest.approx(100 * 2 / 3)
    assert account(read) == {}
    declared = measure(Handoffs(counts="agents"), read)
    assert declared.headline.n == 2


def test_undefined_where_no_agent_held_anything() -> None:
    result = measure(Handoffs(), table(agents=["0", "0"]))
    for each in result.statistics:
        assert (each.value, each.n) == (None, 0)
        assert each.undefined_because == "no ticket that an agent held"


def test_counts_by_the_date_of_resolution() -> None:
    read = table(agents=["1", "2", "2"], resolved=["2026-10-31", "2026-10-05", "2026-11-01"])
    result = measure(Handoffs(), read, start="2026-10-01", end="2026-11-01")
    assert (result.headline.value, result.headline.n) == (50.0, 2)


def test_of_a_file(written: Written) -> None:
    file = written("id,Assignee stations,team", "1,1,a", "2,2,a", "3,3,b", "4,0,b")
    report = compute("transfers", file, by=["team"])
    values = [(dict(row.slice), row.measure.headline.value) for row in report.rows]
    assert values == [({}, 200 / 3), ({"team": "a"}, 50.0), ({"team": "b"}, 100.0)]
    assert "upper bound" in report.definition.rule
    assert report.quality.used == 3


def test_needs_a_column(written: Written) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("handoffs", written("id,team", "1,a"))
    assert caught.value.kind is errors.NO_COLUMN
    assert "--counts handoffs where it counts changes of owner" in caught.value.hint


def test_a_column_of_mostly_0_counts_no_agents(written: Written) -> None:
    counts = written("id,Touches", "1,0", "2,0", "3,0", "4,1", "5,2")
    with pytest.raises(CsmetricsError) as caught:
        compute("handoffs", counts, column=["agents=Touches"])
    assert caught.value.kind is errors.MOSTLY_NOBODY
    assert caught.value.text.startswith("60% of the cells of Touches cannot be used")
    assert "--counts handoffs" in caught.value.hint
    report = compute("handoffs", counts, column=["agents=Touches"], counts="handoffs")
    assert (report.rows[0].measure.headline.value, report.quality.used) == (40.0, 5)


def test_many_0_are_warned_of(written: Written) -> None:
    fifth = written("id,Touches", "1,0", "2,1", "3,1", "4,1", "5,1")
    more = written("id,Touches", "1,0", "2,0", "3,1", "4,1", "5,1", name="more.csv")
    for file, warned in ((fifth, False), (more, True)):
        report = compute("handoffs", file, column=["agents=Touches"])
        assert (errors.MANY_NOBODY in {each.kind for each in report.diagnostics}) is warned


# --- satisfaction ---------------------------------------------------------------------------------


def rated(*counts: tuple[str, int, int]) -> dict[str, list[str]]:
    """Tickets as (agents, satisfied, not satisfied): their ratings are 5 and 1."""
    agents = [each for each, yes, no in counts for _ in range(yes + no)]
    scores = [score for _, yes, no in counts for score in ["5"] * yes + ["1"] * no]
    return {"agents": agents, "score": scores}


def difference(report: Report) -> Statistic:
    return next(s for row in report.rows for s in row.measure.statistics if s.name == "difference")


def test_satisfaction_with_and_without_hand_offs() -> None:
    """The example (a) of Newcombe (1998): 56/70 against 48/80, by his method 10 0.0524 to 0.3339."""
    _, effect = measures(Handoffs(scale="1-5"), table(**rated(("2", 56, 14), ("1", 48, 32))))
    gap, one, several = effect.statistics
    assert (gap.name, gap.unit, gap.n, gap.finding) == ("difference", "points", 150, "higher")
    assert gap.value == pytest.approx(20.0)
    assert gap.interval is not None
    assert gap.interval.low == pytest.approx(5.24, abs=0.005)
    assert gap.interval.high == pytest.approx(33.39, abs=0.005)
    assert (one.name, one.value, one.n) == ("satisfied_if_not_handed_off", 60.0, 80)
    assert (several.name, several.value, several.n) == ("satisfied_if_handed_off", 80.0, 70)
    assert several.interval is not None
    assert several.interval.low == pytest.approx(69.18, abs=0.005)  # Wilson, 56/70
    assert several.interval.high == pytest.approx(87.70, abs=0.005)


def test_few_ratings_show_no_clear_difference() -> None:
    _, effect = measures(Handoffs(scale="1-5"), table(**rated(("1", 3, 1), ("2", 2, 2))))
    assert (effect.headline.value, effect.headline.finding) == (-25.0, "no clear difference")


def test_one_two_and_more_agents() -> None:
    """4/5, 2/4 and 1/2 of three and five agents; several agents together 3/6."""
    read = table(**rated(("1", 4, 1), ("2", 2, 2), ("3", 1, 0), ("5", 0, 1)))
    _, effect, by_number = measures(Handoffs(scale="1-5"), read)
    assert [(each.value, each.n) for each in effect.statistics[1:]] == [(80.0, 5), (50.0, 6)]
    assert [(each.name, each.value, each.n) for each in by_number.statistics] == [
        ("satisfied_if_never_handed_off", 80.0, 5),
        ("satisfied_if_handed_off_once", 50.0, 4),
        ("satisfied_if_handed_off_more_often", 50.0, 2),
    ]


def test_a_ticket_without_a_rating_counts_in_the_share_alone() -> None:
    read = table(agents=["1", "2", "2", "2", "2", "0"], score=["5", "1", "", "x", "9", "5"])
    metric = Handoffs(scale="1-5")
    own, effect = measures(metric, read)
    assert (own.headline.value, own.headline.n) == (80.0, 5)
    assert (effect.headline.value, effect.headline.n) == (-100.0, 2)
    assert account(read) == {"held by no agent": 1}


def test_why_a_ticket_is_not_rated(written: Written) -> None:
    file = written(
        "id,agents,CSAT", "1,1,Good", "2,2,Bad", "3,2,", "4,1,Offered", "5,1,n/a", "6,1,Good"
    )
    report = compute("handoffs", file)
    assert difference(report).value == -100.0
    told = next(each for each in report.diagnostics if each.kind is errors.RATED)
    assert told.text == (
        "satisfaction: 3 of 6 tickets are rated; not rated: 1 blank, 1 a word for missing, 1 not answered"
    )
    assert report.quality.used == 6


@pytest.mark.parametrize("scores", ["1 1 4 5", "2 6 7 7", "0 8 9 10", "10 3 7 9"])
def test_who_is_satisfied_is_judged_as_by_csat(written: Written, scores: str) -> None:
    """One ticket of one agent each: so the whole is that of csat."""
    rows = [f"{n},1,{score}" for n, score in enumerate(scores.split())]
    file = written("id,agents,CSAT", *rows, "9,2,")
    shares = compute("handoffs", file).rows[1].measure.statistics
    assert shares[1].value == compute("csat", file).rows[0].measure.headline.value
    assert shares[0].undefined_because == "no rated ticket that several agents held"


def test_the_scale_and_what_is_good_can_be_declared(written: Written) -> None:
    file = written("id,agents,CSAT", "1,1,3", "2,2,3", "3,2,1", "4,1,5")
    told = compute("handoffs", file, scale="1-5", good="3,4,5")
    assert difference(told).value == -50.0
    assert "satisfied: 3, 4, 5 of 1–5" in told.definition.rule


@pytest.mark.parametrize(
    ("header", "rows", "kind"),
    [
        ("id,agents,score", ("1,1,87", "2,2,55", "3,2,12"), errors.NO_RATING),
        ("id,agents,score", ("1,1,high", "2,2,low"), errors.NO_RATING),
        ("id,agents,CSAT,Rating", ("1,1,5,5", "2,2,1,1"), errors.RATING_UNREAD),
    ],
)
def test_a_doubtful_rating_does_not_stand_in_the_way(
    written: Written, header: str, rows: tuple[str, ...], kind: errors.Kind
) -> None:
    report = compute("handoffs", written(header, *rows))
    assert report.rows[0].measure.headline.value is not None
    assert len(report.rows) == 1
    assert kind in [each.kind for each in report.diagnostics]


@pytest.mark.parametrize(
    ("outside", "kind"),
    [(2, None), (3, errors.MANY_LEFT_OUT), (5, errors.MANY_LEFT_OUT), (6, errors.NO_RATING)],
)
def test_ratings_outside_the_scale_are_judged_as_by_csat(
    written: Written, outside: int, kind: errors.Kind | None
) -> None:
    rows = [f"{n},{1 + n % 2},{9 if n < outside else 4}" for n in range(10)]
    report = compute("handoffs", written("id,agents,CSAT", *rows), scale="1-5")
    told = {each.kind: each.text for each in report.diagnostics}
    found = told.keys() & {errors.MANY_LEFT_OUT, errors.NO_RATING}
    assert found == ({kind} - {None})
    assert all(f"{outside}0%" in told[each] and "outside 1–5" in told[each] for each in found)
    assert (len(report.rows) == 1) is (kind is errors.NO_RATING)
    assert (limits.WARN_FROM, limits.REFUSE_FROM) == (_rated.WARN_FROM, _rated.REFUSE_FROM)


def test_a_blank_column_of_ratings_is_none(written: Written) -> None:
    report = compute("handoffs", written("id,agents,CSAT", "1,1,", "2,2,"))
    assert len(report.rows) == 1
    assert "satisfied" not in report.definition.rule


def test_a_scale_of_no_ratings_is_refused(written: Written) -> None:
    with pytest.raises(CsmetricsError) as caught:
        compute("handoffs", written("id,agents", "1,1"), scale="1-5")
    assert caught.value.kind is errors.LACKS_BASIS


def test_by_slice_and_with_a_goal_of_the_share_alone(written: Written) -> None:
    rows = ("1,1,5,a", "2,2,1,a", "3,1,4,b", "4,3,5,b")
    report = compute("handoffs", written("id,agents,CSAT,team", *rows), by=["team"], goal="<= 60%")
    gaps = [row.measure.headline.value for row in report.rows if "hand-offs" in row.measure.title]
    assert gaps[0::2] == [-50.0, -100.0, 0.0]
    assert [each.met for each in report.verdicts] == [True]


def test_few_ratings_are_hidden(written: Written) -> None:
    """Four tickets with a hand-off are too few to be shown, and so is what would give them away."""
    rows = [f"{n},1,5" for n in range(20)] + [f"{n},2,1" for n in range(20, 24)]
    report = compute("handoffs", written("id,agents,CSAT", *rows), min_group=5)
    assert report.rows[0].measure.headline.n == 24
    assert all(each.value is None for each in report.rows[1].measure.statistics)


@pytest.mark.parametrize("name", ["handoffs", "hand-offs", "transfers"])
def test_names(name: str) -> None:
    assert by_name(name) is Handoffs
