"""How far the machine can be trusted, by what curators decided: shares with what they may well be, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from diplomacy.archive.deciding.accuracy import Accuracy, Right
from diplomacy.archive.deciding.agreement import Agreement, agreements
from diplomacy.archive.deciding.judgements import ASPECTS
from diplomacy.archive.models import Subject
from diplomacy.comparing.reliability import Share
from diplomacy.web.pages.words import OUTLET_KINDS, RELATIONS


@dataclass(frozen=True, slots=True)
class SubjectWords:
    """How the figures of one kind of decision are headed."""

    one: str
    """With its article; `thing` is without, `of` of several."""
    thing: str
    of: str
    at_all: str
    exact: str
    """Empty where nothing else is said of it, or where each thing that is said has a line."""
    kept: str
    """What was kept, as a clause."""


SUBJECTS = {
    Subject.PAIR: SubjectWords("a pair", "pair", "pairs", "a pair at all", "", "the program’s relation was kept"),
    Subject.STATEMENT: SubjectWords(
        "a statement",
        "statement",
        "statements",
        "a statement at all",
        "said by just these",
        "the program’s speakers were kept",
    ),
    Subject.EXCHANGE: SubjectWords(
        "an account of an exchange",
        "account of an exchange",
        "accounts of exchanges",
        "tells of this exchange",
        "",
        "the account stayed where the program put it",
    ),
}
ASPECT_WORDS = {
    "pair": "a pair at all",
    "relation": "the relation",
    "facets": "in what they differ",
    "statement": "a statement at all",
    "speakers": "who says it",
    "account": "tells of this exchange",
}


@dataclass(frozen=True, slots=True)
class ShareView:
    """A share in percent, of how many, and from where to where it may well be."""

    hits: int
    total: int
    percent: int
    least: int
    most: int

    @classmethod
    def of(cls, share: Share) -> "ShareView":
        """The share as a page tells it."""
        least, most = (round(100 * end) for end in share.interval)
        return cls(share.hits, share.total, round(100 * share.rate), least, most)


@dataclass(frozen=True, slots=True)
class RightView:
    """How right the machine is of one kind of judgement."""

    words: str
    precision: ShareView
    recall: ShareView

    @classmethod
    def of(cls, words: str, right: Right) -> "RightView":
        """The same as a page tells it."""
        return cls(words, ShareView.of(right.precision), ShareView.of(right.recall))


@dataclass(frozen=True, slots=True)
class AgreementView:
    """How far two curators agree on one kind of judgement."""

    words: str
    alike: ShareView
    kappa: str
    alpha: str

    @classmethod
    def of(cls, words: str, found: Agreement) -> "AgreementView":
        """The same as a page tells it; what chance explains wholly has no figure."""
        kappa, alpha = ("–" if figure is None else f"{figure:.2f}" for figure in (found.kappa, found.alpha))
        return cls(words, ShareView.of(found.alike), kappa, alpha)


@dataclass(frozen=True, slots=True)
class MeasuredOf:
    """The figures of one kind of decision."""

    key: str
    words: SubjectWords
    decided: int
    rights: tuple[RightView, ...]
    """Of being one at all, then of what is said of it."""
    kinds: tuple[tuple[str, ShareView], ...]
    """By kind of outlet, how often what the machine says was kept."""
    agreements: tuple[AgreementView, ...]
    """Empty where nothing of it was put to two curators."""

    @classmethod
    def build(cls, subject: Subject, agreed: Mapping[str, Agreement]) -> "MeasuredOf":
        """The figures of today, of the agreements those of this subject."""
        words, found = SUBJECTS[subject], Accuracy.of(subject)
        rights = [RightView.of(words.at_all, found.at_all)]
        rights += [RightView.of(words.exact, found.exact)] if words.exact else []
        rights += [RightView.of(one.word, found.each[key]) for key, one in RELATIONS.items() if key in found.each]
        aspects = [(aspect, agreed[aspect.name]) for aspect in ASPECTS[subject]]
        return cls(
            key=subject.value,
            words=words,
            decided=found.decided,
            rights=tuple(rights) if found.decided else (),
            kinds=tuple(
                (word, ShareView.of(found.kinds[key])) for key, word in OUTLET_KINDS.items() if key in found.kinds
            ),
            agreements=tuple(AgreementView.of(ASPECT_WORDS[aspect.name], one) for aspect, one in aspects)
            if aspects[0][1].alike.total
            else (),
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of the corpus at hand, kind by kind."""

    parts: tuple[MeasuredOf, ...]
    share: str = ""
    """What percentage of decisions comes to a second curator; empty for none."""

    @property
    def decided(self) -> int:
        """How much was decided at all."""
        return sum(part.decided for part in self.parts)

    @property
    def agreed(self) -> bool:
        """Whether anything was put to two curators."""
        return any(part.agreements for part in self.parts)

    @classmethod
    def build(cls) -> "Measured":
        """The figures of today, in a number of queries that does not grow with what was decided."""
        agreed = agreements()
        share = f"{100 * settings.DIPLOMACY_SECOND_LOOK:g}" if settings.DIPLOMACY_SECOND_LOOK > 0 else ""
        return cls(tuple(MeasuredOf.build(subject, agreed) for subject in SUBJECTS), share)
