"""Formulas: nearly the same words, in enough of the earlier readouts, and nothing near them now."""

from dataclasses import replace

from diplomacy.comparing.formulas import Content, missing
from diplomacy.comparing.formulas import alike as alike_in
from diplomacy.comparing.values import AccountClaim
from tests.comparing.claims import claim

FORMULA = "peace and stability along the river serve everyone"


def content(made: AccountClaim) -> Content:
    return Content.of(made.id, made.words, made.vector)


def alike(left: AccountClaim, right: AccountClaim) -> float:
    return alike_in(content(left), content(right))


def test_alike_is_the_share_of_content_words() -> None:
    assert alike(claim(1, FORMULA), claim(2, FORMULA)) == 1.0
    assert alike(claim(1, "peace stability river"), claim(2, "peace stability harbour")) == 2 * 2 / 6
    assert alike(claim(1, "maintain contact"), claim(2, "maintain contact")) == 0.0


def with_names(made: AccountClaim, *names: str) -> AccountClaim:
    words = tuple(word._replace(pos="PROPN") if word.lemma in names else word for word in made.words)
    return replace(made, words=words)


def test_the_same_praise_of_another_is_another_claim() -> None:
    left = with_names(claim(1, "the alliance with Brell serves peace and order"), "brell")
    right = with_names(claim(2, "the alliance with Tarn serves peace and order"), "tarn")
    assert alike(left, right) == 0.0
    assert alike(left, claim(3, "the alliance serves peace and order")) > 0.75


def readouts(*claims: AccountClaim) -> list[tuple[int, tuple[Content, ...]]]:
    return [
        (10 + n, (content(made), content(claim(200 + n, f"news {n} of the day", 50 + n))))
        for n, made in enumerate(claims)
    ]


def test_a_formula_of_half_the_readouts_is_missed() -> None:
    earlier = readouts(claim(1, FORMULA, 5), claim(2, FORMULA, 5), claim(3, "nothing of the kind here", 6))
    (found,) = missing([content(claim(9, "the weather on the lake", 7))], earlier)
    assert (found.claim, found.article, found.articles, found.of) == (1, 10, (10, 11), 3)


def test_what_is_said_otherwise_is_not_missed() -> None:
    earlier = readouts(claim(1, FORMULA, 5), claim(2, FORMULA, 5))
    assert missing([content(claim(9, "calm by the water is good for all of us", 5))], earlier) == ()


def test_one_readout_makes_no_formula() -> None:
    now = [content(claim(9, "the weather on the lake", 7))]
    assert missing(now, readouts(claim(1, FORMULA, 5))) == ()
    assert missing(now, []) == ()
    rare = readouts(claim(1, FORMULA, 5), claim(2, FORMULA, 5), *(claim(n, f"other {n} of that", n) for n in (3, 4, 6)))
    assert missing(now, rare) == ()
