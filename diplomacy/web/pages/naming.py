"""Which words of a text may be a name: by their capitals, for a look-up among those that are known."""

import re

LONGEST = 5
"""Words that a name may have."""
MOST = 600
"""Names that are looked up of one text, the first."""
_RUN = re.compile(r"\b[^\W\d_a-z]\w*(?:[ \-’'.]{1,2}(?:(?:of|the|for|al|bin|de|van|von) )*[^\W\d_a-z]\w*)*")


def names_in(text: str) -> list[str]:
    """All stretches of up to five words that begin and end in words with a capital, each once, in their order."""
    found: dict[str, None] = {}
    for run in _RUN.finditer(text):
        words = [(match.start(), match.end()) for match in re.finditer(r"[\w’'-]+", run.group())]
        for first, (start, _) in enumerate(words):
            for _, end in words[first : first + LONGEST]:
                name = run.group()[start:end]
                if name[:1].isupper():
                    found.setdefault(name)
        if len(found) > MOST:
            break
    return list(found)[:MOST]
