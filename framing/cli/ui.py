"""``framing ui``: MLflow's web interface on our store."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from framing.cli import terminal
from framing.errors import FramingError


def ui(
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=65535, help="Port on this machine.")] = 5000,
) -> None:
    """Open the tracked runs in MLflow's web interface.

    Shows the runs of the working directory (mlruns/), to this machine only. Ctrl-C ends it.
    """
    import os
    import signal
    import subprocess

    from framing.tracking.store import environment, existing_store, page, server_command

    store = existing_store()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    quiet = {"PYTHONWARNINGS": "ignore", **environment()}
    # a session of its own: Ctrl-C reaches us alone, and we end the server and its workers without their tracebacks
    server = subprocess.Popen(server_command(store, port), env=quiet, start_new_session=True)  # noqa: S603
    try:
        terminal.say(f"{page(store, port)}\nCtrl-C ends it")
        code = server.wait()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
    raise FramingError(f"MLflow's server ended with code {code}; is port {port} in use? Try another with --port")
