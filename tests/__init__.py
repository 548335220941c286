"""The tests: sentences about what the product promises. docs/map.md says where each promise is shown."""

import os

#: The long suites (`make test-long`): more examples, more rounds, more kills.
LONG = os.environ.get("BINOME_LONG") == "1"
#: So many random histories and no effort to shorten the one that fails: the hunt for a seeded fault asks for it.
HISTORIES = int(os.environ.get("BINOME_TEST_HISTORIES", "0"))
