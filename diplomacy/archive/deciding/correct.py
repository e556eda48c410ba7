"""Correct what a text is read to say: make, change, confirm and reject statements and claims, and undo it.

The one way by which a decision on a text's statements or claims is written. The rows follow at once; a worker compares
again what they tell.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from diplomacy.archive import compare
from diplomacy.archive.deciding import as_read, decide, overlay
from diplomacy.archive.deciding.anchors import Quote
from diplomacy.archive.deciding.as_read import Row, Rows
from diplomacy.archive.deciding.corrected import held_by, spans_of
from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.models import Actor, Anchor, Decision, DecisionKind, Part, Subject, Version
from diplomacy.archive.queue import Job, defer
from diplomacy.reading.speech.quotes import MARKS, find_quotations
from diplomacy.reading.values import Span, StatementKind

MOST = 20
"""Stretches that a statement may have."""


class GoneError(Exception):
    """The text, or what was decided of in it, is another by now; nothing was changed."""


class UnfitError(ValueError):
    """What was asked for can't be; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as somebody wants it; offsets count in the text."""

    content: tuple[Span, ...]
    speakers: tuple[int, ...]
    """Ids of actors; none: nobody knows who."""
    cue: Span | None = None
    kind: str = ""
    """Empty: as the quotation marks say, or free where there is no cue."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A claim as somebody wants it."""

    span: Span
    context: bool


def say(
    version: int,
    said: Said | None,
    *,
    by: AbstractBaseUser,
    of: int | None = None,
    note: str = "",
    instead_of: int | None = None,
) -> Decision:
    """Decide what a statement is; with no `said` that it is none. `of` is its id, or None for a new one.

    A new one on the words of one that is there is a change of that. Raises DecidedAlreadyError where another decision
    than `instead_of` made the statement, which is undone by the new one, or took it off; GoneError where the text or
    the statement is not there any more, and UnfitError where `said` does not fit the text.
    """
    with transaction.atomic():
        text = _alone_with(version)
        if said:
            said = _fit(text, said)
        rows = as_read.rows_of(text.pk)
        old = _of(rows, of, said)
        standing = _standing(old, instead_of)
        machine = standing.machine if standing else _told(text, old)
        kind = _kind(said, old)
        value = _value(text, said, old)
        words = [(Part.CONTENT, span) for span in (said.content if said else spans_of(old) if old else ())]
        words += [(Part.CUE, said.cue)] if said and said.cue else []
        was = {**(_told(text, old) or {}), "id": old.pk} if old else {}
        made = Decision(
            subject=Subject.STATEMENT, kind=kind, value=value, was=was, machine=machine, note=note, by_id=by.pk
        )
        return _stand(text, made, words, by, [standing] if standing else [])


def claim(
    version: int,
    of: Sequence[int],
    into: Sequence[Piece],
    *,
    by: AbstractBaseUser,
    note: str = "",
    instead_of: Sequence[int] = (),
) -> Decision:
    """Decide what stands in place of the claims `of` (ids): other edges, two for one, one for two, context, or none.

    What an earlier decision made beside them stays as it made it. Raises as `say` does.
    """
    with transaction.atomic():
        text = _alone_with(version)
        rows = [row for row, _ in as_read.rows_of(text.pk).claims]
        old = [row for row in rows if row.pk in of]
        if not old or len(old) != len(set(of)):
            raise GoneError
        pieces = sorted((replace(piece, span=_trimmed(text.text, piece.span)) for piece in into), key=_start)
        _apart(text.text, [piece.span for piece in pieces])
        earlier = {row.of["decision_id"] for row in old}
        before = list(Decision.objects.on(Subject.CLAIM).filter(pk__in=earlier).select_related("by"))
        if unseen := [one for one in before if one.pk not in instead_of]:
            raise DecidedAlreadyError(unseen[0])
        beside = [row for row in rows if row.of["decision_id"] in {one.pk for one in before} and row not in old]
        pieces = sorted([*pieces, *(Piece(spans_of(row)[0], row.of["context"]) for row in beside)], key=_start)
        fresh = [row for row in old if row.of["decision_id"] not in {one.pk for one in before}]
        quotes = [quote for one in before for quote in (one.machine or {}).get("words", ())]
        quotes += [_quote(text, spans_of(row)[0]) for row in fresh]
        made = Decision(
            subject=Subject.CLAIM,
            kind=DecisionKind.CHANGE if pieces else DecisionKind.REJECT,
            value={"contexts": [piece.context for piece in pieces]} if pieces else {},
            was={"words": [_quote(text, spans_of(row)[0]) for row in old], "contexts": [r.of["context"] for r in old]},
            machine={"words": quotes},
            note=note,
            by_id=by.pk,
        )
        spans = [piece.span for piece in pieces] or [spans_of(row)[0] for row in old]
        return _stand(text, made, [(Part.CONTENT, span) for span in spans], by, before)


