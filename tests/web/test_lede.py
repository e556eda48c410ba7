"""The lede: numbers are said to clash only where the very claims do."""

from dataclasses import replace

from diplomacy.web.pages.accounts import AccountView, ClaimView, PairLink
from diplomacy.web.pages.asking import Side
from diplomacy.web.pages.lede import Lede
from diplomacy.web.pages.people import Speaker
from diplomacy.web.pages.wording import Worded
from diplomacy.web.pages.words import FACETS, RELATIONS


def claim(id: int, text: str, *, context: bool = False) -> ClaimView:
    return ClaimView(id, id // 10, text, Worded.of(id=id, text=text, start=0, stored=[]), context=context)


def account(*claims: ClaimView) -> AccountView:
    article = claims[0].article
    return AccountView(article, "", f"outlet {article}", article, "wire", "en", 1, claims)


def link(left: int, right: int, *facets: str, relation: str = "contradicted", score: float = 0.8) -> PairLink:
    return PairLink(left * 100 + right, 1, left, right, RELATIONS[relation], tuple(FACETS[f] for f in facets), score)


def told(accounts: list[AccountView], *links: PairLink) -> list[tuple[str, str]]:
    return [(clash.left, clash.right) for clash in Lede.of(tuple(accounts), links).clashes]


ELEVEN, FOURTEEN = claim(11, "11 drivers are well"), claim(21, "all 14 drivers rest")
SINCE, INCIDENT = claim(12, "The bridge has been shut since 17 April"), claim(22, "The incident of 26 April")


def test_a_clash_of_two_claims_on_a_number_is_told() -> None:
    assert told([account(ELEVEN), account(FOURTEEN)], link(11, 21, "number")) == [("11", "14")]


def test_figures_of_claims_that_do_not_clash_on_a_number_are_not_told() -> None:
    accounts = [account(ELEVEN), account(FOURTEEN)]
    assert told(accounts, link(11, 21, "verb")) == []
    assert told(accounts, link(11, 21, "number", relation="shifted")) == []


def test_a_clash_of_an_unsure_pair_is_told_as_unsure() -> None:
    accounts = (account(ELEVEN), account(FOURTEEN))
    unsure, sure = link(11, 21, "number", score=0.4), link(11, 21, "number", score=0.95)
    assert [clash.unsure for clash in Lede.of(accounts, (unsure,)).clashes] == [True]
    assert [clash.unsure for clash in Lede.of(accounts, (sure,)).clashes] == [False]
    assert not Lede.of(accounts, (replace(unsure, curated=True),)).clashes[0].unsure


def test_a_date_is_not_told_against_that_of_another_claim_with_a_surer_answer() -> None:
    accounts = [account(SINCE), account(INCIDENT, claim(23, "The bridge is shut"))]
    clash = link(12, 22, "number", score=0.6)
    assert told(accounts, clash) == [("17 April", "26 April")]
    assert told(accounts, clash, link(12, 23, relation="reworded", score=0.7)) == []


def test_a_date_is_not_told_against_a_count_nor_background_against_anything() -> None:
    assert told([account(SINCE), account(FOURTEEN)], link(12, 21, "number")) == []
    past = claim(31, "14 drivers were held last year", context=True)
    assert told([account(ELEVEN), account(past)], link(11, 31, "number")) == []


def test_one_clash_is_told_once_between_the_leading_accounts() -> None:
    third = claim(31, "They are 14 drivers")
    accounts = [account(ELEVEN), account(FOURTEEN), account(third)]
    links = (link(11, 31, "number", score=0.9), link(11, 21, "number"))
    clashes = Lede.of(tuple(accounts), links).clashes
    assert [(clash.left_outlet, clash.right_outlet) for clash in clashes] == [("outlet 1", "outlet 2")]


OSTMARK, LIRIEN = Side(1, "Ostmark"), Side(2, "Lirien")


def asked(*accounts: AccountView) -> list[tuple[str, str]]:
    return [(one.side, one.outlets) for one in Lede.of(accounts, (), sides={1, 2}).asked]


def test_where_accounts_contradict_each_other_on_who_asked_both_are_told() -> None:
    one, other, third = (
        replace(claim(n, "asked for it"), asking=(side,)) for n, side in ((11, OSTMARK), (21, LIRIEN), (31, OSTMARK))
    )
    assert asked(account(one), account(other), account(third)) == [
        ("Ostmark", "outlet 1 and outlet 3"),
        ("Lirien", "outlet 2"),
    ]


def test_who_asked_is_told_as_somebody_says_only_where_no_account_tells_it_itself() -> None:
    quoted = replace(claim(11, "asked for it"), asking=(OSTMARK,), speakers=(Speaker(5, "Brandt"),))
    own = replace(claim(21, "asked for it"), asking=(LIRIEN,))
    assert asked(account(quoted), account(own)) == [("Lirien", "outlet 2")]
    assert asked(account(quoted)) == [("Ostmark", "outlet 1")]


def test_an_account_is_named_once_for_a_side_however_often_it_says_so() -> None:
    one, again = (replace(claim(n, "asked for it"), asking=(OSTMARK,)) for n in (11, 12))
    assert asked(account(one, again)) == [("Ostmark", "outlet 1")]


def test_who_took_no_part_asked_for_nothing() -> None:
    stranger = replace(claim(11, "a letter from the families"), asking=(Side(9, "the families"),))
    assert asked(account(stranger)) == []


def test_a_side_without_a_readout_is_named() -> None:
    assert Lede.of((account(ELEVEN),), (), unheard=["Vale"]).unheard == "Vale"
    assert Lede.of((account(ELEVEN),), ()).unheard == ""
