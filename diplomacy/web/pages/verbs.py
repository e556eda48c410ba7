"""With which verbs something is said: by class, as a bar and a key, and the most used of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from diplomacy.web.pages.words import CUE_CLASSES

GAP = 0.3
"""The white between two parts of the bar, in percent of its length."""


@dataclass(frozen=True, slots=True)
class Stance:
    """One class of verbs, its share of all statements that have a verb, as lengths of SVG."""

    key: str
    words: str
    count: int
    percent: int
    start: str
    width: str


def stances(counts: Mapping[str, int]) -> tuple[Stance, ...]:
    """The shares of the classes of verbs in `counts`, from those that report to those that distance."""
    known = {key: counts.get(key, 0) for key in CUE_CLASSES if counts.get(key)}
    total = sum(known.values())
    found, start = [], 0.0
    for key, count in known.items():
        width = 100 * count / total
        found.append(
            Stance(
                key=key,
                words=CUE_CLASSES[key],
                count=count,
                percent=round(width),
                start=f"{start:.2f}%",
                width=f"{max(width - GAP, GAP):.2f}%",
            )
        )
        start += width
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb (or noun) of saying and how often it is used."""

    lemma: str
    stance: str
    count: int


def by_class(counts: Mapping[tuple[str, str], int]) -> Counter[str]:
    """How often each class is used, of counts by lemma and class."""
    summed: Counter[str] = Counter()
    for (_, key), count in counts.items():
        summed[key] += count
    return summed


def verbs(counts: Mapping[tuple[str, str], int], *, most: int) -> tuple[Verb, ...]:
    """The most used verbs of `counts` (by lemma and class); one of two classes is shown under that of most uses."""
    summed: Counter[str] = Counter()
    of_class: dict[str, tuple[int, str]] = {}
    for (lemma, key), count in counts.items():
        if lemma[:1].isalpha() and lemma[-1:].isalpha():  # a headline's name with its colon is no verb
            summed[lemma] += count
            of_class[lemma] = max(of_class.get(lemma, (0, "")), (count, CUE_CLASSES.get(key, "")))
    ranked = sorted(summed.items(), key=lambda item: (-item[1], item[0]))[:most]
    return tuple(Verb(lemma, of_class[lemma][1], count) for lemma, count in ranked)
