"""What no check constraint can say because it looks at other rows: triggers, so that the database itself holds it.

Each raises `check_violation`, which Django shows as an IntegrityError, with a sentence that names the row.
"""

from collections.abc import Sequence
from typing import Any

import pghistory
import pgtrigger

WRITE = pgtrigger.Insert | pgtrigger.Update

SPANS = [("size", "integer"), ("span", "integer[]"), ("last", "integer := 0")]
SPANS_WITHIN_TEXT = """
    IF cardinality(NEW.{spans}) > 0 THEN
        FOREACH span SLICE 1 IN ARRAY NEW.{spans} LOOP
            IF (last <= span[1] AND span[1] < span[2] AND span[2] <= size) IS NOT TRUE THEN
                RAISE EXCEPTION 'span % of {what} lies outside its text of % characters, or out of order', span, size
                    USING ERRCODE = 'check_violation';
            END IF;
            last := span[2];
        END LOOP;
    END IF;
"""


STATEMENT_WITHIN_TEXT = pgtrigger.Trigger(
    name="within_text",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("version_id", "spans", "mention_end", "cue_end"),  # type: ignore[no-untyped-call]
    declare=[*SPANS, ("whole", "text"), ("content", "text")],
    func="""
    SELECT text || '' INTO whole FROM archive_version WHERE id = NEW.version_id;  -- unpacked here, and but once
    size := char_length(whole);"""  # noqa: S608 (no part of it is given by anyone)
    + SPANS_WITHIN_TEXT.format(spans="spans", what="a statement")
    + """
    IF cardinality(NEW.spans) = 0 THEN
        RAISE EXCEPTION 'a statement has no span' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.mention_end > size OR NEW.cue_end > size THEN
        RAISE EXCEPTION 'mention or cue of a statement lies outside its text of % characters', size
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT string_agg(substr(whole, NEW.spans[n][1] + 1, NEW.spans[n][2] - NEW.spans[n][1]), ' ' ORDER BY n)
        INTO content FROM generate_subscripts(NEW.spans, 1) n;
    NEW.search := to_tsvector('english', content);
    RETURN NEW;""",
)
"""A statement's spans lie in its text, and its words can be searched: no generated column may look at another table."""

_CLAIMS_WITHIN_TEXT = """
    WITH texts AS MATERIALIZED (
        SELECT id, article_id, char_length(text) AS size FROM archive_version
        WHERE id IN (SELECT version_id FROM {claims} claim)
    )
    SELECT claim.start, claim."end", texts.size, claim."end" > texts.size AS is_outside INTO wrong
        FROM {claims} claim JOIN texts ON texts.id = claim.version_id
        LEFT JOIN archive_statement statement ON statement.id = claim.statement_id
        LEFT JOIN archive_coverage coverage ON coverage.id = claim.coverage_id
        WHERE claim."end" > texts.size OR statement.version_id <> claim.version_id
            OR coverage.article_id <> texts.article_id
        LIMIT 1;
    IF wrong.is_outside THEN
        RAISE EXCEPTION 'claim %–% lies outside its text of % characters', wrong.start, wrong."end", wrong.size
            USING ERRCODE = 'check_violation';
    ELSIF FOUND THEN
        RAISE EXCEPTION 'a claim''s statement must be of its version, and its coverage of its article'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;"""
CLAIMS_WITHIN_TEXT = [
    pgtrigger.Trigger(
        name="within_text_inserted",  # all at once: to unpack the text for each of its claims took longer than the rest
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(new="changed"),  # type: ignore[no-untyped-call]
        declare=[("wrong", "record")],
        func=_CLAIMS_WITHIN_TEXT.format(claims="changed"),
    ),
    pgtrigger.Trigger(
        name="within_text_updated",  # a row at a time: no transition table is to be had with columns
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("version_id", "start", "end", "statement_id", "coverage_id"),  # type: ignore[no-untyped-call]
        declare=[("wrong", "record")],
        func=_CLAIMS_WITHIN_TEXT.format(claims="(SELECT NEW.*)"),
    ),
]

COVERAGE_WITHIN_TEXT = pgtrigger.Trigger(
    name="within_text",
    when=pgtrigger.Before,
    operation=WRITE,
    declare=SPANS,
    func="""
    SELECT char_length(text) INTO size FROM archive_version WHERE id = NEW.version_id;"""  # noqa: S608 (the same)
    + SPANS_WITHIN_TEXT.format(spans="passages", what="a coverage")
    + """
    IF NOT EXISTS (SELECT FROM archive_version WHERE id = NEW.version_id AND article_id = NEW.article_id) THEN
        RAISE EXCEPTION 'a coverage''s version must be one of its article' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;""",
)

