"""A small corpus laid out by hand, row by row: invented countries, outlets, people and words."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from diplomacy.archive.models import (
    Actor,
    Article,
    Claim,
    Coverage,
    Embedding,
    Exchange,
    Outlet,
    Pair,
    Statement,
    Version,
)

WHY = [
    {"name": "meaning", "value": 0.82, "words": "Close in meaning."},
    {"name": "speakers", "value": -0.41, "words": "Said by one here, by another there."},
    {"name": "number", "value": 1.0, "words": "“11” against “14”"},
]


def actor(name: str, *, kind: str = "person", country: Actor | None = None) -> Actor:
    made: Actor = Actor.objects.create(name=name, kind=kind, country=country)
    return made


@dataclass
class Telling:
    """An article whose rows are being laid out; texts are found by their words."""

    version: Version
    coverage: Coverage | None = None
    claims: dict[str, Claim] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.version.text

    def find(self, words: str) -> tuple[int, int]:
        start = self.text.index(words)
        return start, start + len(words)

    def says(self, *spans: str, by: list[Actor], cue: str = "", kind: str = "indirect", **more: Any) -> Statement:
        """A statement of these stretches; the cue is the occurrence nearest to the first."""
        found = [list(self.find(span)) for span in spans]
        places = [match.start() for match in re.finditer(re.escape(cue), self.text)] if cue else []
        at = min(places, key=lambda place: abs(place - found[0][0]), default=None)
        said = Statement.objects.create(
            version=self.version,
            position=found[0][0],
            spans=found,
            kind=kind,
            cue_start=at,
            cue_end=None if at is None else at + len(cue),
            cue_lemma=cue,
            **more,
        )
        said.speakers.set(by)
        return said

    def claim(self, claimed: str, *, said: Statement | None = None, **more: Any) -> Claim:
        start, end = self.find(claimed)
        words = re.finditer(r"\w+", claimed)
        stored = [
            [start + w.start(), start + w.end(), w[0].casefold(), "X", len(w[0]) > 3 or w[0].isdigit()] for w in words
        ]
        made = Claim.objects.create(
            version=self.version,
            coverage=self.coverage,
            statement=said,
            position=start,
            start=start,
            end=end,
            words=stored,
            **more,
        )
        Embedding.objects.create(claim=made, vector=[1.0] + [0.0] * 383, searchable=True)
        self.claims[claimed] = made
        return made


def telling(outlet: str, kind: str, title: str, *body: str, on: date, exchange: Exchange | None = None) -> Telling:
    """An article of these paragraphs, and that it covers `exchange`."""
    publisher, _ = Outlet.objects.get_or_create(name=outlet, defaults={"kind": kind})
    text = "\n\n".join((title, *body))
    article = Article.objects.create(outlet=publisher, title=title, published_on=on)
    version = Version.objects.create(
        article=article,
        text=text,
        source=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        title_end=len(title),
        body_start=min(len(title) + 2, len(text)),
        pipeline="by hand",
    )
    made = Telling(version)
    if exchange:
        made.coverage = Coverage.objects.create(
            exchange=exchange,
            article=article,
            version=version,
            date=on,
            passages=[[0, len(title)]],
            reasons=["Both ministers are named in it."],
        )
    return made


def reprinted(account: Telling, paper: str, *, added: str = "", without: str = "") -> Telling:
    """The account's story as a paper prints it the day after, and that it is a copy."""
    head = account.version.article
    assert account.coverage
    title, *body = account.text.replace(without, "").split("\n\n")
    text = [*filter(None, body), *filter(None, [added])]
    on = head.published_on + timedelta(days=1)
    made = telling(paper, "press", title, *text, on=on, exchange=account.coverage.exchange)
    Article.objects.filter(pk=made.version.article_id).update(
        copy_of=head, url=f"https://{paper.split(maxsplit=1)[0].casefold()}.example/bridge"
    )
    return made


