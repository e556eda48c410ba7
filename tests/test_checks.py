"""The system checks name what is missing and a command that mends it."""

from pathlib import Path

import pytest
from django.conf import settings as program
from pytest_django.fixtures import Settings

from diplomacy.archive import checks


def test_an_instance_as_installed_has_nothing_to_mend() -> None:
    assert [*checks.language_model(), *checks.vector_model(), *checks.vocabulary(), *checks.fetching()] == []


def test_a_missing_language_model_is_named(settings: Settings) -> None:
    settings.DIPLOMACY_SPACY_MODEL = "xx_no_such_model"
    (found,) = checks.language_model()
    assert "xx_no_such_model" in found.msg
    assert found.hint
    assert "spacy download xx_no_such_model" in found.hint


def test_changed_weights_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    weights = tmp_path / "model.onnx"
    weights.write_bytes(b"other weights")
    monkeypatch.setattr("diplomacy.reading.vectors.shipped_weights", lambda: weights)
    (found,) = checks.vector_model()
    assert found.hint
    assert "requirements.txt" in found.hint


def test_a_folder_without_a_vector_model_is_named(settings: Settings, tmp_path: Path) -> None:
    settings.DIPLOMACY_VECTOR_MODEL = str(tmp_path)
    (found,) = checks.vector_model()
    assert str(tmp_path) in found.msg


def test_the_list_of_vocabulary_files_is_the_list_of_those_there_are() -> None:
    package = program.BASE / "diplomacy"
    assert set(checks.VOCABULARY) == {str(file.relative_to(package)) for file in package.rglob("*.toml")}


def test_a_missing_vocabulary_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checks, "PACKAGES", tmp_path)
    messages = [found.msg for found in checks.vocabulary()]
    assert len(messages) == len(checks.VOCABULARY)
    assert any("diplomacy/reading/speech/cues.toml" in message for message in messages)


def test_a_deployments_own_vocabulary_is_looked_through(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "cues.toml").write_text("said = {")
    (tmp_path / "cuse.toml").write_text("")
    (tmp_path / "hedges.toml").write_text("[hedges]\n")
    settings.DIPLOMACY_VOCABULARY = str(tmp_path)
    assert [Path(found.msg.split(" can't")[0]).name for found in checks.vocabulary()] == ["cues.toml", "cuse.toml"]
    settings.DIPLOMACY_VOCABULARY = str(tmp_path / "absent")
    assert "absent" in checks.vocabulary()[0].msg


def test_what_fetching_cannot_use_is_named(settings: Settings, tmp_path: Path) -> None:
    settings.DIPLOMACY_USER_AGENT = "Diplomacy/0.1\r\nX: y"
    settings.DIPLOMACY_CERTIFICATES = str(tmp_path / "absent.pem")
    assert [found.id for found in checks.fetching()] == ["diplomacy.E007", "diplomacy.E008"]
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    settings.DIPLOMACY_CERTIFICATES = str(broken)
    assert str(broken) in checks.fetching()[1].msg


@pytest.mark.django_db
def test_the_database_has_what_vectors_need() -> None:
    assert checks.vector_extension(databases=["default"]) == []
