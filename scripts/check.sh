#!/bin/sh
# `make check`: every tool runs, each prints little, and one that finds something fails the whole.
failed=0

step() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok      $name"
    else
        printf '%s\n' "$output"
        echo "FAILED  $name"
        failed=1
    fi
}

templates=$(find templates diplomacy -path "*templates*" -name "*.html")

step "ruff check" ruff check -q .
step "ruff format" ruff format -q --check --diff .
step "mypy" mypy --no-error-summary
step "layers" lint-imports --no-logo
step "djade" djade --check --target-version 5.2 $templates
step "djlint" djlint --quiet --lint $templates
step "migrations" python manage.py makemigrations --check --dry-run
step "settings for production" env DIPLOMACY_PRODUCTION=1 DIPLOMACY_DEBUG=0 DIPLOMACY_HOSTS=diplomacy.example.org \
    DIPLOMACY_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    python manage.py check --deploy --fail-level WARNING
exit $failed
