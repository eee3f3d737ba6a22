"""The tests' settings, with the job whose effects the fault tests count."""

from tests.settings import *  # noqa: F403  # the same settings and one app more

INSTALLED_APPS = ["tests.faults.apps.FaultsConfig", *INSTALLED_APPS]  # noqa: F405  # from the line above
