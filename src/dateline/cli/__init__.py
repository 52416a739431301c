"""The command line: verbs, each a few lines over a function of the pipeline.

Exit codes: 0 done; 1 done, but some inputs were not taken in or not read (named on stderr);
2 unusable arguments or store; 130 ended with Ctrl-C.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated, Any, NoReturn

import typer

from dateline import __version__
from dateline.cli import running
from dateline.cli.parameters import CASE, CASE_FILE, CONFIG, EXPLAIN, GROUP_BY, LINES, PATHS, SOME_PATHS, WORKERS
from dateline.config import Config
from dateline.errors import DatelineError, Stopped
from dateline.output import check_outputs, print_accounts, say, write


class Verbs(typer.core.TyperGroup):
    """The verbs; Ctrl-C in one is told by `main`, which says what is kept."""

    def invoke(self, ctx: Any) -> Any:
        """Run a verb."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Stopped from None


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def dateline(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Many reports of what happened in, one sourced account out."""
    if version:
        typer.echo(f"dateline {__version__}")
        raise typer.Exit


@app.command()
def account(
    paths: SOME_PATHS = None,
    group_by: GROUP_BY = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the accounts as JSON; - is standard output.")
    ] = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the accounts as a page; - is standard output.")
    ] = None,
    markdown: Annotated[str | None, typer.Option(metavar="FILE", help="Write the accounts as Markdown.")] = None,
    csv: Annotated[str | None, typer.Option(metavar="FILE", help="Write figures, facts and timelines as CSV.")] = None,
    case: CASE = None,
    workers: WORKERS = None,
    config: CONFIG = None,
) -> None:
    """Tell what happened: link reports into stories and reconcile each into one account.

    Without --json, --html, --markdown and --csv the accounts are printed for reading.
    """
    from dateline.pipeline import make_accounts
    from dateline.telling.files import FORMS

    files = {"json": json, "html": html, "md": markdown, "csv": csv}
    check_outputs(*files.values())
    settings = running.settings(config, workers)
    with running.kept_in(case, settings) as kept:
        watch = running.meter()
        outcome = make_accounts(running.read_all(paths or [], settings, kept, watch), settings, group_by, kept, watch)
    for ending, name in files.items():
        if name is not None:
            write(name, FORMS[ending].make(outcome.accounts, outcome.by_id))
    if not any(files.values()):
        print_accounts(outcome.accounts, outcome.by_id)
    running.finish(outcome.rejections)


@app.command()
def read(paths: PATHS, jsonl: LINES = "-", workers: WORKERS = None, config: CONFIG = None) -> None:
    """Tell what each report says: one reading a line, every mention with its characters."""
    from dateline.codec import dump, reading_to_json

    check_outputs(jsonl)
    outcome = running.read_all(paths, running.settings(config, workers), None)
    write(jsonl, b"".join(dump(reading_to_json(outcome.readings[r.id])) + b"\n" for r in outcome.reports))
    running.finish(outcome.rejections)


@app.command()
def link(paths: PATHS, jsonl: LINES = "-", explain: EXPLAIN = None, config: CONFIG = None) -> None:
    """Tell which reports tell of the same happening: a line for each, in order of publication."""
    from dateline.codec import dump
    from dateline.pipeline import explain_link, link_lines, take_paths
    from dateline.telling.links import explained

    check_outputs(jsonl)
    settings = running.settings(config, None)
    watch = running.meter()
    outcome = running.some(take_paths(paths, settings, None, watch), paths)
    if explain is not None:
        typer.echo(explained(explain_link(outcome, explain, settings), outcome.by_id), nl=False)
        running.finish(outcome.rejections)
        return
    write(jsonl, b"".join(dump(line) + b"\n" for line in link_lines(outcome, settings, watch)))
    running.finish(outcome.rejections)


@app.command()
def trace(
    id: Annotated[str, typer.Option("--id", metavar="ID", help="Id of a figure or fact, as the account gives it.")],  # noqa: A002
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[CASE_OR_PATH…]", help="A case file, or the reports themselves.")
    ] = None,
    group_by: GROUP_BY = None,
    case: CASE = None,
    workers: WORKERS = None,
    config: CONFIG = None,
) -> None:
    """Show every quotation behind a figure or fact."""
    from dateline.pipeline import last_run, make_accounts
    from dateline.store import is_case
    from dateline.telling.trace import trace as tell

    given = list(paths or [])
    if case is None and len(given) == 1 and is_case(given[0]):
        case = given.pop()
    settings = running.settings(config, workers)
    with running.kept_in(case, settings, create=bool(given)) as kept:
        if kept is not None and not given:
            outcome = last_run(kept)
        else:
            outcome = make_accounts(running.read_all(given, settings, kept), settings, group_by, kept)
    typer.echo(tell(running.holding(outcome.accounts, id), id, outcome.by_id).rstrip("\n"))
    running.finish(outcome.rejections)


@app.command()
def diff(
    case: CASE_FILE,
    since: Annotated[str, typer.Option(metavar="DATE", help="First day of what is new (2019-03-13).")],
    json: Annotated[str | None, typer.Option(metavar="FILE", help="Write it as JSON; - is standard output.")] = None,
    group_by: GROUP_BY = None,
    config: CONFIG = None,
) -> None:
    """Tell what changed: what was published before DATE beside all there is, with the quotations of both."""
    from dateline.codec import changes_to_json, dump_indented
    from dateline.pipeline import what_changed
    from dateline.review.asking import days
    from dateline.telling import changed

    check_outputs(json)
    day, settings = days(since, "--since")[0], running.settings(config, None)
    with running.existing(case, settings) as kept:
        found = what_changed(kept, day, settings, group_by or kept.group_by())
    if json is not None:
        write(json, dump_indented(changes_to_json(found.changes, day, found.undated)))
    else:
        running.print_lines(changed.lines(found.changes, day, len(found.undated), running.width()))
    running.finish(found.after.rejections)


@app.command()
def review(
    case: CASE_FILE,
    verdict: Annotated[
        str,
        typer.Argument(metavar="VERDICT", help="list, accept, reject, correct, merge, split, same-origin or revoke."),
    ],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="What is judged, by the ids that the account shows.")
    ] = None,
    user: Annotated[str, typer.Option(metavar="NAME", help="Who judges.")] = "",
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is shown with the judgement.")] = "",
    value: Annotated[float | None, typer.Option(metavar="N", help="The number that is right (correct).")] = None,
    low: Annotated[float | None, typer.Option(metavar="N", help="At least so many (correct).")] = None,
    high: Annotated[float | None, typer.Option(metavar="N", help="At most so many (correct).")] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The day that is right (correct).")] = None,
    measure: Annotated[str | None, typer.Option(metavar="NAME", help="What it counts (correct).")] = None,
    scope: Annotated[
        str | None, typer.Option(metavar="PART", help="Whether it is a total or a part (correct).")
    ] = None,
    place: Annotated[
        str | None, typer.Option(metavar="ID", help="GeoNames id of where it happened; a name lists ids (correct).")
    ] = None,
    where_prec: Annotated[
        int | None, typer.Option(metavar="N", help="How exactly that is known: 1, 2; 3, 4, 6: its province, country.")
    ] = None,
    coordinates: Annotated[
        str | None, typer.Option(metavar="LAT,LON", help="Its point, where that is another than the place's.")
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When it was judged, ISO 8601; now.")] = None,
    json: Annotated[str | None, typer.Option(metavar="FILE", help="Write the list as JSON.")] = None,
    config: CONFIG = None,
) -> None:
    """Judge what the machine made, or list the judgements; they are kept in the case file and lie over every run."""
    from dateline.codec import dump_indented, judgements_to_json
    from dateline.pipeline import last_run, make_accounts
    from dateline.review import Wanted, draft, status
    from dateline.telling import judged

    check_outputs(json)
    settings = running.settings(config, None)
    with running.existing(case, settings) as kept:
        new = 0
        if verdict != "list":
            wanted = Wanted(
                verdict=verdict, names=tuple(names or ()), user=user, reason=reason, at=at or running.moment(),
                low=low, best=value, high=high, date=date, measure=measure, scope=scope,
                place=place, where_prec=where_prec, coordinates=coordinates,
            )  # fmt: skip
            last = last_run(kept)
            new = kept.append(draft(wanted, last.accounts, last.by_id, kept.judgements())).judgement.number
        outcome = make_accounts(running.read_all([], settings, kept), settings, kept.group_by(), kept)
        rows = [row for row in status(kept.judgements(), outcome.accounts, outcome.unplaced) if row.number >= new]
    if json is not None:
        write(json, dump_indented(judgements_to_json(rows)))
    else:
        running.print_lines(judged.lines(rows, running.width()) or ["no judgements"])
    running.finish(outcome.rejections)


@app.command()
def check(
    case: CASE_FILE,
    head: Annotated[
        str | None,
        typer.Option(metavar="HASH", help="Hash of the last judgement as noted elsewhere; it must be there."),
    ] = None,
) -> None:
    """Verify a case: all that is kept against its hashes, quotations against the texts, the chain of judgements."""
    from dateline.review.checking import inspect

    with running.existing(case, Config()) as kept:
        found, name = inspect(kept, head), kept.name
    running.print_lines(found.fine)
    for line in found.wrong:
        say(f"dateline: {name}: {line}")
    if found.wrong:
        raise typer.Exit(2)


@app.command()
def watch(
    case: Annotated[str, typer.Option("--case", metavar="CASE", help="Where all of it is kept; made if need be.")],
    feeds: Annotated[list[str] | None, typer.Argument(metavar="[FEED…]", help="Feeds, or OPML lists.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Ask what is due, once: for cron.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Only tell how the feeds of the case stand.")] = False,
    interval: Annotated[float, typer.Option(min=1, metavar="MINUTES", help="Between two readings of a feed.")] = 30,
    pages: Annotated[str, typer.Option(metavar="WHEN", help="Ask for items' pages: auto, always, never.")] = "auto",
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Ask your own network too.")] = False,
    contact: Annotated[str, typer.Option(metavar="TEXT", help="How publishers reach you; sent along.")] = "",
    workers: WORKERS = None,
    config: CONFIG = None,
) -> None:  # fmt: skip
    """Ask feeds again and again, politely, and tell what each round changes in the accounts of the case."""
    from dateline import watching

    settings = running.settings(config, workers)
    columns = running.width()
    options = watching.Options(once, round(60 * interval), watching.when(pages), allow_private, contact, columns)
    voice = watching.Voice(typer.echo, say, say if sys.stderr.isatty() else lambda _: None)
    with running.kept_in(case, settings, create=not listed) as kept:
        assert kept is not None  # noqa: S101 - it is named
        raise typer.Exit((watching.listing if listed else watching.watch)(feeds or [], kept, settings, options, voice))


@app.command()
def serve(
    case: CASE_FILE,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; but on loopback, a token is asked.")]
    = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes a free one.")] = 8321,
    name: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A further name browsers may ask for.")] = None,
    token: Annotated[str | None, typer.Option(envvar="DATELINE_TOKEN", metavar="TEXT", help="Asked of all.")] = None,
    user: Annotated[str, typer.Option(metavar="NAME", help="Who judges, to begin with.")] = "",
    workers: Annotated[int, typer.Option(min=0, metavar="N", help="Processes that make pages for many readers.")] = 2,
    config: CONFIG = None,
) -> None:  # fmt: skip
    """Open the desk: a local page to read the accounts of a case, check, judge and export them."""
    from dateline import web
    from dateline.pipeline import make_accounts

    settings = running.settings(config, None)
    options = web.Options(
        host=host, port=port, names=tuple(name or ()), token=token, user=user or os.environ.get("USER", ""),
        workers=workers,
    )  # fmt: skip
    with running.existing(case, settings) as kept:
        if not kept.is_told() and kept.size().reports:
            watch = running.meter()
            make_accounts(running.read_all([], settings, kept, watch), settings, kept.group_by(), kept, watch)
        web.serve(kept, settings, options, running.moment, typer.echo)


def main() -> NoReturn:
    """Run the command line; what goes wrong is one line on stderr."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except DatelineError as error:
        say(f"dateline: {error}")
        sys.exit(2)
    except (Stopped, KeyboardInterrupt) as stopped:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        say(f"dateline: stopped; {stopped if isinstance(stopped, Stopped) else Stopped()}")
        sys.exit(130)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            say(f"dateline: {error.filename or 'standard output'}: cannot be written ({error.strerror})")
            sys.exit(2)
    sys.exit(0)
