"""`make run`: the demonstration on this machine, in one command. Ctrl-C stops it."""

import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from house import PYTHON, ROOT, VENV, build_engine, fail, install, put_command, say

VAR = Path(os.environ.get("BINOME_VAR", ROOT / "var"))


def main() -> None:
    install("base")
    build_engine()
    put_command()
    port = choose_port()
    address = f"http://localhost:{port}"  # a passkey needs a name: browsers refuse it to a bare address
    environment = demonstration_environment(address)
    for title, *command in (
        ("Preparing the database…", "migrate", "--no-input", "--verbosity=0"),
        ("Loading the demonstration (a minute, once)…", "demo_load"),
        ("Collecting the style sheets…", "collectstatic", "--no-input", "--verbosity=0"),
    ):
        say(title)
        if manage(environment, *command).returncode:
            fail(f"« manage.py {command[0]} » failed: it says why above.")
    processes = start(environment, port)
    try:
        wait_until_it_answers(address, processes)
        say("")
        manage(environment, "demo_accounts")
        say(f"\nBinôme is open at {address}\nIts e-mails are shown at {address}/demo/courriels/\nCtrl-C stops it.")
        watch(processes)
    except KeyboardInterrupt:
        say("\nStopping…")
    finally:
        stop(processes)


def choose_port() -> int:
    """The port that she asked for, or the first free one from 8000."""
    if asked := os.environ.get("PORT", ""):
        if not asked.isdigit() or not 0 < int(asked) < 65536:
            fail(f"PORT must be a number from 1 to 65535, not « {asked} ».")
        if not is_free(int(asked)):
            fail(f"Port {asked} is taken by another program. Choose another: make run PORT={int(asked) % 65535 + 1}")
        return int(asked)
    port = next((port for port in range(8000, 8100) if is_free(port)), None)
    if port is None:
        fail("Ports 8000 to 8099 are all taken. Choose another: make run PORT=9000")
    if port != 8000:
        say(f"Port 8000 is taken by another program: using {port}.")
    return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def demonstration_environment(address: str) -> dict[str, str]:
    """The demonstration never touches another database than its own."""
    VAR.mkdir(parents=True, exist_ok=True)
    key = VAR / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return environment | {
        "BINOME_VAR": str(VAR),
        "BINOME_DEMO": "1",
        "BINOME_SECRET_KEY": key.read_text(),
        "BINOME_SITE_URL": address,
    }


def manage(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([PYTHON, "manage.py", *command], cwd=ROOT, env=environment)


def start(environment: dict[str, str], port: int) -> dict[str, subprocess.Popen[bytes]]:
    """The server and the worker, each in a session of its own: Ctrl-C reaches this program alone."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    server = [VENV / "bin" / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    server += ["--blocking-threads", "4", "--log-level", "warning", "config.wsgi:application"]
    commands = {"server": server, "worker": [PYTHON, "manage.py", "core_work"]}
    return {
        name: subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        for name, command in commands.items()
    }


def wait_until_it_answers(address: str, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        check_alive(processes)
        try:
            urlopen(address, timeout=10)
            return
        except HTTPError as error:
            fail(f"The home page answers with an error ({error.code}): its messages are above.")
        except OSError:
            time.sleep(0.2)  # not listening yet
    fail(f"The server did not answer at {address} within a minute: its messages are above.")


def watch(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        check_alive(processes)
        time.sleep(1)


def check_alive(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            fail(f"The {name} stopped: its messages are above.")


def stop(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in processes.values():
        with suppress(ProcessLookupError):
            process.terminate()
    for process in processes.values():
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
