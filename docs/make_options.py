"""Write the parts of these pages that the code knows: tables of options, messages, exit codes, names.

Each stands between ``<!-- NAME -->`` and ``<!-- /NAME -->``. A test writes them again and compares.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import Field
from importlib.resources import files
from inspect import cleandoc
from pathlib import Path
from typing import Any

from csmetrics import errors, render
from csmetrics.cli.commands._metric import OF_ONE, SHARED
from csmetrics.cli.commands.check import CheckOptions
from csmetrics.cli.commands.compare import CompareOptions
from csmetrics.cli.commands.drivers import DriversOptions
from csmetrics.cli.commands.followups import FollowupsOptions
from csmetrics.cli.commands.history import HistoryOptions, PrintOptions
from csmetrics.cli.commands.init import InitOptions
from csmetrics.cli.commands.presets import ListOptions
from csmetrics.cli.commands.report import QuoteOptions
from csmetrics.cli.commands.standards import TimedOptions
from csmetrics.cli.commands.trend import TrendOptions
from csmetrics.cli.signature import flag, options
from csmetrics.cli.values import bounds, default, element, placeholder
from csmetrics.errors import Exit, Kind, Reason
from csmetrics.intake import schema
from csmetrics.intake.presets import shipped
from csmetrics.metrics import METRICS
from csmetrics.options import ConfigOptions, InputOptions, OutputOptions, Param

DOCS = Path(__file__).parent
GROUPS: dict[str, dict[str, type]] = {
    **{metric.name: {f"Of {metric.name}": metric, **OF_ONE} for metric in METRICS},
    "inspect": {"Input": InputOptions, "Output": OutputOptions},
    "init": {"Input": InputOptions, "Output": InitOptions},
    "presets": {"Output": ListOptions},
    "compare": {"Of compare": CompareOptions, **SHARED},
    "history": {
        "Of prune": HistoryOptions,
        "Output": PrintOptions,
        "Configuration": ConfigOptions,
    },
    "trend": {"Of trend": TrendOptions, **SHARED},
    "standards": {"Of standards": TimedOptions, **SHARED},
    "drivers": {"Of drivers": DriversOptions, **SHARED},
    "followups": {"Of followups": FollowupsOptions, **SHARED},
    "summary": SHARED,
    "report": {"Of report": QuoteOptions, **SHARED},
    "config": {"Output": OutputOptions, "Configuration": ConfigOptions},
    "check": {"Goals": CheckOptions, "Output": OutputOptions, "Configuration": ConfigOptions},
}
EXITS = {
    Exit.OK: "A number that can be trusted. Goals, if any were given, are met.",
    Exit.MISSED: "A goal was missed. Nothing else gives 1.",
    Exit.USAGE: "The command is wrong: an unknown option or column, or options that do not fit together.",
    Exit.REFUSED: "The input was refused: missing, unreadable, not understood, or not to be trusted.",
    Exit.NOTHING: "There is nothing to measure: no rows, only blanks, or an undefined value where one was asked for.",
    Exit.UNWRITABLE: "The result could not be written, or not be kept.",
    Exit.BUG: "A bug in csmetrics.",
    Exit.INTERRUPTED: "Interrupted, by Ctrl-C.",
    Exit.BROKEN_PIPE: "Who was reading closed the pipe, as `head` does.",
}


def main() -> None:
    """Write all pages again."""
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        filled = fill(text, page.stem)
        if filled != text:
            page.write_text(filled, encoding="utf-8")


def fill(text: str, page: str) -> str:
    """Fill what stands between markers; a marker that nothing fills is a mistake."""
    parts = generated(page)

    def replaced(found: re.Match[str]) -> str:
        return f"{found[1]}\n\n{parts[found[2]]}\n\n{found[3]}"

    return re.sub(r"(<!-- ([a-z-]+) -->)\n.*?(<!-- /\2 -->)", replaced, text, flags=re.DOTALL)


def generated(page: str) -> dict[str, str]:
    """Every generated part by its name."""
    parts = {
        "errors": "\n\n".join(_messages()),
        "reasons": _table(("reason", "text"), (_reason(each) for each in catalogue(Reason))),
        "exit-codes": _table(("code", "when"), ((str(int(c)), text) for c, text in EXITS.items())),
        "formats": _table(("format", "suffix of a file", "commands"), _formats()),
        "names": _names(),
        "ticket-names": _ticket_names(),
        "statuses": _statuses(),
        "flags": _flags(),
        "presets": _presets(),
    }
    if page in GROUPS:
        parts["options"] = "\n\n".join(_options(page))
    return parts


def catalogue(kind: type[Any]) -> list[Any]:
    """All entries of the catalogue of one kind."""
    return [each for each in vars(errors).values() if isinstance(each, kind)]


def _options(page: str) -> Iterator[str]:
    for heading, group in GROUPS[page].items():
        rows = (_option(*each) for each in options(group).values())
        yield f"### {heading}\n\n" + _table(("option", "meaning", "default"), rows)


def _option(field: Field[Any], kind: Any, param: Param) -> tuple[str, str, str]:
    names = [*([param.short] if param.short else []), flag(field.name)]
    plain = kind is bool or field.name in ("quiet", "verbose")
    value = "" if plain else f" {placeholder(kind, param)}"
    limits = [] if plain or param.choices else bounds(element(kind), param)
    meaning = param.help + (f" ({', '.join(limits)})" if limits else "")
    standard = [] if plain else default(field, kind)
    return (
        ", ".join(f"`{name}{value}`" for name in names),
        meaning,
        "".join(standard).removeprefix("default: "),
    )


def _messages() -> Iterator[str]:
    kinds: list[Kind] = sorted(catalogue(Kind), key=lambda each: each.code)
    for letter, heading in (("E", "Errors"), ("W", "Warnings"), ("N", "Notes")):
        mine = [each for each in kinds if each.code[0] == letter]
        head = ("code", "name", "text", "hint", *(("exit",) if letter == "E" else ()))
        rows = (
            (
                each.code,
                f"`{each.name}`",
                each.text,
                each.hint or "–",
                *((str(int(each.exit or 0)),) if letter == "E" else ()),
            )
            for each in mine
        )
        yield f"## {heading}\n\n" + _table(head, rows)


def _reason(reason: Reason) -> tuple[str, str]:
    return f"`{reason.name}`", reason.text


def _formats() -> Iterator[tuple[str, str, str]]:
    names = {"metric": "metrics", "inspection": "`inspect`", "goals": "`check`"}
    names |= {
        "comparison": "`compare`",
        "trend": "`trend`",
        "standards": "`standards`",
        "drivers": "`drivers`",
    }
    names |= {
        "followups": "`followups`",
        "summary": "`summary`",
        "settings": "`config`",
        "report": "`report`",
    }
    for each in render.FORMATS:
        suffixes = " ".join(f"`{suffix}`" for suffix in each.suffixes) or "–"
        yield f"`{each.name}`", suffixes, ", ".join(names[kind] for kind in each.kinds)


def _names() -> str:
    rows = []
    for role, entry in _data("csmetrics.presets", "plain.toml")["responses"].items():
        rows.append(
            (role, ", ".join(entry.get("from", ())), ", ".join(entry.get("like", ())) or "–")
        )
        for metric, special in entry.get("of", {}).items():
            whole, like = (", ".join(special.get(key, ())) or "–" for key in ("from", "like"))
            rows.append((f"{role} of `{metric}`, tried first", whole, like))
    return _table(("role", "names", "words within a longer name"), rows)


def _ticket_names() -> str:
    data = _data("csmetrics.presets", "plain-tickets.toml")
    rows = []
    for role, entry in data["tickets"].items():
        names = [*entry["from"], *(f"{name}¹" for name in entry.get("either", ()))]
        if other := entry.get("fallback"):
            names.append(f"else those of {other}")
        rows.append((f"`{role}`", schema.KINDS.get(role, "label"), ", ".join(names)))
    return _table(("role", "cells", "names"), rows)


def _statuses() -> str:
    data = _data("csmetrics.intake", "statuses.toml")
    return _table(
        ("status", "words"), ((name, ", ".join(entry["words"])) for name, entry in data.items())
    )


def _flags() -> str:
    data = _data("csmetrics.intake", "flags.toml")
    rows = [
        ("yes", data["plain"]["yes"]),
        ("no", data["plain"]["no"]),
        ("met", data["target"]["yes"]),
        ("breached", data["target"]["no"]),
        ("still running", data["running"]["words"]),
        ("no target", data["no-target"]["words"]),
        ("breached, in a header", data["header"]["breached"]),
    ]
    return _table(("it means", "words"), ((name, ", ".join(words)) for name, words in rows))


def _presets() -> str:
    rows = []
    for each in shipped().values():
        least = "" if each.least == len(each.recognise) else f"{each.least} of: "
        rows.append((f"`{each.name}`", each.title, each.table, least + ", ".join(each.recognise)))
    return _table(("preset", "export", "table", "recognised by"), rows)


def _data(package: str, file: str) -> dict[str, Any]:
    return tomllib.loads(files(package).joinpath(file).read_text("utf-8"))


def _table(head: tuple[str, ...], rows: Any) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(cleandoc(text).split()).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    main()
