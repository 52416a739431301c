"""Measurements on public data: one module a task, run as `python -m bench.TASK`."""
