"""Django's templates, but for what a page leaves behind.

A template's context and each dictionary that is pushed on it refer to each other, so that everything a page shows is
left to the garbage collector, thousands of values a page; whoever asks when it comes round waits for it. Emptied after
its use, a context takes what it held with it.
"""

from typing import Any

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template
from django.template.base import Template as Compiled
from django.template.context import make_context
from django.utils.safestring import SafeString


class Rendering(Template):
    """A template whose context is emptied once it is rendered; where it fails, the context stays to be looked into."""

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> SafeString:
        """The template's HTML."""
        held = make_context(context, request, autoescape=self.backend.engine.autoescape)
        html = self.template.render(held)
        held.dicts.clear()
        return html


class Templates(DjangoTemplates):
    """The engine that the settings name."""

    def from_string(self, template_code: str) -> Rendering:
        """The template of this source."""
        return self._of(super().from_string(template_code).template)

    def get_template(self, template_name: str) -> Rendering:
        """The template of this name; TemplateDoesNotExist where there is none."""
        return self._of(super().get_template(template_name).template)

    def _of(self, template: Compiled) -> Rendering:
        return Rendering(template, self)
