"""Names, verbs, topics and who asked, on claims made by hand."""

from dataclasses import replace

from diplomacy.comparing.framing.cues import voices
from diplomacy.comparing.framing.initiator import foremost, initiators
from diplomacy.comparing.framing.names import names
from diplomacy.comparing.framing.topics import topics
from diplomacy.comparing.values import Account, AccountClaim, FoundPair, Relation
from diplomacy.reading.values import CueClass
from tests.comparing.claims import claim


def pair(left: int, right: int, relation: Relation = Relation.REWORDED, score: float = 0.9) -> FoundPair:
    return FoundPair(left, right, relation, (), score, ())


def test_names_that_face_each_other_are_one_referent() -> None:
    one = Account(1, (claim(1, "the war of the island is over"),))
    two = Account(2, (claim(3, "the aggression of the island is over"),))
    (found,) = names((one, two), [pair(1, 3)])
    assert found.listed
    assert [(use.article, use.text) for use in found.uses] == [(1, "war"), (2, "aggression")]
    assert found.evidence[0].claims == (1, 3)
    assert found.score == 0.9


def test_a_pair_of_clashing_positions_tells_names_as_well() -> None:
    one = Account(1, (claim(1, "the closure is lawful"),))
    two = Account(2, (claim(2, "the blockade is a breach"),))
    (found,) = names((one, two), [pair(1, 2, Relation.DISPUTED)])
    assert {use.name for use in found.uses} == {"closure", "blockade"}


def test_names_that_go_with_one_word_are_one_referent() -> None:
    one = Account(1, (claim(1, "the war in Hallmark"),))
    two = Account(2, (claim(2, "the Hallmark conflict"),))
    three = Account(3, (claim(3, "the uprising in Brell"),))
    (found,) = names((one, two, three), [])
    assert {use.text for use in found.uses} == {"war", "conflict"}
    assert "hallmark" in found.evidence[0].words


def test_a_name_and_its_short_form_are_no_difference() -> None:
    one = Account(1, (claim(1, "the security zone is open"),))
    two = Account(2, (claim(2, "the zone is open"),))
    assert names((one, two), [pair(1, 2)]) == ()


def test_one_account_alone_frames_nothing_differently() -> None:
    one = Account(1, (claim(1, "the war in Hallmark"), claim(2, "the crisis in Hallmark")))
    assert names((one,), []) == ()


def test_words_of_one_place_are_names_that_the_texts_give() -> None:
    one = Account(1, (claim(1, "the harbour levy is open"),))
    two = Account(2, (claim(2, "the harbour toll is open"),))
    at = "the harbour "
    answers = ((1000 + len(at), 2000 + len(at)),)
    (found,) = names((one, two), [replace(pair(1, 2), answers=answers)])
    assert not found.listed
    assert {use.text for use in found.uses} == {"levy", "toll"}
    assert found.score < 0.5
    assert names((one, two), [replace(pair(1, 2, Relation.CONTRADICTED), answers=answers)]) == ()


def test_a_name_that_only_its_group_speaks_for_is_loose() -> None:
    one = Account(1, (claim(1, "the war of the island is over"), claim(2, "it was an invasion")))
    two = Account(2, (claim(3, "the aggression of the island is over"),))
    (found,) = names((one, two), [pair(1, 3)])
    assert {use.name for use in found.uses} == {"war", "aggression", "invasion"}
    assert found.loose == {"invasion"}


def said(number: int, text: str, cue: str, stance: CueClass, *, statement: int, by: int = 7) -> AccountClaim:
    return replace(claim(number, text, by=by, cue=cue, stance=stance, strength=3), statement=statement)


def test_a_statement_of_two_claims_has_one_verb() -> None:
    account = Account(
        1,
        (
            said(1, "the gate is open", "say", CueClass.NEUTRAL, statement=50),
            said(2, "the road is open", "say", CueClass.NEUTRAL, statement=50),
            said(3, "the port is shut", "insinuate", CueClass.EVALUATIVE, statement=51),
            said(4, "the port is full", "", CueClass.NEUTRAL, statement=52),
            replace(said(5, "long ago", "say", CueClass.NEUTRAL, statement=53), context=True),
        ),
    )
    (voice,) = voices([account])
    assert [(cue.lemma, cue.count) for cue in voice.cues] == [("say", 1), ("insinuate", 1)]
    assert voice.cues[0].claims == (1,)
    assert voice.carried == 1
    assert voice.told == 3
    assert voice.strength == 3.0


def test_each_speaker_of_each_account_has_a_voice() -> None:
    accounts = [
        Account(n, (said(n, "the gate is open", "say", CueClass.NEUTRAL, statement=n, by=by),))
        for n, by in ((1, 7), (2, 7), (3, 8))
    ]
    assert [(voice.article, voice.speakers) for voice in voices(accounts)] == [
        (1, frozenset({7})),
        (2, frozenset({7})),
        (3, frozenset({8})),
    ]


def test_topics_are_nouns_that_claims_share() -> None:
    one = Account(1, (claim(1, "ferry prices"), claim(2, "salmon and more salmon"), claim(3, "boats at anchor")))
    two = Account(2, (claim(4, "salmon quotas"), claim(5, "ferry routes"), claim(6, "vessels idle", context=True)))
    three = Account(3, (claim(7, "the ferry", title=True), claim(8, "moored trawlers")))
    found = topics((one, two, three), [pair(3, 8), pair(2, 8)])
    assert [topic.words for topic in found] == [("ferry",), ("salmon",)]
    ferry, salmon = found
    assert (ferry.holding, ferry.paired) == (3, 0)
    assert [share.place for share in ferry.shares] == [1, 2, None]
    assert [share.headline for share in ferry.shares] == [False, False, True]
    assert (salmon.holding, salmon.paired) == (2, 1)
    assert [share.claims for share in salmon.shares] == [(2,), (4,), (8,)]
    shares = [share.share for topic in found for share in topic.shares if share.article == 2]
    assert sum(shares) == 1.0


def test_names_of_people_are_no_topics() -> None:
    one, two = Account(1, (claim(1, "orrell waits"),)), Account(2, (claim(2, "orrell sleeps"),))
    assert topics((one, two), [], names={"Orrell"}) == ()
    assert [topic.words for topic in topics((one, two), [])] == [("orrell",)]


def test_who_asked_is_told_by_each_account() -> None:
    def asking(number: int, side: int, *, by: int | None = None) -> AccountClaim:
        return replace(claim(number, "so it was asked for", by=by), askers=frozenset({side}))

    one = Account(1, (asking(1, 20), asking(2, 20)))
    two = Account(2, (asking(3, 20, by=7), asking(4, 10, by=8), asking(5, 99), claim(6, "nothing of the kind")))
    found = [(asked.article, asked.side, asked.claim.id) for asked in initiators((one, two), sides={10, 20})]
    assert found == [(1, 20, 1), (2, 20, 3), (2, 10, 4)]
    told = foremost(initiators((one, two), sides={10, 20}))
    assert [asked.claim.id for asked in told] == [1]
    assert [asked.claim.id for asked in foremost(initiators((two,), sides={10, 20}))] == [3, 4]
