"""What reads and compares is named by the lists that it goes by: with other words it is another pipeline."""

from pathlib import Path

from diplomacy.wordlists import digest


def test_a_digest_differs_with_the_words_and_names_the_deployments_own(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    own.mkdir()
    lists = [shipped / name for name in ("cues.toml", "offices.toml")]
    for path in lists:
        path.write_text("a = 1\n")
    before = digest(lists, own)
    assert before == digest(reversed(lists)) == digest(lists)
    lists[0].write_text("a = 2\n")
    assert digest(lists) != before
    lists[0].write_text("a = 1\n")
    (own / "offices.toml").write_text("a = 3\n")
    (own / "other.toml").write_text("a = 4\n")
    assert digest(lists, own).endswith(", own offices.toml")
    assert digest(lists, own)[:8] != before[:8]
