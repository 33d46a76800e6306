"""The schemas of the JSON documents, each read and checked once: a test may hold hundreds of documents to one."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema.validators import validator_for  # type: ignore[import-untyped]

from csmetrics.render.json import schema


@cache
def _validator(kind: str) -> Any:
    known = schema(kind)
    made = validator_for(known, default=None)
    made.check_schema(known)
    return made(known)


def hold_to_schema(document: object, kind: str) -> None:
    """Fail where a document is not what the schema of its kind says."""
    _validator(kind).validate(document)
