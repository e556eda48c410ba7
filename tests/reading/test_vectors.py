import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from diplomacy.reading import vectors
from diplomacy.reading.values import Span, Vectors
from diplomacy.reading.vectors import DIMENSIONS, Embedder, ModelError

ASK = "The minister asked for the harbour to be reopened."
ASK_AGAIN = "The minister called for reopening the port."
UNRELATED = "Bread prices rose by a tenth in January."


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def of(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """The vectors of the texts alone."""
    return embedder.embed(texts, [()] * len(texts))[0]


def test_a_vector_of_unit_length_for_each_text(embedder: Embedder) -> None:
    found = of(embedder, [ASK, "", UNRELATED])
    assert found.shape == (3, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_no_texts_no_vectors(embedder: Embedder) -> None:
    assert of(embedder, []).shape == (0, DIMENSIONS)


def test_a_paraphrase_lies_closer_than_another_matter(embedder: Embedder) -> None:
    ask, again, unrelated = of(embedder, [ASK, ASK_AGAIN, UNRELATED])
    assert ask @ again > 0.7
    assert ask @ unrelated < 0.3


def test_letter_case_does_not_count(embedder: Embedder) -> None:
    lower, upper = of(embedder, [ASK.lower(), ASK.upper()])
    assert np.allclose(lower, upper, atol=1e-6)


def test_order_and_company_do_not_change_a_vector(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{ASK} {'It was said again. ' * count}" for count in range(40)]
    together = of(embedder, texts)
    backwards = of(embedder, texts[::-1])[::-1]
    monkeypatch.setattr(vectors, "BATCH", 1)
    alone = of(embedder, texts)
    assert np.allclose(together, backwards, atol=1e-5)
    assert np.allclose(together, alone, atol=1e-5)
    assert not np.allclose(together[0], together[39], atol=0.01)


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Of each word of one text with each of another, from the signs that they share."""
    left, right = (2.0 * np.unpackbits(signs, axis=1) - 1 for signs in (one, other))
    return np.sin(np.pi / 2 * (left @ right.T) / DIMENSIONS)


def spans(text: str) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(r"\w+", text)]


def test_words_lie_near_those_that_mean_the_same_there(embedder: Embedder) -> None:
    texts = ["kept an impartial position on the strait", "takes a fair stance on the strait", UNRELATED]
    vectors, (one, other, unrelated) = embedder.embed(texts, [spans(text) for text in texts])
    near = cosines(one, other)
    assert np.allclose(vectors, of(embedder, texts), atol=1e-6)
    assert near[3].argmax() == 3, "position, stance"
    assert near[6].argmax() == 6, "strait"
    assert near[3, 3] > 0.4 > cosines(one, unrelated)[3].max()


def test_words_keep_their_vectors_in_other_company(embedder: Embedder) -> None:
    texts = [ASK, f"{UNRELATED} {UNRELATED}"]
    _, (together, _) = embedder.embed(texts, [spans(text) for text in texts])
    _, (alone,) = embedder.embed([ASK], [spans(ASK)])
    assert np.unpackbits(together ^ alone).mean() < 0.01


def test_letters_that_are_longer_in_other_forms_keep_their_place(embedder: Embedder) -> None:
    texts = ["harbour", "İİİ ﬃ é́ 😀 harbour"]
    _, (plain, after) = embedder.embed(texts, [[Span(0, 7)], [Span(11, 18)]])
    assert texts[1][11:18] == "harbour"
    assert cosines(plain, after)[0, 0] > 0.5


def test_a_word_that_the_model_does_not_reach_has_no_vector(embedder: Embedder) -> None:
    text = "word " * 300
    _, (found, none) = embedder.embed([text, ASK], [[Span(0, 4), Span(1490, 1494), Span(-9, -2)], []])
    assert found.any(axis=1).tolist() == [True, False, False]
    assert none.shape == (0, 48)


def test_an_overlong_text_is_read_as_far_as_the_model_reads(embedder: Embedder) -> None:
    long, longer = of(embedder, ["word " * 300, "word " * 3000])
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
    assert np.allclose(of(other, [ASK]), of(embedder, [ASK]), atol=1e-5)


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not the model")
    monkeypatch.setattr(vectors, "shipped_weights", lambda: tmp_path / "model.onnx")
    with pytest.raises(ModelError, match="not the file that it should be"):
        Embedder()
