"""What curators decide: each decision is a row of its own, laid over what the machine made, and can be undone."""
