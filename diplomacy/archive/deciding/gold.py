"""Gold packs: what curators decided, as articles and `gold.json`, by which any pipeline can be measured.

What was not decided one by one (statements, silences, omissions) is in a pack as it stands on the pages: curators had
it before them and let it be. `archive/deciding/gold_exchanges.py` says which exchanges are in it.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from diplomacy.archive.deciding.gold_exchanges import decided_whole
from diplomacy.archive.deciding.gold_quotes import Quotable
from diplomacy.archive.export import Record, records
from diplomacy.archive.models import Actor, Version
from diplomacy.intake import IntakeArticle, read_bytes

EXPORTED = "export.ndjson"
"""What the corpus says of the pack's articles, which scores 1.0; as `.jsonl` it would be taken for an article."""
NOTE = (
    "Exported from what curators decided. Every pair of these exchanges was decided by a curator; statements, silences"
    " and omissions are as they stood then, whoever found them."
)
UNSEEN = ("source", "segments", "search")


@dataclass(frozen=True, slots=True)
class Pack:
    """What was written, in numbers."""

    articles: int
    exchanges: int
    pairs: int
    left_out: int
    """Exchanges with decisions that are not in it."""


@dataclass(frozen=True, slots=True)
class File:
    """An article as a pack holds it: a record of news-please."""

    name: str
    record: dict[str, Any]

    @classmethod
    def of(cls, version: Version) -> "File":
        """The file of a text, whose article and outlet are loaded."""
        article, text = version.article, version.text
        head = {"title": text[: version.title_end], "maintext": text[version.body_start :]}
        facts = {
            "description": text[version.title_end : version.body_start].strip(),
            "date_publish": article.published_on.isoformat(),
            "authors": [article.byline] if article.byline else [],
            "outlet": article.outlet.name,
            "url": article.url,
            "language": article.language,
        }
        return cls(f"{article.pk:04}-{slugify(article.outlet.name)[:40]}.jsonl", head | facts)

    @property
    def line(self) -> str:
        """Its only line."""
        return json.dumps(self.record) + "\n"

    @property
    def written(self) -> str:
        """The words that stand in it."""
        return "\n".join(self.record[name] for name in ("title", "description", "maintext"))

    def gives_back(self, version: Version) -> bool:
        """Whether it is read as the text, title and day that it was written from."""
        match list(read_bytes(self.name, self.line.encode())):
            case [IntakeArticle(text=version.text, published=published) as found]:
                on = published.day if published else None
                return (found.title, on) == (version.article.title, version.article.published_on)
        return False


@dataclass(slots=True)
class Names:
    """Names as a pack has them: those that differ but in accents or punctuation are one person's there."""

    first: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        """The name that stands for this one."""
        return self.first.setdefault(_folded(name), name)


def write_pack(folder: Path) -> Pack:
    """Write the pack of all that is decided whole into a folder that is new or empty; nothing where nothing is.

    Raises FileExistsError where something is in it, other OSErrors where it can't be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError
    files: dict[int, File] = {}

    def faithful(articles: Set[int]) -> Set[int]:
        versions = Version.objects.current().filter(article__in=articles).defer(*UNSEEN)
        for version in versions.select_related("article__outlet"):
            file = File.of(version)
            if file.gives_back(version):
                files[version.article_id] = file
        return files.keys()

    found = decided_whole(faithful)
    if not found.whole:
        return Pack(0, 0, 0, len(found.left_out))
    folder.mkdir(parents=True, exist_ok=True)
    names = Names()
    exported = [_as_packed(record, files, names) for record in records(found.whole)]
    gold = {"pack": folder.name, "note": NOTE, **_gold(exported, files)}
    for record in exported:
        if record["type"] == "article":
            (folder / record["source_file"]).write_text(files[record["id"]].line, encoding="utf-8")
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in exported)
    (folder / EXPORTED).write_text("".join(lines), encoding="utf-8")
    (folder / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Pack(len(gold["articles"]), len(gold["exchanges"]), len(gold["pairs"]), len(found.left_out))


def _as_packed(record: Record, files: Mapping[int, File], names: Names) -> Record:
    """A record of the export with the pack's file and names; a statement without a cue is of the kind that has none."""
    match record["type"]:
        case "article":
            return {**record, "source_file": files[record["id"]].name}
        case "statement":
            kind = record["kind"] if record["cue"] else "free"
            via = names(record["via"]) if record["via"] else None
            return {**record, "kind": kind, "speakers": [*map(names, record["speakers"])], "via": via}
        case "exchange":
            return {**record, "participants": [*map(names, record["participants"])]}
    return record


