"""What erasing somebody does to a mailbox that they may have shared."""

from typing import Any

from django.db.models import QuerySet

from alliance.models import Contact, Person
from foundation.personal.subject import Subject


def forget_mailbox(partners: QuerySet[Any], subject: Subject) -> None:
    """Take off what was the subject's own address; what another contact or person shares is theirs too.

    The subject's contacts are deleted by then, and the subject's own row may still have the address.
    """
    for partner in partners:
        others = Person.objects.with_email(partner.mailbox).exclude(pk=subject.person_id)
        if others.exists() or Contact.objects.filter(email=partner.mailbox).exists():
            continue
        partner.mailbox = ""
        partner.save(update_fields=["mailbox"])
