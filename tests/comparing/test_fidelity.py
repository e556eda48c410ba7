"""Quotations against another account: what became of the words, and that every offset is where it says."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.comparing.fidelity import WORD, Fidelity, Quoted, Telling, check, summary
from diplomacy.comparing.values import AccountClaim, FoundPair, Relation
from diplomacy.reading.values import Span, Word
from tests.comparing.claims import claim

TAGS = {"lawful": "ADJ", "necessary": "ADJ", "and": "CCONJ", "not": "PART", "a": "DET", "very": "ADV"}


def tagged(number: int, text: str, *, start: int) -> AccountClaim:
    """A claim whose adjectives and joining words are known as such."""
    made = claim(number, text, start=start)
    tags = [TAGS.get(word.lemma, word.pos) for word in made.words]
    words = (Word(w.start, w.end, w.lemma, tag, w.content) for w, tag in zip(made.words, tags, strict=True))
    return replace(made, words=tuple(words))


def telling(text: str, *claimed: str, quoted: str = "") -> Telling:
    claims = tuple(tagged(100 + n, words, start=text.index(words)) for n, words in enumerate(claimed))
    at = text.find(quoted) if quoted else -1
    return Telling(2, text, claims, (Span(at, at + len(quoted)),) if quoted else ())


def quoted(text: str, beside: str = "") -> Quoted:
    """A quotation in a claim that has more words before it."""
    whole = f"{beside} {text}".strip()
    at = whole.index(text)
    return Quoted(Span(at, at + len(text)), text, (claim(1, whole, start=0),))


def dropped(found, text: str) -> list[str]:
    return [span.of(text) for span in found.dropped]


def test_the_same_words_are_verbatim() -> None:
    text = "The harbour is a breach of the treaty and it closes."
    found = check(quoted("a breach of the treaty"), telling(text, "The harbour is a breach of the treaty"))
    assert found.fidelity is Fidelity.VERBATIM
    assert [span.of(text) for span in found.found] == ["a breach of the treaty"]
    assert found.score == 1.0


def test_marks_and_capitals_are_no_difference() -> None:
    found = check(quoted("We don't bargain, ever"), telling("“we don’t bargain ever”", "we don’t bargain ever"))
    assert found.fidelity is Fidelity.VERBATIM


def test_a_claim_that_goes_on_makes_it_clipped() -> None:
    text = "He said the island has always preferred talks to quarrels."
    found = check(
        quoted("the island has always preferred talks"),
        telling(text, "the island has always preferred talks to quarrels"),
    )
    assert found.fidelity is Fidelity.CLIPPED
    assert dropped(found, text) == ["to quarrels"]


def test_a_quotation_that_goes_on_makes_it_clipped() -> None:
    spoken = "We will meet anyone, anywhere. But we will not wait."
    found = check(quoted("will meet anyone, anywhere"), telling(spoken, "We will meet anyone, anywhere", quoted=spoken))
    assert found.fidelity is Fidelity.CLIPPED
    assert dropped(found, spoken) == ["But we will not wait"]


def test_what_is_told_beside_the_marks_is_not_dropped() -> None:
    text = "The island has always preferred talks to quarrels."
    words = "preferred talks to quarrels"
    found = check(quoted("has always preferred talks", beside="to quarrels, she said, it"), telling(text, text[:-1]))
    assert words in text
    assert found.fidelity is Fidelity.VERBATIM


@pytest.mark.parametrize(
    ("before", "lost"), [("a lawful and", "lawful and"), ("a", ""), ("not a", "not a"), ("not", "not")]
)
def test_a_modifier_that_is_left_out_makes_it_clipped(before: str, lost: str) -> None:
    text = f"The toll is {before} necessary measure against smoke."
    found = check(quoted("necessary measure"), telling(text, text[:-1]))
    assert found.fidelity is (Fidelity.CLIPPED if lost else Fidelity.VERBATIM)
    assert dropped(found, text) == ([lost] if lost else [])
    assert found.score < 1.0


def test_pieces_with_words_between_are_spliced() -> None:
    text = "We want the bridge open tomorrow, and if the rain allows it we will send the first trucks at dawn."
    found = check(quoted("we want the bridge open tomorrow we will send the first trucks"), telling(text, text[:-1]))
    assert found.fidelity is Fidelity.SPLICED
    assert dropped(found, text) == ["and if the rain allows it"]


def test_the_fuller_quotation_is_quoted_in_part() -> None:
    text = "She would meet “anyone at any time”, she said."
    found = check(quoted("We meet anyone at any time, but not here"), telling(text, text, quoted="anyone at any time"))
    assert found.fidelity is Fidelity.PARTLY
    assert [span.of(text) for span in found.found] == ["anyone at any time"]


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (Relation.REWORDED, Fidelity.TRANSLATED),
        (Relation.CONTRADICTED, Fidelity.ABSENT),
        (Relation.DISPUTED, Fidelity.ABSENT),
    ],
)
def test_a_paired_claim_is_another_translation(relation: Relation, expected: Fidelity) -> None:
    quote = quoted("an impartial position on the harbour")
    text = "He takes a fair position on the harbour."
    other = telling(text, "a fair position on the harbour")
    words = (("impartial", "fair"), ("position", "position"), ("harbour", "harbour"))
    answers = tuple((quote.text.index(one), text.index(two)) for one, two in words)
    pair = FoundPair(1, 100, relation, (), 0.9, (), answers)
    found = check(quote, other, pairs=[pair])
    assert found.fidelity is expected
    if expected is Fidelity.TRANSLATED:
        assert [span.of(text) for span in found.found] == ["a fair position on the harbour"]
        assert found.score == 0.9
    turned = FoundPair(100, 1, relation, (), 0.9, (), tuple((two, one) for one, two in answers))
    assert check(quote, other, pairs=[turned]) == found
    assert check(quote, other).fidelity is Fidelity.ABSENT


def test_a_long_quotation_needs_half_of_its_words_answered() -> None:
    whole = "the gate is open today, the road is dry and the salmon swim upriver"
    claims = tuple(claim(n, text, start=whole.index(text)) for n, text in enumerate(whole.split(", "), start=1))
    quote = Quoted(Span(0, len(whole)), whole, claims)
    other = telling("The gate opens.", "The gate opens")
    pair = FoundPair(1, 100, Relation.SAME, (), 1.0, (), ((4, 4),))
    assert check(quote, other, pairs=[pair]).fidelity is Fidelity.ABSENT


def test_the_summary_is_the_account_that_has_more() -> None:
    quote = quoted("the island has always preferred talks")
    paper = telling("The island has always preferred talks.", "The island has always preferred talks")
    ministry = telling(
        "The island has always preferred talks to quarrels.", "The island has always preferred talks to quarrels"
    )
    most = summary([check(quote, paper), check(quote, ministry)])
    assert most is not None
    assert most.fidelity is Fidelity.CLIPPED
    assert summary([]) is None


WORDS = st.lists(st.sampled_from(["we", "will", "not", "open", "the", "gate", "today", "Ørn’s", "…", "“so”", "\n"]))


@given(WORDS, WORDS, st.data())
def test_spans_lie_in_the_text_and_do_not_cross(own: list[str], other: list[str], data: st.DataObject) -> None:
    text, quote = " ".join(other), " ".join(own).strip() or "we"
    cut = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    claims = (claim(100, text[cut[0] : cut[1]], start=cut[0]),) if cut[0] < cut[1] else ()
    found = check(
        quoted(quote), Telling(2, text, claims, (Span(*cut),)), pairs=[FoundPair(1, 100, Relation.SAME, (), 1, ())]
    )
    spans = sorted((*found.found, *found.dropped))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(not one.overlaps(two) for one, two in pairwise(spans))
    assert 0.0 <= found.score <= 1.0
    whole = [word.casefold() for span in found.found for word in WORD.findall(span.of(text))]
    if found.fidelity in (Fidelity.VERBATIM, Fidelity.CLIPPED, Fidelity.SPLICED):
        assert whole == [word.casefold() for word in WORD.findall(quote)]


@given(WORDS.filter(lambda words: any(WORD.search(word) for word in words)))
def test_a_quotation_is_never_absent_from_its_own_text(words: list[str]) -> None:
    text = " ".join(words)
    found = check(quoted(text.strip()), Telling(2, text, ()))
    assert found.fidelity in (Fidelity.VERBATIM, Fidelity.CLIPPED)
