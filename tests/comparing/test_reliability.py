"""Agreement and shares, against published worked examples, another implementation, and what must always hold."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from diplomacy.comparing.reliability import Share, alpha, jaccard, kappa, nominal

KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3),
    (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0),
)
"""Of Krippendorff's Computing Krippendorff's Alpha-Reliability (2011): four observers, twelve units; 0 is missing."""
UNITS = [[value for value in unit if value] for unit in zip(*KRIPPENDORFF, strict=True)]


def squared(one: int, other: int) -> float:
    return float((one - other) ** 2)


def test_alpha_of_the_published_example() -> None:
    assert alpha(UNITS) == pytest.approx(0.743, abs=5e-4)
    assert alpha(UNITS, squared) == pytest.approx(0.849, abs=5e-4)


def test_alpha_of_two_observers_and_two_kinds() -> None:
    """The same paper's first: ten units, the answers 0 and 1."""
    first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=5e-4)


def table(*rows: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """Two judges' values from a table of how often the one said its row and the other its column."""
    cells = [(row, column, n) for row, line in enumerate(rows) for column, n in enumerate(line)]
    return [row for row, _, n in cells for _ in range(n)], [column for _, column, n in cells for _ in range(n)]


def test_kappa_of_the_published_examples() -> None:
    """Cohen’s own, of 200 judgements in three kinds; and the 50 grant proposals of textbooks."""
    assert kappa(*table((88, 14, 18), (10, 40, 10), (2, 6, 12))) == pytest.approx(0.492, abs=5e-4)
    assert kappa(*table((20, 5), (10, 15))) == pytest.approx(0.4)


def test_what_chance_explains_wholly_has_no_figure() -> None:
    assert kappa([], []) is None
    assert kappa([1, 1], [1, 1]) is None
    assert alpha([]) is None
    assert alpha([[1], [2]]) is None
    assert alpha([[1, 1], [1, 1]]) is None


def test_sets_lie_apart_by_what_they_do_not_share() -> None:
    none, verb, both, other = (frozenset(keys) for keys in ((), ("verb",), ("verb", "naming"), ("number",)))
    assert [jaccard(verb, one) for one in (verb, both, other, none)] == [0, 0.5, 1, 1]
    assert jaccard(none, none) == 0
    exact = kappa([verb, both, none], [both, both, none])
    near = kappa([verb, both, none], [both, both, none], jaccard)
    assert exact is not None and near is not None and exact < near


JUDGED = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=40)


@given(JUDGED)
def test_agreement_is_one_where_all_is_alike_and_never_more(judged: list[tuple[int, int]]) -> None:
    first, second = [one for one, _ in judged], [other for _, other in judged]
    for figure in (kappa(first, second), alpha(judged), kappa(first, second, nominal)):
        assert figure is None or figure <= 1 + 1e-12
    assert kappa(first, first) in (None, 1)
    assert alpha([(one, one) for one in first]) in (None, 1)
    turned = [(other, one) for one, other in judged]
    assert alpha(judged) == pytest.approx(alpha(turned)), "who is which does not matter to alpha"


@given(st.integers(1, 400), st.data())
def test_the_interval_is_wilsons(total: int, data: st.DataObject) -> None:
    share = Share(data.draw(st.integers(0, total)), total)
    theirs = binomtest(share.hits, share.total).proportion_ci(method="wilson")
    assert all(isclose(one, other, abs_tol=1e-9) for one, other in zip(share.interval, theirs, strict=True))
    assert share.interval[0] - 1e-12 <= share.rate <= share.interval[1] + 1e-12


def test_of_none_it_may_be_anything() -> None:
    assert (Share(0, 0).rate, Share(0, 0).interval) == (0, (0, 1))
