"""What a label of the data is called, beside the words that are no labels: for the whole, and for none."""

from __future__ import annotations

from csmetrics.language import Said, tr

ALL = Said("(all)")
BLANK = Said("(blank)")


def label_text(label: str | None) -> str:
    """The label; a label that reads like one of those words stands in quotes, as ``--where`` takes it."""
    if label is None:
        return BLANK
    plain = label.strip('"')
    if plain[:1] == "(" and plain in (ALL, BLANK, tr(ALL), tr(BLANK)):
        return f'"{label}"'
    return label
