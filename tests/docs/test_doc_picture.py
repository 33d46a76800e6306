"""The picture in the README shows what the command prints, and needs nothing from elsewhere."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator

import pytest
from documents import script

picture = script("make_picture")


@pytest.fixture(autouse=True)
def _process() -> Iterator[None]:
    """Undo what a process tunes for itself."""
    threshold = gc.get_threshold()
    with warnings.catch_warnings():
        yield
    gc.unfreeze()
    gc.set_threshold(*threshold)
    gc.enable()


def test_shows_what_the_command_prints() -> None:
    drawn = picture.PICTURE.read_text(encoding="utf-8")
    now = picture.picture(picture.printed())
    assert picture.words(drawn) == picture.words(now), "python docs/make_picture.py"


def test_fetches_nothing() -> None:
    drawn = picture.PICTURE.read_text(encoding="utf-8")
    assert "url(" not in drawn.replace("url(#", "")
    assert "@import" not in drawn
    assert "<image" not in drawn