def edited(account: Telling, old: str, new: str) -> Telling:
    """A later text of the account's article, in which `new` stands for `old`; its claims are not read yet."""
    text = account.text.replace(old, new)
    before = account.version
    Version.objects.filter(pk=before.pk).update(current=False, seen_at=timezone.now() - timedelta(hours=3))
    version = Version.objects.create(
        article=before.article,
        text=text,
        source=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        title_end=before.title_end,
        body_start=before.body_start,
        pipeline="by hand",
    )
    Claim.objects.filter(version=before).update(coverage=None)
    Pair.objects.filter(left__version=before).delete()
    Pair.objects.filter(right__version=before).delete()
    assert account.coverage
    account.coverage.version = version
    account.coverage.passages = []
    account.coverage.save()
    return Telling(version, account.coverage)


def pair(left: Claim, right: Claim, relation: str, *facets: str, score: float = 0.8, **more: Any) -> Pair:
    first, second = sorted((left, right), key=lambda claim: claim.pk)
    assert left.coverage is not None
    return Pair.objects.create(
        exchange=left.coverage.exchange,
        left=first,
        right=second,
        relation=relation,
        facets=list(facets),
        score=score,
        why=WHY,
        **more,
    )


@dataclass
class Corpus:
    """The rows that tests speak of by name."""

    exchange: Exchange
    lone: Exchange
    readout: Telling
    other_readout: Telling
    wire: Telling
    paper: Telling
    met: tuple[Telling, Telling]
    """The lone meeting's account, before and after it was edited."""
    contradicted: Pair
    minister: Actor


