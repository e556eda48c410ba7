"""Correct what a text is read to say: make, change, confirm and reject statements and claims, and undo it.

The one way by which a decision on a text's statements or claims is written. The rows follow at once; a worker compares
again what they tell.
"""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from diplomacy.archive import compare
from diplomacy.archive.deciding import as_read, decide, leads, over_pairs, overlay, recorded
from diplomacy.archive.deciding.as_read import Row, Rows
from diplomacy.archive.deciding.corrected import held, spans_of
from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.deciding.leads import Standing
from diplomacy.archive.deciding.seen import as_named, kind_seen
from diplomacy.archive.deciding.undoable import kept
from diplomacy.archive.deciding.wanted import Piece, Said, UnfitError, fit, fit_pieces
from diplomacy.archive.models import Anchor, Decision, DecisionKind, Part, Subject, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.archive.queue import Job, defer
from diplomacy.reading.values import Span

_TEXT_OF = Prepared(
    lambda: (
        Version.objects.current()
        .filter(article__anchors__decision=given("decision"))
        .order_by("pk")
        .values_list("pk", flat=True)[:1]
    )
)
_ARTICLE = Prepared(
    lambda: Version.objects.filter(pk=given("version")).order_by("pk").values_list("article_id", flat=True)
)
_TEXT: Prepared[Version] = Prepared(
    lambda: Version.objects.current().defer("source", "segments", "search").filter(pk=given("version")).order_by("pk")
)


class GoneError(Exception):
    """The text, or what was decided of in it, is another by now; nothing was changed."""


class HeldError(Exception):
    """The words of what was to be new are held by `rows` (ids of statements, or of claims); nothing was changed."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__()
        self.rows = rows


def say(
    version: int,
    said: Said | None,
    *,
    by: AbstractBaseUser,
    of: int | None = None,
    note: str = "",
    instead_of: int | None = None,
    beside: bool = False,
) -> Decision:
    """Decide what a statement is; with no `said` that it is none. `of` is its id, or None for a new one.

    Raises HeldError where statements have the words of a new one, unless it is to stand `beside` them, of another
    speaker; DecidedAlreadyError where another decision than `instead_of` made the statement, which is undone by the new
    one, or took it off; GoneError where the text or the statement is not there any more, and UnfitError where `said`
    does not fit it.
    """
    with transaction.atomic():
        text = _alone_with(version)
        if said:
            said = fit(text.text, said)
        stands = leads.standing()
        rows = overlay.rows_as_named(text.pk, stands)
        old = _of(rows, of, said)
        called = recorded.named({*(said.actors if said else ()), *(recorded.those_of(old) if old else ())})
        if said and not called.keys() >= {*said.actors}:
            message = "The speaker, or who passes it on, is not among the actors."
            raise UnfitError(message)
        if said and old:
            said = as_named(said, old, stands.merged())
        elif said:
            _free(rows, said, stands.merged(), beside=beside)
        standing = _standing(old, instead_of)
        beside = (beside and old is None) or bool(standing and standing.beside)
        there = recorded.statement_of(text, old, called) if old else None
        machine = standing.machine if standing else there
        kind = kind_seen(said, old, stands, text.article_id)
        value = recorded.value_of(text, said, called, beside=beside)
        words = [(Part.CONTENT, span) for span in (said.content if said else spans_of(old) if old else ())]
        words += [(Part.CUE, said.cue)] if said and said.cue else []
        was = {**there, "id": old.pk} if old and there else {}
        was |= {"beside": True} if standing and standing.beside else {}
        made = Decision(
            subject=Subject.STATEMENT, kind=kind, value=value, was=was, machine=machine, note=note, by_id=by.pk
        )
        made.lot = decide.lot_of(quote["exact"] for quote in machine["words"]) if machine else None
        return _stand(text, made, words, by, [standing] if standing else [], stands=stands, now=rows)


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

    Of none, a new one is made. Claims of the same statement, or of none, that lie whole in one of `into` are joined
    with it. What an earlier decision made beside them stays as it made it. Raises as `say` does.
    """
    with transaction.atomic():
        text = _alone_with(version)
        pieces = fit_pieces(text.text, into)
        cut = as_read.rows_of(text.pk).claims
        rows = [row for row, _ in cut]
        old = _old(cut, of, pieces)
        earlier = {row.of["decision_id"] for row in old}
        before = list(Decision.objects.on(Subject.CLAIM).filter(pk__in=earlier).select_related("by"))
        if unseen := [one for one in before if one.pk not in instead_of]:
            raise DecidedAlreadyError(unseen[0])
        beside = [row for row in rows if row.of["decision_id"] in {one.pk for one in before} and row not in old]
        pieces += [Piece(spans_of(row)[0], row.of["context"]) for row in beside]
        pieces.sort(key=lambda piece: piece.span)
        fresh = [row for row in old if row.of["decision_id"] not in {one.pk for one in before}]
        quotes = [quote for one in before for quote in (one.machine or {}).get("words", ())]
        quotes += [recorded.quote_of(text, spans_of(row)[0]) for row in fresh]
        made = Decision(
            subject=Subject.CLAIM,
            kind=(DecisionKind.CHANGE if old else DecisionKind.MAKE) if pieces else DecisionKind.REJECT,
            value={"contexts": [piece.context for piece in pieces]} if pieces else {},
            was=recorded.claims_of(text, old),
            machine={"words": quotes},
            note=note,
            by_id=by.pk,
        )
        spans = [piece.span for piece in pieces] or [spans_of(row)[0] for row in old]
        return _stand(text, made, [(Part.CONTENT, span) for span in spans], by, before)


