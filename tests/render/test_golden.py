"""Every format of every small report, as files to be read. UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from csmetrics.render import _account, md, table
from csmetrics.render._messages import lines
from csmetrics.render.csv import render as csv
from csmetrics.render.csv import render_tsv as tsv
from csmetrics.render.json import render as json_text
from csmetrics.report import Report

from .reports import GOLDEN
from .test_json import valid

FOLDER = Path(__file__).parent.parent / "golden" / "render"


def _table(report: Report, width: int | None) -> str:
    plain = width is None
    under = [
        *_account.account_lines(report, ascii=plain),
        *(line for each in report.diagnostics for line in lines(each, ascii=plain)),
    ]
    return table.render(report, width=width) + "".join(f"{line}\n" for line in under)


def _check(name: str, text: str) -> None:
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("width", [None, 80, 40])
def test_table(name: str, width: int | None) -> None:
    _check(f"{name}-{width or 'pipe'}.txt", _table(GOLDEN[name], width))


@pytest.mark.parametrize("name", GOLDEN)
def test_json(name: str) -> None:
    text = json_text(GOLDEN[name])
    _check(f"{name}.json", text)
    valid(json.loads(text))


@pytest.mark.parametrize("name", GOLDEN)
def test_csv(name: str) -> None:
    _check(f"{name}.csv", csv(GOLDEN[name]))


def test_tsv() -> None:
    _check("sliced.tsv", tsv(GOLDEN["sliced"]))


@pytest.mark.parametrize("name", GOLDEN)
def test_markdown(name: str) -> None:
    _check(f"{name}.md", md.render(GOLDEN[name]))


def test_no_golden_file_is_left_over() -> None:
    tables = {f"{name}-{width}.txt" for name in GOLDEN for width in ("pipe", 80, 40)}
    others = {f"{name}.{suffix}" for name in GOLDEN for suffix in ("json", "csv", "md")}
    assert {path.name for path in FOLDER.iterdir()} == {*tables, *others, "sliced.tsv"}
