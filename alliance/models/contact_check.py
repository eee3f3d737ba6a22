"""When somebody checked that a contact is still right: every time, and not only the last."""

from django.db import models

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwned

KEEP_CHECK = """
IF NEW.verified_at IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.verified_at IS DISTINCT FROM OLD.verified_at) THEN
    INSERT INTO alliance_contactcheck (alliance_id, contact_id, checked_at)
    VALUES (NEW.alliance_id, NEW.id, NEW.verified_at)
    ON CONFLICT DO NOTHING;
END IF;
RETURN NULL;
"""
"""Kept by a trigger on contacts, so that every way of checking one is: pages, API, imports, bulk changes."""


class ContactCheck(AllianceOwned):
    """One check of one contact. Goes with the contact: it says nothing of the person but a day."""

    contact = OwnedForeignKey("alliance.Contact", on_delete=models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField()

    class Meta(AllianceOwned.Meta):
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("contact", to="alliance.Contact", name="contact_check_contact_fk"),
            models.UniqueConstraint(fields=["alliance", "contact", "checked_at"], name="contact_check_once"),
        ]
