"""Print the table: ours and the peer's, with their ratio and the figure promised by the project."""

import os
import sys
import tempfile
from pathlib import Path

MENTORS = 5_000


def prepare(folder: Path) -> None:
    """The settings of production, on files that go away."""
    for name in [name for name in os.environ if name.startswith("BINOME_") or name == "DATABASE_URL"]:
        del os.environ[name]
    os.environ |= {
        "BINOME_VAR": str(folder),
        "BINOME_SECRET_KEY": "the key of the bench, which protects nothing but has fifty letters",
        "BINOME_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def main() -> None:
    mentors = int(sys.argv[1]) if len(sys.argv) > 1 else MENTORS
    with tempfile.TemporaryDirectory(prefix="binome-bench-") as name:
        prepare(Path(name))
        from bench import directory, peer_flask, seed

        print(f"Loading {mentors} mentors, the same for both…", flush=True)
        seed.load(mentors)
        ours = directory.measure_ours()
        peers = directory.measure_peer(
            peer_flask.create_app(Path(name) / "peer.sqlite3", directory.rows_for_the_peer())
        )
        print(directory.table(ours, peers))


if __name__ == "__main__":
    main()
