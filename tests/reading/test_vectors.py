from pathlib import Path

import numpy as np
import pytest

from diplomacy.reading import vectors
from diplomacy.reading.vectors import DIMENSIONS, Embedder, ModelError

ASK = "The minister asked for the harbour to be reopened."
ASK_AGAIN = "The minister called for reopening the port."
UNRELATED = "Bread prices rose by a tenth in January."


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def test_a_vector_of_unit_length_for_each_text(embedder: Embedder) -> None:
    found = embedder.embed([ASK, "", UNRELATED])
    assert found.shape == (3, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_no_texts_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, DIMENSIONS)


def test_a_paraphrase_lies_closer_than_another_matter(embedder: Embedder) -> None:
    ask, again, unrelated = embedder.embed([ASK, ASK_AGAIN, UNRELATED])
    assert ask @ again > 0.7
    assert ask @ unrelated < 0.3


def test_letter_case_does_not_count(embedder: Embedder) -> None:
    lower, upper = embedder.embed([ASK.lower(), ASK.upper()])
    assert np.allclose(lower, upper, atol=1e-6)


def test_order_and_company_do_not_change_a_vector(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{ASK} {'It was said again. ' * count}" for count in range(40)]
    together = embedder.embed(texts)
    backwards = embedder.embed(texts[::-1])[::-1]
    monkeypatch.setattr(vectors, "BATCH", 1)
    alone = embedder.embed(texts)
    assert np.allclose(together, backwards, atol=1e-5)
    assert np.allclose(together, alone, atol=1e-5)
    assert not np.allclose(together[0], together[39], atol=0.01)


def test_an_overlong_text_is_read_as_far_as_the_model_reads(embedder: Embedder) -> None:
    long, longer = embedder.embed(["word " * 300, "word " * 3000])
    assert np.allclose(long, longer, atol=1e-5)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"{tmp_path}.*needs model.onnx and tokenizer.json"):
        Embedder(model=str(tmp_path))


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json is no tokenizer file"):
        Embedder(model=str(tmp_path))


def test_a_folder_with_a_model_is_used(embedder: Embedder, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").symlink_to(vectors.shipped_weights())
    embedder._tokenizer.save(str(tmp_path / "tokenizer.json"))
    other = Embedder(model=str(tmp_path))
    assert other.name == tmp_path.name
    assert np.allclose(other.embed([ASK]), embedder.embed([ASK]), atol=1e-5)


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not the model")
    monkeypatch.setattr(vectors, "shipped_weights", lambda: tmp_path / "model.onnx")
    with pytest.raises(ModelError, match="not the file that it should be"):
        Embedder()
