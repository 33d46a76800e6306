"""What a row of totals looks like: the words it begins with, and numbers that sum up those above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csmetrics.read._header import folded

MOST_WORDS = 6
# Each of them names a row of totals by itself …
_HEADS = frozenset(
    [
        "total",
        "totals",
        "totais",
        "totales",
        "totale",
        "subtotal",
        "subtotals",
        "subtotais",
        "subtotales",
        "sum",
        "soma",
        "suma",
        "summe",
        "average",
        "avg",
        "mean",
        "median",
        "count",
        "media",
        "mediana",
        "promedio",
        "contagem",
        "recuento",
        "conteo",
        "consolidated",
        "consolidado",
        "consolidada",
        "gesamt",
        "gesamtergebnis",
        "durchschnitt",
        "mittelwert",
        "moyenne",
        "somme",
    ]
)
# … these do where nothing else stands, though a queue or a person may be called so …
_WEAK = frozenset(
    [
        "overall",
        "geral",
        "general",
        "all",
        "resultado",
        "resultados",
        "global",
        "todos",
        "todas",
        "resumo",
        "resumen",
    ]
)
# … and these stand beside them.
_BESIDE = frozenset(
    [
        "grand",
        "sub",
        "report",
        "column",
        "company",
        "team",
        "teams",
        "agent",
        "agents",
        "agentes",
        "atendentes",
        "equipe",
        "equipes",
        "equipo",
        "equipos",
        "queue",
        "queues",
        "score",
        "scores",
        "rating",
        "ratings",
        "nota",
        "notas",
        "pontuacao",
        "puntuacion",
        "calificacion",
        "csat",
        "nps",
        "ces",
        "aht",
        "final",
        "the",
        "of",
        "de",
        "da",
        "do",
        "del",
        "la",
        "las",
        "los",
        "os",
        "as",
        "por",
        "per",
        "by",
        "weighted",
        "simple",
        "ponderada",
        "ponderado",
        "simples",
        "row",
        "rows",
        "record",
        "records",
        "registro",
        "registros",
        "ticket",
        "tickets",
        "response",
        "responses",
        "respostas",
        "respuestas",
        "e",
        "y",
        "and",
    ]
)
#: RE2 and Python: texts that may be such words; what it finds is looked at by :func:`is_word`.
MAYBE_WORD = r"^\W*(\w+ ){0,2}(tota|su[bm]|som|ave|avg|mea|medi|m.dia|count|prom|cont|rec|conso|ges|durch|mitt|moy)"

_CLOCK = re.compile(r"-?\d+(:\d\d){1,2}(\.\d+)?")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*")


def is_word(text: str, *, weak: bool = True) -> bool:
    """Whether a cell is a word for totals, or some words that say no more; a count may stand with them."""
    words = folded(text).split()
    if not words or words[0].isdigit() or len(words) > MOST_WORDS:
        return False
    words = [word for word in words if not word.isdigit()]
    heads = [word for word in words if word in _HEADS]
    known = _HEADS | _WEAK | _BESIDE
    return (bool(heads) or (weak and bool(_WEAK & {*words}))) and all(
        word in known for word in words
    )


def sums_up(text: str, above: Sequence[str], *, mean: bool = True) -> bool:
    """Whether a number is the sum, or the mean, of those above, to the decimals it is written with.

    A sum must be greater than each of them: that of one number and zeros is no evidence.
    """
    filled = [cell for cell in above if cell.strip()]
    numbers = [found for cell in filled if (found := number(cell)) is not None]
    value = number(text)
    if value is None or len(filled) < 2 or len(numbers) < len(filled):
        return False
    near = 0.5 * 10.0 ** -_decimals(text) * (1 + 1e-9)
    total = sum(numbers)
    if abs(total) > max(map(abs, numbers)) and abs(value - total) <= min(near, 0.5):
        return True
    return mean and abs(value - total / len(numbers)) <= near


def number(text: str) -> float | None:
    """A number, with decimals behind a point or a comma, or a duration as clocks write it, in its smallest unit."""
    plain = re.sub(r"[\s%]", "", text)
    if _CLOCK.fullmatch(plain):
        value = 0.0
        for part in plain.lstrip("-").split(":"):
            value = 60 * value + float(part)
        return -value if plain.startswith("-") else value
    if not _NUMBER.fullmatch(plain):
        return None
    point = "," if plain.rfind(",") > plain.rfind(".") else "."
    if plain.count(point) > 1:
        point = "." if point == "," else ","
    other = "." if point == "," else ","
    try:
        return float(plain.replace(other, "").replace(point, "."))
    except ValueError:
        return None


def _decimals(text: str) -> int:
    plain = re.sub(r"[\s%]", "", text)
    point = max(plain.rfind(","), plain.rfind("."))
    return len(plain) - 1 - point if point >= 0 else 0
