"""The WSGI application that the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from ikrar.core import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
lifeline.hold()
application = get_wsgi_application()
