# Every target works from a fresh clone that has make and a Python from 3.11 to 3.13 with venv.
# The environment is made when it is missing or when its pins have changed.

NOTEBOOKS = $(sort $(wildcard notebooks/*.ipynb))
RUN = sh tools/env.sh

.PHONY: help setup lab app report course test lint notebooks plant bench determinism lowest audit lock clean
.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' Makefile

setup: ## make the environment in .venv
	@$(RUN)

lab: setup ## open the first notebook in JupyterLab
	@$(RUN) sh tools/lab.sh notebooks/00_start_here.ipynb

app: setup ## serve 08_explore as a page without its code
	@$(RUN) sh tools/app.sh notebooks/08_explore.ipynb

report: setup ## execute copies of the notebooks, write them as web pages into site/ (CORPUS=, PDF=--pdf)
	@$(RUN) parley report $(CORPUS) --out site $(PDF)

course: setup ## write the student copy, the solutions and the instructor's guide into course/
	@$(RUN) parley course --out course --pages

test: setup ## check style, types, code and stored notebook outputs
	@$(RUN) sh tools/test.sh

lint: setup ## check style and types only
	@$(RUN) sh tools/lint.sh

notebooks: setup ## execute the notebooks in place, all at once
	@$(RUN) python -m parley.report execute $(NOTEBOOKS)

plant: setup ## plant changes one at a time and see that the guard of the findings catches each
	@$(RUN) python tests/plant_changes.py

determinism: setup ## code all articles and execute all notebooks twice under other conditions, compare the bytes
	@$(RUN) python benchmarks/determinism.py

lowest: setup ## run the tests with the lowest versions that pyproject.toml allows
	@$(RUN) sh tools/lowest.sh

audit: setup ## ask a database for known vulnerabilities of the pinned versions
	@$(RUN) python tools/audit.py

bench: setup ## measure speed against references, write the figures into benchmarks/README.md (BENCH=)
	@$(RUN) python benchmarks/run.py $(BENCH)

lock: setup ## resolve the pinned versions anew
	@$(RUN) sh tools/lock.sh

clean: ## remove what the other targets made
	rm -rf .venv .state site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find lib tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
