"""MLflow's web interface on our store, in a real browser: two runs, side by side."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress

import pytest

from framing.tracking.store import Store, environment, page, server_command

pytestmark = pytest.mark.slow

PATIENCE = 60


@pytest.fixture(scope="module")
def address(tracked, chromium):  # without a browser no server is started
    """The address of the runs, served as ``framing ui`` does."""
    folder, _ = tracked
    store = Store(folder / "mlruns")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = {"PYTHONWARNINGS": "ignore", **environment()}
    server = subprocess.Popen(server_command(store, port), env=quiet, cwd=folder, start_new_session=True)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", server)
        yield page(store, port)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _wait_for(address, server):
    last = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(address)  # noqa: S310 - our own server
        except OSError:
            assert server.poll() is None, "MLflow's server ended"
            assert time.monotonic() < last, "MLflow's server does not answer"
            time.sleep(0.2)
        else:
            return


def test_two_runs_are_compared_with_their_metrics_and_parameters(address, chromium, small_training):
    asked = []
    shown = chromium.new_page()
    shown.on("request", lambda request: asked.append(request.url))
    shown.set_default_timeout(1000 * PATIENCE)
    shown.goto(address)
    rows = shown.get_by_role("checkbox", name="toggle row selection")
    rows.nth(1).wait_for()
    rows.nth(0).check()
    rows.nth(1).check()
    shown.get_by_role("button", name="Compare", exact=True).click()
    shown.get_by_text("Run details").wait_for()
    parameters = shown.get_by_role("row", name=re.compile(r"^framing\.class_weight"))
    assert parameters.inner_text().split() == ["framing.class_weight", "balanced", "None"]
    assert shown.get_by_text("carrier.f1", exact=True).is_visible()
    figure = f"{small_training.model.manifest['metrics']['carrier.f1']:.3f}".rstrip("0").rstrip(".")
    assert shown.get_by_text(figure, exact=True).count() >= 2
    assert [url for url in asked if not re.match(r"(http://127\.0\.0\.1:|data:|blob:)", url)] == []
    shown.close()
