"""Every catalogue says everything, with the same words in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from csmetrics import errors
from csmetrics.analyses.trend import BEYOND_LIMITS, IN_A_ROW
from csmetrics.language import ENGLISH, known, load
from csmetrics.language._said import places

SRC = Path(__file__).parents[2] / "src" / "csmetrics"
OTHERS = [name for name in known() if name != ENGLISH.name]
NOUNS = {"rows", "values", "tickets", "cells", "results", "periods", "dates", "labels", "customers"}
"""English nouns that the code chooses by a count; a catalogue has its own by ``{count:linha|linhas}``."""
WORDS = re.compile(r"[^\W\d_]{2,}")


def templates() -> list[str]:
    """What errors, warnings, notes and reasons say."""
    said: list[str] = []
    for each in vars(errors).values():
        if isinstance(each, errors.Kind):
            said += [each.text, each.hint]
        elif isinstance(each, errors.Reason):
            said += [each.text, each.many]
    return [text for text in said if WORDS.search(re.sub(r"\{[^{}]*\}", "", text))]


def test_the_languages_there_are() -> None:
    assert known() == ("en", "pt-BR")


@pytest.mark.parametrize("name", OTHERS)
def test_every_message_is_translated(name: str) -> None:
    phrases = load(name).phrases
    assert [text for text in templates() if text not in phrases] == []


@pytest.mark.parametrize("name", OTHERS)
def test_a_phrase_has_the_places_of_the_english_one(name: str) -> None:
    wrong = {
        english: places(text) ^ places(english)
        for english, text in load(name).phrases.items()
        if not places(text) <= places(english) or places(english) - places(text) - NOUNS
    }
    assert wrong == {}


@pytest.mark.parametrize("name", OTHERS)
def test_a_choice_of_words_is_between_two(name: str) -> None:
    choices = re.compile(r"\{\w+:([^{}]*\|[^{}]*)\}")
    found = [each for text in load(name).phrases.values() for each in choices.findall(text)]
    assert found
    assert [each for each in found if each.count("|") != 1] == []


def sentences() -> dict[str, str]:
    """The templates that the code gives to ``Said``, ``tr`` and ``written``, each with a place where it stands."""
    found: dict[str, str] = {}
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", None) or getattr(called, "attr", None)
            if name not in ("Said", "tr", "written") or not node.args:
                continue
            for each in ast.walk(node.args[0]):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    found[each.value] = f"{path.relative_to(SRC)}:{node.lineno}"
    return found


@pytest.mark.parametrize("name", OTHERS)
def test_every_sentence_of_the_code_is_translated(name: str) -> None:
    phrases = load(name).phrases
    lacking = {
        where: text
        for text, where in sentences().items()
        if len(WORDS.findall(re.sub(r"\{[^{}]*\}", "", text))) > 1 and text not in phrases
    }
    assert lacking == {}


@pytest.mark.parametrize("name", OTHERS)
def test_what_a_control_chart_says_is_translated(name: str) -> None:
    assert {*BEYOND_LIMITS.values(), *IN_A_ROW.values()} <= load(name).phrases.keys()
