"""Pure arithmetic: states that add, intervals, quantiles. Imports nothing of csmetrics."""
