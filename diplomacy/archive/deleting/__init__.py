"""Deleting, with what belongs to it, and restoring: what is deleted is out of every table, and held for a while."""
