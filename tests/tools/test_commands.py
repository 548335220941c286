"""`make run` and `make test` answer with one sentence when something is missing, and install only what changed."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def tools(monkeypatch):
    """The modules of tools/, as `make run` sees them."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    import house
    import run

    yield house, run
    for name in ("house", "run"):
        sys.modules.pop(name)


@pytest.fixture
def busy_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def fake_python(folder, name, script):
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def test_a_python_that_exists_and_fails_is_passed_over(tmp_path):
    fake_python(tmp_path, "python3", "exit 127")
    fake_python(tmp_path, "python3.14", "exit 1")
    fake_python(tmp_path, "python3.13", "exit 0")
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    planned = subprocess.run(["make", "-n", "run"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert "exec python3.13 tools/run.py" in planned.stdout


def test_without_python_one_sentence_says_what_to_type(tmp_path):
    for name in ("make", "sh"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    fake_python(tmp_path, "python3", "exit 1")
    makefile = (ROOT / "Makefile").read_text().replace("/usr/bin/python3", "/nowhere/python3")
    (tmp_path / "Makefile").write_text(makefile)
    made = subprocess.run(["make", "run"], cwd=tmp_path, env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert made.returncode and "apt-get install -y python3 python3-venv" in made.stdout


def test_a_python_without_venv_gets_the_line_to_type(tools, monkeypatch):
    house, _ = tools
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match="apt-get install -y python3-venv"):
        house._create_venv()


def test_nothing_is_installed_twice(tools, monkeypatch, tmp_path):
    house, _ = tools
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("one==1")
    monkeypatch.setattr(house, "ROOT", tmp_path)
    monkeypatch.setattr(house, "VENV", tmp_path)
    monkeypatch.setattr(house, "_works", lambda python: True)
    commands = []
    done = subprocess.CompletedProcess([], 0, "", "")
    monkeypatch.setattr(house.subprocess, "run", lambda command, **options: commands.append(command) or done)

    house.install("base")
    house.install("base")
    assert len(commands) == 1
    assert {"--require-hashes", "--no-deps", "--only-binary=:all:"} < set(commands[0])

    (tmp_path / "requirements" / "base.txt").write_text("one==2")
    house.install("base")
    assert len(commands) == 2


def test_a_taken_port_that_was_asked_for_is_one_sentence(tools, monkeypatch, busy_port):
    _, run = tools
    monkeypatch.setenv("PORT", str(busy_port))
    with pytest.raises(SystemExit, match=f"Port {busy_port} is taken"):
        run.choose_port()


@pytest.mark.parametrize("port", ["0", "70000", "http", "-1"])
def test_a_port_that_is_none_is_one_sentence(tools, monkeypatch, port):
    _, run = tools
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="PORT must be"):
        run.choose_port()


def test_a_taken_port_that_nobody_asked_for_is_replaced(tools, monkeypatch, capsys):
    _, run = tools
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setattr(run, "is_free", lambda port: port > 8001)
    assert run.choose_port() == 8002
    assert "Port 8000 is taken" in capsys.readouterr().out


def test_the_demonstration_never_touches_another_database(tools, monkeypatch, tmp_path):
    _, run = tools
    monkeypatch.setenv("DATABASE_URL", "postgres://production")
    monkeypatch.setattr(run, "VAR", tmp_path)
    first = run.demonstration_environment("http://127.0.0.1:8000")
    assert "DATABASE_URL" not in first and first["BINOME_VAR"] == str(tmp_path) and first["BINOME_DEMO"] == "1"
    assert len(first["BINOME_SECRET_KEY"]) >= 50
    assert run.demonstration_environment("http://127.0.0.1:8000") == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_server_that_dies_is_said(tools):
    _, run = tools
    dead = subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"])
    dead.wait()
    with pytest.raises(SystemExit, match="The server stopped"):
        run.watch({"server": dead})


def test_stopping_ends_every_process(tools):
    _, run = tools
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    run.stop({"worker": started})
    assert started.returncode is not None


def test_ci_calls_make_test():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "make test" in (ROOT / ".ci" / "run").read_text()
