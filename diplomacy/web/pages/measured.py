"""How far the machine can be trusted, by what curators decided: shares with what they may well be, in words."""

from dataclasses import dataclass

from diplomacy.archive.deciding.accuracy import Accuracy, Right
from diplomacy.archive.deciding.agreement import Agreement, Agreements
from diplomacy.comparing.reliability import Share
from diplomacy.web.pages.words import OUTLET_KINDS, RELATIONS


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
class Measured:
    """The figures of the corpus at hand."""

    decided: int
    rights: tuple[RightView, ...]
    """Of being a pair at all, then of each relation."""
    kinds: tuple[tuple[str, ShareView], ...]
    """By kind of outlet, how many relations were kept."""
    agreements: tuple[AgreementView, ...]
    """Empty where no pair was put to two curators."""

    @classmethod
    def build(cls) -> "Measured":
        """The figures of today."""
        found, agreed = Accuracy.measure(), Agreements.measure()
        relations = (
            RightView.of(words.word, found.relations[key]) for key, words in RELATIONS.items() if key in found.relations
        )
        return cls(
            decided=found.decided,
            rights=(RightView.of("a pair at all", found.pairs), *relations) if found.decided else (),
            kinds=tuple(
                (word, ShareView.of(found.kinds[key])) for key, word in OUTLET_KINDS.items() if key in found.kinds
            ),
            agreements=(
                AgreementView.of("a pair at all", agreed.pairs),
                AgreementView.of("the relation", agreed.relations),
                AgreementView.of("in what they differ", agreed.facets),
            )
            if agreed.pairs.alike.total
            else (),
        )
