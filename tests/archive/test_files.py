"""Actors and outlets as files: a round trip changes nothing, changes are shown before they are made, bad rows told."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from diplomacy.archive.admin import files
from diplomacy.archive.deciding import merging
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.models import Actor, Alias, Decision, Outlet, Tenure
from diplomacy.archive.roles import Role
from tests.web.test_regroup import member

pytestmark = pytest.mark.django_db
FORMATS = {"csv": "0", "json": "1"}


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(member("mira", Role.EDITOR))
    return client


@pytest.fixture
def orrell() -> Actor:
    """An actor with all that a row has, whose country was merged into another; and an outlet."""
    sund, union = (Actor.objects.create(name=name, kind="country") for name in ("Sund", "Union of Sund"))
    row: Actor = Actor.objects.create(name="=Pavel Orrell", kind="person", country=sund, wikidata_id="Q7")
    for name in ("-Orrell", "P. Orrell", "'+1"):
        Alias.objects.create(actor=row, name=name)
    Tenure.objects.create(actor=row, office="Foreign Minister", start=date(2030, 1, 2))
    Tenure.objects.create(actor=row, office="Envoy", end=date(2029, 12, 31))
    merging.merge(sund.pk, union.pk, by=User.objects.create(username="jon"))
    Outlet.objects.create(
        name="Marenne Herald", kind="press", domains=["herald.example", "b.example"], aliases=["@Herald"], inferred=True
    )
    return row


def exported(client: Client, model: str, form: str) -> bytes:
    return client.post(f"/admin/archive/{model}/export/", {"format": FORMATS[form], "resource": "0"}).content


def sent(client: Client, model: str, given: bytes, form: str = "csv") -> str:
    """The page that an import leads to."""
    file = io.BytesIO(given)
    file.name = f"rows.{form}"
    answer = client.post(
        f"/admin/archive/{model}/import/", {"import_file": file, "format": FORMATS[form], "resource": "0"}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def sure(client: Client, model: str, html: str) -> Any:
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    return client.post(f"/admin/archive/{model}/process_import/", fields, follow=True)


def rows(**row: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([row.keys(), row.values()])
    return out.getvalue().encode()


@pytest.mark.usefixtures("orrell")
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("model", ["actor", "outlet"])
def test_what_is_exported_and_imported_again_changes_nothing(editor: Client, model: str, form: str) -> None:
    given, count = exported(editor, model, form), Decision.objects.count()
    html = sent(editor, model, given, form)
    number = {"actor": 2, "outlet": 1}[model]
    assert f"0 new, 0 changed, {number} as they are" in html
    assert sure(editor, model, html).status_code == 200
    assert exported(editor, model, form) == given
    assert Decision.objects.count() == count


def test_no_cell_is_a_formula_and_cells_are_what_they_were(editor: Client, orrell: Actor) -> None:
    table = list(csv.DictReader(io.StringIO(exported(editor, "actor", "csv").decode())))
    row = next(one for one in table if one["id"] == str(orrell.pk))
    assert row["name"] == "'=Pavel Orrell"
    assert row["aliases"] == "''+1 | -Orrell | P. Orrell"
    assert row["tenures"] == "Envoy; ; 2029-12-31 | Foreign Minister; 2030-01-02"
    assert row["country"] == "Sund", "which was named, though another stands for it"
    listed = json.loads(exported(editor, "actor", "json"))
    assert "=Pavel Orrell" in [one["name"] for one in listed]
    outlets = exported(editor, "outlet", "csv").decode()
    assert "herald.example | b.example,'@Herald" in outlets


def test_a_change_is_shown_before_it_is_made_and_is_a_decision(editor: Client, orrell: Actor) -> None:
    given = rows(id=str(orrell.pk), name="Pavel Orrell", country="Union of Sund", tenures="Envoy", wikidata_id="Q8")
    html = sent(editor, "actor", given)
    assert "0 new, 1 changed, 0 as they are" in html
    assert "<del>=Pavel Orrell</del> → <ins>Pavel Orrell</ins>" in html
    assert "style=" not in html.partition('id="content"')[2], "which the pages' policy would refuse"
    orrell.refresh_from_db()
    assert orrell.name == "=Pavel Orrell", "nothing is done yet"
    assert "1 updated" in sure(editor, "actor", html).content.decode()
    orrell.refresh_from_db()
    assert (orrell.name, orrell.wikidata_id, orrell.confirmed) == ("Pavel Orrell", "Q8", False)
    made = Decision.objects.latest("pk")
    assert (made.kind, made.note, made.by.get_username()) == ("change", "From the file rows.csv.", "mira")
    assert "not kept any more" in sure(editor, "actor", html).content.decode(), "a second time"
    undo(made.pk, by=made.by)
    orrell.refresh_from_db()
    assert (orrell.name, orrell.tenures.count()) == ("=Pavel Orrell", 2)


def test_new_ones_are_made_and_known_ones_found_without_id(editor: Client, orrell: Actor) -> None:
    table = "name,kind,wikidata_id,aliases\nAna Vik,person,Q9,Vik | vik\nPavel Orrell,person,Q7,\n"
    html = sent(editor, "actor", table.encode())
    assert "1 new, 1 changed" in html
    sure(editor, "actor", html)
    made = Actor.objects.get(name="Ana Vik")
    assert ([alias.name for alias in made.aliases.all()], made.confirmed, made.origin) == (["vik"], True, "curator")
    orrell.refresh_from_db()
    assert orrell.name == "Pavel Orrell"
    html = sent(editor, "outlet", rows(name="marenne herald", kind="wire", domains="HERALD.example", confirmed="yes"))
    sure(editor, "outlet", html)
    sure(editor, "outlet", sent(editor, "outlet", rows(name="Tarn Gazette", kind="press")))
    herald = Outlet.objects.get(name="marenne herald")
    assert (herald.kind, herald.domains, herald.inferred) == ("wire", ["herald.example"], False)
    assert "Marenne Herald" in herald.aliases
    assert Outlet.objects.get(name="Tarn Gazette").origin == "curator"


@pytest.mark.usefixtures("orrell")
@pytest.mark.parametrize(
    ("model", "row", "why"),
    [
        ("actor", {"id": "0", "name": "A"}, "There is no actor with the id “0”"),
        ("actor", {"id": "x", "name": "A"}, "There is no actor with the id “x”"),
        ("actor", {"name": "A", "kind": "ship"}, "“ship” is no kind"),
        ("actor", {"name": "", "kind": "person"}, "An actor has a name and a kind."),
        ("actor", {"name": "A" * 301, "kind": "person"}, "is longer than the 300 characters"),
        ("actor", {"name": "A", "kind": "person", "country": "Nowhere"}, "No country goes by “Nowhere”"),
        ("actor", {"name": "A", "kind": "person", "wikidata_id": "7"}, "is no Wikidata id"),
        ("actor", {"name": "A", "kind": "person", "tenures": "Envoy; soon"}, "a day is not written as 2023-07-25"),
        ("actor", {"name": "A", "kind": "person", "confirmed": "maybe"}, "is neither yes nor no"),
        ("actor", {"name": "A\0", "kind": "person"}, "has a character that can’t be stored"),
        ("outlet", {"name": "A", "domains": "not a domain"}, "“not a domain” is no domain"),
        ("outlet", {"name": "A", "kind": "ship"}, "“ship” is no kind"),
        ("outlet", {"name": "A" * 201}, "at most 200 characters"),
        ("outlet", {"id": "0", "name": "Marenne Herald"}, "There is no outlet with the id"),
    ],
)
def test_a_bad_row_is_told_in_a_sentence_with_its_number(
    editor: Client, model: str, row: dict[str, str], why: str
) -> None:
    html = sent(editor, model, rows(**row)).replace("&#x27;", "’")
    told = re.findall(r"<li>(Row 1: [^<]*)</li>", html)
    assert len(told) == 1, html.partition('id="content"')[2][:3000]
    assert why in told[0]
    assert "Import it" not in html


def test_a_file_that_is_none_or_too_large_is_told(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "names no column" in sent(editor, "actor", b"a,b\n1,2\n")
    assert "a list of objects" in sent(editor, "actor", b'{"a": 1}', "json")
    assert "can&#x27;t be read as" in sent(editor, "actor", b"{", "json")
    assert "can&#x27;t be read as" in sent(editor, "actor", b"\xff\xfe\x00a", "csv")
    assert "can&#x27;t be read as" in sent(editor, "actor", b"[" * 100_000, "json")
    monkeypatch.setattr(files, "MOST_ROWS", 1)
    assert "These are 2 rows" in sent(editor, "actor", b"name,kind\nA,person\nB,person\n")
    monkeypatch.setattr(files, "MOST_BYTES", 5)
    assert "larger than" in sent(editor, "actor", b"name,kind\nA,person\n")
    assert not Actor.objects.exists()


@pytest.mark.parametrize("name", ["../secret-key", "/etc/hostname", "0" * 32, "x"])
def test_no_other_file_is_read_or_removed(editor: Client, name: str) -> None:
    given = {"import_file_name": name, "original_file_name": "a", "format": "0", "resource": "0"}
    answer = editor.post("/admin/archive/actor/process_import/", given)
    assert "not kept any more" in answer.content.decode()
    wrong = editor.post("/admin/archive/actor/process_import/", {**given, "format": "x"})
    assert wrong.status_code == 200


def test_curators_may_not(orrell: Actor) -> None:  # noqa: ARG001 (lays a row out)
    curator = Client()
    curator.force_login(member("kim", Role.CURATOR))
    for what in ("import", "export"):
        for model in ("actor", "outlet"):
            assert curator.get(f"/admin/archive/{model}/{what}/").status_code == 403
            assert f"/{what}/" not in curator.get(f"/admin/archive/{model}/").content.decode()


def test_what_is_typed_in_the_admin_is_a_decision_too(editor: Client, orrell: Actor) -> None:
    url = f"/admin/archive/actor/{orrell.pk}/change/"
    inlines = {
        f"{name}-{key}": str(value)
        for name in ("aliases", "tenures")
        for key, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }
    given = {"name": "Pavel B. Orrell", "kind": "person", "country": "", "wikidata_id": "Q7", **inlines}
    assert editor.post(url, given).status_code == 302
    made = Decision.objects.latest("pk")
    assert (made.kind, made.value["name"], made.value["country"]) == ("change", "Pavel B. Orrell", None)
    undo(made.pk, by=made.by)
    orrell.refresh_from_db()
    assert (orrell.name, str(orrell.country), orrell.origin) == ("=Pavel Orrell", "Union of Sund", "machine")
    listed = editor.post(
        "/admin/archive/actor/", {"action": "confirm", "_selected_action": [orrell.pk]}, follow=True
    ).content.decode()
    assert "1 confirmed" in listed
    assert Decision.objects.latest("pk").kind == "accept"
