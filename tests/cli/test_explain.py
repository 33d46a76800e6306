"""``csmetrics explain``: every metric has a definition that can be read."""

from __future__ import annotations

import io
from typing import Any

import pytest

from csmetrics.cli import signature
from csmetrics.cli.commands import explain
from csmetrics.cli.terminal import Terminal
from csmetrics.errors import CsmetricsError
from csmetrics.metrics import LISTED, Listed


def explained(name: str | None) -> str:
    out = io.StringIO()
    assert explain.run(name, LISTED, Terminal(None, out, None, {})) == 0
    return out.getvalue()


@pytest.mark.parametrize("listed", LISTED, ids=lambda listed: str(listed.name))
def test_every_metric_is_explained_whole(listed: Listed) -> None:
    metric: Any = listed.load()
    text = explained(metric.name)
    words = " ".join(text.split())
    definition = metric().definition()
    for part in (definition.title, definition.formula, definition.rule, *definition.sources):
        assert " ".join(part.split()) in words
    for name in signature.options(metric):
        assert f"  {signature.flag(name)}\n" in text


def test_an_alias_explains_the_same() -> None:
    for metric in LISTED:
        for alias in metric.aliases:
            assert explained(alias) == explained(metric.name)


@pytest.mark.parametrize("name", [None, "", "npz"])
def test_no_metric_of_that_name(name: str | None) -> None:
    with pytest.raises(CsmetricsError) as caught:
        explained(name)
    assert caught.value.exit == 2
    assert "nps" in caught.value.hint
