# The commands of the house; the README tells what each is for.
PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app app
PYTEST := -m pytest --numprocesses auto --dist worksteal

.PHONY: run test test-browser test-real test-clients read-by-others check bench pictures lock translations clean

run: .venv/run
	@exec $(FLASK) start

test: .venv/work
	$(BIN)/python $(PYTEST) tests --ignore=tests/real --ignore=tests/browser

test-browser: .venv/work
	$(BIN)/python -m pytest tests/browser

test-real: .venv/work
	.ci/with-servers $(BIN)/python $(PYTEST) tests --ignore=tests/real --ignore=tests/browser
	.ci/with-servers $(BIN)/python -m pytest tests/real

test-clients: .venv/work
	.ci/with-clients $(MAKE) --no-print-directory read-by-others

read-by-others:
	$(BIN)/python $(PYTEST) tests --ignore=tests/real --ignore=tests/browser
	$(BIN)/python -m pytest tests/clients

check: .venv/work
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run $(PYTEST) tests --ignore=tests/real --ignore=tests/browser
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report
	$(BIN)/python -m coverage report --fail-under=100 --include="$$($(BIN)/python -m tests.covered)"

bench: .venv/work
	$(BIN)/python -m tests.bench

pictures: .venv/work
	$(BIN)/python -m tests.browser.pictures

# Only run.txt and work.txt are ever installed; this writes them anew from run.in and work.in.
lock:
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--strip-extras --allow-unsafe -o requirements/run.txt requirements/run.in
	$(BIN)/pip-compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		--strip-extras --allow-unsafe -o requirements/work.txt requirements/work.in

translations: .venv/work
	$(BIN)/pybabel -q extract -F babel.cfg -k sentence -k sentence_of:1,2 -k _now --no-location --sort-output -o rtop_event/translations/messages.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching -i rtop_event/translations/messages.pot -d rtop_event/translations
	$(BIN)/pybabel -q compile -d rtop_event/translations

.venv/made:
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run: .venv/made requirements/run.txt
	@test -e .venv/work || $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

.venv/work: .venv/made requirements/work.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/work.txt
	@touch $@ .venv/run

clean:
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis .coverage
