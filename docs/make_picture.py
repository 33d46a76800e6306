"""Draw docs/nps.svg: what a terminal shows, from the real command, with nothing fetched to look at it."""

from __future__ import annotations

import contextlib
import io
import math
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from unittest import mock

from rich.console import Console
from rich.text import Text

from csmetrics.cli.main import outcome

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "nps.svg"
WIDTH = 98
ARGUMENTS = ("nps", "responses.csv", "--by", "channel", "--goal", ">= 30")
COMMAND = "csmetrics nps responses.csv --by channel --goal '>= 30'"


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Claim to be one."""
        return True


def printed() -> str:
    """What the command prints at a terminal with colour: stdout, then stderr."""
    out, err = Screen(), Screen()
    settings = {"COLUMNS": str(WIDTH), "TERM": "xterm-256color", "NO_COLOR": ""}
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.dict(os.environ, settings),
        mock.patch("csmetrics.cli.progress.PATIENCE", math.inf),  # on a busy machine a run is long
    ):
        shutil.copy(ROOT / "examples" / "responses.csv", folder)
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            outcome(ARGUMENTS)
    return out.getvalue() + err.getvalue()


def picture(text: str) -> str:
    """The text as an SVG that needs no font from elsewhere."""
    console = Console(
        width=WIDTH, file=io.StringIO(), record=True, color_system="standard", force_terminal=True
    )
    console.print(Text.assemble(("$ ", "bold green"), COMMAND))
    console.print(Text.from_ansi(text), soft_wrap=True)
    svg = console.export_svg(title="csmetrics", unique_id="nps", font_aspect_ratio=0.61)
    return re.sub(r"\s*@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)


def words(svg: str) -> list[str]:
    """The text of a picture, without how it is drawn."""
    from html import unescape

    shown = re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.DOTALL)
    return " ".join(unescape(each).replace("\u00a0", " ") for each in shown).split()


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(picture(printed()), encoding="utf-8")
    sys.stdout.write(f"wrote {PICTURE.name}\n")


if __name__ == "__main__":
    main()
