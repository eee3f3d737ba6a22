"""What an API credential may do."""

from django.db import models


class ApiScope(models.TextChoices):
    """What an API credential may do."""

    READ_PARTNERS = "read:partners", "Read partners"
    READ_SCHOOLS = "read:schools", "Read schools"
    READ_CONTACTS = "read:contacts", "Read contacts of its own schools"
    WRITE_CONTACTS = "write:contacts", "Change contacts of its own schools"


READING = frozenset({ApiScope.READ_PARTNERS, ApiScope.READ_SCHOOLS, ApiScope.READ_CONTACTS})
"""What most systems need, and what the form offers at first: changing is asked for."""
