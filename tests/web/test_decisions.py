"""The history of decisions: who may read it and undo, what it is narrowed by, and that rows cost no queries."""

import re
from itertools import cycle

import pghistory
import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.deciding import correct, merging, regroup
from diplomacy.archive.deciding.decide import Judged, decide, undo
from diplomacy.archive.deciding.wanted import Said
from diplomacy.archive.models import Actor, Anchor, Claim, Decision, DecisionKind, Origin, Pair, Statement
from diplomacy.archive.roles import Role
from diplomacy.reading.values import Span
from diplomacy.web.pages import decisions
from diplomacy.web.pages.places import pair_url, statement_url
from tests.web.corpus import Corpus

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def account(name: str, role: Role = Role.CURATOR) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=role.value))
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decided(pair: Pair, kind: DecisionKind, by: User, *, note: str = "", judged: Judged | None = None) -> Decision:
    return decide(pair.exchange_id, (pair.left_id, pair.right_id), kind, by=by, note=note, judged=judged)


@pytest.fixture
def mira(corpus: Corpus) -> User:  # noqa: ARG001 (lays the pairs out)
    return account("mira")


@pytest.fixture
def jon(corpus: Corpus) -> User:  # noqa: ARG001 (the same)
    return account("jon")


@pytest.fixture
def editor(corpus: Corpus) -> User:  # noqa: ARG001 (the same)
    return account("ines", Role.EDITOR)


@pytest.fixture
def made(corpus: Corpus, mira: User, jon: User) -> dict[str, Decision]:
    """A decision of each kind and each state."""
    pairs = {pair.relation: pair for pair in Pair.objects.filter(origin="machine").order_by("-pk")}
    shifted = Judged("shifted", ["number"])
    found = {
        "changed": decided(
            corpus.contradicted, DecisionKind.CHANGE, mira, note="<i>A slip</i> of the wire.", judged=shifted
        ),
        "rejected": decided(pairs["disputed"], DecisionKind.REJECT, jon),
        "undone": decided(pairs["shifted"], DecisionKind.ACCEPT, mira),
        "orphan": decided(pairs["same"], DecisionKind.ACCEPT, jon),
    }
    undo(found["undone"].pk, by=jon)
    Pair.objects.filter(decision=found["orphan"]).delete()
    Anchor.objects.filter(decision=found["orphan"]).update(claim=None)
    Decision.objects.filter(pk=found["orphan"].pk).update(missing="words")
    return found


def listed(client: Client, query: str = "") -> list[int]:
    answer = client.get(f"/decisions/{query}")
    assert answer.status_code == 200
    return [int(pk) for pk in re.findall(r'<a href="/decisions/(\d+)/">', answer.content.decode())]


def test_the_list_is_for_those_who_may_read_it_and_a_page_for_all(client: Client, made: dict[str, Decision]) -> None:
    assert client.get("/decisions/").headers["Location"].startswith("/sign-in/")
    assert browser(account("reader", Role.READER)).get("/decisions/").status_code == 403
    page = client.get(f"/decisions/{made['changed'].pk}/").content.decode()
    assert "Pair changed by mira" in page
    assert "contradicted (another number, another verb)" in page
    assert "shifted (another number)" in page
    assert "&lt;i&gt;A slip" in page
    assert "all 11 drivers of the convoy are in good health" in page
    assert "Undo decision" not in page
    assert client.get("/decisions/0/").status_code == 404


def test_it_is_newest_first_and_narrowed_by_curator_kind_and_state(mira: User, made: dict[str, Decision]) -> None:
    client = browser(mira)
    ids = {name: decision.pk for name, decision in made.items()}
    assert listed(client) == sorted(ids.values(), reverse=True)
    assert listed(client, f"?curator={mira.pk}") == [ids["undone"], ids["changed"]]
    assert listed(client, "?kind=accept") == [ids["orphan"], ids["undone"]]
    assert listed(client, "?state=orphan") == [ids["orphan"]]
    assert listed(client, "?state=undone") == [ids["undone"]]
    assert listed(client, "?state=in-force") == [ids["rejected"], ids["changed"]]
    assert listed(client, f"?state=orphan&curator={mira.pk}") == []
    assert listed(client, "?state=nonsense&kind=%00&curator=x") == sorted(ids.values(), reverse=True)
    html = client.get("/decisions/").content.decode()
    assert "its words are gone from the text" in html
    assert re.search(r"Undone by jon", html)


