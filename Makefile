# Needs Python 3.11, make, git and a package manager; the rest is set up here. `make help` lists the targets.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(VENV)/bin/pip --disable-pip-version-check -qq
export PYTHONDONTWRITEBYTECODE := 1
.DEFAULT_GOAL := help

.PHONY: run test quick soak guards bench pictures messages access lock help

run: $(VENV)/.run var/ikrar.toml  ## Serve the demo at http://127.0.0.1:8000; its data lies in var/
	@$(RUN) -m ikrar upgrade
	@$(RUN) -m ikrar demo --if-empty
	@exec $(RUN) -m ikrar serve

test: $(VENV)/.dev  ## Run every check; a table of times at the end (at most 25 minutes on 2 cores)
	@$(RUN) scripts/stages.py test

quick: $(VENV)/.dev  ## Lint, types, layers and the SQLite tests without a browser (under a minute)
	@$(RUN) scripts/stages.py quick

soak: $(VENV)/.dev  ## Run the long counts in full (under 90 minutes); the result goes to docs/soak.txt
	@$(RUN) scripts/stages.py soak

guards: $(VENV)/.dev  ## Take each guard out of a copy and see that its tests notice
	@$(RUN) scripts/guards.py

bench: $(VENV)/.dev  ## Measure each speed beside its floor in the same run (WORDS="--quick flow")
	@$(RUN) scripts/packages.py >/dev/null
	@$(RUN) -m bench $(WORDS)

pictures: $(VENV)/.dev  ## Take a picture of every page at 360 and 1280 pixels and of every paper, into build/pictures
	@$(RUN) scripts/packages.py >/dev/null
	@$(RUN) tests/pictures

messages: $(VENV)/.dev  ## Renew the English catalogue from the code and compile it
	@$(RUN) scripts/packages.py >/dev/null
	@$(RUN) manage.py makemessages --no-obsolete --no-location -l en --ignore=.venv --ignore=var --ignore=build
	@$(RUN) manage.py compilemessages -l en --ignore=.venv

access: $(VENV)/.run  ## Print who may do what
	@$(RUN) -m ikrar access

lock:  ## Renew both lock files from requirements.in and requirements-dev.in
	@rm -rf build/lock && $(PYTHON) -m venv build/lock && build/lock/bin/pip -q install uv
	@for name in requirements requirements-dev; do build/lock/bin/uv pip compile -q --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate $$name.in -o $$name.lock; done

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

var/ikrar.toml: $(VENV)/.run
	@mkdir -p var && chmod 700 var && printf 'demo = true\n' > $@
	@$(RUN) -c 'import pathlib; from ikrar.core import keys; keys.make(pathlib.Path("var/keys"))'

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv $(VENV) || { echo "Python has no venv module. Install: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/pip
	@test -e $(VENV)/.dev || $(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/pip
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
