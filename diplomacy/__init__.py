"""Diplomacy compares how a diplomatic exchange is told."""

__version__ = "0.1.0"
