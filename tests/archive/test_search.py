"""What a search finds: words in texts and in what is said, speakers by their names, claims by their meaning."""

from datetime import date

import pytest

from diplomacy.archive.models import Actor, Alias, Claim, Embedding, Statement, Version
from diplomacy.archive.nearest import nearest
from diplomacy.archive.querysets import HIT
from diplomacy.archive.voices import voices
from tests.web.corpus import Corpus, forget_dead_neighbours, lay_out, telling

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus() -> Corpus:
    return lay_out()


@pytest.mark.usefixtures("corpus")
def test_words_of_a_statement_are_found_in_it_alone() -> None:
    found = Statement.objects.current().saying("drivers health")
    assert {said.cue_lemma for said in found} == {"informed", "said"}
    assert not Statement.objects.saying("timber").exists()  # narration says it, nobody else
    assert Version.objects.current().saying("timber").count() == 2
    assert not Statement.objects.saying("“harms drivers”").exists()


def test_a_statement_of_several_spans_is_searched_through_all_and_follows_its_spans(corpus: Corpus) -> None:
    said = corpus.readout.says("lawful measure", "good health", by=[corpus.minister], cue="stressed")
    assert said in Statement.objects.saying("lawful health")
    said.spans = [list(corpus.readout.find("harms nobody"))]
    said.save()
    assert said not in Statement.objects.saying("lawful")
    assert said in Statement.objects.saying("harm")


def test_a_snippet_marks_the_words_and_nothing_else(corpus: Corpus) -> None:
    found = (
        Version.objects.saying("drivers").best_for("drivers").with_snippets("drivers").get(pk=corpus.wire.version.pk)
    )
    assert f"{HIT[0]}drivers{HIT[1]}" in found.snippet
    assert found.snippet.count(HIT[0]) == found.snippet.count(HIT[1]) == corpus.wire.text.count("drivers")


def test_an_old_text_is_not_searched(corpus: Corpus) -> None:
    Version.objects.filter(pk=corpus.wire.version.pk).update(current=False)
    assert corpus.wire.version not in Version.objects.current().saying("drivers")
    assert not Statement.objects.current().saying("closure").exists()


def test_a_name_finds_just_its_bearer_where_there_is_one(corpus: Corpus) -> None:
    assert [one.name for one in Actor.objects.called("ostmark")] == ["Ostmark"]
    assert {one.name for one in Actor.objects.called("ostm")} == {"Ostmark", "Ministry of Foreign Affairs of Ostmark"}
    Alias.objects.create(actor=corpus.minister, name="Teo Brandt")
    assert list(Actor.objects.called("teo brandt")) == [corpus.minister]
    assert not Actor.objects.called("%").exists()


@pytest.mark.usefixtures("corpus")
def test_a_query_of_signs_and_stop_words_finds_nothing_and_breaks_nothing() -> None:
    for words in ("'--", '"', "& | !", "the of", "\\", "<>", "(" * 150, ":*"):
        assert list(Version.objects.saying(words).best_for(words).with_snippets(words)) == []
        assert list(Statement.objects.saying(words)) == []


def test_a_place_is_said_by_whom_one_of_a_statements_spans_gives_it_to(corpus: Corpus) -> None:
    at, version = corpus.paper.text.index("timber quarrel"), corpus.paper.version.pk
    corpus.paper.says("timber", "quarrel", by=[corpus.minister], cue="")
    found = voices([(version, at), (version, at + len("timber")), (version, at + len("timber "))])
    assert found == {0: ("Teodor Brandt",), 2: ("Teodor Brandt",)}
    corpus.minister.statements.clear()
    assert voices([(version, at)]) == {0: (None,)}
    assert voices([]) == {}


def turn(claim: Claim, vector: list[float]) -> None:
    """Let a claim's vector point elsewhere."""
    Embedding.objects.filter(claim=claim).update(vector=[0.0] * 382 + vector)


def test_near_claims_are_of_other_texts_the_nearest_first(corpus: Corpus) -> None:
    own = corpus.readout.claims["stay in contact"]
    turn(own, [1.0, 0.0])
    on = date(2025, 1, 1)
    near = telling("Far Gazette", "press", "Later", "They will keep in touch. Nothing else happened.", on=on)
    for words, vector in (("They will keep in touch", [0.6, 0.8]), ("Nothing else happened", [-1.0, 0.0])):
        turn(near.claim(words), vector)
    twin = corpus.paper.claims["the regime protects travellers"]
    turn(twin, [0.96, 0.28])
    forget_dead_neighbours()
    found = nearest(own, at_least=0.5)
    assert [(pk, round(cosine, 2)) for pk, cosine in found] == [
        (twin.pk, 0.96),
        (near.claims["They will keep in touch"].pk, 0.6),
    ]
    Version.objects.filter(pk=near.version.pk).update(current=False)
    assert [pk for pk, _ in nearest(own, at_least=0.5)] == [twin.pk]
