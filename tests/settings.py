"""The portal's own settings, on services that start themselves where the environment names none."""

import os

from tsa_portal.runtime.services import ensure_services

# pytest-django reads the settings before any conftest, so this cannot wait for one.
os.environ.update(ensure_services())
os.environ.setdefault("TSA_SECRET_KEY", "only-for-the-tests")

from tsa_portal.settings import *  # noqa: F403  # they read the environment as they are imported

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for people who do not exist
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]  # noqa: F405  # from the portal's settings
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405  # from the portal's settings
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
