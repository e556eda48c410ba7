"""The model's slowest components, made faster: what they find is the same.

The parser and the recogniser of names go through a text by transitions (Nivre 2008, doi:10.1162/coli.07-056-R1-07-027).
spaCy's own loop lets go of Python's lock and takes it again for each transition that it considers, some seventy a word;
here the lock is held, and the scores of a step are reckoned for all texts at once: spaCy's transitions, the model's
scores.

The rules of tags (which part of speech a tag and a word stand for) are asked by tag: spaCy's own matcher tries every
rule at every word.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.pipeline import AttributeRuler, DependencyParser, EntityRecognizer
from spacy.tokens import Doc

FASTER = {"parser": "parser_in_step", "ner": "ner_in_step", "attribute_ruler": "attribute_ruler_by_tag"}
"""By the factory that makes a model's component, the one that makes ours."""


def _parse(component: Any, docs: Sequence[Doc], drop: float = 0.0) -> list[Any]:  # noqa: ARG001 (spaCy's signature)
    """The final state of each text, in spaCy's `greedy_parse`."""
    batch: list[Any] = component.moves.init_batch(docs)
    model = component.model.predict(docs)
    going = [state for state in batch if not state.is_final()]
    while going:
        going = component.transition_states(going, model.predict(going))
    model.clear_memory()
    return batch


class _Parser(DependencyParser):  # type: ignore[misc]
    greedy_parse = _parse


class _Recogniser(EntityRecognizer):  # type: ignore[misc]
    greedy_parse = _parse


class _Ruler(AttributeRuler):
    """Rules on one word, by its tag or by its tag and itself, are looked up; `matcher` has the others."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._of_tag: defaultdict[str, list[int]] = defaultdict(list)
        self._of_word: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def add(self, patterns: Any, attrs: Any, index: int = 0) -> None:
        """Add a rule, as spaCy numbers it."""
        number = len(self.attrs)
        super().add(patterns, attrs, index)
        if not all(len(words) == 1 and _is_of_tag(words[0]) for words in patterns):
            return
        self.matcher.remove(str(number))
        for [word] in patterns:
            lower = word.get("LOWER")
            if lower is None:
                self._of_tag[word["TAG"]].append(number)
            for form in [lower] if isinstance(lower, str) else (lower or {}).get("IN", ()):
                self._of_word[word["TAG"], form].append(number)

    def match(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """The rules that words fit, by number: a later one overrules an earlier."""
        found: list[tuple[int, int, int, int]] = super().match(doc)
        for at, token in enumerate(doc):
            tag = token.tag_
            for number in (*self._of_tag.get(tag, ()), *self._of_word.get((tag, token.lower_), ())):
                found.append((number, 0, at, at + 1))
        return sorted(found)


def _is_of_tag(word: dict[str, Any]) -> bool:
    """Whether a rule's word is told by its tag, or by its tag and its letters in lower case, alone."""
    lower = word.get("LOWER", "")
    plain = isinstance(lower, str) or lower.keys() == {"IN"}
    return isinstance(word.get("TAG"), str) and word.keys() <= {"TAG", "LOWER"} and plain


@Language.factory(FASTER["parser"])
def _parser(
    nlp: Language,
    name: str,
    *,
    model: Any,
    moves: Any,
    update_with_oracle_cut_size: int,
    learn_tokens: bool,
    min_action_freq: int,
    scorer: Any,
) -> _Parser:
    learning = {"update_with_oracle_cut_size": update_with_oracle_cut_size, "min_action_freq": min_action_freq}
    return _Parser(nlp.vocab, model, name, moves, learn_tokens=learn_tokens, scorer=scorer, **learning)


@Language.factory(FASTER["ner"])
def _recogniser(
    nlp: Language,
    name: str,
    *,
    model: Any,
    moves: Any,
    update_with_oracle_cut_size: int,
    incorrect_spans_key: str | None,
    scorer: Any,
) -> _Recogniser:
    learning = {"update_with_oracle_cut_size": update_with_oracle_cut_size, "incorrect_spans_key": incorrect_spans_key}
    return _Recogniser(nlp.vocab, model, name, moves, scorer=scorer, **learning)


@Language.factory(FASTER["attribute_ruler"])
def _ruler(nlp: Language, name: str, *, scorer: Any, validate: bool) -> _Ruler:
    return _Ruler(nlp.vocab, name, validate=validate, scorer=scorer)


def hasten(nlp: Language) -> None:
    """Put our components in place of spaCy's, with what these have learnt."""
    components = nlp.config.interpolate()["components"]
    for name, factory in list(nlp.pipe_factories.items()):
        if factory in FASTER:
            theirs: Any = nlp.get_pipe(name)
            settings = {key: value for key, value in components[name].items() if key != "factory"}
            ours: Any = nlp.replace_pipe(name, FASTER[factory], config=settings)
            ours.from_bytes(theirs.to_bytes())
