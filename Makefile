# Two commands: `make run` starts a whole shop on this machine, `make test` proves it.
# PORT (8000) and BARROW_HOME (./var) may be set for the first.

PYTEST = .venv/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# Where this is set, each of the many processes would compile every module anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-long bench lighthouse lint screens clean install

help:
	@echo "make run        start a shop with everything it needs: http://127.0.0.1:8000"
	@echo "make test       all tests, a real browser included"
	@echo "make test-long  the same at bigger sizes, with printed seeds"
	@echo "make bench      measurements: figures and ratios"
	@echo "make lighthouse  the pages' scores; needs Node"
	@echo "make lint       style, types, layers and templates"
	@echo "make clean      remove .venv and caches; the shop's data in ./var stays"

install:
	@sh sandbox/install.sh

run: install
	@exec .venv/bin/barrow up

test: install
	@echo "All tests, with real stores and a real browser: about 20 minutes on two cores. Reading the tests …"
	@exec $(PYTEST) -m "not long and not stripe_live"

test-long: install
	@exec $(PYTEST) -m long

bench: install
	.venv/bin/python -m bench.pricing
	.venv/bin/python -m bench.preview
	.venv/bin/python -m bench.search_lag
	.venv/bin/python -m bench.search
	.venv/bin/python -m bench.import_products
	.venv/bin/python -m bench.calling
	.venv/bin/python -m bench.signing_in
	.venv/bin/python -m bench.reserving
	.venv/bin/python -m bench.live_stock

lighthouse: install
	.venv/bin/python -m bench.lighthouse

lint: install
	@echo "Style (ruff check) …"
	@.venv/bin/ruff check .
	@echo "Format (ruff format) …"
	@.venv/bin/ruff format --check .
	@echo "Types (mypy, half a minute the first time) …"
	@.venv/bin/mypy
	@echo "Layers (lint-imports) …"
	@.venv/bin/lint-imports
	@echo "Templates (djlint) …"
	@.venv/bin/djlint --lint templates

screens: install
	.venv/bin/python -m docs.screens.take $(NAMES)

clean:
	@rm -rf .venv *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
