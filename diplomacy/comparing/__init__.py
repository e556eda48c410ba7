"""Accounts of one exchange → which claims meet, how they differ, and what each account lacks.

A few verbs: `pair` two accounts, `relate` two claims, `align_words` inside a pair, find `omissions`, and `join` an
article's reported exchange to a known one; `edits` tells what became of a text's words in its next version. Plain
values in and out: no database, no language model.
"""

from diplomacy.comparing.editions import edits
from diplomacy.comparing.join import join
from diplomacy.comparing.omissions import omissions
from diplomacy.comparing.pairing import pair
from diplomacy.comparing.relation import relate
from diplomacy.comparing.wording import align_words

__all__ = ["align_words", "edits", "join", "omissions", "pair", "relate"]
