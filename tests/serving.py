"""The service on a free port of this machine, for tests that speak HTTP to it."""

import socket
import threading
import time
from contextlib import contextmanager

import pytest


@contextmanager
def serving(analyzer):
    """Run the service on a thread; gives the server, its thread and the address."""
    uvicorn = pytest.importorskip("uvicorn")
    from framing.service.app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(analyzer), log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield server, thread, f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = True
        thread.join()
