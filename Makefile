# Two commands: `make demo` runs the main job, `make test` passes the tests. Both set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
STAMP := $(VENV)/.installed
# the texts of the real articles that data/real annotates (a file or folder; see the README there)
TEXTS ?= data/real/texts

.PHONY: demo test browser screenshots lint types model evaluate install clean help

help:  ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 12

install: $(STAMP)  ## make .venv with the pinned dependencies

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[all,dev]"
	@touch $@

demo: $(STAMP)  ## train, evaluate, score the samples, write a report
	$(BIN)/framing train -c experiments/demo.toml -o out/demo-model
	$(BIN)/framing score data/samples --model out/demo-model --format jsonl -o out/demo.jsonl
	$(BIN)/framing score data/samples --model out/demo-model --format html -o out/demo.html
	$(BIN)/framing score data/samples --model out/demo-model --format table
	@echo
	@echo "Written: out/demo.html (open it in a browser), out/demo.jsonl"
	@echo "Next:"
	@echo "  $(BIN)/framing score YOUR-ARTICLE.txt --format html -o report.html"
	@echo "  $(BIN)/framing ui                                   # compare training runs in MLflow"
	@echo "  $(BIN)/framing evaluate                             # the shipped model on held-out articles"

test: $(STAMP) lint types  ## ruff, mypy, the whole test suite
	$(BIN)/pytest -q

browser:  ## Chromium from the system's packages, for the tests of pages (they skip without it)
	command -v chromium || { $(SUDO) apt-get update && $(SUDO) apt-get install --yes chromium; }

screenshots: $(STAMP)  ## the pictures of the README, from the samples
	$(BIN)/python docs/images/screenshots.py

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

out/real.jsonl: $(STAMP) $(wildcard data/real/*.jsonl)
	$(BIN)/framing data attach data/real/*.jsonl --texts $(TEXTS) -o $@

model: $(STAMP) out/real.jsonl  ## rebuild the shipped model and its card; TEXTS=FILE has the real articles
	$(BIN)/framing train -c experiments/shipped.toml -o framing/models/default
	$(BIN)/framing model card -o docs/model-card.md

evaluate: $(STAMP)  ## the shipped model against its pinned floors
	$(BIN)/framing evaluate --gate tests/floors/test.json

clean:  ## remove what the commands made
	rm -rf out build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