def lay_out() -> Corpus:
    """Four accounts of one call, with a pair of every relation, omissions, background, a silence; a lone meeting.

    What is told of the meeting was edited once.
    """
    ostmark, lirien = actor("Ostmark", kind="country"), actor("Lirien", kind="country")
    brandt = actor("Teodor Brandt", country=ostmark)
    savary = actor("Maud Savary", country=lirien)
    ministry = actor("Ministry of Foreign Affairs of Ostmark", kind="organisation", country=ostmark)
    day = date(2024, 5, 6)
    exchange = Exchange.objects.create(kind="call", date=day, initiator=savary, pipeline="by hand")
    exchange.participants.set([brandt, savary])

    readout = telling(
        "Ostmark Foreign Ministry",
        "official",
        "Telephone call of Minister Teodor Brandt with Maud Savary",
        "The call was held at the request of the Lirien side.",
        "Brandt stressed that the temporary customs regime at the bridge is a lawful measure and harms nobody. "
        "He informed Savary that all 11 drivers of the convoy are in good health.",
        "Savary acknowledged that the mandate of the observers should be reviewed before the autumn. "
        "The sides agreed to stay in contact.",
        on=day,
        exchange=exchange,
    )
    other = telling(
        "Lirien Foreign Ministry",
        "official",
        "Savary demands an end to the blockade of the bridge",
        "The call was held at the request of Ostmark.",
        "Savary stated that the blockade of the bridge is a breach of the treaty. "
        "Brandt assured her that all 14 drivers of the convoy are well.",
        "“Nobody will be left behind,” Savary told Brandt. The sides agreed to stay in contact.",
        on=day,
        exchange=exchange,
    )
    wire = telling(
        "Estuary Wire",
        "wire",
        "Lirien presses Ostmark over stranded drivers",
        "Brandt defended the closure of the bridge as a “lawful measure,” according to his ministry. "
        "He said that the drivers were “in good health.”",
        "The account of Ostmark made no mention of a visit to the drivers.",
        "The bridge has been shut since April, when the two countries fell out over timber.",
        on=day,
        exchange=exchange,
    )
    paper = telling(
        "Ostmark Courier",
        "state-media",
        "Savary picks up the telephone",
        "Minister Teodor Brandt patiently explained that the regime protects travellers. "
        "Savary conceded that the mandate of the observers needs a review.",
        "The timber quarrel of April began in Lirien.",
        on=date(2024, 5, 7),
        exchange=exchange,
    )

    asked = readout.claim("The call was held at the request of the Lirien side")
    asked_too = other.claim("The call was held at the request of Ostmark")
    stressed = readout.says(
        "the temporary customs regime at the bridge is a lawful measure and harms nobody", by=[brandt], cue="stressed"
    )
    lawful = readout.claim("the temporary customs regime at the bridge is a lawful measure", said=stressed)
    readout.claim("harms nobody", said=stressed)
    informed = readout.says("all 11 drivers of the convoy are in good health", by=[brandt], cue="informed")
    eleven = readout.claim("all 11 drivers of the convoy are in good health", said=informed)
    granted = readout.says(
        "the mandate of the observers should be reviewed before the autumn", by=[savary], cue="acknowledged"
    )
    mandate = readout.claim("the mandate of the observers should be reviewed before the autumn", said=granted)
    agreed = readout.says("stay in contact", by=[brandt, savary], cue="agreed to")
    contact = readout.claim("stay in contact", said=agreed)

    stated = other.says("the blockade of the bridge is a breach of the treaty", by=[savary], cue="stated")
    breach = other.claim("the blockade of the bridge is a breach of the treaty", said=stated)
    assured = other.says("all 14 drivers of the convoy are well", by=[brandt], cue="assured")
    fourteen = other.claim("all 14 drivers of the convoy are well", said=assured)
    told = other.says("Nobody will be left behind,", by=[savary], cue="told", kind="direct")
    other.claim("Nobody will be left behind", said=told, quoted=True)
    agreed_too = other.says("stay in contact", by=[brandt, savary], cue="agreed to")
    contact_too = other.claim("stay in contact", said=agreed_too)

    defended = wire.says(
        "the closure of the bridge as a “lawful measure,”", by=[brandt], cue="defended", kind="mixed", via=ministry
    )
    closure = wire.claim("the closure of the bridge as a “lawful measure,”", said=defended)
    said = wire.says("the drivers were “in good health.”", by=[brandt], cue="said", kind="mixed")
    healthy = wire.claim("the drivers were “in good health.”", said=said)
    wire.says("a visit to the drivers", by=[ostmark], cue="made no mention of", silence=True)
    shut = wire.claim("The bridge has been shut since April", context=True)
    fell_out = wire.claim("the two countries fell out over timber", context=True)
    assert shut.context

    explained = paper.says("the regime protects travellers", by=[brandt], cue="explained")
    protects = paper.claim("the regime protects travellers", said=explained)
    conceded = paper.says("the mandate of the observers needs a review", by=[savary], cue="conceded")
    review = paper.claim("the mandate of the observers needs a review", said=conceded)
    quarrel = paper.claim("The timber quarrel of April began in Lirien", context=True)

    pair(asked, asked_too, "contradicted", score=0.9)
    contradicted = pair(eleven, fourteen, "contradicted", "number", "verb", score=0.85)
    pair(lawful, breach, "disputed", "naming", score=0.6)
    pair(lawful, closure, "reworded", "naming", "voice", score=0.7)
    pair(lawful, protects, "shifted", "verb", score=0.45)
    pair(eleven, healthy, "reworded", "voice", "detail")
    pair(mandate, review, "reworded", "verb", origin="curator")
    pair(contact, contact_too, "same", score=0.97)
    pair(fell_out, quarrel, "shifted", "detail")

    lone = Exchange.objects.create(kind="meeting", date=date(2024, 6, 1))
    lone.participants.set([brandt])
    met = telling("Estuary Wire", "wire", "Brandt meets nobody in particular", "He met.", on=lone.date, exchange=lone)
    later = edited(met, "He met.", "He met them all the same.")
    return Corpus(exchange, lone, readout, other, wire, paper, (met, later), contradicted, brandt)


def forget_dead_neighbours() -> None:
    """Build the index of claims' vectors anew: the claims of tests that were rolled back lie in it still.

    They have the same vectors as these, by the thousand, and no search would come past them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("REINDEX INDEX embedding_vector")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
