"""Make files that are meant to harm: to take memory or time, to reach other files, to read as what they are not.

`python -m tests.intake.hostile_files FOLDER` reads those of a folder, in one process, within bounds, and prints what
came of each as a line of JSON.
"""

import io
import json
import re
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from diplomacy.intake import IntakeArticle, read_file
from tests.intake.bad_files import BODY, HEADER

FILES = Path(__file__).parent / "files"
LIMIT = 20_000_000
GIGABYTE = 2**30
MEGABYTE = 2**20
LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(2, 12))
DOCTYPE = f'<!DOCTYPE {{root}} [<!ENTITY lol1 "{"lol" * 1000}">{LAUGHS}]>'
EXTERNAL = '<!DOCTYPE {root} [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
RSS = '<rss version="2.0"><channel><item><title>{}</title></item></channel></rss>'
PAGE = "<html><body><article><h1>Vik calls Orrell</h1>{}</article></body></html>"
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in BODY.strip().split("\n\n"))
Write = Callable[[Path], None]


@cache
def hostile() -> dict[str, tuple[Write | bytes, str]]:
    """By file name: its bytes or what writes it, and the words of its one error; empty where an article comes."""
    page = (FILES / "page.html").read_bytes()
    warc = (FILES / "wget.warc.gz").read_bytes()
    pdf = (FILES / "libreoffice.pdf").read_bytes()
    laughs, external = (DOCTYPE, "&lol11;"), (EXTERNAL, "&file;")
    return {
        "bomb.docx": (document(zeros=300), "unpacked, it has more than the limit"),
        "lying.docx": (lying_document, "not a Word document"),
        "laughs.docx": (document(with_entities(WORD, "w:document", *laughs)), "entities of its own"),
        "external.docx": (document(with_entities(WORD, "w:document", *external)), "entities of its own"),
        "cells.docx": (document(WORD.format("<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 900_000)), "too many parts"),
        "cut.docx": ((FILES / "libreoffice.docx").read_bytes()[:3000], "not a Word document"),
        "locked.docx": (locked("libreoffice.docx"), "locked with a password"),
        "table.docx": (zipped({"xl/workbook.xml": b"<workbook/>"}), "not a Word document"),
        "bomb.wacz": (zipped({"archive/a.warc": 300 * MEGABYTE}), "broken or cut off"),
        "nested.wacz": (zipped({"archive/a.warc.gz": gzipped(a_record(300 * MEGABYTE))}), "more than the limit"),
        "up.wacz": (zipped({"../../etc/cron.d/a.warc.gz": warc}), "points outside it"),
        "absolute.wacz": (zipped({"/etc/a.warc.gz": warc}), "points outside it"),
        "windows.wacz": (zipped({"archive\\..\\a.warc.gz": warc}), "points outside it"),
        "link.wacz": (zipped({"archive/a.warc.gz": b"/etc/passwd"}, mode=0o120777), "points outside it"),
        "locked.wacz": (locked("py-wacz.wacz"), "locked with a password"),
        "cut.wacz": ((FILES / "py-wacz.wacz").read_bytes()[:-100], "is not a WACZ archive"),
        "members.wacz": (zipped(dict.fromkeys((f"a/{n}" for n in range(90_000)), b"")), "too many members"),
        "bomb.warc.gz": (gzipped(a_record(200 * MEGABYTE)), "more than the limit"),
        "inner.warc.gz": (
            gzipped(a_record(body=gzipped(a_block(300 * MEGABYTE)), encoding="gzip")),
            "more than the limit",
        ),
        "brotli.warc.gz": (gzipped(a_record(body=page, encoding="br")), "compressed in a way"),
        "endless.warc.gz": (gzipped(a_block(100 * MEGABYTE, b"WARC/1.0\r\nWARC-Type: ")), "broken or cut off"),
        "headers.warc.gz": (gzipped(b"WARC/1.0\r\n" + b"a: b\r\n" * 3_000_000), "broken or cut off"),
        "cut.warc.gz": (warc[: len(warc) // 2], "cut off"),
        "no.warc": (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n", "no page that was fetched"),
        "line.jsonl": (sparse(b'{"title": "'), "line 1 has more than the limit"),
        "line.csv": (sparse(b"title,url\n"), "line 2 has more than the limit"),
        "line.txt": (sparse(b"Vik calls Orrell\n"), "more than the limit"),
        "line.html": (sparse(b"<html>"), "more than the limit"),
        "line.rss": (sparse(b"<rss>"), "more than the limit"),
        "line.mhtml": (sparse(b"MIME-Version: 1.0\n"), "more than the limit"),
        "quote.csv": (b'title,text\nVik,"' + b"Vik calls Orrell.\n" * 500_000, "field larger than field limit"),
        "wide.csv": (
            b"title,url" + b",x" * 1_000_000 + b"\nVik" + b"," * 1_000_000,
            "neither a text nor a web address",
        ),
        "empty-rows.csv": (b"title,url\n" + b",\n" * 1_000_000, "no record"),
        "deep.json": (b'{"title": ' * 200_000, "nested too deeply"),
        "parts.json": (b"[" + b"{}," * 6_000_000 + b"{}]", "more than 500,000 parts"),
        "laughs.rss": (with_entities(RSS, "rss", *laughs).encode(), "entities of its own"),
        "external.xml": (with_entities(RSS, "rss", *external).encode(), "entities of its own"),
        "items.rss": (b'<rss version="2.0"><channel>' + b"<item/>" * 2_500_000, "more than 300,000 tags"),
        "laughs.xhtml": (with_entities(PAGE, "html", DOCTYPE, f"{PARAGRAPHS}<p>&lol11;</p>").encode(), ""),
        "deep.html": (PAGE.format("<div>" * 100_000 + PARAGRAPHS).encode(), "nested too deeply"),
        "cells.html": (PAGE.format("<table><tr>" + "<td>x" * 1_000_000).encode(), "more than 200,000 tags"),
        "words.html": (PAGE.format("<p>" + "Vik calls Orrell. " * 1_000_000).encode(), "too long for a parser"),
        "long.txt": ((HEADER + BODY * 1000).encode(), "more than an article (200,000)"),
        "many-words.html": (
            PAGE.format("<p>Vik calls Orrell once again.</p>" * 50_000).encode(),
            "more than an article",
        ),
        "times.html": (PAGE.format("<time>soon</time>" * 90_000 + PARAGRAPHS).encode(), ""),
        "linked.html": (
            PAGE.format('<script type="application/ld+json">' + "[" * 8_000_000 + f"</script>{PARAGRAPHS}").encode(),
            "",
        ),
        "lines.txt": (b"x\n" * 9_000_000, "more than an article"),
        "punycode.html": (
            b'<meta charset="punycode">' + PAGE.format("\xe9" * 5_000_000).encode("latin-1"),
            "neither UTF-8 nor Western European",
        ),
        "parts.mhtml": (
            b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n' + b"--b\n\n" * 900_000,
            "too many parts",
        ),
        "deep.mhtml": (
            "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(5000)).encode(),
            "not a saved page",
        ),
        "none.mhtml": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n\xff\xfe--\n", "not a saved page"),
        "base64.mhtml": (
            b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n=A=",
            "not an HTML page",
        ),
        "pages.pdf": (a_pdf(pages=100_000), "more than 1,000 pages"),
        "bomb.pdf": (a_pdf(content=a_block(600 * MEGABYTE, b"BT (V) Tj ET ")), "took too much memory or time"),
        "cut.pdf": (pdf[: len(pdf) // 3], "no PDF that can be read"),
        "xref.pdf": (pdf.replace(b"startxref", b"startxxxx").replace(b"xref\n0", b"xxxx\n9"), ""),
        "scan.pdf": (a_pdf(), "scan without a text layer"),
        "header.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 4000, "no PDF that can be read"),
        "directions.txt": (
            (HEADER + BODY).replace("Vik and Orrell", "Vik \u202eand\u202c \u2067Orrell\u2069 \U000e0041").encode(),
            "",
        ),
        "nul.txt": ((HEADER + BODY).replace(" ", "\x00").encode(), "binary data"),
        "rot13.html": (b'<meta charset="rot13">' + PAGE.format(PARAGRAPHS).encode(), ""),
        "utf-16.html": (b'<meta charset="utf-16">' + PAGE.format(PARAGRAPHS).encode(), ""),
    }


def with_entities(form: str, root: str, doctype: str, text: str) -> str:
    """A document with entities of its own, one of which is in its text."""
    return f'<?xml version="1.0"?>{doctype.format(root=root)}{form.format(text)}'


def sparse(start: bytes) -> Write:
    """A gigabyte that takes no room on the disk, without a line break behind its start."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(start)
            file.truncate(GIGABYTE)

    return write


def a_block(size: int, start: bytes = b"") -> Iterator[bytes]:
    yield start
    block = b"Vik " * (MEGABYTE // 4)
    yield from (block for _ in range(size // MEGABYTE))


def a_record(size: int = 0, *, body: bytes = b"", encoding: str = "") -> Iterator[bytes]:
    """A WARC record of a page that is one long word, or of the given body."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n\r\n".encode()
    length = len(head) + size + len(body)
    target = "WARC-Target-URI: https://sund.example/"
    yield f"WARC/1.0\r\nWARC-Type: response\r\n{target}\r\nContent-Length: {length}\r\n\r\n".encode()
    yield head + body
    yield from a_block(size)
    yield b"\r\n\r\n"


def gzipped(blocks: Iterator[bytes] | bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    packed = [packer.compress(block) for block in ([blocks] if isinstance(blocks, bytes) else blocks)]
    return b"".join([*packed, packer.flush()])


def a_zip(path: Path, members: dict[str, bytes | int], *, mode: int = 0o100644) -> None:
    """A ZIP of members by name: their bytes, or how many there shall be."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name)
            member.filename = name  # with its backslashes
            member.external_attr = mode << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(member, "w") as file:
                for block in a_block(data) if isinstance(data, int) else [data]:
                    file.write(block)


def zipped(members: dict[str, bytes | int], *, mode: int = 0o100644) -> Write:
    return lambda path: a_zip(path, members, mode=mode)


def document(text: str = "", *, zeros: int = 0) -> Write:
    return lambda path: a_document(path, text, zeros=zeros)


def a_document(path: Path, text: str = "", *, zeros: int = 0) -> None:
    """LibreOffice's document with another text, or with so many megabytes for one."""
    with zipfile.ZipFile(FILES / "libreoffice.docx") as sound:
        members: dict[str, bytes | int] = {name: sound.read(name) for name in sound.namelist()}
    members["word/document.xml"] = zeros * MEGABYTE or text.encode()
    a_zip(path, members)


def lying_document(path: Path) -> None:
    """One whose list of members says that its text has a hundred bytes."""
    a_document(path, zeros=50)
    data = path.read_bytes().replace(struct.pack("<L", 50 * MEGABYTE), struct.pack("<L", 100))
    path.write_bytes(data)


def locked(name: str) -> bytes:
    """A sound archive with the flag of encryption on each member."""
    data = bytearray((FILES / name).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    return bytes(data)


def a_pdf(*, pages: int = 1, content: Iterator[bytes] | None = None) -> bytes:
    """A document whose pages are one page, which shows nothing but its content."""
    packer = zlib.compressobj(1)
    stream = b"".join([*(packer.compress(block) for block in content or ()), packer.flush()])
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b"3 0 R " * pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    file = io.BytesIO(b"%PDF-1.4\n")
    file.seek(0, io.SEEK_END)
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return file.getvalue()


def main(folder: Path) -> None:
    """Read each file within a gigabyte of memory beside what the program itself maps, and tell what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (2 * GIGABYTE, 2 * GIGABYTE))
    for path in sorted(folder.iterdir()):
        start = time.process_time()
        errors, titles = [], []
        for each in read_file(path, limit=LIMIT):
            if isinstance(each, IntakeArticle):
                titles.append(each.title)
            else:
                errors.append(str(each))
        told: dict[str, object] = {"errors": errors, "titles": titles, "seconds": time.process_time() - start}
        told["megabytes"] = peak()
        print(json.dumps({"name": path.name, **told}), flush=True)


def peak() -> int:
    """The most megabytes that this process held so far; getrusage would count what its parent did."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024  # type: ignore[index]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
