"""What a page prints around an article is left out; what only looks like it stays."""

import tomllib
from pathlib import Path

import pytest

from diplomacy.intake import BlockRole, IntakeArticle, IntakeError, read_bytes, vocabulary
from diplomacy.intake.vocabulary import FURNITURE_GROUPS, PACKAGED
from tests.intake.reading_in import PARAGRAPHS, blocks, only

TABLES = tomllib.loads((PACKAGED / "furniture.toml").read_text(encoding="utf-8"))
EXAMPLES = [(group, entry["example"]) for group in FURNITURE_GROUPS for entry in TABLES[group]]
FIRST, LAST = PARAGRAPHS


def body(text: str) -> list[str]:
    """The body of a text with a title over it."""
    return blocks(only("a.txt", f"Orrell and Vik speak again\n\n{text}"), BlockRole.BODY)


@pytest.mark.parametrize(("group", "example"), EXAMPLES)
def test_each_pattern_leaves_its_example_out(group: str, example: str) -> None:
    if group == "tail":
        kept = example[: vocabulary().furniture["tail"].search(example).start()]  # type: ignore[union-attr]
        assert 0 < len(kept) < len(example)
        assert body(f"{FIRST}\n\n{example}") == [FIRST, kept.strip()]
        return
    after = [] if group == "close" else [LAST]
    assert body(f"{FIRST}\n\n{example}\n\n{LAST}") == [FIRST, *after]


@pytest.mark.parametrize("mark", ["Read more", "Related links", "Find more HP coverage at"])
def test_after_a_trailer_nothing_is_kept_unless_prose_follows(mark: str) -> None:
    promotion = "HPN News Live\n\nHPN News Live\n\n24/7 coverage of breaking news and live events"
    assert body(f"{FIRST}\n\n{LAST}\n\n{mark}\n\nA headline of another day\n\n{promotion}") == [FIRST, LAST]
    assert body(f"{FIRST}\n\n{mark}\n\nA subheading\n\n{FIRST}") == [FIRST, "A subheading", FIRST]


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister shared the photo with reporters and called it proof.",
        "Norway contributed to the mission, he said.",
        "More news from the front was expected on Monday.",
        "Read carefully, the statement says nothing of the sailors.",
        "“This is the end,” she said.",
        "He asked reporters to follow the law.",
        "Share the burden, he told them.",
        "Ends do not justify means, Vik said.",
    ],
)
def test_sentences_that_only_look_like_furniture_stay(sentence: str) -> None:
    assert body(f"{FIRST}\n\n{sentence}\n\n{LAST}") == [FIRST, sentence, LAST]


def test_a_deployment_may_have_furniture_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "furniture.toml").write_text(
        "[[notice]]\npattern = 'Orrell urged .*'\nexample = 'Orrell urged calm.'\n", encoding="utf-8"
    )
    text = f"Orrell and Vik speak again\n\n{FIRST}\n\n{LAST}\n\n-ENDS-\n"
    [article] = read_bytes("a.txt", text.encode(), vocabulary_folder=tmp_path)
    assert isinstance(article, IntakeArticle)
    assert not isinstance(article, IntakeError)
    assert blocks(article, BlockRole.BODY) == [FIRST, "-ENDS-"]


@pytest.mark.parametrize("broken", ["[[notice]", "[[notice]]\npattern = '('\n"])
def test_broken_furniture_is_told_with_its_file(tmp_path: Path, broken: str) -> None:
    (tmp_path / "furniture.toml").write_text(broken, encoding="utf-8")
    [error] = read_bytes("a.txt", FIRST.encode(), vocabulary_folder=tmp_path)
    assert isinstance(error, IntakeError)
    assert str(tmp_path / "furniture.toml") in str(error)
