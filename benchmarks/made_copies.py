"""What papers do to a wire's story before they print it, done to a text by plain rules; for measuring and for tests."""

import re
from collections.abc import Callable

STYLE = {
    r"\b(\w+?)iz(e|es|ed|ing|ation)\b": r"\1is\2",
    r"\b(lab|fav|hon|neighb|behavi|col)or": r"\1our",
    r"\bdefense\b": "defence",
    r"\bcenter\b": "centre",
    r"\b(\d+) percent\b": r"\1 per cent",
    r"\bU\.S\.": "US",
    r"\bMr\. ": "",
    r"\bForeign Minister\b": "foreign minister",
    r" - ": " — ",
    r"[“”]": '"',
    r"’": "'",
}
"""A house style, as a rule and what stands for it."""


def cut(text: str, *, share: float = 1 / 3) -> str:
    """The first paragraphs, at least `share` of the words."""
    paragraphs, words = text.split("\n\n"), len(text.split())
    kept: list[str] = []
    while paragraphs and sum(len(one.split()) for one in kept) < share * words:
        kept.append(paragraphs.pop(0))
    return "\n\n".join(kept)


def styled(text: str) -> str:
    """Spelling, abbreviations, titles and marks of another house."""
    for pattern, words in STYLE.items():
        text = re.sub(pattern, words, text)
    return text


def own_lede(text: str, local: str) -> str:
    """Another first sentence in place of the story's."""
    first = re.search(r"[.!?][”\"’]?\s", text)
    return " ".join(local.split()[:30]) + ". " + text[first.end() if first else 0 :]


def local_paragraphs(text: str, local: str) -> str:
    """Words of its own, half as many as the story has, in the middle and at the end."""
    words = local.split()[: len(text.split()) // 2]
    paragraphs, half = text.split("\n\n"), len(words) // 2
    paragraphs.insert(len(paragraphs) // 2, " ".join(words[:half]))
    return "\n\n".join([*paragraphs, " ".join(words[half:])])


def dateline(text: str) -> str:
    """A dateline and a credit that the text did not have."""
    return f"HARBOUR CITY, Monday (Estuary Wire) — {text}\n\nReporting by our staff and agencies."


def touched(text: str) -> str:
    """Every twentieth word another, as an editor's hand goes over it."""
    place = iter(range(1, 1_000_000))
    return re.sub(r"\w+", lambda word: f"other{word[0]}" if next(place) % 20 == 0 else word[0], text)


def together(text: str, local: str) -> str:
    """Cut to a half, styled, with a dateline and a paragraph of its own."""
    words = " ".join(local.split()[: len(text.split()) // 8])
    return dateline(styled(cut(text, share=1 / 2))) + f"\n\n{words}"


CHANGES: dict[str, Callable[[str, str], str]] = {
    "as it is": lambda text, _: text,
    "cut to a third": lambda text, _: cut(text),
    "house style": lambda text, _: styled(text),
    "another first sentence": own_lede,
    "paragraphs of its own, half as long": local_paragraphs,
    "dateline and credit": lambda text, _: dateline(text),
    "every twentieth word": lambda text, _: touched(text),
    "cut, styled, dateline, a paragraph": together,
}
"""By what is done: a function of the text and of another one, to take words of its own from."""
