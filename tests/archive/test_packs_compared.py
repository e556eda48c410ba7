"""What a careful reader sees at once in two of the gold packs, brought in as users bring them in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Q

from diplomacy.archive.models import Claim, Coverage, Exchange, Pair, Version
from diplomacy.web.pages.changes import ChangesPage
from diplomacy.web.pages.places import TextKey

pytestmark = pytest.mark.django_db


def bring(folder: Path) -> None:
    files = sorted(folder.glob("*.txt"), key=lambda file: file.stem)  # a later text behind the one that it replaces
    call_command("ingest", *map(str, files), verbosity=0)


def pairs(*words: str) -> Iterator[Pair]:
    """The pairs of which one side holds the first words and the other the second."""
    for pair in Pair.objects.select_related("left__version", "right__version", "left__statement", "right__statement"):
        sides = [text(pair.left), text(pair.right)]
        if any(words[0] in one and words[1] in other for one, other in (sides, sides[::-1])):
            yield pair


def text(claim: Claim) -> str:
    said: str = claim.version.text[claim.start : claim.end]
    return said


def speakers(claim: Claim) -> set[str]:
    return {actor.name for actor in claim.statement.speakers.all()} if claim.statement else set()


def reason(pair: Pair, name: str) -> str:
    return str(next(why["words"] for why in pair.why if why["name"] == name))


def test_a_call_as_a_ministry_and_a_wire_tell_it(shared: Path) -> None:
    bring(shared / "gold" / "qin-2023")

    [pair] = pairs("respect China's territorial integrity", "the principle of territorial integrity")
    assert pair.relation == "shifted"
    assert all("Dmytro Kuleba" in speakers(claim) for claim in (pair.left, pair.right))

    [pair] = pairs("an objective and impartial position", "an objective and fair stance")
    answers = {
        (pair.left.version.text[a:].split()[0].strip(",."), pair.right.version.text[b:].split()[0].strip(",."))
        for a, b in pair.answers or []
    }
    assert {("objective", "objective"), ("impartial", "fair"), ("position", "stance")} <= answers

    told = [claim for claim in Claim.objects.select_related("coverage__exchange") if "constructive role" in text(claim)]
    elsewhere = [claim for claim in told if "Sergei Lavrov" in speakers(claim)]
    assert elsewhere
    for claim in elsewhere:
        assert claim.coverage
        people = {actor.name for actor in claim.coverage.exchange.participants.all()}
        assert people == {"Qin Gang", "Sergei Lavrov"}


def test_three_exchanges_as_both_sides_and_the_press_tell_them(shared: Path) -> None:
    bring(shared / "gold" / "valdoria-sund")

    asked = [pair.relation for pair in pairs("at the request of the Sundish side", "at Valdoria’s initiative")]
    assert asked == ["contradicted"]
    [crew] = pairs("all 11 crew members", "all 14 are well")
    assert crew.relation == "contradicted"
    assert "number" in crew.facets
    [given] = pairs("the mandate of the observer mission should be reviewed", "the mandate of the ceasefire monitoring")
    assert "speaker" in given.facets
    assert "Lucan Corvane" in reason(given, "speaker")
    assert "Sigrun Aldvik" in reason(given, "speaker")
    clipped = list(
        pairs("Valdoria has always preferred dialogue to confrontation", "Valdoria has always preferred dialogue")
    )
    assert {(pair.relation, "voice" in pair.facets) for pair in clipped} == {("same", True)}

    video = Exchange.objects.get(date="2025-04-15")
    told_by = Coverage.objects.filter(exchange=video).values_list("article__outlet__name", "article__outlet__kind")
    assert [name for name, kind in told_by if kind == "official"] == ["Sund Ministry of Foreign Affairs"]

    [article] = {version.article_id for version in Version.objects.filter(current=False)}
    earlier, later = Version.objects.filter(article=article).order_by("current")
    dropped = "She added that Sund is ready to discuss joint inspection of the ships as a first step."
    assert later.current
    assert dropped not in later.text
    assert dropped in earlier.text
    assert not Pair.objects.filter(Q(left__version=earlier) | Q(right__version=earlier)).exists()
    changes = ChangesPage.build(TextKey.of(earlier), TextKey.of(later)).changes
    [taken] = changes.dropped
    assert taken.text == "Sund is ready to discuss joint inspection of the ships as a first step"
    assert [speaker.name for speaker in taken.speakers] == ["Sigrun Aldvik"]
    assert not changes.added
    assert not changes.altered
