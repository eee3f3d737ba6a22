"""Kinds of people whose data is forgotten in time."""

from django.db import models


class RetentionKind(models.TextChoices):
    """Whom a retention rule is about, and what its months are counted from."""

    FORMER_STAFF = "former_staff", "Former staff of partners"
    """Who works at no partner any more: from the last day of their last employment."""
    FORMER_MEMBERS = "former_members", "Former members of the alliance"
    """Whose access ended: from the day it did."""
    CONTACTS = "contacts", "Contacts of partners that have left"
    """From the day the partner left."""
