"""Which rows count, and how they are split: --where, --since/--until, --by, --every."""