def test_curators_undo_their_own_and_editors_all(
    mira: User, jon: User, editor: User, made: dict[str, Decision]
) -> None:
    at = f"/decisions/{made['changed'].pk}/"
    assert browser(jon).post(at).status_code == 403
    assert f"Undo decision {made['changed'].pk}" not in browser(jon).get("/decisions/").content.decode()
    answer = browser(mira).post(at, {"back": "/decisions/?kind=change"}, follow=True)
    assert answer.redirect_chain == [("/decisions/?kind=change", 302)]
    assert "Undone." in answer.content.decode()
    assert Pair.objects.get(relation="contradicted", facets__contains=["number"]).origin == "machine"
    told = browser(editor).post(at, follow=True).content.decode()
    assert "mira undid it before" in told
    browser(editor).post(f"/decisions/{made['rejected'].pk}/")
    made["rejected"].refresh_from_db()
    assert made["rejected"].undone_by == editor
    assert Pair.objects.filter(relation="disputed").exists()


def test_where_a_form_leads_back_is_the_list_and_nowhere_else(mira: User, made: dict[str, Decision]) -> None:
    for back in (
        "https://elsewhere.example/decisions/",
        "//elsewhere.example/",
        "//[",
        "/admin/",
        "/decisions/x/?a=b",
    ):
        answer = browser(mira).post(f"/decisions/{made['changed'].pk}/", {"back": back})
        assert answer.headers["Location"] == f"/decisions/{made['changed'].pk}/"


def test_the_history_of_a_decision_tells_what_became_of_it(client: Client, made: dict[str, Decision]) -> None:
    orphan = client.get(f"/decisions/{made['orphan'].pk}/").content.decode()
    assert "an orphan: its words are gone from the text" in orphan
    steps = re.findall(
        r"<li><time.*?</time>(.*?)</li>", client.get(f"/decisions/{made['undone'].pk}/").content.decode()
    )
    assert [re.sub(r"<.*?>", "", step).strip() for step in steps] == ["✓ decided by mira", "undone by jon"]


def test_a_pair_tells_what_it_rests_on_and_leads_to_it(client: Client, mira: User, made: dict[str, Decision]) -> None:
    pair = Pair.objects.get(decision=made["changed"])
    again = decide(
        pair.exchange_id,
        (pair.left_id, pair.right_id),
        DecisionKind.ACCEPT,
        by=mira,
        instead_of=made["changed"].pk,
    )
    pair = Pair.objects.select_related("left__version", "right__version").get(decision=again)
    html = client.get(pair_url(pair)).content.decode()
    assert f'<a href="/decisions/{again.pk}/">Confirmed by mira</a>' in html
    rests = html[html.index("What it rests on") :]
    assert rests.index(f"/decisions/{again.pk}/") < rests.index(f"/decisions/{made['changed'].pk}/")
    assert "undone by mira" in rests
    untouched = Pair.objects.filter(origin="machine").select_related("left__version", "right__version").first()
    assert untouched and "What it rests on" not in client.get(pair_url(untouched)).content.decode()


def test_what_was_typed_in_for_a_pair_is_told(client: Client, corpus: Corpus) -> None:
    """As in the admin of an older archive, before pairs were decided."""
    root, pair = User.objects.create_superuser("root"), corpus.contradicted
    for relation in ("shifted", "reworded"):
        with pghistory.context(user=root.pk):
            Pair.objects.filter(pk=pair.pk).update(relation=relation, origin=Origin.CURATOR)
    html = client.get(pair_url(Pair.objects.select_related("left__version", "right__version").get(pk=pair.pk)))
    assert "relation: shifted → reworded by root" in html.content.decode()


