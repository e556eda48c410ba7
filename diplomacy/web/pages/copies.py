"""What other papers print of an account: who does, and what each adds and leaves out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from diplomacy.archive.incoming.copies import told_in
from diplomacy.archive.models import Article, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.comparing import copies
from diplomacy.comparing.copies import Differences
from diplomacy.reading.values import Span
from diplomacy.web.pages.addresses import address


@dataclass(frozen=True, slots=True)
class CopyView:
    """An article that repeats an account, as a list shows it."""

    article: Article
    added: tuple[str, ...]
    """Sentences that the account does not have."""
    missing: int
    """How many of the account's sentences it leaves out."""

    @property
    def url(self) -> str:
        """The copy's own page."""
        return address("article", self.article.pk)

    @property
    def told(self) -> str:
        """What is its own, in a few words."""
        parts = [("adds", len(self.added)), ("leaves out", self.missing)]
        said = [f"{verb} {count} sentence{'s' if count != 1 else ''}" for verb, count in parts if count]
        return ", ".join(said) or "the same sentences"


_COPIES = Prepared(
    lambda: (
        Version.objects.current()
        .filter(article__copy_of__any_of=given("of"))
        .exclude(article__any_of=given("accounts"))
        .select_related("article__outlet")
        .only(
            *("text", "body_start", "title_end", "sha256"),
            *(f"article__{name}" for name in ("title", "url", "language", "printed_in", "published_on", "copy_of")),
            *(f"article__outlet__{name}" for name in ("name", "kind")),
        )
    )
)


def copies_of(accounts: Iterable[tuple[Article, Version]]) -> dict[int, tuple[CopyView, ...]]:
    """By account (its article's id), who else prints it, by name; in one query."""
    account_of = {article.copy_of_id or article.pk: version for article, version in accounts}
    rows = _COPIES(of=list(account_of), accounts=[account.article_id for account in account_of.values()])
    found: defaultdict[int, list[CopyView]] = defaultdict(list)
    for copy in rows:
        account = account_of[copy.article.copy_of_id or 0]
        own = told_in(copy)
        differs = differences(told_in(account), own)
        view = CopyView(copy.article, words_of(own, differs.added), len(differs.missing))
        found[account.article_id].append(view)
    return {pk: tuple(sorted(views, key=_by_name)) for pk, views in found.items()}


@lru_cache(maxsize=512)
def differences(head: str, copy: str) -> Differences:
    """Of two stored texts, which never change; kept, for every page on them asks again."""
    return copies.differences(head, copy)


def _by_name(view: CopyView) -> tuple[str, int]:
    return view.article.publisher.casefold(), view.article.pk


def words_of(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """The stretches of `text` at these spans."""
    return tuple(span.of(text) for span in spans)
