"""Statements and narration cut into claims, and which of them tell of an exchange."""
