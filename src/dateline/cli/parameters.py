"""Arguments and options that several verbs of the command line share."""

from pathlib import Path
from typing import Annotated

import typer

PATHS = Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders, globs; - is standard input.")]
SOME_PATHS = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH…]", help="Files, folders, globs; - is standard input. None: what --case holds."),
]
GROUP_BY = Annotated[
    str | None, typer.Option(metavar="FIELD", help="Make one account of all reports with the same value in this field.")
]
CASE = Annotated[
    str | None,
    typer.Option(
        "--case", metavar="CASE", help="Keep reports and readings in this file, or database (postgresql://…)."
    ),
]
CASE_FILE = Annotated[str, typer.Argument(metavar="CASE", help="A case, as account --case keeps it.")]
WORKERS = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Processes that read; changes the speed, never the output.")
]
CONFIG = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings (TOML).")]
EXPLAIN = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Show instead why a report is in its story; the beginning of its id will do."),
]
LINES = Annotated[str, typer.Option("--jsonl", metavar="FILE", help="Where the lines go; - is standard output.")]
