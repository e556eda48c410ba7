"""Whether a program or a person made a row."""

from django.db import models


class Origin(models.TextChoices):
    """Whether a program or a person made a row."""

    MACHINE = "machine", "machine"
    CURATOR = "curator", "curator"
