"""Reading: a text in, its statements, claims and exchanges out, as plain values.

`Reader` loads its models once and reads any number of documents; everything it gives back is in `values`.
"""

from typing import TYPE_CHECKING, Any

from diplomacy.reading.values import Document, KnownActor, Reading

if TYPE_CHECKING:
    from diplomacy.reading.reader import Reader

__all__ = ["Document", "KnownActor", "Reader", "Reading"]


def __getattr__(name: str) -> Any:
    """Import the reader on first use: who only compares, or shows a page, need not wait for spaCy."""
    if name == "Reader":
        from diplomacy.reading.reader import Reader

        return Reader
    raise AttributeError(name)
