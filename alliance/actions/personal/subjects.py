"""Whom an export or an erasure is about: a person with their log-in, or a log-in alone."""

from allauth.account.models import EmailAddress

from alliance.models import Employment, Person, User
from foundation.personal.subject import Subject


def subject_of(person: Person) -> Subject:
    """A person of the alliance in scope, with the log-in that is theirs."""
    references = Employment.objects.filter(person=person).exclude(reference="")
    numbers = {person.trn, *references.values_list("reference", flat=True)} - {""}
    return Subject(
        person_id=person.pk,
        user_id=person.user_id,
        given_name=person.given_name,
        family_name=person.family_name,
        emails=tuple(dict.fromkeys([*person.emails, *(_addresses(person.user) if person.user else [])])),
        numbers=tuple(sorted(numbers)),
    )


def subject_of_user(user: User) -> Subject:
    """Somebody who logs in and whom the alliance knows as no person of a partner."""
    given, _, family = user.full_name.rpartition(" ")
    return Subject(
        user_id=user.pk, given_name=given, family_name=family, emails=tuple(dict.fromkeys(_addresses(user)))
    )


def _addresses(user: User) -> list[str]:
    known = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return [user.email, *(email.lower() for email in known)]
