"""Write the example files of this folder and of year/: surveys and tickets of an invented shop, no real people.

    python examples/make_examples.py [FOLDER]

The same bytes on every run and machine; the suite compares them with the files that are committed.
"""

from __future__ import annotations

import io
import os
import random
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from customers import customers, purchases
from drawing import COMMENTS, DAYS, START, as_csv, draws, mood, pick, score
from shop_year import exports
from tickets import chamados, tickets

CHANNELS = ("email", "chat", "phone", "whatsapp")
TEAMS = {"email": "Orders", "chat": "Orders", "phone": "Billing", "whatsapp": "Delivery"}

COMENTARIOS = {
    "low": (
        "Liguei três vezes; ninguém resolveu.",
        "Ainda espero o estorno",
        'Disseram "amanhã sem falta" e não veio',
        "Tive de explicar tudo de novo para outra pessoa",
        "",
    ),
    "middle": ("Bom, mas demorado", "Atendimento ok", "O site é confuso", "", ""),
    "high": (
        "Resolveu na hora, parabéns!",
        "Ótimo atendimento; recomendo",
        "Rápido e atencioso",
        "Veio antes do prazo.\r\nObrigada!",
        "",
        "",
    ),
}


def moments(source: random.Random, count: int) -> list[datetime]:
    """When people answered: any day, 8 to 22 o'clock, in order."""
    days = (int(source.random() * DAYS) for _ in range(count))
    return sorted(
        START + timedelta(days=day, seconds=8 * 3600 + int(source.random() * 14 * 3600))
        for day in days
    )


def responses() -> bytes:
    """Make an NPS survey in English: a few blanks, two scores of 11, one of 8.5."""
    source = draws("responses")
    better = {"email": 0.0, "chat": 0.6, "phone": -0.6, "whatsapp": 1.2}
    odd = {41: "", 96: "11", 97: "", 142: "8.5", 171: "", 230: "11", 288: ""}
    rows = [["id", "answered_at", "score", "channel", "team", "comment"]]
    for number, moment in enumerate(moments(source, 302)):
        channel = pick(source, CHANNELS)
        lift = 1 + better[channel] * 0.4 + (moment.month - 8) * 0.15
        answer = score(source, (3, 1, 2, 2, 2, 6, 8, 14, 20, 22 * lift, 26 * lift))
        said = pick(source, COMMENTS[mood(answer, 7, 9)])
        shown = odd.get(number, str(answer))
        when = moment.isoformat(sep="T")
        rows.append([f"A{1001 + number}", when, shown, channel, TEAMS[channel], said])
    return as_csv(rows).encode()


def reais(cents: int) -> str:
    """Write an amount the Brazilian way: 1.234,50."""
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))


def pesquisa() -> bytes:
    """Make a Brazilian form: semicolons, cp1252, CRLF, day first, decimal comma."""
    source = draws("pesquisa")
    question = "De 0 a 10, quanto você recomendaria a Loja Ipê a um amigo ou colega?"
    header = [
        "Carimbo de data/hora",
        question,
        "Canal",
        "Atendente",
        "Valor do pedido",
        "Comentário",
    ]
    rows = [header]
    for number, moment in enumerate(moments(source, 214)):
        channel = pick(source, ("E-mail", "Chat", "Telefone", "WhatsApp", "Balcão"))
        agent = pick(source, ("Antônia", "Conceição", "Davi", "Iúri", "Lígia"))
        answer = score(source, (4, 1, 2, 2, 3, 7, 7, 13, 19, 20, 30))
        said = pick(source, COMENTARIOS[mood(answer, 7, 9)])
        amount = reais(1_990 + int(source.random() ** 3 * 480_000))
        shown = "" if number in {60, 133} else str(answer)
        rows.append([f"{moment:%d/%m/%Y %H:%M}", shown, channel, agent, amount, said])
    return as_csv(rows, ";", "\r\n").encode("cp1252")


