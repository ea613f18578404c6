# Everything that people and machines do here. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help run start test check soak bench backup restore messages lock css format
python := .venv/bin/python

help: ## list what can be done
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: ## set everything up and serve the demo institution (or the site that is there) on PORT (8000)
	@deploy/bootstrap run
	@$(python) manage.py serve

start: ## begin a real, empty site: name, profile, first administrator; then serve it
	@deploy/bootstrap run
	@$(python) manage.py setup_site
	@$(python) manage.py serve

test: ## run every test, on PostgreSQL, Redis and Chromium where they are; ARGS= goes to pytest
	@deploy/bootstrap dev
	@$(python) tests/services.py $(ARGS)

check: ## style, types, layers, templates, migrations, locks
	@deploy/bootstrap dev
	@$(python) deploy/checks.py

soak: ## the long forms of the long tests
	@deploy/bootstrap dev
	@$(python) tests/services.py -m soak --timeout 3600

bench: ## measure, as ratios taken in one run; SIZE= certificates (100000)
	@deploy/bootstrap dev
	@$(python) -m bench --size $(or $(SIZE),100000)

backup: ## write database, files and keys to FILE (var/backups/…)
	@deploy/bootstrap run
	@$(python) manage.py backup $(FILE)

restore: ## bring FILE back into an empty place
	@deploy/bootstrap run
	@$(python) manage.py restore $(FILE)

messages: ## bring the message catalogues up to the sources
	@deploy/bootstrap dev
	@$(python) deploy/messages.py update

css: ## build the style sheets and fonts from assets/
	@deploy/bootstrap dev
	@npm run --silent build

format: ## put Python sources into the house style
	@deploy/bootstrap dev
	@.venv/bin/ruff check --quiet --fix . ; .venv/bin/ruff format --quiet .

lock: ## resolve pyproject.toml into the two hash-locked requirement files
	@deploy/bootstrap dev
	@.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.lock
	@.venv/bin/uv pip compile -q --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml --group dev -o requirements-dev.lock
