"""The WSGI application."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from diplomacy.garbage import sweep_between_requests

# What a page multiplies is small: threads for it, each waiting at work for the next, cost several times what they save.
# Read when numpy is loaded, so before anything of the application is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Connections outlast the request: to open one, and to plan on it what every page asks, takes as long as half a page.
os.environ.setdefault("DIPLOMACY_POOL", "4")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
application = get_wsgi_application()

# All that pages are made of, before the first is asked for: else its reader waits for it.
import_module(settings.ROOT_URLCONF)
import_module("diplomacy.archive.prepared").write_all()
sweep_between_requests()
