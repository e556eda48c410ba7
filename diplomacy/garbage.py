"""When a server's process looks for values that nothing reaches any more: after an answer, and not while it is made."""

import gc
from typing import Any

from django.core.signals import request_finished

LEFT_OVER = 2_000
"""Values that are new since the last look; a request leaves one or several hundred."""
SELDOM = 20
"""So many looks at what is young are made for one at what outlasted them, and so many of these for one at all."""


def sweep_between_requests() -> None:
    """A page makes some ten thousand values and lets go of nearly all; by Python's own measure the collector looks
    through them a dozen times a page, and through the whole program every few pages. Here it looks for what is left
    when an answer has been sent, and else where a page makes very many. What is loaded by now stays anyway."""
    gc.freeze()
    gc.set_threshold(50_000, SELDOM, SELDOM)
    request_finished.connect(sweep)


def sweep(**_: Any) -> None:
    """Collect what requests left over, where that is enough to be worth a look."""
    young, older, oldest = gc.get_count()
    if young > LEFT_OVER:
        gc.collect(2 if oldest > SELDOM else 1 if older > SELDOM else 0)
