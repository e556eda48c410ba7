"""The exchanges that a text reports: of what kind, between whom, on which day."""
