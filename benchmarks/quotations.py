"""Score the reader's statements against PolNeAR, a corpus of attributions in American political news.

    python -m benchmarks.quotations --polnear FOLDER [--split dev] [--errors N]

FOLDER is a checkout of the public repository networkdynamics/PolNeAR; its `data/SPLIT/text` and
`data/SPLIT/attributions` are read. Nothing of it is kept or trained on, and its test split is refused.

Which of its attributions count: those of speech, that is, whose cue holds a form of one of the verbs in SPEECH, which
report words ("continue" only as the cue's last word: "continued to poke at" is no report), or "according to". PolNeAR
also annotates beliefs, intentions, attitudes and acts done by speaking (accusing, promising, mentioning a thing), where
it draws other borders than the guidelines here. Where several people annotated a text, the first file counts.

Matching: by contiguous parts, one to one, best first, where two parts' words have a Jaccard index of at least 0.8.
A part is one run of a content, however many strokes its annotator or our reader marked it in: where no word stands
between two spans of one content they are one part, while `“A,” she said. “B.”` has two, on either side. The
complementiser "that" and quotation marks do not count as words. A part of ours that matches one of an attribution that
does not count is left out of the precision, as are the parts of statements whose own cue is not of speech.

Relays: of "A said B had promised to go" the guidelines here make one statement, B's, relayed by A; PolNeAR makes one
attribution, A's, which holds B's attribution as well. So a relayed statement of ours, unless a platform relays it, is
matched with its own attribution (from B to the end), and its speaker, who is not PolNeAR's source, is not scored.

Kinds go by the marks: direct where all of PolNeAR's content stands in quotation marks, mixed where some does, else
indirect. A speaker is right where the words that we take for its mention overlap PolNeAR's source.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from diplomacy.reading import Document, Reader
from diplomacy.reading.speech.attribution import PLATFORMS
from diplomacy.reading.speech.quotes import MARKS, find_quotations
from diplomacy.reading.values import Reading, Span

LEAST = 0.8
# fmt: off
SPEECH = frozenset(
    {"say", "tell", "add", "ask", "announce", "note", "argue", "state", "declare", "explain", "claim",
     "insist", "warn", "write", "tweet", "report", "remark", "acknowledge", "admit", "assert", "stress",
     "emphasize", "reiterate", "confirm", "recount", "concede", "contend", "joke", "quip", "observe",
     "caution", "allege", "maintain", "testify", "continue", "conclude"}
)
# fmt: on
_PART = re.compile(r"^(T\d+)\t[\w-]+ ([\d ;]+)\t")
_LINK = re.compile(r"(Source|Cue|Content):(T\d+)")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


@dataclass(frozen=True, slots=True)
class Part:
    """One contiguous run of an attributed content, PolNeAR's or ours."""

    span: Span
    words: frozenset[int]
    kind: str
    cue: str
    source: Span | None

    @property
    def counts(self) -> bool:
        """Whether its cue is one of speech."""
        return of_speech(self.cue)


def word_starts(text: str, span: Span) -> frozenset[int]:
    """Where the words of a span start, without "that"."""
    words = _WORD.finditer(text, span.start, span.end)
    return frozenset(word.start() for word in words if word.group().lower() != "that")


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Shared words among all words; 0 where there are none."""
    return len(one & other) / len(one | other) if one | other else 0.0


def forms(verb: str) -> Iterator[str]:
    """The regular forms of a verb, and the irregular ones of those that are needed here."""
    irregular = {"say": "said says saying", "tell": "told", "write": "wrote written writing writes"}
    yield from (verb, f"{verb}s", f"{verb}ed", f"{verb}ing", f"{verb}d", f"{verb}es")
    yield from irregular.get(verb, "").split()
    if verb.endswith("e"):
        yield f"{verb[:-1]}ing"
    if verb.endswith("y"):
        yield from (f"{verb[:-1]}ied", f"{verb[:-1]}ies")


SPEECH_FORMS = frozenset(form for verb in SPEECH for form in forms(verb))


def of_speech(cue: str) -> bool:
    """Whether a cue counts as one of speech; "continue" does as the last word alone, not in "continued to poke at"."""
    words = [word.strip(".,:;") for word in cue.lower().split()]
    said = SPEECH_FORMS & {*words[-1:], *(word for word in words if not word.startswith("continu"))}
    return "according" in words or bool(said)


def gold_parts(text: str, annotation: str) -> list[Part]:
    """The parts of each content in a brat file."""
    quoted = [quotation.outer for quotation in find_quotations(text)]
    runs = {found[1]: _runs(found[2]) for line in annotation.splitlines() if (found := _PART.match(line))}
    parts = []
    for line in annotation.splitlines():
        roles: dict[str, list[Span]] = defaultdict(list)
        for role, key in _LINK.findall(line) if line.startswith("E") else ():
            roles[role] += runs.get(key, [])
        cue = " ".join(span.of(text) for span in roles["Cue"])
        source = next(iter(roles["Source"]), None)
        spans = joined(text, roles["Content"])
        parts += [Part(s, word_starts(text, s), _kind(s, text, quoted), cue, source) for s in spans]
    return parts


def our_parts(text: str, reading: Reading) -> list[Part]:
    """The parts of each cued statement, silences among them; what is relayed with the attribution that it has there."""
    parts: list[Part] = []
    for statement in reading.statements:
        if statement.cue is None:
            continue
        cue, spans = statement.cue.span, statement.spans
        source = statement.mention.span if statement.mention else None
        if statement.via is not None and reading.actors[statement.via].name not in PLATFORMS and len(spans) == 1:
            whole = [*spans, cue, *([source] if source else [])]
            spans, source = (Span(min(s.start for s in whole), max(s.end for s in whole)),), None
        kind = str(statement.kind)
        parts += [Part(s, word_starts(text, s), kind, cue.of(text), source) for s in joined(text, spans)]
    return parts


def joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those with no word between them as one."""
    runs: list[Span] = []
    for span in sorted(spans):
        if runs and not _WORD.search(text, runs[-1].end, max(span.start, runs[-1].end)):
            runs[-1] = Span(runs[-1].start, max(runs[-1].end, span.end))
        else:
            runs.append(span)
    return runs


