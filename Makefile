# make demo   set everything up, read the sample articles, show what they hold
# make test   set everything up, run all tests
# make check  format, lint, types, import contracts, tests with their floors: what CI runs
# make bench  the side-by-side benchmarks and their report, bench/report.md; PARTS="gate crawl" runs some of them.
#             uv keeps what they compare with beside the project; needs ../shared; an hour, most of it two corpora
# make codebook   compile the tables after a change in src/armstrail/codebook
# make bench-reader  the reader beside spaCy, python-crfsuite and itself in PyTorch; needs ../shared, trains the peers
# make bench-ledger  a ledger of a million claims, one that is killed a hundred times, one beside none; an hour
# make bench-stories  stories beside datasketch, rensa and text-dedup; needs ../shared, ten minutes
# make bench-deals  deals and registers: how well and how quickly; needs ../shared
# make bench-web  the workbench on a ledger of a million claims, and many people at once; needs make bench-ledger before
# make train  the reader's weights from the data, about two hours on two cores; needs ../shared
# make topics  the head for topics, events and meaning, from coded statements, ten minutes; needs ../shared
#
# Python 3.11 or later with its venv module, and make, are all it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON := $(BIN)/python
export UV_PYTHON_DOWNLOADS := never

.PHONY: demo test check lint codebook bench bench-corpus bench-ledger bench-deals bench-web bench-reader bench-stories train topics test-training clean

demo: $(READY)
	$(BIN)/armstrail demo

test: $(READY)
	$(BIN)/pytest -n logical --maxprocesses 8 --dist loadfile

check: lint test

lint: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m armstrail.codebook --check

codebook: $(READY)
	$(BIN)/python -m armstrail.codebook

# Which parts there are: python -m bench.report --list
bench: $(READY)
	$(BIN)/python -m bench.report $(PARTS)

# The made crawl that it scans, 200,000 pages in 2.8 GB, is kept in out/corpus.
bench-corpus: $(READY)
	$(BIN)/python -m bench.corpus --out out/corpus

bench-deals: $(READY)
	$(BIN)/python -m bench.deals.quality
	$(BIN)/python -m bench.deals.speed
	$(BIN)/python -m bench.registers.quality
	$(BIN)/python -m bench.registers.quality --read
	$(BIN)/python -m bench.registers.speed

bench-web: $(READY)
	$(BIN)/python -m bench.web
	$(BIN)/python -m bench.web --alone
	$(BIN)/python -m bench.together

# The last of these needs ../shared.
bench-ledger: $(READY)
	$(BIN)/python -m bench.ledger --ledger out/million.db
	$(BIN)/python -m bench.killed
	$(BIN)/python -m bench.intake ../shared/data/reuters21578/documents.jsonl.gz

# The reader beside its peers; trains them first.
bench-reader: .venv-train/ready
	.venv-train/bin/pip install --quiet spacy python-crfsuite
	.venv-train/bin/python -m bench.reader

# Stories beside other tools, which have an environment of their own.
bench-stories: .venv-stories/ready
	.venv-stories/bin/python -m bench.stories.quality ../shared
	.venv-stories/bin/python -m bench.stories.reuters ../shared
	.venv-stories/bin/python -m bench.stories.credits ../shared
	.venv-stories/bin/python -m bench.stories.speed

.venv-stories/ready: pyproject.toml
	$(PYTHON) -m venv .venv-stories
	.venv-stories/bin/pip install --quiet datasketch rensa text-dedup
	.venv-stories/bin/pip install --quiet -e .
	@touch $@

# Training has an environment of its own: PyTorch is no part of the project.
train: .venv-train/ready
	.venv-train/bin/python -m training.train --out out/reader

# The tests of what learns, which need PyTorch; `make test` leaves them out.
test-training: .venv-train/ready
	.venv-train/bin/pip install --quiet pytest hypothesis
	.venv-train/bin/python -m pytest --noconftest tests/training/test_learning.py

# The head for topics, events and meaning, over the graphs that ship: minutes.
topics: .venv-train/ready
	.venv-train/bin/python -m training.topics --out out/topics

.venv-train/ready: pyproject.toml training/requirements.txt
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install --quiet -r training/requirements.txt
	.venv-train/bin/pip install --quiet -e .
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# The environment is made once, and again whenever what it is made of changes.
$(READY): pyproject.toml uv.lock | $(BIN)/uv
	$(BIN)/uv sync --locked --quiet --compile-bytecode
	@touch $@

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Armstrail needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet "uv>=0.9,<1"