def undo(decision: int, *, by: AbstractBaseUser) -> bool:
    """Undo a decision on a statement or claim, even of an article that is gone; False where it was undone before."""
    with transaction.atomic():
        text = _alone_with(version) if (version := _TEXT_OF.first(decision=decision)) else None
        row = kept(decision, Subject.STATEMENT, Subject.CLAIM)
        if row is None:
            return False
        _undone(row, by)
        if text:
            _apply(text)
        return True


def _alone_with(version: int) -> Version:
    """The text, once nothing else changes it: whether it is the current one is only known then."""
    overlay.alone_with(_ARTICLE(version=version))
    text = _TEXT.first(version=version)
    if text is None:
        raise GoneError
    return text


def _of(rows: Rows, of: int | None, said: Said | None) -> Row | None:
    """The statement that is decided of; None for a new one."""
    if of is None and said is not None:
        return None
    found = next((row for row in rows.statements if row.pk == of), None)
    if found is None:
        raise why_gone(of)
    return found


def _free(rows: Rows, said: Said, merged: Mapping[int, int], *, beside: bool) -> None:
    """Raise HeldError where statements have these words: of the same speakers, or, unless it is `beside`, of any."""

    def speakers(actors: Sequence[int]) -> set[int]:
        return {merged.get(actor, actor) for actor in actors}

    there = held(rows.statements, said.content)
    if there and not (beside and all(speakers(row.actors) != speakers(said.speakers) for row in there)):
        raise HeldError([row.pk for row in there if row.pk])


def _old(cut: Sequence[tuple[Row, Row | None]], of: Sequence[int], pieces: Sequence[Piece]) -> list[Row]:
    """The claims in whose place others come; raises GoneError, or HeldError where a new one's words have one."""
    old = [(row, said) for row, said in cut if row.pk in of]
    if len(old) != len(set(of)) or not (old or pieces):
        raise GoneError
    if not old:
        if there := held([row for row, _ in cut], [piece.span for piece in pieces]):
            raise HeldError([row.pk for row in there if row.pk])
        return []
    before = [spans_of(row)[0] for row, _ in old]
    joined = [
        row
        for row, said in cut
        if said is old[0][1] and row.pk not in of
        if any(_holds(piece.span, row) for piece in pieces) and not any(_holds(span, row) for span in before)
    ]
    return sorted([*(row for row, _ in old), *joined], key=spans_of)


def _holds(span: Span, claim: Row) -> bool:
    return span.start <= int(claim.of["start"]) and int(claim.of["end"]) <= span.end


def why_gone(of: int | None) -> Exception:
    """Why a statement is there no more: somebody rejected it, or it was read anew."""
    rejected = Decision.objects.in_force(Subject.STATEMENT).filter(kind=DecisionKind.REJECT, was__id=of)
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


def _stand(
    text: Version,
    made: Decision,
    words: Sequence[tuple[Part, Span]],
    by: AbstractBaseUser,
    instead_of: Sequence[Decision],
    *,
    stands: Standing | None = None,
    now: Rows | None = None,
) -> Decision:
    """Write a decision and let it hold; who `stands` for whom and the text's rows `now`, where they were looked up."""
    for standing in instead_of:
        _undone(standing, by)
    made.save()
    Anchor.objects.bulk_create(
        Anchor(decision=made, article_id=text.article_id, version=text, part=part, **recorded.quote_of(text, span))
        for part, span in words
    )
    _apply(text, stands=stands, now=now)
    return made


def _undone(decision: Decision, by: AbstractBaseUser) -> None:
    decision.mark_undone(by)
    decision.anchors.update(version=None)


def _apply(text: Version, *, stands: Standing | None = None, now: Rows | None = None) -> None:
    """Let rows and pairs follow, and have what is concerned compared again, unless nothing that is told changed: a
    statement that is confirmed is what it was."""
    taken_off = over_pairs.take_off_of(text.article_id)
    change = overlay.apply(text, stands=stands, now=now)
    if not change.told:
        for exchange in taken_off:
            over_pairs.apply(exchange)
        return
    exchanges = overlay.outdate([text.article_id])
    for exchange in exchanges:
        over_pairs.apply(exchange)
    compare.send(exchanges)
    if change.unread:
        defer(Job.EMBED, once=f"embed {text.pk}", versions=[text.pk])
