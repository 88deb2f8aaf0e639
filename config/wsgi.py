"""The WSGI application that the web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from ikrar.core import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
lifeline.hold()
application = get_wsgi_application()
#: What was loaded up to here lives as long as the process: the collector need never look at it again.
gc.collect()
gc.freeze()
