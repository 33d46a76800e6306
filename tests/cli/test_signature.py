"""Options out of dataclasses, and dataclasses out of options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from inspect import signature as signature_of
from typing import Annotated, Any, ClassVar

import pytest
import typer

from csmetrics.cli import signature
from csmetrics.cli.app import run
from csmetrics.cli.commands._metric import FILES, SHARED
from csmetrics.errors import BAD_VALUE, CsmetricsError
from csmetrics.metrics import LISTED, METRICS, Listed
from csmetrics.options import GateOptions, OutputOptions, Param, SliceOptions


@dataclass(frozen=True)
class Fake:
    """A metric of many types."""

    name: ClassVar[str] = "fake"

    top: Annotated[int, Param("Top.", low=0, high=10)] = 9
    share: Annotated[float | None, Param("Share.", low=0)] = None
    levels: Annotated[tuple[int, ...], Param("Levels.")] = (5, 10)
    way: Annotated[str, Param("Way.", choices=("score", "wald"))] = "score"
    bare: Annotated[bool, Param("Bare.")] = False
    inner: int = 3


def _parse(group: type, *words: str) -> dict[str, Any]:
    """What Typer gives for a command line."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    seen: dict[str, Any] = {}

    def function(**values: Any) -> None:
        seen.update(values)

    app.command()(signature.accept(function, {"Group": group}))
    typer.main.get_command(app).main(args=list(words), prog_name="x", standalone_mode=False)
    return seen


def test_nothing_given_is_the_defaults() -> None:
    values = _parse(Fake)
    assert signature.build(Fake, values) == Fake()
    assert signature.given(values) == frozenset()


def test_none_takes_back_what_a_settings_file_says() -> None:
    values = _parse(SliceOptions, "--min-group", "none")
    assert signature.build(SliceOptions, values) == SliceOptions()
    assert signature.given(values) == {"min_group"}


def test_every_type_there_and_back() -> None:
    words = ("--top", "7", "--share", "1e-3", "--levels", "1", "--levels", "2", "--way", "wald")
    values = _parse(Fake, *words, "--bare")
    built = signature.build(Fake, values)
    assert built == Fake(top=7, share=0.001, levels=(1, 2), way="wald", bare=True)
    assert [type(level) for level in built.levels] == [int, int]
    assert signature.given(values) == {"top", "share", "levels", "way", "bare"}


def test_a_value_equal_to_the_default_was_given_all_the_same() -> None:
    values = _parse(Fake, "--top", "9")
    assert signature.build(Fake, values) == Fake()
    assert signature.given(values) == {"top"}


def test_underscores_are_dashes_and_shorts_work() -> None:
    values = _parse(OutputOptions, "--show-values", "-f", "csv", "-o", "a.md", "-o", "b.md", "-qq")
    built = signature.build(OutputOptions, values)
    assert built == OutputOptions(format="csv", output=("a.md", "b.md"), quiet=2, show_values=True)
    assert signature.given(values) == {"show_values", "format", "output", "quiet"}


def test_a_flag_has_no_opposite() -> None:
    with pytest.raises(typer.TyperException):
        _parse(GateOptions, "--no-strict")


def test_a_field_that_is_no_option_is_left_alone() -> None:
    assert "inner" not in signature.options(Fake)
    with pytest.raises(typer.TyperException):
        _parse(Fake, "--inner", "1")


@pytest.mark.parametrize(
    ("words", "says", "hint"),
    [
        (("--top", "11"), "--top: 11 is not a whole number (0 to 10)", ""),
        (("--top", "1.5"), "--top: 1.5 is not a whole number (0 to 10)", ""),
        (("--top", "1_0"), "--top: 1_0 is not a whole number (0 to 10)", ""),
        (("--top", ""), "--top: (nothing) is not a whole number (0 to 10)", ""),
        (("--share", "-1"), "--share: -1 is not a number (0 or more)", ""),
        (("--share", "nan"), "--share: nan is not a number (0 or more)", ""),
        (("--share", "inf"), "--share: inf is not a number (0 or more)", ""),
        (("--levels", "x"), "--levels: x is not a whole number", ""),
        (("--way", "Wald"), "--way: Wald is not one of score, wald", "did you mean wald?"),
        (("--way", "zzzz"), "--way: zzzz is not one of score, wald", ""),
    ],
)
def test_what_does_not_fit_is_refused(words: tuple[str, ...], says: str, hint: str) -> None:
    with pytest.raises(CsmetricsError) as caught:
        signature.build(Fake, _parse(Fake, *words))
    assert (caught.value.kind, caught.value.text, caught.value.hint) == (BAD_VALUE, says, hint)


def test_a_metric_may_not_take_the_name_of_a_shared_option() -> None:
    @dataclass(frozen=True)
    class Greedy:
        by: Annotated[str, Param("Mine.")] = ""

    def nothing(**values: object) -> None: ...

    with pytest.raises(TypeError, match="--by of SliceOptions is already another option"):
        signature.accept(nothing, {"Own": Greedy, "Slices": SliceOptions})


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: str(metric.name))
def test_every_metric_fits_beside_the_shared_options(metric: type) -> None:
    def nothing(**values: object) -> None: ...

    made: Callable[..., None] = signature.accept(nothing, {"Own": metric, **SHARED}, FILES)
    assert set(signature_of(made).parameters) >= {"files", "by", "format", "goal", "column"}


@pytest.mark.parametrize("group", SHARED.values(), ids=lambda group: group.__name__)
def test_every_shared_field_is_an_option(group: type) -> None:
    assert set(signature.options(group)) == {field.name for field in fields(group)}


def test_no_two_commands_share_a_name() -> None:
    names = [name for metric in LISTED for name in (metric.name, *metric.aliases)]
    assert len(names) == len(set(names))
    assert not {"inspect", "explain"} & set(names)


@pytest.mark.parametrize("metric", LISTED, ids=lambda metric: str(metric.name))
def test_parsing_gives_work_and_does_none(metric: Listed) -> None:
    assert callable(run([metric.name, "no-such-file.csv"]))
    for alias in metric.aliases:
        assert callable(run([alias, "no-such-file.csv"]))
