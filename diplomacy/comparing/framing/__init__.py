"""How the accounts of one exchange frame it: names, verbs, topics, and who is said to have asked for it."""
