"""What is done to a person: added with their work, changed, and linked with a log-in."""

from uuid import UUID

from django.db import IntegrityError, transaction

from alliance.actions.roster.details import EmploymentDetails, PersonDetails
from alliance.actions.roster.employments import add_employment
from alliance.actions.versions import locked
from alliance.models import Employment, Membership, Partner, Person, User
from foundation.refusal import Refused


class Erased(Refused):
    """Nothing is known of a former member any more, and nothing is written of them."""

    code = "erased"


class HasLogIn(Refused):
    """A person has one log-in, and this one has another."""

    code = "has_log_in"


class LogInTaken(Refused):
    """A log-in is one person's."""

    code = "log_in_taken"

    def __init__(self, name: str, *, existing: UUID | None = None) -> None:
        super().__init__(
            f"This log-in belongs to {name} already. If they are one person, merge the two first.",
            field="membership",
            existing=existing,
        )


@transaction.atomic
def add_person(
    *, partner: Partner, details: PersonDetails, employment: EmploymentDetails, by: User | None
) -> tuple[Person, Employment]:
    """Somebody works at a partner. Here and below `by` is None where the partner's own system acts.

    Raises Refused. That they may be somebody who is known already is shown afterwards, never decided here.
    """
    person = Person()
    _write(person, details.cleaned())
    return person, add_employment(person=person, partner=partner, details=employment, by=by)


@transaction.atomic
def update_person(*, person: Person, version: int | None, details: PersonDetails, by: User | None) -> Person:
    """Change a person who is still as the editor saw them. Raises ChangedMeanwhile, Refused."""
    person = locked(person, version)
    refuse_erased(person)
    cleaned = details.cleaned()
    if cleaned != PersonDetails.of(person):
        _write(person, cleaned)
    return person


@transaction.atomic
def link_log_in(*, person: Person, membership: Membership, by: User) -> Person:
    """Say which member of the alliance this person is. Raises HasLogIn, LogInTaken, Refused."""
    person = locked(person)
    refuse_erased(person)
    user = membership.user
    if person.user_id not in (None, user.pk):
        raise HasLogIn(f"{person.name} logs in as {person.user} already. Take that link away first.")
    if not membership.is_current:
        raise Refused(
            f"{user} has no access any more. Give it back under Settings, people with access, then link them."
        )
    if other := Person.objects.filter(user=user).exclude(pk=person.pk).first():
        raise LogInTaken(other.name, existing=other.public_id)
    person.user = user
    try:
        with transaction.atomic():
            person.save(update_fields=["user"])
    except IntegrityError as error:  # somebody else linked it at the same moment
        raise LogInTaken("somebody else") from error
    return person


@transaction.atomic
def unlink_log_in(*, person: Person, membership: Membership, by: User) -> Person:
    """This person is not this member: the access stays, and so does a link with another. Raises HasLogIn,
    Refused.
    """
    person = locked(person)
    refuse_erased(person)
    if person.user_id not in (None, membership.user_id):
        raise HasLogIn(f"{person.name} logs in as {person.user} by now: that link stays.")
    person.user = None
    person.save(update_fields=["user"])
    return person


def refuse_erased(person: Person) -> None:
    """Raises Erased."""
    if person.is_erased:
        raise Erased("This person was erased: only a count is left of them, and nothing can be written.")


def _write(person: Person, details: PersonDetails) -> None:
    person.given_name, person.family_name = details.given_name, details.family_name
    person.email, person.further_emails = details.email, list(details.further_emails)
    person.trn = details.trn
    person.save()
