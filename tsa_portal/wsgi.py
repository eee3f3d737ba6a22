"""What the web server serves, once the database is seen to be safe."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tsa_portal.settings")

application = get_wsgi_application()

from foundation.tenancy.boot import refuse_unsafe_database  # noqa: E402  # needs the apps that the line above loads

refuse_unsafe_database()
