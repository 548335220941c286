# Two commands: `make run` opens the demonstration, `make test` checks everything.

# A Python is chosen by running it: a version manager's shim can exist and fail.
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
NO_PYTHON = Binôme needs Python 3.11 or newer, and none runs here. On Debian or Ubuntu: apt-get install -y python3 python3-venv
LOCK = uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet pyproject.toml

.PHONY: help run test test-long lock bench bench-matching format messages python
export PORT

help: ## Print this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

python:
	@test -n "$(PYTHON)" || { echo "$(NO_PYTHON)"; exit 1; }

run: python ## Open the demonstration in your browser; PORT=9000 chooses the port
	@exec $(PYTHON) tools/run.py

test: python ## Check everything: style, order of the rooms, types, tests on SQLite and PostgreSQL, journeys
	@exec $(PYTHON) tools/test.py

test-long: python ## The same with the long suites: more histories, races and kills
	@BINOME_LONG=1 exec $(PYTHON) tools/test.py

bench: python ## Measure the pages beside a peer
	@$(PYTHON) tools/house.py test
	@exec .venv/bin/python -m bench

bench-matching: python ## Measure the matching engine beside its peers; ARGS=--short takes two minutes
	@$(PYTHON) tools/house.py bench
	@exec .venv/bin/python -m bench.matching $(ARGS)

format: python ## Put the layout of the code in order
	@$(PYTHON) tools/house.py test
	@.venv/bin/ruff check --fix --quiet . && .venv/bin/ruff format --quiet .

messages: python ## Collect the French texts into the catalogues, and compile them
	@$(PYTHON) tools/house.py test
	@.venv/bin/python tools/messages.py

lock: ## Choose the newest versions that pyproject.toml allows (needs uv)
	@command -v uv >/dev/null || { echo "uv is missing. Type: python3 -m pip install --user uv"; exit 1; }
	$(LOCK) --upgrade -o requirements/base.txt
	$(LOCK) --upgrade --extra test -c requirements/base.txt -o requirements/test.txt
	$(LOCK) --upgrade --extra test --extra bench -c requirements/test.txt -o requirements/bench.txt
