"""The JSON document that holds everything: what was read, how, what was left out, results.

Valid JSON only: a number that does not exist is ``null`` and says why. Its schema ships beside it.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from csmetrics import __version__
from csmetrics.render._kinds import document
from csmetrics.render._text import json_document
from csmetrics.report import FORMAT_VERSION, Result

Object = dict[str, Any]


def render(report: Result) -> str:
    """Write the answer as one JSON document."""
    content = {
        "format_version": FORMAT_VERSION,
        "kind": report.kind,
        "tool": {"name": "csmetrics", "version": __version__},
        **document(report),
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2)
    return json_document(text) + "\n"


def schema(kind: str = "metric") -> Object:
    """Load the JSON Schema of the documents of that kind."""
    text = (files("csmetrics.render") / "schemas" / f"{kind}.json").read_text("utf-8")
    loaded: Object = json.loads(text)
    return loaded
