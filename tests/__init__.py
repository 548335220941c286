"""The tests: sentences about what the product promises. docs/map.md says where each promise is shown."""

import os

#: The long suites (`make test-long`): more examples, more rounds, more kills.
LONG = os.environ.get("BINOME_LONG") == "1"
