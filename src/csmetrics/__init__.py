"""Customer-service metrics from exports of surveys and tickets.

In a notebook::

    import csmetrics

    report = csmetrics.nps("responses.csv", by=["channel"])

The heavy libraries are imported when something is computed, not when this package is.
"""

__version__ = "0.1.0"
