"""Open a ZIP archive that a stranger made: documents and web archives are such."""

import os
import struct
import zipfile
import zlib
from typing import BinaryIO

from diplomacy.intake.values import IntakeError

LARGEST_DIRECTORY = 4 * 1024 * 1024
"""Bytes of the list of members, which is held in memory: some forty thousand of them."""
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError)
"""What the library raises for an archive, or a member of one, that is broken or of a kind it does not know."""
_END = b"PK\x05\x06"
_END_LENGTH = 22 + 65535


def open_zip(file: BinaryIO, name: str, *, what: str) -> zipfile.ZipFile:
    """The archive; nothing of it is unpacked yet, and nothing is ever written to a disk.

    `what` says what it should be ("a Word document"). Raises IntakeError where it is none, is locked, or lists more
    members than would fit into memory.
    """
    broken = IntakeError(f"{name}: it is not {what} that can be read, or is cut off; save or fetch it again.")
    try:
        if _directory_size(file) > LARGEST_DIRECTORY:
            raise IntakeError(f"{name}: it has too many members to be {what}; leave it out.")
        archive = zipfile.ZipFile(file)
    except BROKEN:
        raise broken from None
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise IntakeError(f"{name}: its members are locked with a password; save it again without one.")
    return archive


def _directory_size(file: BinaryIO) -> int:
    """As the archive's end gives it. Where that points to a longer form, which no article needs, it is the largest."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _END_LENGTH, 0))
    tail = file.read(_END_LENGTH)
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 16:
        raise zipfile.BadZipFile
    return int(struct.unpack("<L", tail[at + 12 : at + 16])[0])
