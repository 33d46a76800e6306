"""Everything a user can be told: errors, warnings, notes, reasons for leaving a row out, exit codes.

One catalogue, so that every message has a stable code, says what, why and how to mend it, and can be
translated in one place. Templates are filled with names of files, columns and options and with row
numbers; never with the text of a cell, which is customer data (``--show-values`` adds it where asked).
"""

from csmetrics.errors._kinds import (
    CsmetricsError as CsmetricsError,
)
from csmetrics.errors._kinds import (
    Exit as Exit,
)
from csmetrics.errors._kinds import (
    Kind as Kind,
)
from csmetrics.errors._kinds import (
    Reason as Reason,
)
from csmetrics.errors._kinds import (
    Word as Word,
)
from csmetrics.errors.notes import *  # noqa: F403 - the catalogue is one name space
from csmetrics.errors.of_comparison import *  # noqa: F403
from csmetrics.errors.of_customers import *  # noqa: F403
from csmetrics.errors.of_drivers import *  # noqa: F403
from csmetrics.errors.of_files import *  # noqa: F403
from csmetrics.errors.of_flags import *  # noqa: F403
from csmetrics.errors.of_groups import *  # noqa: F403
from csmetrics.errors.of_handoffs import *  # noqa: F403
from csmetrics.errors.of_history import *  # noqa: F403
from csmetrics.errors.of_settings import *  # noqa: F403
from csmetrics.errors.of_standards import *  # noqa: F403
from csmetrics.errors.of_staying import *  # noqa: F403
from csmetrics.errors.of_summary import *  # noqa: F403
from csmetrics.errors.of_times import *  # noqa: F403
from csmetrics.errors.of_values import *  # noqa: F403
from csmetrics.errors.reasons import *  # noqa: F403
from csmetrics.errors.refusals import *  # noqa: F403
from csmetrics.errors.structure import *  # noqa: F403
from csmetrics.errors.usage import *  # noqa: F403
