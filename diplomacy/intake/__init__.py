"""A file or page comes in, articles go out: clean text, header facts, and the way back to the source.

`read_file`, `read_bytes` and `read_stream` are the verbs; `FORMATS` holds what they can read.
"""

from diplomacy.intake.formats import FORMATS, Format
from diplomacy.intake.read import DEFAULT_LIMIT, read_bytes, read_file, read_stream
from diplomacy.intake.values import (
    Block,
    BlockRole,
    Incoming,
    IntakeAddress,
    IntakeArticle,
    IntakeError,
    OutletKind,
    Published,
    Segment,
)
from diplomacy.intake.vocabulary import Vocabulary, vocabulary

__all__ = [
    "DEFAULT_LIMIT",
    "FORMATS",
    "Block",
    "BlockRole",
    "Format",
    "Incoming",
    "IntakeAddress",
    "IntakeArticle",
    "IntakeError",
    "OutletKind",
    "Published",
    "Segment",
    "Vocabulary",
    "read_bytes",
    "read_file",
    "read_stream",
    "vocabulary",
]
