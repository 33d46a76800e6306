"""What is said to a reader, in the language of the reader.

The code says everything in English, as :class:`Said`: a text that still knows the template and the words it was
made of. Results, JSON and history hold it as the English text that it is; only a renderer asks :func:`tr` for the
same in the language in force. A language is one file of ``locales/``; what it lacks stays English.

Texts that are not ``Said`` are data (labels, headers, file names) and are never translated, but for whole constant
phrases in the places named in :data:`~csmetrics.language._said.OURS`.
"""

from csmetrics.language._catalogue import ENGLISH as ENGLISH
from csmetrics.language._catalogue import Language as Language
from csmetrics.language._catalogue import known as known
from csmetrics.language._catalogue import load as load
from csmetrics.language._said import TOLD as TOLD
from csmetrics.language._said import Day as Day
from csmetrics.language._said import Figure as Figure
from csmetrics.language._said import Period as Period
from csmetrics.language._said import Said as Said
from csmetrics.language._said import Shown as Shown
from csmetrics.language._said import acronym as acronym
from csmetrics.language._said import head as head
from csmetrics.language._said import joined as joined
from csmetrics.language._said import ours as ours
from csmetrics.language._speaking import in_force as in_force
from csmetrics.language._speaking import speak as speak
from csmetrics.language._speaking import speaking as speaking
from csmetrics.language._speaking import tr as tr
