"""Our parser and recogniser find what spaCy's own find, whatever they are put together with."""

from typing import Any

import pytest
import spacy
from spacy.language import Language

from diplomacy.reading import Reader
from diplomacy.reading.reader import DEFAULT_MODEL

TEXTS = (
    "Foreign Minister Ana Vik met Pavel Orrell of Valdoria in Brell on 10 June 2031.",
    "",
    "\n\n",
    "Yes.",
    "The Sund Times said that two ships, the Aurora and the Meridian, left on Monday; Orrell denied it. "
    '"We have never asked for more than $2 million," he told the United Nations, "and we never will."',
    "Vik thanked the Red Cross. " * 40,
)


def found(nlp: Language, size: int) -> list[tuple[Any, Any]]:
    docs = nlp.pipe(TEXTS, batch_size=size)
    return [
        ([(word.head.i, word.dep_) for word in doc], [(*map(str, (e.start, e.end)), e.label_) for e in doc.ents])
        for doc in docs
    ]


@pytest.mark.parametrize("size", [1, 2, 16])
def test_steps_taken_together_lead_where_spacys_lead(reader: Reader, size: int) -> None:
    own = spacy.load(DEFAULT_MODEL)
    own.add_pipe("blocks", before="parser")
    theirs = found(own, size)
    assert found(reader.nlp, size) == theirs
    assert any(names for _, names in theirs)
    assert reader.nlp.pipe_factories["ner"] != own.pipe_factories["ner"] == "ner"