def test_a_statement_tells_what_it_rests_on(client: Client, corpus: Corpus, mira: User) -> None:
    said = Statement.objects.select_related("version").get(version=corpus.wire.version, cue_lemma="said")
    machine = client.get(statement_url(said)).content.decode()
    assert "What it rests on" not in machine
    of_savary = Said((Span(*said.spans[0]),), (corpus.exchange.initiator_id or 0,))
    made = correct.say(said.version_id, of_savary, of=said.pk, by=mira, note="Her words.")
    html = client.get(statement_url(said), follow=True).content.decode()
    rests = html[html.index("What it rests on") :]
    assert f'href="/decisions/{made.pk}/"' in rests and "Her words." in rests
    assert "Maud Savary" in client.get(f"/decisions/{made.pk}/").content.decode()
    browser(mira).post(f"/decisions/{made.pk}/")
    undone = client.get(statement_url(said), follow=True).content.decode()
    assert "undone by mira" in undone[undone.index("What it rests on") :]
    assert listed(browser(mira), "?subject=statement") == [made.pk]
    assert listed(browser(mira), "?subject=pair") == []


def many(by: User, number: int) -> None:
    """Decisions without their pairs, each on two claims of the corpus."""
    claims = list(Claim.objects.select_related("version"))
    for _, claim in zip(range(number), cycle(claims), strict=False):
        decision = Decision.objects.create(
            kind="reject", by=by, was={"relation": "same", "facets": []}, exchange=Pair.objects.all()[0].exchange
        )
        text = claim.version
        at = {"article_id": text.article_id, "sha256": text.sha256, "start": claim.start, "end": claim.end}
        Anchor.objects.bulk_create(
            Anchor(decision=decision, exact=text.text[claim.start : claim.end], **at) for _ in range(2)
        )


def test_pages_are_stretches_of_the_list_and_rows_cost_no_queries(mira: User) -> None:
    client = browser(mira)
    counts = []
    for number in (2, 2 * decisions.PER_PAGE + 3):
        many(mira, number)
        with CaptureQueriesContext(connection) as counted:
            listed(client)
        counts.append(len(counted))
    assert counts[1] <= counts[0] <= MOST_QUERIES
    seen, at = [], "/decisions/"
    while at:
        html = client.get(at).content.decode()
        seen += [int(pk) for pk in re.findall(r'<a href="/decisions/(\d+)/">', html)]
        found = re.search(r'rel="next" href="([^"]+)"', html)
        at = found[1].replace("&amp;", "&") if found else ""
    assert seen == list(Decision.objects.order_by("-pk").values_list("pk", flat=True))


def test_a_decision_on_an_exchange_names_whom_it_is_about_and_leads_to_it(corpus: Corpus, mira: User) -> None:
    savary = corpus.exchange.initiator
    assert savary is not None
    told = {"participants": sorted([corpus.minister.pk, savary.pk]), "initiator": savary.pk}
    made = regroup.describe(corpus.lone.pk, told, by=mira)
    assert made is not None
    shown = browser(mira).get(f"/decisions/{made.decision.pk}/").content.decode()
    listed = browser(mira).get("/decisions/").content.decode()
    for page in (shown, listed):
        assert "initiator: Maud Savary; participants: Maud Savary, Teodor Brandt" in page
        assert "participants: Teodor Brandt" in page
    assert f'<a href="/exchanges/{corpus.lone.pk}/">The exchange as it stands</a>' in shown


def test_a_merge_of_actors_says_who_went_into_whom(corpus: Corpus, mira: User) -> None:
    other = Actor.objects.create(name="T. Brandt", kind="person")
    made = merging.merge(other.pk, corpus.minister.pk, by=mira)
    page = browser(mira).get(f"/decisions/{made.pk}/").content.decode()
    assert "<dd>T. Brandt</dd>" in page
    assert "<dd>Teodor Brandt</dd>" in page
    assert f'<a href="/actors/{corpus.minister.pk}/">The actor as it stands</a>' in page
