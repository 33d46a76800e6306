"""Which column is what: said, known by its whole name, or by words in a question; in doubt refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from csmetrics import errors
from csmetrics.errors import CsmetricsError, Kind
from csmetrics.intake import schema
from csmetrics.intake.declared import declared
from csmetrics.intake.mapping import Mapping
from csmetrics.intake.places import Place, letters
from csmetrics.read._header import folded
from csmetrics.read._raw import RawTable


@dataclass
class Sheet:
    """A table of which only the header and the first rows are asked for."""

    header: tuple[str, ...]
    sample: list[tuple[str, ...]] = field(default_factory=list)
    name: str = "r.csv"
    header_row: int = 3
    aliases: tuple[str, ...] = ()


def mapping(*header: str, sample: Sequence[tuple[str, ...]] = (), **columns: str) -> Mapping:
    raw: RawTable = Sheet(header, list(sample))  # type: ignore[assignment]
    return Mapping(raw, "responses", columns)


def header_of(place: Place | None) -> str | None:
    return place.header if place else None


def refusal(found: Mapping, kind: Kind, metric: str = "nps", role: str = "score") -> CsmetricsError:
    with pytest.raises(CsmetricsError) as caught:
        found.needed(role, metric)
    assert caught.value.kind is kind
    return caught.value


WHOLE = [
    (("id", "score", "comment"), "nps", "score"),
    (("id", "SCORE "), "nps", "SCORE "),
    (("Código", "Avaliação"), "csat", "Avaliação"),
    (("Puntuacio\u0301n",), "csat", "Puntuacio\u0301n"),
    (("nps_score", "rating"), "nps", "nps_score"),
    (("nps_score", "rating"), "csat", "rating"),
    (("NPS", "CSAT", "CES"), "ces", "CES"),
]


@pytest.mark.parametrize(("header", "metric", "column"), WHOLE)
def test_by_whole_name(header: tuple[str, ...], metric: str, column: str) -> None:
    place = mapping(*header).needed("score", metric)
    assert (place.header, place.why) == (column, "by its name")


@pytest.mark.parametrize("role", ["answered", "respondent", "channel", "agent", "team", "kind"])
def test_other_roles_only_by_whole_name(role: str) -> None:
    name = schema.names("responses")[role].whole[0]
    assert header_of(mapping("score", name.upper()).role(role)) == name.upper()
    assert mapping("score", f"the {name} of old").role(role) is None


QUESTION = "How likely are you to recommend us?"


def test_by_words_where_the_cells_are_scores() -> None:
    sample = [("9", "because"), ("10", ""), ("", "no reason")]
    place = mapping(QUESTION, "Why would you recommend us?", sample=sample).needed("score", "nps")
    assert (place.index, place.why) == (0, "by words in its name, and its cells")


def test_two_questions_are_refused_with_both() -> None:
    questions = (QUESTION, "Would you recommend the shop?")
    told = refusal(mapping(*questions, sample=[("9", "8")] * 3), errors.MANY_COLUMNS)
    assert told.params["columns"] == questions
    assert "--column score='How likely" in told.hint


def test_two_spellings_of_one_name_are_refused() -> None:
    told = refusal(mapping("Score", "score"), errors.MANY_COLUMNS)
    assert told.params["columns"] == ("Score", "score")


def test_two_columns_of_one_name_are_refused_with_their_letters() -> None:
    told = refusal(mapping("score", "x", "score"), errors.TWO_COLUMNS)
    assert "A and C" in told.text


def test_none() -> None:
    told = refusal(mapping("id", "", "text"), errors.NO_COLUMN)
    assert "id, (no name), text (3 columns" in told.text
    assert "header in row 3" in told.text
    assert mapping("id").role("score") is None


class TestDeclared:
    """What the user says is taken, when it is there and is one."""

    def test_by_exact_name(self) -> None:
        place = mapping("Score", "score", score="score").needed("score")
        assert (place.index, place.why) == (1, "named by --column")

    def test_without_case_and_accents(self) -> None:
        assert mapping("x", "Avaliação", score="AVALIACAO").needed("score").index == 1

    def test_it_outranks_a_name(self) -> None:
        assert mapping("score", "grade", score="grade").needed("score").header == "grade"

    def test_two_that_fold_alike(self) -> None:
        refusal(mapping("Grade", "GRADE", score="grade"), errors.AMBIGUOUS_COLUMN)

    def test_two_of_one_name(self) -> None:
        refusal(mapping("grade", "grade", score="grade"), errors.TWO_COLUMNS)

    def test_unknown(self) -> None:
        told = refusal(mapping("id", "Rating", score="ratng"), errors.UNKNOWN_COLUMN)
        assert told.hint == "did you mean Rating?"

    def test_a_name_of_signs_only(self) -> None:
        assert mapping("id", "%", score="%").needed("score").index == 1
        refusal(mapping("id", "%", score="#"), errors.UNKNOWN_COLUMN)

    def test_pairs(self) -> None:
        assert declared(["score=Nota = 5", " team =Equipe"], "responses") == {
            "score": "Nota = 5",
            "team": "Equipe",
        }

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("scor=x", "did you mean score?"),
            ("score", "such as"),
            ("score=", "such as"),
            ("=x", "roles:"),
        ],
    )
    def test_no_pair(self, text: str, hint: str) -> None:
        with pytest.raises(CsmetricsError) as caught:
            declared([text], "responses")
        assert caught.value.kind is errors.BAD_VALUE
        assert hint in caught.value.hint


def test_an_option_may_name_a_role() -> None:
    assert mapping("Canal", "score").named("channel", "--by").header == "Canal"
    assert mapping("channel", "canal").named("canal", "--by").header == "canal"


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters(place: int, name: str) -> None:
    assert letters(place) == name


def test_names_are_stored_folded() -> None:
    for role, names in schema.names("responses").items():
        for each in (names, *names.of.values()):
            assert [folded(name) for name in each.whole] == list(each.whole), role


def test_no_name_plays_two_roles() -> None:
    seen: dict[str, str] = {}
    for role, names in schema.names("responses").items():
        for name in names.whole:
            assert seen.setdefault(name, role) == role


CODES_BESIDE = [
    (("id", "NPS reason code", "Likelihood 0-10"), "Likelihood 0-10"),
    (("NPS Segment", "How likely are you (0-10)"), "How likely are you (0-10)"),
    (("NPS Categoria código", "Nota de 0 a 10"), "Nota de 0 a 10"),
    (("NPS group", "How likely are you to recommend our group?"), "How likely are you to recommend our group?"),
    (("NPS classificação", "tag"), "NPS classificação"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "column"), CODES_BESIDE)
def test_a_column_of_codes_or_groups_is_no_score_by_its_words(
    header: tuple[str, ...], column: str
) -> None:
    found = mapping(*header, sample=[("1",) * len(header)])
    assert found.needed("score", "nps").header == column


def test_a_column_of_groups_alone_is_not_taken_for_the_score() -> None:
    found = mapping("id", "Q1_NPS_GROUP", "Q1", sample=[("1", "3", "9"), ("2", "1", "4")])
    assert "Q1_NPS_GROUP" in refusal(found, errors.NO_COLUMN).text
    named = mapping("id", "Q1_NPS_GROUP", "Q1", score="Q1_NPS_GROUP")
    assert named.needed("score", "nps").header == "Q1_NPS_GROUP"
