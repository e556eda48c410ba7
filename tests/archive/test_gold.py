"""A gold pack of what curators decided: which exchanges are in it, and that it scores 1.0 against itself."""

import importlib.util
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.archive.deciding import decide
from diplomacy.archive.deciding.decide import Judged
from diplomacy.archive.deciding.gold import EXPORTED
from diplomacy.archive.deciding.gold_exchanges import decided_whole
from diplomacy.archive.deciding.gold_quotes import Quotable
from diplomacy.archive.models import Article, Coverage, Decision, DecisionKind, Exchange, Pair
from diplomacy.intake import read_bytes
from tests.archive.test_decisions import CREW, GRAIN, LAWFUL, OUTLETS, bring

KINDS = (DecisionKind.ACCEPT, DecisionKind.CHANGE, DecisionKind.ACCEPT, DecisionKind.REJECT)


def decide_all(by: User) -> None:
    """Decide every pair that the machine made, in each of the three ways."""
    for number, pair in enumerate(Pair.objects.filter(origin="machine").order_by("pk")):
        kind = KINDS[number % len(KINDS)]
        judged = Judged("shifted", ["detail"]) if kind is DecisionKind.CHANGE else None
        decide.decide(pair.exchange_id, (pair.left_id, pair.right_id), kind, by=by, judged=judged)


@pytest.fixture
def mira(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="mira")


@pytest.fixture
def stored(db: None) -> Exchange:  # noqa: ARG001 (opens the database)
    """A call that three outlets tell of."""
    bring(OUTLETS[0], CREW, LAWFUL, GRAIN)
    bring(OUTLETS[1], CREW, LAWFUL)
    bring(OUTLETS[2], GRAIN, CREW)
    exchange: Exchange = Exchange.objects.get()
    return exchange


def export(folder: Path) -> dict[str, Any]:
    call_command("export", decisions=str(folder), stderr=StringIO())
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text("utf-8"))
    return gold


