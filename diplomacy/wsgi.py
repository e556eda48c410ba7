"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# What a page multiplies is small: threads for it, each waiting at work for the next, cost several times what they save.
# Read when numpy is loaded, so before anything of the application is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Connections outlast the request: to open one, and to plan on it what every page asks, takes as long as half a page.
os.environ.setdefault("DIPLOMACY_POOL", "4")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
application = get_wsgi_application()

# A page makes some ten thousand values and lets go of them all; by Python's own measure the collector looks through
# them a dozen times a page, and through the whole program every few pages. What is loaded by now stays anyway.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
