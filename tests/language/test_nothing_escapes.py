"""Whatever a command says, it says in the language of the reader: no phrase is asked for that a catalogue lacks."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from csmetrics.cli.main import outcome
from csmetrics.language import ENGLISH, Language, known, load

EXAMPLES = Path(__file__).parents[2] / "examples"
OTHERS = [name for name in known() if name != ENGLISH.name]
RUNS = (
    "nps responses.csv --by team --every month --goal '>= 40' --min-group 5",
    "csat csat.xlsx --score business --score human -o page.html -o book.xlsx",
    "ces effort.csv --scale 1-7 --easy high -v",
    "frt tickets.csv --hours 'mon-fri 09:00-18:00' --within 1h,4h",
    "art tickets.csv --by channel -o text.md",
    "aht tickets.csv -o text.md",
    "fcr tickets.csv --compare-rules -v",
    "sla tickets.csv --of response --target 4h",
    "reopens tickets.csv -v",
    "handoffs rated-tickets.csv -v",
    "volume tickets.csv --every week",
    "backlog tickets.csv --by team -o book.xlsx",
    "retention purchases.csv --cohort month --as-of 2026-10-31",
    "retention customers.csv --by plan",
    "ltv purchases.csv -v",
    "contacts tickets.csv --customers customers.csv -v",
    "compare nps 2026-09 2026-10 responses.csv --by channel -o page.html",
    "compare frt 2026-09 2026-10 tickets.csv -o text.md",
    "trend nps responses.csv --every week -o page.html",
    "standards csat responses.csv --scale 0-10 --by team -o page.html",
    "drivers csat rated-tickets.csv -o page.html -o book.xlsx",
    "inspect chamados.csv",
    "inspect csat.xlsx -o page.html",
    "init chamados.csv -o -",
    "followups responses.csv -f table",
    "summary tickets.csv responses.csv",
    "check -c year/missed.toml",
    "config -c year/met.toml",
    "presets",
    *(f"explain {name}" for name in ("nps", "csat", "frt", "fcr", "aht", "retention", "contacts")),
    "npss responses.csv",
    "nps none.csv",
    "nps responses.csv --by nope",
    "nps responses.csv --every fortnight",
    "nps tickets.csv",
    "history",
)
OWN_SETTINGS = {"inspect", "init", "explain", "presets", "history", "check", "config", "npss"}
"""Commands without ``--no-config``, or with settings of their own."""
TYPED = {"talk", "hold", "dates", "deleted", "agents", "handoffs", "purchases", "assignments"}
"""Values of options, typed as they are in every language."""
WORD = re.compile(r"[^\W\d_]{4,}")


def words(phrases: Iterator[str]) -> set[str]:
    return {
        word.lower() for each in phrases for word in WORD.findall(re.sub(r"\{[^{}]*\}", " ", each))
    }


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("run", RUNS)
def test_every_phrase_that_is_looked_up_is_in_the_catalogue(
    run: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A miss tells where it has a word that only English phrases have; the others are data and names."""
    phrases = load(name).phrases
    english = words(iter(phrases)) - words(iter(phrases.values())) - TYPED
    missed: set[str] = set()

    def of(self: Language, phrase: str) -> str:
        said = real(self, phrase)
        if self.name == name and said == phrase and phrase not in phrases:
            missed.add(phrase)
        return said

    real = Language.of
    monkeypatch.setattr(Language, "of", of)
    monkeypatch.chdir(EXAMPLES)
    call = re.sub(r"-o (\w+\.)", rf"-o {tmp_path}/\1", run)
    alone = [] if run.split(maxsplit=1)[0] in OWN_SETTINGS else ["--no-config"]
    outcome([*shlex.split(call), *alone, "--lang", name])
    escaped = {each for each in missed if words(iter([each])) & english and not data(each)}
    assert escaped == set()


def data(text: str) -> bool:
    """What stays as it is: lists of typed values, files, sources."""
    return "/" in text or ".csv" in text or re.fullmatch(r"[\w+-]+(, ?[\w+-]+)*", text) is not None