def effort() -> bytes:
    """Make a CES survey: 1 (very difficult) to 7 (very easy)."""
    source = draws("effort")
    rows = [["id", "answered_at", "score", "channel", "team"]]
    for number, moment in enumerate(moments(source, 180)):
        channel = pick(source, CHANNELS)
        ease = 1.6 if channel in {"chat", "whatsapp"} else 0.9
        answer = score(source, (5, 5, 8, 12, 20, 30 * ease, 24 * ease), low=1)
        shown = "" if number in {25, 110} else str(answer)
        when = moment.isoformat(sep=" ")
        rows.append([f"E{501 + number}", when, shown, channel, TEAMS[channel]])
    return as_csv(rows).encode()


def ratings() -> bytes:
    """Make tickets with their ratings, of which each hand-off costs some: two in three are not rated."""
    source = draws("ratings")
    rows = [["id", "closed_at", "channel", "kind", "agents", "rating"]]
    for number, moment in enumerate(moments(source, 900)):
        agents = score(source, (70, 20, 7, 3), low=1)
        fewer = 1 - 0.35 * min(agents - 1, 2)
        rating = score(source, (5, 6, 10, 30 * fewer, 45 * fewer), low=1)
        shown = str(rating) if source.random() < 0.4 else ""
        channel, kind = pick(source, CHANNELS), pick(source, ("delivery", "invoice", "return"))
        when = moment.isoformat(sep=" ")
        rows.append([f"R{3001 + number}", when, channel, kind, str(agents), shown])
    return as_csv(rows).encode()


def csat() -> bytes:
    """Make a workbook: a title and a date above the header, three questions, 1 to 5."""
    os.environ["OPENPYXL_LXML"] = "False"  # another library would write other bytes
    from openpyxl import Workbook

    source = draws("csat")
    agents = {
        "Orders": ("Ada", "Bento", "Cleo"),
        "Billing": ("Dimas", "Edda"),
        "Delivery": ("Fausto", "Gilda"),
    }
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Ratings"
    sheet.append(["Ratings after contact, invented shop"])
    sheet.append(["Exported on", START + timedelta(days=DAYS)])
    sheet.append(["answered_at", "team", "agent", "channel", "business", "human", "hidden"])
    for number, moment in enumerate(moments(source, 240)):
        channel = pick(source, CHANNELS)
        team = TEAMS[channel]
        solved = score(source, (8, 7, 12, 30, 43), low=1)
        heard: int | None = score(source, (3, 4, 9, 32, 52), low=1)
        procedure: int | None = score(source, (9, 13, 22, 32, 24), low=1)
        if number % 37 == 5:
            heard = None
        if number % 23 == 11:
            procedure = None
        who = pick(source, agents[team])
        sheet.append([moment, team, who, channel, solved, heard, procedure])
    for row in sheet.iter_rows(min_row=4, max_col=1):
        row[0].number_format = "yyyy-mm-dd hh:mm:ss"
    sheet["B2"].number_format = "yyyy-mm-dd"
    saved = io.BytesIO()
    book.save(saved)
    return settled(saved.getvalue())


def settled(workbook: bytes) -> bytes:
    """Take out of a workbook when and by what it was saved, and how it was compressed."""
    core = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-11-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-11-01T00:00:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    )
    app = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Properties xmlns="http://schemas.openxmlformats'
        '.org/officeDocument/2006/extended-properties"><Application>csmetrics examples'
        "</Application></Properties>"
    )
    fixed = {"docProps/core.xml": core.encode(), "docProps/app.xml": app.encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, (2026, 11, 1, 0, 0, 0))
            entry.create_system = 3  # said on every system, so that the bytes are the same
            entry.external_attr = 0o644 << 16
            new.writestr(entry, fixed.get(name) or old.read(name))
    return out.getvalue()


FILES = {
    "responses.csv": responses,
    "pesquisa-nps.csv": pesquisa,
    "csat.xlsx": csat,
    "effort.csv": effort,
    "tickets.csv": tickets,
    "rated-tickets.csv": ratings,
    "chamados.csv": chamados,
    "customers.csv": customers,
    "purchases.csv": purchases,
}


def main() -> None:
    """Write every file into the folder named, or into this one."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    (folder / "year").mkdir(exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())
    for name, data in exports():
        (folder / "year" / name).write_bytes(data)


if __name__ == "__main__":
    main()
