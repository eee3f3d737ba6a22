"""How soon somebody wants news by e-mail."""

from django.db import models


class Pace(models.TextChoices):
    """News that is read in the portal before its letter goes is not in it."""

    AT_ONCE = "at_once", "By e-mail at once"
    DAILY = "daily", "In a daily digest"
    WEEKLY = "weekly", "In a weekly digest"
