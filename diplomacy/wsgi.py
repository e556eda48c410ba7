"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
application = get_wsgi_application()

# A page makes some ten thousand values and lets go of them all; by Python's own measure the collector looks through
# them a dozen times a page, and through the whole program every few pages. What is loaded by now stays anyway.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
