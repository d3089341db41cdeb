# `make run` and `make test` are the two commands; the rest serves them. Needs Python 3.11 to 3.13 and GNU make.
PYTHON ?= python3
VENV := .venv/bin
# for `make test ARGS="tests/unit -x"`
ARGS ?=
# processes that run tests, each with a PostgreSQL of its own; a file stays whole, so what it set up serves all its tests
WORKERS ?= 2

.PHONY: help run test torture lint build reference pictures environment environment-dev needs
.NOTPARALLEL:

help:
	@echo "make run        start Khetane (PORT, HOST, KHETANE_HOME, DATABASE_URL; options in RUN=\"--tls\")"
	@echo "make test       every test, with what tests need (ARGS=\"tests/unit -x\")"
	@echo "make torture    the adversaries' full runs"
	@echo "make lint       formatting, types, import order, migrations, translations, links"
	@echo "make build      static files and translations"
	@echo "make pictures   the pictures of docs/screenshots, of a demonstration of their own"
	@echo "make reference  the pages of docs/reference that are made from the code"

run: build
	@exec $(VENV)/python -m khetane.cli run $(RUN)

test: environment-dev build needs
	KHETANE_ENV=test $(VENV)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not torture" $(ARGS)

torture: environment-dev build needs
	KHETANE_ENV=test TORTURE=1 $(VENV)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: environment-dev build
	@sh scripts/lint.sh

build: environment
	@$(VENV)/python -m khetane.web.build

reference: environment-dev
	@$(VENV)/python -m scripts.reference

pictures: environment-dev build needs
	@$(VENV)/python -m docs.screenshots.make

environment:
	@$(PYTHON) scripts/environment.py run

environment-dev:
	@$(PYTHON) scripts/environment.py dev

needs:
	@$(PYTHON) scripts/test_needs.py