def _runs(offsets: str) -> list[Span]:
    """ "315 448;463 553" as spans."""
    return [Span(*map(int, run.split())) for run in offsets.split(";")]


def _kind(span: Span, text: str, quoted: list[Span]) -> str:
    inside = [any(at in outer for outer in quoted) for at in word_starts(text, span)]
    if inside and all(inside):
        return "direct"
    return "mixed" if any(inside) or any(mark in span.of(text) for mark in MARKS) else "indirect"


def match(gold: Sequence[Part], found: Sequence[Part]) -> dict[int, int]:
    """Index into `gold` → index into `found`: one to one, best first."""
    near = ((jaccard(g.words, f.words), i, j) for i, g in enumerate(gold) for j, f in enumerate(found))
    matched: dict[int, int] = {}
    for score, i, j in sorted(near, reverse=True):
        if score >= LEAST and i not in matched and j not in matched.values():
            matched[i] = j
    return matched


def read_split(folder: Path) -> Iterator[tuple[str, list[Part]]]:
    """Each text of a split with the parts of its attributions."""
    for path in sorted((folder / "text").glob("*.txt")):
        files = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        if files:
            text = path.read_text(encoding="utf-8")
            yield text, gold_parts(text, files[0].read_text(encoding="utf-8"))


@dataclass
class Score:
    """Hits, gold parts and found parts by kind; how often the speaker was right; what was missed."""

    hits: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    speakers: list[bool] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def add(self, text: str, gold: Sequence[Part], found: Sequence[Part]) -> None:
        """Count one text."""
        matched = match(gold, found)
        for i, part in enumerate(gold):
            if part.counts:
                self.gold.update(("all", part.kind))
                if i in matched:
                    self.hits.update(("all", part.kind))
                    mention = found[matched[i]].source
                    if mention and part.source:
                        self.speakers.append(mention.overlaps(part.source))
                else:
                    self.misses.append(f"missed {part.kind}: [{part.cue}] {part.span.of(text)[:150]!r}")
        partner = {j: gold[i] for i, j in matched.items()}
        for j, part in enumerate(found):
            if partner.get(j, part).counts:
                self.found.update(("all", partner.get(j, part).kind))
                if j not in partner:
                    self.misses.append(f"extra {part.kind}: [{part.cue}] {part.span.of(text)[:150]!r}")

    def show(self, title: str) -> None:
        """Print the figures as a table."""
        table = Table("kind", "precision", "recall", "F1", "gold", "found", title=title)
        for kind in ("all", "direct", "indirect", "mixed"):
            hit, gold, found = self.hits[kind], self.gold[kind], self.found[kind]
            row = (hit / max(found, 1), hit / max(gold, 1), 2 * hit / max(found + gold, 1))
            table.add_row(kind, *(f"{figure:.3f}" for figure in row), str(gold), str(found))
        Console().print(table, f"speaker mention {sum(self.speakers) / max(len(self.speakers), 1):.3f}")


def main() -> None:
    """Read the split, match, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--split", choices=["dev", "train"], default="dev")
    parser.add_argument("--every", type=int, default=1, help="read only every so-manieth text")
    parser.add_argument("--errors", type=int, default=0, help="print so many of each sort of miss")
    options = parser.parse_args()
    split = list(read_split(options.polnear / "data" / options.split))[:: options.every]
    score = Score()
    documents = (Document(text, 0, 0, date(2016, 9, 15)) for text, _ in split)
    for (text, gold), reading in zip(split, Reader().read(documents), strict=True):
        score.add(text, gold, our_parts(text, reading))
    score.show(f"PolNeAR {options.split}, {len(split)} texts, attributions of speech")
    for sort in ("missed direct", "missed indirect", "missed mixed", "extra"):
        print(*[miss for miss in score.misses if miss.startswith(sort)][: options.errors], sep="\n")


if __name__ == "__main__":
    main()
