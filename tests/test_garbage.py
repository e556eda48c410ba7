"""What requests leave over is collected between them."""

import gc
import weakref

from diplomacy.garbage import LEFT_OVER, sweep


class Cycle:
    """Reaches itself, as a request does by its user."""

    def __init__(self) -> None:
        self.itself = self


def test_what_nothing_reaches_goes_once_there_is_enough_of_it() -> None:
    """And is left until then."""
    gc.collect()
    gc.disable()
    try:
        one = weakref.ref(Cycle())
        sweep()
        assert one() is not None
        more = [Cycle() for _ in range(LEFT_OVER)]
        sweep()
        assert one() is None
        assert len(more) == LEFT_OVER
    finally:
        gc.enable()