def _gold(exported: Iterable[Record], files: Mapping[int, File]) -> dict[str, list[Any]]:
    """What the records say, in the words of their articles."""
    gold: dict[str, list[Any]] = {
        key: [] for key in ("articles", "actors", "exchanges", "statements", "silences", "pairs", "disputed", "omitted")
    }
    texts: dict[int, Quotable] = {}
    named: set[str] = set()
    for record in exported:
        match record["type"]:
            case "article":
                texts[record["id"]] = Quotable(record["text"], files[record["id"]].written)
                facts = {key: record[key] for key in ("outlet", "outlet_kind", "title")}
                on = record["published"][:10]
                gold["articles"].append({"file": record["source_file"], **facts, "published": on})
            case "statement":
                named.update(record["speakers"], filter(None, [record["via"]]))
                gold["silences" if record["silence"] else "statements"] += _statement(record, texts, files)
            case "exchange":
                named.update(record["participants"])
                facts = {key: record[key] for key in ("kind", "date", "participants")}
                accounts = [files[article].name for article in record["articles"]]
                gold["exchanges"].append({"id": _id(record["id"]), **facts, "articles": accounts})
            case "pair":
                gold["disputed" if record["relation"] == "disputed" else "pairs"] += _pair(record, texts, files)
            case "omission":
                gold["omitted"] += _omission(record, texts, files)
    gold["actors"] = _actors(named)
    return gold


Texts = Mapping[int, Quotable]
Files = Mapping[int, File]


def _statement(record: Record, texts: Texts, files: Files) -> list[Record]:
    text, file = texts[record["article"]], files[record["article"]].name
    if record["silence"]:
        quote = text.quote(*max(record["spans"], key=lambda span: span[1] - span[0]))
        return [{"file": file, "content": quote.pop("text"), "speaker": record["speakers"], **quote}] if quote else []
    content = text.content(record["spans"])
    told = {"speaker": record["speakers"], "cue": record["cue"] and record["cue"]["text"]}
    return [{"file": file, **content, **told, "kind": record["kind"], "via": record["via"]}] if content else []


def _pair(record: Record, texts: Texts, files: Files) -> list[Record]:
    sides = {}
    for name in ("left", "right"):
        side = record[name]
        quote = texts[side["article"]].quote(side["start"], side["end"])
        if quote is None:
            return []
        sides[name] = {"file": files[side["article"]].name, **quote}
    said = {"relation": record["relation"], "facets": record["facets"]} if record["relation"] != "disputed" else {}
    return [{"exchange": _id(record["exchange"]), **sides, **said}]


def _omission(record: Record, texts: Texts, files: Files) -> list[Record]:
    quote = texts[record["article"]].quote(record["start"], record["end"])
    where = {"exchange": _id(record["exchange"]), "file": files[record["article"]].name}
    return [{**where, **quote, "absent_from": [files[one].name for one in record["absent_from"]]}] if quote else []


def _actors(names: Set[str]) -> list[Record]:
    """Those of these names, with the aliases that are no other's name or alias among them."""
    rows = Actor.objects.filter(name__in=names).select_related("country").prefetch_related("aliases", "tenures")
    actors = {row.name: row for row in rows.order_by("-pk")}
    borne = Counter(_folded(alias) for row in actors.values() for alias in {row.name, *_aliases(row)})
    return [
        {
            "name": name,
            "kind": row.kind,
            "aliases": [alias for alias in _aliases(row) if borne[_folded(alias)] == 1],
            "office": next((tenure.office for tenure in reversed(row.tenures.all())), None),
            "country": row.country.name if row.country else None,
        }
        for name, row in sorted(actors.items())
    ]


def _aliases(actor: Actor) -> list[str]:
    """Its other names, each once."""
    others = {_folded(alias.name): alias.name for alias in actor.aliases.all()}
    return [name for folded, name in others.items() if folded not in ("", _folded(actor.name))]


def _id(exchange: int) -> str:
    return f"e{exchange}"


def _folded(name: str) -> str:
    """A name as those who score compare it: without accents, case and punctuation."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", " ", plain).casefold().strip()
