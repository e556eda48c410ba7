"""The parser and the recogniser of names, which take each step in all texts of a batch together.

Both go through a text by transitions (Nivre 2008, doi:10.1162/coli.07-056-R1-07-027). spaCy's own loop lets go of
Python's lock and takes it again for each transition that it considers, some seventy a word; here the lock is held, and
the scores of a step are reckoned for all texts at once. What is found is the same: spaCy's transitions, the model's
scores.
"""

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc

IN_STEP = {"parser": "parser_in_step", "ner": "ner_in_step"}
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


@Language.factory(IN_STEP["parser"])
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


@Language.factory(IN_STEP["ner"])
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


def take_steps_together(nlp: Language) -> None:
    """Put our parser and recogniser in place of spaCy's, with what these have learnt."""
    components = nlp.config.interpolate()["components"]
    for name, factory in list(nlp.pipe_factories.items()):
        if factory in IN_STEP:
            theirs: Any = nlp.get_pipe(name)
            settings = {key: value for key, value in components[name].items() if key != "factory"}
            ours: Any = nlp.replace_pipe(name, IN_STEP[factory], config=settings)
            ours.from_bytes(theirs.to_bytes())
