# Two commands: `make demo` to try it, `make test` to check it. Each makes its own virtual environment.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check bench lock sbom audit translations faq words danger clean

demo: .venv/demo.ok          ## a chat with the bot, on this machine
	@$(BIN)/python -m bot demo $(ARGS)

# Compiled once for all that start: three workers, as some tests wait more than they work, and what a test begins.
test: check                  ## everything that must hold
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --maxschedchunk 2 $(ARGS)

check: .venv/dev.ok          ## lint, types, contracts, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports --no-cache
	$(BIN)/python -m locales check

bench: .venv/dev.ok          ## what it costs, as ratios
	$(BIN)/python -m bench $(ARGS)

translations: .venv/dev.ok   ## collect the sentences of the code into the catalogues
	$(BIN)/python -m locales update

faq: .venv/dev.ok            ## learn the wordings of the FAQ
	$(BIN)/python -m bench.faq_learn

words: .venv/dev.ok          ## compile the words of danger, which make danger does too
	$(BIN)/python -m bench.danger_words

danger: .venv/dev.ok         ## learn what danger sounds like, from the phrases of tests/portal/danger
	@$(BIN)/python -m bench.danger_learn

lock: .venv/dev.ok           ## pin every dependency with its hashes
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --extra demo -c requirements/run.txt pyproject.toml -o requirements/demo.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --extra ocr -c requirements/run.txt pyproject.toml -o requirements/ocr.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --extra ocr --extra semantic -c requirements/run.txt pyproject.toml -o requirements/semantic.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --extra demo --extra dev --extra ocr --extra semantic -c requirements/demo.txt pyproject.toml -o requirements/dev.txt

sbom: .venv/dev.ok           ## what the bot is made of, for whoever must know (CycloneDX)
	$(BIN)/pip install -q uv
	@mkdir -p var
	$(BIN)/uv tool run -q --from cyclonedx-bom cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o var/sbom.json requirements/run.txt

audit: .venv/dev.ok          ## what is known against the versions that are locked
	$(BIN)/pip install -q uv
	$(BIN)/uv tool run -q pip-audit --strict --disable-pip --require-hashes -r requirements/run.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache

.venv/demo.ok: requirements/demo.txt
	@sh requirements/install.sh $(PYTHON) demo

.venv/dev.ok: requirements/dev.txt
	@sh requirements/install.sh $(PYTHON) dev
