"""Print the tables: ours and the peers', with their ratio and the figures promised by the project.

python -m bench                     both, with 5,000 mentors and a promotion of 500
python -m bench directory 1000      the open platform's pages alone
python -m bench promotion 5000      the pages of who runs a promotion alone
"""

import argparse
import os
import tempfile
from pathlib import Path

SIZES = {"directory": 5_000, "promotion": 500}


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
    asked = argparse.ArgumentParser(prog="python -m bench")
    asked.add_argument("part", nargs="?", choices=SIZES)
    asked.add_argument("people", nargs="?", type=int)
    given = asked.parse_args()
    sizes = SIZES if given.part is None else {given.part: given.people or SIZES[given.part]}
    with tempfile.TemporaryDirectory(prefix="binome-bench-") as name:
        prepare(Path(name))
        from bench import directory, peer_flask, promotion, seed

        seed.load(sizes.get("directory", 0))
        if mentors := sizes.get("directory"):
            print(f"{mentors} mentors, the same for both.", flush=True)
            ours = directory.measure_ours()
            peer = peer_flask.create_app(Path(name) / "peer.sqlite3", directory.rows_for_the_peer())
            print(directory.table(ours, directory.measure_peer(peer)), flush=True)
        if people := sizes.get("promotion"):
            print(promotion.table(people, *promotion.measure_both(people, Path(name))))


if __name__ == "__main__":
    main()
