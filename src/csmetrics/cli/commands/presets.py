"""``csmetrics presets``: the exports that are known, and what is known of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from inspect import Parameter
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from csmetrics.cli import signature
from csmetrics.language import Said, joined, speak, tr
from csmetrics.options import LanguageOptions, Param

if TYPE_CHECKING:
    from csmetrics.cli.terminal import Terminal
    from csmetrics.intake.preset import LeftOut, Preset, Told
    from csmetrics.metrics import Listed

WIDTH = 100
NAME = Parameter(
    "name",
    Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        str, typer.Argument(metavar="[NAME|FILE]", help="One preset, or a file of your own.")
    ],
)


@dataclass(frozen=True)
class ListOptions(LanguageOptions):
    """How the presets are printed."""

    format: Annotated[str, Param("How to print them.", choices=("text", "json"), short="-f")] = (
        "text"
    )


def command(metrics: Sequence[Listed]) -> Callable[..., Callable[[Terminal], int]]:
    """Make the function that Typer calls."""

    def parsed(name: str | None = None, **values: object) -> Callable[[Terminal], int]:
        how = signature.build(ListOptions, values)
        speak(how.lang)
        return lambda terminal: run(name, how, terminal)

    return signature.accept(parsed, {"Output": ListOptions}, NAME)


def run(name: str | None, how: ListOptions, terminal: Terminal) -> int:
    """Print all presets, or one."""
    from csmetrics.intake import presets, recognition  # not for --help

    found = [recognition.named(name)] if name else list(presets.shipped().values())
    if how.format == "json":
        import json

        from csmetrics.render._text import json_document

        objects = [_object(each) for each in found]
        text = json.dumps(objects[0] if name else objects, indent=2, ensure_ascii=False)
        terminal.write(json_document(text) + "\n", machine=True)
    else:
        lines = _whole(found[0]) if name else _list(found)
        terminal.write("\n".join(lines) + "\n", machine=False)
    return 0


def _list(presets: Sequence[Preset]) -> Iterator[str]:
    for each in presets:
        yield f"{each.name} - {tr(each.title)} ({tr(each.table)})"
        yield _indented(_recognised(each))
    shows = "csmetrics presets NAME shows one: its columns, what it leaves out, its source"
    yield f"\n{tr(shows)}"


def _recognised(preset: Preset) -> str:
    count = len(preset.recognise)
    some = "recognised by {least} of {headers}"
    told = "recognised by {headers}" if preset.least == count else some
    return tr(told, least=preset.least, headers=", ".join(preset.recognise))


def _whole(preset: Preset) -> Iterator[str]:
    yield f"{tr(preset.title)} ({tr(preset.table)})"
    yield _indented(_recognised(preset))
    yield f"\n{tr('Columns')}"
    width = max(map(len, preset.columns))
    for role, told in preset.columns.items():
        yield _indented(f"{role:{width}}  {_told(told)}", 2, width + 4)
    if preset.custom:
        yield "\n" + tr("Fields that a team has added, by their name alone")
        yield from map(_indented, preset.custom)
    if preset.repeated:
        yield "\n" + tr("Columns that it repeats, one label in each")
        yield _indented(", ".join(preset.repeated))
    facts: list[str] = (
        [Said("times without an offset are those of {zone}", zone=preset.zone)]
        if preset.zone
        else []
    )
    if preset.limit:
        facts.append(
            Said(
                "the export stops at {limit:,} rows: exactly so many are a warning",
                limit=preset.limit,
            )
        )
    for heading, lines in (
        ("Left out", map(_rule, preset.leave_out)),
        ("To know", (*facts, *preset.notes)),
        ("Source", (preset.source,)),
    ):
        shown = [_indented(tr(line)) for line in lines]
        if shown:
            yield f"\n{tr(heading)}"
            yield from shown


def _told(told: Told) -> str:
    words = tr(joined(" or ", told.spellings))
    unit = f" ({tr(told.unit)})" if told.unit else ""
    values = ", ".join(
        tr("{cell} is {text}", cell=cell or Said("blank"), text=text or Said("nothing"))
        for cell, text in (told.values or {}).items()
    )
    return words + unit + (f"; {values}" if values else "")


def _rule(rule: LeftOut) -> str:
    cells = joined(
        " and ",
        (
            Said(
                "{header} is {word}",
                header=header,
                word=joined(" or ", sorted(text or Said("blank") for text in texts)),
            )
            for header, texts in rule.when
        ),
    )
    what = (
        Said("{roles} counts as empty", roles=", ".join(rule.roles))
        if rule.roles
        else "the row is left out"
    )
    return Said("{reason}: where {cells}, {what}", reason=rule.reason, cells=cells, what=what)


def _object(preset: Preset) -> dict[str, Any]:
    return {
        "name": preset.name,
        "title": preset.title,
        "table": preset.table,
        "recognise": list(preset.recognise),
        "least": preset.least,
        "source": preset.source,
        "zone": preset.zone,
        "limit": preset.limit,
        "notes": list(preset.notes),
        "custom": list(preset.custom),
        "repeated": list(preset.repeated),
        "columns": {
            role: {"from": list(told.spellings), "unit": told.unit, "values": told.values}
            for role, told in preset.columns.items()
        },
        "leave_out": [
            {
                "reason": rule.reason,
                "when": {header: sorted(texts) for header, texts in rule.when},
                "roles": list(rule.roles),
            }
            for rule in preset.leave_out
        ],
    }


def _indented(text: str, by: int = 2, rest: int | None = None) -> str:
    return fill(
        text,
        WIDTH,
        initial_indent=" " * by,
        subsequent_indent=" " * (by if rest is None else rest),
        break_long_words=False,
        break_on_hyphens=False,
    )
