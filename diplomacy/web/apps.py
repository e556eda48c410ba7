"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, and what they link to."""

    name = "diplomacy.web"
    label = "web"
