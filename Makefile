# Each target is a command of run.py, which works without make too: python3 run.py test
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-fast check bench bench-import bench-themes bench-scale faults pins clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv with the command engage in it
	@$(PYTHON) run.py setup

demo: ## Fill a city with made-up people and serve it (ARGS="--fresh --port 8000")
	@$(PYTHON) run.py demo $(ARGS)

test: ## Run all tests, in real browsers and on both databases (ARGS="-k receipt")
	@$(PYTHON) run.py test $(ARGS)

test-fast: ## Run the tests that need neither browser nor PostgreSQL
	@$(PYTHON) run.py test-fast $(ARGS)

check: ## Check format, lint, types, layers, templates, translations, house rules
	@$(PYTHON) run.py check

bench: ## Measure how many responses a second are taken in
	@$(PYTHON) run.py bench $(ARGS)

bench-import: ## Measure seconds and memory of importing 10,000 and 100,000 responses
	@$(PYTHON) run.py bench-import $(ARGS)

bench-themes: ## Measure how well comments are grouped into themes
	@$(PYTHON) run.py bench-themes $(ARGS)

bench-scale: ## Measure how finding themes grows up to a million comments
	@$(PYTHON) run.py bench-scale $(ARGS)

faults: ## Run the fault tests at their full length
	@$(PYTHON) run.py faults $(ARGS)

pins: ## Compile the pinned requirement files anew
	@$(PYTHON) run.py pins

clean: ## Remove .venv and what tools have left behind
	@$(PYTHON) run.py clean
