"""A page of HTML in one file: no script, nothing fetched, light and dark, from a phone to paper.

Everything that is printed passes through one sanitiser and is escaped, but for the drawings, which are ours.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from csmetrics import __version__
from csmetrics.language import Said, in_force, tr
from csmetrics.render import _numbers
from csmetrics.render._page import page_of
from csmetrics.render._text import html_text
from csmetrics.render.charts._draw import DARK, PALETTE
from csmetrics.report import Result

if TYPE_CHECKING:
    from jinja2 import Environment


def render(result: Result) -> str:
    """Write the answer as a page."""
    style = _style()
    page = page_of(result)
    template = _environment().get_template("page.html")
    return template.render(
        page=page,
        style=style,
        policy=_policy(style),
        language=in_force().name,
        version=__version__,
        stamp=getattr(result, "stamp", None),
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("csmetrics.render"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {"t": tr, "count": _numbers.count}
    return made


def _shown(value: Any) -> Any:
    """What is printed of a value: text is made harmless here, and escaped by the template."""
    from markupsafe import Markup

    if isinstance(value, Markup):
        return value
    return html_text(tr(value) if isinstance(value, Said) else str(value))


def _style() -> str:
    """The style sheet, with the colours of the drawings by name: a drawing needs no colours of its own."""
    text = (files("csmetrics.render") / "templates" / "style.css").read_text("utf-8")
    rules = [
        f'svg [{what}="{color}"]{{{what}:var(--{name})}}'
        for name, color in PALETTE.items()
        for what in ("fill", "stroke")
    ]
    return "\n".join(
        (
            f":root{{{_colors(PALETTE)}}}",
            f"@media screen and (prefers-color-scheme:dark){{:root{{{_colors(DARK)}}}}}",
            text.strip(),
            *rules,
        )
    )


def _colors(palette: dict[str, str]) -> str:
    return ";".join(f"--{name}:{color}" for name, color in palette.items())


def _policy(style: str) -> str:
    """Nothing may run and nothing be fetched; the one style sheet is allowed by its digest."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
