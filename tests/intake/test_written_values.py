"""What was written in any form that is accepted is read as the same; no text makes a parser fail."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics.errors import CsmetricsError
from csmetrics.intake.columns import coded
from csmetrics.intake.dates import DateColumn
from csmetrics.intake.durations import DurationColumn
from csmetrics.intake.flags import FlagColumn
from csmetrics.intake.numbers import NumberColumn, read_number
from csmetrics.intake.scores import ScoreColumn, read_score
from csmetrics.intake.spelled import read_duration
from csmetrics.intake.statuses import StatusColumn

AROUND = ["{}", " {}", "R$ {}", "US$ {}", "{} €", "{}%", "{} %", "EUR {}"]


@settings(max_examples=200, deadline=None)
@given(
    cents=st.integers(-(10**11), 10**11),
    group=st.sampled_from(["", " ", "\u00a0", "\u2009", "\u202f", "'", "’", "other"]),
    decimal=st.sampled_from(["comma", "point"]),
    around=st.sampled_from(AROUND),
    wide=st.booleans(),
)
def test_an_amount(cents: int, group: str, decimal: str, around: str, wide: bool) -> None:
    sign, other = (",", ".") if decimal == "comma" else (".", ",")
    whole, rest = divmod(abs(cents), 100)
    digits = f"{whole:,}".replace(",", other if group == "other" else group) + f"{sign}{rest:02}"
    if wide:  # as in Chinese and Japanese text
        digits = "".join(chr(ord(each) + 0xFEE0) if each.isdecimal() else each for each in digits)
    text = around.format("-" * (cents < 0) + digits)
    assert read_number(text, decimal) == pytest.approx(cents / 100)


SCORES: list[Callable[[int], str]] = [
    str, "{}.0".format, "{},0".format, "{}/10".format, "{} de 10".format, "{} out of 10".format, " {} ".format,
    "{} - Extremely likely".format, "{}: muito".format, "{} (peor)".format, "{} pontos".format, "+{}".format,
]  # fmt: skip


@given(score=st.integers(0, 10), form=st.sampled_from(SCORES))
def test_a_score(score: int, form: Callable[[int], str]) -> None:
    reading = read_score(form(score))
    assert (reading.value, reading.fault) == (score, 0)


@given(stars=st.integers(1, 5), sign=st.sampled_from("★⭐"))
def test_stars(stars: int, sign: str) -> None:
    assert read_score(sign * stars + "☆" * (5 - stars)).value == stars
    assert read_score(f"{stars}{sign}").value == stars


DURATIONS = [
    "{H}:{m:02}:{s:02}", "{d} days {h:02}:{m:02}:{s:02}", "{d}.{h:02}:{m:02}:{s:02}", "{d}:{h:02}:{m:02}:{s:02}",
    "P{d}DT{h}H{m}M{s}S", "{d}d {h}h {m}m {s}s", "{d} dias, {h} horas, {m} minutos e {s} segundos", "PT{S}S",
    "{d} días {h} horas {m} minutos y {s} segundos", "{d} days, {h}:{m:02}:{s:02}", "{H}h{m}m{s}s", "{S} s", "{S}",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    total=st.integers(0, 10**7), form=st.sampled_from(DURATIONS), sign=st.sampled_from(["", "-"])
)
def test_a_duration(total: int, form: str, sign: str) -> None:
    minutes, s = divmod(total, 60)
    hours, m = divmod(minutes, 60)
    d, h = divmod(hours, 24)
    if sign and "days, " in form:  # as Python writes them, only the days are negative
        sign = ""
    text = sign + form.format(S=total, H=hours, d=d, h=h, m=m, s=s)
    expected = -total if sign else total
    assert read_duration(text, "seconds", "comma h:mm") == 1000 * expected


@settings(deadline=None)
@given(
    st.lists(st.text(max_size=30) | st.text("0123456789-+.,:/ TZhmsPde", max_size=14), max_size=5)
)
def test_any_text_is_read_or_counted(texts: list[str]) -> None:
    cells, rows = pa.array(texts, pa.string()), np.arange(len(texts))
    for parser in (NumberColumn("c"), ScoreColumn("c"), StatusColumn("c"), FlagColumn("c")):
        assert len(parser.typed(coded(cells))[0]) == len(texts)
    for column in (DateColumn("c", "America/Sao_Paulo"), DurationColumn("c")):
        read = cells if isinstance(column, DateColumn) else coded(cells)
        assert len(column.typed(read, rows)[0]) == len(texts)
        with contextlib.suppress(CsmetricsError):
            column.settle()


@pytest.mark.parametrize("word", ["NULL", "None", "N/A", r"\N", "nan", "-"])
def test_a_label_is_never_missing(word: str) -> None:
    from csmetrics.intake.ids import hashed
    from csmetrics.intake.labels import typed

    cells = pa.array([word, "Ana", ""])
    assert typed(coded(cells)).tolist() == [word, "Ana", np.nan]
    assert np.count_nonzero(hashed(cells)) == 2


@pytest.mark.parametrize(
    "word", ["NULL", "None", "N/A", r"\N", "NaN", "-", "n/d", "(vazio)", "s/d"]
)
def test_a_word_for_missing_is_named_as_such_wherever_it_means_that(word: str) -> None:
    cells, rows = coded(pa.array([word])), np.arange(1)
    faults = [NumberColumn("c").typed(cells)[1], DurationColumn("c").typed(cells, rows)[1]]
    assert [each.reasons[each.codes[0] - 1].name for each in faults] == ["missing-word"] * 2
