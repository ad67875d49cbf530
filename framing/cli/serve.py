"""``framing serve``: the page and the REST interface."""

from __future__ import annotations

import ipaddress
import socket
from typing import Annotated

import typer

from framing.cli import terminal
from framing.cli.options import ModelFolder
from framing.errors import UsageError


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 8000,
    model: ModelFolder = None,
) -> None:
    """Show a page to paste articles into, and answer programs over HTTP.

    The page gives the report of 'framing score --format html'. Programs post JSON to /v1/score; /openapi.json
    describes it. No article is stored or logged. Ctrl-C ends it, after what was begun is done.
    """
    try:
        import python_multipart  # noqa: F401 - Starlette reads forms with it
        import uvicorn

        from framing.service.app import create_app
    except ImportError as error:
        raise UsageError("the service needs an extra: pip install 'framing[service]'") from error
    from framing import load
    from framing.service.limits import Limits

    limits = Limits()
    app = create_app(load(model), limits)
    with _listen(host, port) as listener:
        if not _is_local(host):
            terminal.warn(f"whoever can reach {host} can use this service; it knows no passwords")
        terminal.say(f"{_address(host, listener.getsockname()[1])}\nCtrl-C ends it")
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=round(limits.seconds),
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        UsageError: the address is not this machine's, or the port is taken.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        problem = error.strerror or str(error)
        raise UsageError(f"cannot listen on {host}, port {port} ({problem}); try another --port or --host") from error


def _is_local(host: str) -> bool:
    """True for an address that only this machine can reach."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