TEXT_STAYS = pgtrigger.ReadOnly(name="text_stays", fields=["article", "text", "sha256", "source", "segments"])
"""A version's text is what was seen; all offsets count into it."""

PAIR_OF_TWO_ACCOUNTS = pgtrigger.Trigger(
    name="two_accounts",
    when=pgtrigger.Before,
    operation=WRITE,
    declare=[("left_article", "bigint"), ("right_article", "bigint"), ("covering", "integer")],
    func="""
    SELECT v.article_id INTO left_article
        FROM archive_claim c JOIN archive_version v ON v.id = c.version_id WHERE c.id = NEW.left_id;
    SELECT v.article_id INTO right_article
        FROM archive_claim c JOIN archive_version v ON v.id = c.version_id WHERE c.id = NEW.right_id;
    SELECT count(*) INTO covering FROM archive_coverage
        WHERE exchange_id = NEW.exchange_id AND article_id IN (left_article, right_article);
    IF left_article = right_article OR covering < 2 THEN
        RAISE EXCEPTION 'the claims of a pair must come from two articles that cover exchange %', NEW.exchange_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;""",
)

PAIRS_GO_WITH_COVERAGE = pgtrigger.Trigger(
    name="pairs_go_too",
    when=pgtrigger.After,
    operation=pgtrigger.Delete | pgtrigger.UpdateOf("exchange_id", "article_id"),  # type: ignore[no-untyped-call]
    func="""
    DELETE FROM archive_pair p USING archive_claim c JOIN archive_version v ON v.id = c.version_id
        WHERE p.exchange_id = OLD.exchange_id AND v.article_id = OLD.article_id
        AND (p.left_id = c.id OR p.right_id = c.id);
    RETURN NULL;""",
)

_COUNTED_ANEW = """
    UPDATE archive_coverage v SET counts = NOT v.counts
    FROM archive_article a
    WHERE v.exchange_id IN ({exchanges}) AND a.id = v.article_id AND v.counts = EXISTS (
        SELECT FROM archive_coverage w JOIN archive_article b ON b.id = w.article_id
        WHERE w.exchange_id = v.exchange_id
            AND (b.id = a.copy_of_id OR b.copy_of_id = a.copy_of_id AND b.id < a.id)
    );
    RETURN NULL;"""
"""An article that is another's copy counts with that one; where the other does not tell of the exchange, as when a copy
has added it, the first of its copies that do stands for it."""


def _counted_anew(operation: pgtrigger.Operation, rows: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"counted_after_{operation}".lower(),
        when=pgtrigger.After,
        operation=operation,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(**{rows: "changed"}),  # type: ignore[no-untyped-call]
        func=_COUNTED_ANEW.format(exchanges="SELECT exchange_id FROM changed"),
    )


COVERAGE_COUNTED_ANEW = [
    _counted_anew(pgtrigger.Insert, "new"),
    _counted_anew(pgtrigger.Delete, "old"),
    pgtrigger.Trigger(
        name="counted_after_update",  # a row at a time: no transition table is to be had with columns
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("exchange_id", "article_id", "counts"),  # type: ignore[no-untyped-call]
        func=_COUNTED_ANEW.format(exchanges="OLD.exchange_id, NEW.exchange_id"),
    ),
]
"""Which coverage counts depends on the other coverage of its exchange."""

COPIES_COUNTED_ANEW = pgtrigger.Trigger(
    name="coverage_counted_anew",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("copy_of_id"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.AnyChange("copy_of"),
    func=_COUNTED_ANEW.format(exchanges="SELECT exchange_id FROM archive_coverage WHERE article_id = NEW.id"),
)
"""And on who is whose copy."""


def track_all(*, but: Sequence[str] = ()) -> Any:
    """Keep the whole history of a row, all of it but the fields that are named, also that it was deleted:
    `archive/latest.py` tells by it what others changed."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(but))


def track_curated(*, but: Sequence[str] = ()) -> Any:
    """Keep the history of a row from when a curator had a hand in it, all of it but the fields that are named.

    A machine's rows say themselves what made them and are made again by the hundred; their history would
    double every write and tell nothing.
    """
    old, new = (f"to_jsonb({row}) - '{{{','.join(but)}}}'::text[]" if but else f"{row}.*" for row in ("OLD", "NEW"))
    changed = pgtrigger.Condition(f"{old} IS DISTINCT FROM {new} AND 'curator' IN (OLD.origin, NEW.origin)")
    return pghistory.track(
        pghistory.InsertEvent(condition=pgtrigger.Condition("NEW.origin = 'curator'")),
        pghistory.UpdateEvent(condition=changed),
        pghistory.DeleteEvent(condition=pgtrigger.Condition("OLD.origin = 'curator'")),
        exclude=list(but),
    )
