"""What an API credential may do."""

from django.db import models


class ApiScope(models.TextChoices):
    """What an API credential may do."""

    READ_PARTNERS = "read:partners", "Read partners"
    READ_SCHOOLS = "read:schools", "Read schools"
    READ_CONTACTS = "read:contacts", "Read contacts of its own schools"
    WRITE_CONTACTS = "write:contacts", "Change contacts of its own schools"
    READ_HUB = "read:hub", "Read dates, resources and announcements for partners"
    READ_FACTS = "read:school_facts", "Read teacher and pupil figures of its own schools"
    READ_AGREEMENTS = "read:agreements", "Read agreements of its own schools"
    WRITE_FACTS = "write:school_facts", "Change teacher and pupil figures of its own schools"
    READ_PEOPLE = "read:people", "Read who works at its own schools"
    WRITE_PEOPLE = "write:people", "Say who works at its own schools"
    READ_SURVEYS = "read:surveys", "Read surveys of its own schools"
    WRITE_HOSTING = "write:hosting", "Say whether its own schools host trainees"


READING = frozenset(
    {
        ApiScope.READ_PARTNERS,
        ApiScope.READ_SCHOOLS,
        ApiScope.READ_CONTACTS,
        ApiScope.READ_HUB,
        ApiScope.READ_FACTS,
        ApiScope.READ_AGREEMENTS,
        ApiScope.READ_SURVEYS,
    }
)
"""What most systems need, and what the form offers at first: changing is asked for."""
