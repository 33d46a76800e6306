"""``csmetrics history``: what is saved, as a list or whole; whether it is sound; removing what is not wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmetrics.cli import configured, signature
from csmetrics.cli.suggest import did_you_mean
from csmetrics.errors import BAD_HISTORY, BAD_VALUE, USAGE, CsmetricsError
from csmetrics.language import Said, joined, ours, speak, tr
from csmetrics.options import ConfigOptions, LanguageOptions, Param

if TYPE_CHECKING:
    from pathlib import Path

    from csmetrics.cli.terminal import Terminal
    from csmetrics.history.reading import Saved
    from csmetrics.history.upkeep import Found
    from csmetrics.metrics import Listed

FORMATS: Mapping[str, tuple[str, ...]] = {
    "list": ("text", "json"),
    "export": ("csv", "json"),
    "check": ("text",),
    "prune": ("text",),
}
"""What the first word may be, and how the answer can be printed; the first way is the usual one."""
WORDS = Parameter(
    "words",
    Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        list[str],
        typer.Argument(
            metavar="list|export|check|prune [METRIC]",
            help="What to do; the results of one metric.",
        ),
    ],
)


@dataclass(frozen=True)
class HistoryOptions:
    """What is removed by prune."""

    before: Annotated[
        str | None, Param("prune: what was saved before this day, in UTC.", metavar="DATE")
    ] = None
    keep_latest: Annotated[
        bool, Param("prune: only what does not count, for its period was saved again.")
    ] = False
    dry_run: Annotated[bool, Param("prune: say what would be removed, and remove nothing.")] = False


@dataclass(frozen=True)
class PrintOptions(LanguageOptions):
    """How the answer is printed."""

    format: Annotated[
        str | None,
        Param("list: text or json; export: csv or json.", metavar="NAME", short="-f"),
    ] = None
    quiet: Annotated[int, Param("Errors only; -qq: the exit code only.", short="-q")] = 0
    debug: Annotated[bool, Param("Show where an unexpected error came from.")] = False


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(words: list[str] | None = None, **values: object) -> Callable[[Terminal], int]:
        verb, metric = _said(words or [], metrics)
        how = signature.build(HistoryOptions, values)
        _check_options(verb, how)
        how_printed = signature.build(PrintOptions, values)
        speak(how_printed.lang)
        format_ = _format(verb, how_printed.format)
        found = configured.settings(signature.build(ConfigOptions, values), metrics)
        kept = None if found is None else found.history
        return lambda terminal: _WORK[verb](kept, metric, how, format_, terminal)

    groups = {"Prune": HistoryOptions, "Output": PrintOptions, "Configuration": ConfigOptions}
    return signature.accept(parsed, groups, WORDS)


def _said(words: Sequence[str], metrics: Sequence[Listed]) -> tuple[str, str]:
    """What to do, and with which metric; an empty text for all."""
    known = ", ".join(FORMATS)
    if not words:
        cure: str = Said("say what: one of {known}", known=known)
        raise CsmetricsError(USAGE, message="history does nothing by itself", suggestion=cure)
    verb, *rest = words
    if verb not in FORMATS:
        cure = did_you_mean(verb, FORMATS, Said("one of {known}", known=known))
        raise CsmetricsError(
            USAGE, message=Said("history does not {verb}", verb=verb), suggestion=cure
        )
    names = {name: each.name for each in metrics for name in (each.name, *each.aliases)}
    if len(rest) > 1 or (rest and verb == "check"):
        surplus = rest[0] if verb == "check" else rest[1]
        message = Said("history {verb}: {surplus} is a word too many", verb=verb, surplus=surplus)
        raise CsmetricsError(USAGE, message=message, suggestion="")
    if rest and rest[0] not in names:
        cure = did_you_mean(
            rest[0],
            names,
            Said("one of {metrics}", metrics=", ".join(each.name for each in metrics)),
        )
        raise CsmetricsError(USAGE, message=Said("no metric {rest}", rest=rest[0]), suggestion=cure)
    return verb, names[rest[0]] if rest else ""


def _check_options(verb: str, how: HistoryOptions) -> None:
    from datetime import date

    if verb != "prune" and how != HistoryOptions():
        message = Said(
            "history {verb} removes nothing: --before, --keep-latest and --dry-run are of prune",
            verb=verb,
        )
        raise CsmetricsError(USAGE, message=message, suggestion="csmetrics history prune …")
    if verb == "prune" and how.before is None and not how.keep_latest:
        cure = (
            "--keep-latest: what does not count any more; --before DATE: what was saved before it"
        )
        raise CsmetricsError(USAGE, message="prune: of what?", suggestion=cure)
    try:
        date.fromisoformat(how.before or "2026-01-01")
    except ValueError as fault:
        words = {"option": "--before", "value": str(how.before), "expected": "a day"}
        raise CsmetricsError(BAD_VALUE, **words, suggestion="such as 2026-01-31") from fault


def _format(verb: str, named: str | None) -> str:
    usable = FORMATS[verb]
    if named is not None and named not in usable:
        words = {
            "option": "--format",
            "value": named,
            "expected": Said("a format of history {verb}", verb=verb),
        }
        raise CsmetricsError(BAD_VALUE, **words, suggestion=" or ".join(usable))
    return named or usable[0]


def _list(
    kept: Path | None, metric: str, _how: HistoryOptions, format_: str, terminal: Terminal
) -> int:
    """One line for each series: what it is, which periods, when it was saved last."""
    from csmetrics.cli.commands import _saved

    found = list(_saved.series_of(_results(kept, metric, counting=True)))
    if format_ == "json":
        _write_json({"series": found}, terminal)
    else:
        terminal.write("\n".join(_saved.lines(found)) + "\n", machine=False)
    return 0


def _export(
    kept: Path | None, metric: str, _how: HistoryOptions, format_: str, terminal: Terminal
) -> int:
    """Every saved result, in the order in which they were saved."""
    from csmetrics.cli.commands import _saved

    found = _results(kept, metric)
    if format_ == "json":
        _write_json({"results": [_saved.object_of(each) for each in found]}, terminal)
        return 0
    import csv
    import io

    from csmetrics.render._text import csv_cell

    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(_saved.HEADER)
    for each in found:
        for cells in _saved.cells_of(each):
            writer.writerow([csv_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    terminal.write(lines.getvalue(), machine=True)
    return 0


def _check(
    kept: Path | None, _metric: str, _how: HistoryOptions, _format: str, terminal: Terminal
) -> int:
    """Clean, or what is wrong with it."""
    from csmetrics.cli.keeping import place
    from csmetrics.history import upkeep

    file = place(kept)
    found = upkeep.check(file)
    if found.problems:
        problems = joined("\n  ", map(ours, found.problems))
        why = Said("does not agree with itself:\n  {problems}", problems=problems)
        cure = "put back a copy of it, or begin another"
        raise CsmetricsError(BAD_HISTORY, file=str(file), why=why, cure=cure)
    if not terminal.quiet:
        terminal.write(
            tr("clean: {amount} in {file}", amount=_amount(found), file=file) + "\n", machine=False
        )
    return 0


def _prune(
    kept: Path | None, metric: str, how: HistoryOptions, _format: str, terminal: Terminal
) -> int:
    """Remove, and say how much."""
    from csmetrics.cli.keeping import place
    from csmetrics.history import upkeep

    file = place(kept)
    gone, left = upkeep.prune(
        file, metric, how.before, keep_latest=how.keep_latest, dry_run=how.dry_run
    )
    done = "would remove" if how.dry_run else "removed"
    if not terminal.quiet:
        results: str = Said("{n:,} {n:result|results}", n=gone.results)
        if gone.runs:
            whole = "{results}, {runs:,} {runs:run|runs} whole"
            results = Said(whole, results=results, runs=gone.runs)
        left_over = "{done} {results}; {amount} left in {file}"
        said = tr(left_over, done=done, results=results, amount=_amount(left), file=file)
        terminal.write(f"{said}\n", machine=False)
    return 0


_WORK: Mapping[str, Callable[[Any, str, HistoryOptions, str, Any], int]] = {
    "list": _list,
    "export": _export,
    "check": _check,
    "prune": _prune,
}


def _results(kept: Path | None, metric: str, *, counting: bool = False) -> list[Saved]:
    from csmetrics.cli.keeping import place
    from csmetrics.errors import NOTHING_SAVED
    from csmetrics.history import reading

    file = place(kept)
    found = reading.results(file, metric, counting=counting)
    if not found:
        told = "nothing is saved of {metric} in {file}" if metric else "nothing is saved in {file}"
        what = Said(told, metric=metric, file=file)
        cure = Said("csmetrics {metric} FILE --every month --save", metric=metric or "METRIC")
        raise CsmetricsError(NOTHING_SAVED, what=what, cure=cure)
    return found


def _amount(found: Found) -> Said:
    results = "{results:,} {results:result|results} of {runs:,} {runs:run|runs}"
    return Said(results, results=found.results, runs=found.runs)


def _write_json(document: Mapping[str, Any], terminal: Terminal) -> None:
    import json

    from csmetrics import __version__
    from csmetrics.render._text import json_document
    from csmetrics.report import FORMAT_VERSION

    head = {
        "format_version": FORMAT_VERSION,
        "kind": "history",
        "tool": {"name": "csmetrics", "version": __version__},
    }
    text = json.dumps({**head, **document}, indent=2, ensure_ascii=False)
    terminal.write(json_document(text) + "\n", machine=True)
