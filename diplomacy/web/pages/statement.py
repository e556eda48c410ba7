"""One statement at its permanent address: who says what, in whose account, and where its claims are answered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from diplomacy.archive.models import Claim, Pair, Statement, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.accounts import around, cue_text
from diplomacy.web.pages.citing import Citation, Work, clipped
from diplomacy.web.pages.decided import Decided, decided_of
from diplomacy.web.pages.history import Step, of_statement
from diplomacy.web.pages.people import Speaker
from diplomacy.web.pages.places import Place, pair_url, statement_url
from diplomacy.web.pages.standing import UNSEEN_OF_CLAIMS
from diplomacy.web.pages.words import OUTLET_KINDS, RELATIONS, STATEMENT_KINDS, RelationWords, in_a_row


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim of another account that answers one of the statement's."""

    outlet: str
    language: str
    words: str
    relation: RelationWords
    url: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """All that a statement's page shows."""

    version: Version
    outlet_kind: str
    before: str
    pieces: tuple[tuple[str, bool], ...]
    """The text from its first word to its last, and which of it is the statement's own."""
    after: str
    speakers: tuple[Speaker, ...]
    cue: str
    kind: str
    via: Speaker | None
    silence: bool
    rule: str
    decided: Decided | None
    answers: tuple[Answer, ...]
    url: str
    """Its permanent address."""
    steps: tuple[Step, ...]
    """What curators did to it, the latest first."""

    @property
    def words(self) -> str:
        """The statement's own words."""
        return " … ".join(text.strip() for text, own in self.pieces if own)

    @property
    def who(self) -> str:
        """The speakers' names as a sentence lists them."""
        return in_a_row([speaker.name for speaker in self.speakers]) if self.speakers else "somebody not identified"

    @classmethod
    def build(cls, said: Statement) -> "StatementPage":
        """The page of `said`, which `statement_at` found."""
        version = said.version
        before, after = around(version.text, said.spans[0][0], said.spans[-1][1])
        return cls(
            version=version,
            outlet_kind=OUTLET_KINDS[version.article.outlet.kind],
            before=before,
            pieces=_pieces(said, version.text),
            after=after,
            speakers=tuple(Speaker.of(actor) for actor in said.speakers.all()),
            cue=cue_text(said, version.text),
            kind=STATEMENT_KINDS[said.kind],
            via=Speaker.of(said.via) if said.via else None,
            silence=said.silence,
            rule="; ".join(filter(None, [said.rule, said.mention_rule])),
            decided=decided_of(said),
            answers=_answers(said),
            url=statement_url(said),
            steps=of_statement(said, Place.of_statement(said)),
        )

    def citation(self, url: str, accessed: date) -> Citation:
        """How it is cited by its address `url`, the site's name included."""
        told = "a silence of" if self.silence else "attributed to"
        cue = f" (“{self.cue}”)" if self.cue else ""
        via = f", via {self.via.name}" if self.via else ""
        judged = f"{told} {self.who}{cue}{via}; {self.kind}."
        title = f"“{clipped(self.words)}”, {told} {self.who} by {self.version.article.outlet.name}"
        return Citation(self.url, url, title, judged, (Work.of(self.version, self.words),), accessed)


def _pieces(said: Statement, text: str) -> tuple[tuple[str, bool], ...]:
    found: list[tuple[str, bool]] = []
    at = said.spans[0][0]
    for start, end in said.spans:
        found += [(text[at:start], False)] if start > at else []
        found.append((text[start:end], True))
        at = end
    return tuple(found)


_SIDES = ("left", "right")
_CLAIMS = Prepared(lambda: Claim.objects.filter(statement=given("statement")).values_list("pk", flat=True))
_PAIRS = Prepared(
    lambda: (
        Pair.objects.filter(Q(left__any_of=given("claims")) | Q(right__any_of=given("claims")))
        .order_by("-score", "pk")
        .select_related(*(f"{side}__version__article__outlet" for side in _SIDES))
        .defer("why", *(f"{side}__{name}" for side in _SIDES for name in UNSEEN_OF_CLAIMS))
    )
)


def _answers(said: Statement) -> tuple[Answer, ...]:
    """The claims of other accounts that its claims meet, in one query."""
    own = set(_CLAIMS(statement=said.pk))
    found = []
    for pair in _PAIRS(claims=list(own)):
        there = pair.right if pair.left_id in own else pair.left
        article = there.version.article
        words = there.version.text[there.start : there.end]
        found.append(Answer(article.outlet.name, article.language, words, RELATIONS[pair.relation], pair_url(pair)))
    return tuple(found)