def scored(shared: Path, pack: Path) -> dict[str, dict[str, float]]:
    """The figures of a pack's own export, once the pack is proved to be one."""
    for script, given_ in (("check.py", [pack]), ("score.py", [pack, pack / EXPORTED, "--json"])):
        command = [sys.executable, str(shared / "gold" / script), *map(str, given_)]
        done = subprocess.run(command, capture_output=True, check=False, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    figures: dict[str, dict[str, float]] = json.loads(done.stdout)
    return figures


def imperfect(figures: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """What is below 1.0, of all that there is any of."""
    rates = {
        name: {key: value for key, value in row.items() if key not in ("gold", "found", "hit")}
        for name, row in figures.items()
        if row.get("gold", 1) or row.get("found", 0)
    }
    return {name: row for name, row in rates.items() if set(row.values()) != {1.0}}


def test_a_pack_scores_one_against_itself(shared: Path, tmp_path: Path, stored: Exchange, mira: User) -> None:
    decide_all(mira)
    pack = tmp_path / "pack"
    gold = export(pack)
    assert imperfect(scored(shared, pack)) == {}
    assert {actor["name"] for actor in gold["actors"]} >= {"Ana Vik", "Pavel Orrell"}
    assert [one["id"] for one in gold["exchanges"]] == [f"e{stored.pk}"]
    kept = Decision.objects.exclude(kind="reject")
    assert len(gold["pairs"]) == kept.count() < Decision.objects.count()
    assert {pair["relation"] for pair in gold["pairs"]} >= {"shifted"}
    for article in Article.objects.all():
        file = next(pack.glob(f"{article.pk:04}-*.jsonl"))
        [read] = read_bytes(file.name, file.read_bytes())
        assert read.text == article.versions.get().text  # type: ignore[union-attr]


@pytest.mark.django_db
def test_a_pack_of_real_length_scores_one_against_itself(shared: Path, tmp_path: Path, mira: User) -> None:
    call_command("ingest", str(shared / "gold" / "valdoria-sund" / "*.txt"), stdout=StringIO())
    decide_all(mira)
    gold = export(tmp_path / "pack")
    assert imperfect(scored(shared, tmp_path / "pack")) == {}
    assert (len(gold["articles"]), len(gold["exchanges"])) == (11, 3)
    assert min(len(gold[key]) for key in ("statements", "pairs", "omitted", "silences")) >= 10


def whole(*, unfaithful: frozenset[int] = frozenset()) -> tuple[set[int], set[int]]:
    found = decided_whole(lambda articles: set(articles) - unfaithful)
    return set(found.whole), set(found.left_out)


def test_an_exchange_is_whole_when_its_last_pair_is_decided(stored: Exchange, mira: User) -> None:
    assert whole() == (set(), set())
    *pairs, last = Pair.objects.all()
    for pair in pairs:
        decide.decide(stored.pk, (pair.left_id, pair.right_id), DecisionKind.ACCEPT, by=mira)
        assert whole() == (set(), {stored.pk})
    made = decide.decide(stored.pk, (last.left_id, last.right_id), DecisionKind.REJECT, by=mira)
    assert whole() == ({stored.pk}, set())
    decide.undo(made.pk, by=mira)
    assert whole() == (set(), {stored.pk})


def test_what_shares_an_account_with_the_undecided_is_left_out(stored: Exchange, mira: User) -> None:
    decide_all(mira)
    first, second = Coverage.objects.order_by("article")[:2]
    other = Exchange.objects.create(kind="visit", date=stored.date)
    for number, of in enumerate((first, second)):
        Coverage.objects.create(exchange=other, article=of.article, version=of.version, date=of.date)
        # With one account there is nothing to decide; with two there is, and nobody did.
        assert whole() == (({stored.pk, other.pk}, set()) if number == 0 else (set(), {stored.pk}))


def test_an_article_that_no_file_gives_back_is_left_out_with_its_exchange(stored: Exchange, mira: User) -> None:
    decide_all(mira)
    assert whole(unfaithful=frozenset(Article.objects.values_list("pk", flat=True)[:1])) == (set(), {stored.pk})


def test_the_command_says_what_is_wrong_and_writes_nothing(stored: Exchange, mira: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No exchange is decided whole"):
        call_command("export", decisions=str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()
    decide_all(mira)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").touch()
    with pytest.raises(CommandError, match="name a folder that is new or empty"):
        call_command("export", decisions=str(tmp_path / "full"))
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["kept.txt"]
    with pytest.raises(CommandError, match="it can't be written"):
        call_command("export", decisions=str(tmp_path / "full" / "kept.txt" / "pack"))
    said = StringIO()
    call_command("export", decisions=str(tmp_path / "pack"), stderr=said)
    assert said.getvalue().startswith(f"3 articles, 1 exchanges and {len(Pair.objects.all())} pairs written")
    assert stored.pk


def test_an_occurrence_is_counted_and_a_later_one_goes_first() -> None:
    text = Quotable("The crew is well. “The crew is  well,” he said.", "The crew is well.")
    assert text.quote(4, 8) == {"text": "crew", "nth": 1}
    assert text.quote(23, 27) == {"text": "crew", "nth": 2}
    assert text.quote(39, 41) == {"text": "he", "nth": 3}, "after two in “The”"
    assert text.content([[0, 3], [23, 27]]) == {"content": ["crew", "The"], "nth": 2}
    assert Quotable("Na, na na na.", "").quote(7, 12) is None, "overlaps the occurrence before it"


WORDS = st.lists(st.sampled_from(["a", "b", "ab", "“a”", "'b'", "ba", "A"]), min_size=1, max_size=14)


@given(WORDS, st.integers(0, 13), st.integers(1, 4), st.sampled_from([" ", "  ", "\n\n"]))
def test_the_scorer_finds_what_is_quoted(shared: Path, words: list[str], first: int, many: int, gap: str) -> None:
    text = gap.join(words)
    first %= len(words)
    taken = words[first : first + many]
    start = len(gap.join(words[:first])) + (len(gap) if first else 0)
    end = start + len(gap.join(taken))
    quote = Quotable(text, text).quote(start, end)
    article = scorer(shared).Article(text)
    if quote:
        assert article.find(quote["text"], quote.get("nth")) == (start, end)
        assert text.count(quote["text"]) <= 1 or quote["nth"]


def scorer(shared: Path) -> Any:
    """The module score.py."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
