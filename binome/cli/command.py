"""The `binome` command. It needs neither Django nor a database: `binome match` is all of it today; the site's own
commands are those of manage.py (docs/operating.md).
"""

import sys

from binome.cli.match.run import main


def run() -> None:
    """What `pip install` and `make run` put on the path."""
    sys.exit(main())


if __name__ == "__main__":
    run()
