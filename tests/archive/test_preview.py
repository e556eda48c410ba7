"""A draft is looked at without anything being stored of it, corrected, confirmed once, or discarded without a trace."""

from typing import cast

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from diplomacy.archive.incoming.deliveries import Part, confirm, deliver, discard
from diplomacy.archive.incoming.preview import CHARACTERS, LOOKED_AT, SHOWN, Preview, preview
from diplomacy.archive.incoming.unpack import open_item
from diplomacy.archive.models import Article, Delivery, Item, ItemState, Original, Outlet, Version
from diplomacy.archive.queue import Job
from tests.archive.pages import CREW, page
from tests.archive.plain_reader import PlainReader, text_of
from tests.intake.fetching.web import Server, gives

pytestmark = pytest.mark.django_db

SAID = "Vik said that the crew must come home."


def draft(*parts: Part, **said: str) -> Delivery:
    return deliver(parts, title="A draft", draft=True, outlet=said.get("outlet", ""))


def seen(delivery: Delivery, reader: PlainReader) -> Preview:
    preview(delivery.pk, reader=reader)
    delivery.refresh_from_db()
    return cast(Preview, delivery.preview)


def jobs(job: Job) -> int:
    return ProcrastinateJob.objects.filter(task_name=str(job)).count()


def test_what_is_recognised_is_shown_and_nothing_stored(reader: PlainReader) -> None:
    delivery = draft(Part("readout.txt", text_of(SAID).encode()))
    assert (jobs(Job.PREVIEW), jobs(Job.OPEN)) == (1, 0)
    found = seen(delivery, reader)
    [article] = found["articles"]
    assert article["title"] == "Vik and Orrell speak by telephone"
    assert (article["outlet"], article["outlet_kind"]) == ("Sund Ministry of Foreign Affairs", "official")
    assert article["why"] and (article["published"], article["standing"]) == ("2031-06-10", "new")
    [said] = article["statements"]
    assert said["speakers"] == ["Ana Vik"]
    assert "the crew must come home" in article["text"][slice(*said["spans"][0])]
    assert article["text"][slice(*said["cue"])] == "said"
    assert not Article.objects.exists() and not Outlet.objects.exists()
    assert not found["faults"] and not found["unseen"]


def test_what_is_missing_is_told_and_said_outright_and_then_stored(reader: PlainReader) -> None:
    delivery = draft(Part("pasted text", b"A headline\n\nAna Vik said that the crew must come home.\n"))
    assert seen(delivery, reader)["articles"][0]["published"] == ""
    said = {"title": "Crew", "outlet": "The Sund Gazette", "outlet_kind": "press", "published": "2031-06-11"}
    Item.objects.update(said={"0": {**said, "byline": "Ivo Lund", "url": "https://gazette.example/crew"}})
    [article] = seen(delivery, reader)["articles"]
    assert {name: article[name] for name in said} == said  # type: ignore[literal-required]
    assert confirm(delivery) == 1
    open_item(Item.objects.get().pk)
    stored = Article.objects.select_related("outlet").get()
    assert (stored.title, stored.outlet.name, stored.outlet.kind) == ("Crew", "The Sund Gazette", "press")
    assert (stored.byline, stored.url) == ("Ivo Lund", "https://gazette.example/crew")
    assert f"{stored.published_on}" == "2031-06-11"
    assert Version.objects.get().text.startswith("A headline")


def test_a_draft_is_confirmed_once_and_no_worker_opens_it_before(reader: PlainReader) -> None:
    delivery = draft(Part("readout.txt", text_of(SAID).encode()))
    open_item(Item.objects.get().pk)
    assert Item.objects.get().state == ItemState.WAITING
    assert (confirm(delivery), confirm(delivery)) == (1, 0)
    assert jobs(Job.OPEN) == 1
    preview(delivery.pk, reader=reader)
    delivery.refresh_from_db()
    assert not delivery.draft and delivery.preview is None
    discard(delivery)
    assert Item.objects.count() == 1


def test_of_large_files_the_beginning_is_looked_at(reader: PlainReader) -> None:
    line = '{"title": "A call", "maintext": "Ana Vik said that %d ships wait.", "date_publish": "2031-06-10"}'
    many = "\n".join(line % number for number in range(LOOKED_AT + 1))
    long = text_of(*[SAID] * 500)
    found = seen(draft(Part("long.txt", long.encode()), Part("many.jsonl", many.encode())), reader)
    assert len(found["articles"]) == SHOWN
    assert found["further"] == LOOKED_AT + 1 - SHOWN
    assert found["unseen"]
    assert len(found["articles"][0]["text"]) <= CHARACTERS and found["articles"][0]["cut"]
    assert all(end <= CHARACTERS for said in found["articles"][0]["statements"] for _, end in said["spans"])


def test_a_broken_file_is_a_fault_beside_a_good_one(reader: PlainReader) -> None:
    delivery = draft(Part("broken.json", b'{"title": '), Part("good.txt", text_of(SAID).encode()))
    found = seen(delivery, reader)
    assert len(found["articles"]) == len(found["faults"]) == 1
    assert found["faults"][0].startswith("broken.json")


def test_how_the_columns_of_a_table_are_matched_is_told(reader: PlainReader) -> None:
    rows = "headline,body,date,mood\nA call,Ana Vik said that ships wait.,2031-06-10,calm\n"
    found = seen(draft(Part("calls.csv", rows.encode())), reader)
    [table] = found["tables"]
    assert table["columns"] == [["text", "body"], ["title", "headline"], ["published", "date"]]
    assert (table["source"], table["unused"]) == ("calls.csv", ["mood"])
    assert found["articles"][0]["title"] == "A call"


def test_what_is_known_already_is_said_to_be(reader: PlainReader) -> None:
    part = Part("readout.txt", text_of(SAID).encode())
    deliver([part], title="Before")
    open_item(Item.objects.get().pk)
    assert seen(draft(part), reader)["articles"][0]["standing"] == "known"


def test_a_discarded_draft_leaves_nothing_that_nothing_else_was_cut_from(reader: PlainReader) -> None:
    shared = Part("readout.txt", text_of(SAID).encode())
    other = deliver([shared], title="Another")
    delivery = draft(shared, Part("own.txt", b"Of this draft alone."))
    assert Original.objects.count() == 2
    discard(delivery)
    assert list(Delivery.objects.all()) == [other]
    assert Original.objects.get().name == "readout.txt"
    preview(delivery.pk, reader=reader)


def test_an_address_is_asked_for_once_and_again_only_where_that_may_help(reader: PlainReader, web: Server) -> None:
    web.routes |= {"/1": gives(page(CREW), kind="text/html"), "/2": gives(b"Later.", status=503)}
    delivery = draft(Part(web.at("/1")), Part(web.at("/2")), Part(web.at("/gone")))
    found = seen(delivery, reader)
    assert [article["outlet"] for article in found["articles"]] == ["Marenne Herald"]
    assert len(found["faults"]) == 2, "one that may pass, and one that is for good"
    assert found["addresses"] == 1
    confirm(delivery)
    assert (jobs(Job.OPEN), jobs(Job.FETCH)) == (1, 2)
    asked = len(web.asked)
    open_item(delivery.items.get(name=web.at("/1")).pk)
    assert Article.objects.get().title == "Vik and Orrell speak by telephone"
    assert len(web.asked) == asked
