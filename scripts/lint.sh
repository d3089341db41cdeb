#!/bin/sh
# Every check of form, one after the other; all are run, and the exit code says whether one failed.
cd "$(dirname "$0")/.." || exit 1
export KHETANE_ENV=test DJANGO_SETTINGS_MODULE=khetane.config.settings
failed=""

check() {
	name=$1
	shift
	echo "== $name"
	"$@" || failed="$failed $name;"
}

check "ruff" .venv/bin/ruff check
check "format" .venv/bin/ruff format --check
check "types" .venv/bin/mypy khetane scripts tests benchmarks
check "import order" .venv/bin/lint-imports
# it compares models with files; that no database runs here does not matter
check "migrations" .venv/bin/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
check "translations" .venv/bin/python -m khetane.web.translations check
check "links" .venv/bin/python scripts/links.py

if [ -n "$failed" ]; then
	echo "failed:$failed"
	exit 1
fi
