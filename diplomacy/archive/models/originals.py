"""What texts were cut from, byte for byte."""

import hashlib
import zlib

from django.db import models


class Original(models.Model):
    """The bytes of a page or file as they came in, so that a text can be cut from them again without the network."""

    sha256 = models.CharField(max_length=64, unique=True, help_text="Of the bytes, in hexadecimal.")
    name = models.CharField(
        max_length=2000, help_text="The file or address that they came from; its ending tells the format."
    )
    media_type = models.CharField(max_length=200, blank=True, help_text="As the server declared it.")
    size = models.PositiveBigIntegerField(help_text="Bytes, before compression.")
    packed = models.BinaryField(help_text="The bytes, compressed (zlib).")
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-kept_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, data: bytes, *, name: str, media_type: str = "") -> "Original":
        """The row of these bytes, which are kept once however often they come; call it in a transaction.

        It stays until then at least: whoever would discard it waits.
        """
        digest = hashlib.sha256(data).hexdigest()
        packed = {"name": name[:2000], "media_type": media_type[:200], "size": len(data), "packed": zlib.compress(data)}
        return Original.objects.select_for_update(no_key=True).get_or_create(sha256=digest, defaults=packed)[0]

    @property
    def data(self) -> bytes:
        """The bytes as they came in."""
        return zlib.decompress(self.packed)
