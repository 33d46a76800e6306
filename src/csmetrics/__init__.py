"""Customer-service metrics from exports of surveys and tickets.

In a notebook::

    import csmetrics

    report = csmetrics.nps("responses.csv", by=["channel"])
    report.rows[0].measure.headline.value

``compute(metric, files, **options)`` is the same for any metric, ``load(file)`` gives the canonical table
as a DataFrame. The heavy libraries are imported when something is computed, not when this package is.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself would cost --version a third of its time
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """``compute``, ``load`` and a function for each metric, made when they are asked for."""
    # Python asks here for every submodule that is imported for the first time: nothing is loaded for those
    is_metric = not name.startswith("_") and os.path.exists(
        os.path.join(os.path.dirname(__file__), "metrics", f"{name}.py")
    )
    if name not in ("compute", "load") and not is_metric:
        raise AttributeError(f"module 'csmetrics' has no attribute {name!r}")
    from csmetrics import api

    if is_metric:
        from functools import partial

        return partial(api.compute, name)
    return getattr(api, name)
