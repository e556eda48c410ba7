import pytest

from diplomacy.comparing.vocabulary import load
from diplomacy.wordlists import WordListError
from tests.comparing.claims import claim


def test_a_folder_replaces_a_file_of_the_same_name(tmp_path):
    (tmp_path / "kindred.toml").write_text(
        '[water]\nloaded = true\nwords = ["brook", "mountain stream"]\n', encoding="utf-8"
    )
    own = load(tmp_path)
    assert own.loaded == {"water"}
    assert [found.keys for found in own.kindred.find(claim(1, "the mountain stream"))] == [{"water"}]


@pytest.mark.parametrize("text", ["[water", "[water]\nloaded = true\n"])
def test_a_broken_file_is_told_in_a_sentence(tmp_path, text):
    (tmp_path / "kindred.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WordListError) as told:
        load(tmp_path)
    assert str(tmp_path) in str(told.value)
    assert "\n" not in str(told.value)


def test_the_longest_phrase_wins():
    found = load().kindred.find(claim(1, "a prisoner of war"))
    assert [f.text(claim(1, "a prisoner of war")) for f in found] == ["prisoner of war"]


def test_every_word_list_has_distinct_words():
    assert not load().hedges.keys_of(["may"]) & load().hedges.keys_of(["always"])