def undo(decision: int, *, by: AbstractBaseUser) -> bool:
    """Undo a decision on a statement or claim, even of an article that is gone; False where it was undone before."""
    with transaction.atomic():
        wanted = Decision.objects.on(Subject.STATEMENT, Subject.CLAIM).kept().filter(pk=decision)
        article = wanted.values_list("anchors__article", flat=True).first()
        version = Version.objects.current().filter(article=article).values_list("pk", flat=True).first()
        text = _alone_with(version) if version else None
        kept = wanted.select_for_update().first()
        if kept is None:
            return False
        _undone(kept, by)
        if text:
            _apply(text)
        return True


def kind_of(text: str, content: Sequence[Span], *, cued: bool) -> StatementKind:
    """What the quotation marks make of a statement."""
    quotations = find_quotations(text)
    inside = [any(q.inner.start <= span.start and span.end <= q.outer.end for q in quotations) for span in content]
    if all(inside):
        return StatementKind.DIRECT
    marked = any(character in MARKS for span in content for character in span.of(text))
    return StatementKind.MIXED if marked or any(inside) else (StatementKind.INDIRECT if cued else StatementKind.FREE)


def _alone_with(version: int) -> Version:
    """The text, once nothing else changes it: whether it is the current one is only known then."""
    overlay.alone_with(Version.objects.filter(pk=version).values_list("article", flat=True))
    text: Version | None = Version.objects.current().defer("source", "segments", "search").filter(pk=version).first()
    if text is None:
        raise GoneError
    return text


def _fit(text: Version, said: Said) -> Said:
    """The statement with its words trimmed and in order; raises UnfitError."""
    content = tuple(sorted(_trimmed(text.text, span) for span in said.content))
    cue = _trimmed(text.text, said.cue) if said.cue else None
    if not content or len(content) > MOST:
        message = f"A statement has from one to {MOST} stretches of words."
        raise UnfitError(message)
    _apart(text.text, [*content, *([cue] if cue else [])])
    speakers = tuple(dict.fromkeys(said.speakers))
    if Actor.objects.filter(pk__in=speakers).count() < len(speakers):
        message = "The speaker is not among the actors."
        raise UnfitError(message)
    kind = said.kind or kind_of(text.text, content, cued=cue is not None)
    if kind not in set(StatementKind):
        message = f"“{kind}” is no kind of statement."
        raise UnfitError(message)
    return Said(content, speakers, cue, str(kind))


def _apart(text: str, spans: Sequence[Span]) -> None:
    ordered = sorted(spans)
    if any(not 0 <= span.start < span.end <= len(text) for span in ordered):
        message = "These words are not in the text."
        raise UnfitError(message)
    if any(one.overlaps(other) for one, other in pairwise(ordered)):
        message = "Two stretches of the words, or the words and the cue, overlap."
        raise UnfitError(message)


