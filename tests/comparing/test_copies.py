"""Whose words a text repeats: on invented stories, what papers make of them, and on every account of the packs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.copies import body, contained, texts_of
from benchmarks.gold_packs import packs
from benchmarks.made_copies import CHANGES
from diplomacy.comparing.copies import (
    CONTAINED,
    LEAST,
    NEAR,
    OWN,
    Printed,
    Standing,
    alike,
    bands,
    differences,
    heads,
    shingles,
)
from diplomacy.intake.values import IntakeArticle

NOON = datetime(2031, 6, 10, 12, tzinfo=UTC)
STORY = (
    "The foreign ministers of Sund and Valdoria spoke by telephone on Tuesday about the stranded ferry, both sides"
    " said, in the first contact since the harbour was closed three weeks ago.\n\n"
    "Ana Vik of Sund told her colleague that the crew should be home before the autumn storms. Her ministry added"
    " that a list of the sailors had been handed over in the morning.\n\n"
    "Valdoria, which holds the ship for a breach of its fishing rules, answered that a court would decide. Pavel"
    " Orrell promised that consuls could visit the crew twice a week until then.\n\n"
    "The quarrel began in March, when a patrol boarded the ferry in waters that both countries claim. Four earlier"
    " rounds of talks ended without a result."
)
LOCAL = (
    "Families of the sailors gathered at the town hall of Kelp Bay. “We hang a lantern out every night,” said the"
    " sister of the cook. The mayor wants to rename the pier after the vessel once all of them are back."
)


def printed(id: int, text: str, *, hours: float = 0, paper: str = "", **more: object) -> Printed:
    found = shingles(text)
    published = NOON + timedelta(hours=hours)
    return Printed(id, found, bands(found), published, publisher=paper or f"paper {id}", **more)  # type: ignore[arg-type]


def test_shingles_know_no_case_marks_or_accents() -> None:
    assert shingles("The “Médiator” of Sund’s east") == shingles("the mediator, OF Sund's east")
    assert len(shingles("one two three four five")) == 2
    assert shingles("one two three") == frozenset()


def test_bands_are_the_same_on_every_machine() -> None:
    found = bands(shingles(STORY))
    assert len(found) == len(set(found)) == 64
    assert all(-(2**63) <= band < 2**63 for band in found)
    assert found == bands(sorted(shingles(STORY), reverse=True))
    assert found[0] == -165378445780789930, "bands that are stored already would meet no new ones"


def test_a_text_too_short_to_be_a_copy_has_no_bands() -> None:
    assert bands(shingles("word " * 10)) == ()
    assert bands(frozenset(range(LEAST))) != ()


@pytest.mark.parametrize("change", CHANGES)
def test_what_papers_make_of_a_story_is_its_copy(change: str) -> None:
    made = CHANGES[change](STORY, LOCAL)
    story, copy = printed(1, STORY), printed(2, made, hours=1)
    assert set(story.bands) & set(copy.bands), "they would never be looked at"
    assert heads([story, copy]) == {1: 1, 2: 1}


def test_a_story_of_its_own_that_has_the_whole_other_in_it_is_no_copy() -> None:
    own = " ".join(f"Word {number} of a long report that has much to add." for number in range(60))
    readout, report = printed(1, STORY), printed(2, f"{own}\n\n{STORY}\n\n{own[::-1]}", hours=1)
    institution = printed(1, STORY, standing=Standing.INSTITUTION)
    assert alike(readout, report)
    assert heads([institution, report]) == {1: 1, 2: 2}


def test_what_is_cut_from_a_fuller_text_is_its_copy_though_it_came_earlier() -> None:
    brief = printed(1, "\n\n".join(STORY.split("\n\n")[:2]))
    full = printed(2, f"{STORY}\n\n{LOCAL}", hours=9)
    assert heads([brief, full]) == {1: 2, 2: 2}


def test_the_earliest_is_the_head_and_a_wire_s_own_before_it_and_an_institution_s_before_both() -> None:
    early, late = printed(1, STORY), printed(2, STORY, hours=2)
    wire = printed(3, STORY, hours=4, standing=Standing.AGENCY)
    ministry = printed(4, STORY, hours=6, standing=Standing.INSTITUTION)
    assert set(heads([early, late]).values()) == {1}
    assert set(heads([early, late, wire]).values()) == {3}
    assert set(heads([early, late, wire, ministry]).values()) == {4}


def test_of_texts_of_one_time_the_usual_one_is_the_head() -> None:
    usual = [printed(number, STORY) for number in range(2, 7)]
    longer = printed(1, f"{STORY}\n\n{LOCAL}")
    assert heads([longer, *usual])[1] != 1
    assert len(set(heads([longer, *usual]).values())) == 1


def test_two_texts_of_one_publisher_are_copies_where_they_have_the_same_words() -> None:
    first, again = printed(1, STORY, paper="Estuary Wire"), printed(2, STORY, hours=3, paper="Estuary Wire")
    update = printed(3, f"{STORY}\n\n{LOCAL}", hours=3, paper="Estuary Wire")
    assert heads([first, again]) == {1: 1, 2: 1}
    assert heads([first, update]) == {1: 1, 3: 3}
    readouts = [
        printed(number, STORY, paper="Ministry", standing=Standing.INSTITUTION, country="Sund") for number in (1, 2)
    ]
    assert heads(readouts) == {1: 1, 2: 1}


def test_a_paper_that_prints_the_later_of_a_wire_s_two_texts_goes_with_that() -> None:
    first = printed(1, STORY, paper="Estuary Wire", standing=Standing.AGENCY)
    update = printed(2, f"{STORY}\n\n{LOCAL}", hours=5, paper="Estuary Wire", standing=Standing.AGENCY)
    papers = [printed(3, STORY, hours=6), printed(4, f"{STORY}\n\n{LOCAL}", hours=6)]
    assert heads([first, update, *papers]) == {1: 1, 2: 2, 3: 1, 4: 2}


def test_a_joint_statement_is_each_ministry_s_own() -> None:
    two = [printed(1, STORY, standing=Standing.INSTITUTION, country="Sund")]
    two.append(printed(2, STORY, standing=Standing.INSTITUTION, country="Valdoria"))
    embassy = printed(3, STORY, hours=1, standing=Standing.INSTITUTION, country="Sund")
    assert heads([*two, embassy]) == {1: 1, 2: 2, 3: 1}


def test_the_same_words_a_week_later_are_another_account() -> None:
    assert not alike(printed(1, STORY), printed(2, STORY, hours=24 * (NEAR.days + 1)))
    assert alike(printed(1, STORY), printed(2, STORY, hours=24 * NEAR.days))


def test_what_stands_apart_is_nobody_s_copy() -> None:
    assert heads([printed(1, STORY), printed(2, STORY, hours=1, apart=True)]) == {1: 1, 2: 2}


def test_a_splice_of_two_stories_joins_only_one_of_them() -> None:
    other = STORY.replace("ferry", "balloon").split("\n\n")[::-1]
    second = " ".join(f"{word}ly" if place % 3 == 0 else word for place, word in enumerate(" ".join(other).split()))
    splice = printed(3, f"{STORY}\n\n{second[:600]}", hours=2)
    found = heads([printed(1, STORY), printed(2, second), splice])
    assert found == {1: 1, 2: 2, 3: 1}


@given(st.data())
def test_neither_order_nor_numbers_change_the_sets(data: st.DataObject) -> None:
    made = [CHANGES[name](STORY, LOCAL) for name in CHANGES]
    chosen = data.draw(st.lists(st.sampled_from(made), min_size=2, max_size=12), label="texts")
    hours = [data.draw(st.integers(0, 60)) for _ in chosen]
    standings = [data.draw(st.sampled_from(Standing)) for _ in chosen]
    papers = [data.draw(st.sampled_from("ABCDEFGHIJKLM")) for _ in chosen]

    def settled(ids: list[int]) -> set[frozenset[int]]:
        texts = [
            printed(id, text, hours=hour, standing=standing, paper=f"{paper}{place}" if place % 2 else paper)
            for place, (id, text, hour, standing, paper) in enumerate(
                zip(ids, chosen, hours, standings, papers, strict=True)
            )
        ]
        Random(ids[0]).shuffle(texts)  # noqa: S311 (no secret)
        found = heads(texts)
        assert all(found[head] == head for head in found.values()), "a copy of a copy"
        back = {id: place for place, id in enumerate(ids)}
        return {
            frozenset([back[head] * 100, *(back[id] for id in found if found[id] == head)]) for head in found.values()
        }

    ids = list(range(1, len(chosen) + 1))
    distinct = len({(hour, text, standing) for hour, text, standing in zip(hours, chosen, standings, strict=True)})
    if distinct == len(chosen):
        assert settled(ids) == settled(data.draw(st.permutations(ids)))


def test_what_a_copy_adds_and_leaves_out_is_told_by_sentences() -> None:
    paragraphs = STORY.split("\n\n")
    copy = "\n\n".join([*paragraphs[:2], LOCAL, paragraphs[2]])
    found = differences(STORY, copy)
    assert " ".join(span.of(copy) for span in found.added) == LOCAL
    assert " ".join(span.of(STORY) for span in found.missing) == paragraphs[3]
    assert found.share == pytest.approx(len(STORY.replace(paragraphs[3], "").split()) / len(copy.split()), abs=0.02)
    assert differences(STORY, STORY) == (type(found))(1.0, 1.0, (), ())


@given(st.text(max_size=300), st.text(max_size=300))
def test_differences_stand_in_their_texts(head: str, copy: str) -> None:
    found = differences(head, copy)
    for text, spans in ((copy, found.added), (head, found.missing)):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
    assert 0 <= found.share <= 1
    assert 0 <= found.kept <= 1


def accounts(shared: Path) -> Iterator[list[IntakeArticle]]:
    """The accounts of every pack, ours and those that were shared."""
    ours = Path(__file__).parents[2] / "benchmarks"
    for pack in packs([shared / "gold", ours / "packs", ours / "held_out"]):
        yield list(texts_of(pack))


def test_no_two_accounts_of_a_pack_come_near_the_bound(shared: Path) -> None:
    alike_most = [
        (contained(body(one), body(other)), one.url == other.url != "")
        for pack in accounts(shared)
        for one, other in combinations(pack, 2)
    ]
    versions = [share for share, same_address in alike_most if same_address]
    assert len(versions) == 1, "one article of the packs has two texts, which are nearly the same"
    assert versions[0] > CONTAINED
    assert max(share for share, same_address in alike_most if not same_address) < CONTAINED / 4


@pytest.mark.parametrize("change", CHANGES)
def test_what_papers_would_make_of_the_packs_accounts_is_found(shared: Path, change: str) -> None:
    stories = [article for pack in accounts(shared) for article in pack]
    for place, article in enumerate(stories):
        copy = CHANGES[change](body(article), body(stories[place - 1]))
        assert set(bands(shingles(copy))) & set(bands(shingles(body(article))))
        assert contained(body(article), copy) >= CONTAINED
        assert len(shingles(copy) & shingles(body(article))) >= OWN * len(shingles(copy))
