"""Where copies end: how alike independent accounts are, and how alike what papers make of one story stays.

    python -m benchmarks.copies GOLD [GOLD …] [--archive FILE]

prints, for the packs of the folders, the pairs of texts that are most alike, by the share of the shorter one's shingles
that the longer one has (`CONTAINED` of `diplomacy/comparing/copies.py` is the bound); then, for copies made of every
account, the least alike of each kind and how many of them a shared band finds. `--archive` adds the texts of a file of
records, each with those published within three days: whom one office writes for is alike at most so far.
"""

import argparse
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from benchmarks.made_copies import CHANGES
from diplomacy.comparing.copies import CONTAINED, NEAR, OWN, bands, shingles
from diplomacy.intake import read_file
from diplomacy.intake.values import BlockRole, IntakeArticle

SHOWN = 12


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="GOLD", help="a folder of packs")
    parser.add_argument("--archive", type=Path, help="a file of records (.jsonl)")
    options = parser.parse_args()
    packs = [list(texts_of(path.parent)) for folder in options.folders for path in sorted(folder.rglob("gold.json"))]
    table("Pairs of the packs", [pair for pack in packs for pair in combinations(pack, 2)])
    made([article for pack in packs for article in pack], [article for pack in packs for article in pack])
    if options.archive:
        articles = [one for one in read_file(options.archive) if isinstance(one, IntakeArticle) and one.published]
        table(f"Pairs of {options.archive.name}", list(neighbours(articles)))


def texts_of(pack: Path) -> Iterator[IntakeArticle]:
    """The articles of a pack."""
    for path in sorted(pack.iterdir()):
        if path.suffix in (".txt", ".html"):
            yield from (one for one in read_file(path) if isinstance(one, IntakeArticle))


def body(article: IntakeArticle) -> str:
    """The text below its headline and standfirst."""
    return article.text[min((one.start for one in article.blocks if one.role is BlockRole.BODY), default=0) :]


def contained(one: str, other: str) -> float:
    """The share of the shorter text's shingles that the longer one has."""
    left, right = shingles(one), shingles(other)
    return len(left & right) / max(1, min(len(left), len(right)))


def neighbours(articles: Sequence[IntakeArticle]) -> Iterator[tuple[IntakeArticle, IntakeArticle]]:
    """Every two of different addresses that were published within three days and share a band."""
    ordered = sorted(articles, key=lambda one: (one.published.isoformat() if one.published else "", one.url))
    banded = [(one, set(bands(shingles(body(one))))) for one in ordered]
    for place, (one, own) in enumerate(banded):
        for other, others in banded[place + 1 :]:
            assert one.published and other.published
            if other.published.day - one.published.day > NEAR:
                break
            if one.url != other.url and own & others:
                yield one, other


def table(title: str, pairs: Sequence[tuple[IntakeArticle, IntakeArticle]]) -> None:
    """The pairs that are most alike."""
    rows = sorted(
        ((contained(body(one), body(other)), one, other) for one, other in pairs), key=lambda row: row[0], reverse=True
    )
    above = sum(share >= CONTAINED for share, *_ in rows)
    print(f"{title}: {len(rows)}, {above} of them at {CONTAINED} or above")
    for share, one, other in rows[:SHOWN]:
        print(f"  {share:.3f}  {_name(one)} · {_name(other)}")


def made(articles: Sequence[IntakeArticle], others: Sequence[IntakeArticle]) -> None:
    """What is made of each account, by kind of change: the least alike, the least of its own, those that are found."""
    print(f"\nCopies made of {len(articles)} accounts; bounds {CONTAINED} contained, {OWN} of its own words the head's")
    print("  contained   own  found  change")
    for name, change in CHANGES.items():
        shares, owns, found = [], [], 0
        for place, article in enumerate(articles):
            text, local = body(article), body(others[place - 1])
            copy = change(text, local)
            one, other = shingles(text), shingles(copy)
            shares.append(contained(text, copy))
            owns.append(len(one & other) / len(other))
            found += bool(set(bands(one)) & set(bands(other)))
        print(f"  {min(shares):9.3f} {min(owns):5.2f}  {found:3d}/{len(articles)}  {name}")


def _name(article: IntakeArticle) -> str:
    return Path(article.source_file or "").name + (f" {article.url}" if article.url else "")


if __name__ == "__main__":
    main()