def _trimmed(text: str, span: Span) -> Span:
    """Without white space at its edges."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - len(words) + len(words.rstrip())))


def _of(rows: Rows, of: int | None, said: Said | None) -> Row | None:
    """The statement that is decided of; None for a new one."""
    if of is not None or said is None:
        found = next((row for row in rows.statements if row.pk == of), None)
        if found is None:
            raise _why_gone(of)
        return found
    return held_by(rows.statements, said.content, said.speakers)


def _why_gone(of: int | None) -> Exception:
    """Why a statement is there no more: somebody rejected it, or it was read anew."""
    rejected = Decision.objects.on(Subject.STATEMENT).in_force().filter(kind=DecisionKind.REJECT, was__id=of)
    decision = rejected.select_related("by").first() if of else None
    return DecidedAlreadyError(decision) if decision else GoneError()


def _standing(old: Row | None, instead_of: int | None) -> Decision | None:
    """The decision that made the statement, if the curator knows of it."""
    if old is None or old.of["decision_id"] is None:
        return None
    standing = Decision.objects.select_related("by").get(pk=old.of["decision_id"])
    if standing.pk != instead_of:
        raise DecidedAlreadyError(standing)
    return standing


def _kind(said: Said | None, old: Row | None) -> DecisionKind:
    if said is None:
        return DecisionKind.REJECT
    if old is None:
        return DecisionKind.MAKE
    cue = None if old.of["cue_start"] is None else Span(old.of["cue_start"], old.of["cue_end"])
    same = (spans_of(old), set(old.actors), cue, old.of["kind"]) == (
        *(said.content, set(said.speakers), said.cue),
        said.kind,
    )
    return DecisionKind.ACCEPT if same else DecisionKind.CHANGE


def _value(text: Version, said: Said | None, old: Row | None) -> dict[str, Any]:
    """What holds; silence and who relays it are as they were."""
    if said is None:
        return {}
    via = old.of["via_id"] if old else None
    named = _named([*said.speakers, *([via] if via else [])])
    return {
        "speakers": [named[pk] for pk in said.speakers],
        "kind": said.kind,
        "cue": said.cue.of(text.text) if said.cue else None,
        "silence": old.of["silence"] if old else False,
        "via": named.get(via),
    }


def _told(text: Version, old: Row | None) -> dict[str, Any] | None:
    """A statement as a decision keeps what was there."""
    if old is None:
        return None
    cue = None if old.of["cue_start"] is None else text.text[old.of["cue_start"] : old.of["cue_end"]]
    named = _named(old.actors)
    return {
        "words": [_quote(text, span) for span in spans_of(old)],
        "speakers": [named[pk] for pk in old.actors],
        "kind": old.of["kind"],
        "cue": cue,
    }


def _named(actors: Sequence[int]) -> dict[int | None, dict[str, Any]]:
    rows = Actor.everything.filter(pk__in=actors).values_list("pk", "name")
    return {pk: {"id": pk, "name": name} for pk, name in rows}


def _quote(text: Version, span: Span) -> dict[str, Any]:
    return asdict(Quote.of(text.text, text.sha256, span))


def _stand(
    text: Version,
    made: Decision,
    words: Sequence[tuple[Part, Span]],
    by: AbstractBaseUser,
    instead_of: Sequence[Decision],
) -> Decision:
    for standing in instead_of:
        _undone(standing, by)
    made.save()
    Anchor.objects.bulk_create(
        Anchor(decision=made, article_id=text.article_id, part=part, **_quote(text, span)) for part, span in words
    )
    _apply(text)
    made.refresh_from_db(fields=["missing"])
    return made


def _undone(decision: Decision, by: AbstractBaseUser) -> None:
    decision.mark_undone(by)
    decision.anchors.update(version=None)


def _apply(text: Version) -> None:
    """Let rows and pairs follow, and have what is concerned compared again."""
    decide.take_off_of(text.article_id)
    overlay.apply(text)
    exchanges = overlay.outdate([text.article_id])
    for exchange in exchanges:
        decide.apply(exchange)
    compare.send(exchanges)
    defer(Job.EMBED, once=f"embed {text.pk}", versions=[text.pk])


def _start(piece: Piece) -> int:
    return piece.span.start
