"""Take the text layer out of a PDF, in a process of its own: `python pdf_text.py MEMORY SECONDS PAGES CHARACTERS`.

The PDF comes on standard input; a JSON object goes out: `pages`, each with its `height` and `lines`, each of these
`[text, left, baseline, right, size]` in points from the page's lower left corner; `title` of the document's
properties; or `fault`, with the words that say what is wrong. PDFium is native code that reads what strangers wrote:
what it takes or breaks is this process's alone, which knows nothing of the rest of the program.
"""

import ctypes
import json
import math
import resource
import sys
from typing import Any

import pypdfium2
from pypdfium2 import raw

HYPHENS = {"\x02", "\ufffe"}
"""What PDFium puts for a hyphen that ends a line within a word."""
HYPHEN_AT_END = "\ufffe"
"""What stands for it in what goes out."""


def main() -> None:
    """See the module."""
    memory, seconds, most_pages, most_characters = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    json.dump(taken_out(sys.stdin.buffer.read(), most_pages, most_characters), sys.stdout)


def taken_out(data: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """The object that goes out."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        return {"fault": "locked" if locked else "broken"}
    if len(document) > most_pages:
        return {"fault": "pages", "pages": len(document)}
    pages: list[dict[str, Any]] = []
    left = most_characters
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            continue  # a page that is broken costs no other
        left -= text.count_chars()
        if left < 0:
            return {"fault": "length"}
        pages.append({"height": page.get_height(), "lines": _lines(text)})
        text.close()
        page.close()
    return {"pages": pages, "title": document.get_metadata_value("Title") if pages else ""}


def _lines(text: Any) -> list[list[Any]]:
    lines = []
    words: list[str] = []
    first = last = -1
    for index in range(text.count_chars()):
        character = _character(text, index)
        if character in HYPHENS:
            words.append(HYPHEN_AT_END)
        elif character not in "\r\n":
            words.append(character)
            if not character.isspace():
                first, last = index if first < 0 else first, index
        if character in HYPHENS or character in "\r\n":
            lines += [_line(text, words, first, last)] if first >= 0 else []
            words, first = [], -1
    return [*lines, *([_line(text, words, first, last)] if first >= 0 else [])]


def _character(text: Any, index: int) -> str:
    code = raw.FPDFText_GetUnicode(text, index)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _line(text: Any, words: list[str], first: int, last: int) -> list[Any]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, first, ctypes.byref(x), ctypes.byref(y))
    place = (_box(text, first).left, y.value, _box(text, last).right, _size(text, first))
    return ["".join(words), *map(_number, place)]


def _box(text: Any, index: int) -> Any:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
    return box


def _size(text: Any, index: int) -> float:
    """The size of type as it is seen: the font's, as the page scales it."""
    scale = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, ctypes.byref(scale))
    return float(raw.FPDFText_GetFontSize(text, index)) * math.hypot(scale.c, scale.d)


def _number(value: float) -> float:
    return round(value, 2) if math.isfinite(value) else 0.0


if __name__ == "__main__":
    main()
