"""Which preset a header fits: the one of which it has the most; of two as likely none, and it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake import presets, recognition
from csmetrics.intake.mapping import FALLBACK, Mapping
from csmetrics.intake.preset import Preset, Told, key_for, word
from csmetrics.options import InputOptions
from csmetrics.read import open_table

Written = Callable[..., str]


def preset(
    name: str,
    *recognise: str,
    table: str = "tickets",
    least: int = 1,
    columns: dict[str, Told] | None = None,
) -> Preset:
    columns = columns or {"id": Told(recognise[:1])}
    return Preset(name, name.title(), table, recognise, least, "invented", columns)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Say which presets there are."""

    def put(*each: Preset) -> None:
        there = {one.name: one for one in each}
        seen = {one.name: (frozenset(map(word, one.recognise)), one.least) for one in each}
        monkeypatch.setattr(presets, "preset", there.__getitem__)
        monkeypatch.setattr(presets, "signs", lambda: seen)

    return put


def fitted(path: str, table: str = "") -> tuple[str | None, list[str]]:
    fit, notes = recognition.fit_of(open_table(path, InputOptions()), None, table)
    return (fit.preset.name if fit else None), [note.kind.name for note in notes]


def test_headers_are_compared_without_case_and_signs(
    written: Written, known: Callable[..., None]
) -> None:
    known(preset("acme", "Acme No.", "Came in (local)", least=2))
    assert fitted(written("ACME NO,came_in local", "1,2")) == ("acme", ["preset-used"])


def test_too_few_are_not_enough(written: Written, known: Callable[..., None]) -> None:
    known(preset("acme", "Acme No", "Came in", "Robot", least=2))
    assert fitted(written("Acme No,Status", "1,2")) == (None, [])


def test_the_one_with_the_most_headers_wins(written: Written, known: Callable[..., None]) -> None:
    known(preset("few", "A", "B"), preset("more", "A", "B", "C", "D"))
    assert fitted(written("A,B,C", "1,2,3"))[0] == "more"


def test_of_as_many_the_one_for_the_table_of_the_metric(
    written: Written, known: Callable[..., None]
) -> None:
    known(preset("calls", "A", "B"), preset("survey", "A", "B", table="responses"))
    assert fitted(written("A,B", "1,2"), "responses")[0] == "survey"


def test_then_the_one_that_lacks_least(written: Written, known: Callable[..., None]) -> None:
    known(preset("much", "A", "B", "C"), preset("least", "A", "B"))
    assert fitted(written("A,B", "1,2"))[0] == "least"


def test_of_several_as_likely_none_is_used_and_it_is_said(
    written: Written, known: Callable[..., None]
) -> None:
    known(preset("one", "A", "B"), preset("two", "A", "B"))
    path = written("A,B", "1,2")
    assert fitted(path) == (None, ["presets-tie"])
    (note,) = recognition.fit_of(open_table(path, InputOptions()), None)[1]
    assert dict(note.params)["presets"] == "one, two"
    assert note.kind is errors.PRESETS_TIE


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("Started at (America/Lima)", ("started at america lima", "started at")),
        ("Reason [list]", ("reason list", "reason")),
        ("Custom field (Request Type)", ("custom field request type", "request type")),
        ("#", ("#",)),
    ],
)
def test_a_header_is_known_without_what_an_export_puts_round_it(
    header: str, names: tuple[str, ...]
) -> None:
    assert recognition.called(header, ["Custom field (*)"]) == names


@pytest.mark.parametrize(
    ("cell", "key"),
    [("GOOD!", "good"), ("-0:45", "-*"), ("1:30", "*:*"), ("bad", None), ("", None)],
)
def test_a_cell_is_compared_as_a_word_or_by_a_form(cell: str, key: str | None) -> None:
    assert key_for(cell, ("good", "-*", "*:*")) == key


def mapped(path: str, table: str) -> Mapping:
    raw = open_table(path, InputOptions())
    fit, _ = recognition.fit_of(raw, None, table)
    return Mapping(raw, table, {}, fit)


def test_a_column_that_the_preset_knows_is_nothing_else_by_its_name(
    written: Written, known: Callable[..., None]
) -> None:
    known(preset("acme", "Date", columns={"updated": Told(("Date",))}))
    path = written("Date,Id", "2026-01-01,1")
    assert mapped(path, "tickets").role("created") is None


def test_a_header_may_have_no_role_here(written: Written, known: Callable[..., None]) -> None:
    own = preset("acme", "Came in", columns={"created": Told(("Came in",))})
    path = written("Came in,Due date", "2026-01-01,2026-01-05")
    known(own)
    assert mapped(path, "tickets").role("target_resolution") is not None
    known(replace(own, no_role=("Due Date",)))
    assert mapped(path, "tickets").role("target_resolution") is None


def test_an_answer_to_one_question_is_none_to_another(
    written: Written, known: Callable[..., None]
) -> None:
    known(preset("acme", "Mood", columns={"score": Told(("Mood",), of=("csat",))}))
    found = mapped(written("Mood,Score", "5,9"), "responses")
    place = found.needed("score", "csat")
    assert place.header == "Mood"
    with pytest.raises(CsmetricsError, match="answers the question of csat, not of nps") as refusal:
        found.needed("score", "nps")
    assert refusal.value.kind is errors.OTHER_QUESTION
    assert Mapping(found.raw, "responses", {"score": "Mood"}, found.fit).needed("score", "nps")


def test_of_another_table_it_may_be(written: Written, known: Callable[..., None]) -> None:
    known(preset("acme", "Date", columns={"answered": Told(("Date",))}, table="responses"))
    place = mapped(written("Date,Id", "2026-01-01,1"), "tickets").role("created")
    assert place is not None
    assert (place.header, place.why) == ("Date", "by its name")


def test_a_date_of_the_preset_stands_in_for_another(
    written: Written, known: Callable[..., None]
) -> None:
    known(preset("acme", "Came in", columns={"created": Told(("Came in",))}))
    place = mapped(written("Came in,Score", "2026-01-01,1"), "responses").role("answered")
    assert place is not None
    assert (place.header, place.why) == ("Came in", FALLBACK)


def test_the_question_of_a_metric_goes_before_the_score_that_the_preset_knows(
    written: Written, known: Callable[..., None]
) -> None:
    known(preset("acme", "Mood", columns={"score": Told(("Mood",))}))
    found = mapped(written("Mood,NPS", "1,2"), "responses")
    scores = {metric: found.needed("score", metric).header for metric in ("nps", "csat")}
    assert scores == {"nps": "NPS", "csat": "Mood"}
