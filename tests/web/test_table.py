"""The claims table: nothing lost, gaps where an account is silent, any account as the base."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from diplomacy.web.pages.accounts import AccountView, ClaimView, PairLink
from diplomacy.web.pages.narrowing import Narrowing
from diplomacy.web.pages.people import Speaker
from diplomacy.web.pages.table import ClaimsTable, Row, claims_table, meet
from diplomacy.web.pages.wording import Worded
from diplomacy.web.pages.words import FACETS, RELATIONS


def claim(id: int, *, article: int, context: bool = False) -> ClaimView:
    text = f"claim {id}"
    return ClaimView(id, article, text, worded(id, text), context=context)


def worded(id: int, text: str) -> Worded:
    return Worded.of(id=id, text=text, start=0, stored=[])


def account(article: int, *claims: ClaimView) -> AccountView:
    return AccountView(article, "", f"outlet {article}", article, "wire", "en", 1, claims)


def link(left: int, right: int, relation: str = "reworded", *, score: float = 0.8) -> PairLink:
    return PairLink(left * 1000 + right, 1, left, right, RELATIONS[relation], (), score)


def rows(table: ClaimsTable) -> tuple[Row, ...]:
    return (*table.told, *table.missing, *table.between, *table.context)


FIRST = account(1, claim(11, article=1), claim(12, article=1))
SECOND = account(2, claim(21, article=2), claim(22, article=2), claim(23, article=2, context=True))


def test_paired_claims_share_a_row_and_the_others_face_a_gap() -> None:
    table = claims_table((FIRST, SECOND), [link(11, 22)], base=1)
    assert [row.head.id for row in table.told] == [11, 12]
    assert table.told[0].cells[1].met[0].claim.id == 22
    assert table.told[1].cells[1].gap
    assert [row.head.id for row in table.missing] == [21]
    assert table.missing[0].cells[0].gap
    assert [row.number for row in rows(table)] == [1, 2, 3]


def test_any_account_can_be_the_base_without_moving_columns() -> None:
    table = claims_table((FIRST, SECOND), [link(11, 22)], base=2)
    assert [row.head.id for row in table.told] == [21, 22]
    assert [cell.account.article for cell in table.told[0].cells] == [1, 2]
    assert table.told[1].cells[0].met[0].claim.id == 11


def test_words_that_answer_each_other_are_marked_from_either_side() -> None:
    texts = (11, 1, "grey boats"), (22, 2, "vessels")
    heads = [ClaimView(n, a, text, Worded.of(id=n, text=text, start=0, stored=[])) for n, a, text in texts]
    answered = replace(link(11, 22), answers=((5, 0),))
    for head, claim in (heads, heads[::-1]):
        met = meet(head, claim, answered)
        shown = {piece.text: piece.mark for piece in (*met.pieces, *met.head_pieces) if piece.text.strip()}
        assert shown["boats"] == shown["vessels"] == "reworded"
        assert "only" in {mark for text, mark in shown.items() if "grey" in text}


def test_a_disputed_claim_leaves_the_gap_open() -> None:
    cell = claims_table((FIRST, SECOND), [link(11, 21, "disputed")], base=1).told[0].cells[1]
    assert cell.gap
    assert cell.disputes[0].claim.id == 21


def test_background_without_counterpart_is_kept_apart() -> None:
    table = claims_table((FIRST, SECOND), [], base=1)
    assert [(a.article, [c.id for c in claims]) for a, claims in table.background] == [(1, []), (2, [23])]
    assert 23 not in [row.head.id for row in rows(table)]


def test_further_passages_stand_behind_the_surest() -> None:
    cell = claims_table((FIRST, SECOND), [link(11, 21, score=0.5), link(11, 22, score=0.9)], base=1).told[0].cells[1]
    assert [met.claim.id for met in cell.met] == [22]
    assert [met.claim.id for met in cell.further] == [21]


def test_a_filter_keeps_rows_of_that_relation() -> None:
    table = claims_table((FIRST, SECOND), [link(11, 22, "shifted")], base=1)
    assert [row.head.id for row in rows(Narrowing(relation="shifted").of(table))] == [11]
    assert [row.head.id for row in rows(Narrowing(relation="alone").of(table))] == [12, 21]


def test_a_contradiction_between_two_answers_is_told_beside_the_later_one() -> None:
    third = account(3, claim(31, article=3))
    links = [link(11, 21), link(11, 31), link(21, 31, "contradicted")]
    row = claims_table((FIRST, SECOND, third), links, base=1).told[0]
    assert [(aside.relation.key, aside.outlets) for aside in row.cells[2].asides] == [("contradicted", "outlet 2")]
    assert "contradicted" in row.relations


def test_a_pair_across_two_rows_gets_a_row_of_its_own() -> None:
    third = account(3, claim(31, article=3))
    table = claims_table((FIRST, SECOND, third), [link(11, 21), link(12, 31), link(21, 31, "shifted")], base=1)
    assert [(row.head.id, row.cells[2].met[0].claim.id) for row in table.between] == [(21, 31)]


def test_a_row_that_repeats_claims_says_nothing_of_who_lacks_them() -> None:
    third = account(3, claim(31, article=3))
    links = [link(11, 21), link(12, 31), link(21, 31, "disputed")]
    (again,) = claims_table((FIRST, SECOND, third), links, base=1).between
    assert not again.gaps_count
    assert again.relations == {"disputed"}


def test_parts_are_named_where_there_are_several() -> None:
    table = claims_table((FIRST, SECOND), [link(11, 22)], base=1)
    assert [(key, count) for key, _, count in table.sections] == [("told", 2), ("missing", 1), ("background", 1)]
    assert claims_table((FIRST,), [], base=1).sections == ()


@st.composite
def corpora(draw: st.DrawFn) -> tuple[tuple[AccountView, ...], list[PairLink], int]:
    sizes = draw(st.lists(st.integers(0, 5), min_size=1, max_size=4))
    accounts = tuple(
        account(a, *(claim(100 * a + n, article=a, context=draw(st.booleans())) for n in range(size)))
        for a, size in enumerate(sizes, 1)
    )
    ids = [c.id for a in accounts for c in a.claims]
    possible = [(x, y) for x in ids for y in ids if x < y and x // 100 != y // 100]
    chosen = draw(st.lists(st.sampled_from(possible), unique=True, max_size=12)) if possible else []
    links = [link(x, y, draw(st.sampled_from(sorted(RELATIONS)))) for x, y in chosen]
    return accounts, links, draw(st.integers(0, len(sizes)))


@given(corpora())
def test_every_claim_is_shown_and_every_pair_stands_in_a_row(
    corpus: tuple[tuple[AccountView, ...], list[PairLink], int],
) -> None:
    accounts, links, base = corpus
    table = claims_table(accounts, links, base=base)
    cells = [cell for row in rows(table) for cell in row.cells]
    met = [m for cell in cells for m in (*cell.met, *cell.further, *cell.disputes)]
    shown = {row.head.id for row in rows(table)} | {m.claim.id for m in met}
    shown |= {c.id for _, claims in table.background for c in claims}
    assert shown == {c.id for a in accounts for c in a.claims}
    together = [{c.id for cell in row.cells for c in cell.claims} for row in rows(table)]
    assert all(any({found.left, found.right} <= here for here in together) for found in links)
    opened = {found.id for cell in cells for found in cell.links}
    assert opened >= {found.id for found in links if found.relation.key in ("shifted", "contradicted")}
    assert all(len(row.cells) == len(accounts) for row in rows(table))
    assert all(sum(cell.head is not None for cell in row.cells) == 1 for row in rows(table))


def test_words_and_speaker_and_facet_narrow_together() -> None:
    brandt, savary = Speaker(1, "Brandt"), Speaker(2, "Savary")
    one, other = (
        replace(claim(n, article=a), text=text, worded=worded(n, text), speakers=(who,))
        for n, a, text, who in ((11, 1, "the bridge is closed", brandt), (21, 2, "Bridge traffic rests", savary))
    )
    facing = replace(link(11, 21), facets=(FACETS["naming"],))
    table = claims_table((account(1, one, claim(12, article=1)), account(2, other)), [facing], base=1)

    def kept(**asked: object) -> list[int]:
        return [row.head.id for row in rows(Narrowing(**asked).of(table))]  # type: ignore[arg-type]

    assert kept() == [11, 12]
    assert kept(within="BRIDGE traffic") == [11]
    assert kept(within="bridge claim") == []
    assert kept(speaker=2) == kept(facet="naming") == kept(relation="reworded", facet="naming") == [11]
    assert kept(facet="verb") == kept(relation="alone", facet="naming") == kept(speaker=3) == []


def test_background_is_narrowed_by_words_and_left_out_where_a_relation_is_asked_for() -> None:
    table = claims_table((FIRST, SECOND), [], base=1)
    assert Narrowing(within="claim 23").of(table).background[1][1][0].id == 23
    assert not Narrowing(relation="shifted").of(table).has_background


def test_an_address_says_all_that_is_asked_for_and_nothing_else() -> None:
    asked = Narrowing(base=7, relation="shifted", within="a & b")
    assert asked.url(3) == "/exchanges/3/?base=7&relation=shifted&within=a+%26+b"
    assert asked.url(3, relation="", within="") == "/exchanges/3/?base=7"
    assert Narrowing().url(3) == "/exchanges/3/"
