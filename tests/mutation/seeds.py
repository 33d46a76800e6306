"""Five small exports, each of another make: what the mutants are made of, and what is asked of them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Seed:
    """A table as a program would export it. ``measured`` are the columns that the metric computes from."""

    name: str
    metric: str
    measured: tuple[str, ...]
    delimiter: str
    encoding: str
    text: str
    mark: bytes = b""

    @property
    def newline(self) -> str:
        """How its lines end."""
        return "\r\n" if "\r\n" in self.text else "\n"

    @property
    def data(self) -> bytes:
        """The file."""
        return self.mark + self.text.encode(self.encoding)

    def measured_cells(self) -> Iterator[range]:
        """From where to where in the text each cell lies that the metric computes from."""
        rows = list(csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter))
        place = 0
        for number, row in enumerate(rows):
            for name, cell in zip(rows[0], row, strict=True):
                place = self.text.index(cell.replace('"', '""'), place)
                if number and name in self.measured:
                    yield range(place, place + len(cell))
                place += len(cell.replace('"', '""'))


PLAIN = """id,score,agent,comment
1,10,Ana,fine
2,9,Ben,quick and kind
3,10,Ana,"fast, and polite"
4,8,Zoë,
5,7,Ben,fine
6,3,Ana,"waited, and waited"
7,10,Zoë,great
8,9,Ben,thank you
9,6,Ana,slow
10,,Zoë,no answer yet
11,10,Ben,top
12,0,Ana,never again
13,9,Zoë,good
14,8,Ben,"so, so"
15,10,Ana,perfect
16,5,Zoë,meh
17,9,Ben,fine
18,2,Ana,rude
19,10,Ben,fine
20,7,Zoë,could be better
"""

BRAZILIAN = """Código;Atendente;Nota;Espera (min);Comentário
101;João;10;2,5;ótimo
102;Inês;9;0,75;muito bom
103;João;8;12,0;razoável
104;Conceição;10;1,5;rápido
105;Inês;2;45,25;não resolveu
106;João;9;3,0;bom
107;Conceição;7;8,5;ok
108;Inês;10;1,0;excelente
109;João;6;15,5;demorou
110;Conceição;9;2,25;gostei
111;Inês;0;60,0;péssimo
112;João;10;0,5;ótimo
113;Conceição;8;4,0;"bom; mas lento"
114;Inês;9;2,0;atenção boa
115;João;5;22,75;não gostei
"""

LINES_INSIDE = '''"Respondent","Comment","Channel","Score"
"r1","All fine","email","10"
"r2","Two lines:
the second, with a comma","chat","9"
"r3","They said ""soon""","email","4"
"r4","","phone","8"
"r5","First
second
third","chat","10"
"r6","ok","email","9"
"r7","No; not again","phone","1"
"r8","Good
","chat","10"
"r9","nice","email","7"
"r10","""Great""","chat","9"
"r11","
late","phone","6"
"r12","fine","email","10"
'''

TICKETS = """ticket|created_at|resolved_at|status|channel|subject
T-1|2026-03-02 09:00|2026-03-02 11:30|solved|email|Invoice
T-2|2026-03-02 10:15|2026-03-03 10:15|solved|chat|Log-in
T-3|2026-03-03 08:05|2026-03-03 08:50|closed|phone|"Fee | refund"
T-4|2026-03-13 17:40|2026-03-16 09:10|solved|email|Delivery
T-5|2026-03-14 12:00|2026-03-14 12:20|closed|chat|Colour
T-6|2026-03-17 09:30||open|email|Broken part
T-7|2026-03-18 14:00|2026-03-20 14:00|solved|phone|Refund
T-8|2026-03-19 16:45|2026-03-19 18:00|closed|email|Address
T-9|2026-03-20 11:10|2026-03-23 15:40|solved|chat|Invoice
T-10|2026-03-23 08:00|2026-03-23 20:00|solved|email|Size
T-11|2026-03-24 13:25|2026-03-25 07:25|solved|phone|Warranty
T-12|2026-03-26 10:00|2026-03-26 10:09|closed|chat|Opening hours
"""

UNICODE_TABS = """Código\tNota\tLoja\tComentário
1\t10\tSão Paulo\tótimo
2\t9\tRio\tbom, rápido
3\t4\tSão Paulo\tdemorou; muito
4\t8\tBelém\tok
5\t10\tRio\tgostei
6\t7\tBelém\trazoável
7\t9\tSão Paulo\t"com	tabulação"
8\t1\tRio\tnão volto
9\t10\tBelém\tótimo
10\t9\tSão Paulo\tbom
11\t6\tRio\t
12\t10\tBelém\tatenção
"""

SEEDS = (
    Seed("comma", "nps", ("score",), ",", "utf-8", PLAIN),
    Seed("semicolon-cp1252", "nps", ("Nota",), ";", "cp1252", BRAZILIAN.replace("\n", "\r\n")),
    Seed("lines-inside", "nps", ("Score",), ",", "utf-8", LINES_INSIDE, codecs.BOM_UTF8),
    Seed("pipe-tickets", "art", ("created_at", "resolved_at"), "|", "utf-8", TICKETS),
    Seed(
        "tab-utf16",
        "nps",
        ("Nota",),
        "\t",
        "utf-16-le",
        UNICODE_TABS.replace("\n", "\r\n"),
        codecs.BOM_UTF16_LE,
    ),
)
