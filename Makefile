# The README's commands. Everything runs from .venv, which `make env` fills from the hash lock and nothing else.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.filled
ROOMS := models adapters hub flows inbound desk sandbox
# A third worker uses what two cores leave while a test waits for a process or a lock.
PYTEST := $(BIN)/python -m pytest -n 3
LOCK := $(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

.PHONY: help env packages demo test test-long lint format bench lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

env: $(STAMP) ## create .venv from the lock (again only when the lock changed)

# Keyed on the lock: an interrupted or outdated environment is filled again, a finished one costs nothing.
$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo '需要 Python 3.11 或更高版本：请安装后重试，或用 make PYTHON=/路径/python3.11 指定。' >&2; \
		echo 'Python 3.11 or later is needed: install it and try again, or name it with make PYTHON=/path/to/python3.11.' >&2; \
		exit 2; }
	@echo '正在把锁定的依赖装入 .venv（约一两分钟） / installing the locked packages into .venv (a minute or two)'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { \
		echo '无法创建虚拟环境：Debian/Ubuntu 请先安装 python3-venv。' >&2; \
		echo 'The virtual environment could not be made: on Debian or Ubuntu install python3-venv first.' >&2; \
		exit 2; }
	@# The lock is whole: resolved again, an older pip would look for newer versions than it names.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation -e .
	@touch $@

demo: env ## run a city's working days, end to end, into var/demo; EXCHANGE=1 records through the exchange database
	$(BIN)/liandong demo --home var/demo $(if $(EXCHANGE),--exchange)

packages: ## what the suite needs beside Python, installed where that may be done without asking
	@tools/debian-packages

test: env packages ## the suite
	$(PYTEST) -m "not long"

test-long: env packages ## what takes minutes or needs node
	$(PYTEST) -m long --timeout 1200

lint: env ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: env ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: env ## measurements, one file each
	@for each in bench/*.py; do \
		[ -e "$$each" ] || { echo 'no measurements yet'; break; }; \
		echo "== $$each"; $(BIN)/python "$$each" || exit 1; \
	done

lock: env ## resolve requirements.txt anew; make lock UPGRADE=--upgrade takes newer versions
	$(LOCK) $(UPGRADE) --output-file requirements.txt

clean: ## remove .venv, caches and what the demo left
	rm -rf $(VENV) var build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find $(ROOMS) tests -name __pycache__ -type d -prune -exec rm -rf {} +
