"""Correcting statements in an article's text by forms alone: what they say, what is told, and who may."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.compare import compare_uncompared
from diplomacy.archive.models import Claim, Decision, Statement
from diplomacy.archive.roles import Role
from diplomacy.web.pages.places import statement_url
from tests.archive.plain_reader import PlainReader
from tests.web.corpus import Corpus
from tests.web.test_decisions import account

pytestmark = pytest.mark.django_db
LOST = "The bridge has been shut since April"


@pytest.fixture
def mira(corpus: Corpus) -> Client:  # noqa: ARG001 (lays the statements out)
    client = Client()
    client.force_login(account("mira"))
    return client


def at(corpus: Corpus) -> str:
    return f"/articles/{corpus.wire.version.article_id}/edit/"


def of(words: str) -> Statement:
    return next(s for s in Statement.objects.select_related("version") if words in _content(s))


def _content(said: Statement) -> str:
    return " ".join(said.version.text[start:end] for start, end in said.spans)


def fields(html: str) -> dict[str, list[str]]:
    """The form of the statement, as a browser would send it."""
    form = html[html.index('id="form"') : html.index("</form>")]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)"(?: id="\w+")? value="([^"]*)">', form):
        found.setdefault(name, []).append(value)
    for name, value in re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>([^<]*)<', form):
        found[name] = [value]
    found["via"] = re.findall(r'name="via" value="([^"]*)"', form)
    found["cue"] = re.findall(r'name="cue" value="([^"]*)"', form)
    found["speaker"] = re.findall(r'name="speaker" value="(\d+)" checked', form)
    found["kind"] = re.findall(r'<option value="(\w*)" selected', form)
    return found


def send(client: Client, url: str, **given: object) -> str:
    answer = client.post(url, given, follow=True)
    return answer.content.decode()


def test_strangers_sign_in_and_readers_are_refused(client: Client, corpus: Corpus) -> None:
    assert client.get(at(corpus)).headers["Location"].startswith("/sign-in/?next=/articles/")
    client.force_login(User.objects.create_user("reader"))
    assert client.get(at(corpus)).status_code == 403
    assert client.post(at(corpus), {"do": "save"}).status_code == 403
    assert at(corpus) not in client.get(f"/articles/{corpus.wire.version.article_id}/").content.decode()


def test_a_statement_is_made_by_its_words_and_told_on_its_pages(mira: Client, corpus: Corpus) -> None:
    told = send(mira, at(corpus), do="save", content=LOST, other="teodor brandt", note="He says so.")
    assert "Made: by Teodor Brandt, carried on" in told
    made = Decision.objects.get()
    assert (_content(made.statement), made.note, made.statement.kind) == (LOST, "He says so.", "free")
    article = mira.get(f"/articles/{corpus.wire.version.article_id}/").content.decode()
    assert f'href="/decisions/{made.pk}/"' in article
    assert "made by mira" in article
    assert at(corpus) in article
    page = mira.get(f"/decisions/{made.pk}/").content.decode()
    assert "no statement" in page and "by Teodor Brandt" in page


def test_a_statement_is_changed_rejected_and_all_of_it_undone(mira: Client, corpus: Corpus) -> None:
    said = of("in good health.”")
    html = mira.get(f"{at(corpus)}?statement={said.pk}").content.decode()
    form = fields(html)
    assert form["content"] == ["the drivers were “in good health.”"]
    assert (form["cue"], form["kind"]) == (["said"], ["mixed"])
    assert "Confirmed" in send(mira, at(corpus), **form, do="save")
    form = fields(mira.get(f"{at(corpus)}?statement={said.pk}").content.decode())
    told = send(mira, at(corpus), **{**form, "content": "drivers were", "kind": "indirect"}, do="save")
    assert "Changed" in told
    assert _content(Statement.objects.get(pk=said.pk)) == "drivers were"
    form = fields(told)
    told = send(mira, at(corpus), **form, do="reject")
    assert "No statement any more" in told
    assert not Statement.objects.filter(pk=said.pk).exists()
    last = Decision.objects.kept().get()
    assert "Undone" in send(mira, at(corpus), do="undo", decision=last.pk)
    assert _content(Statement.objects.get(pk=said.pk)) == "the drivers were “in good health.”"
    assert "not yours to undo" in send(mira, at(corpus), do="undo", decision=last.pk)


def test_an_edge_goes_by_a_word_and_nothing_is_kept_until_it_is_saved(mira: Client, corpus: Corpus) -> None:
    for how, words in {
        "start-earlier": "defended the closure of the bridge as a “lawful measure,”",
        "start-later": "closure of the bridge as a “lawful measure,”",
        "end-later": "the closure of the bridge as a “lawful measure,” according to",
        "end-earlier": "the closure of the bridge as a “lawful",
    }.items():
        said = of("the closure of the bridge")
        form = fields(mira.get(f"{at(corpus)}?statement={said.pk}").content.decode())
        answer = mira.post(at(corpus), {**form, "do": how})
        assert fields(answer.content.decode())["content"] == [words.removesuffix(" to")], how
    assert not Decision.objects.exists()


def test_claims_are_put_a_line_each(mira: Client, corpus: Corpus) -> None:
    said = of("the closure of the bridge")
    form = fields(mira.get(f"{at(corpus)}?statement={said.pk}").content.decode())
    assert form["claims"] == ["the closure of the bridge as a “lawful measure,”"]
    told = send(mira, at(corpus), **{**form, "claims": "the closure of the bridge\n* a “lawful measure,”"}, do="claims")
    assert "Its claims are as you put them" in told
    assert list(said.claims.order_by("start").values_list("context", flat=True)) == [False, True]
    form = fields(told)
    assert form["claims"] == ["the closure of the bridge\n* a “lawful measure,”"]
    assert "Its claims are" in send(mira, at(corpus), **{**form, "claims": "the closure of the bridge"}, do="claims")
    assert said.claims.count() == 1
    assert Decision.objects.kept().count() == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"do": "narrate"}, "Nothing was asked for"),
        ({"do": "save", "content": LOST, "via": "Nobody Atall"}, "No actor is called"),
        ({}, "Nothing was asked for"),
        ({"do": "save"}, "A statement has from one to"),
        ({"do": "save", "content": "words of another text"}, "does not stand so in the text"),
        ({"do": "save", "content": LOST, "other": "Nobody Atall"}, "No actor is called"),
        ({"do": "save", "content": LOST, "cue": "bridge has"}, "does not stand so in the text"),
        ({"do": "save", "content": LOST, "speaker": "99999999"}, "not among the actors"),
        ({"do": "save", "content": LOST, "kind": "loud"}, "no kind of statement"),
        ({"do": "reject", "of": "99999999"}, "read anew meanwhile"),
        ({"do": "end-later", "content": "words of another text"}, "does not stand so"),
    ],
)
def test_what_can_not_be_is_told_in_a_sentence(mira: Client, corpus: Corpus, given: dict[str, str], told: str) -> None:
    answer = mira.post(at(corpus), given)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Decision.objects.exists()


def test_of_two_curators_one_is_told_and_takes_the_others_place_only_by_sending_again(
    mira: Client, corpus: Corpus
) -> None:
    jon = Client()
    jon.force_login(account("jon", Role.EDITOR))
    said = of("in good health.”")
    seen = fields(mira.get(f"{at(corpus)}?statement={said.pk}").content.decode())
    send(jon, at(corpus), **{**seen, "kind": "indirect"}, do="save")
    answer = mira.post(at(corpus), {**seen, "kind": "free", "note": "Look again.", "do": "save"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "jon decided meanwhile" in html
    assert "Look again." in html
    assert Statement.objects.get(pk=said.pk).kind == "indirect"
    again = fields(html)
    send(mira, at(corpus), **{**again, "kind": "free"}, do="save")
    assert Statement.objects.get(pk=said.pk).kind == "free"


def test_who_changes_what_another_rejected_is_told_and_makes_it_again_by_sending_again(
    mira: Client, corpus: Corpus
) -> None:
    jon = Client()
    jon.force_login(account("jon", Role.EDITOR))
    said = of("in good health.”")
    seen = fields(mira.get(f"{at(corpus)}?statement={said.pk}").content.decode())
    send(jon, at(corpus), **seen, do="reject")
    answer = mira.post(at(corpus), {**seen, "kind": "free", "note": "Look again.", "do": "save"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "jon decided meanwhile: no statement" in html
    assert "Look again." in html
    send(mira, at(corpus), **{**fields(html), "kind": "free"}, do="save")
    assert of("in good health.”").kind == "free"


def test_words_that_are_held_are_told_of_and_the_curator_chooses(mira: Client, corpus: Corpus) -> None:
    said = of("in good health.”")
    given = {"content": "the drivers were “in good health.”", "other": "Maud Savary", "note": "Both say it."}
    answer = mira.post(at(corpus), {**given, "do": "save"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "these words are held already" in html and "Statement 2, by Teodor Brandt" in html
    assert not Decision.objects.exists()
    seen = fields(html)
    assert "of" not in seen and seen["note"] == ["Both say it."]

    taken = mira.post(at(corpus), {**seen, **given, "take": said.pk}).content.decode()
    form = fields(taken)
    assert (form["of"], form["note"], form["cue"]) == ([str(said.pk)], ["Both say it."], ["said"])
    assert "Changed" in send(mira, at(corpus), **form, other="Maud Savary", do="save")
    assert [one.name for one in said.speakers.order_by("name")] == ["Maud Savary", "Teodor Brandt"]
    undone = send(mira, at(corpus), do="undo", decision=Decision.objects.kept().get().pk)
    assert "Undone" in undone

    assert "Made: by Maud Savary" in send(mira, at(corpus), **given, do="beside")
    both = [one for one in Statement.objects.filter(version=said.version) if one.spans == said.spans]
    assert sorted(one.speakers.get().name for one in both) == ["Maud Savary", "Teodor Brandt"]


def test_who_passes_it_on_and_silences_are_in_the_form(mira: Client, corpus: Corpus) -> None:
    said = of("the closure of the bridge")
    form = fields(mira.get(f"{at(corpus)}?statement={said.pk}").content.decode())
    assert form["via"] == ["Ministry of Foreign Affairs of Ostmark"]
    told = send(mira, at(corpus), **{**form, "via": "lirien", "silence": "1"}, do="save")
    assert "through Lirien, partly in quotation marks, a silence" in told
    said.refresh_from_db()
    assert (said.via and said.via.name, said.silence) == ("Lirien", True)
    machine = told[told.index('id="machine"') : told.index("</details>", told.index('id="machine"'))]
    assert "through Ministry of Foreign Affairs of Ostmark" in machine
    assert "the closure of the bridge as a “lawful measure,”" in machine
    send(mira, at(corpus), **{**fields(told), "via": ""}, do="save")
    said.refresh_from_db()
    assert (said.via, said.silence) == (None, False)


def test_claims_of_the_writers_own_are_chosen_made_and_changed(mira: Client, corpus: Corpus) -> None:
    shut = Claim.objects.get(version=corpus.wire.version, context=True, start=corpus.wire.find(LOST)[0])
    html = mira.get(at(corpus)).content.decode()
    assert f"?claim={shut.pk}" in html
    form = fields(mira.get(f"{at(corpus)}?claim={shut.pk}").content.decode())
    assert (form["content"], form["claim"]) == ([LOST], [str(shut.pk)])
    assert "speaker" not in mira.get(f"{at(corpus)}?claim={shut.pk}").content.decode().split("</form>")[0]
    longer = f"{LOST}, when the two countries fell out over timber"
    told = send(mira, at(corpus), **{**form, "content": longer}, do="save")
    assert "Its claims are as you put them" in told
    [joined] = Claim.objects.filter(version=corpus.wire.version, statement=None)
    assert (joined.pk, joined.context) == (joined.pk, False)
    assert corpus.wire.text[joined.start : joined.end] == longer
    assert "2 claims" in told[told.index('id="machine"') :]
    told = send(mira, at(corpus), **{**fields(told), "content": LOST, "context": "on"}, do="save")
    assert "No claim any more" in send(mira, at(corpus), **fields(told), do="reject")
    kept = Decision.objects.kept().get()
    assert f'href="/decisions/{kept.pk}/"' in mira.get(at(corpus)).content.decode()
    send(mira, at(corpus), do="undo", decision=kept.pk)
    assert Claim.objects.filter(version=corpus.wire.version, statement=None, context=True).count() == 2
    made = "made no mention"
    assert "Made: a claim of the writer’s own" in send(mira, at(corpus), content=made, do="narrate")
    held = mira.post(at(corpus), {"content": made, "do": "narrate"})
    assert held.status_code == 409
    again = Claim.objects.get(decision__kind="make")
    taken = mira.post(at(corpus), {"content": f"{made} of", "held": "claim", "take": again.pk}).content.decode()
    assert (fields(taken)["claim"], fields(taken)["content"]) == ([str(again.pk)], [f"{made} of"])


def test_of_words_that_stand_twice_those_are_meant_that_were_chosen(mira: Client, corpus: Corpus) -> None:
    text = corpus.wire.text
    first, last = text.index("drivers"), text.rindex("drivers")
    assert first < last
    send(mira, at(corpus), content="drivers", places=f"{last}-{last + 7}", other="Maud Savary", do="save")
    assert Decision.objects.get().statement.spans == [[last, last + 7]]
    typed = mira.post(
        at(corpus), {"content": "to the drivers", "places": f"{first}-{first + 7}", "do": "start-later"}
    ).content.decode()
    assert fields(typed)["places"] == [f"{last - 4}-{last + 7}"], "the only place that has them"


def test_names_are_offered_as_they_are_typed(mira: Client, corpus: Corpus) -> None:
    html = mira.get(f"{at(corpus)}?other=sav", headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r'<option value="([^"]*)"', html) == ["Maud Savary"]
    assert "<html" not in html


def test_the_page_takes_as_many_queries_for_many_decisions_as_for_one(mira: Client, corpus: Corpus) -> None:
    counts = []
    for statement in list(Statement.objects.filter(version=corpus.wire.version).order_by("position")):
        form = fields(mira.get(f"{at(corpus)}?statement={statement.pk}").content.decode())
        send(mira, at(corpus), **form, do="save")
        with CaptureQueriesContext(connection) as counted:
            mira.get(f"{at(corpus)}?statement={statement.pk}")
        counts.append(len(counted))
    assert len(counts) == 3
    assert len(set(counts)) == 1


def test_every_page_that_shows_it_names_the_curator(mira: Client, corpus: Corpus) -> None:
    said = of("in good health.”")
    form = fields(mira.get(f"{at(corpus)}?statement={said.pk}").content.decode())
    send(mira, at(corpus), **{**form, "kind": "indirect"}, do="save")
    compare_uncompared(reader=PlainReader())
    said = Statement.objects.select_related("version").get(pk=said.pk)
    pages = {
        f"/articles/{said.version.article_id}/": "changed by mira: was by Teodor Brandt",
        statement_url(said): "Changed by mira: was by Teodor Brandt",
        "/search/statements/?q=health": "changed by mira",
        f"/actors/{corpus.minister.pk}/": "changed by mira",
        f"/exchanges/{corpus.exchange.pk}/texts/": "changed by mira",
        f"/exchanges/{corpus.exchange.pk}/": "by mira",
    }
    for url, told in pages.items():
        assert told in mira.get(url, follow=True).content.decode(), url
