"""What fetching hands on: what an address gave, that it gives nothing new, or why it gave nothing."""

from dataclasses import dataclass

from diplomacy.intake.values import IntakeError


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    `url` is the address that was asked for, `final_url` the one that answered, after redirects; both in normal form.
    `body` is unpacked. `etag` and `last_modified` are the server's, to be handed back at the next visit; empty where
    it sent none.
    """

    url: str
    final_url: str
    status: int
    media_type: str
    """As the server called it, with its parameters ("text/html; charset=utf-8"); empty where it did not."""
    etag: str
    last_modified: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that nothing changed since the visit whose `etag` or `last_modified` was handed back."""

    url: str
    final_url: str


class FetchError(IntakeError):
    """One sentence for the user, and for the caller whether and when another visit is worth it.

    `permanent` tells that the same address would be refused again. `retry_after` is how many seconds to keep away,
    where the server or its rules say so. `status` is the server's, where it answered.
    """

    def __init__(
        self, sentence: str, *, permanent: bool = False, retry_after: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.retry_after = retry_after
        self.status = status


class UnreachableError(FetchError):
    """No connection came about: nothing is known of what the server would have said."""


class BusyError(FetchError):
    """Nothing was asked: the host wants more rest between visits than is worth waiting; `retry_after` says how much."""
