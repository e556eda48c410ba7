from datetime import date

import pytest

from diplomacy.comparing import join
from diplomacy.comparing.values import ExchangeSeen
from diplomacy.reading.values import ExchangeKind

ANA, BEN, CLEO, RIVERLAND, HILLAND = 1, 2, 3, 11, 12
ACTS_FOR = {ANA: RIVERLAND, BEN: HILLAND, CLEO: HILLAND}
NAMES = {ANA: "Ana Rolle", BEN: "Ben Karo"}


def seen(day, *people, kind=ExchangeKind.CALL):
    return ExchangeSeen(kind, date(2031, 5, day), frozenset(people))


def joined(one, *known):
    return join([one], known, acts_for=ACTS_FOR, names=NAMES)[0].known


def test_the_same_two_on_the_same_day():
    found = join([seen(4, ANA, BEN)], [seen(9, ANA, BEN), seen(4, ANA, BEN)], acts_for=ACTS_FOR, names=NAMES)[0]
    assert found.known == 1
    assert found.reasons == ("It is a known exchange: same participants, same day.",)


def test_what_differs_is_told_once_and_dates_are_written_out():
    one, other = seen(5, RIVERLAND, BEN), seen(4, ANA, BEN, kind=ExchangeKind.MEETING)
    assert join([one], [seen(4, ANA, BEN)], acts_for=ACTS_FOR, names=NAMES)[0].reasons == (
        "It is a known exchange.",
        "Other accounts have it of Ana Rolle and Ben Karo: "
        "a state stands for its minister, or one account names fewer.",
        "Other accounts date it 4 May 2031: local dates may lie a day apart.",
    )
    found = join([seen(4, ANA, BEN)], [other], acts_for=ACTS_FOR, names=NAMES)[0]
    assert found.reasons[-1] == "Other accounts call it a meeting."


def test_local_dates_may_differ_by_a_day_and_no_more():
    assert joined(seen(5, ANA, BEN), seen(4, ANA, BEN)) == 0
    assert joined(seen(6, ANA, BEN), seen(4, ANA, BEN)) is None


@pytest.mark.parametrize("people", [(ANA, HILLAND), (RIVERLAND, HILLAND), (BEN,)])
def test_a_state_stands_for_its_minister_and_one_side_may_go_unnamed(people):
    assert joined(seen(4, *people), seen(4, ANA, BEN)) == 0


def test_another_person_of_the_same_state_is_another_exchange():
    assert joined(seen(4, ANA, CLEO), seen(4, ANA, BEN)) is None


def test_a_meeting_may_be_at_a_summit_but_a_letter_is_no_meeting_on_another_day():
    assert joined(seen(4, ANA, BEN, kind=ExchangeKind.SUMMIT), seen(5, ANA, BEN, kind=ExchangeKind.MEETING)) == 0
    assert joined(seen(4, ANA, BEN, kind=ExchangeKind.LETTER), seen(5, ANA, BEN, kind=ExchangeKind.MEETING)) is None


def test_one_named_side_that_fits_two_exchanges_is_not_guessed():
    found = join([seen(4, ANA)], [seen(4, ANA, BEN), seen(4, ANA, CLEO)], acts_for=ACTS_FOR)[0]
    assert found.known is None
    assert "too few" in found.reasons[0]


def test_two_reported_exchanges_are_never_one():
    found = join([seen(4, ANA, BEN), seen(5, ANA, BEN)], [seen(4, ANA, BEN)], acts_for=ACTS_FOR)
    assert [f.known for f in found] == [0, None]


def test_nothing_known_is_new():
    assert joined(seen(4, ANA, BEN)) is None
    assert join([], [seen(4, ANA, BEN)]) == ()


def test_a_kind_that_no_words_tell_joins_any_kind_also_on_the_next_day():
    presumed = ExchangeSeen(ExchangeKind.CALL, date(2031, 5, 5), frozenset({ANA, BEN}), presumed=True)
    meeting = seen(4, ANA, BEN, kind=ExchangeKind.MEETING)
    assert joined(presumed, meeting) == 0
    assert joined(meeting, presumed) == 0
    assert joined(seen(5, ANA, BEN), meeting) is None
    found = join([presumed], [meeting], acts_for=ACTS_FOR, names=NAMES)[0]
    assert not any("call it" in reason for reason in found.reasons)
