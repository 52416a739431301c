"""The desk: a page on which an analyst works through the stories of a case. `serve(case, …)` is the whole room."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from dateline.config import Config
from dateline.engine import ended_alike
from dateline.errors import InputError, MissingResource
from dateline.records import Record

if TYPE_CHECKING:
    from dateline.store import Case

__all__ = ["Options", "serve"]


class Options(Record, frozen=True, kw_only=True):
    """How a desk is served: where it listens, what it is called, who may see it, who judges to begin with.

    `port` 0 takes a free one. `names` are further names that browsers may ask for. `token` is made where others can
    reach the desk and none is given. `workers` is how many processes make pages beside this one, at most.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    names: tuple[str, ...] = ()
    token: str | None = None
    user: str = ""
    workers: int = 2


def serve(case: Case, config: Config, options: Options, clock: Callable[[], str], say: Callable[[str], None]) -> None:
    """Serve a case until Ctrl-C or SIGTERM; `say` is told the address, `clock` returns the present moment.

    Raises:
        InputError: the address cannot be listened at.
        MissingResource: the libraries of the desk are not installed.
        StoreError: the case cannot be read.
    """
    try:
        import uvicorn

        from dateline.web.app import build
    except ModuleNotFoundError as error:
        raise MissingResource(f"the desk needs {error.name}: pip install 'dateline[web]'") from error
    from dateline.web.desk import Desk
    from dateline.web.guard import rules_for
    from dateline.web.makers import beside
    from dateline.web.shelf import opened

    rules = rules_for(options.host, options.token, options.names)
    with _listening(options.host, options.port) as listener:
        desk = Desk(case, config, clock)
        with opened(desk) as stories, beside(desk, options.workers) as makers:
            app = build(desk, rules, options.user, stories, makers)
            settings = uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                ws="none",
                lifespan="on",
            )
            for line in told(options.host, listener.getsockname()[1], rules.token):
                say(line)
            with ended_alike(), suppress(KeyboardInterrupt):  # that is how a desk is closed
                uvicorn.Server(settings).run(sockets=[listener])


def told(host: str, port: int, token: str | None) -> Iterable[str]:
    """Return what is said when a desk is open."""
    where = f"[{host}]" if ":" in host else host
    address = f"http://{where}:{port}/" + (f"?token={token}" if token else "")
    return (f"The desk is open at {address}", "Ctrl-C closes it.")


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()  # who is told the address may ask at once
    except OSError as error:
        raise InputError(f"--host {host} --port {port}: cannot listen there ({error.strerror})") from error
    return listener
