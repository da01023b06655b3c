# just = lint + test
default: lint test

test:
    pytest -n 2

office:
    pytest -m office

slow:
    pytest -m slow

docs:
    python docs/generate.py

lint:
    ruff check .
    ruff format --check .
    mypy
    lint-imports

fmt:
    ruff format .
    ruff check --fix .

templates:
    zoneproc templates --blank input_templates

demo:
    zoneproc demo

sample:
    python docs/make_sample.py

pictures:
    zoneproc demo
    python docs/make_pictures.py output/demo
