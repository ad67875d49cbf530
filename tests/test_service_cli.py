"""``framing serve``."""

import socket

import pytest

from framing.cli import serve

ANYWHERE = "0.0.0.0"  # noqa: S104 - what the warning is about


@pytest.fixture
def served(monkeypatch):
    """Whatever would be served, without serving it."""
    found = {}

    def run(server, sockets):
        found.update(app=server.config.app, address=sockets[0].getsockname(), log=server.config.access_log)

    monkeypatch.setattr("uvicorn.Server.run", run)
    return found


def test_it_listens_to_this_machine_only(run, small_model, served):
    result = run("serve", "--model", small_model, "--port", "0")
    assert result.exit_code == 0
    assert served["address"][0] == "127.0.0.1"
    assert f"http://127.0.0.1:{served['address'][1]}/" in result.stderr
    assert "warning" not in result.stderr
    assert not served["log"]


def test_letting_others_in_is_warned_about(run, small_model, served):
    result = run("serve", "--model", small_model, "--host", ANYWHERE, "--port", "0")
    assert f"warning: whoever can reach {ANYWHERE}" in result.stderr


def test_a_port_that_is_taken(run, small_model):
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = run("serve", "--model", small_model, "--port", other.getsockname()[1])
    assert result.exit_code == 2
    assert "try another --port" in result.stderr


def test_a_missing_model(run, tmp_path):
    assert run("serve", "--model", tmp_path, "--port", "0").exit_code == 4


@pytest.mark.parametrize(
    ("host", "local"), [("127.0.0.1", True), ("::1", True), ("localhost", True), (ANYWHERE, False), ("pc", False)]
)
def test_which_addresses_stay_on_this_machine(host, local):
    assert serve._is_local(host) is local
