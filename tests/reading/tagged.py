"""Docs built by hand: `word/TAG` tokens, a sentence a line, a paragraph a blank line."""

import spacy
from spacy.tokens import Doc

_POS = {
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "NN": "NOUN",
    "NNS": "NOUN",
    "IN": "ADP",
    "DT": "DET",
    "JJ": "ADJ",
    "RB": "ADV",
    "CC": "CCONJ",
    "CD": "NUM",
    "PRP": "PRON",
    "PRP$": "PRON",
    "WP": "PRON",
    "WDT": "PRON",
    "TO": "PART",
    "POS": "PART",
    "MD": "AUX",
}
_VOCAB = spacy.blank("en").vocab
_NO_SPACE_BEFORE = {".", ",", ";", "?", "!", "”", "’s", "'s", "n't"}


def tagged(text: str, *, relatives: frozenset[str] = frozenset()) -> Doc:
    """A Doc of the tokens, with tags and parts of speech; all words of a sentence hang on its first.

    Words of `relatives` head relative clauses. "word" alone is a token tagged by its form: punctuation.
    """
    words: list[str] = []
    tags: list[str] = []
    starts: list[bool] = []
    spaces: list[bool] = []
    for paragraph in text.strip().split("\n\n"):
        if words:
            words.append("\n\n")
            tags.append("_SP")
            starts.append(False)
            spaces.append(False)
        for line in paragraph.strip().splitlines():
            for place, token in enumerate(line.split()):
                word, _, tag = token.rpartition("/") if "/" in token else (token, "", token)
                if words and words[-1] != "\n\n":
                    spaces[-1] = word not in _NO_SPACE_BEFORE and words[-1] != "“"
                words.append(word)
                tags.append(tag)
                starts.append(place == 0)
                spaces.append(False)
        spaces[-1] = False
    pos = [_POS.get(tag, "VERB" if tag.startswith("VB") else "SPACE" if tag == "_SP" else "PUNCT") for tag in tags]
    first = [max(start for start in range(place + 1) if starts[start]) for place in range(len(words))]
    deps = ["relcl" if word in relatives else "dep" for word in words]
    return Doc(_VOCAB, words=words, spaces=spaces, tags=tags, pos=pos, deps=deps, heads=first)
