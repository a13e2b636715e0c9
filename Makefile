# One command per job; `make` alone lists them. Needs Python 3.11 or newer, and nothing else by hand.
#   PYTHON=python3.12   another interpreter for the virtual environment
#   PORT=8080           another port for the demo
#   PYTEST_ARGS=...     other options for the tests, e.g. PYTEST_ARGS='tests/cities -x'

SHELL := /bin/sh
export PYTHONUTF8 := 1
VENV ?= .venv
PORT ?= 8000
PYTEST_ARGS ?= -n auto --maxprocesses 8 --dist loadfile

PY := $(VENV)/bin/python
BIN := $(VENV)/bin
# What runs the site, and the tools that check it: the demo waits for the first only.
RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
PACKAGES := llex priorities cities sessions_app
LANGUAGES := $(patsubst locale/%/LC_MESSAGES/django.po,%,$(wildcard locale/*/LC_MESSAGES/django.po))
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po locale/*/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.PHONY: help setup demo backup restore test lint lint-types lint-rest format lock messages bench bench-cities diagrams screenshots clean

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

# --- Setting up -----------------------------------------------------------------------------------

setup: $(TOOLS) .env $(CATALOGUES) ## the environment, settings and translations; quick when done

PIP_INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes

# A stamp is written last: an interrupted installation is taken up again.
$(RUNTIME): requirements.txt
	@if ! $(PY) -m pip --version >/dev/null 2>&1; then \
		python=$$(sh .ci/find-python "$(PYTHON)") || exit 1; \
		echo "Making $(VENV) with $$python"; \
		"$$python" -m venv --clear $(VENV) || exit 1; \
	fi
	@echo "Installing the dependencies"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "Installing the tools"
	@$(PIP_INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $@

.env: .env.example | $(RUNTIME)
	@if [ -e .env ]; then touch .env; else \
		echo "Writing .env with a key of its own"; \
		key=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') && \
		(umask 077 && sed "s/^SECRET_KEY=.*/SECRET_KEY=$$key/" .env.example > .env); \
	fi

%.mo: %.po | $(RUNTIME) .env
	@$(PY) manage.py compilemessages --verbosity 0 && touch $@

# --- Running --------------------------------------------------------------------------------------

# As in production but for one process, which serves the live stream too, plain HTTP, and log-ins that
# everybody may know.
demo: export DEBUG := false
demo: export DEMO := true
demo: export HTTPS := false
demo: export SITE_URL := http://127.0.0.1:$(PORT)
demo: export EMAIL_URL := console://
demo: export LOG_LEVEL := WARNING
demo: $(RUNTIME) .env $(CATALOGUES) ## the site with demo data on 127.0.0.1:8000 (PORT= for another)
	@$(PY) -c 'import socket; socket.create_connection(("127.0.0.1", $(PORT)), 1)' 2>/dev/null && \
		{ echo "Port $(PORT) is taken; try another: make demo PORT=8080" >&2; exit 1; } || true
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py collectstatic --no-input --verbosity 0
	@$(PY) manage.py demo
	@echo; echo "Serving $(SITE_URL) until Ctrl+C"
	@$(BIN)/granian --interface asgi --host 127.0.0.1 --port $(PORT) --workers 1 --backpressure 4096 \
		--workers-kill-timeout 5 --log-level error llex.asgi:application

# --- Backups --------------------------------------------------------------------------------------

backup: $(RUNTIME) .env ## database, files and documents in one file (FILE= for another than backups/llex-…)
	@$(PY) manage.py backup $(if $(FILE),"$(FILE)")

restore: $(RUNTIME) .env ## bring FILE= back into an empty site (REPLACE=1: whatever the site holds)
	@test -n "$(FILE)" || { echo "Which one? make restore FILE=backups/…" >&2; exit 2; }
	@$(PY) manage.py restore $(if $(REPLACE),--replace) "$(FILE)"

# --- Checking -------------------------------------------------------------------------------------

test: setup ## every test, on SQLite or on what DATABASE_URL and REDIS_URL say
	@$(PY) -m pytest $(PYTEST_ARGS)

lint: export DEBUG := false
lint: export SECRET_KEY := only-for-the-checks-0123456789-abcdefghijklmnopqrstuvwxyz
lint: export MAIL_WITHOUT_SERVER := true
lint: lint-types lint-rest ## format, lint, types, templates, imports, migrations, deployment checks

# By itself, as it takes longer than all others together: `make -j2 lint` runs them beside it.
lint-types: setup
	$(BIN)/mypy $(PACKAGES)

lint-rest: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports --no-cache
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --deploy --fail-level WARNING

format: $(TOOLS) ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## measure the budgets that docs/architecture.md names
	$(PY) -m bench

bench-cities: setup ## measure lists, map and pages with 100,000 contributions (needs PostgreSQL: DATABASE_URL)
	$(PY) -m bench.cities

# --- Maintaining ----------------------------------------------------------------------------------

lock: export UV_CUSTOM_COMPILE_COMMAND := make lock
lock: $(TOOLS) ## pin requirements*.in with hashes for Python 3.11 to 3.13 (UPGRADE=1: newest versions)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		$(if $(UPGRADE),--upgrade) requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		$(if $(UPGRADE),--upgrade) requirements-dev.in -o requirements-dev.txt

messages: setup ## collect the phrases to translate into locale/ (needs GNU gettext)
	@command -v xgettext >/dev/null || { echo "GNU gettext is needed: apt install gettext" >&2; exit 1; }
	$(PY) manage.py makemessages $(LANGUAGES:%=--locale %) --add-location file --no-wrap --no-obsolete \
		--ignore '.*' --ignore 'var/*' --ignore 'tests/*' --ignore 'bench/*' --ignore 'docs/*'

diagrams: setup ## draw the models and states into docs/diagrams/
	$(PY) docs/draw_diagrams.py

screenshots: setup ## draw the pictures of README.md again (needs Chromium)
	$(PY) docs/screenshots.py

clean: ## remove what setup, the demo and the tools made, the demo's data too
	rm -rf $(VENV) var db.sqlite3* $(CATALOGUES) .mypy_cache .ruff_cache .pytest_cache
