"""Which coverage counts as an account: kept by the database, whatever is written and in what order."""

from collections import defaultdict
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.archive.models import Article, Coverage, Exchange, Outlet, Version

ARTICLES, EXCHANGES = 5, 2
an_article, an_exchange = st.integers(0, ARTICLES - 1), st.integers(0, EXCHANGES - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("cover"), st.sets(an_article, min_size=1), an_exchange),
        st.tuples(st.just("drop"), st.sets(an_article, min_size=1), an_exchange),
        st.tuples(st.just("move"), an_article, an_exchange),
        st.tuples(st.just("copy"), an_article, st.none() | an_article),
        st.tuples(st.just("delete"), an_article, st.none()),
        st.tuples(st.just("overwrite"), an_article, st.booleans()),
    ),
    max_size=25,
)


def accounts() -> set[int]:
    """One of those that tell of an exchange in the same words: the head where it does, else its first copy."""
    among: defaultdict[tuple[int, int], list[tuple[bool, int, int]]] = defaultdict(list)
    for row in Coverage.objects.select_related("article"):
        head = row.article.copy_of_id or row.article_id
        among[row.exchange_id, head].append((row.article_id != head, row.article_id, row.pk))
    return {min(rows)[-1] for rows in among.values()}


class CountedTest(TestCase):
    """What the triggers keep is the rule, after each step."""

    @given(steps=STEPS)
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_what_counts_is_one_of_each_story(self, steps: list[tuple[str, object, object]]) -> None:
        outlet = Outlet.objects.create(name="Courier")
        articles = [
            Article.objects.create(outlet=outlet, title=f"{n}", published_on=date(2031, 6, 10)) for n in range(ARTICLES)
        ]
        texts = [Version.objects.create(article=row, text="Vik spoke.", sha256=f"{row.pk}") for row in articles]
        exchanges = [Exchange.objects.create(kind="call", date=date(2031, 6, 10)) for _ in range(EXCHANGES)]
        self.lives = dict(enumerate(articles))
        for step in steps:
            self.take(step, texts, exchanges)
            assert set(Coverage.objects.accounts().values_list("pk", flat=True)) == accounts(), step

    def take(self, step: tuple[str, object, object], texts: list[Version], exchanges: list[Exchange]) -> None:
        """What a later step asks of an article that is gone is nothing."""
        match step:
            case ("cover", set() as which, int(exchange)):
                told = set(exchanges[exchange].coverage.values_list("article", flat=True))
                Coverage.objects.bulk_create(
                    Coverage(exchange=exchanges[exchange], article=row, version=texts[number], date=row.published_on)
                    for number, row in self.lives.items()
                    if number in which and row.pk not in told
                )
            case ("drop", set() as which, int(exchange)):
                gone = [row for number, row in self.lives.items() if number in which]
                Coverage.objects.filter(article__in=gone, exchange=exchanges[exchange]).delete()
            case ("move", int(number), int(exchange)) if number in self.lives:
                of_it = Coverage.objects.filter(article=self.lives[number])
                if of_it.count() == 1:
                    of_it.update(exchange=exchanges[exchange])
            case ("copy", int(number), other) if number in self.lives and other != number:
                head = self.lives.get(other) if isinstance(other, int) else None
                if head is None or Article.objects.filter(pk=head.pk, copy_of=None).exists():
                    Article.objects.filter(pk=self.lives[number].pk, copies=None).update(copy_of=head)
            case ("delete", int(number), None) if number in self.lives:
                self.lives.pop(number).delete()
            case ("overwrite", int(number), bool(value)) if number in self.lives:
                Coverage.objects.filter(article=self.lives[number]).update(counts=value)
